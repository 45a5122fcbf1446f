"""Figures: an observation from a quantity and what the text speaks of where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.claims import Observation
from pipeline.language import counts, measures, series
from pipeline.language.focus import notation, period_year, resolve
from pipeline.language.indicators import traits
from pipeline.language.lexicon import alternation
from pipeline.language.places import towns
from pipeline.language.quantities import Quantity, in_unit
from pipeline.language.times import Time
from pipeline.language.walk import Figure, Sentence, Walk

_NOT_PROVINCIAL = re.compile(
    r"\b(?:Công ty|Tổng công ty|Tập đoàn|Nhà máy|Ngân hàng(?! Nhà nước)|Xí nghiệp|HTX [A-ZĐ]|huyện [A-ZĐÁÀÂĂÊÔƠƯ]|"
    r"Huyện [A-ZĐ]|thị xã [A-ZĐ]|"
    r"Khu kinh tế [A-ZĐ]|Khu công nghiệp [A-ZĐ]|Cảng [A-ZĐ]|mỗi (?:hecta|ha|vụ|hộ|xã|tháng|người trồng)|"
    r"[Xx]ã [A-ZĐÂ]|[Pp]hường [A-ZĐ]|[Qq]uận (?:[A-ZĐ]|\d)|công ty|nhà máy)"
)
_REACH, _SECTOR_REACH, _SERIES_REACH = 110, 60, 60
"""How far (characters) a figure may stand from the indicator's name, from a sector's name, from the start of its sentence."""

_OWN_SUBJECT = re.compile(
    r"(?!trong đó|riêng|đạt|con số|tổng|số|ước|tăng|giảm|kết quả|cụ thể|giá trị|đây|mức|quy mô|kim ngạch)[^\W\d_]+ [^\W\d_]+ [^\d,;:]*"
    r"\b(?:với|đạt|là|được|về|có|chiếm)\b"
)
_DIRECTION = re.compile(
    r"\b(?:tăng|giảm|vượt|hụt|âm|tăng trưởng|sụt)\s+"
    r"(?:(?:thêm|trên|hơn|gần|khoảng|tới|đến|còn|lên|xuống|mạnh|sâu|nhẹ|ở mức|ước)\s+){0,2}$"
)
_DIFFERENCE = re.compile(
    r"\b(?:tăng|giảm|hụt|nhiều hơn|ít hơn|cao hơn|thấp hơn|vượt|tăng thêm|giảm đi)\s+(?:thêm\s+|được\s+)?$"
)
"""An amount or a count behind these words says by how much something changed, not how large it is."""
_CUMULATIVE = re.compile(r"\b(?:lũy|luỹ) kế\b[^,;.]*$")
_FOREIGN_SECTOR = re.compile(
    r"\b(?:khu vực|khối|doanh nghiệp)(?: có vốn)?(?: đầu tư)? (?:fdi|nước ngoài)\b[^,;.]{0,24}$"
)
_MONEY = ("VND", "USD")
_PER_HEAD = ("grdp-per-capita", "income-per-capita")
_IN_DONG = (
    "budget-revenue",
    "domestic-revenue",
    "budget-expenditure",
    "retail-sales",
    "public-investment",
    "social-investment",
)
_CAPITAL_OF = {
    "investment-projects": "registered-capital",
    "fdi-projects": "fdi",
    "fdi-adjusted-projects": "fdi-adjusted",
    "enterprises-new": "registered-capital",
}
_FASTEST_GROWTH = 60
"""Per cent: a province's product has not grown or shrunk faster in a year, so a larger figure is of something else."""
_INDEX_ONLY = ("iip", "iip-mining", "iip-manufacturing", "iip-electricity", "iip-water", "cpi")


@cache
def _town() -> re.Pattern[str]:
    """A town below the province as the one that a figure is of."""
    return re.compile(rf"(?:TP\.?|[Tt]hành phố|[Tt]hị xã)\s*(?i:{alternation(towns())})\b")


def read_figure(walk: Walk, sentence: Sentence, index: int) -> Iterator[Observation]:
    """The observations that one quantity states: none, one, or one for each area of a list. The walk's state moves on."""
    figure = _figure(walk, sentence, index)
    if _is_no_result(walk, figure):
        return
    code = _indicator_for(walk, figure)
    reading = _reading(walk, figure, code)
    if reading is None:
        return
    code, reading = _refined(code, figure, reading)
    walk.state.indicator = code
    if figure.quantity.unit == "%":
        walk.state.measure = reading.measure
    period = _period_for(walk, figure) or walk.focus.review
    if not period or (walk.focus.dated and period_year(period) > walk.focus.year):
        return
    walk.first = walk.first or replace(walk.state)
    mention = figure.mention
    walk.told = mention.end
    quote = series.quote_start(walk.fold, figure.earlier, mention, sentence.start)
    for area in series.areas_for(walk.fold, walk.state.area, walk.state.group, mention, sentence.events, index):
        yield Observation(
            start=quote,
            end=mention.end,
            rule=f"observations.{reading.measure}",
            area=area,
            indicator=code,
            measure=reading.measure,
            value=reading.value,
            unit=_published_unit(code, figure.quantity.unit, reading.measure),
            period=period,
            bound=reading.bound,
            words=walk.text[_verb_start(figure) : mention.end],
        )


def _verb_start(figure: Figure) -> int:
    """Where the words for the value start: at the verb that gives its direction ("giảm 12,59%", "vượt 3%"), else at the number."""
    said = _DIRECTION.search(figure.before)
    return figure.quantity.core - len(said[0]) if said else figure.mention.start


def _figure(walk: Walk, sentence: Sentence, index: int) -> Figure:
    mention = sentence.events[index]
    quantity: Quantity = mention.value
    before = walk.fold[sentence.start : quantity.core]
    if not quantity.unit and walk.table is not None:
        quantity = in_unit(quantity, walk.table.unit_at(walk.fold, mention))
    elif not quantity.unit:
        quantity = _with_unit_of(walk, quantity, before)
    return Figure(mention, quantity, sentence, index, before, walk.fold[mention.end : sentence.end])


def _is_no_result(walk: Walk, figure: Figure) -> bool:
    """Whether a figure states no result of a province, bloc or the nation: a target, a month's change, a company's figure ..."""
    quantity, mention = figure.quantity, figure.mention
    if quantity.unit in ("", "percentage-point") or (quantity.bound == "at-least" and not walk.focus.bloc):
        return True
    if quantity.unit not in ("%", "times") and _DIFFERENCE.search(figure.before):
        return True
    if (
        measures.is_target(figure.before, figure.after)
        or _restates(walk, figure)
        or measures.is_month_on_month(figure.before, figure.after)
    ):
        return True
    clause = len(series.clause_of(figure.before))
    subject = walk.text[quantity.core - clause : quantity.core]
    behind = walk.text[mention.end : figure.sentence.end]
    number = walk.fold[mention.start : mention.end]
    return (
        _NOT_PROVINCIAL.search(subject) is not None
        or _town().search(subject) is not None
        or series.is_of_others(subject, number, behind)
    )


def _restates(walk: Walk, figure: Figure) -> bool:
    """Whether a bracket right behind an amount only rounds or converts it: "66.975 tỷ đồng (khoảng 67 nghìn tỷ đồng)"."""
    previous = figure.earlier[-1] if figure.earlier else None
    if previous is None or previous.kind != "quantity" or figure.quantity.unit not in _MONEY:
        return False
    if walk.fold[previous.end : figure.mention.start].strip() not in ("(", "(tương đương", "(khoảng", "(bằng", "(hơn"):
        return False
    other: Quantity = previous.value
    same = other.unit == figure.quantity.unit
    return not same or abs(other.number - figure.quantity.number) <= 0.02 * other.number


def _with_unit_of(walk: Walk, quantity: Quantity, before: str) -> Quantity:
    """A bare number takes the unit of the counted indicator just named ("số doanh nghiệp thành lập mới là 920")."""
    unit = traits(walk.state.indicator).get("unit", "")
    linked = re.search(r"(?:\blà|\bđạt|:|\blên|\bcó)\s+(?:[^\s\d,;]+\s+)?$", before)
    return replace(quantity, unit=unit) if unit and linked else quantity


def _reading(walk: Walk, figure: Figure, code: str) -> measures.Reading | None:
    if not code:
        return None
    series_measure = walk.state.measure if code == walk.state.indicator else ""
    listed = series_measure or walk.section.measure or None
    reading = measures.read(figure.quantity, code, figure.before, figure.after, listed)
    if reading is None or (reading.measure == measures.LEVEL and not _fits(code, figure.quantity)):
        return None
    if counts.is_thing(code) and reading.measure != measures.LEVEL and not _DIRECTION.search(figure.before):
        return None
    if code == "grdp" and reading.measure == measures.GROWTH and abs(reading.value) > _FASTEST_GROWTH:
        return None
    return reading


def _indicator_for(walk: Walk, figure: Figure) -> str:
    """The indicator of a figure: what it counts, what follows it at once, what its column says, or what was spoken of."""
    quantity, mention = figure.quantity, figure.mention
    if not mention.value.unit:
        return walk.table.indicator_at(walk.fold, mention) if walk.table is not None else walk.state.indicator
    if quantity.unit == "points" and walk.state.indicator in ("pci", "par-index"):
        return walk.state.indicator
    if counts.is_counted(quantity.unit):
        number = walk.fold[mention.start : mention.end]
        listed = figure.sentence.start <= walk.told and mention.start - walk.told <= _REACH
        return (
            counts.counted(quantity.unit, figure.before, number, series.clause_after(figure.after), listed=listed) or ""
        )
    if quantity.unit not in ("%", "times") and not quantity.unit.startswith(_MONEY):
        return ""
    following = figure.following
    if following is not None and following.kind == "indicator":
        joined = re.fullmatch(r"\s*(?:số|tổng|tổng số|về|số hộ)?\s*", walk.fold[mention.end : following.start])
        whole = traits(following.value).get("percent", measures.GROWTH) != measures.GROWTH
        if joined and (quantity.unit != "%" or whole):
            return str(following.value)
    if walk.table is not None and (column := walk.table.indicator_at(walk.fold, mention)):
        return column
    return _spoken_of(walk, figure)


def _spoken_of(walk: Walk, figure: Figure) -> str:
    """The indicator that the text speaks of at a figure: named before it, carried on from the sentence before, or named behind."""
    at = figure.mention.start
    named = [e for e in figure.earlier if e.kind == "indicator" and series.names_indicator(walk.fold, e)]
    if named:
        last = traits(named[-1].value)
        reach = _SECTOR_REACH if last.get("sector") or last.get("capital") else _REACH
        linked = [e.end for e in figure.earlier if e.kind == "quantity" and e.start > named[-1].end]
        return walk.state.indicator if at - max([named[-1].end, *linked]) <= reach else ""
    nearest = figure.earlier[-1] if figure.earlier else None
    close = nearest is not None and at - nearest.end <= 40 and nearest.kind in ("area", "time", "quantity")
    in_series = at - figure.sentence.start < _SERIES_REACH
    carried = walk.state.indicator
    if figure.quantity.unit == "%" and (close or in_series):
        return walk.headline if walk.headline and (not carried or traits(carried).get("sector")) else carried
    if carried and in_series and not _opens_with_another(walk, figure):
        return carried
    rest = figure.sentence.events[figure.index + 1 :]
    later = next((e.value for e in rest if e.kind == "indicator" and series.names_indicator(walk.fold, e)), "")
    return later if figure.quantity.unit == "%" and not traits(later).get("sector") else carried if close else ""


def _opens_with_another(walk: Walk, figure: Figure) -> bool:
    """Whether a sentence opens with a subject of its own, which an amount then is of, not of what the sentence before was about."""
    start = figure.sentence.start
    marked = [e for e in figure.earlier if e.kind in ("area", "time", "indicator", "quantity")]
    return not marked and _OWN_SUBJECT.match(walk.fold, start, figure.quantity.core) is not None


def _fits(code: str, quantity: Quantity) -> bool:
    """Whether an amount can be a value of the indicator: an index has none, money comes in millions at least."""
    if code in _INDEX_ONLY or (code in _IN_DONG and quantity.unit == "USD"):
        return False
    if quantity.unit in _MONEY and not traits(code).get("money", True):
        return False
    return quantity.unit not in _MONEY or quantity.scaled or quantity.number >= 1e6


def _refined(code: str, figure: Figure, reading: measures.Reading) -> tuple[str, measures.Reading]:
    """The code once the figure is known: money beside visitors, amounts by head, a falling poverty rate, parts of a capital."""
    quantity, level = figure.quantity, reading.measure == measures.LEVEL
    if _FOREIGN_SECTOR.search(figure.before) and not code.startswith("fdi"):
        return f"{code}-fdi-sector", reading
    if code == "tourist-arrivals" and quantity.unit in _MONEY:
        code = "tourism-revenue"
    if quantity.unit in _MONEY:
        code = _CAPITAL_OF.get(code, code)
    if code == "grdp" and level and quantity.unit == "VND" and quantity.number < 1e10:
        code = "grdp-per-capita"
    if code in ("fdi", "registered-capital") and reading.measure == measures.SHARE:
        code = f"{code}-part"
    if code == "iip-manufacturing" and "chỉ số" not in figure.before and reading.measure != measures.GROWTH:
        code = "manufacturing-output"
    if code in ("poverty-rate", "poverty-reduction") and quantity.unit == "%":
        if reading.measure == measures.SHARE:
            return "poverty-rate", reading
        if reading.measure == measures.GROWTH and reading.value < 0:
            return "poverty-reduction", replace(reading, measure=measures.LEVEL, value=-reading.value)
        if code == "poverty-reduction" and reading.value > 60:
            return code, replace(reading, measure=measures.PLAN)
    return code, reading


def _published_unit(code: str, unit: str, measure: str) -> str:
    if unit == "times":
        return "%"
    return "VND/person/year" if code in _PER_HEAD and unit == "VND" and measure == measures.LEVEL else unit


def _period_for(walk: Walk, figure: Figure) -> str:
    """The period of a figure: its turn in a list of times, a time in brackets or right behind it, its column's, else the one
    spoken of."""
    current = walk.state.period
    column = walk.table.time_at(walk.fold, figure.mention) if walk.table is not None else None
    time = series.time_in_turn(walk.fold, figure.sentence.events, figure.index) or _time_behind(walk, figure) or column
    if time is None and walk.state.compared and figure.before.endswith("từ "):
        return walk.state.compared
    period = (resolve(time, walk.focus, current) if time else None) or current
    return _accumulated(period) if _CUMULATIVE.search(figure.before) else period


def _accumulated(period: str) -> str:
    """A month's period as the run from January: what is told "luỹ kế" at its end."""
    year, _, month = period.partition("-")
    return notation(int(year), f"01/{month}") if re.fullmatch(r"0[2-9]|1[0-2]", month) else period


def _time_behind(walk: Walk, figure: Figure) -> Time | None:
    """A time that belongs to the figure in front of it: "1,1% (2019)", "8,4% ở quý I", "3,03% trong năm 2023"."""
    following = figure.following
    if following is None or following.kind != "time" or following.value.same:
        return None
    gap = walk.fold[figure.mention.end : following.start]
    words = walk.fold[following.start : following.end]
    bracketed = walk.fold.startswith(")", following.end) and re.fullmatch(r"\s*\(\s*(?:năm\s+)?", gap)
    inside = not gap.strip() and re.match(r"(?:trong|cả)\b", words)
    joined = bracketed or inside or re.fullmatch(r"\s*(?:ở|trong|vào|của)\s*", gap)
    time: Time = following.value
    return time if joined else None
