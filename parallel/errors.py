"""What can go wrong with workers; each message is fit to be shown to the user as it is."""

from __future__ import annotations


class WorkersError(Exception):
    """The workers can't do the work: there are none, they differ from this process, or they die whatever they are given."""


class WorkerDiedError(Exception):
    """A batch whose worker has died (killed, or out of memory), `deaths` workers one after the other."""

    def __init__(self, deaths: int = 1) -> None:
        super().__init__(f"{deaths} worker processes have died")
        self.deaths = deaths
