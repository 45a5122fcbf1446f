"""Indicators in text: the words of lexicon/indicators.toml. Stores `indicator` mentions; the value is the code."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, Taken, found, keep, view_of
from pipeline.language.scan import Scan


@cache
def _code_of() -> dict[str, str]:
    written = {word: code for code, entry in load("indicators").items() for word in entry["words"]}
    return {short: code for word, code in written.items() for short in shortened(word)} | written


def shortened(word: str) -> set[str]:
    """An indicator's folded words as newspapers shorten them (lexicon/abbreviations.toml).

    >>> sorted(shortened("kim ngạch xuất khẩu"))
    ['kim ngạch xk', 'kim ngạch xuất khẩu']
    """
    words = {word}
    for phrase, short in load("abbreviations")["in_indicators"].items():
        pattern = re.compile(rf"(?<!\w){phrase}(?!\w)")
        words |= {pattern.sub(short, w) for w in words}
    return words - set(load("abbreviations")["never_alone"])


@cache
def _pattern() -> Scan:
    # "12 tỉnh thu ngân sách" counts provinces and then names the revenue, other than "tỉnh thu 5.000 tỷ đồng".
    taker = "tỉnh |địa phương |thành phố "
    return Scan(rf"(?<!\w)(?:(?!{taker})|(?<!\d )(?={taker}))(?:{alternation(_code_of())})(?!\w)")


def traits(code: str) -> dict[str, Any]:
    """What the lexicon says of an indicator besides its words; empty for a code that it lacks."""
    entry: dict[str, Any] = load("indicators").get(code, {})
    return entry


@Language.component("thidua_indicators")
def find_indicators(doc: Doc) -> Doc:
    """Store the indicators; words inside a document's name or a bloc's name do not count."""
    taken = Taken(m for kind in ("document", "bloc") for m in found(doc, kind) if m.value)
    named = [
        Mention(m.start(), m.end(), "indicator", _code_of()[" ".join(m[0].split())])
        for m in _pattern().finditer(view_of(doc))
    ]
    beside = Taken(named)
    told = (Mention(m.start(), m.end(), "indicator", _told_of(m)) for m in _BUDGET_AS_SUBJECT.finditer(view_of(doc)))
    mentions = sorted([*named, *(m for m in told if not beside.touches(m))])
    keep(doc, "indicator", (m for m in mentions if not taken.touches(m)))
    return doc


_BUDGET_AS_SUBJECT = Scan(
    r"(?<!nộp )(?<!thu )(?<!chi )(?<!từ )\bngân sách(?: (?!thu|chi|nộp|hỗ trợ|cấp|đầu tư)[^\W\d_]+){0,7}? (?P<side>thu|chi)(?: được| về)?"
    r"(?= (?:(?:khoảng|gần|hơn|trên|ước|tới|chừng) )?\d[\d.,]* (?:nghìn |ngàn )?(?:tỷ|tỉ|triệu))"
)
"""A budget that takes or spends an amount: `ngân sách của tỉnh năm nay thu 3.411 tỷ đồng`."""


def _told_of(match: re.Match[str]) -> str:
    return "budget-revenue" if match["side"] == "thu" else "budget-expenditure"
