"""Content codings (RFC 9110, 8.4): what a client takes of zstd (RFC 8878) and gzip, and answers in them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import zstandard
from werkzeug.http import parse_accept_header

_CODINGS: Final = ("zstd", "gzip")
"""The favourite first."""

_ZSTD_LEVEL: Final = 3
_GZIP_LEVEL: Final = 4
"""Levels that take some 10 ms for a megabyte of results."""

LEAST: Final = 1024
"""Bytes from which on an answer is worth coding."""


@lru_cache(1024)
def coding(accept_encoding: str) -> str:
    """The coding that a client likes best of those on offer, by its header; empty for none."""
    if not accept_encoding:
        return ""
    accepted = {name.lower(): quality for name, quality in parse_accept_header(accept_encoding)}
    qualities = {name: accepted.get(name, accepted.get("*", 0)) for name in _CODINGS}
    best = max(_CODINGS, key=lambda name: qualities[name])
    return best if qualities[best] > 0 else ""


def coded(body: bytes, coding: str) -> bytes:
    """The body in a coding."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


def coded_pieces(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Pieces of a body, coded as they come. What ends them early ends the coding before its end too."""
    compressor = (
        zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
        if coding == "zstd"
        else zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    )
    for piece in pieces:
        if done := compressor.compress(piece):
            yield done
    yield compressor.flush()
