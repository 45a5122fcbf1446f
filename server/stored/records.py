"""The formats of stored queries' answers: made from what the engine writes, with their rows counted."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ontology.names import XSD

_INTEGERS: Final = frozenset(
    str(kind) for kind in (XSD.integer, XSD.int, XSD.long, XSD.nonNegativeInteger, XSD.positiveInteger)
)
_NUMBERS: Final = _INTEGERS | {str(kind) for kind in (XSD.decimal, XSD.double, XSD.float)}
_BOOLEAN: Final = str(XSD.boolean)

_LARGEST_WHOLE: Final = 2**53
"""Whole numbers that every reader of JSON keeps exactly (RFC 8259, section 6)."""

_RESULTS: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Written:
    """A body and the number of its rows."""

    body: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its `ending` in addresses, its media type, what the engine is asked for, and how that becomes the answer."""

    ending: str
    title: str
    media_type: str
    engine_type: str
    written: Callable[[bytes], Written]

    @property
    def content_type(self) -> str:
        """The `Content-Type` header; textual formats say that they are UTF-8."""
        if self.media_type == "text/csv":
            return "text/csv; charset=utf-8; header=present"  # RFC 4180, section 3
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def records(body: bytes) -> Written:
    """An array of one object a row, from the SPARQL 1.1 Query Results JSON Format.

    Every object has every column, in the order of the query; what is unbound is null. Numbers and truth values are JSON's own, as far as
    it has them; all else is a string: an IRI in full, a text without its language, a date as XML Schema writes it.
    """
    parsed = json.loads(body)
    columns: list[str] = parsed["head"]["vars"]
    rows = parsed["results"]["bindings"]
    lines = (
        json.dumps({column: _plain(row.get(column)) for column in columns}, ensure_ascii=False, allow_nan=False)
        for row in rows
    )
    return Written(("[" + ",\n ".join(lines) + "]\n").encode(), len(rows))


def _plain(term: Mapping[str, Any] | None) -> str | int | float | bool | None:
    if term is None:
        return None
    text = str(term["value"])
    datatype = term.get("datatype")
    if datatype == _BOOLEAN and text in {"true", "false", "1", "0"}:
        return text in {"true", "1"}
    if datatype in _NUMBERS:
        return _number(text)
    return text


def _number(text: str) -> str | int | float:
    """A number that says the same as its lexical form; the form itself where there is none: `INF`, or more digits than a double has."""
    try:
        if text.lstrip("+-").isdigit():
            whole = int(text)
            return whole if abs(whole) <= _LARGEST_WHOLE else text
        number = float(text)
    except ValueError:
        return text
    significant = sum(character.isdigit() for character in text.strip("+-").lstrip("0."))
    return number if math.isfinite(number) and significant <= 15 else text


def _results(body: bytes) -> Written:
    return Written(body, len(json.loads(body)["results"]["bindings"]))


def _csv(body: bytes) -> Written:
    """A line end outside quotation marks ends a record (RFC 4180, section 2); every other part of the text lies within a pair."""
    return Written(body, sum(part.count(b"\n") for part in body.split(b'"')[::2]) - 1)


def _tsv(body: bytes) -> Written:
    """TSV has one line a row: line ends within a text are escaped (SPARQL 1.1 Query Results CSV and TSV Formats, section 4)."""
    return Written(body, body.count(b"\n") - 1)


FORMS: Final = (
    Form("json", "JSON", "application/json", _RESULTS, records),
    Form("csv", "CSV", "text/csv", "text/csv", _csv),
    Form("tsv", "TSV", "text/tab-separated-values", "text/tab-separated-values", _tsv),
    Form("srj", "SPARQL JSON", _RESULTS, _RESULTS, _results),
)
"""The favourite first. CSV and `json` have plain values; TSV and `srj` have RDF terms, with language and datatype."""

BY_ENDING: Final[Mapping[str, Form]] = {form.ending: form for form in FORMS}
