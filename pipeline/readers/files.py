"""Files and folders of articles: what is read as what, and one article an id."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.readers.article import Article, Refusal, UnreadableError
from pipeline.readers.content import beginning, decoded, whole
from pipeline.readers.drafting import Draft, article_of
from pipeline.readers.feeds import read_feed
from pipeline.readers.json_lines import read_json_lines
from pipeline.readers.metadata import Metadata, read_metadata
from pipeline.readers.pages import looks_like_page, read_page

ENDINGS: Final = {
    **dict.fromkeys((".txt",), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "page"),
    **dict.fromkeys((".jsonl", ".ndjson"), "json"),
    **dict.fromkeys((".xml", ".rss", ".atom"), "xml"),
}
"""Endings of the files that are read, each also with `.gz` after it."""

_PACKED: Final = ".gz"
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b")
_XML = re.compile(r"\s*<\?xml\b")

Report = Callable[[Refusal], None]


def read_paths(paths: Sequence[Path], report: Report, metadata: Sequence[Path] = ()) -> Iterator[Article]:
    """Read the articles of files and folders, in order of name, one at a time.

    Folders are searched at any depth for files with one of the `ENDINGS`. `metadata` names JSON Lines files, see `read_metadata`, which
    are not read as articles. What gives no article (a file that is missing, unreadable, damaged, too large, no article, in another
    language or encoding; a line or an item that is faulty; an id already taken) is passed to `report`; reading goes on.
    """
    known = read_metadata(metadata, report)
    beside = frozenset(path.resolve() for path in metadata)
    taken: dict[str, Path] = {}
    for path in _files(paths, beside, report):
        for article in read_file(path, report, known):
            if article.id in taken:
                report(Refusal(path, f"the id {article.id!r} is taken by {taken[article.id]}", article.place))
                continue
            taken[article.id] = path
            yield article


def read_file(path: Path, report: Report, known: Mapping[str, Metadata] | None = None) -> Iterator[Article]:
    """The articles of one file, whatever its kind; depends on nothing but the file and the metadata `known` of its articles."""
    for draft in _drafts(path, report):
        try:
            yield article_of(draft, path, known or {})
        except UnreadableError as error:
            place = ", ".join(filter(None, (draft.place, error.place)))
            report(Refusal(path, error.reason, place))


def _drafts(path: Path, report: Report) -> Iterator[Draft]:
    try:
        stem, kind = _named(path)
        kind = _kind(path) if kind in {"", "xml"} else kind
        if kind == "page":
            yield from read_page(path, stem)
        elif kind == "json":
            yield from read_json_lines(path, report)
        elif kind == "feed":
            yield from read_feed(path, stem, report)
        else:
            yield Draft(stem, decoded(whole(path)))
    except UnreadableError as error:
        report(Refusal(path, error.reason, error.place))
    except OSError as error:
        report(Refusal(path, f"cannot be read: {error.strerror or error}"))


def _kind(path: Path) -> str:
    """What a file is whose name does not tell, by how it begins. Raises `UnreadableError`, `OSError`."""
    opening = beginning(path)
    text = opening.decode("utf-16" if opening[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    if looks_like_page(text):
        return "page"
    if _FEED.search(text) or _XML.match(text.lstrip("\ufeff")):
        return "feed"
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return "json"
    _, kind = _named(path)
    if kind == "xml":
        raise UnreadableError("is neither an RSS or Atom feed nor a page")
    raise UnreadableError(f"is no file of articles: its name ends in none of {' '.join(ENDINGS)}")


def _named(path: Path) -> tuple[str, str]:
    """A file's name without the endings that tell its kind, and that kind; empty where they don't tell."""
    name = Path(path.name.removesuffix(_PACKED)) if path.name.lower().endswith(_PACKED) else Path(path.name)
    kind = ENDINGS.get(name.suffix.lower(), "")
    return (name.stem if kind else name.name), kind


def _files(paths: Iterable[Path], beside: frozenset[Path], report: Report) -> Iterator[Path]:
    seen: set[Path] = set(beside)
    for path in paths:
        for file in _below(path, report):
            resolved = file.resolve()
            if resolved not in seen:
                seen.add(resolved)
                yield file


def _below(path: Path, report: Report) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return

    def refuse(error: OSError) -> None:
        report(Refusal(Path(error.filename or path), f"folder cannot be read: {error.strerror}"))

    found = False
    for folder, folders, names in os.walk(path, onerror=refuse):
        folders[:] = sorted(set(folders) - _parts_of_pages(names))
        for name in sorted(names):
            if _named(Path(name))[1]:
                found = True
                yield Path(folder, name)
    if not found and os.access(path, os.R_OK | os.X_OK):
        report(Refusal(path, f"folder holds no file of articles ({' '.join(ENDINGS)})"))


def _parts_of_pages(names: Iterable[str]) -> set[str]:
    """The folders that browsers make for images and frames of the pages among `names`: `a_files` beside `a.html`."""
    return {f"{_named(Path(name))[0]}_files" for name in names if _named(Path(name))[1] == "page"}
