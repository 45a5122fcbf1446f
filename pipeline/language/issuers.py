"""Issuers and days of documents: what stands before and after a document's number (`ngày 31-7-2017 của Chính phủ`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline.language.bodies import bodies, body_end, province_of, write_body
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, within
from pipeline.language.times import Day
from pipeline.view import View


@dataclass(frozen=True, slots=True)
class Context:
    """The day (ISO) and the issuer that one side of a document's number states."""

    date: str | None = None
    issuer: str | None = None


_OPENING = re.compile(r"[ ,]*\(?[ ]*(?:(?:được |đã )?(?:ký )?ban hành |ký )?(?:ngày |vào )?")
_OF = re.compile(
    r"[ ,]*\(?[ ]*(?:của|do)[ ]+(?P<title>(?:chủ tịch|phó chủ tịch|bộ trưởng|trưởng ban|thứ trưởng|ban thường vụ|btv)[ ]+)?"
)
_PLACE = re.compile(r"(?:tỉnh|thành phố|tp\.?)[ ]+")
_ADVERBS = re.compile(r"[ ,]*(?:(?:vừa|đã|mới|cũng|liên tiếp|qua|kịp thời|nay)[ ]+)*$")


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{alternation(load('documents')['words']['issue'])})[ ]+(?:(?:các|hai|ba|nhiều|một|văn bản|gồm)[ ]*)*:?[ ]*$"
    )


def context_after(view: View, position: int, dates: Sequence[Mention], provinces: Sequence[Mention]) -> Context:
    """What follows the number: a day, "của" and an issuer, in either order."""
    day = issuer = None
    for _ in range(3):
        opening = _OPENING.match(view.fold, position)
        start = opening.end() if opening else position
        mention = next((d for d in within(dates, position, start + 40) if d.start <= start), None)
        of = _OF.match(view.fold, position)
        if mention is not None and day is None:
            day, position = _iso(mention.value), mention.end
        elif of is not None and issuer is None and (end := _issuer_end(view, of.end(), provinces)) is not None:
            issuer, position = issuer_name(view, of.end(), end, provinces), end
        else:
            break
    return Context(day, issuer)


def context_before(view: View, start: int, end: int, dates: Sequence[Mention], provinces: Sequence[Mention]) -> Context:
    """What the sentence states before the document: an issuer with a verb of issuing, and a day ahead of it."""
    verb = _verbs().search(view.fold, max(start, end - 60), end)
    if verb is None:
        return Context()
    actor = actor_before(view, start, verb.start(), provinces)
    if actor is None:
        return Context()
    first, last = actor
    day = next((_iso(d.value) for d in within(dates, start, first) if view.fold[d.end : first].strip(" ,") == ""), None)
    return Context(day, issuer_name(view, first, last, provinces))


def actor_before(view: View, start: int, verb: int, provinces: Sequence[Mention]) -> tuple[int, int] | None:
    """The body or province within `start:verb` that acts by the verb at `verb`: only adverbs stand between."""
    actors = [*bodies(view, start, verb, provinces), *_governments(view, start, verb, provinces)]
    return min(((s, e) for s, e in actors if _ADVERBS.match(view.fold[e:verb])), default=None)


def issuer_name(view: View, start: int, end: int, provinces: Sequence[Mention]) -> str | None:
    """The published name: a province's committee goes by the province, one of no named place by nothing."""
    if view.fold[start:end] in ("ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân", "tỉnh ủy", "thành ủy"):
        return None
    return province_of(view, start, end, provinces) or write_body(view, start, end)


def _issuer_end(view: View, start: int, provinces: Sequence[Mention]) -> int | None:
    end = body_end(view, start, provinces)
    if end is not None:
        return end
    place = _PLACE.match(view.fold, start)
    at = place.end() if place else start
    return next((p.end for p in within(provinces, at, at + 40) if p.start == at), None)


def _governments(view: View, start: int, end: int, provinces: Sequence[Mention]) -> list[tuple[int, int]]:
    """Provinces that act by themselves: `tỉnh X ban hành`."""
    spans = []
    for province in within(provinces, start, end):
        before = re.search(
            r"(?<!\w)(?:tỉnh|thành phố|tp\.?)[ ]+$", view.fold[max(start, province.start - 12) : province.start]
        )
        spans.append((province.start - (len(before[0]) if before else 0), province.end))
    return spans


def _iso(day: Day) -> str | None:
    if day.year is None:
        return None
    try:
        return date(day.year, day.month, day.day).isoformat()
    except ValueError:
        return None
