"""What the answers of feeds have in common: validators, caching, and parameters that are right or refused."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Final, Generic, TypeVar

from cachetools import LRUCache
from flask import Response, request

from server.errors import ProblemError
from server.language import LANGUAGES

LASTING: Final = "public, max-age=31536000, immutable"
"""For what never changes under its address (RFC 8246)."""

SHORT: Final = "public, max-age=300"
"""For what changes when a release comes."""

_T = TypeVar("_T")

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}\Z")


class Kept(Generic[_T]):
    """So many things that were asked for last, by key, made where they aren't there. For several threads."""

    def __init__(self, most: int) -> None:
        self._cache: LRUCache[Hashable, _T] = LRUCache(most)
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What is kept under `key`, or what `make` gives; two threads may both make it, and must make the same."""
        with self._lock:
            if key in self._cache:
                return self._cache[key]
        made = make()
        with self._lock:
            self._cache[key] = made
        return made


def answered(body: bytes, content_type: str, caching: str) -> Response:
    """The body with a strong entity tag, or 304 where the client has it (RFC 9110, section 13.1.2)."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = caching
    response.set_etag(blake2b(body, digest_size=12).hexdigest())
    response.make_conditional(request)
    return response


def page_number() -> int:
    """The parameter `page`, 1 where it isn't given. Raises `ProblemError` (400)."""
    given = request.args.get("page", "1")
    if not _NUMBER.match(given):
        raise refused("page", given, "a number from 1")
    return int(given)


def check_language() -> None:
    """Raise `ProblemError` (400) where `lang` is given and is no language of ours."""
    given = request.args.get("lang")
    if given is not None and given not in LANGUAGES:
        raise refused("lang", given, " or ".join(LANGUAGES))


def refused(name: str, given: str, wanted: str) -> ProblemError:
    """400 for a parameter that isn't what it must be."""
    detail = f"The parameter {name} is {given[:80]!r}; it must be {wanted}."
    return ProblemError(400, "Tham số không hợp lệ", "Bad parameter", detail)


def missing(vi: str, title: str, detail: str, status: int = 404) -> ProblemError:
    """404, or another status, for what isn't there."""
    return ProblemError(status, vi, title, detail)
