"""Text files and folders of them: one article a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.readers.article import Article, Refusal
from pipeline.readers.header import head
from pipeline.readers.metadata import Metadata, read_metadata

MAX_BYTES = 5_000_000
"""Largest article file that is read; newspaper articles are some thousand bytes."""

_SUFFIX = ".txt"
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c\x1e\x1f")

Report = Callable[[Refusal], None]


def read_paths(paths: Sequence[Path], report: Report, metadata: Sequence[Path] = ()) -> Iterator[Article]:
    """Read the articles of files and folders, in order of name, one at a time.

    Folders are searched for `.txt` files at any depth. `metadata` names JSON Lines files, see `read_metadata`. Each file that gives no
    article (missing, unreadable, empty, binary, not UTF-8, too large, an id already taken) is passed to `report`; reading goes on.
    """
    known = read_metadata(metadata, report)
    taken: dict[str, Path] = {}
    for path in _files(paths, report):
        article = _read(path, known, report)
        if article is None:
            continue
        if article.id in taken and taken[article.id] != path:
            report(Refusal(path, f"the id {article.id!r} is taken by {taken[article.id]}"))
            continue
        taken[article.id] = path
        yield article


def _files(paths: Iterable[Path], report: Report) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        for file in _below(path, report):
            resolved = file.resolve()
            if resolved not in seen:
                seen.add(resolved)
                yield file


def _below(path: Path, report: Report) -> Iterator[Path]:
    if not path.is_dir():
        if path.suffix.lower() != _SUFFIX and path.exists():
            report(Refusal(path, f"is no text file: its name must end in {_SUFFIX}"))
        else:
            yield path
        return

    def refuse(error: OSError) -> None:
        report(Refusal(Path(error.filename or path), f"folder cannot be read: {error.strerror}"))

    found = False
    for folder, folders, names in os.walk(path, onerror=refuse):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(_SUFFIX):
                found = True
                yield Path(folder, name)
    if not found and os.access(path, os.R_OK | os.X_OK):
        report(Refusal(path, f"folder holds no {_SUFFIX} file"))


def _read(path: Path, known: dict[str, Metadata], report: Report) -> Article | None:
    raw = _bytes(path, report)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        report(Refusal(path, f"is not UTF-8: byte 0x{raw[error.start]:02x}", place=f"byte {error.start}"))
        return None
    if not text.strip("\ufeff \t\r\n"):
        report(Refusal(path, "is empty"))
        return None
    title, published = head(text)
    said = known.get(path.stem, Metadata())
    return Article(
        id=path.stem,
        text=text,
        raw=raw,
        path=path,
        title=said.title or title,
        published=said.published or published,
        publisher=said.publisher,
        url=said.url,
        further_urls=said.further_urls,
    )


def _bytes(path: Path, report: Report) -> bytes | None:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            report(Refusal(path, f"is too large for an article: {size:,} bytes, at most {MAX_BYTES:,} are read"))
            return None
        raw = path.read_bytes()
    except OSError as error:
        report(Refusal(path, f"cannot be read: {error.strerror or error}"))
        return None
    control = next((i for i, byte in enumerate(raw) if byte in _CONTROL), None)
    if control is not None:
        report(Refusal(path, f"is binary: control character 0x{raw[control]:02x}", place=f"byte {control}"))
        return None
    return raw
