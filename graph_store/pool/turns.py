"""Fair turns: who gets the next free worker."""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Generic, TypeVar

from graph_store.errors import ClientLimitError, OverloadedError
from graph_store.pool.limits import Limits

_Thing = TypeVar("_Thing")

asking: Final[ContextVar[str]] = ContextVar("asking", default="")
"""Who asks, as far as the server tells clients apart; set for each request, and read by engines that share out what they have."""


class _Waiter(Generic[_Thing]):
    """One that waits. `thing` is what it has been given."""

    def __init__(self) -> None:
        self._woken = (
            threading.Lock()
        )  # a bare lock, held until `wake`: an Event takes several, each with a call of the system
        self._woken.acquire()
        self.thing: _Thing | None = None

    def wake(self, thing: _Thing | None) -> None:
        """End its wait, with a thing or, where all is over, without."""
        self.thing = thing
        self._woken.release()

    def wait(self, seconds: float) -> bool:
        """Whether it has been woken within so many seconds."""
        return self._woken.acquire(timeout=seconds)


class Turns(Generic[_Thing]):
    """Things that are lent to one at a time: at once where one is free, else in turn by client, each client's in order.

    A client may have no more than its share at the same time, however many wait (`Limits.running_per_client`).
    """

    def __init__(self, limits: Limits) -> None:
        self._limits: Final = limits
        self._lock: Final = threading.Lock()
        self._free: Final[list[_Thing]] = []  # the last one given back goes first: its caches are warm
        self._waiting: Final[OrderedDict[str, deque[_Waiter[_Thing]]]] = OrderedDict()
        self._waiters = 0
        self._running: Final[Counter[str]] = Counter()
        self._seconds = 0.1
        self._closed: Exception | None = None

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._waiters

    @property
    def busy(self) -> int:
        """How many things are lent."""
        return sum(self._running.values())

    def take(self, client: str) -> _Thing:
        """A thing for the client; it is to say `left` when it is done with it.

        Raises `ClientLimitError` where the client has as much under way as it may, `OverloadedError` where too many wait or none
        came free in time, and what `close` was given.
        """
        with self._lock:
            if self._closed is not None:
                raise self._closed
            if self._free and self._may_run(client) and not self._waiters:
                return self._lend(client, self._free.pop())
            waiter = self._queue(client)
            self._serve()
        if not waiter.wait(self._limits.waiting_seconds):
            with self._lock:
                if not waiter.wait(0):
                    self._forget(client, waiter)
                    raise OverloadedError(
                        f"no worker came free within {self._limits.waiting_seconds:g} s", self._retry_after()
                    )
        if waiter.thing is None:
            assert self._closed is not None, "who is woken has been given something, unless all is over"
            raise self._closed
        return waiter.thing

    def add(self, thing: _Thing) -> None:
        """Something is free, new or given back."""
        with self._lock:
            self._free.append(thing)
            self._serve()

    def remove(self, thing: _Thing) -> bool:
        """Something free is there no more; returns whether it was among the free ones."""
        with self._lock:
            if thing not in self._free:
                return False
            self._free.remove(thing)
            return True

    def left(self, client: str, seconds: float) -> None:
        """The client has done with a thing that it had for so long; `add` tells of the thing itself."""
        with self._lock:
            self._running[client] -= 1
            if self._running[client] <= 0:
                del self._running[client]
            self._seconds += 0.1 * (seconds - self._seconds)
            self._serve()

    def close(self, error: Exception) -> None:
        """Have all who wait, and all who come, raise `error`, or what the first call was given."""
        with self._lock:
            self._closed = self._closed or error
            for waiters in self._waiting.values():
                for waiter in waiters:
                    waiter.wake(None)
            self._waiting.clear()
            self._waiters = 0

    def _may_run(self, client: str) -> bool:
        return self._running[client] < self._limits.running_per_client

    def _lend(self, client: str, thing: _Thing) -> _Thing:
        self._running[client] += 1
        return thing

    def _queue(self, client: str) -> _Waiter[_Thing]:
        theirs = self._waiting.get(client)
        if self._running[client] + len(theirs or ()) >= self._limits.per_client:
            raise ClientLimitError(
                f"this client has {self._limits.per_client} queries under way, which is the most", self._retry_after()
            )
        if self._waiters >= self._limits.waiting:
            raise OverloadedError(f"{self._waiters} queries wait already", self._retry_after())
        waiter: _Waiter[_Thing] = _Waiter()
        self._waiting.setdefault(client, deque()).append(waiter)
        self._waiters += 1
        return waiter

    def _forget(self, client: str, waiter: _Waiter[_Thing]) -> None:
        theirs = self._waiting[client]
        theirs.remove(waiter)
        self._waiters -= 1
        if not theirs:
            del self._waiting[client]

    def _serve(self) -> None:
        """Give what is free to those whose turn it is: a client that has been served goes behind the others."""
        while self._free:
            client = next((name for name in self._waiting if self._may_run(name)), None)
            if client is None:
                return
            waiter = self._waiting[client][0]
            self._forget(client, waiter)
            if client in self._waiting:
                self._waiting.move_to_end(client)
            waiter.wake(self._lend(client, self._free.pop()))

    def _retry_after(self) -> int:
        """Seconds in which those who wait now will have been served, roughly; from 1 to 60."""
        return min(60, max(1, round(self._waiters * self._seconds / self._limits.processes + 0.5)))


class Places(Turns[int]):
    """As many places as there may be at work, each lent for a while."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        for number in range(limits.processes):
            self.add(number)

    @contextmanager
    def place(self) -> Iterator[float]:
        """A place in the block, for whoever asks; gives the time (`time.monotonic`) at which it was had. Raises what `take` does."""
        client = asking.get()
        place = self.take(client)
        began = time.monotonic()
        try:
            yield began
        finally:
            self.add(place)
            self.left(client, time.monotonic() - began)
