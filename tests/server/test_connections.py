"""The watch over connections: which are cut, and when."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import struct
import sys
import termios
import time
from collections.abc import Iterator

import pytest

from server.connections import Watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how far connections are")

QUIET = 8
"""Tenths of a second without a change."""


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Pair:
    """A client and the server's end of its connection, in this process, with a watch over the server's port."""

    def __init__(self, listener: socket.socket) -> None:
        self.clock = Clock()
        self.port = listener.getsockname()[1]
        self.client = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.server, _ = listener.accept()
        self.server.settimeout(10)
        self.watch = Watch(self.port, silent=60, least=1000, clock=self.clock)
        self.watch.look()

    def look_at(self, now: float) -> int:
        self.clock.now = now
        return self.watch.look()

    def answer(self, body: bytes) -> None:
        """Send, and wait until the client has it all."""
        self.server.sendall(body)
        missing = len(body)
        while missing:
            missing -= len(self.client.recv(missing))
        self.client.sendall(b".")  # its arrival carries the acknowledgement of what came before it
        assert self.server.recv(1) == b"."


@pytest.fixture
def pair() -> Iterator[Pair]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Pair(listener)
        with made.client, made.server:
            yield made


def is_open(pair: Pair) -> bool:
    pair.client.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        return pair.client.recv(1) != b""
    return True


def settle(server: socket.socket) -> None:
    """Wait until the kernels move no more of what was sent: a quarter of a second later the client's still takes some."""
    unchanged, waiting = 0, -1
    while unchanged < QUIET:
        time.sleep(0.1)
        before, waiting = waiting, struct.unpack("i", fcntl.ioctl(server, termios.TIOCOUTQ, bytes(4)))[0]
        unchanged = unchanged + 1 if waiting == before else 0


def test_a_client_that_gets_no_answer_is_cut_once_its_time_is_over(pair: Pair) -> None:
    assert pair.look_at(60) == 0
    assert is_open(pair)
    assert pair.look_at(61) == 1
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        pair.server.sendall(b"late")


def test_what_a_client_sends_is_no_headway(pair: Pair) -> None:
    for second in (20, 40, 60):
        pair.client.sendall(b"a byte of a body")
        assert pair.look_at(second) == 0
    assert pair.look_at(61) == 1


def test_each_answer_that_arrives_gives_a_connection_its_time_anew(pair: Pair) -> None:
    for second in (50, 100, 150):
        pair.answer(b"short")
        assert pair.look_at(second) == 0
    assert pair.look_at(211) == 1


def test_a_client_that_never_reads_is_cut_with_all_that_waits_for_it(pair: Pair) -> None:
    pair.server.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            pair.server.send(b"x" * 65536)
    settle(pair.server)
    pair.look_at(1)  # what the kernels have taken between them was headway, once
    assert pair.look_at(60) == 0
    assert pair.look_at(62) == 1


def test_other_ports_of_the_process_are_left_alone(pair: Pair) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        socket.create_connection(other.getsockname()) as client,
        other.accept()[0] as server,
    ):
        assert pair.look_at(1000) == 1
        server.sendall(b"hello")
        assert client.recv(5) == b"hello"


def test_a_connection_that_has_ended_is_forgotten(pair: Pair) -> None:
    pair.client.close()
    pair.server.close()
    assert pair.look_at(1000) == 0
