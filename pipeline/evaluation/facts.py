"""Facts: what of a claim is compared, with names in one spelling.

A conference's date and its province are facts of their own, and so are a ranking's rank and its score; a ranking without
either gives none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from pipeline.evaluation.comparison import comparison

Record = Mapping[str, Any]
"""A claim as one line of a claims file has it (docs/claims.md)."""

_KIND_OF_PLACE = re.compile(r"^(?:tinh|thanh pho|thi xa|huyen|quan|tp|thu do) ")
_SAME_PLACE = {"hue": "thua thien hue", "tp ho chi minh": "ho chi minh", "ca nuoc": "viet nam"}
_BLOC_WORDS = re.compile(r"\bcum (?:thi dua )?")
_BLOC_MEMBERS = re.compile(r"\b(?:cac |\d+ )?tinh (?:thanh pho |thanh )?(?=\w)")
_BLOC_AREA = re.compile(r"\b(?:thuoc|khu vuc|vung|mien(?! nui)) ")


class Fact(NamedTuple):
    """One thing that is right or wrong by itself: its kind, and its values as they are compared."""

    kind: str
    key: tuple[str, ...]


def facts(record: Record) -> list[Fact]:
    """The facts of a claim; none for a type that the project does not know.

    Raises `ValueError` where a value or a score is no number.
    """
    found = _FACTS.get(record.get("type", ""))
    return list(found(record)) if found else []


@cache
def fold_name(name: str) -> str:
    """A name without case, marks and punctuation, abbreviations written out.

    >>> fold_name("UBND tỉnh Hoà Bình") == fold_name("Ủy ban Nhân dân tỉnh Hòa Bình")
    True
    """
    text = unicodedata.normalize("NFC", name).lower()
    for pattern, full in comparison().abbreviations:
        text = pattern.sub(full, text)
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def fold_place(name: str) -> str:
    """A place without the word that tells its kind.

    >>> fold_place("TP. Huế"), fold_place("cả nước")
    ('thua thien hue', 'viet nam')
    """
    bare = _KIND_OF_PLACE.sub("", fold_name(name))
    return _SAME_PLACE.get(bare, bare)


def fold_bloc(name: str) -> str:
    """A bloc without the words that all blocs have.

    >>> fold_bloc("Cụm thi đua 12 tỉnh miền Tây Nam Bộ")
    'tay nam bo'
    """
    bare = _BLOC_WORDS.sub("", fold_name(name))
    return _BLOC_AREA.sub("", _BLOC_MEMBERS.sub("", bare)).strip()


def _fold_area(name: str) -> str:
    if name.lower().startswith("cụm:"):
        return "cum:" + fold_bloc(name.split(":", 1)[1])
    return fold_place(name)


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    return "" if value is None else str(value)


def _number(record: Record, field: str) -> str:
    """A number by its first six digits."""
    try:
        return f"{float(record[field]):.6g}"
    except (TypeError, ValueError, KeyError) as error:
        raise ValueError(f"{field} {record.get(field)!r} is no number") from error


def _code(record: Record, field: str) -> str:
    code = _text(record, field)
    return code if code in comparison().told_apart[field] else "other"


def _membership(record: Record) -> Iterator[Fact]:
    yield Fact("membership", (fold_bloc(_text(record, "bloc")), fold_place(_text(record, "member"))))


def _leadership(record: Record) -> Iterator[Fact]:
    unit = fold_place(_text(record, "unit"))
    yield Fact("leadership", (fold_bloc(_text(record, "bloc")), unit, _text(record, "role"), _text(record, "period")))


def _conference(record: Record) -> Iterator[Fact]:
    bloc, kind = fold_bloc(_text(record, "bloc")), _text(record, "kind")
    yield Fact("conference", (bloc, kind, _text(record, "period")))
    if day := _text(record, "date"):
        yield Fact("conference-date", (bloc, kind, day))
    if province := _text(record, "province"):
        yield Fact("conference-province", (bloc, kind, fold_place(province)))


def _pact(record: Record) -> Iterator[Fact]:
    yield Fact("pact", (fold_bloc(_text(record, "bloc")), _text(record, "period")))


def _post(record: Record) -> Iterator[Fact]:
    yield Fact("post", (fold_name(_text(record, "person")), fold_name(_text(record, "title"))))


def _participation(record: Record) -> Iterator[Fact]:
    yield Fact("participation", (fold_name(_text(record, "person")), _text(record, "role")))


def _award(record: Record) -> Iterator[Fact]:
    recipient = fold_place(_text(record, "recipient"))
    key = (_code(record, "award"), recipient, _text(record, "status"), _text(record, "period"))
    yield Fact("award", key)


def _ranking(record: Record) -> Iterator[Fact]:
    base = (fold_bloc(_text(record, "bloc")), fold_place(_text(record, "member")), _text(record, "period"))
    if rank := _text(record, "rank"):
        yield Fact("ranking-rank", (*base, rank))
    if _text(record, "score"):
        yield Fact("ranking-score", (*base, _number(record, "score")))


def _observation(record: Record) -> Iterator[Fact]:
    indicator = _code(record, "indicator")
    kind = "observation" if indicator != "other" else "observation-other"
    value, unit = _number(record, "value"), _code(record, "unit")
    measure, period = _text(record, "measure"), _text(record, "period")
    yield Fact(kind, (_fold_area(_text(record, "area")), indicator, measure, value, unit, period))


def _movement(record: Record) -> Iterator[Fact]:
    yield Fact("movement", (fold_name(_text(record, "name")),))


def _document(record: Record) -> Iterator[Fact]:
    yield Fact("document", (re.sub(r"\bso ", "", fold_name(_text(record, "number"))),))


_FACTS: dict[str, Callable[[Record], Iterator[Fact]]] = {
    "membership": _membership,
    "leadership": _leadership,
    "conference": _conference,
    "pact": _pact,
    "post": _post,
    "participation": _participation,
    "award": _award,
    "ranking": _ranking,
    "observation": _observation,
    "movement": _movement,
    "document": _document,
}
