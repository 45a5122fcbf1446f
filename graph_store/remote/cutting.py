"""Connections over HTTP that end at a deadline, whatever comes over them.

Time-outs of sockets begin anew with each byte, so a server that sends one now and then would hold whoever reads for ever.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from typing import Any, Final

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Cut:
    """Ends a connection at its deadline, from a thread of its own."""

    def __init__(self, deadline: float) -> None:
        """`deadline` is a time of `time.monotonic`."""
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.is_cut = False
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connected: socket.socket) -> None:
        """This is the connection. A descriptor of our own is kept, for TLS takes the socket's from it."""
        with self._lock:
            self._let_go()
            self._socket = socket.socket(fileno=os.dup(connected.fileno()))
            if self.is_cut:
                self._shut()

    def end(self) -> None:
        """The connection may stay."""
        self._timer.cancel()
        with self._lock:
            self._let_go()

    def _cut(self) -> None:
        with self._lock:
            self.is_cut = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


sending: Final = threading.local()
"""`cut`: the `Cut` of the request that this thread sends."""


class _Watched(HTTPConnection):
    """A connection that the one who cuts knows from its first byte; `_new_conn` is urllib3's one place between TCP and TLS."""

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        sending.cut.watch(made)
        return made

    def request(self, *arguments: Any, **named: Any) -> None:
        if self.sock is not None:  # one that was kept
            sending.cut.watch(self.sock)
        super().request(*arguments, **named)


class _WatchedSecurely(_Watched, HTTPSConnection):
    """The same with TLS."""


class PlainPool(HTTPConnectionPool):
    """Connections to one address."""

    ConnectionCls = _Watched


class SecurePool(HTTPSConnectionPool):
    """The same with TLS."""

    ConnectionCls = _WatchedSecurely
