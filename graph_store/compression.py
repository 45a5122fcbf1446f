"""Compressed files: which compression a file's ending stands for, and streams that compress or decompress on the way."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

import zstandard

ENDINGS: Final[dict[str, str]] = {"gzip": ".gz", "zstd": ".zst"}
"""The compressions and the endings of their files: gzip (RFC 1952) and Zstandard (RFC 8878)."""

_ZSTD, _GZIP = b"\x28\xb5\x2f\xfd", b"\x1f\x8b"
"""The magic numbers of Zstandard (RFC 8878, section 3.1.1) and gzip (RFC 1952, section 2.3.1)."""

_GZIP_LEVEL: Final = 6
_ZSTD_LEVEL: Final = 9
"""Levels where more effort gains little: these files are written once and taken away often."""


def by_ending(file_name: str) -> str | None:
    """The compression that a file's ending stands for; None where it stands for none."""
    return next((name for name, ending in ENDINGS.items() if file_name.endswith(ending)), None)


def without_ending(file_name: str) -> str:
    """The name of the file once it is decompressed: `graph.nq` of `graph.nq.gz`."""
    compression = by_ending(file_name)
    return file_name.removesuffix(ENDINGS[compression]) if compression else file_name


@contextmanager
def compressing(output: IO[bytes], compression: str | None) -> Iterator[IO[bytes]]:
    """A stream that writes to `output` what is written to it, compressed; `output` stays open.

    The same bytes give the same file: no time and no name goes into it. Raises `KeyError` for a compression that is none.
    """
    if compression is None:
        yield output
    elif compression == "gzip":
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=output, mtime=0) as stream:
            yield cast(IO[bytes], stream)
    else:
        # The frame says at its end whether it is whole, so that a file cut short is noticed.
        writer = {"zstd": zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True)}[compression]
        with writer.stream_writer(output, closefd=False) as stream:
            yield cast(IO[bytes], stream)


@contextmanager
def decompressed(path: Path, compression: str | None) -> Iterator[IO[bytes]]:
    """The content of a file, decompressed as it is read."""
    with path.open("rb") as file:
        if compression is None:
            yield file
        elif compression == "gzip":
            with gzip.GzipFile(fileobj=file) as stream:
                yield cast(IO[bytes], stream)
        else:
            reader = {"zstd": zstandard.ZstdDecompressor()}[compression]
            with reader.stream_reader(file) as stream:
                yield cast(IO[bytes], stream)


@contextmanager
def unpacked(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The content of a file, decompressed if its first bytes say that it is compressed; `file` can be sought and is at its beginning."""
    magic = file.read(4)
    file.seek(0)
    if magic.startswith(_ZSTD):
        with zstandard.ZstdDecompressor().stream_reader(file, closefd=False) as reader:
            yield cast(IO[bytes], reader)
    elif magic.startswith(_GZIP):
        with gzip.GzipFile(fileobj=file) as stream:
            yield cast(IO[bytes], stream)
    else:
        yield file
