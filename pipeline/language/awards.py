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
from pipeline.language.acts import Act, Group, act_after, act_before
from pipeline.language.awardees import MARKER, awardees, listed_below
from pipeline.language.focus import focus_of
from pipeline.language.honours import Honour, honours, levelled
from pipeline.language.mentions import Mention, claim, found, keep, sentences, view_of, within
from pipeline.language.recipients import Names, Recipient, names_of
from pipeline.language.times import Time
from pipeline.view import View, fold_text


@dataclass(frozen=True, slots=True)
class Finding:
    """An act on a group of awards with its recipients (none yet where a list follows) and the rule that found it."""

    group: Group
    act: Act
    recipients: tuple[Recipient, ...]
    rule: str


_BETWEEN = re.compile(
    r"(?:[ ]+năm[ ]+\d{4})?[ ]*(?:,|và|cùng|hoặc|,[ ]*và|/)?[ ]*(?:danh hiệu|các danh hiệu)?[ ]*\"?[ ]*"
)
_COUNT = re.compile(r"(?<![\w/.,-])(?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|các)[ ]+$")
_PROPOSED = re.compile(r"(?<!\w)(?:đề nghị|suy tôn|đề xuất|trình)(?!\w)")
_STATED_YEAR = re.compile(r"(?P<gap>[^.;:\n]{0,60}?)(?<!\w)năm[ ]+(?P<year>(?:19|20)\d\d)(?![\d/-])")


@Language.component("thidua_awards")
def find_awards(doc: Doc) -> Doc:
    """Store `award` mentions (value: `Honour`) and claim who is nominated for, conferred or deprived of which award."""
    view = view_of(doc)
    mentions = levelled(view, honours(view))
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
            name = next(
                (o for o in names if o != recipient and o.endswith(f" {recipient}") and recipient.isascii()), recipient
            )
            key = (award, re.sub(r"\bcổ phần\b", "cp", fold_text(name)), status)
            if key not in seen:
                seen.add(key)
                yield replace(made, recipient=name)


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
            recipients, rule = awardees(names, group, act)
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
        return (
            replace(stated, status="nominated") if goes_on and previous and previous.status == "nominated" else stated
        )
    if previous is not None and re.fullmatch(r"[^.\n]{0,160}[;,][ ]*", fold[group.reach : group.start]):
        return replace(previous, verb_start=group.start, verb_end=group.start, subject_end=None)
    head = fold[group.sentence[0] : group.start]
    if (
        group.reach == group.sentence[0]
        and (MARKER.fullmatch(head) or not head.strip())
        and fold[group.end : group.end + 2].strip() == ":"
    ):
        intro = fold[max(0, group.sentence[0] - 400) : group.sentence[0]].rstrip()
        lines = [line for line in intro.split("\n") if line.strip() and not MARKER.match(line)]
        nominated = bool(lines and _PROPOSED.search(lines[-1]))
        return Act("nominated" if nominated else "conferred", group.start, group.start, None)
    return None


def _listed_later(names: Names, pending: Finding, start: int, end: int) -> Iterator[Finding]:
    """The award's recipients where the next sentence announces their list."""
    sentence = names.view.fold[start:end]
    if sentence.endswith(":") and re.search(
        r"(?<!\w)(?:người|cá nhân|tập thể|đơn vị|doanh nghiệp|gương|danh sách|đồng chí|ông|bà)(?!\w)", sentence
    ):
        recipients = tuple(listed_below(names, end))
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
    start, end = max(group.sentence[0], group.start - 400), min(group.sentence[1], group.end + 400)
    beside = _STATED_YEAR.match(view.fold, group.end, min(end, group.end + 90))
    if beside and (not beside["gap"].strip() or re.search(r"thành tích|phong trào|công tác", beside["gap"])):
        return beside["year"]
    annual = honour.family in ("flag", "certificate")
    years = [
        m
        for m in within(found(doc, "time"), start, end)
        if isinstance(m.value, Time) and m.value.year and not m.value.until
    ]
    for mention in years:
        before = view.fold[max(start, mention.start - 60) : mention.start]
        if (
            annual
            and mention.end <= group.start
            and re.search(r"(?:phong trào|thành tích|công tác|thi đua)[^,;.]*$", before)
        ):
            return str(mention.value.year)
        if (
            honour.family in ("title", "same")
            and mention.end <= group.start
            and not mention.value.part
            and finding.rule == "awards.received"
        ):
            return str(mention.value.year)
    if honour.family in ("title", "same"):
        later = re.compile(
            r"[ ]+(?:vào[ ]+)?(?:tháng[ ]+\d{1,2}[ ]?/[ ]?|tháng[ ]+\d{1,2}[ ]+năm[ ]+|năm[ ]+)(?P<year>(?:19|20)\d\d)"
        ).match(view.fold, group.end)
        if later:
            return later["year"]
    if annual and (announced := _last_announced(view, start)):
        return announced
    return _reviewed(doc, finding, annual=annual)


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
