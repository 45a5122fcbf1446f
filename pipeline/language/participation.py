"""Participation: who attended, chaired or spoke at the event that an article reports.

Works on sentences reduced to signs for persons (`pipeline.language.roles`); the wordings
stand in `pipeline.language.cues`, their words in lexicon/participation.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Participation, Post
from pipeline.language.cues import (
    COORDINATED,
    SIGN,
    attend_cues,
    chair_cues,
    event_cue,
    follows,
    hand_cues,
    is_future,
    list_end,
    place_cue,
    say_cues,
    speech_cues,
    together_cues,
)
from pipeline.language.focus import focus_of
from pipeline.language.mentions import claim, claims_of, found, keep, sentences, view_of
from pipeline.language.references import references
from pipeline.language.roles import NAMED, Reduced, parties, reduce_sentences
from pipeline.language.scan import Sought
from pipeline.language.wordings import whole_word_of

_LEAD = 900
_LONGEST_LIST = 2000
_HEADING = 90
_OPENING = re.compile(rf"{COORDINATED}(?:(?:cũng )?(?:tại|trong|sau đó|tiếp đó)[^◆◇.;:,]{{0,60}}, ?{COORDINATED})?")
_COORDINATED = re.compile(COORDINATED)
_AND = re.compile(r"\bvà\b")
_EXPECTED = Sought(r"\b(?:dự kiến|sẽ (?:tham )?dự)\b")
_GIVEN = re.compile("tặng(?! hoa| quà)")
_AT_EVENT = re.compile(
    r"[◆◇][^.;:]{0,120}\b(?:tại|trong) (?:cuộc họp|buổi họp|họp báo|buổi lễ|hội nghị|đại hội|phiên họp|kỳ họp|buổi làm việc)"
    r"(?: báo| này| trên)*(?=\s*(?:[.,;:]|$)| ở| sáng| chiều| ngày| hôm)"
)
"""A sentence that says behind its verb at which event ("◆ giải thích tại cuộc họp báo sáng 5-2")."""
_LAUNCHED = re.compile(r"\bphát động (?:phong trào|đợt|cao trào)\b")
_NUMBERS = ("hai", "ba", "bốn", "năm", "sáu")
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-+*•])")


@dataclass(frozen=True, slots=True)
class _Role:
    """A person's role as one place states it; offsets of the view."""

    person: str
    role: str
    start: int
    end: int
    rule: str


@Language.component("thidua_participation")
def find_participation(doc: Doc) -> Doc:
    """Add the participations, one a person and role, and store `reference` mentions."""
    view = view_of(doc)
    posts = [c for c in claims_of(doc) if isinstance(c, Post)]
    keep(doc, "reference", references(view, found(doc, "title"), found(doc, "person"), posts))
    focus = focus_of(doc)
    if not (focus.public and focus.event):
        return doc
    everyone = parties(found(doc, "holder"), found(doc, "reference"))
    reduced = list(reduce_sentences(view, sentences(doc), everyone))
    seen: set[tuple[str, str]] = set()
    lead = view.fold[:_LEAD]
    meeting = bool(focus.bloc) and (focus.meeting or _LAUNCHED.search(lead) is not None)
    for role in _roles(reduced, meeting or _opens_at_event(lead)):
        if (role.person, role.role) not in seen:
            seen.add((role.person, role.role))
            claim(
                doc, Participation(person=role.person, role=role.role, start=role.start, end=role.end, rule=role.rule)
            )
    return doc


def _opens_at_event(lead: str) -> bool:
    """Whether an article's first sentences (folded) are set at an event, so that words reported without a place were said there.

    That asks for more than `Focus.event`, an event that the article's head names at all: a report may name one and quote from an interview.
    """
    return whole_word_of("reports").search(" ".join(lead.split())) is not None


def _roles(reduced: Sequence[Reduced], event: bool) -> Iterator[_Role]:
    listing = awarding = numbered = False
    named: list[str] = []
    event = event or any(event_cue().search(s.text) for s in reduced)
    for sentence in reduced:
        text = sentence.text
        if awarding and (numbered or _ITEM.match(text)):
            numbered = _ITEM.fullmatch(text) is not None
            yield from _each(sentence, _awarded(sentence), "attended", 0, _rule("receive-list"))
            continue
        if not sentence.signed:
            awarding, listing = _opens_awards(text, (), event), False
            yield from _together(sentence, named, event)
            continue
        here = _is_local(text, event)
        roles = [*_chaired(sentence), *_spoke(sentence, here), *_handing(sentence, here)]
        attended = list(_attended(sentence, listing, event))
        awarding = _opens_awards(text, roles, event)
        listing = any(r.rule.startswith((_rule("attend"), _rule("chair"))) for r in roles + attended)
        yield from sorted(roles + attended, key=lambda r: (r.start, r.end))
        yield from _together(sentence, named, event)
        now = [sentence.party(s).person for s in sentence.signs(0, len(text))]
        named = list(dict.fromkeys([*reversed(now), *reversed(named)]))[: len(_NUMBERS) + 1][::-1]


def _together(sentence: Reduced, named: Sequence[str], event: bool) -> Iterator[_Role]:
    """What those named last did together ("Cả ba cùng ký vào bản giao ước")."""
    for name, pattern in together_cues().items() if len(named) > 1 else ():
        match = pattern.match(sentence.text)
        count = _NUMBERS.index(match["count"]) + 2 if match else 0
        if match and len(named) >= count and _is_local(sentence.text, event):
            for person in named[-count:]:
                yield _Role(person, name, sentence.places[0], sentence.view_end(match.end()), _rule("together"))


def _is_local(text: str, event: bool) -> bool:
    """Whether words and deeds in this sentence belong to an event: its own or the article's; words to the press do not."""
    if whole_word_of("press").search(text):
        return False
    return event or place_cue().search(text) is not None or _AT_EVENT.search(text) is not None


_AWARDS = Sought(
    r"\b(?:khen thưởng|vinh danh|tuyên dương|trao thưởng|được nhận|được trao|được tặng|nhận (?:huân chương|bằng khen|cờ))"
)


def _opens_awards(text: str, roles: Sequence[_Role], event: bool) -> bool:
    """Whether a list of those honoured at the event follows."""
    if text.endswith(":") and any(r.rule == _rule("present-subject") for r in roles):
        return True
    heading = text.endswith(":") or (len(text) < _HEADING and text[-1:] not in ".!?")
    return event and heading and _AWARDS.search(text) is not None


def _awarded(sentence: Reduced) -> list[int]:
    """Those named in one item of such a list: after its colon, or at its start."""
    colon = sentence.text.find(":")
    return sentence.signs(colon, len(sentence.text)) if colon >= 0 else sentence.signs(0, len(sentence.text))[:1]


def _each(sentence: Reduced, signs: Sequence[int], role: str, start: int, rule: str) -> Iterator[_Role]:
    """The role for each person; the quote runs from `start` to the person's name."""
    for sign in signs:
        party = sentence.party(sign)
        yield _Role(party.person, role, min(sentence.places[start], party.start), party.name_end, rule)


def _listed(sentence: Reduced, start: int) -> list[int]:
    """The signs of a list that starts at or after `start`: to the end of the sentence, or to a verb of its own."""
    signs = sentence.signs(start, start + _LONGEST_LIST)
    stop = list_end().search(sentence.text, start, start + _LONGEST_LIST)
    if stop is None or sentence.text.find(";", stop.end()) >= 0:
        return signs
    return [s for s in signs if s <= max(stop.start(), start)]


def _subjects(sentence: Reduced, sign: int) -> list[int]:
    """The person at `sign` and those coordinated before it ("A; B và C, đến dự")."""
    group = [sign]
    for earlier in reversed(sentence.signs(0, sign)):
        if not _COORDINATED.fullmatch(sentence.text, earlier + 1, group[-1]):
            break
        group.append(earlier)
    return group[::-1]


def _speakers(sentence: Reduced, sign: int) -> list[int]:
    """The person at `sign`, and those before it that an "và" joins to it, or that start the sentence with it."""
    group = _subjects(sentence, sign)
    joined = len(group) > 1 and _AND.search(sentence.text, group[-2] + 1, sign)
    opens = _OPENING.fullmatch(sentence.text, 0, group[0])
    return group if joined or opens else [sign]


def _coordinated(sentence: Reduced, start: int) -> list[int]:
    """The named person at `start` and those coordinated after it."""
    group: list[int] = []
    for sign in sentence.signs(start, len(sentence.text)):
        if group and not _COORDINATED.fullmatch(sentence.text, group[-1] + 1, sign):
            break
        group.append(sign)
    return group


def _rule(name: str) -> str:
    return f"participation.{name}"


def _chaired(sentence: Reduced) -> Iterator[_Role]:
    patterns, text = chair_cues(), sentence.text
    for name in ("chair-list", "chair-of"):
        for match in patterns[name].finditer(text):
            if NAMED not in text[max(0, match.start() - 3) : match.start()]:
                yield from _each(sentence, _listed(sentence, match.end()), "chaired", match.start(), _rule(name))
    for match in patterns["chair-fronted"].finditer(text):
        yield from _each(
            sentence, _coordinated(sentence, match.end()), "chaired", match.start(), _rule("chair-fronted")
        )
    for match in patterns["chair-agent"].finditer(text):
        signs = sentence.signs(match.start(), match.end())
        yield from _through(sentence, signs, "chaired", match.start(), match.end(), _rule("chair-agent"))
    for match in patterns["chair-subject"].finditer(text):
        if not is_future(text, match) and not follows(text, match.start("sign"), "not_speaking"):
            signs = _subjects(sentence, match.start("sign"))
            yield from _through(sentence, signs, "chaired", signs[0], match.end(), _rule("chair-subject"))


def _through(sentence: Reduced, signs: Sequence[int], role: str, start: int, end: int, rule: str) -> Iterator[_Role]:
    """The role for each person; the quote runs from `start` to `end`, both in the reduced text."""
    for sign in signs:
        yield _Role(sentence.party(sign).person, role, sentence.places[start], sentence.view_end(end), rule)


def _attended(sentence: Reduced, listing: bool, event: bool) -> Iterator[_Role]:
    patterns, text = attend_cues(), sentence.text
    if _EXPECTED.search(text):
        return
    sides = ["attend-side", "attend-with", "attend-guest"] if event else []
    for name in ("attend-list", "attend-by", *sides, *(["attend-after"] if listing else [])):
        for match in patterns[name].finditer(text):
            yield from _each(sentence, _listed(sentence, match.end()), "attended", match.start(), _rule(name))
    for match in patterns["attend-fronted"].finditer(text):
        first = sentence.signs(match.end(), match.end() + 1)
        yield from _each(sentence, first, "attended", match.start(), _rule("attend-fronted"))
    for match in patterns["attend-subject"].finditer(text):
        signs = _subjects(sentence, match.start("sign"))
        yield from _through(sentence, signs, "attended", signs[0], match.end(), _rule("attend-subject"))
    for match in patterns["attend-agent"].finditer(text):
        signs = sentence.signs(match.start(), match.end())
        yield from _through(sentence, signs, "attended", match.start(), match.end(), _rule("attend-agent"))


def _handing(sentence: Reduced, here: bool) -> Iterator[_Role]:
    """Those who hand something over at the event, and those who receive it."""
    patterns, text = hand_cues(), sentence.text
    if whole_word_of("decree").search(text):
        return
    local = place_cue().search(text) is not None
    for name, holds in (("present-subject", True), ("take-subject", here), ("honoured", local)):
        for match in patterns[name].finditer(text) if holds else ():
            if not is_future(text, match) and not follows(text, match.start("sign"), "not_himself"):
                signs = _subjects(sentence, match.start("sign"))
                yield from _through(sentence, signs, "attended", signs[0], match.end(), _rule(name))
    for match in patterns["present-agent"].finditer(text):
        signs = sentence.signs(match.start(), match.end() + 1)
        yield from _each(sentence, signs, "attended", match.start(), _rule("present-agent"))
    received = [*patterns["receive"].finditer(text), *(patterns["receive-passive"].finditer(text) if here else ())]
    if patterns["present-subject"].stands_in(text):
        received += patterns["receive-more"].finditer(text)
    for match in received:
        if _GIVEN.match(match[0]) and not patterns["present-subject"].stands_in(text):
            continue
        first = sentence.signs(match.end(), match.end() + 1, SIGN)
        yield from _each(
            sentence, _coordinated(sentence, match.end()) or first, "attended", match.start(), _rule("receive")
        )


_FINDING = re.compile(r"\b(?:cho thấy|cho biết|nêu rõ|đánh giá|khẳng định)\b")


def _spoke(sentence: Reduced, here: bool) -> Iterator[_Role]:
    patterns, text = speech_cues(), sentence.text
    for match in patterns["speech-subject"].finditer(text):
        if not is_future(text, match):
            signs = _speakers(sentence, match.start("sign"))
            yield from _through(sentence, signs, "spoke", signs[0], match.end(), _rule("speech-subject"))
    for name in ("speech-fronted", "speech-of", "speech-is"):
        for match in patterns[name].finditer(text):
            if name == "speech-fronted" and ("," not in match["gap"] or _FINDING.search(match["gap"])):
                continue
            first = sentence.signs(match.end(), match.end() + 1, SIGN)
            named = _coordinated(sentence, match.end()) if name == "speech-of" else first
            yield from _each(sentence, named, "spoke", match.start(), _rule(name))
    for match in patterns["speech-list"].finditer(text):
        yield from _each(sentence, _listed(sentence, match.end()), "spoke", match.start(), _rule("speech-list"))
    for match in patterns["speech-agent"].finditer(text):
        sign = match.start("sign") if match["sign"] else match.start("by")
        yield from _through(sentence, [sign], "spoke", match.start(), match.end(), _rule("speech-agent"))
    if here:
        yield from _said(sentence)


_NOT_SAID = re.compile(r"\b(?:tặng|trao|(?:đến|tới|về) (?:chúc mừng|mừng|động viên|chia vui|cổ vũ|thăm))\b")


def _said(sentence: Reduced) -> Iterator[_Role]:
    """Those whose words are reported."""
    text = sentence.text
    for name, pattern in say_cues().items():
        for match in pattern.finditer(text):
            sign = match.start("sign")
            heard = follows(text, sign, "not_speaking") or _NOT_SAID.search(match[0])
            sent = whole_word_of("sent").search(text[max(0, sign - 40) : match.end() + 24])
            if heard or sent or is_future(text, match, reach=0):  # who promises what will be done speaks now
                continue
            signs = _speakers(sentence, sign)
            yield from _through(sentence, signs, "spoke", signs[0], match.end(), _rule(name))
