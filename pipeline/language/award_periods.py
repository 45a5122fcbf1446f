"""Periods of awards: the year that an award is for, where its sentence, its list or the article's review states it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.language.acts import Act, Group
from pipeline.language.awarded import Recipient
from pipeline.language.focus import focus_of
from pipeline.language.honours import Honour
from pipeline.language.mentions import found, view_of, within
from pipeline.language.times import Time
from pipeline.view import View


@dataclass(frozen=True, slots=True)
class Finding:
    """An act on a group of awards with its recipients (none yet where a list follows) and the rule that found it."""

    group: Group
    act: Act
    recipients: tuple[Recipient, ...]
    rule: str


_STATED_YEAR = re.compile(r"(?P<gap>[^.;:\n]{0,60}?)(?<!\w)năm[ ]+(?P<year>(?:19|20)\d\d)(?![\d/-])")
_IN_BRACKETS = re.compile(r"[ ]*\((?:cho[ ]+|của[ ]+)?(?:năm[ ]+)?(?P<year>(?:19|20)\d\d)\)")
_WORK = re.compile(r"(?:phong trào|thành tích|công tác|thi đua)[^,;.]*$")
_EARNED = re.compile(
    r"(?:[^.;:\n]{0,100}?(?<!\w)(?:vì|về|do|nhờ|với|có|đạt)[ ](?:đã[ ]|có[ ]|những[ ]|nhiều[ ])*(?:thành tích|công lao|"
    r"đóng góp)[^.;:\n]{0,70}?)?"
    r"[ ]+(?:trong[ ]+)?năm[ ]+(?P<year>(?:19|20)\d\d)(?![\d/-])(?![ ]*[-–][ ]*\d)"
)
"""Behind the recipients: the year that they earned it in (`vì thành tích nộp ngân sách năm 2010`), or bare."""
_THEN = re.compile(r",|[ ]+(?:tiếp tục |lại |vinh dự )?(?:được|nhận|đón nhận|là|tỉnh|thành phố|ông|bà|chị|anh)[ ]")
_CLAUSE_REACH = 120
_LATER = re.compile(
    r"[ ]+(?:vào[ ]+)?(?:tháng[ ]+\d{1,2}[ ]?/[ ]?|tháng[ ]+\d{1,2}[ ]+năm[ ]+|năm[ ]+)(?P<year>(?:19|20)\d\d)"
)
_OF_OTHER = re.compile(r"(?:cờ thi đua|bằng khen)(?:[ ]+của[ ]+[^,;.]{2,40})?[ ]*$")
"""Before a year: another award, whose year it is; proposals beside each other share their year."""


def period_of(doc: Doc, finding: Finding, honour: Honour, recipient: Recipient) -> str | None:
    """The year that the award is for, where the sentence or, for a bloc's proposals, the article's review states it."""
    view, group = view_of(doc), finding.group
    start, end = max(group.sentence[0], group.start - 400), min(group.sentence[1], group.end + 400)
    beside = _STATED_YEAR.match(view.fold, group.end, min(end, group.end + 90))
    if beside and (not beside["gap"].strip() or re.search(r"thành tích|phong trào|công tác", beside["gap"])):
        return beside["year"]
    inside = set(re.findall(r"(?<!\w)năm[ ]+((?:19|20)\d\d)(?!\d)", view.fold[group.start : group.end]))
    if len(inside) == 1 and len(group.honours) == 1:
        return str(inside.pop())
    bracketed = _IN_BRACKETS.match(view.fold, recipient.end, min(end, recipient.end + 30))
    if bracketed and bracketed["year"]:
        return bracketed["year"]
    after = max([r.end for r in finding.recipients] + [group.end]) if finding.rule != "awards.received" else group.end
    earned = _EARNED.match(view.fold, after, min(group.sentence[1], after + 200))
    if earned and honour.family in ("flag", "certificate"):
        return earned["year"]
    stated = _stated(doc, finding, honour, (start, end))
    if stated is not None:
        return stated
    if honour.family in ("title", "same"):
        later = _LATER.match(view.fold, group.end)
        if later:
            return later["year"]
    annual = honour.family in ("flag", "certificate")
    if annual and (announced := _last_announced(view, start)):
        return announced
    return _reviewed(doc, finding, annual=annual)


def _stated(doc: Doc, finding: Finding, honour: Honour, bounds: tuple[int, int]) -> str | None:
    """The year before the award: of the work that a flag or certificate is for, or in which a title was received."""
    view, (start, end) = view_of(doc), bounds
    dated: str | None = None
    for mention in within(found(doc, "time"), start, min(end, finding.group.start)):
        time = mention.value
        if not isinstance(time, Time) or not time.year or time.until:
            continue
        before = view.fold[max(start, mention.start - 60) : mention.start]
        if finding.rule == "awards.received" and _opens(view, mention.start, mention.end, bounds, finding):
            dated = str(time.year)
        if honour.family in ("flag", "certificate") and _WORK.search(before):
            if finding.act.status == "nominated" or not _OF_OTHER.search(before):
                return str(time.year)
        elif honour.family in ("title", "same") and not time.part and finding.rule == "awards.received":
            return str(time.year)
    return dated


def _opens(view: View, start: int, end: int, bounds: tuple[int, int], finding: Finding) -> bool:
    """Whether a year opens the clause in which the award was received: `năm 2012, chị được tặng Bằng khen; năm 2013, ...`."""
    opening = re.search(
        r"(?:^|[,;:]\s*|(?<!\w)(?:và|biết|rằng|chuyện|nhớ|hồi)\s+)(?:(?:đến|vào|trong|mới đây|tới)\s+)?$",
        view.fold[bounds[0] : start],
    )
    close = finding.group.start - end <= _CLAUSE_REACH and ";" not in view.fold[end : finding.group.start]
    return opening is not None and close and _THEN.match(view.fold, end) is not None


def _last_announced(view: View, start: int) -> str | None:
    """The year whose results of emulation the sentences right before announce."""
    year = None
    for match in re.finditer(
        r"kết quả (?:công tác )?(?:thi đua|khen thưởng|bình xét|xét khen)[^.\n]{0,80}? năm (?P<year>(?:19|20)\d\d)",
        view.fold[max(0, start - 600) : start],
    ):
        year = match["year"]
    return year


def _reviewed(doc: Doc, finding: Finding, *, annual: bool) -> str | None:
    review = focus_of(doc).review
    if len(review) != 4 or not found(doc, "bloc"):
        return None
    recognised = "công nhận" in view_of(doc).fold[finding.act.verb_start : finding.act.verb_end]
    return review if (annual and finding.act.status == "nominated") or recognised else None
