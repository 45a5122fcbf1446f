"""One query to a SPARQL endpoint over HTTP, bounded from its first byte to its last: in time, in length, in where it may go.

SPARQL 1.1 Protocol, query by POST with URL-encoded parameters (section 2.1.2).
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Final, Literal
from urllib.parse import urlencode, urlsplit

import certifi
from urllib3 import HTTPConnectionPool, Timeout
from urllib3.exceptions import HTTPError, ProtocolError, SSLError
from urllib3.response import BaseHTTPResponse

from graph_store.remote.connection import checked
from graph_store.remote.cutting import Cut, PlainPool, SecurePool, sending
from graph_store.remote.pinning import ForbiddenAddressError, pinned

Why = Literal["unreachable", "late", "failed", "refused", "large", "unreadable"]
"""Why there is no answer: no connection or one that broke, the deadline, a fault of the server, one of the query, its length, its form."""

_PIECE: Final = 1 << 16
_CONNECT_WITHIN: Final = 5.0
_MESSAGE: Final = 4096
"""Bytes that are read of what a server says is wrong."""
_KEPT_OPEN: Final = 8
"""Connections that are kept to be used again."""


class AskingError(Exception):
    """A query that got no answer; the message says why, and `status` is that of HTTP where there was one."""

    def __init__(self, why: Why, reason: str, status: int = 0, said: str = "") -> None:
        super().__init__(reason)
        self.why: Final = why
        self.status: Final = status
        self.said: Final = said
        """The beginning of what the server said."""

    def in_full(self) -> str:
        """The message, and behind it what the server said, in short and on one line."""
        return f"{self}: {' '.join(self.said.split())[:300]}" if self.said else str(self)


class Asked:
    """The answer to one query as it comes. Close it, or use it as a context."""

    def __init__(self, response: BaseHTTPResponse, cut: Cut, most: int) -> None:
        self._response = response
        self._cut = cut
        self._most = most
        self._has_ended = False
        self.media_type: Final = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def header(self, name: str) -> str | None:
        """A header of the answer."""
        return self._response.headers.get(name)

    def pieces(self) -> Iterator[bytes]:
        """The body, as it comes. Raises `AskingError` where it breaks off, comes too late or is too long."""
        length = 0
        while piece := self._read():
            length += len(piece)
            if length > self._most:
                raise AskingError("large", f"the answer is longer than {self._most:,} bytes")
            yield piece

    def read(self) -> bytes:
        """The whole body; raises what `pieces` does."""
        return b"".join(self.pieces())

    def problem(self) -> AskingError | None:
        """What is wrong by status and headers, with the beginning of what the server says of it."""
        status, headers = self._response.status, self._response.headers
        if status == HTTPStatus.OK:
            encoding = headers.get("Content-Encoding", "identity")
            unreadable = AskingError("unreadable", f"the answer is coded as {encoding}, which was not asked for")
            return None if encoding == "identity" else unreadable
        reason = f"it answered {status} {self._response.reason or ''}".rstrip()
        if 300 <= status < 400:
            reason += f": it has moved to {headers.get('Location', 'elsewhere')}"
        why: Why = "refused" if status < 500 and status not in {408, 429} else "failed"
        return AskingError(why, reason, status, self._beginning())

    def _beginning(self) -> str:
        said = b""
        with contextlib.suppress(AskingError):
            for piece in self.pieces():
                said += piece
                if len(said) >= _MESSAGE:
                    break
        return said[:_MESSAGE].decode(errors="replace")

    def close(self) -> None:
        """Let go of the connection: it is used again where the whole answer has been read."""
        self._cut.end()
        with contextlib.suppress(HTTPError, OSError):
            self._response.release_conn() if self._has_ended else self._response.close()

    def _read(self) -> bytes:
        try:
            piece = self._response.read1(_PIECE)
        except (HTTPError, OSError) as error:
            raise _failure(error, self._cut) from error
        if not piece and self._cut.is_cut:
            raise AskingError("late", "the answer did not end in time")
        self._has_ended = not piece
        return piece


class Endpoint:
    """A SPARQL query endpoint. For several threads.

    Redirects aren't followed and proxies of the environment not used: what is asked is the address that was given.
    """

    def __init__(self, url: str, *, may_be_private: bool = True, credentials: tuple[str, str] | None = None) -> None:
        """`credentials` are a user's name and password (Basic, RFC 7617).

        Raises `graph_store.errors.RemoteStoreError` where `url` is no absolute http or https IRI, or holds a password."""
        self.url: Final = checked(url)
        parts = urlsplit(url)
        self._host: Final = parts.hostname or ""
        self._is_secure: Final = parts.scheme == "https"
        self._port: Final = parts.port or (443 if self._is_secure else 80)
        self._target: Final = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._may_be_private: Final = may_be_private
        self._headers: Final = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": "thidua-graph",
            "Accept-Encoding": "identity",
        }
        if credentials is not None:
            self._headers["Authorization"] = f"Basic {b64encode(':'.join(credentials).encode()).decode()}"
        self._pools: Final[dict[str, HTTPConnectionPool]] = {}
        self._lock: Final = threading.Lock()

    def ask(
        self, query: str, accept: str, deadline: float, most: int, parameters: Sequence[tuple[str, str]] = ()
    ) -> Asked:
        """Ask a query; the answer has begun, with a status of success, when this returns.

        `accept` is the header of that name, `deadline` a time of `time.monotonic`, `most` the longest answer in bytes;
        `parameters` go with the query (those of the dataset, say). Raises `AskingError`.
        """
        body = urlencode([("query", query), *parameters]).encode()
        headers = {**self._headers, "Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        asked = self._begun(body, headers, deadline, most)
        problem = asked.problem()
        if problem is not None:
            asked.close()
            raise problem
        return asked

    def close(self) -> None:
        """Close the connections that are kept."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _begun(self, body: bytes, headers: dict[str, str], deadline: float, most: int) -> Asked:
        pool = self._pool(deadline)
        for is_last in (False, True):
            left = max(0.001, deadline - time.monotonic())
            cut = sending.cut = Cut(deadline)
            try:
                response = pool.urlopen(
                    "POST", self._target, body=body, headers=headers, redirect=False, retries=False,
                    preload_content=False, decode_content=False, timeout=Timeout(connect=min(left, _CONNECT_WITHIN), read=left),
                )  # fmt: skip
                return Asked(response, cut, most)
            except (HTTPError, OSError) as error:
                cut.end()
                _let_go_of_frames(error)
                # A connection that was kept may have been closed by the server just as it was used again.
                if is_last or cut.is_cut or not isinstance(error, ProtocolError):
                    raise _failure(error, cut) from error
        raise AssertionError("the last try returns or raises")

    def _pool(self, deadline: float) -> HTTPConnectionPool:
        """The connections to the address that the host has now."""
        try:
            address = pinned(self._host, self._port, deadline - time.monotonic(), may_be_private=self._may_be_private)
        except ForbiddenAddressError as error:
            raise AskingError("refused", str(error)) from error
        except TimeoutError as error:
            raise AskingError("late", str(error)) from error
        except OSError as error:
            raise AskingError("unreachable", f"{self._host} can't be found: {error.strerror or error}") from error
        with self._lock:
            if address not in self._pools:
                self._pools[address] = self._made(address)
            return self._pools[address]

    def _made(self, address: str) -> HTTPConnectionPool:
        if not self._is_secure:
            return PlainPool(address, self._port, maxsize=_KEPT_OPEN)
        return SecurePool(
            address, self._port, maxsize=_KEPT_OPEN, cert_reqs="CERT_REQUIRED", ca_certs=os.environ.get("SSL_CERT_FILE") or certifi.where(),
            server_hostname=self._host, assert_hostname=self._host,
        )  # fmt: skip


def _failure(error: Exception, cut: Cut) -> AskingError:
    inner = _innermost(error)
    if cut.is_cut or isinstance(inner, TimeoutError):
        return AskingError("late", "it did not answer in time")
    reason = inner.strerror if isinstance(inner, OSError) and inner.strerror else str(inner) or type(inner).__name__
    what = "no secure connection" if isinstance(error, SSLError) else "the connection failed"
    return AskingError("unreachable", f"{what}: {reason}")


def _innermost(error: BaseException) -> BaseException:
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error


def _let_go_of_frames(error: BaseException | None) -> None:
    """urllib3's frames hold their own errors: a circle that would keep every caller's frame, and what that holds, for long."""
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
