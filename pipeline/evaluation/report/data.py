"""What the page of errors shows: each error in its sentence, and what its editor needs to correct gold."""

from __future__ import annotations

import hashlib
import json
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.evaluation.comparison import comparison
from pipeline.evaluation.errors import FactError, errors_of
from pipeline.evaluation.form import DATE, PERIOD
from pipeline.evaluation.reading import Read
from pipeline.language.mentions import sentences
from pipeline.nlp import make_doc
from pipeline.run import Extractor
from pipeline.view import make_view

_PLACE_FIELDS = ("article", "type", "start", "end", "quote")


@dataclass(frozen=True)
class ShownError:
    """One error as the page shows it: its claim's fields, and the quote with what stands before and after it in the sentence.

    `beside` are the fields of claims of the other side, of the same type, whose quotes overlap: what was read instead.
    """

    error: FactError
    type: str
    fields: dict[str, Any]
    rule: str
    before: str
    quote: str
    after: str
    beside: list[dict[str, Any]]


@dataclass(frozen=True)
class ShownArticle:
    """One article and its errors, in order of place."""

    read: Read
    errors: list[ShownError]


@cache
def labels() -> dict[str, dict[str, list[str]]]:
    """Names of types and fields in Vietnamese and English."""
    return tomllib.loads((Path(__file__).parent / "labels.toml").read_text(encoding="utf-8"))


def shown_articles(reads: Sequence[Read], extractor: Extractor) -> list[ShownArticle]:
    """The articles with their errors; then those without errors, for gold can be added to them as well."""
    shown = [_shown(read, _Sentences(read.article.text, extractor)) for read in reads]
    return sorted(shown, key=lambda article: not article.errors)


class _Sentences:
    """The sentences of a stored text, by offset."""

    def __init__(self, text: str, extractor: Extractor) -> None:
        doc = make_doc(extractor.nlp, make_view(text))
        doc = extractor.nlp.get_pipe("thidua_sentences")(doc)
        self._bounds = [doc._.view.stored(start, end) for start, end in sentences(doc)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of whole sentences that `start:end` lies in."""
        first = self._at(start)
        last = self._at(end - 1)
        return (min(first[0], start) if first else start), (max(last[1], end) if last else end)

    def _at(self, offset: int) -> tuple[int, int] | None:
        at = bisect_right(self._bounds, offset, key=lambda b: b[0]) - 1
        return self._bounds[at] if at >= 0 and offset < self._bounds[at][1] else None


def _shown(read: Read, bounds: _Sentences) -> ShownArticle:
    errors = errors_of(read)
    shown = [_shown_error(error, errors, read, bounds) for error in errors]
    order = {id(one): _claim(one.error, read).get("start") for one in shown}
    shown.sort(key=lambda one: (start if isinstance(start := order[id(one)], int) else -1, one.error.kind))
    return ShownArticle(read, shown)


def _claim(error: FactError, read: Read) -> dict[str, Any]:
    return (read.gold if error.kind == "missed" else read.found)[error.claim]


def _shown_error(error: FactError, errors: list[FactError], read: Read, bounds: _Sentences) -> ShownError:
    claim, text = _claim(error, read), read.article.text
    before = after = ""
    quote = str(claim.get("quote") or "")
    start, end = claim.get("start"), claim.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text) and text[start:end] == quote:
        first, last = bounds.around(start, end)
        before, after = text[first:start], text[end:last]
    others = [_claim(other, read) for other in errors if other.kind != error.kind]
    beside = {json.dumps(f): f for o in others if _overlap(claim, o) for f in [fields_of(o)]}
    rule = read.rules[error.claim] if error.kind == "wrong" else ""
    return ShownError(error, claim["type"], fields_of(claim), rule, before, quote, after, list(beside.values()))


def _overlap(claim: dict[str, Any], other: dict[str, Any]) -> bool:
    places = [c.get(field) for c in (claim, other) for field in ("start", "end")]
    if claim["type"] != other["type"] or not all(isinstance(p, int) for p in places):
        return False
    return bool(claim["start"] < other["end"] and other["start"] < claim["end"])


def fields_of(claim: dict[str, Any]) -> dict[str, Any]:
    """What a claim states, without its place."""
    return {name: value for name, value in claim.items() if name not in _PLACE_FIELDS}


def page_data(reads: Sequence[Read]) -> dict[str, Any]:
    """What the page's scripts need: the articles with their gold lines and found claims, and the form of claims.

    `key` names this content, so that a browser never puts changes made on one report into another.
    """
    rules = comparison()
    articles = [
        {"id": read.article.id, "text": read.article.text, "gold": read.gold, "found": read.found} for read in reads
    ]
    digest = hashlib.sha256(json.dumps(articles, sort_keys=True).encode()).hexdigest()
    codes = {
        f"{type_}.{field}": found
        for type_ in rules.required
        for field in rules.fields(type_)
        if (found := rules.codes_of(type_, field))
    }
    return {
        "key": f"thidua-{digest[:16]}",
        "articles": articles,
        "required": rules.required,
        "optional": rules.optional,
        "codes": codes,
        "suggestions": {field: sorted(found) for field, found in rules.told_apart.items()},
        "patterns": {"period": PERIOD, "date": DATE},
        "numbers": ["value", "score", "rank"],
        "labels": labels(),
    }
