"""Writes: who may, one at a time, each a release of its own."""

from __future__ import annotations

import hmac
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from flask import Request, Response

from graph_store.catalogue.names import GRAPH
from graph_store.catalogue.updating import put_catalogue
from graph_store.draft import Draft
from graph_store.errors import StoreLockedError
from graph_store.releases import ReleaseStore
from server.errors import ProblemError
from server.source import Source

_BEARER: Final = re.compile(r"Bearer +([A-Za-z0-9\-._~+/]+=*) *\Z", re.IGNORECASE)
"""RFC 6750, section 2.1."""

_LEAST: Final = 16
"""Characters that a token has at least."""

_TAKEN_OVER_WITHIN: Final = 60.0
"""Seconds in which the server answers from a release that it has just written."""

_T = TypeVar("_T")


class TokenError(OSError):
    """A file that holds no token; the message names it and the reason."""


def read_token(path: Path) -> str:
    """The token in a file, of at least 16 characters. Raises `TokenError`."""
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TokenError(f"{path}: the token for writes can't be read: {error}") from error
    if len(token) < _LEAST or not _BEARER.match(f"Bearer {token}"):
        raise TokenError(f"{path}: a token is {_LEAST} or more letters, digits and -._~+/ on one line (RFC 6750, 2.1)")
    return token


class Writer:
    """Changes the store for those who have the token; without one, for nobody."""

    def __init__(self, store: Path, token: str, source: Source) -> None:
        self._store: Final = ReleaseStore(store)
        self._token: Final = token
        self._source: Final = source

    @property
    def is_on(self) -> bool:
        """Whether anybody may write."""
        return bool(self._token)

    def require(self, authorization: str) -> None:
        """Raise `ProblemError` unless the header `Authorization` has the token: 403 where nobody may write, else 401."""
        if not self._token:
            raise ProblemError(
                403,
                "Chỉ đọc",
                "Read-only",
                "Nothing can be written here: the server was started without a token for writes.",
            )
        found = _BEARER.match(authorization)
        if found is None or not hmac.compare_digest(found[1].encode(), self._token.encode()):
            error = ', error="invalid_token"' if found else ""
            raise ProblemError(
                401, "Cần mã truy cập", "A token is needed", "Writes need the header “Authorization: Bearer TOKEN”.",
                headers={"WWW-Authenticate": f'Bearer realm="thidua"{error}'},
            )  # fmt: skip

    def write(self, what: str, change: Callable[[Draft], _T]) -> tuple[str, _T]:
        """Make a release of what `change` does to a draft: its id, or the current one's where nothing changed, and what it returned.

        `what` is for the manifest. When this returns, the server answers from that release. Raises `ProblemError` (503) where another
        writes, and what `change` raises; then nothing is published.
        """
        try:
            with self._store.draft() as draft:
                result = change(draft)
                if draft.graph(GRAPH):
                    put_catalogue(draft)
                release = draft.publish({"written": what}).id
        except StoreLockedError as error:
            raise ProblemError(
                503, "Kho đang được ghi", "The store is being written", f"{error}.", headers={"Retry-After": "5"}
            ) from error
        self._wait_for(release)
        return release, result

    def _wait_for(self, release: str) -> None:
        """Return when the server answers from the release, or from one after it."""
        until = time.monotonic() + _TAKEN_OVER_WITHIN
        waiting = threading.Event()
        while self._source.current().release < release and time.monotonic() < until:
            waiting.wait(0.01)


def must_be_whole(request: Request) -> None:
    """Raise `ProblemError` (411) for a body without a length: one that breaks off couldn't be told from a whole one."""
    if "Transfer-Encoding" in request.headers:
        raise ProblemError(
            411,
            "Cần biết độ dài",
            "Length required",
            "What is to be written is sent with Content-Length, not in chunks (RFC 9112, 6.1).",
        )


def done(release: str, status: int = 204) -> Response:
    """The answer to a write that has been done, with the release that has it."""
    response = Response(status=status)
    response.headers["Thidua-Release"] = release
    return response
