"""Observations: the values of indicators, read off a text in its order.

The component `thidua_observations` walks through each sentence with a state (area, indicator, period, measure) that mentions
set and figures use, as a reader does: "GRDP 6 tháng của tỉnh tăng 7,96%; công nghiệp tăng 17,42%, còn xây dựng tăng 6,15%". What
a figure measures is decided in `measures`, whose it is in `areas`, what is counted in `counts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Observation
from pipeline.language import counts, measures, series
from pipeline.language.areas import Area, areas, bloc_area
from pipeline.language.focus import Focus, focus_of, resolve
from pipeline.language.indicators import traits
from pipeline.language.mentions import Mention, claim, found, sentences, view_of
from pipeline.language.quantities import Quantity
from pipeline.language.times import Time

_COMPARED = re.compile(
    r"\b(?:so(?: với)?|với|hơn|bằng|cùng kỳ|mức|của cùng kỳ|cao hơn|thấp hơn|đặt cạnh|lần|giá(?: so sánh)?|so sánh|giao ước(?: thi đua)?(?: cho)?|"
    r"công bố|nhiệm vụ|kế hoạch|nhiệm kỳ|mục tiêu|khóa|kỷ niệm|đại hội[^,;.]*)\s*(?:cả\s+)?(?:năm\s+)?$"
)
_CLAUSE_OPENS = re.compile(r"(?:^|[;(:,.–-]|\bcòn|\bvà|\btrong khi|\bnếu như|\bsong|\bnhưng)\s*$")
_NOT_PROVINCIAL = re.compile(
    r"\b(?:Công ty|Tổng công ty|Tập đoàn|Nhà máy|Ngân hàng(?! Nhà nước)|Xí nghiệp|HTX [A-ZĐ]|huyện [A-ZĐÁÀÂĂÊÔƠƯ]|Huyện [A-ZĐ]|thị xã [A-ZĐ]|"
    r"[Xx]ã [A-ZĐÂ]|[Pp]hường [A-ZĐ]|[Qq]uận (?:[A-ZĐ]|\d)|công ty|nhà máy)"
)
_MONEY = ("VND", "USD")
_PER_HEAD = ("grdp-per-capita", "income-per-capita")
_INDEX_ONLY = ("iip", "iip-mining", "iip-manufacturing", "iip-electricity", "iip-water", "cpi")


@dataclass(slots=True)
class State:
    """What the text speaks of at a point: "" where it has not said. `measure` is that of the running series."""

    area: str = ""
    indicator: str = ""
    period: str = ""
    measure: str = ""
    compared: str = ""
    group: tuple[str, ...] = ()
    start: int = 0
    mentioned: str = ""
    span: str = ""


@dataclass(slots=True)
class Walk:
    """A walk through one document: its events in order, the state, and what headings set for the lines below them."""

    doc: Doc
    fold: str
    focus: Focus
    state: State = field(default_factory=State)
    section: State = field(default_factory=State)
    province: str = ""
    headline: str = ""
    first: State | None = None
    table: series.Table | None = None


@Language.component("thidua_observations")
def find_observations(doc: Doc) -> Doc:
    """Add the document's observations to its claims."""
    focus = focus_of(doc)
    home = bloc_area(focus.bloc) if focus.bloc and (focus.meeting or not focus.area) else focus.area
    walk = Walk(doc, view_of(doc).fold, focus, section=State(area=home, period=focus.review), province=focus.area)
    figures = found(doc, "quantity")
    indicators = [i for i in found(doc, "indicator") if not any(i.overlaps(q) for q in figures)]
    events = sorted([*areas(doc), *found(doc, "time"), *indicators, *figures])
    seen: set[str] = set()
    for start, end in sentences(doc):
        inside = [e for e in events if start <= e.start and e.end <= end]
        for observation in _sentence(walk, start, end, inside):
            if observation.key() not in seen:
                seen.add(observation.key())
                claim(doc, observation)
    return doc


def _sentence(walk: Walk, start: int, end: int, events: list[Mention]) -> list[Observation]:
    """The observations of one sentence; the walk's state moves on."""
    opens_line = start == 0 or "\n" in walk.fold[max(0, start - 3) : start]
    if opens_line:
        walk.state = replace(walk.section, mentioned=walk.state.mentioned, span=walk.state.span)
        if not walk.focus.bloc:
            walk.province = walk.section.area or walk.focus.area
    walk.state.start = start
    walk.table = series.table_line(walk.table, walk.fold, start, end, events) if opens_line else None
    walk.first = None
    claims = list(_walk_events(walk, start, end, events))
    if walk.first is not None:
        walk.state.area, walk.state.period, walk.state.group = walk.first.area, walk.first.period, ()
    if opens_line and series.is_heading(walk.doc.text[start:end]) and not walk.table:
        _set_section(walk, start, end, events)
    return claims


def _set_section(walk: Walk, start: int, end: int, events: list[Mention]) -> None:
    """A heading, or a line that announces a list, sets what the lines below it speak of."""
    if start < 5:
        return
    section = walk.section
    for event in events:
        if event.kind == "time" and not _is_compared(walk, event, start):
            section.period = resolve(event.value, walk.focus, walk.focus.review) or section.period
        elif event.kind == "area" and event.value.kind in ("province", "bloc") and not event.value.aside:
            section.area = event.value.name
    heading = walk.fold[start:end]
    announced = heading.endswith(":") and re.search(r"\b(?:so với|đối chiếu với|so) kế hoạch|thực hiện kế hoạch", heading)
    section.measure = measures.PLAN if announced else ""


def _walk_events(walk: Walk, start: int, end: int, events: list[Mention]) -> Iterator[Observation]:
    stack: list[State] = []
    last = start
    for index, event in enumerate(events):
        gap = walk.fold[last : event.start]
        _follow_brackets(walk, gap, stack, events[index - 1] if index else None)
        if event.kind == "time":
            _see_time(walk, event, start)
        elif event.kind == "area":
            _see_area(walk, event, events, index, start)
        elif event.kind == "indicator":
            _see_indicator(walk, event)
        else:
            yield from _see_quantity(walk, event, events, index, start, end)
        last = max(last, event.end)
    if stack:
        walk.state = stack[0]


def _follow_brackets(walk: Walk, gap: str, stack: list[State], before: Mention | None) -> None:
    """Inside brackets the state may change and is put back afterwards; a figure there belongs to what stands before them."""
    for position, character in enumerate(gap):
        if character == "(":
            stack.append(replace(walk.state))
            if before is not None and before.kind == "area" and not gap[:position].strip() and _owns_brackets(walk, before):
                walk.state.area, walk.state.group = before.value.name, ()
            if before is not None and before.kind == "time" and walk.state.compared and not gap[:position].strip():
                walk.state.period = walk.state.compared
        elif character == ")" and stack:
            only_time = before is not None and before.kind == "time" and walk.fold[before.start - 1] == "("
            period = walk.state.period if only_time else stack[-1].period
            walk.state = replace(stack.pop(), period=period)
        elif character == ";":
            walk.state.group = ()


def _owns_brackets(walk: Walk, area: Mention) -> bool:
    """Whether brackets behind an area speak of it: not behind a rank among others ("thứ 8 toàn quốc (năm 2022: ...)")."""
    return bool(area.value.name) and not series.is_ranked(walk.fold, area)


def _is_compared(walk: Walk, event: Mention, start: int) -> bool:
    """Whether a time is only what a figure is compared with ("so với cùng kỳ")."""
    before = walk.fold[max(start, event.start - 24) : event.start]
    time: Time = event.value
    if time.same:
        after = walk.fold[event.end : event.end + 40]
        figure = re.match(r"[^;.]{0,34}\d", after)
        return not (_CLAUSE_OPENS.search(before) and figure)
    return _COMPARED.search(before) is not None


def _see_time(walk: Walk, event: Mention, start: int) -> None:
    time: Time = event.value
    now = str(walk.focus.year or "")
    pointed = {"year": walk.state.mentioned, "span": walk.state.span, "now": now}.get(time.again, "")
    period = pointed if time.again else resolve(time, walk.focus, walk.state.period)
    if not period:
        return
    if time.until:
        walk.state.span = period
    elif time.year:
        walk.state.mentioned = str(time.year)
    if time.again == "now" and re.search(r"\btừ đầu năm\s*$", walk.fold[: event.start]):
        return
    if _is_compared(walk, event, start):
        walk.state.compared = period
    else:
        walk.state.period = period


def _see_area(walk: Walk, event: Mention, events: list[Mention], index: int, start: int) -> None:
    area: Area = event.value
    state = walk.state
    follows_bracket = walk.fold[event.end : event.end + 2].lstrip().startswith("(")
    if area.kind == "nation":
        if series.speaks_of_nation(walk.fold, event, events[index + 1 :]):
            state.area, state.group = area.name, ()
    elif area.kind == "here":
        if walk.province:
            state.area, state.group = walk.province, ()
    elif area.kind == "region":
        state.area, state.group = "", ()
    elif area.kind == "bloc":
        clause = walk.fold[max(start, event.start - 60) : event.start]
        subject = any(e.kind == "area" and e.value.kind == "province" and e.end > event.start - 30 for e in events[:index])
        if not (subject and re.search(r"\b(?:trong|thuộc|của|nhất|đầu|toàn)\s*$", clause + walk.fold[event.start : event.start + 6])):
            state.area, state.group = area.name, ()
    elif area.body and state.area:
        walk.province = area.name if walk.focus.bloc else walk.province
    elif not (area.aside and not follows_bracket):
        previous = events[index - 1] if index else None
        listed = previous is not None and previous.kind == "area" and previous.value.kind == "province"
        joined = listed and previous is not None and series.continues_list(walk.fold[previous.end : event.start])
        state.group = (*(state.group or ((state.area,) if joined and state.area else ())), area.name) if joined else (area.name,)
        state.area = area.name
        if not joined and walk.fold[max(start, event.start - 1) : event.start] != "(":
            walk.province = area.name


def _see_indicator(walk: Walk, event: Mention) -> None:
    code = event.value
    if not series.names_indicator(walk.fold, event):
        return
    if traits(code).get("capital") and (walk.state.indicator.startswith("fdi") or "nước ngoài" in walk.fold[event.end : event.end + 24]):
        if event.end - event.start <= 22 and "trong nước" not in walk.fold[event.start : event.end + 12]:
            code = "fdi"
    same_kind = traits(code).get("sector") and traits(walk.state.indicator).get("sector")
    if code != walk.state.indicator and not same_kind:
        walk.state.measure = ""
    if code == "grdp":
        walk.headline = code
    walk.state.indicator = code


def _see_quantity(
    walk: Walk, event: Mention, events: list[Mention], index: int, start: int, end: int
) -> Iterator[Observation]:
    quantity: Quantity = event.value
    before = walk.fold[start : quantity.core]
    after = walk.fold[event.end : end]
    clause = series.clause_of(before)
    if not quantity.unit:
        quantity = _with_unit_of(walk, quantity, before)
    if not quantity.unit or quantity.unit == "percentage-point":
        return
    if quantity.bound == "at-least" and not walk.focus.bloc:
        return
    if measures.is_target(before[-70:], after) or measures.is_month_on_month(after):
        return
    subject = walk.doc.text[start + len(before) - len(clause) : quantity.core]
    if _NOT_PROVINCIAL.search(subject) or series.is_of_others(
        subject, walk.fold[event.start : event.end], walk.doc.text[event.end : end]
    ):
        return
    event_read = replace(event, value=quantity)
    code = walk.state.indicator if not event.value.unit else _indicator_for(walk, event_read, events, index, before, after)
    if not code:
        return
    reading = measures.read(quantity, code, before, after, walk.state.measure or walk.section.measure or None)
    if reading is None or (reading.measure == measures.LEVEL and not _fits(code, quantity)):
        return
    if code == "tourist-arrivals" and quantity.unit in _MONEY:
        code = "tourism-revenue"
    code, reading = _refined(code, quantity, reading, before)
    walk.state.indicator, walk.state.measure = code, reading.measure if quantity.unit == "%" else walk.state.measure
    period = _period_for(walk, event, events, index) or walk.focus.review
    if not period:
        return
    unit = "VND/person/year" if code in _PER_HEAD and quantity.unit == "VND" and reading.measure == measures.LEVEL else quantity.unit
    unit = "%" if quantity.unit == "times" else unit
    if walk.first is None:
        walk.first = replace(walk.state, period=period)
    quote = series.quote_start(walk.fold, events[:index], event, start)
    for area in series.areas_for(walk.fold, walk.state.area, walk.state.group, event, events, index):
        yield Observation(
            start=quote,
            end=event.end,
            rule=f"observations.{reading.measure}",
            area=area,
            indicator=code,
            measure=reading.measure,
            value=reading.value,
            unit=unit,
            period=period,
            bound=reading.bound,
            words=walk.doc.text[event.start : event.end],
        )


def _with_unit_of(walk: Walk, quantity: Quantity, before: str) -> Quantity:
    """A bare number takes the unit of the counted indicator just named ("số doanh nghiệp thành lập mới là 920")."""
    unit = traits(walk.state.indicator).get("unit", "")
    linked = re.search(r"(?:\blà|\bđạt|:|\blên|\bcó)\s+(?:[^\s\d,;]+\s+)?$", before)
    return replace(quantity, unit=unit) if unit and linked else quantity


def _indicator_for(
    walk: Walk, event: Mention, events: list[Mention], index: int, before: str, after: str
) -> str | None:
    """The indicator of a figure: what it counts, what follows it at once, what its column says, or what was spoken of."""
    quantity: Quantity = event.value
    if counts.is_counted(quantity.unit):
        return counts.counted(quantity.unit, before, walk.fold[event.start : event.end], series.clause_after(after))
    following = events[index + 1] if index + 1 < len(events) else None
    if quantity.unit not in ("%", "times") and not quantity.unit.startswith(_MONEY):
        return None
    if following is not None and following.kind == "indicator" and quantity.unit in ("%", *_MONEY):
        gap = walk.fold[event.end : following.start]
        if re.fullmatch(r"\s*(?:số|tổng|tổng số|về|số hộ)?\s*", gap) and (quantity.unit != "%" or "growth" != traits(following.value).get("percent", "growth")):
            code = following.value
            return "registered-capital" if code == "registered-capital" else str(code)
    if walk.table is not None and (column := walk.table.indicator_at(walk.fold, event)):
        return column
    return _spoken_of(walk, event, events, index) or None


def _spoken_of(walk: Walk, event: Mention, events: list[Mention], index: int) -> str:
    """The indicator that the text speaks of at a figure: named before it in its sentence, carried on from the sentence before, or
    named only behind it."""
    sentence = walk.state.start
    named = [e for e in events[:index] if e.kind == "indicator" and series.names_indicator(walk.fold, e)]
    close = index > 0 and event.start - events[index - 1].end <= 40 and events[index - 1].kind in ("area", "time")
    if named:
        reach = 60 if traits(named[-1].value).get("sector") or traits(named[-1].value).get("capital") else 110
        figures = [e.end for e in events[:index] if e.kind == "quantity" and e.start > named[-1].end]
        return walk.state.indicator if event.start - max([named[-1].end, *figures]) <= reach else ""
    carried = walk.state.indicator
    if event.value.unit == "%" and (close or event.start - sentence < 60):
        if walk.headline and (not carried or traits(carried).get("sector")):
            return walk.headline
        return carried
    if carried and event.start - sentence < 60:
        return carried
    later = next((e.value for e in events[index + 1 :] if e.kind == "indicator" and series.names_indicator(walk.fold, e)), "")
    return later if event.value.unit == "%" and not traits(later).get("sector") else carried if close else ""


def _fits(code: str, quantity: Quantity) -> bool:
    if code in _INDEX_ONLY:
        return False
    if quantity.unit in _MONEY:
        return quantity.scaled or quantity.number >= 1e6
    return True


def _refined(code: str, quantity: Quantity, reading: measures.Reading, before: str) -> tuple[str, measures.Reading]:
    """The code once the figure is known: amounts by head, a falling poverty rate, an index without an index."""
    if code == "grdp" and reading.measure == measures.LEVEL and quantity.unit == "VND" and quantity.number < 1e10:
        code = "grdp-per-capita"
    if code in ("poverty-rate", "poverty-reduction") and quantity.unit == "%":
        if reading.measure == measures.GROWTH and reading.value < 0:
            return "poverty-reduction", measures.Reading(measures.LEVEL, -reading.value, reading.bound)
        if code == "poverty-reduction" and reading.value > 60:
            return code, measures.Reading(measures.PLAN, reading.value, reading.bound)
    if code in ("fdi", "registered-capital") and reading.measure == measures.SHARE:
        code = f"{code}-part"
    if code == "iip-manufacturing" and "chỉ số" not in before:
        code = "iip-manufacturing" if reading.measure == measures.GROWTH else "manufacturing-output"
    return code, reading


def _period_for(walk: Walk, event: Mention, events: list[Mention], index: int) -> str:
    """The period of a figure: a year in brackets or a time right behind it, its column's, else the one spoken of."""
    turn = series.time_in_turn(walk.fold, events, index)
    if turn is not None:
        return resolve(turn, walk.focus, walk.state.period) or walk.state.period
    following = events[index + 1] if index + 1 < len(events) else None
    if following is not None and following.kind == "time" and not following.value.same:
        gap = walk.fold[event.end : following.start]
        closed = walk.fold[following.end : following.end + 1] == ")"
        inside = re.match(r"(?:trong|cả)\b", walk.fold[following.start : following.end])
        if (inside and not gap.strip()) or (closed and re.fullmatch(r"\s*\(\s*(?:năm\s+)?", gap)) or re.fullmatch(r"\s*(?:ở|trong|vào|của)\s*", gap):
            return resolve(following.value, walk.focus, walk.state.period) or walk.state.period
    if walk.table is not None and (column := walk.table.time_at(walk.fold, event)):
        return resolve(column, walk.focus, walk.state.period) or walk.state.period
    return walk.state.period
