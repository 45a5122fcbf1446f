"""WSGI middleware that watches each request to its end: its status, its bytes, its time, whether the client stayed.

Flask's own hooks run before an answer is sent, and see nothing of what is answered before Flask.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from server.record import KEY, RequestRecord, new_record

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Sink = Callable[[RequestRecord], None]
"""Is given the record of each request that has ended."""

WHOLE: Final = 1 << 18
"""Answers whose length is known and at most this (bytes) are handed on in one piece, so that no thread waits for their reader."""

_log = logging.getLogger(__name__)


def watched(app: Wsgi, sinks: Sequence[Sink]) -> Wsgi:
    """`app`, with a record in the environment of each request (`server.record`) that the sinks are given at its end."""

    def watching(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        record = environ[KEY] = new_record(environ)
        ending = _Ending(record, sinks)
        try:
            body = app(environ, ending.start(start_response))
            record.ready = record.elapsed()
            if ending.length is not None and ending.length <= WHOLE and not isinstance(body, list):
                body = _gathered(body)
        except BaseException:
            record.status, record.outcome = 500, "fault"
            ending.end()
            raise
        if isinstance(body, list):
            record.sent = sum(map(len, body))
            ending.end()
            return body
        return _Counted(body, ending)

    return watching


class _Ending:
    """The end of one request, which comes once."""

    def __init__(self, record: RequestRecord, sinks: Sequence[Sink]) -> None:
        self.record = record
        self.length: int | None = None
        """Length of the body as the headers tell it."""
        self._sinks = sinks
        self._ended = False

    def start(self, start_response: Callable[..., Any]) -> Callable[..., Any]:
        def started(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            self.record.status = int(status.split(" ", 1)[0])
            lengths = [value for name, value in headers if name.lower() == "content-length"]
            self.length = int(lengths[0]) if lengths and lengths[0].isdigit() else None
            return start_response(status, headers, *exc_info)

        return started

    def end(self) -> None:
        if self._ended:
            return
        self._ended = True
        self.record.end()
        for sink in self._sinks:
            try:
                sink(self.record)
            except Exception:  # what fails to be told must not fail the answer
                _log.exception("a request could not be recorded")


class _Counted:
    """A body that is counted as it goes out."""

    def __init__(self, body: Iterable[bytes], ending: _Ending) -> None:
        self._body = body
        self._pieces = iter(body)
        self._ending = ending
        self._whole = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self._pieces)
        except StopIteration:
            self._whole = True
            raise
        except BaseException:
            self._ending.record.outcome = "fault"
            raise
        self._ending.record.sent += len(piece)
        return piece

    def close(self) -> None:
        """The server is done with the body: it has it whole, or the client has gone."""
        record = self._ending.record
        if not self._whole and not record.outcome and record.sent != self._ending.length:
            record.outcome = "cancelled"
        try:
            _close(self._body)
        finally:
            self._ending.end()


def _gathered(body: Iterable[bytes]) -> list[bytes]:
    try:
        return [b"".join(body)]
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
