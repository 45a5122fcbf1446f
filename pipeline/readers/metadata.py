"""Metadata files: JSON Lines that say of articles, by their id, where and when they were published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.readers.article import Refusal

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a metadata line says of an article; None where it says nothing."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    further_urls: tuple[str, ...] = ()


def read_metadata(files: Iterable[Path], report: Callable[[Refusal], None]) -> dict[str, Metadata]:
    """The metadata of all `files` by article id; a later line of the same id wins.

    Fields of a line: `id`, `title`, `published` (ISO, may be cut), `publisher`, `source_url`, `further_urls`. A line that is no such
    object is reported with its number and left out.
    """
    known: dict[str, Metadata] = {}
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            report(Refusal(path, f"metadata cannot be read: {error}"))
            continue
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("is no object")
                known[row["id"]] = _metadata(row)
            except (ValueError, KeyError, TypeError) as error:
                report(Refusal(path, f"no metadata line: {error}", place=str(number)))
    return known


def _metadata(row: dict[str, Any]) -> Metadata:
    published = row.get("published")
    if published is not None and not _DATE.fullmatch(str(published)):
        raise ValueError(f"published {published!r} is no ISO date")
    return Metadata(
        title=row.get("title"),
        published=published,
        publisher=row.get("publisher"),
        url=row.get("source_url"),
        further_urls=tuple(row.get("further_urls") or ()),
    )
