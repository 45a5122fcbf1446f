"""The bytes of files: unpacked within bounds, and decoded."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from pipeline.readers.article import UnreadableError

MAX_BYTES: Final = 5_000_000
"""Largest article, page or line that is read, unpacked; newspaper articles are some thousand bytes."""

_MOST_UNPACKED: Final = 20_000_000
_MOST_GROWTH: Final = 100
"""A packed feed or JSON Lines file may unpack to 20 MB, or to a hundred times its size where that is more: text packs to
a tenth or so, what packs to less than a hundredth is made to fill memory and time."""

_PIECE: Final = 65_536
_GZIP: Final = b"\x1f\x8b"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1d]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def whole(path: Path) -> bytes:
    """All bytes of a file, unpacked where it is packed by gzip, whatever its name.

    Raises `UnreadableError` where it is larger than `MAX_BYTES`, or packed and damaged, and `OSError`.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableError(f"is too large for an article: {size:,} bytes, at most {MAX_BYTES:,} are read")
    raw = path.read_bytes()
    if not raw.startswith(_GZIP):
        return raw
    raw = _Unpacked(io.BytesIO(raw), size).read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise UnreadableError(f"is too large for an article: it unpacks to more than {MAX_BYTES:,} bytes")
    return raw


def beginning(path: Path, size: int = 4096) -> bytes:
    """The first bytes of a file, unpacked. Raises as `whole` does."""
    with path.open("rb") as file:
        return _source(file, path).read(size)


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file of any size, unpacked, in pieces. Raises as `whole` does, and where a packed file unpacks without bounds."""
    with path.open("rb") as file:
        source = _source(file, path)
        while piece := source.read(_PIECE):
            yield piece


def lines(path: Path, longest: int) -> Iterator[bytes | None]:
    """The lines of a file of any size, unpacked, without their ends; None for a line of more than `longest` bytes. Raises as `pieces`."""
    held, too_long = bytearray(), False
    for piece in pieces(path):
        *ended, rest = piece.split(b"\n")
        if ended:
            held += ended[0]
            yield None if too_long or len(held) > longest else bytes(held)
            held, too_long = bytearray(), False
            yield from ended[1:]  # a piece is shorter than the longest line
        held += rest
        if len(held) > longest:
            held, too_long = bytearray(), True
    if held or too_long:
        yield None if too_long else bytes(held)


def decoded(raw: bytes, *, declared: bool = False) -> str:
    """The text of some bytes: UTF-8, or UTF-16 with a byte order mark; with `declared`, the encoding that an HTML page names.

    A byte order mark of UTF-8 stays, for it is part of the stored text. Raises `UnreadableError`, with the byte, on any
    other encoding and on control characters other than white space (those of UTF-16 are looked for in the text).
    """
    if raw.startswith(_UTF_16):
        return _decode(raw, "utf-16", "UTF-16")
    control = _CONTROL.search(raw)
    if control is not None:
        raise UnreadableError(f"is binary: control character 0x{control[0][0]:02x}", f"byte {control.start()}")
    name = _CHARSET.search(raw[:2048]) if declared else None
    try:
        return _decode(raw, "utf-8", "UTF-8")
    except UnreadableError:
        if name is None:
            raise
        return _declared(raw, name[1].decode("ascii"))


def _declared(raw: bytes, name: str) -> str:
    try:
        return _decode(raw, codecs.lookup(name).name, name)
    except LookupError:
        raise UnreadableError(f"is in an encoding that nobody knows: {name}") from None


def _decode(raw: bytes, codec: str, name: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        byte = f"byte 0x{raw[error.start]:02x}" if error.start < len(raw) else "it breaks off"
        raise UnreadableError(f"is not {name}: {byte}", f"byte {error.start}") from None


def _source(file: IO[bytes], path: Path) -> IO[bytes] | _Unpacked:
    packed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    return _Unpacked(file, path.stat().st_size) if packed else file


class _Unpacked:
    """A packed file, read unpacked. Memory holds no more than is asked for."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = gzip.GzipFile(fileobj=file)
        self._most = max(_MOST_UNPACKED, size * _MOST_GROWTH)
        self._read = 0

    def read(self, size: int) -> bytes:
        """The next bytes of what is packed, at most `size`; none at the end.

        Raises `UnreadableError` where it is damaged, breaks off or unpacks to more than a file of its size may.
        """
        try:
            piece = self._file.read(size)
        except EOFError:
            raise UnreadableError("is packed by gzip and breaks off before its end") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableError(f"is packed by gzip and damaged: {error}") from None
        self._read += len(piece)
        if self._read > self._most:
            raise UnreadableError(f"is packed by gzip and unpacks to more than {self._most:,} bytes")
        return piece
