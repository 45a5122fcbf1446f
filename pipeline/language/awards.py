"""Awards: who is proposed for, receives or loses which award.

The component finds the awards that a text names (`pipeline.language.honours`), what happens to them
(`pipeline.language.acts`) and to whom (`pipeline.language.recipients`), and claims each fact once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Award
from pipeline.language.acts import Act, act_after, act_before
from pipeline.language.bodies import bodies
from pipeline.language.focus import focus_of
from pipeline.language.honours import Honour, code_of, honours, level_of
from pipeline.language.lexicon import load
from pipeline.language.mentions import Mention, claim, found, keep, sentences, view_of, within
from pipeline.language.recipients import Names, Recipient, named_after_count, names_of, recipients_at, subject_before
from pipeline.language.times import Time
from pipeline.view import View, fold_text


@dataclass(frozen=True, slots=True)
class Group:
    """Awards that a sentence names side by side, and the bounds within which their act is stated."""

    start: int
    end: int
    honours: tuple[Honour, ...]
    reach: int
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """An act on a group of awards with its recipients (none yet where a list follows) and the rule that found it."""

    group: Group
    act: Act
    recipients: tuple[Recipient, ...]
    rule: str


_BETWEEN = re.compile(r"[ ]*(?:,|và|cùng|hoặc|,[ ]*và|/)?[ ]*(?:danh hiệu|các danh hiệu)?[ ]*\"?[ ]*")
_MODIFIERS = re.compile(
    r"(?:[ ]*\([^()\n]{1,40}\)|[ ]+lần thứ[ ]+\w+|[ ]+năm(?: học)?[ ]+\d{4}(?:-\d{4})?|[ ]+cao quý|[ ]+của[ ]+[^,.;:()\n\"]{2,60}?(?=[ ](?:cho|tặng|đối với|đã)[ ])"
    r"|[ ]+đã (?:được )?(?:trao tặng|tặng thưởng|trao|tặng)(?: trước đây)?(?=[ ]+(?:cho|đối với)[ ])|[ ]+giai đoạn[ ]+\d{4}[ ]?-[ ]?\d{4}|[ ]+thời kỳ đổi mới|[ ]+và (?:tiền thưởng|hoa|cúp|[\d.]+ (?:triệu )?đồng)(?: \([^()\n]{1,20}\))?|[ ]*\"|[ ]+lên lá cờ truyền thống)*"
)
_TO = re.compile(r"[ ]*(?P<to>,?[ ]*cho|,?[ ]*tặng|,?[ ]*đối với|,?[ ]*đến|,?[ ]*dành cho|,?[ ]*của|,?[ ]*tới|:|,?[ ]*(?:chỉ |còn )?(?:là|có|gồm))[ ]+")
_COUNT = re.compile(r"(?<![\w/.,-])(?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|các)[ ]+$")
_CHOICE = re.compile(r"(?<!\w)(?:suy tôn|bầu chọn|bình chọn|lựa chọn|giới thiệu|bình xét|khen thưởng đối với|khen thưởng cho|khen thưởng)[ ]+(?:(?:hai|ba|các)[ ]+)?")
_MARKER = re.compile(r"[ \t]*(?:\d{1,3}[.)]|[a-zđ][.)]|[-–+*•●▪])[ \t]+")
_PROPOSED = re.compile(r"(?<!\w)(?:đề nghị|suy tôn|đề xuất|trình)(?!\w)")
_STATED_YEAR = re.compile(r"(?P<gap>[^.;:\n]{0,60}?)(?<!\w)năm[ ]+(?P<year>(?:19|20)\d\d)(?![\d/-])")


@Language.component("thidua_awards")
def find_awards(doc: Doc) -> Doc:
    """Store `award` mentions (value: `Honour`) and claim who is nominated for, conferred or deprived of which award."""
    view = view_of(doc)
    mentions = _levelled(view, honours(view))
    keep(doc, "award", mentions)
    names = names_of(view, found(doc, "province"), found(doc, "person"))
    claims: dict[tuple[str, str, str], Award] = {}
    for finding in _findings(doc, names, mentions):
        for made in _claims(doc, finding):
            key = (made.award, made.recipient, made.status)
            first = claims.setdefault(key, made)
            if first.period is None and made.period is not None:
                claims[key] = replace(first, period=made.period)
    claim(doc, *_settled(claims))
    return doc


def _settled(claims: dict[tuple[str, str, str], Award]) -> Iterator[Award]:
    """The claims without conferrals that were revoked, an order's name where its class is told, a body's other spellings."""
    seen: set[tuple[str, str, str]] = set()
    names = [r for _, r, _ in claims]
    for (award, recipient, status), made in claims.items():
        revoked = status == "conferred" and (award, recipient, "revoked") in claims
        if not revoked and not any((f"{award}-{grade}", recipient, status) in claims for grade in (1, 2, 3)):
            name = next((o for o in names if o != recipient and o.endswith(f" {recipient}") and recipient.isascii()), recipient)
            key = (award, re.sub(r"\bcổ phần\b", "cp", fold_text(name)), status)
            if key not in seen:
                seen.add(key)
                yield replace(made, recipient=name)


def _levelled(view: View, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with codes for flags and certificates whose giver the clause or another mention tells."""
    known: dict[str, str] = {}
    for mention in mentions:
        if mention.value.level:
            known.setdefault(mention.value.family, mention.value.level)
    levelled = []
    for mention in mentions:
        honour: Honour = mention.value
        if honour.family in ("flag", "certificate") and not honour.codes:
            level = _agent_level(view, mention.start) or known.get(honour.family, "")
            honour = replace(honour, codes=(code_of(honour.family, level),) if level else (), level=level)
        if honour.family in ("flag", "certificate") and honour.level:
            known[honour.family] = honour.level
        levelled.append(Mention(mention.start, mention.end, mention.kind, honour))
    return levelled


_GIVING = re.compile(r"(?P<agent>[^,;:.\n()]{2,110}?)[ ]+(?:(?:đã|vừa|cũng|quyết định|ký)[ ]+)*(?:trao tặng|trao|tặng thưởng|tặng|khen thưởng)(?:[ ]+(?:cúp|hoa|giấy khen)[ ]+và)?[ ]+(?:[^,;:.\n()]{2,60}[ ]+)?$")


def _agent_level(view: View, start: int) -> str:
    """The giver's level by the subject or agent of the verb that governs the award at `start`."""
    opening = max((view.fold.rfind(mark, max(0, start - 200), start) for mark in (",", ";", ":", ". ", "\n", "(")), default=-1) + 1
    opening = max(opening, start - 200, 0)
    giving = _GIVING.search(view.fold, opening, start)
    if giving is None:
        return ""
    agent = re.split(r"(?<!\w)(?:được|đề nghị|đề xuất|trình|bị)(?!\w)", giving["agent"])[-1]
    return "" if re.search(r"thừa ủy quyền|phó thủ tướng|chủ tịch nước", agent) else level_of(agent.strip())


def _findings(doc: Doc, names: Names, mentions: Sequence[Mention]) -> Iterator[Finding]:
    """What every sentence says of the awards that it names."""
    view, pending = view_of(doc), None
    for start, end in sentences(doc):
        inside = within(mentions, start, end)
        if not inside and pending is not None:
            yield from _listed_later(names, pending, start, end)
        pending, act = None, None
        for group in _groups(view, inside, (start, end)):
            act = _act(view, group, act)
            if act is None or not any(h.codes for h in group.honours):
                continue
            recipients, rule = _recipients(names, group, act)
            if recipients:
                yield Finding(group, act, tuple(recipients), rule)
            else:
                pending = Finding(group, act, (), "awards.listed")


def _groups(view: View, mentions: Sequence[Mention], sentence: tuple[int, int]) -> Iterator[Group]:
    """The awards of a sentence; those joined by a comma or an "and" make one group."""
    row: list[Mention] = []
    reach = sentence[0]
    for mention in mentions:
        if row and not _BETWEEN.fullmatch(view.fold[row[-1].end : mention.start]):
            yield Group(row[0].start, row[-1].end, tuple(m.value for m in row), reach, sentence)
            reach, row = row[-1].end, []
        row.append(mention)
    if row:
        yield Group(row[0].start, row[-1].end, tuple(m.value for m in row), reach, sentence)


def _act(view: View, group: Group, previous: Act | None) -> Act | None:
    """The act on a group: by the words before it, a passive after it, the group before it, or its place in a list."""
    fold = view.fold
    if _COUNT.search(fold, max(group.reach, group.start - 12), group.start):
        return None
    stated = act_before(fold, group.reach, group.start) or act_after(fold, group.end, group.sentence[1])
    if stated is not None:
        goes_on = re.search(r"(?:[,;]|(?<!\w)và)[ ]*$", fold[group.reach : stated.verb_start])
        return replace(stated, status="nominated") if goes_on and previous and previous.status == "nominated" else stated
    if previous is not None and re.fullmatch(r"[^.\n]{0,160}[;,][ ]*", fold[group.reach : group.start]):
        return replace(previous, verb_start=group.start, verb_end=group.start, subject_end=None)
    head = fold[group.sentence[0] : group.start]
    if group.reach == group.sentence[0] and (_MARKER.fullmatch(head) or not head.strip()) and fold[group.end : group.end + 2].strip() == ":":
        intro = fold[max(0, group.sentence[0] - 400) : group.sentence[0]].rstrip()
        lines = [line for line in intro.split("\n") if line.strip() and not _MARKER.match(line)]
        nominated = bool(lines and _PROPOSED.search(lines[-1]))
        return Act("nominated" if nominated else "conferred", group.start, group.start, None)
    return None


def _recipients(names: Names, group: Group, act: Act) -> tuple[list[Recipient], str]:
    """Who the act is about, and the rule: after the award, between verb and award, before the verb, or in the lines below."""
    view, end = names.view, group.sentence[1]
    after = _after(names, group, act)
    if after:
        return after, "awards.given-to"
    if act.verb_end < group.start:
        between = recipients_at(names, act.verb_end + 1, group.start)
        if between and not view.fold[between[-1].end : group.start].strip(" ,"):
            return between, "awards.given-object"
        toward = re.compile(r"(?:đối với|cho)[ ]+").search(view.fold, act.verb_end, group.start)
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
        return list(_lines(names, end)), "awards.listed"
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
    collective = any(h.family == "flag" or h.codes[:1] in (("independence-order-1",), ("gold-star-order",)) for h in group.honours)
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
        if listed and (to["to"].strip(" ,") not in ("của", "có") or act.status == "revoked"):
            return listed
        counted = named_after_count(names, to.end(), end)
        if counted:
            return counted
    subject_named = act.subject_end is not None and not _counted_subject(view, group, act)
    if act.status == "revoked" or subject_named:
        return []
    naming = re.compile(r"[^.;\n\"]{0,150}?(?:[ ]là|:|trong đó có|[ ]gồm|còn có)[ ]+").match(view.fold, at, end)
    if naming and act.subject_end is not None:
        return recipients_at(names, naming.end(), end)
    if "danh sách" in view.fold[group.sentence[0] : group.start]:
        return _run_on(names, at, end)
    return []


def _counted_subject(view: View, group: Group, act: Act) -> bool:
    """Whether the subject is a count or a class (`Hai người của tỉnh`), whose names follow."""
    subject = view.fold[group.sentence[0] : act.subject_end]
    return re.search(r"(?<!\w)(?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những|số)[ ]+(?:\w+[ ]+){0,2}?(?:người|cá nhân|tập thể|đơn vị|tỉnh|thành phố|trường hợp|địa phương|doanh nghiệp|dn|đồng chí)(?!\w)", subject) is not None


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


def _lines(names: Names, end: int) -> Iterator[Recipient]:
    """The recipients that the list below opens its lines with."""
    text, position = names.view.fold, end
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        marker = _MARKER.match(text, position, line_end)
        if marker is not None:
            yield from recipients_at(names, marker.end(), line_end)[:1]
        elif text[position:line_end].strip(" :"):
            return
        position = line_end + 1


def _listed_later(names: Names, pending: Finding, start: int, end: int) -> Iterator[Finding]:
    """The award's recipients where the next sentence announces their list."""
    sentence = names.view.fold[start:end]
    if sentence.endswith(":") and re.search(r"(?<!\w)(?:người|cá nhân|tập thể|đơn vị|doanh nghiệp|gương|danh sách|đồng chí|ông|bà)(?!\w)", sentence):
        recipients = tuple(_lines(names, end))
        if recipients:
            yield replace(pending, recipients=recipients)


def _claims(doc: Doc, finding: Finding) -> Iterator[Award]:
    group, act = finding.group, finding.act
    for recipient in finding.recipients:
        if finding.rule == "awards.listed":
            start, end = recipient.start, recipient.end
        else:
            start = min(recipient.start, group.start, act.verb_start)
            end = max(recipient.end, group.end)
        for honour in group.honours:
            for code in honour.codes:
                yield Award(
                    start=start,
                    end=end,
                    rule=finding.rule,
                    award=code,
                    recipient=recipient.name,
                    status=act.status,
                    period=_period(doc, finding, honour),
                )


def _period(doc: Doc, finding: Finding, honour: Honour) -> str | None:
    """The year that the award is for, where the sentence or, for a bloc's proposals, the article's review states it."""
    view, group = view_of(doc), finding.group
    start, end = group.sentence
    beside = _STATED_YEAR.match(view.fold, group.end, min(end, group.end + 90))
    if beside and (not beside["gap"].strip() or re.search(r"thành tích|phong trào|công tác", beside["gap"])):
        return beside["year"]
    annual = honour.family in ("flag", "certificate")
    years = [m for m in within(found(doc, "time"), start, end) if isinstance(m.value, Time) and m.value.year and not m.value.until]
    for mention in years:
        before = view.fold[max(start, mention.start - 60) : mention.start]
        if annual and mention.end <= group.start and re.search(r"(?:phong trào|thành tích|công tác|thi đua)[^,;.]*$", before):
            return str(mention.value.year)
        if honour.family in ("title", "same") and mention.end <= group.start and not mention.value.part and finding.rule == "awards.received":
            return str(mention.value.year)
    if honour.family in ("title", "same"):
        later = re.compile(r"[ ]+(?:vào[ ]+)?(?:tháng[ ]+\d{1,2}[ ]?/[ ]?|tháng[ ]+\d{1,2}[ ]+năm[ ]+|năm[ ]+)(?P<year>(?:19|20)\d\d)").match(view.fold, group.end)
        if later:
            return later["year"]
    if annual and (announced := _last_announced(view, start)):
        return announced
    return _reviewed(doc, finding, annual=annual)


def _last_announced(view: View, start: int) -> str | None:
    """The year whose results of emulation the sentences right before announce."""
    year = None
    for match in re.finditer(r"kết quả (?:công tác )?(?:thi đua|khen thưởng|bình xét|xét khen)[^.\n]{0,80}? năm (?P<year>(?:19|20)\d\d)", view.fold[max(0, start - 600) : start]):
        year = match["year"]
    return year


def _reviewed(doc: Doc, finding: Finding, *, annual: bool) -> str | None:
    review = focus_of(doc).review
    if len(review) != 4 or not found(doc, "bloc"):
        return None
    recognised = "công nhận" in view_of(doc).fold[finding.act.verb_start : finding.act.verb_end]
    return review if (annual and finding.act.status == "nominated") or recognised else None
