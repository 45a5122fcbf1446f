"""Observations: the values of indicators, read off a text in its order.

The component `thidua_observations` walks through each sentence with a state (area, indicator, period, measure) that mentions
set and figures use, as a reader does: "GRDP 6 tháng của tỉnh tăng 7,96%; công nghiệp tăng 17,42%, còn xây dựng tăng 6,15%". What
mentions set is in `spoken`, how a figure becomes an observation in `figures`: what it measures in `measures`, whose it is in
`areas`, what is counted in `counts`, how lists and tables are read in `series`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Observation
from pipeline.language import measures, series, spoken
from pipeline.language.areas import areas, bloc_area
from pipeline.language.compared import is_compared
from pipeline.language.figures import read_figure
from pipeline.language.focus import focus_of, period_year, resolve
from pipeline.language.mentions import Taken, claim, found, sentences, view_of, within
from pipeline.language.places import COUNTRY
from pipeline.language.relevance import is_national
from pipeline.language.results import aims_only
from pipeline.language.walk import Sentence, State, Walk

_AGAINST_PLAN = re.compile(r"\b(?:so với|đối chiếu với|so) kế hoạch|thực hiện kế hoạch")
_ABOUT_FOREIGN = re.compile(r"\b(?:fdi|đầu tư nước ngoài|vốn nước ngoài)\b")
_LEAD = 160
"""Characters of a title and the first words, which tell what an article is about."""
_LOCAL_TITLE = re.compile(
    r"\b(?:[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Cc]ông ty|[Tt]ập đoàn|[Tt]ổng công ty|[Nn]gân hàng|[Bb]ệnh viện|"
    r"[Tt]rường) [A-ZĐ]"
)
"""An article about a place below a province, or about a firm: its figures are not the province's."""
_OPENING = 12
"""Characters within which a sentence's first words start."""
_FIRST_LINE = 5
"""Lines that start before this offset are the title, which speaks for itself, not for the lines below."""


@Language.component("thidua_observations")
def find_observations(doc: Doc) -> Doc:
    """Add the document's observations to its claims."""
    focus = focus_of(doc)
    if not focus.public:
        return doc
    home = bloc_area(focus.bloc) if focus.bloc and (focus.meeting or not focus.area) else focus.area
    view = view_of(doc)
    if _LOCAL_TITLE.search(view.text, 0, sentences(doc)[0][1] if sentences(doc) else 0):
        home = ""
    elif not home and is_national(doc):
        home = COUNTRY
    walk = Walk(view.text, view.fold, focus, section=State(area=home, period=focus.review), province=focus.area)
    walk.foreign = _ABOUT_FOREIGN.search(view.fold, 0, _LEAD) is not None
    figures = found(doc, "quantity")
    taken = Taken(figures)
    indicators = [i for i in found(doc, "indicator") if not taken.touches(i)]
    events = sorted([*areas(doc), *found(doc, "time"), *indicators, *figures])
    bounds = sentences(doc)
    read = (o for start, end in bounds for o in _sentence(walk, Sentence(start, end, within(events, start, end))))
    claim(doc, *_told_once(read, bounds[0][1] if bounds else 0))
    return doc


def _told_once(observations: Iterable[Observation], title_end: int) -> Iterator[Observation]:
    """Each observation once; one that the title gives, where a period is easily mistaken, gives way to the same one in the text."""
    told: dict[tuple[object, ...], Observation] = {}
    for observation in observations:
        told.setdefault(observation.fact(), observation)
    below = {_but_period(o) for o in told.values() if o.start >= title_end}
    for observation in told.values():
        if observation.start >= title_end or _but_period(observation) not in below:
            yield observation


def _but_period(observation: Observation) -> tuple[object, ...]:
    return (observation.area, observation.indicator, observation.measure, observation.value, observation.unit)


def _sentence(walk: Walk, sentence: Sentence) -> list[Observation]:
    """The observations of one sentence; the walk's state moves on.

    The next sentence goes on with what the first figure of this one was about: the rest of a sentence often turns aside, but not to
    a later year.
    """
    opens_line = sentence.start == 0 or "\n" in walk.fold[max(0, sentence.start - 3) : sentence.start]
    if opens_line:
        walk.now, walk.aiming, walk.whole = "", False, ""
        row = "|" in walk.fold[sentence.start : sentence.end]
        headed = walk.section.indicator if row else ""
        mentioned, span = walk.state.mentioned, walk.state.span
        walk.state = walk.section.copy()
        walk.state.mentioned, walk.state.span, walk.state.indicator = mentioned, span, headed
        if not walk.focus.bloc:
            walk.province = walk.section.area or walk.focus.area
    walk.table = (
        series.table_line(walk.table, walk.fold, sentence.start, sentence.end, sentence.events) if opens_line else None
    )
    _come_home(walk)
    walk.first = None
    walk.before_now = ""
    walk.aiming = walk.aiming and not _opens_in_past(walk, sentence)
    if walk.section.area in ("", COUNTRY) and not walk.focus.bloc and not walk.table:
        # No province's article: a figure is of whom its own sentence names, or of the nation that the article is about.
        walk.state.area, walk.state.group = walk.section.area, ()
    until_then = walk.state.period
    claims = list(_walk_events(walk, sentence))
    walk.others = len({e.value.name for e in sentence.events if e.kind == "area" and e.value.kind == "province"})
    walk.aiming = not claims and (walk.aiming or aims_only(walk, sentence))
    if walk.first is not None:
        summed = _SUMMED.search(walk.fold, sentence.start, sentence.end) is not None
        period = walk.state.period if summed else max(walk.first.period, walk.state.period, key=period_year)
        walk.state.area, walk.state.period, walk.state.group = walk.first.area, period, ()
    if walk.before_now:
        walk.state.period = walk.before_now
    if until_then and _IN_ALL.match(walk.fold, sentence.start):
        walk.state.period = until_then
    if opens_line and not walk.table and series.is_heading(walk.text[sentence.start : sentence.end]):
        _set_section(walk, sentence)
    return claims


_SUMMED = re.compile(r"[;,.] (?:tính )?(?:chung|gộp)(?: cả)? (?=(?:\d{1,2}|sáu|chín|mười|ba) tháng|quý|cả năm)")
"""Goes over from a part of the period to all of it, which the text then stays with ("tháng 9 tăng 5,7%; tính chung 9 tháng ...")."""
_IN_ALL = re.compile(r"\W*(?:tính )?lũy kế (?:đến|tới|từ)\b")
"""Opens an aside on what has come together over the years."""


def _come_home(walk: Walk) -> None:
    """Behind a sentence that set several provinces side by side, an article about one of them goes on with its own."""
    home = walk.section.area or walk.focus.area
    if walk.others > 1 and home and home == walk.focus.area and not walk.focus.bloc:
        walk.state.area, walk.state.group, walk.province = home, (), home


def _opens_in_past(walk: Walk, sentence: Sentence) -> bool:
    """Whether a sentence starts by naming a year that is not to come ("Đến hết năm 2016, ..."), and so tells no aims any more."""
    first = sentence.events[0] if sentence.events else None
    if first is None or first.kind != "time" or first.start > sentence.start + _OPENING:
        return False
    return 0 < period_year(resolve(first.value, walk.focus, "") or "") <= walk.focus.year


def _set_section(walk: Walk, sentence: Sentence) -> None:
    """A heading, or a line that announces a list, sets what the lines below it speak of."""
    if sentence.start < _FIRST_LINE:
        return
    section = walk.section
    section.indicator = next((e.value for e in sentence.events if e.kind == "indicator"), "")
    for event in sentence.events:
        if event.kind == "time" and not is_compared(walk, event, sentence.start):
            section.period = resolve(event.value, walk.focus, walk.focus.review) or section.period
        elif event.kind == "area" and event.value.kind in ("province", "bloc") and not event.value.aside:
            section.area = event.value.name
    heading = walk.fold[sentence.start : sentence.end]
    section.measure = measures.PLAN if heading.endswith(":") and _AGAINST_PLAN.search(heading) else ""


def _walk_events(walk: Walk, sentence: Sentence) -> Iterator[Observation]:
    stack: list[State] = []
    last = sentence.start
    for index, event in enumerate(sentence.events):
        previous = sentence.events[index - 1] if index else None
        if last < event.start:
            spoken.follow_brackets(walk, walk.fold[last : event.start], stack, previous)
        if event.kind == "time":
            spoken.see_time(walk, sentence, index)
        elif event.kind == "area":
            spoken.see_area(walk, sentence, index)
        elif event.kind == "indicator":
            spoken.see_indicator(walk, sentence, index)
        else:
            yield from read_figure(walk, sentence, index)
        last = max(last, event.end)
    if stack:
        walk.state = stack[0]
