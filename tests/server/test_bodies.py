"""Bodies are read whole before a request takes its place among those under way."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from server.bodies import whole_bodies
from server.watching import Wsgi


class Pieces:
    """A stream that gives at most two bytes at a time and then ends."""

    def __init__(self, body: bytes) -> None:
        self._body = io.BytesIO(body)

    def read(self, size: int) -> bytes:
        return self._body.read(min(size, 2))


def ask(app: Wsgi, stream: Any, **environ: str) -> tuple[str, bytes]:
    statuses: list[str] = []
    answer = app({"wsgi.input": stream, **environ}, lambda status, _: statuses.append(status))
    return statuses[0], b"".join(answer)


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [])
    return [environ.get("CONTENT_LENGTH", "").encode() + b":" + environ["wsgi.input"].read()]


@pytest.mark.parametrize("environ", [{"CONTENT_LENGTH": "5"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_the_application_gets_the_whole_body_with_its_length(environ: dict[str, str]) -> None:
    assert ask(whole_bodies(echo, 100, 1), Pieces(b"abcde"), **environ) == ("200 OK", b"5:abcde")


def test_a_body_that_breaks_off_is_refused_and_never_taken_for_whole() -> None:
    status, body = ask(whole_bodies(echo, 100, 1), Pieces(b"abc"), CONTENT_LENGTH="5")
    assert status == "400 Bad Request"
    assert json.loads(body)["detail"] == "The body is 3 bytes long, not the 5 of Content-Length."


def test_a_body_that_is_too_long_is_left_unread_for_the_application_to_refuse() -> None:
    stream = Pieces(b"abcde")
    app = whole_bodies(lambda environ, start: (start("413 Too Large", []), [b""])[1], 4, 1)
    assert ask(app, stream, CONTENT_LENGTH="5")[0] == "413 Too Large"
    assert stream.read(5) == b"ab"


def test_a_chunked_body_is_read_to_one_byte_more_than_allowed() -> None:
    assert ask(whole_bodies(echo, 3, 1), Pieces(b"abcdefgh"), HTTP_TRANSFER_ENCODING="chunked")[1] == b"4:abcd"


def test_one_slow_body_keeps_no_other_request_waiting() -> None:
    go_on = threading.Event()

    class Slow:
        def read(self, size: int) -> bytes:
            go_on.wait(30)
            return b""

    app = whole_bodies(echo, 100, 1)
    slow = threading.Thread(target=ask, args=(app, Slow()), kwargs={"CONTENT_LENGTH": "5"})
    slow.start()
    try:
        assert ask(app, io.BytesIO()) == ("200 OK", b":")
    finally:
        go_on.set()
        slow.join()


def test_health_is_answered_while_every_place_is_taken() -> None:
    taken, leave = threading.Event(), threading.Event()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            taken.set()
            leave.wait(30)
        start_response("200 OK", [])
        return [b"ok"]

    bounded = whole_bodies(app, 100, 1)
    slow = threading.Thread(target=ask, args=(bounded, io.BytesIO()), kwargs={"PATH_INFO": "/slow"})
    slow.start()
    try:
        assert taken.wait(30)
        assert ask(bounded, io.BytesIO(), PATH_INFO="/health") == ("200 OK", b"ok")
    finally:
        leave.set()
        slow.join()
