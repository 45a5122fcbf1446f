"""Archives compressed: which format by a file's name when it is written, by its first bytes when it is read."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

import zstandard

from graph_store.errors import BackupError

ENDINGS: Final = {".tar.zst": "zstd", ".tzst": "zstd", ".tar.gz": "gzip", ".tgz": "gzip", ".tar": "none"}
"""The endings of archives and how each is compressed."""

_ZSTD, _GZIP = b"\x28\xb5\x2f\xfd", b"\x1f\x8b"
"""The magic numbers of Zstandard (RFC 8878, section 3.1.1) and gzip (RFC 1952, section 2.3.1)."""


def by_name(path: Path) -> str:
    """The compression that the archive's name stands for. Raises `BackupError` where its ending is none of `ENDINGS`."""
    for ending, format_ in ENDINGS.items():
        if path.name.endswith(ending):
            return format_
    raise BackupError(f"{path}: the name of an archive ends in {', '.join(ENDINGS)}")


@contextmanager
def compressing(out: IO[bytes], format_: str) -> Iterator[IO[bytes]]:
    """A file whose content goes compressed into `out`, which stays open; with a checksum of its own where there is one."""
    if format_ == "zstd":
        compressor = zstandard.ZstdCompressor(level=3, write_checksum=True)
        with compressor.stream_writer(out, closefd=False) as writer:
            yield cast(IO[bytes], writer)
    elif format_ == "gzip":
        # Without name and time, so that the same content gives the same bytes.
        with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0) as file:
            yield cast(IO[bytes], file)
    else:
        yield out


@contextmanager
def decompressing(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The content of a compressed file, or of one that isn't compressed; `file` is at its beginning and can be sought."""
    magic = file.read(4)
    file.seek(0)
    if magic.startswith(_ZSTD):
        with zstandard.ZstdDecompressor().stream_reader(file, closefd=False) as reader:
            yield cast(IO[bytes], reader)
    elif magic.startswith(_GZIP):
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield cast(IO[bytes], unpacked)
    else:
        yield file
