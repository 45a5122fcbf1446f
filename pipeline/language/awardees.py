"""Awardees: who an act on awards is about, looked for where a sentence may name them.

After the award ("cho tỉnh X", "là X và Y"), between the verb and the award ("đề nghị tặng ông X Huân chương"), before the verb
("X được tặng", "suy tôn X, đề nghị tặng"), as a label ("X: Cờ thi đua"), or in the lines of a list below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from pipeline.language.acts import MARKER, Act, Group
from pipeline.language.awarded import Names, Recipient
from pipeline.language.bodies import bodies
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import within
from pipeline.language.recipients import named_after_count, recipients_at
from pipeline.language.subjects import counted, subject_before
from pipeline.view import View

_MODIFIERS = re.compile(
    r"(?:[ ]*\([^()\n]{1,40}\)|[ ]+lần thứ[ ]+\w+|[ ]+(?:(?:lần|đợt|dịp|năm|kỳ) này|năm nay|hôm nay|trao tay)"
    r"|[ ]+(?:tại|trong|ở) (?:buổi )?(?:lễ|hội nghị|đại hội)(?: này)?|[ ]+năm(?: học)?[ ]+\d{4}(?:-\d{4})?|[ ]+cao quý"
    r"|[ ]+thời kỳ đổi mới|[ ]*\"[^\"\n]{2,80}\"|[ ]*\"|[ ]+của[ ]+[^,.;:()\n\"]{2,60}?(?=[ ](?:cho|tặng|đối với|đã)[ ])|"
    r"[ ]+giai đoạn[ ]+\d{4}[ ]?-[ ]?\d{4}"
    r"|[ ]+đã (?:được )?(?:trao tặng|tặng thưởng|trao|tặng)(?: trước đây)?(?=[ ]+(?:cho|đối với)[ ])"
    r"|[ ]*,[ ]+theo (?:quyết định|qđ)[ ][^.;:()\n\"]{2,80}?(?=[ ]*:)|[ ]+cùng năm"
    r"|[ ]+và (?:tiền thưởng|hoa|cúp|[\d.]+ (?:triệu )?đồng)(?: \([^()\n]{1,20}\))?|[ ]+lên lá cờ truyền thống)*"
)
"""Words that may stand between an award and "cho": its year, its giver, the money with it."""
_TO = re.compile(
    r"[ ]*(?P<to>:|,?[ ]*(?:cho|tặng|đối với|đến|đến tay|tận tay|về tay|thuộc về|dành cho|gửi tới|gửi đến|của|tới|"
    r"(?:đã |được )?(?:trao tặng|tặng thưởng|trao|tặng)(?: cho)?"
    r"|(?:chỉ |còn )?(?:là|có|gồm)))[ ]+"
)
_LABEL = re.compile(r"(?:[ ]*:|[ ]+[-–])[ ]+(?:danh hiệu[ ]+)?\"?$")
_BEHALF = re.compile(r"(?<!\w)(?:thay mặt(?: cho)?|đại diện(?: cho)?)[ ]+")
_OTHERWISE = re.compile(r"[ ]+(?:làm|đăng cai|giữ|đảm nhận|đảm nhiệm|tổ chức)(?!\w)")
"""What follows who is chosen for something else than an award."""
_NEXT_ONE = re.compile(r"[ ]*(?:[,;]|(?<!\w)(?:và|còn)(?!\w))[ ]*(?:còn |và )?")
_IN_ORDER_TO = re.compile(r"[ ]*(?:để|nhằm|được để)[ ]")
"""Around who is asked for after somebody else: `giới thiệu A để ... tặng Cờ thi đua, | B và C | để Thủ tướng xét tặng Bằng khen`."""
_ON_BANNER = re.compile(r"lá cờ truyền thống của[ ]+$")
_OCCASION = re.compile(r"(?<!\w)(?:lễ|ngày|dịp|buổi|sự kiện)[ ]*$")
_TOWARD = re.compile(r"(?:đối với|cho)[ ]+")
_NAMING = re.compile(r"[^.;\n\"]{0,150}?(?:[ ]là|:|trong đó có|[ ]gồm|còn có)[ ]+")


@cache
def _choice() -> re.Pattern[str]:
    verbs = alternation(load("awards")["verbs"]["chosen"])
    return re.compile(rf"(?<!\w)(?:{verbs})[ ]+(?:(?:cho|ra|được)[ ]+)?(?:(?:hai|ba|các)[ ]+)?")


def awardees(names: Names, group: Group, act: Act) -> tuple[list[Recipient], str]:
    """Who the act is about, and the rule: the first of the places where a sentence may name them that does."""
    for rule, find in _PLACES:
        recipients = find(names, group, act)
        if recipients:
            return recipients, rule
    return [], ""


def _between(names: Names, group: Group, act: Act) -> list[Recipient]:
    """`tặng ông X Huân chương`, `đề nghị cho X nhận Huân chương`, `vinh danh X với Bằng khen`."""
    view = names.view
    if act.verb_end >= group.start:
        return []
    between = recipients_at(names, act.verb_end + 1, group.start)
    if between and view.fold[between[-1].end : group.start].strip(' ,"') in ("", "với", "bằng", "danh hiệu"):
        return between
    toward = _TOWARD.search(view.fold, act.verb_end, group.start)
    to = recipients_at(names, toward.end(), group.start) if toward else []
    if to and view.fold[to[-1].end : group.start].strip(" ,") in ("", "là", "được nhận", "nhận", "danh hiệu"):
        return to
    return []


def _labelled(names: Names, group: Group, act: Act) -> list[Recipient]:
    """Who stands before the award as its label: `tỉnh X: Cờ thi đua`, `tỉnh Y - Bằng khen`."""
    fold = names.view.fold
    label = _LABEL.search(fold, max(group.reach, group.start - 12), group.start)
    if label is None:
        return []
    opening = max(fold.rfind(mark, group.reach, label.start()) for mark in ":;\n") + 1
    opening = max(opening, group.reach)
    marker = MARKER.match(fold, opening)
    opening = (
        marker.end()
        if marker
        else opening + len(fold[opening : label.start()]) - len(fold[opening : label.start()].lstrip())
    )
    listed = recipients_at(names, opening, label.start())
    return listed if listed and not fold[listed[-1].end : label.start()].strip() else []


def _subject(names: Names, group: Group, act: Act) -> list[Recipient]:
    """The subject of a receiving verb, whom it takes the award for, or the subject of the clause that follows."""
    view, verb = names.view, act.subject_end
    if verb is None:
        return []
    opening = group.end if verb > group.end else group.sentence[0]
    for behalf in _BEHALF.finditer(view.fold, max(opening, verb - 200), verb):
        meant = recipients_at(names, behalf.end(), verb)
        if meant and not view.fold[meant[-1].end : verb].strip(" ,"):
            return meant
    if counted := _COUNTED_SUBJECT.search(view.fold, opening, verb):
        return recipients_at(names, counted.start("names"), counted.end("names"))
    subject = subject_before(names, max(opening, verb - 500), verb)
    subject = [_honoured(names, r, act) for r in subject if _may_receive(r, group, act, view)]
    if subject or verb - opening > 40 or view.fold[opening:verb].strip(' "') or act.status == "nominated":
        return subject
    comma = re.compile(r"[^,.;:\n]{0,40},[ ]+").match(view.fold, group.end, group.sentence[1])
    following = recipients_at(names, comma.end(), group.sentence[1])[:1] if comma else []
    return [r for r in following if _may_receive(r, group, act, view)]


_COUNTED_SUBJECT = re.compile(
    r"(?<!\w)(?:\d+|hai|ba|bốn|năm|các)[ ]+(?:tập thể|cá nhân|đơn vị|đồng chí|tổ chức|doanh nghiệp|địa phương)[^.;:()\n]{0,60}"
    r"\((?:gồm[ ]+|gồm:[ ]*|là[ ]+)?(?P<names>[^()\n]{4,300})\)[ ]*$"
)
"""A count of those who receive, with their names in brackets: `3 tập thể (Sở Y tế, Báo X, Công an tỉnh) | được tặng`."""


def _below(names: Names, group: Group, act: Act) -> list[Recipient]:
    end = group.sentence[1]
    return list(listed_below(names, end)) if end > group.end and names.view.fold[end - 1] == ":" else []


def given_on(view: View, group: Group) -> bool:
    """Whether the words after the awards give them to somebody: `Bằng khen cho 3 tập thể`."""
    modifiers = _MODIFIERS.match(view.fold, group.end, group.sentence[1])
    return _TO.match(view.fold, modifiers.end() if modifiers else group.end, group.sentence[1]) is not None


def _chosen(names: Names, group: Group, act: Act) -> list[Recipient]:
    """Who the sentence says is chosen before it proposes the award: `suy tôn tỉnh X, đề nghị Chính phủ tặng Cờ thi đua`."""
    if act.status != "nominated":
        return []
    for choice in _choice().finditer(names.view.fold, group.reach, group.start):
        chosen = recipients_at(names, choice.end(), group.start)
        if chosen and not _OTHERWISE.match(names.view.fold, chosen[-1].end):
            return chosen
    opening = _NEXT_ONE.match(names.view.fold, group.reach, act.verb_start)
    chosen = recipients_at(names, opening.end(), act.verb_start) if opening else []
    return chosen if chosen and _IN_ORDER_TO.match(names.view.fold, chosen[-1].end, act.verb_start) else []


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
    view, end = names.view, group.limit or group.sentence[1]
    start = group.end
    if act.verb_start >= group.end:
        start = act.verb_end
    modifiers = _MODIFIERS.match(view.fold, start, end)
    at = modifiers.end() if modifiers else start
    for to in filter(None, (_TO.match(view.fold, place, end) for place in dict.fromkeys((start, at)))):
        listed = recipients_at(names, to.end(), end)
        if listed and _given(names.view, group, act, to):
            return listed[:1] if _occasion(names.view, group, act) else listed
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


def _given(view: View, group: Group, act: Act, to: re.Match[str]) -> bool:
    """Whether the word after the award leads to its recipients: "của" and "có" do so only here and there."""
    word = to["to"].strip(" ,")
    if word not in ("của", "có") or act.status == "revoked":
        return True
    if word == "có":
        return act.subject_end == group.sentence[0]
    return _occasion(view, group, act) or _ON_BANNER.search(view.fold, group.end, to.end()) is not None


def _occasion(view: View, group: Group, act: Act) -> bool:
    """Whether the sentence speaks of the occasion on which somebody receives: `lễ đón nhận Huân chương của tỉnh X`."""
    return act.subject_end is not None and bool(
        _OCCASION.search(view.fold, max(group.sentence[0], act.subject_end - 30), act.subject_end)
    )


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


def _bracketed(names: Names, group: Group, act: Act) -> list[Recipient]:
    """The person right before a bracket that holds the award alone: `bà A, Trạm trưởng ... (Huân chương Lao động hạng Ba)`."""
    fold = names.view.fold
    opening = re.search(r"\([ ]*(?:danh hiệu[ ]+)?\"?$", fold[group.reach : group.start])
    closed = fold.endswith(")", 0, group.end) or re.match(r"\"?[^().;\n]{0,50}\)", fold[group.end : group.sentence[1]])
    if opening is None or not closed:
        return []
    bracket = group.reach + opening.start()
    person = next(iter(reversed(within(names.people, group.reach, bracket))), None)
    if person is None or re.search(r"[.;:\n()]|(?<!\w)và(?!\w)", fold[person.end : bracket]):
        return []
    return [Recipient(str(person.value), person.start, person.end, "person")]


_PLACES: tuple[tuple[str, Callable[[Names, Group, Act], list[Recipient]]], ...] = (
    ("awards.bracketed", _bracketed),
    ("awards.given-to", _after),
    ("awards.given-object", _between),
    ("awards.chosen", _chosen),
    ("awards.labelled", _labelled),
    ("awards.received", _subject),
    ("awards.listed", _below),
)
"""Where recipients are looked for, in this order."""
