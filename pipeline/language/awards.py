"""Awards: who is proposed for, receives or loses which award.

The component finds the awards that a text names (`pipeline.language.honours`), what happens to them
(`pipeline.language.acts`) and to whom (`pipeline.language.recipients`), and claims each fact once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Award, Ranking
from pipeline.language.acts import Act, Group, act_on
from pipeline.language.anaphora import anaphora, numbers
from pipeline.language.award_periods import Finding, period_of
from pipeline.language.awarded import Names, Recipient, names_of
from pipeline.language.awardees import awardees, given_on, listed_below
from pipeline.language.discourse import bloc_at
from pipeline.language.focus import focus_of
from pipeline.language.honours import honours, levelled
from pipeline.language.mentions import Mention, claim, claims_of, found, keep, sentences, view_of, within
from pipeline.language.wording import write_out
from pipeline.view import View, fold_text

_BETWEEN = re.compile(
    r"(?:[ ]+năm[ ]+\d{4})?[ ]*(?:,|và|cùng|hoặc|,[ ]*và|/)?[ ]*(?:danh hiệu|các danh hiệu)?[ ]*\"?[ ]*"
)
_COUNT = re.compile(
    r"(?<![\w/.,-])(?P<n>\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|các)[ ]+(?:(?:tấm|chiếc|lá|danh hiệu)[ ]+)?$"
)
_UNNAMED = re.compile(r"[^.;\n]{0,40}?(?<!\w)(?:cho|tặng|tới|đến|\d+|nhiều|hai|ba|các)[ ]")
_PROPOSER = re.compile(r"(?<!\w)(?:cụm|hội nghị|các thành viên|các tỉnh|các đơn vị)(?!\w)(?! trưởng| phó)")
_STILL = re.compile(r"(?:còn|riêng)[ ]+")
"""What opens a sentence that goes on with the act of the one before: `Còn tỉnh X là Bằng khen`."""
_OPENS = re.compile(r"\W*(?:các )?(?:danh hiệu )?\"?")
_LABEL = re.compile(r"[^.;:\n]{0,90}:")
"""What follows an award that a line opens with as the label of its recipients: `Danh hiệu Y, theo quyết định của Z: ông A`."""


@Language.component("thidua_awards")
def find_awards(doc: Doc) -> Doc:
    """Store `award` mentions (value: `Honour`) and claim who is nominated for, conferred or deprived of which award."""
    view = view_of(doc)
    mentions = levelled(view, honours(view))
    keep(doc, "award", mentions)
    if not mentions:
        return doc
    names = names_of(view, found(doc, "province"), found(doc, "person"), mentions)
    meant = anaphora(view, names.provinces, names.people, _ranks(doc), focus_of(doc).area)
    names = replace(names, meant={m.start: m for m in reversed(meant)})
    claims: dict[tuple[str, str, str], Award] = {}
    for finding in _findings(doc, names, mentions):
        for made in _claims(doc, finding):
            key = (made.award, made.recipient, made.status)
            first = claims.setdefault(key, made)
            if first.period is None and made.period is not None:
                claims[key] = replace(first, period=made.period)
    claim(doc, *_settled(claims))
    return doc


def _ranks(doc: Doc) -> dict[int, list[str]]:
    """The members at each rank of the bloc that the article is about, in the period that it reviews."""
    rankings = [c for c in claims_of(doc) if isinstance(c, Ranking) and c.rank is not None]
    reviewed = [r for r in rankings if r.period == focus_of(doc).review]
    ranks: dict[int, list[str]] = defaultdict(list)
    for ranking in reviewed or rankings:
        if ranking.rank is not None and ranking.member not in ranks[ranking.rank]:
            ranks[ranking.rank].append(ranking.member)
    return ranks


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
            key = (award, fold_text(write_out(name)), status)
            if key not in seen:
                seen.add(key)
                yield replace(made, recipient=name)


def _findings(doc: Doc, names: Names, mentions: Sequence[Mention]) -> Iterator[Finding]:
    """What every sentence says of the awards that it names."""
    view, pending = view_of(doc), None
    act: Act | None = None
    told: Act | None = None
    for start, end in sentences(doc):
        inside = within(mentions, start, end)
        if not inside and pending is not None:
            yield from _listed_later(names, pending, start, end)
        pending, last = None, None
        told = act or told
        act = act if act is not None and _STILL.match(view.fold, start, end) else None
        for named in _groups(view, inside, (start, end)):
            behind = act is not None and named.reach < act.verb_end <= named.start
            group = replace(named, reach=act.verb_end) if act is not None and behind else named
            act = act_on(view.fold, group, act) or _labelling(view, group, told)
            if act is None or not any(h.codes for h in group.honours):
                continue
            recipients, rule = _received(names, group, act, last)
            if recipients:
                last = Finding(group, act, tuple(recipients), rule)
                yield last
                if pending is not None and _shared(view, pending, last):
                    yield replace(last, group=pending.group, act=pending.act)
                pending = None
            else:
                pending = Finding(group, act, (), "awards.listed")


def _labelling(view: View, group: Group, told: Act | None) -> Act | None:
    """The act told last, for an award that a line opens with as the label of its recipients (`Huân chương ...: ông A`)."""
    opens = _OPENS.fullmatch(view.fold, group.sentence[0], group.start)
    if told is None or opens is None or _LABEL.match(view.fold, group.end, group.limit) is None:
        return None
    return Act(told.status, group.start, group.start, None, carried=True)


def _received(names: Names, group: Group, act: Act, last: Finding | None) -> tuple[Sequence[Recipient], str]:
    """The act's recipients and the rule; the subject of the award before, for one more award in a row with it."""
    recipients, rule = awardees(names, group, act)
    count = _COUNT.search(names.view.fold, max(group.reach, group.start - 12), group.start)
    if count is not None:
        value = numbers().get(count["n"], int(count["n"]) if count["n"].isdigit() else 0)
        fits = (rule == "awards.given-to" and len(recipients) == value) or (
            rule == "awards.received" and len(recipients) == 1
        )
        return (recipients, rule) if fits else ((), "")
    goes_on = act.carried or (act.status == "conferred" and act.subject_end is None)
    onward = not recipients and goes_on and last is not None and last.rule == "awards.received"
    if (
        onward
        and last is not None
        and not given_on(names.view, group)
        and not _UNNAMED.match(names.view.fold, group.end)
    ):
        return last.recipients, last.rule
    return recipients, rule


def _shared(view: View, before: Finding, found: Finding) -> bool:
    """Whether two verbs share the recipients after the second: `tước danh hiệu A và thu hồi Huân chương B của ông X`."""
    between = view.fold[before.group.end : found.act.verb_start]
    joined = re.fullmatch(r"\"?[ ]*(?:,|và|đồng thời|,[ ]*đồng thời|cùng)?[ ]*(?:và|đồng thời|đã|cùng)?[ ]*", between)
    return joined is not None and found.rule == "awards.given-to"


def _groups(view: View, mentions: Sequence[Mention], sentence: tuple[int, int]) -> Iterator[Group]:
    """The awards of a sentence; those joined by a comma or an "and" make one group."""
    rows: list[list[Mention]] = []
    for mention in mentions:
        if rows and _BETWEEN.fullmatch(view.fold[rows[-1][-1].end : mention.start]):
            rows[-1].append(mention)
        else:
            rows.append([mention])
    reach = sentence[0]
    for row, following in zip_longest(rows, rows[1:]):
        limit = following[0].start if following else sentence[1]
        yield Group(row[0].start, row[-1].end, tuple(m.value for m in row), reach, sentence, limit)
        reach = row[-1].end


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
    codes = [(code, honour) for honour in group.honours for code in honour.codes]
    shares = _shares(view_of(doc), finding, len(codes))
    for index, recipient in enumerate(finding.recipients):
        if finding.rule == "awards.listed":
            start, end = recipient.start, recipient.end
        else:
            start = min(recipient.start, group.start, act.verb_start)
            end = max(recipient.end, group.end)
        for code, honour in codes[index : index + 1] if shares else codes:
            yield Award(
                start=start,
                end=end,
                rule=finding.rule,
                award=code,
                recipient=recipient.name,
                status=act.status,
                period=period_of(doc, finding, honour, recipient),
                is_person=recipient.kind == "person",
                nominator=_nominator(doc, finding) if recipient.kind == "province" else "",
            )


def _nominator(doc: Doc, finding: Finding) -> str:
    """The bloc that makes a proposal, where the sentence speaks of the bloc or its conference before the award."""
    start, end = finding.group.sentence
    if finding.act.status != "nominated":
        return ""
    proposes = _PROPOSER.search(view_of(doc).fold, start, max(finding.act.verb_start, finding.group.start))
    return bloc_at(doc, start, end) if proposes else ""


def _shares(view: View, finding: Finding, awards: int) -> bool:
    """Whether each recipient takes one of the awards, in order: `A và B lần lượt nhận ... và ...`."""
    if len(finding.recipients) != awards or awards < 2:
        return False
    spans = [finding.group.start, finding.group.end, *(r.start for r in finding.recipients)]
    spans += [r.end for r in finding.recipients]
    return re.search(r"(?<!\w)(?:lần lượt|theo thứ tự)(?!\w)", view.fold[min(spans) : max(spans) + 20]) is not None
