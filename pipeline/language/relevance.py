"""Relevance: whether an article is about public affairs at all, and whether it reports a meeting or a ceremony.

News about football, courts or films is full of people who say things and of things that are counted. A claim of attendance needs a meeting
that the article reports, and an observation an article that speaks of a bloc, a province or the work of an organisation. Words are in
lexicon/relevance.toml.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from spacy.tokens import Doc

from pipeline.language import series
from pipeline.language.lexicon import load, whole_words
from pipeline.language.mentions import found, sentences, view_of

_HEAD = 1500
"""Characters in which a report names the meeting that it is about."""
_ENOUGH = 3
"""Indicators, or organs and half as many indicators, that make an article one about public affairs."""
_NATIONAL_WORDS, _FIGURES = 3, 12
"""Words for the whole country, and figures, that make an article one about the country's results."""
_TOO_SHORT = 600
"""A text of fewer characters is a piece of an article, which shows nothing of what the whole is about."""
_PASSING = frozenset(
    {"registered-capital", "total-value", "loans", "donations", "value-saved", "new-rural-investment", "deposits"}
)
"""Indicators whose words are common in any business news."""


_LEAD = 250
"""Characters of a title and the first words."""
_OF_SOME = re.compile(r"\b(?:tập đoàn|tổng công ty|công ty|\d+ (?:tỉnh|thành phố|địa phương))\b")
"""Whose results an article tells in place of the country's."""


def is_public(doc: Doc, bloc: str) -> bool:
    """Whether the article is about a bloc, a province's results or an organisation's work; of a few lines nobody can tell."""
    fold = view_of(doc).fold
    if bloc or len(fold) < _TOO_SHORT:
        return True
    indicators = _indicators(doc)
    if len(indicators) >= _ENOUGH:
        return True
    organs = {m[0] for m in _words("public", "organs").finditer(fold)}
    return len(organs) >= _ENOUGH - 1 or (len(organs) > 0 and len(indicators) >= _ENOUGH - 1)


def is_national(doc: Doc) -> bool:
    """Whether the figures of an article that has no province for its subject are of the country as a whole."""
    view = view_of(doc)
    title_end = next((end for _, end in sentences(doc)), 0)
    if _OF_SOME.search(view.fold, 0, max(title_end, _LEAD)):
        return False
    needed = _NATIONAL_WORDS * (2 if _words("nation", "regions").search(view.fold, 0, title_end) else 1)
    if sum(1 for _ in islice(_words("nation", "words").finditer(view.fold), needed)) < needed:
        return False
    figures = sum(1 for m in found(doc, "quantity") if m.value.unit)
    return figures >= _FIGURES and len(_indicators(doc)) >= _ENOUGH


def reports_event(doc: Doc) -> bool:
    """Whether the article's head names a meeting, a visit or a ceremony."""
    fold = view_of(doc).fold
    return len(fold) < _TOO_SHORT or _words("event", "words").search(fold, 0, _HEAD) is not None


def _indicators(doc: Doc) -> set[str]:
    """The indicators that an article names, but for those of any business news."""
    fold = view_of(doc).fold
    return {m.value for m in found(doc, "indicator") if series.names_indicator(fold, m)} - _PASSING


@cache
def _words(section: str, entry: str) -> re.Pattern[str]:
    return whole_words(load("relevance")[section][entry])
