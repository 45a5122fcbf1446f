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
from pipeline.language.dating import reviewed_period
from pipeline.language.discourse import bloc_at, mentions_bloc
from pipeline.language.focus import Focus, focus_of, notation, resolve
from pipeline.language.mentions import Mention, claim, claims_of, found, sentences, view_of, within
from pipeline.language.seats import day_of, seat_of
from pipeline.language.times import Time

_LOOKS_BACK = (
    r"(?:đánh giá|kiểm điểm|nhìn lại|điểm lại|soát lại|rà soát|nhận xét)(?: lại)?(?: toàn diện)?(?: (?:kết quả|tình hình|"
    r"việc))?(?: \d)?(?: (?:một|cả))?"
    r" (?:(?:thực hiện|triển khai|tổ chức)(?: (?:các|việc))? )?(?:phong trào|công tác|giao ước|thi đua|hoạt động|nhiệm vụ|năm (?:thi đua|"
    r"hoạt động|công tác|thực hiện)|"
    r"chặng đường|(?:6|sáu) tháng|quý)"
)
_CUE = re.compile(
    rf"\b(?P<annual>tổng kết|khép lại năm thi đua|bế mạc năm thi đua)\b|\b(?P<assess>{_LOOKS_BACK})\b|\b(?P<mid>sơ kết)\b|"
    r"\b(?P<launch>(?:hội nghị|lễ|buổi lễ)\s+phát động)\b|\b(?P<signing>(?:hội nghị|"
    r"lễ|buổi|buổi lễ|buổi gặp mặt)\s+(?:đăng )?ký(?: kết)?(?: thực hiện)?(?: bản| các nội dung)? giao ước)\b"
)
_SIGN_PACT = r"(?<!rồi )\bký(?: kết)?(?: thực hiện)?(?: bản)? giao ước\b"
_PACT_MEETING = re.compile(rf"\b(?:tổ chức|tiến hành|họp|gặp mặt|gặp gỡ|đăng cai|nhóm họp)\b[^.;]{{0,40}}?{_SIGN_PACT}")
_MEMBERS_SIGN = re.compile(rf"\b(?:đã |vừa |cùng |chính thức |tiến hành ){{0,3}}{_SIGN_PACT}")
_ANNOUNCED_BEFORE = re.compile(r"\b(?:sẽ|dự kiến|hoãn|lùi|chuẩn bị cho|kế hoạch|trước thềm|hướng tới)\b[^.;]{0,60}$")
_ANNOUNCED_AFTER = re.compile(r"[^.;]{0,90}\b(?:sẽ|dự kiến|hoãn|lùi (?:lịch|sang))\b")
_HEAD, _OFTEN = 4, 3
"""How many sentences make an article's head; how many mentions of a bloc make it the article's subject."""
_OWN = re.compile(
    r"[^.;,]{0,80}?\bcủa (?:riêng|tỉnh|sở|huyện|ngành|thành phố|địa phương|đơn vị)(?: mình| nhà| ta)?(?=\s*(?:[.;,]|$))"
)
"""What follows a review that a province, or an office, makes of its own."""
_SIGNING_TOO = re.compile(r"[^.;,]{0,40}(?:,| và)?\s*ký(?: kết)?(?: bản)? giao ước\b")
_LAUNCHES = re.compile(r"\bphát động (?:phong trào |đợt )?thi đua\b")
_PREPARES = re.compile(r"\b(?:trù bị|chuẩn bị|rà soát|góp ý)\b[^.;]{0,40}$")
_NO_EVENT = re.compile(r"\b(?:báo cáo|khen thưởng|xét|thành tích)\s+$|\bkết thúc[^.]{0,20}$")
_HALF = re.compile(
    r"(?:[^.;,]|, (?=khen thưởng)){0,60}?(?:\b6|\bsáu) tháng(?: đầu)?\b|[^.;,]{0,60}?\b(?:nửa đầu năm|giữa năm)\b"
)
_SEVERAL = re.compile(r"\b(?:hai|ba|các|những) kỳ\s+$")
_EVENT = re.compile(
    r"\b(?:hội nghị|tổ chức|tiến hành|họp|gặp nhau|ngồi lại|hội ngộ|mở|diễn ra|kỳ|buổi|cuộc|vừa|đã|cụm[^.;,]{0,80}|sau khi)\s*(?:để\s+|"
    r"phần việc:\s*)?$|\bhội nghị\b|\b(?:họp|gặp nhau|gặp mặt|gặp gỡ|ngồi lại|hội ngộ|hội tụ|tề tựu|nhóm họp|quy tụ|tụ hội|đăng cai|"
    r"có mặt|về dự|hội quân|cuộc họp|phiên họp|buổi họp|chung một bàn|ngồi chung)\b[^.;]{0,140}$"
)
_FIRST_MID_YEAR = 5
"""The month from which on a year's first half is looked back on."""
_HELD = re.compile(r"[^.;]{0,200}?\b(?:được tổ chức|diễn ra|được tiến hành)\b")
"""What follows a review that is itself the subject: "Tổng kết phong trào ... của Cụm ... được tổ chức ngày 13/12"."""
_SIGNS = re.compile(
    r"\b(?:ký(?: kết)?|đặt bút ký|hạ bút ký|đặt bút)(?:[^.;]{0,60}?)\s*(?:bản\s+)?giao ước(?:\s+thi đua)?(?:\s+(?:cho\s+)?)?|"
    r"\bký kết(?: bản)? giao ước\b|\bgiao ước(?: thi đua)? năm (?:19|20)\d\d[^.;]{0,70}?\b(?:được|để|mang chữ ký|"
    r"có chữ ký)\b[^.;]{0,50}?\bký\b|\bgiao ước(?: thi đua)? năm (?:19|20)\d\d (?:mà [^.;,]{2,40} )?(?:đã |vừa |được )+ký\b"
)


_OTHER_PACT = re.compile(
    r"\bcủa riêng mình|(?<!ký )(?<!kết )\bthực hiện giao ước|\btừng cơ quan|\bgiữa (?:các )?(?:huyện|sở|ngành|phòng|xã|"
    r"đơn vị (?:trong tỉnh|trực thuộc))|"
    r"\bvới (?:các )?(?:huyện|sở|xã|phòng)"
)
_NOT_SIGNED = re.compile(
    r"\b(?:sẽ|chưa|dự kiến|chuẩn bị|hoãn|trước khi)\b[^.;,]{0,25}$|\b(?:sở, |ban, |ngành, |huyện|phòng|xã)[, ]*[^.;]{0,24}$"
)
_NEAR_YEAR = 40


@Language.component("thidua_conferences")
def find_conferences(doc: Doc) -> Doc:
    """Add the blocs' conferences and pacts to the document's claims."""
    if not focus_of(doc).bloc:
        return doc
    merged: dict[tuple[str, str, str], Conference] = {}
    for conference in _conferences(doc):
        key = (conference.bloc, conference.kind, conference.period)
        merged[key] = _merge(merged[key], conference) if key in merged else conference
    if not merged:
        merged = {(c.bloc, c.kind, c.period): c for c in (*_launches(doc), *_pact_meetings(doc))}
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
            if (
                _OWN.match(fold, cue.end(), end)
                or _ANNOUNCED_BEFORE.search(before)
                or _ANNOUNCED_AFTER.match(fold, cue.end(), end)
            ):
                continue
            held = _EVENT.search(before) or _HELD.match(fold, cue.end(), end)
            if not (held or number == 0 or cue["launch"] or cue["signing"] or _follows_bloc(doc, cue)):
                continue
            kind = _kind(cue, before, fold[cue.end() : end])
            for period in _periods(doc, cue, (start, end), kind, several=bool(_SEVERAL.search(before))):
                told = True
                yield _conference(doc, bloc, kind, period, number, cue)


def _launches(doc: Doc) -> Iterator[Conference]:
    """A bloc that starts a drive at a meeting of its own: "Cụm ... tại TP Tuy Hòa để phát động đợt thi đua ... năm 2018"."""
    fold = view_of(doc).fold
    for number, (start, end) in enumerate(sentences(doc)[:4]):
        cue = _LAUNCHES.search(fold, start, end)
        if cue is None or not number or not mentions_bloc(doc, start, cue.start()):
            continue
        bloc, period = bloc_at(doc, start, end), reviewed_period(doc, (start, end), cue.end(), "launch")
        if bloc and period:
            yield _conference(doc, bloc, "launch", period, number, cue)


def _pact_meetings(doc: Doc) -> Iterator[Conference]:
    """A bloc that meets to sign its pact and for nothing else: "tổ chức ký kết giao ước thi đua năm 2019"."""
    fold = view_of(doc).fold
    for number, (start, end) in enumerate(sentences(doc)[:_HEAD]):
        cue = _PACT_MEETING.search(fold, start, end) or _signed_on_a_day(doc, start, end)
        if cue is None or not number or not mentions_bloc(doc, start, end):
            continue
        bloc, period = bloc_at(doc, start, end), reviewed_period(doc, (start, end), cue.end(), "pact-signing")
        announced = _ANNOUNCED_BEFORE.search(fold[start : cue.start()]) or _ANNOUNCED_AFTER.match(fold, cue.end(), end)
        if bloc and period and not announced:
            yield _conference(doc, bloc, "pact-signing", period, number, cue)


def _signed_on_a_day(doc: Doc, start: int, end: int) -> re.Match[str] | None:
    """The signing that a bloc's members came together for: "Chiều 15/3, tại ..., đại diện sáu tỉnh ... đã ký kết giao ước"."""
    signing = _MEMBERS_SIGN.search(view_of(doc).fold, start, end)
    days = within(found(doc, "date"), start, signing.start()) if signing else []
    return signing if days and mentions_bloc(doc, start, signing.start() if signing else end) else None


def _follows_bloc(doc: Doc, cue: re.Match[str]) -> bool:
    """Whether the bloc itself is the cue's subject: "Cụm thi đua ... tổng kết ..."."""
    return any(0 <= cue.start() - m.end <= 16 for m in found(doc, "bloc"))


def _tied_by_text(doc: Doc, number: int, start: int, end: int) -> bool:
    """A sentence that names no bloc still speaks of its conference in an article about the bloc: near its head, or where it says
    "hội nghị"."""
    if not focus_of(doc).bloc:
        return False
    fold = view_of(doc).fold[start:end]
    early = sentences(doc)[: _HEAD + 1]
    about = mentions_bloc(doc, *early[0]) or (
        len(found(doc, "bloc")) >= _OFTEN and mentions_bloc(doc, early[0][0], early[-1][1])
    )
    own = re.search(
        r"\bcủa (?:riêng|tỉnh|sở|huyện)\b|\btỉnh (?=tổ chức)|\bubnd tỉnh (?:\S+ ){1,4}tổ chức (?:hội nghị|lễ) tổng kết",
        fold,
    )
    return (
        about
        and own is None
        and (number <= _HEAD or "hội nghị" in fold or "kỳ sơ kết" in fold or "kỳ tổng kết" in fold)
    )


def _kind(cue: re.Match[str], before: str, after: str) -> str:
    if _PREPARES.search(before):
        return "other"
    if cue["launch"] and _SIGNING_TOO.match(after):
        return "pact-signing"
    if cue["assess"]:
        return "mid-year-review" if _HALF.match(after, 0) or _HALF.search(cue[0]) else "annual-review"
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
    period = period or _period_of_article(focus, kind)
    return [period] if period else []


def _period_of_article(focus: Focus, kind: str) -> str:
    """The period of a conference whose words name none: what the article looks back on; a launch is of the year of writing."""
    if kind == "launch":
        return str(focus.year) if focus.dated else focus.review[:4]
    if kind != "mid-year-review" or "-H1" in focus.review:
        return focus.review
    return notation(focus.year, "H1") if focus.dated and focus.month >= _FIRST_MID_YEAR else ""


def _conference(doc: Doc, bloc: str, kind: str, period: str, number: int, cue: re.Match[str]) -> Conference:
    bounds = sentences(doc)
    start, end = bounds[number]
    # A review looks back on the year before as a rule, a launch or a signing is of its own year.
    reviewed = period if kind in ("annual-review", "mid-year-review", "other") else f"{period}-H1"
    date = day_of(doc, number, reviewed, cue.span())
    province, place = seat_of(doc, number)
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


def _pacts(doc: Doc) -> Iterator[Pact]:
    fold = view_of(doc).fold
    focus = focus_of(doc)
    for start, end in sentences(doc):
        for signing in _SIGNS.finditer(fold, start, end):
            if _OTHER_PACT.search(fold, signing.start(), min(end, signing.start() + 80)) or _NOT_SIGNED.search(
                fold[start : signing.start()]
            ):
                continue
            bloc = bloc_at(doc, start, end)
            year = _pact_year(doc, signing.span(), (start, end))
            period = resolve(Time(year.value.year), focus) if bloc and year is not None else None
            if period and year is not None:
                yield Pact(
                    start=min(signing.start(), year.start),
                    end=max(signing.end(), year.end),
                    rule="pacts.signed",
                    bloc=bloc,
                    period=period,
                )


def _pact_year(doc: Doc, signing: tuple[int, int], sentence: tuple[int, int]) -> Mention | None:
    """The year of a pact: right behind its signing, else the coming one named right before ("bầu ... Cụm phó năm 2017 rồi ký")."""
    times = [m for m in within(found(doc, "time"), *sentence) if m.value.year]
    behind = [m for m in times if signing[0] <= m.start <= signing[1] + _NEAR_YEAR]
    if behind:
        return None if behind[0].value.until else behind[0]
    before = [m for m in times if m.end <= signing[0] and not (m.value.until or m.value.part)]
    reviewed = {int(c.period[:4]) for c in claims_of(doc) if isinstance(c, Conference)}
    coming = before and reviewed and before[-1].value.year == max(reviewed) + 1
    close = before and not re.search(r"[.;:]", view_of(doc).fold[before[-1].end : signing[0]])
    return before[-1] if coming and close else None
