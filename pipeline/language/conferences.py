"""Conferences of blocs and the pacts that they sign.

A conference is told by what it is for (tổng kết, sơ kết, phát động ...), the period it looks back on, its day and its place; the
words may stand in one sentence or in neighbouring ones. A pact is claimed where its signing and its year are stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Conference, Pact
from pipeline.language.discourse import bloc_at, mentions_bloc, paragraph_of
from pipeline.language.focus import focus_of, notation, resolve, resolve_day, reviewed_period
from pipeline.language.mentions import Mention, claim, found, sentences, view_of, within
from pipeline.language.times import Time

_CUE = re.compile(
    r"\b(?P<annual>tổng kết)\b|\b(?P<mid>sơ kết)\b|\b(?P<launch>(?:hội nghị|lễ)\s+phát động)\b|\b(?P<signing>(?:hội nghị|"
    r"lễ)\s+ký(?: kết)? giao ước)\b"
)
_PREPARES = re.compile(r"\b(?:trù bị|chuẩn bị|rà soát|góp ý)\b[^.;]{0,40}$")
_NO_EVENT = re.compile(r"\b(?:báo cáo|khen thưởng|xét|thành tích)\s+$|\bkết thúc[^.]{0,20}$")
_SEVERAL = re.compile(r"\b(?:hai|ba|các|những) kỳ\s+$")
_EVENT = re.compile(
    r"\b(?:hội nghị|tổ chức|họp|gặp nhau|ngồi lại|hội ngộ|mở|diễn ra|kỳ|vừa|đã|cụm[^.;,]{0,80}|sau khi)\s*(?:để\s+|"
    r"phần việc:\s*)?$|\bhội nghị\b"
)
_SEAT = re.compile(r"\b(?:tại|ở|về)\s+(?:[^.;,]{0,40}?(?:,\s*)?)?(?:chính\s+)?(?:tỉnh\s+|thành phố\s+|tp\.?\s*)?$")
_HOST = re.compile(r"\s*(?:[^.;]{0,30}\blà nơi\b|[^.;]{0,50}\bđăng cai\b|[^.;]{0,8}\blà nơi diễn ra)")
_TOWN = re.compile(
    r"\b(?:tại|ở)\s+(?P<town>(?:TP|Tp|thành phố|Thành phố|thị xã|Thị xã|"
    r"TX)\.?\s*[A-ZĐÂÁÀÔƠƯÊ][^\W\d_]*(?:\s[A-ZĐÂÁÀÔƠƯÊ][^\W\d_]*)*)|(?P<lead>(?:TP|Tp|thành phố|"
    r"Thành phố)\.?\s+[A-ZĐÂ][^\W\d_]*(?:\s[A-ZĐÂ][^\W\d_]*)*)(?=,\s+tỉnh)"
)
_THIS_PROVINCE = re.compile(r"\b(?:tỉnh này|chính tỉnh này)\b")
_TODAY = re.compile(r"\bhôm nay\b|\bsáng nay\b|\bchiều nay\b")
_SIGNS = re.compile(
    r"\b(?:ký(?: kết)?|đặt bút ký)(?:[^.;]{0,60}?)\s*(?:bản\s+)?giao ước(?:\s+thi đua)?(?:\s+(?:cho\s+)?)?|"
    r"\bký kết(?: bản)? giao ước\b|\bgiao ước(?: thi đua)? năm (?:19|20)\d\d[^.;]{0,70}?\bđược\b[^.;]{0,50}?\bký\b"
)


@Language.component("thidua_conferences")
def find_conferences(doc: Doc) -> Doc:
    """Add the blocs' conferences and pacts to the document's claims."""
    merged: dict[tuple[str, str, str], Conference] = {}
    for conference in _conferences(doc):
        key = (conference.bloc, conference.kind, conference.period)
        merged[key] = _merge(merged[key], conference) if key in merged else conference
    claim(doc, *merged.values())
    signed: set[tuple[str, str]] = set()
    for pact in _pacts(doc):
        if (pact.bloc, pact.period) not in signed:
            signed.add((pact.bloc, pact.period))
            claim(doc, pact)
    return doc


def _merge(first: Conference, other: Conference) -> Conference:
    """One event told twice: the first telling stands, and takes day and place from the other where it gives none."""
    better = other if first.date is None and other.date is not None else first
    return replace(
        better,
        date=first.date or other.date,
        province=first.province or other.province,
        place=first.place or other.place,
    )


def _conferences(doc: Doc) -> Iterator[Conference]:
    fold = view_of(doc).fold
    told = False
    for number, (start, end) in enumerate(sentences(doc)):
        for cue in _CUE.finditer(fold, start, end):
            before = fold[start : cue.start()]
            bloc = bloc_at(doc, start, end)
            tied = mentions_bloc(doc, start, end) or _tied_by_text(doc, number, start, end)
            if not bloc or not tied or _NO_EVENT.search(before) or (cue["signing"] and told):
                continue
            if not (_EVENT.search(before) or number == 0 or cue["launch"] or _follows_bloc(doc, cue)):
                continue
            kind = _kind(cue, before)
            for period in _periods(doc, cue, (start, end), kind, several=bool(_SEVERAL.search(before))):
                told = True
                yield _conference(doc, bloc, kind, period, number, cue)


def _follows_bloc(doc: Doc, cue: re.Match[str]) -> bool:
    """Whether the bloc itself is the cue's subject: "Cụm thi đua ... tổng kết ..."."""
    return any(0 <= cue.start() - m.end <= 16 for m in found(doc, "bloc"))


def _tied_by_text(doc: Doc, number: int, start: int, end: int) -> bool:
    """A sentence that names no bloc still speaks of its conference in an article about the bloc: near its head, or where it says
    "hội nghị"."""
    if not focus_of(doc).bloc:
        return False
    fold = view_of(doc).fold[start:end]
    about = len(found(doc, "bloc")) >= 3 or mentions_bloc(doc, *sentences(doc)[0])
    own = re.search(r"\bcủa (?:riêng|tỉnh|sở|huyện)\b|\btỉnh (?=tổ chức)", fold)
    return about and own is None and (number <= 4 or "hội nghị" in fold or "kỳ sơ kết" in fold or "kỳ tổng kết" in fold)


def _kind(cue: re.Match[str], before: str) -> str:
    if _PREPARES.search(before):
        return "other"
    return (
        "annual-review"
        if cue["annual"]
        else "mid-year-review"
        if cue["mid"]
        else "launch"
        if cue["launch"]
        else "pact-signing"
    )


def _periods(doc: Doc, cue: re.Match[str], sentence: tuple[int, int], kind: str, *, several: bool) -> list[str]:
    """The periods under review: the one named behind the cue (each of them for "hai kỳ sơ kết ..."), else the article's."""
    focus = focus_of(doc)
    if several:
        times = [
            m.value for m in within(found(doc, "time"), cue.end(), sentence[1]) if m.value.year and not m.value.until
        ]
        return [notation(t.year, t.part) for t in times if t.part or kind != "mid-year-review"]
    period = reviewed_period(doc, sentence, cue.end(), kind)
    if period is None and (kind != "mid-year-review" or "-H1" in focus.review):
        period = focus.review
    return [period] if period else []


def _conference(doc: Doc, bloc: str, kind: str, period: str, number: int, cue: re.Match[str]) -> Conference:
    bounds = sentences(doc)
    start, end = bounds[number]
    date = _date(doc, number, period, cue)
    province, place = _seat(doc, start, end)
    if province is None:
        province = _seat_nearby(doc, number)
    first = min([m.start for m in within(found(doc, "bloc"), start, end)] + [cue.start()])
    times = [m.end for m in within(found(doc, "time"), cue.end(), end)]
    return Conference(
        start=first,
        end=max(times[0] if times else cue.end(), cue.end()),
        rule=f"conferences.{kind}",
        bloc=bloc,
        kind=kind,
        period=period,
        date=date,
        province=province,
        place=place,
    )


def _date(doc: Doc, number: int, period: str, cue: re.Match[str]) -> str | None:
    """The day: named in the sentence (the nearest to the cue), else "hôm nay" or a day in the sentences beside it."""
    focus = focus_of(doc)
    fold = view_of(doc).fold
    bounds = sentences(doc)
    start, end = bounds[number]
    inside = within(found(doc, "date"), start, end)
    if inside:
        nearest = min(inside, key=lambda m: min(abs(m.start - cue.end()), abs(cue.start() - m.end)))
        return resolve_day(nearest.value, focus, period)
    if _TODAY.search(fold, start, end):
        dated = [m for m in found(doc, "date") if m.value.year and m.start < end]
        return resolve_day(dated[0].value, focus, period) if dated else None
    for other in (number - 1, number + 1):
        lead = number <= 3 and 0 < other < number
        if 0 < other < len(bounds) and (lead or paragraph_of(doc, bounds[other][0]) == paragraph_of(doc, start)):
            near = [
                m
                for m in within(found(doc, "date"), *bounds[other])
                if re.search(
                    r"\bhội nghị|\bcụm\b|\bcông bố\b|\bdiễn ra|\bđây là|\bngồi lại",
                    fold[bounds[other][0] : bounds[other][1]],
                )
            ]
            if near and (near[0].value.year is None or abs(near[0].value.year - int(period[:4])) <= 1):
                return resolve_day(near[0].value, focus, period)
    return None


def _seat(doc: Doc, start: int, end: int) -> tuple[str | None, str | None]:
    """Province and town of an event, as a sentence gives them."""
    view = view_of(doc)
    town = _TOWN.search(view.text, start, end)
    place = (town["town"] or town["lead"]) if town else None
    provinces = within(found(doc, "province"), start, end)
    for mention in provinces:
        if _SEAT.search(view.fold, max(start, mention.start - 60), mention.start) or _HOST.match(
            view.fold, mention.end
        ):
            return mention.value, place
    if town:
        behind = [m for m in provinces if 0 <= m.start - town.end() <= 8 or town.start() <= m.start < town.end()]
        if behind:
            return behind[0].value, place
    pointed = _THIS_PROVINCE.search(view.fold, start, end)
    if pointed:
        earlier = [m for m in found(doc, "province") if m.end <= pointed.start()]
        return (earlier[-1].value if earlier else None), place
    return None, place


def _seat_nearby(doc: Doc, number: int) -> str | None:
    """ "Tỉnh X là nơi diễn ra hội nghị" in a neighbouring sentence, or the place in the sentence before."""
    fold = view_of(doc).fold
    bounds = sentences(doc)
    for other in (number + 1, number - 1):
        if not 0 < other < len(bounds) or paragraph_of(doc, bounds[other][0]) != paragraph_of(doc, bounds[number][0]):
            continue
        start, end = bounds[other]
        text = fold[start:end]
        hosts = [m for m in within(found(doc, "province"), start, end) if _HOST.match(fold, m.end)]
        if hosts and "hội nghị" in text:
            return str(hosts[0].value)
        if other < number and re.search(r"\bngồi lại|\bgặp nhau|\bhội nghị", text):
            seated: list[Mention] = [
                m
                for m in within(found(doc, "province"), start, end)
                if re.search(
                    r"\b(?:tại|ở|ngồi lại|gặp nhau tại)\s+(?:tỉnh\s+)?$", fold[max(start, m.start - 24) : m.start]
                )
            ]
            if seated:
                return str(seated[0].value)
    return None


def _pacts(doc: Doc) -> Iterator[Pact]:
    fold = view_of(doc).fold
    focus = focus_of(doc)
    for start, end in sentences(doc):
        for signing in _SIGNS.finditer(fold, start, end):
            if re.search(r"\bcủa riêng mình|\bthực hiện giao ước|\btừng cơ quan", fold[signing.start() : end][:80]):
                continue
            bloc = bloc_at(doc, start, end)
            near = [
                m
                for m in within(found(doc, "time"), signing.start(), end)
                if m.value.year and m.start - signing.end() <= 40
            ]
            if not bloc or not near or near[0].value.until:
                continue
            period = resolve(Time(near[0].value.year), focus)
            if period:
                yield Pact(
                    start=signing.start(),
                    end=max(signing.end(), near[0].end),
                    rule="pacts.signed",
                    bloc=bloc,
                    period=period,
                )
