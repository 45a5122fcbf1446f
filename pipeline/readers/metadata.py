"""Metadata files: JSON Lines that say of articles, by their id, where and when they were published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.readers.article import Refusal

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)


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
    further = row.get("further_urls") or []
    if not isinstance(further, list):
        raise ValueError(f"further_urls {further!r} is no list")
    return Metadata(
        title=_text(row, "title"),
        published=_iso_date(row.get("published")),
        publisher=_text(row, "publisher"),
        url=_address("source_url", row["source_url"]) if row.get("source_url") else None,
        further_urls=tuple(_address("further_urls", url) for url in further),
    )


def _text(row: dict[str, Any], field: str) -> str | None:
    """A field of words; None where it is missing or empty."""
    value = row.get(field)
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not any(c.isalnum() for c in value):
        raise ValueError(f"{field} {value!r} has no words")
    return value


def _iso_date(value: object) -> str | None:
    """A day, month or year of the calendar in ISO 8601."""
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError(f"published {value!r} is no ISO date")
    date.fromisoformat(value + "0000-01-01"[len(value) :])
    return value


def _address(field: str, value: object) -> str:
    """An absolute http(s) IRI without the characters that RFC 3987 (section 2.2) keeps out."""
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise ValueError(f"{field} {value!r} is no http address")
    return value
