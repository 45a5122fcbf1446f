"""Workers that are processes of a Dask cluster, on any number of machines.

Dask gives a task whose worker is lost to another one, and lets go of it once more workers than its setting
`distributed.scheduler.allowed-failures` have died with it. Needs the optional extra `cluster`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from uuid import uuid4

from parallel.errors import WorkerDiedError, WorkersError

if TYPE_CHECKING:
    from distributed import Client, Future

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")

_AHEAD: Final = 2
"""Batches under way for each thread of the workers."""

_LOOK_AGAIN: Final = 2.0
"""Seconds after which the number of workers is asked for again."""

_LARGE: Final = "100MiB"
"""Size of a batch that Dask warns of; by default 10 MiB, which two long articles reach."""


class Cluster:
    """A Dask cluster that answers at `address`. A context manager: what is under way is cancelled with the block.

    `deadline` is in seconds: for the scheduler to answer, and for a first worker to be there, now and whenever there is
    none any more. Raises `WorkersError` where they don't, or Dask isn't installed.
    """

    def __init__(self, address: str, deadline: float) -> None:
        try:
            import dask  # noqa: PLC0415 - it is optional, and takes half a second to load
            from distributed import Client  # noqa: PLC0415
        except ImportError as error:
            raise WorkersError(
                f"a cluster needs Dask, which is not installed ({error}): pip install 'thidua[cluster]'"
            ) from error
        self.address: Final = address
        self.deadline: Final = deadline
        self._open: Final[set[Future[Any]]] = set()
        with ExitStack() as stack:
            stack.enter_context(_quiet_client())
            stack.enter_context(
                dask.config.set(
                    {
                        "distributed.admin.large-graph-warning-threshold": _LARGE,
                        "distributed.comm.timeouts.connect": f"{deadline}s",
                    }
                )
            )
            try:
                self.client: Final[Client] = Client(address, timeout=deadline, set_as_default=False)
            except (OSError, ValueError) as error:
                reason = str(error) or type(error).__name__
                raise WorkersError(f"no cluster answers at {address} within {deadline:g} s: {reason}") from error
            stack.callback(self.client.close)
            try:
                self.client.wait_for_workers(1, timeout=deadline)
            except TimeoutError as error:
                raise WorkersError(f"the cluster at {address} has no worker after {deadline:g} s") from error
            self._stack = stack.pop_all()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            if self._open and self.client.status == "running":
                self.client.cancel(list(self._open))

    def ask(self, question: Callable[[], _Answer]) -> Mapping[str, _Answer | Exception]:
        """What each worker that is there answers, by its address; the error where it can't."""
        answers: Mapping[str, _Answer | Exception] = self.client.run(question, on_error="return")
        return answers

    def submit(self, work: Callable[[Sequence[_Item]], _Answer], batch: Sequence[_Item]) -> Callable[[], _Answer]:
        """Start on a batch; what is returned waits for its answer, and raises what the work raises.

        It raises `WorkerDiedError` where workers died with it. Both raise `WorkersError` where the scheduler is lost, and
        waiting does where no worker is left.
        """
        self._require_scheduler()
        future = self.client.submit(work, batch, key=f"thidua-{uuid4()}", pure=False)
        self._open.add(future)
        return lambda: self._wait(future)

    def threads(self) -> int:
        """How many batches the workers can be at at the same time. Raises `WorkersError` where the scheduler is lost."""
        self._require_scheduler()
        try:
            return sum(self.client.nthreads().values())
        except OSError as error:
            raise self._lost() from error

    def _wait(self, future: Future[_Answer]) -> _Answer:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415

        none_was_there = False
        while True:
            try:
                answer: _Answer = future.result(timeout=self.deadline)
            except KilledWorker as error:
                self._open.discard(future)
                raise WorkerDiedError(error.allowed_failures + 1) from error
            except CancelledError as error:
                raise self._lost() from error
            except TimeoutError:
                if future.done():
                    raise  # it is the work's own
                none_is_there = self.threads() == 0
                if none_was_there and none_is_there:
                    reason = f"has no worker any more, for {self.deadline:g} s"
                    raise WorkersError(f"the cluster at {self.address} {reason}") from None
                none_was_there = none_is_there
            else:
                self._open.discard(future)
                return answer

    def _require_scheduler(self) -> None:
        if self.client.status != "running":
            raise self._lost()

    def _lost(self) -> WorkersError:
        return WorkersError(f"the scheduler of the cluster at {self.address} is lost")


@contextmanager
def _quiet_client() -> Iterator[None]:
    """Dask's client logs a traceback where the scheduler is lost; our error says so in one line."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


class ClusterWorkers(Generic[_Item, _Answer]):
    """The workers of a cluster at one kind of work. `work`, its batches and answers must be picklable, and the module
    that defines it must be installed on the workers."""

    tries: Final = 1  # Dask itself tries again

    def __init__(self, cluster: Cluster, work: Callable[[Sequence[_Item]], Sequence[_Answer]]) -> None:
        self._cluster: Final = cluster
        self._work: Final = work
        self._ahead = 0
        self._asked = float("-inf")

    def ahead(self) -> int:
        """See `Workers.ahead`; it grows with workers that join."""
        if time.monotonic() - self._asked > _LOOK_AGAIN:
            self._ahead = max(1, self._cluster.threads()) * _AHEAD
            self._asked = time.monotonic()
        return self._ahead

    def submit(self, batch: Sequence[_Item]) -> Callable[[], Sequence[_Answer]]:
        """See `Workers.submit`."""
        return self._cluster.submit(self._work, batch)
