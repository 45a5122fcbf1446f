"""What can go wrong in the store: one class a cause, each message naming the thing, the place and the reason."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """Base of every error of the store; its message is fit to be shown to the user as it is."""


class MissingStoreError(StoreError):
    """The store's directory is absent or has no published release."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"no store in {root}: nothing has been published there yet; run `thidua build PATH...` first")
        self.root = root


class StoreLockedError(StoreError):
    """Another writer holds the store's lock."""

    def __init__(self, lock: Path, holder: str) -> None:
        super().__init__(f"the store is locked: {holder} is writing to it (lock: {lock}); try again when it has ended")
        self.lock = lock
        self.holder = holder


class DiskFullError(StoreError):
    """There is no room left for the store, on its disk or in its owner's quota."""

    def __init__(self, root: Path, place: Path) -> None:
        super().__init__(f"{root}: the disk is full: no room to write {place}; make some and try again")
        self.root = root
        self.place = place


class UnknownReleaseError(StoreError):
    """No release of that id."""


class DamagedReleaseError(StoreError):
    """A release that is there but can't be read."""


class BackupError(StoreError):
    """An archive that can't be written, or that isn't what `thidua backup` writes: cut off, altered or unsafe."""


class StoreExistsError(StoreError):
    """A store is where another is to be restored."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root} has a store already; `--replace` puts the archive's releases in the place of its own")


class ExportError(StoreError):
    """A release or graph that can't be written in the format or to the place asked for."""


class UnrepresentableError(ExportError):
    """A literal that a format can't hold; the other formats can."""


class ClaimFormError(StoreError):
    """A claim in the graph that lacks what its type requires, so that it can't be read back. `claim` is its IRI where known."""

    def __init__(self, reason: str, claim: str | None = None) -> None:
        super().__init__(reason)
        self.claim = claim


class IntegrityError(StoreError):
    """Consolidated cubes that break an integrity constraint of the RDF Data Cube."""


class QueryError(StoreError):
    """Base of the errors of one query; the store itself is well."""


class QuerySyntaxError(QueryError):
    """The query isn't SPARQL 1.1. `line` and `column` count from 1, and are None where the engine gave none."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        place = f" at {line}:{column}" if line is not None else ""
        super().__init__(f"malformed query{place}: {reason}")
        self.reason = reason
        self.line = line
        self.column = column


class UpdateConflictError(QueryError):
    """An update that names its dataset, in a request that names one too (SPARQL 1.1 Protocol, 2.2.3)."""


class QueryDepthError(QueryError):
    """A query that would overflow the engine's stack: too many brackets in each other, or too long a chain of operators or patterns."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(
            f"the query is nested too deeply, or chains too many operators, at {line}:{column}; "
            "write long lists with IN or VALUES, or ask in parts"
        )
        self.line = line
        self.column = column


class ServiceRefusedError(QueryError):
    """The query asks another endpoint (SERVICE)."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"SERVICE at {line}:{column} is refused: {reason}")
        self.reason = reason
        self.line = line
        self.column = column


class NotAcceptableError(QueryError):
    """None of the media types asked for can carry this form of answer; `offered` are those that can."""

    def __init__(self, form: str, asked: tuple[str, ...], offered: tuple[str, ...]) -> None:
        super().__init__(f"a {form} answer can't be written as {', '.join(asked)}; choose of {', '.join(offered)}")
        self.form = form
        self.asked = asked
        self.offered = offered


class QueryEvaluationError(QueryError):
    """A well-formed query that the engine couldn't answer, with its reason."""


class QueryDeadlineError(QueryError):
    """A query that was ended since it took longer than queries may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the query was ended after {seconds:g} s, the longest that one may take; ask for less at a time"
        )
        self.seconds = seconds


class QueryMemoryError(QueryError):
    """A query that was ended since it wanted more memory, or a deeper stack, than queries may have."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"the query needs more than the {megabytes:,} MB of memory that one may have, or is nested too deeply"
        )
        self.megabytes = megabytes


class AnswerTooLargeError(QueryError):
    """A query whose answer is longer than answers may be."""

    def __init__(self, most: int, unit: str = "bytes") -> None:
        super().__init__(
            f"the answer is longer than {most:,} {unit}; ask for part of it (LIMIT and OFFSET), or take the release's exports"
        )
        self.most = most


class OverloadedError(QueryError):
    """No query engine was free in the time that a query may wait, or too many wait. `retry_after`: in how many seconds to try."""

    def __init__(self, reason: str, retry_after: int) -> None:
        super().__init__(f"{reason}; try again in {retry_after} s")
        self.reason = reason
        self.retry_after = retry_after


class ClientLimitError(OverloadedError):
    """One client has as many queries under way as a client may."""


class EndpointError(QueryError):
    """Another endpoint that a query asks (SERVICE) can't be reached, is too slow (`timed_out`) or answers what it should not."""

    def __init__(self, endpoint: str, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(f"SERVICE <{endpoint}>: {reason}")
        self.endpoint = endpoint
        self.timed_out = timed_out


class RemoteStoreError(StoreError):
    """A store elsewhere that can't be reached, refuses a request, or answers what it should not."""
