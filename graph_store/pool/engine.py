"""The engine that has queries answered by a pool of worker processes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

from graph_store.engine import Answer
from graph_store.pool import wire
from graph_store.pool.answers import GrowingAnswer
from graph_store.pool.handle import Control, Worker
from graph_store.pool.limits import Limits
from graph_store.pool.reply import Reply
from graph_store.pool.turns import Turns, asking
from graph_store.release import Release


class PoolEngine:
    """Answers queries over one release by worker processes, each bounded as `limits` say: see `graph_store.pool`.

    `in_memory`: whether the union of all graphs is loaded into memory, and it alone, or every graph read from the disk. It
    ends with `close`, or when nobody holds it any more.
    """

    def __init__(self, release: Release, limits: Limits, *, in_memory: bool) -> None:
        self._limits: Final = limits
        self._turns: Final[Turns[Worker]] = Turns(limits)
        self._control: Final = Control(release.path / "graph", limits, self._turns, in_memory=in_memory)

    def wait(self) -> None:
        """Return when the release is ready to be asked. Raises `graph_store.pool.handle.PoolError` where it never will be."""
        self._control.wait()

    @property
    def has_failed(self) -> bool:
        """Whether its supervisor has ended, so that nothing more is answered."""
        return self._control.has_failed

    @property
    def waiting(self) -> int:
        """Queries that wait for a worker."""
        return self._turns.waiting

    @property
    def busy(self) -> int:
        """Workers that are answering."""
        return self._turns.busy

    @property
    def restarts(self) -> Counter[str]:
        """Workers that have been replaced, by why they ended: `graph_store.pool.handle.CAUSES`."""
        return self._control.restarts

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See `QueryEngine.query`. Ended at the deadline, the memory and the length that a query may have, or not begun as overloaded.

        Raises `graph_store.pool.handle.PoolError` where the pool has failed or was closed.
        """
        use = _Use(self._turns, self)
        try:
            reply = Reply(
                use.worker,
                wire.frame(wire.QUERY, wire.query(text, accept, default_graphs, named_graphs)),
                self._limits,
            )
            use.reply = reply
            body, is_whole = reply.begin()
        except BaseException:
            use.end()
            raise
        if is_whole:
            seconds = use.seconds()
            use.end()
            answer = Answer(reply.form, reply.media_type, body)
        else:
            seconds = use.seconds()
            answer = growing = GrowingAnswer(reply.form, reply.media_type, body.getvalue())
            growing.fill(reply.pieces, use.end)
        answer.seconds = seconds
        return answer

    def close(self) -> None:
        """End all workers, whatever they are at."""
        self._control.close()

    def __del__(self) -> None:
        if hasattr(self, "_control"):
            self.close()


class _Use:
    """The use of one worker by one query. It keeps the engine alive until its end."""

    def __init__(self, turns: Turns[Worker], engine: PoolEngine) -> None:
        self._client = asking.get()
        self._turns = turns
        self._asked = time.monotonic()
        self.worker = turns.take(self._client)
        self._began = time.monotonic()
        self._engine: PoolEngine | None = engine
        self.reply: Reply | None = None

    def seconds(self) -> dict[str, float]:
        """How long the query waited for its worker, and how long it has been computed."""
        return {"wait": self._began - self._asked, "query": time.monotonic() - self._began}

    def end(self) -> None:
        """Give the worker back; one that hasn't come to the end of its answer is of no more use."""
        reply = self.reply
        if reply is None or not reply.ended:
            self.worker.kill()
        if reply is not None and reply.ended and not reply.is_last and self.worker.is_alive:
            self._turns.add(self.worker)
        else:
            self.worker.close()
        self._turns.left(self._client, time.monotonic() - self._began)
        self._engine = None
