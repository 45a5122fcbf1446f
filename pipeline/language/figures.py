"""Figures: an observation from a quantity and what the text speaks of where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.claims import Observation
from pipeline.language import counts, measures, rates, series
from pipeline.language.figure_periods import period_for
from pipeline.language.indicators import traits
from pipeline.language.quantities import MONEY, Quantity, in_unit
from pipeline.language.refining import PER_HEAD, published_unit, refined
from pipeline.language.results import is_no_result
from pipeline.language.walk import Figure, Sentence, Walk

_REACH, _SECTOR_REACH, _SERIES_REACH = 110, 60, 60
"""How far (characters) a figure may stand from the indicator's name, from a sector's name, from the start of its sentence."""

_OWN_SUBJECT = re.compile(
    r"(?!trong đó|riêng|đạt|con số|tổng|số|ước|tăng|giảm|kết quả|cụ thể|giá trị|đây|mức|quy mô|kim ngạch)[^\W\d_]+ [^\W\d_]+ [^\d,;:]*"
    r"\b(?:với|đạt|là|được|về|có|chiếm)\b"
)
_EACH = re.compile(r"\b(?:đều|mỗi|cùng|lần lượt|từng)\b")
"""Words that spread an amount over each area of a list; without them it is their sum."""
_LINKED = re.compile(r"(?:\blà|\bđạt|:|\blên|\bcó)\s+(?:[^\s\d,;]+\s+)?$")
_NEAR = 240
"""Characters before a figure that the words right before it lie in."""
_BESIDE = re.compile(r"[^,;.:()\d]{0,60}")
_LEADS = re.compile(r"\b(?:là|:|lên|còn|có|đạt|tăng lên|giảm còn|xuống)\s+(?:[^\s\d,;]+\s+){0,2}$")
_IN_DONG = (
    "budget-revenue",
    "domestic-revenue",
    "budget-expenditure",
    "retail-sales",
    "public-investment",
    "social-investment",
)
_SCORED = frozenset({"pci", "par-index", "papi", "sipas", "digital-transformation-index"})
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
    code = _indicator_for(walk, figure)
    reading = _reading(walk, figure, code)
    if reading is None:
        return
    code, reading = refined(walk, code, figure, reading)
    walk.state.indicator = code
    if figure.quantity.unit == "%":
        walk.state.measure = reading.measure
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
        )


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
    if figure.quantity.unit == "%" and code.endswith("-part") and _is_share_of_whole(walk, figure):
        return measures.Reading(measures.SHARE, figure.quantity.number, figure.quantity.bound)
    series_measure = walk.state.measure if code == walk.state.indicator else ""
    listed = series_measure or walk.section.measure or None
    reading = measures.read(figure.quantity, code, figure.before, figure.after, listed)
    if reading is None or (reading.measure == measures.LEVEL and not _fits(code, figure.quantity)):
        return None
    if figure.quantity.unit == "%" and rates.is_rate(code):
        return replace(reading, measure=measures.SHARE, value=abs(reading.value)) if not figure.direction else None
    if not _is_plausible(walk, figure, code, reading, listed):
        return None
    bare = reading.measure == measures.GROWTH and not figure.direction and figure.quantity.unit == "%"
    if bare and traits(code).get("capital") and not re.search(r"\bbằng\b", figure.before[-_SECTOR_REACH:]):
        return None
    if counts.is_thing(code) and reading.measure != measures.LEVEL and not figure.direction:
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


_GOES_ON = re.compile(
    r"\s*(?:[,;.)\n(|]|$|so |và |trong |còn |ở |tại |của cùng|năm |quý |nhưng|song|cao|thấp|mỗi năm|một năm|/năm|trở)"
)
"""What stands behind a percentage that is not a share of something."""


def _indicator_for(walk: Walk, figure: Figure) -> str:
    """The indicator of a figure: what it counts, what follows it at once, what its column says, or what was spoken of."""
    quantity, mention = figure.quantity, figure.mention
    if not mention.value.unit:
        return walk.table.indicator_at(walk.fold, mention) if walk.table is not None else walk.state.indicator
    if quantity.unit == "points" and walk.state.indicator in _SCORED:
        return walk.state.indicator
    if counts.is_counted(quantity.unit):
        if topic := _counted_topic(walk, figure):
            return topic
        number = walk.fold[mention.start : mention.end]
        listed = figure.sentence.start <= walk.told and mention.start - walk.told <= _REACH
        return (
            counts.counted(quantity.unit, figure.before, number, series.clause_after(figure.after), listed=listed) or ""
        )
    if quantity.unit not in ("%", "times") and not quantity.unit.startswith(MONEY):
        return ""
    if (quantity.unit == "%" or quantity.unit in MONEY) and (among := _AMONG_PROJECTS.search(figure.before)):
        return "fdi-part" if walk.foreign or _FOREIGN.search(among[0]) else "registered-capital-part"
    if quantity.unit == "%" and (told := _ABOUT.match(figure.after)):
        return _told_about(walk, told[1])
    if quantity.unit == "%" and (whole := _whole_of_share(walk, figure)):
        return f"{whole}-part"
    if quantity.unit == "%" and (rate := _unnamed_rate(walk, figure)):
        return rate
    following = figure.following
    if following is not None and following.kind == "indicator" and series.names_indicator(walk.fold, following):
        joined = re.fullmatch(r"\s*(?:số|tổng|tổng số|về|số hộ)?\s*", walk.fold[mention.end : following.start])
        whole = traits(following.value).get("percent", measures.GROWTH) != measures.GROWTH
        if joined and (quantity.unit != "%" or whole):
            return str(following.value)
    if walk.table is not None and (column := walk.table.indicator_at(walk.fold, mention)):
        return column
    return _spoken_of(walk, figure)


_OF_WHOLE = re.compile(r"\s*(?:trong |của )?(?:tổng|toàn bộ)(?: (?:số|giá trị|mức|lượng|các)(?!\w))?")

_AMONG_PROJECTS = re.compile(r"\btrong (?:tổng )?số (?:các |những |\d+ )?(?:lượt )?dự án\b[^.]*$")
"""What is told of projects by their sector or country ("trong số các dự án cấp mới, công nghiệp chiếm 33%, bán lẻ chiếm 29%")."""
_FOREIGN = re.compile(r"\b(?:fdi|nước ngoài)\b")
_ABOUT = re.compile(r"\s*(?:về (?:tổng )?(?:số |lượng )?|số )(dự án|vốn)(?!\w)")
"""What stands behind a percentage of change to tell what changed ("thu hút 48 dự án, tăng 32% về số dự án và 10% về vốn")."""
_WIDER = re.compile(r"(?: [^\W\d_]+){0,3}? (?:quốc gia|cả nước|toàn quốc|(?:của|toàn|cả) (?:cụm|vùng|khu vực|miền))\b")
"""A whole that is larger than the area whose part is told."""
_MAKES_UP = re.compile(r"\bchiếm (?:(?:tới|đến|khoảng|gần|hơn|trên) )?$")
_EQUALS = re.compile(r"\bbằng (?:(?:khoảng|gần|hơn|trên|tới) )?$")
_ENDS = re.compile(r"\s*(?:[.;,)\n]|$)")
_HAS_VALUE = re.compile(r"(?: [^\W\d_]+){0,3} (?:đạt|là|ước)(?: [^\W\d_]+){0,2} \d")
"""What stands behind an indicator that a figure of its own follows."""


def _whole_of_share(walk: Walk, figure: Figure) -> str:
    """The indicator that a percentage is a part of ("chiếm 93% tổng giá trị sản xuất công nghiệp"), "" where it is none.

    Not where the clause names what the share is of itself ("thu ngân sách của cụm chiếm 15% tổng thu ngân sách cả nước"), nor parts of
    the product, which have names of their own.
    """
    whole = figure.following
    said = _OF_WHOLE.match(walk.fold, figure.mention.end)
    if whole is None or said is None or whole.kind != "indicator" or walk.fold[said.end() : whole.start].strip():
        return ""
    code = str(whole.value)
    if code == "total-value":  # "tổng giá trị" of what is named behind it
        behind = figure.sentence.events[figure.index + 2 : figure.index + 3]
        code = next((e.value for e in behind if e.kind == "indicator" and e.start <= whole.end + 1), "")
    if _HAS_VALUE.match(walk.fold, whole.end):
        return ""
    start = figure.quantity.core - len(figure.clause)
    named = {e.value for e in figure.earlier if e.kind == "indicator" and e.start >= start}
    own = traits(code).get("percent") in (measures.SHARE, measures.LEVEL)
    if code == "registered-capital" and (walk.foreign or walk.state.indicator.startswith("fdi")):
        code = "fdi"
    same = code in named and _WIDER.match(walk.fold, whole.end)
    return "" if same or code.startswith("grdp") or own else code


def _told_about(walk: Walk, word: str) -> str:
    """The number of projects, or their capital, whichever of them is spoken of."""
    spoken_of = walk.state.indicator
    foreign = spoken_of.startswith("fdi")
    if word == "vốn":
        return spoken_of if traits(spoken_of).get("capital") else "fdi" if foreign else "registered-capital"
    return "fdi-projects" if foreign else "investment-projects"


def _is_share_of_whole(walk: Walk, figure: Figure) -> bool:
    """Whether a percentage behind a part's amount is its share ("đóng góp 9.000 tỷ đồng, bằng 60%")."""
    if _whole_of_share(walk, figure) or _AMONG_PROJECTS.search(figure.before):
        return True
    return _EQUALS.search(figure.near) is not None and _ENDS.match(figure.after) is not None


def _counted_topic(walk: Walk, figure: Figure) -> str:
    """The indicator spoken of that is counted in the figure's own unit ("số người chết là 612 người", visitors told in "lượt")."""
    code, unit = walk.state.indicator, figure.quantity.unit
    named = any(e.kind == "indicator" and e.value == code for e in figure.earlier)
    if named and unit == "person" and traits(code).get("unit") == unit and _LEADS.search(figure.before):
        return code
    visits = walk.fold[figure.mention.start : figure.mention.end].endswith("lượt")
    return code if visits and code.startswith("tourist-arrivals") else ""


def _unnamed_rate(walk: Walk, figure: Figure) -> str:
    """The code of a rate that no indicator's words name, where the words beside a percentage speak of one."""
    clause = figure.clause
    start = figure.quantity.core - len(clause)
    named = [e for e in figure.earlier if e.kind == "indicator" and e.start >= start]
    rate, back = rates.named_rate(figure.before if clause == "từ " else clause)
    if rate and not any(e.end > figure.quantity.core - back for e in named):
        return rate
    if any(traits(e.value).get("percent") == measures.SHARE for e in named) or figure.direction:
        return ""
    for behind in figure.sentence.events[figure.index + 1 :]:
        if not _BESIDE.fullmatch(walk.fold, figure.mention.end, behind.start):
            break
        if behind.kind == "indicator" and traits(behind.value).get("percent") == measures.SHARE:
            return str(behind.value)
    named_behind = figure.following is not None and figure.following.kind == "indicator"
    part = _MAKES_UP.search(figure.near) is not None and not named_behind
    return rates.share_of(figure.after) or (rates.share_of_whole(figure.after) if part else "")


def _spoken_of(walk: Walk, figure: Figure) -> str:
    """The indicator that the text speaks of at a figure: named before it, carried on from the sentence before, or named behind."""
    at = figure.mention.start
    if figure.quantity.unit in MONEY and _sum_of_something(walk, figure):
        return ""
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


def _sum_of_something(walk: Walk, figure: Figure) -> bool:
    """Whether an amount is called a sum of money right before it ("với số tiền 62 tỷ đồng"), which no indicator's value is."""
    last = figure.earlier[-1] if figure.earlier else None
    if last is None or last.kind != "indicator" or last.value != "total-value" or figure.mention.start - last.end > 24:
        return False
    return walk.fold[last.start : last.end].endswith(("tiền", "kinh phí")) and not counts.is_thing(walk.state.indicator)


def _opens_with_another(walk: Walk, figure: Figure) -> bool:
    """Whether a sentence opens with a subject of its own, which an amount then is of, not of what the sentence before was about."""
    start = figure.sentence.start
    marked = [e for e in figure.earlier if e.kind in ("area", "time", "indicator", "quantity")]
    return not marked and _OWN_SUBJECT.match(walk.fold, start, figure.quantity.core) is not None


def _fits(code: str, quantity: Quantity) -> bool:
    """Whether an amount can be a value of the indicator: an index has none, money comes in millions at least."""
    if code in _INDEX_ONLY or (code in _IN_DONG and quantity.unit == "USD"):
        return False
    if quantity.unit in MONEY and not traits(code).get("money", True):
        return False
    if quantity.unit in MONEY and (counts.is_thing(code) or code in PER_HEAD):
        return code in PER_HEAD
    return quantity.unit not in MONEY or quantity.scaled or quantity.number >= 1e6
