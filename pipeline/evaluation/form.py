"""The form of claims: the fields, codes and quotes that docs/claims.md asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from pipeline.evaluation.comparison import comparison
from pipeline.evaluation.facts import Record

PERIOD = r"\d{4}(-(H[12]|Q[1-4]|\d{2}))?(/\d{4}(-(H[12]|Q[1-4]|\d{2}))?)?"
"""A period: a year, half, quarter or month, or a span of two such."""
DATE = r"\d{4}-\d{2}-\d{2}"


def form_faults(record: Record, text: str | None) -> Iterator[str]:
    """What is wrong with a claim's form, held against the stored text of its article (None where there is none)."""
    type_ = record.get("type")
    if not isinstance(type_, str) or type_ not in comparison().required:
        yield f"unknown type {type_!r}"
        return
    for field in comparison().required[type_]:
        if record.get(field) in (None, ""):
            yield f"{type_}: no {field}"
    yield from _field_faults(type_, record)
    if type_ == "ranking" and record.get("rank") is None and record.get("score") is None:
        yield "ranking: neither rank nor score"
    if text is None:
        yield f"no article {record.get('article')!r}"
    else:
        yield from _quote_faults(record, text)


def _field_faults(type_: str, record: Record) -> Iterator[str]:
    for field in comparison().fields(type_):
        value = record.get(field)
        if value in (None, ""):
            continue
        codes = comparison().codes_of(type_, field)
        if (
            (codes and value not in codes)
            or (field == "period" and not re.fullmatch(PERIOD, str(value)))
            or (field == "date" and not re.fullmatch(DATE, str(value)))
        ):
            yield f"{field} {value!r}"
        elif field in ("value", "score", "rank") and not _is_number(value):
            yield f"{field} {value!r} is no number"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_stretch(start: int, end: int, text: str) -> bool:
    """Whether `start:end` is a stretch of `text` that has a character."""
    return 0 <= start < end <= len(text)


def _quote_faults(record: Record, text: str) -> Iterator[str]:
    start, end, quote = record.get("start"), record.get("end"), record.get("quote")
    if not isinstance(start, int) or not isinstance(end, int) or not quote:
        yield "no start, end or quote"
    elif not is_stretch(start, end, text):
        yield f"start and end {start}:{end} are no stretch of the text, which has {len(text)} characters"
    elif text[start:end] != quote:
        yield f"quote differs from the text at {start}:{end}: {text[start:end][:60]!r}"
