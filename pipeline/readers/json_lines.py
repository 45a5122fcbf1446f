"""JSON Lines whose lines are articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from ontology import mint
from pipeline.readers.article import Refusal, UnreadableError
from pipeline.readers.content import MAX_BYTES, lines
from pipeline.readers.drafting import Draft
from pipeline.readers.ids import of_address
from pipeline.readers.metadata import metadata_of

_LONGEST: Final = 4 * MAX_BYTES
"""Bytes of a line: JSON may write a letter in six bytes that UTF-8 has in three."""

_MOST_TOLD: Final = 100
"""Faulty lines of a file that are told one by one; the others are counted."""


def read_json_lines(path: Path, report: Callable[[Refusal], None]) -> Iterator[Draft]:
    """The articles of a file, one a line: an object with `text` and `id` (or `source_url`, which then gives the id) and perhaps
    `title`, `published`, `publisher`, `further_urls` as in files of metadata.

    A line that is none is told to `report` with its number, and the next ones go on. Raises `UnreadableError`, `OSError` on the file.
    """
    told = articles = 0
    for number, line in enumerate(lines(path, _LONGEST), 1):
        if line is not None and not line.strip():
            continue
        try:
            draft = _draft(line, number)
        except UnreadableError as error:
            told += 1
            if told <= _MOST_TOLD:
                report(Refusal(path, error.reason, str(number)))
        else:
            articles += 1
            yield draft
    if not told and not articles:
        raise UnreadableError("is empty")
    if told > _MOST_TOLD:
        report(Refusal(path, f"{told - _MOST_TOLD:,} further lines are no articles"))


def _draft(line: bytes | None, number: int) -> Draft:
    if line is None:
        raise UnreadableError(f"is too long for an article: a line of more than {_LONGEST:,} bytes")
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    row = _object(line)
    text = row.get("text")
    if not isinstance(text, str):
        raise UnreadableError("has no text" if text is None else "its text is no string")
    try:
        return Draft(_id(row), text, metadata_of(row), str(number))
    except ValueError as error:
        raise UnreadableError(f"is no article: {error}") from None


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"is not UTF-8: byte 0x{line[error.start]:02x} at byte {error.start} of the line"
        ) from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"is no JSON: {error.msg} at character {error.pos} of the line") from None
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"is no JSON: {error}") from None
    if not isinstance(row, dict):
        raise UnreadableError("is no JSON object")
    try:
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableError("has half a character: a surrogate alone") from None
    return row


def _id(row: dict[str, Any]) -> str:
    named = row.get("id")
    if isinstance(named, int) and not isinstance(named, bool):
        return str(named)
    if isinstance(named, str) and mint.slug_or_empty(named):
        return named
    if named not in (None, ""):
        raise ValueError(f"id {named!r} has no letter or digit")
    if isinstance(url := row.get("source_url"), str) and url:
        return of_address(url)
    raise ValueError("it has neither id nor source_url")
