"""Figures: an observation from a quantity and what the text speaks of where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.claims import Observation
from pipeline.language import counts, measures, rates, series
from pipeline.language.figure_indicators import indicator_for
from pipeline.language.figure_periods import period_for
from pipeline.language.focus import period_year
from pipeline.language.indicators import traits
from pipeline.language.listed_parts import listed_part
from pipeline.language.places import COUNTRY
from pipeline.language.quantities import MONEY, Quantity, in_unit
from pipeline.language.refining import PER_HEAD, published_unit, refined
from pipeline.language.results import is_no_result
from pipeline.language.scan import Sought
from pipeline.language.shares import is_share_of_whole
from pipeline.language.walk import Figure, Sentence, Walk

_REACH, _SECTOR_REACH = 110, 60
"""How far (characters) a figure may stand from the figure before it in a list, from the word that gives its measure."""

_EACH = re.compile(r"\b(?:đều|mỗi|cùng|lần lượt|từng)\b")
"""Words that spread an amount over each area of a list; without them it is their sum."""
_LINKED = re.compile(r"(?:\blà|\bđạt|:|\blên|\bcó)\s+(?:[^\s\d,;]+\s+)?$")
_TOTAL = Sought(r"\btổng (?:số|diện tích|sản lượng|lượng|mức)\b")
_NEAR = 240
"""Characters before a figure that the words right before it lie in."""
_IN_DONG = (
    "budget-revenue",
    "domestic-revenue",
    "budget-expenditure",
    "retail-sales",
    "public-investment",
    "social-investment",
)
_FASTEST_GROWTH = 60
"""Per cent: a province's product has not grown or shrunk faster in a year, so a larger figure is of something else."""
_INDEX_ONLY = ("iip", "iip-mining", "iip-manufacturing", "iip-electricity", "iip-water", "cpi")


def read_figure(walk: Walk, sentence: Sentence, index: int) -> Iterator[Observation]:
    """The observations that one quantity states: none, one, or one for each area of a list. The walk's state moves on."""
    if not sentence.events[index].value.unit and not walk.table and not traits(walk.state.indicator).get("unit"):
        return  # a bare number that nothing gives a unit
    figure = _figure(walk, sentence, index)
    if is_no_result(walk, figure):
        return
    part = listed_part(walk, figure)
    code = part or indicator_for(walk, figure)
    reading = _reading(walk, figure, code)
    if reading is None:
        return
    code, reading = refined(walk, code, figure, reading)
    if not part:  # behind a list of parts the text goes on with the whole
        walk.state.indicator = code
    if figure.quantity.unit == "%":
        walk.state.measure = reading.measure
    if counts.is_thing(code) and _is_nation_by_default(walk, figure):
        return  # the nation's results are told by indicators; whatever else is counted is somebody's
    period = period_for(walk, figure, code) or walk.focus.review
    if not period or (walk.focus.dated and int(period[:4]) > walk.focus.year):
        return
    walk.first = walk.first or walk.state.copy()
    mention = figure.mention
    walk.told = mention.end
    quote = series.quote_start(figure.earlier, mention, figure.quantity.core - len(figure.clause))
    areas = series.areas_for(walk.fold, walk.state.area, walk.state.group, mention, sentence.events, index)
    if len(areas) > 1 and figure.quantity.unit != "%" and not _EACH.search(figure.before):
        return
    for area in areas:
        yield Observation(
            start=quote,
            end=mention.end,
            rule=f"observations.{reading.measure}",
            area=area,
            indicator=code,
            measure=reading.measure,
            value=reading.value,
            unit=published_unit(code, figure.quantity.unit, reading.measure),
            period=period,
            bound=reading.bound,
            words=walk.text[_verb_start(figure) : mention.end],
            called=walk.words_in(code),
        )


def _is_nation_by_default(walk: Walk, figure: Figure) -> bool:
    """Whether a figure is the nation's only because the article is about it: its sentence names neither the nation nor an
    indicator or a total."""
    named = any(e.kind == "indicator" or (e.kind == "area" and e.value.kind == "nation") for e in figure.earlier)
    return walk.section.area == COUNTRY == walk.state.area and not named and not _TOTAL.search(figure.clause)


def _verb_start(figure: Figure) -> int:
    """Where the words for the value start: at the verb that gives its direction ("giảm 12,59%", "vượt 3%"), else at the number."""
    said = figure.direction
    return figure.quantity.core - len(said[0]) if said else figure.mention.start


def _figure(walk: Walk, sentence: Sentence, index: int) -> Figure:
    mention = sentence.events[index]
    quantity: Quantity = mention.value
    before = walk.fold[sentence.start : quantity.core]
    if not quantity.unit and walk.table is not None:
        quantity = in_unit(quantity, walk.table.unit_at(walk.fold, mention))
    elif not quantity.unit:
        quantity = _with_unit_of(walk, quantity, before)
    clause = walk.fold[sentence.clause_at(walk.fold, quantity.core) : quantity.core]
    after, near = walk.fold[mention.end : sentence.end], before[-_NEAR:]
    return Figure(mention, quantity, sentence, index, before, after, clause, near, sentence.events[:index])


def _with_unit_of(walk: Walk, quantity: Quantity, before: str) -> Quantity:
    """A bare number takes the unit of the counted indicator just named ("số doanh nghiệp thành lập mới là 920")."""
    unit = traits(walk.state.indicator).get("unit", "")
    linked = _LINKED.search(before) or (walk.named == quantity.core - 1 and before.endswith(" "))
    return replace(quantity, unit=unit) if unit and linked else quantity


def _reading(walk: Walk, figure: Figure, code: str) -> measures.Reading | None:
    if not code:
        return None
    if figure.quantity.unit == "%" and code.endswith("-part") and is_share_of_whole(walk, figure):
        return measures.Reading(measures.SHARE, figure.quantity.number, figure.quantity.bound)
    series_measure = walk.state.measure if code == walk.state.indicator else ""
    listed = series_measure or walk.section.measure or None
    reading = measures.read(figure.quantity, code, figure.before, figure.after, listed, period_year(walk.state.period))
    if reading is None or (reading.measure == measures.LEVEL and not _fits(code, figure.quantity)):
        return None
    at_rate = rates.is_rate(code) or (counts.is_thing(code) and _AT_RATE.search(figure.before))
    if figure.quantity.unit == "%" and at_rate:
        return replace(reading, measure=measures.SHARE, value=abs(reading.value)) if not figure.direction else None
    if not _is_plausible(walk, figure, code, reading, listed):
        return None
    bare = reading.measure == measures.GROWTH and not figure.direction and figure.quantity.unit == "%"
    if bare and traits(code).get("capital") and not re.search(r"\bbằng\b", figure.before[-_SECTOR_REACH:]):
        return None
    compared = reading.measure == measures.PLAN or reading.value != figure.quantity.number
    if counts.is_thing(code) and reading.measure != measures.LEVEL and not (figure.direction or compared):
        return None
    if code == "grdp" and reading.measure == measures.GROWTH and abs(reading.value) > _FASTEST_GROWTH:
        return None
    return reading


def _is_plausible(walk: Walk, figure: Figure, code: str, reading: measures.Reading, listed: str | None) -> bool:
    """Whether an indicator can have such a figure: a worth goes with what was counted before it, a bare percentage with a rate."""
    in_list = figure.sentence.start <= walk.told and figure.quantity.core - walk.told <= _REACH
    if code == "total-value":
        return in_list and figure.quantity.unit in MONEY
    bare = reading.measure == measures.GROWTH and figure.quantity.unit == "%" and not measures.has_verb(figure.before)
    if not bare or listed or figure.quantity.number < 0:
        return True
    named = any(e.kind == "indicator" for e in figure.earlier)
    if not named and _GOES_ON.match(figure.after) is None:
        return False
    return (
        traits(code).get("rate", False)
        or traits(code).get("sector", False)
        or re.search(r"\bbằng\b", figure.before[-40:]) is not None
    )


_AT_RATE = re.compile(r"\b(?:đạt|với|chiếm) tỷ lệ (?:(?:trên|hơn|gần|khoảng) )?$")
"""Between things counted and the part of all that they are ("khám phá 6.482 vụ, đạt tỷ lệ 81,7%")."""
_GOES_ON = re.compile(
    r"\s*(?:[,;.)\n(|]|$|so |và |trong |còn |ở |tại |của cùng|năm |quý |nhưng|song|cao|thấp|mỗi năm|một năm|/năm|trở)"
)
"""What stands behind a percentage that is not a share of something."""


def _fits(code: str, quantity: Quantity) -> bool:
    """Whether an amount can be a value of the indicator: an index has none, money comes in millions at least."""
    if code in _INDEX_ONLY or (code in _IN_DONG and quantity.unit == "USD"):
        return False
    if quantity.unit in MONEY and not traits(code).get("money", True):
        return False
    if quantity.unit in MONEY and (counts.is_thing(code) or code in PER_HEAD):
        return code in PER_HEAD
    return quantity.unit not in MONEY or quantity.scaled or quantity.number >= 1e6
