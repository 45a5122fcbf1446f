"""What the answers of feeds have in common: validators and caching."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Final, Generic, TypeVar

from cachetools import LRUCache
from flask import Response, request

LASTING: Final = "public, max-age=31536000, immutable"
"""For what never changes under its address (RFC 8246)."""

SHORT: Final = "public, max-age=300"
"""For what changes when a release comes."""

_T = TypeVar("_T")


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
