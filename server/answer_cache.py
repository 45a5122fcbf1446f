"""Answers kept to be given again: exact, since a release never changes, and bounded."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from cachetools import LRUCache

Headers = list[tuple[str, str]]
Key = tuple[object, ...]

_CHANGING: Final = ("rand", "now", "uuid", "bnode", "service", "\\u")
"""What a query has somewhere if it may be answered otherwise the next time (SPARQL 1.1, 17.4), or hides a word behind an escape."""

_QUOTES: Final = re.compile(r"[\"'#]")

_LARGEST: Final = 8
"""An answer that would take more than this share of the cache, 1/8, isn't kept."""

_OVERHEAD: Final = 1024
"""Bytes that an entry takes beside its body, roughly."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is sent."""

    headers: Headers
    body: bytes
    etag: str
    """Its entity tag; empty where the same query may have another answer the next time."""
    query: str = ""
    """What was asked, for whoever keeps a log."""


def is_lasting(query: str) -> bool:
    """Whether the same query has the same answer as long as the release stays."""
    folded = query.lower()
    return not any(word in folded for word in _CHANGING)


def normal(query: str) -> str:
    """The query with white space made one blank, where it stands between tokens for sure: without strings and comments."""
    return query.strip() if _QUOTES.search(query) else " ".join(query.split())


def entity_tag(key: Key) -> str:
    """A strong entity tag (RFC 9110, 8.8.3) for what answers the key."""
    return f'"{blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()}"'


class AnswerCache:
    """Keeps answers by key, the least recently used leaving first, in about so many bytes. For several threads."""

    def __init__(self, most: int) -> None:
        self._most: Final = most
        self._kept: Final[LRUCache[Key, Kept]] = LRUCache(max(1, most), getsizeof=_size)
        self._lock: Final = threading.Lock()
        self.hits = 0
        self.misses = 0

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return int(self._kept.currsize)

    def get(self, key: Key) -> Kept | None:
        """What is kept under the key."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Key, answer: Kept) -> None:
        """Keep an answer, if it isn't too large."""
        if _size(answer) * _LARGEST <= self._most:
            with self._lock:
                self._kept[key] = answer


def _size(answer: Kept) -> int:
    return len(answer.body) + _OVERHEAD
