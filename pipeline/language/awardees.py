"""Awardees: who an act on awards is about, looked for where a sentence may name them.

After the award ("cho tỉnh X", "là X và Y"), between the verb and the award ("đề nghị tặng ông X Huân chương"), before the verb
("X được tặng", "suy tôn X, đề nghị tặng"), or in the lines of a list below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.language.acts import Act, Group
from pipeline.language.bodies import bodies
from pipeline.language.lexicon import load
from pipeline.language.mentions import within
from pipeline.language.recipients import Names, Recipient, named_after_count, recipients_at
from pipeline.language.subjects import counted, subject_before
from pipeline.view import View

_MODIFIERS = re.compile(
    r"(?:[ ]*\([^()\n]{1,40}\)|[ ]+lần thứ[ ]+\w+|[ ]+năm(?: học)?[ ]+\d{4}(?:-\d{4})?|[ ]+cao quý|[ ]+thời kỳ đổi mới|[ ]*\""
    r"|[ ]+của[ ]+[^,.;:()\n\"]{2,60}?(?=[ ](?:cho|tặng|đối với|đã)[ ])|[ ]+giai đoạn[ ]+\d{4}[ ]?-[ ]?\d{4}"
    r"|[ ]+đã (?:được )?(?:trao tặng|tặng thưởng|trao|tặng)(?: trước đây)?(?=[ ]+(?:cho|đối với)[ ])"
    r"|[ ]+và (?:tiền thưởng|hoa|cúp|[\d.]+ (?:triệu )?đồng)(?: \([^()\n]{1,20}\))?|[ ]+lên lá cờ truyền thống)*"
)
"""Words that may stand between an award and "cho": its year, its giver, the money with it."""
_TO = re.compile(r"[ ]*(?P<to>:|,?[ ]*(?:cho|tặng|đối với|đến|dành cho|của|tới|(?:chỉ |còn )?(?:là|có|gồm)))[ ]+")
_CHOICE = re.compile(
    r"(?<!\w)(?:suy tôn|bầu chọn|bình chọn|lựa chọn|giới thiệu|bình xét|khen thưởng(?: đối với| cho)?)[ ]+(?:(?:hai|ba|các)[ ]+)?"
)
_ON_BANNER = re.compile(r"lá cờ truyền thống của[ ]+$")
_TOWARD = re.compile(r"(?:đối với|cho)[ ]+")
_NAMING = re.compile(r"[^.;\n\"]{0,150}?(?:[ ]là|:|trong đó có|[ ]gồm|còn có)[ ]+")
MARKER = re.compile(r"[ \t]*(?:\d{1,3}[.)]|[a-zđ][.)]|[-–+*•●▪])[ \t]+")


def awardees(names: Names, group: Group, act: Act) -> tuple[list[Recipient], str]:
    """Who the act is about, and the rule: after the award, between verb and award, before the verb, or in the lines below."""
    view, end = names.view, group.sentence[1]
    after = _after(names, group, act)
    if after:
        return after, "awards.given-to"
    if act.verb_end < group.start:
        between = recipients_at(names, act.verb_end + 1, group.start)
        if between and not view.fold[between[-1].end : group.start].strip(" ,"):
            return between, "awards.given-object"
        toward = _TOWARD.search(view.fold, act.verb_end, group.start)
        to = recipients_at(names, toward.end(), group.start) if toward else []
        if to and view.fold[to[-1].end : group.start].strip(" ,") in ("", "là", "được nhận", "nhận", "danh hiệu"):
            return to, "awards.given-object"
    chosen = _chosen(names, group, act)
    if chosen:
        return chosen, "awards.chosen"
    if act.subject_end is not None:
        subject = subject_before(names, max(group.sentence[0], act.subject_end - 500), act.subject_end)
        subject = [_honoured(names, r, act) for r in subject if _may_receive(r, group, act, view)]
        if subject:
            return subject, "awards.received"
    if view.fold[group.end : end].rstrip().endswith(":"):
        return list(listed_below(names, end)), "awards.listed"
    return [], ""


def _chosen(names: Names, group: Group, act: Act) -> list[Recipient]:
    """Who the sentence says is chosen before it proposes the award: `suy tôn tỉnh X, đề nghị Chính phủ tặng Cờ thi đua`."""
    if act.status != "nominated":
        return []
    for choice in _CHOICE.finditer(names.view.fold, group.reach, group.start):
        chosen = recipients_at(names, choice.end(), group.start)
        if chosen:
            return chosen
    return []


def _honoured(names: Names, subject: Recipient, act: Act) -> Recipient:
    """The province in the place of its organ that holds the celebration: `UBND, Ủy ban MTTQ tỉnh X tổ chức lễ ... và đón nhận`."""
    view = names.view
    organ = any(view.fold.startswith(word, subject.start) for word in load("awards")["recipients"]["organs"])
    places = within(names.provinces, subject.start, subject.end)
    if organ and places and places[-1].end == subject.end and "tổ chức" in view.fold[subject.end : act.verb_start]:
        return replace(subject, name=str(places[-1].value), kind="province")
    return subject


def _may_receive(recipient: Recipient, group: Group, act: Act, view: View) -> bool:
    """A person who takes a flag, or the order of a place, takes it for somebody else."""
    collective = any(
        h.family == "flag" or h.codes[:1] in (("independence-order-1",), ("gold-star-order",)) for h in group.honours
    )
    receives = view.fold[act.verb_start : act.verb_end] in ("nhận", "đón nhận")
    return not (recipient.kind == "person" and collective and receives)


def _after(names: Names, group: Group, act: Act) -> list[Recipient]:
    view, end = names.view, group.sentence[1]
    start = group.end
    if act.verb_start >= group.end:
        start = act.verb_end
    modifiers = _MODIFIERS.match(view.fold, start, end)
    at = modifiers.end() if modifiers else start
    to = _TO.match(view.fold, at, end)
    if to is not None:
        listed = recipients_at(names, to.end(), end)
        if listed and (
            to["to"].strip(" ,") not in ("của", "có")
            or act.status == "revoked"
            or _ON_BANNER.search(view.fold, start, to.end())
        ):
            return listed
        counted = named_after_count(names, to.end(), end)
        if counted:
            return counted
    subject_named = act.subject_end is not None and not _counted_subject(view, group, act)
    if act.status == "revoked" or subject_named:
        return []
    naming = _NAMING.match(view.fold, at, end)
    if naming and act.subject_end is not None:
        return recipients_at(names, naming.end(), end)
    if "danh sách" in view.fold[max(group.sentence[0], group.start - 300) : group.start]:
        return _run_on(names, at, end)
    return []


def _counted_subject(view: View, group: Group, act: Act) -> bool:
    """Whether the subject is a count or a class (`Hai người của tỉnh`), whose names follow."""
    subject = view.fold[max(group.sentence[0], group.start - 400) : act.subject_end]
    return counted().search(subject) is not None


def _run_on(names: Names, start: int, end: int) -> list[Recipient]:
    """A list of bodies that runs on without separators."""
    listed: list[Recipient] = []
    for opening, _ in bodies(names.view, start, end, names.both):
        if opening < start or opening > start + 40:
            continue
        more = [r for r in recipients_at(names, opening, end) if r.kind == "body"]
        listed += more
        start = more[-1].end if more else start
    return listed


def listed_below(names: Names, end: int) -> Iterator[Recipient]:
    """The recipients that the list below opens its lines with."""
    text, position = names.view.fold, end
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        marker = MARKER.match(text, position, line_end)
        if marker is not None:
            yield from recipients_at(names, marker.end(), line_end)[:1]
        elif text[position:line_end].strip(" :"):
            return
        position = line_end + 1
