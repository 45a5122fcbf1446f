"""Metadata of articles: lines of JSON that say where and when they were published."""

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
_TIME = re.compile(r"[T ]\d{2}:\d{2}.*")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said of an article; None where nothing is. `presumed` is a year of publication that somebody guessed."""

    title: str | None = None
    published: str | None = None
    presumed: int | None = None
    publisher: str | None = None
    url: str | None = None
    further_urls: tuple[str, ...] = ()

    def over(self, other: Metadata) -> Metadata:
        """This, completed by what only `other` says."""
        return Metadata(
            self.title or other.title,
            self.published or other.published,
            self.presumed or other.presumed,
            self.publisher or other.publisher,
            self.url or other.url,
            self.further_urls or other.further_urls,
        )


def read_metadata(files: Iterable[Path], report: Callable[[Refusal], None]) -> dict[str, Metadata]:
    """The metadata of all `files` by article id; a later line of the same id wins.

    Fields of a line: `id`, `title`, `published` or `date` (ISO, may be cut), `year` with `year_is_guess` where no more is known,
    `publisher`, `source_url`, `further_urls`. A line that is no such object is reported with its number and left out.
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
                known[row["id"]] = metadata_of(row)
            except (ValueError, KeyError, TypeError) as error:
                report(Refusal(path, f"no metadata line: {error}", place=str(number)))
    return known


def metadata_of(row: dict[str, Any]) -> Metadata:
    """The metadata in the fields of a JSON object. Raises `ValueError`, naming the field, on a value that can't be used."""
    further = row.get("further_urls") or []
    if not isinstance(further, list):
        raise ValueError(f"further_urls {further!r} is no list")
    published, year = _iso_date(row.get("published") or row.get("date")), _year(row.get("year"))
    return Metadata(
        title=_text(row, "title"),
        published=published or (str(year) if year and not row.get("year_is_guess") else None),
        presumed=year if row.get("year_is_guess") else None,
        publisher=_text(row, "publisher"),
        url=_address("source_url", row["source_url"]) if row.get("source_url") else None,
        further_urls=tuple(_address("further_urls", url) for url in further),
    )


def usable(title: str | None, published: str | None, publisher: str | None, url: str | None) -> Metadata:
    """Metadata as a page or a feed states them; a value that can't be used is as good as none."""
    return Metadata(
        title=" ".join(title.split()) if _has_words(title) and title else None,
        published=published if published and _DATE.fullmatch(published) else None,
        publisher=" ".join(publisher.split()) if _has_words(publisher) and publisher else None,
        url=url if url and _IRI.fullmatch(url) else None,
    )


def _text(row: dict[str, Any], field: str) -> str | None:
    """A field of words; None where it is missing or empty."""
    value = row.get(field)
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not _has_words(value):
        raise ValueError(f"{field} {value!r} has no words")
    return value


def _has_words(value: str | None) -> bool:
    return value is not None and any(c.isalnum() for c in value)


def _iso_date(value: object) -> str | None:
    """A day, month or year of the calendar in ISO 8601; of a time, its day."""
    if value in (None, ""):
        return None
    day = _TIME.sub("", value) if isinstance(value, str) else ""
    if not _DATE.fullmatch(day):
        raise ValueError(f"published {value!r} is no ISO date")
    date.fromisoformat(day + "0000-01-01"[len(day) :])
    return day


def _year(value: object) -> int | None:
    """A year of the calendar, as a number or its four digits."""
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not re.fullmatch(r"[12]\d{3}", str(value)):
        raise ValueError(f"year {value!r} is no year")
    return int(str(value))


def _address(field: str, value: object) -> str:
    """An absolute http(s) IRI without the characters that RFC 3987 (section 2.2) keeps out."""
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise ValueError(f"{field} {value!r} is no http address")
    return value
