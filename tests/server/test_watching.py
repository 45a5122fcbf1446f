"""Each request is watched to its end: its bytes, a client that leaves, an answer that breaks off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.record import KEY, RequestRecord
from server.watching import WHOLE, Wsgi, watched

ENVIRON = {"REQUEST_METHOD": "GET", "PATH_INFO": "/x", "REMOTE_ADDR": "192.0.2.1"}
PIECE = b"x" * WHOLE


class Body:
    """A streamed body that knows whether it was closed; it fails where a piece is an error."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.pieces = iter(pieces)
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self.pieces)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self) -> None:
        self.closed = True


def answering(body: Any, length: int | None = None, status: str = "200 OK") -> Wsgi:
    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        start_response(status, [] if length is None else [("Content-Length", str(length))])
        return body

    return app


def run(app: Wsgi) -> tuple[Any, list[RequestRecord]]:
    records: list[RequestRecord] = []
    return watched(app, [records.append])(dict(ENVIRON), lambda *_: None), records


def test_a_short_answer_is_handed_on_in_one_piece_and_its_body_closed() -> None:
    body = Body(b"ab", b"c")
    answer, (record,) = run(answering(body, 3))
    assert (answer, record.sent, record.outcome, record.status) == ([b"abc"], 3, "ok", 200)
    assert body.closed


def test_a_long_answer_is_streamed_and_recorded_once_it_has_ended() -> None:
    body = Body(PIECE, PIECE)
    answer, records = run(answering(body, 2 * WHOLE))
    assert records == []
    assert sum(map(len, answer)) == 2 * WHOLE
    answer.close()
    answer.close()
    ((record),) = records
    assert (record.sent, record.outcome, body.closed) == (2 * WHOLE, "ok", True)
    assert 0 < record.ready <= record.seconds


def test_an_answer_that_the_client_did_not_wait_for_is_cancelled() -> None:
    answer, records = run(answering(Body(PIECE, PIECE), 2 * WHOLE))
    next(answer)
    answer.close()
    assert [(record.sent, record.outcome) for record in records] == [(WHOLE, "cancelled")]


def test_an_answer_whose_last_byte_went_out_is_whole_even_if_nobody_asked_for_more() -> None:
    answer, records = run(answering(Body(PIECE, PIECE), 2 * WHOLE))
    next(answer), next(answer)
    answer.close()
    assert records[0].outcome == "ok"


def test_an_answer_that_breaks_off_is_a_fault_and_the_error_goes_on() -> None:
    answer, records = run(answering(Body(PIECE, RuntimeError("gone")), 2 * WHOLE))
    next(answer)
    with pytest.raises(RuntimeError, match="gone"):
        next(answer)
    answer.close()
    assert (records[0].outcome, records[0].sent) == ("fault", WHOLE)


def test_an_application_that_fails_is_recorded_as_500() -> None:
    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        raise RuntimeError("broken")

    records: list[RequestRecord] = []
    with pytest.raises(RuntimeError, match="broken"):
        watched(app, [records.append])(dict(ENVIRON), lambda *_: None)
    assert [(record.status, record.outcome) for record in records] == [(500, "fault")]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("303 See Other", "ok"), ("404 Not Found", "refused"), ("406 Not Acceptable", "not acceptable"),
     ("503 Service Unavailable", "unavailable"), ("500 Internal Server Error", "fault")],
)  # fmt: skip
def test_the_status_decides_where_nothing_else_was_noted(status: str, outcome: str) -> None:
    _, (record,) = run(answering([b""], status=status))
    assert record.outcome == outcome


def test_what_the_application_notes_is_in_the_record() -> None:
    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ[KEY].outcome, environ[KEY].cache = "deadline", "hit"
        start_response("503 Service Unavailable", [])
        return [b""]

    _, (record,) = run(app)
    assert (record.outcome, record.cache, record.path, record.client) == ("deadline", "hit", "/x", "192.0.2.1")


def test_a_sink_that_fails_costs_neither_the_answer_nor_the_other_sinks(caplog: pytest.LogCaptureFixture) -> None:
    records: list[RequestRecord] = []

    def broken(record: RequestRecord) -> None:
        raise OSError("no space left")

    app = watched(answering([b"a"]), [broken, records.append])
    assert app(dict(ENVIRON), lambda *_: None) == [b"a"]
    assert len(records) == 1
    assert "no space left" in caplog.text
