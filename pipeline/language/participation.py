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
    any_of,
    attend_cues,
    chair_cues,
    event_cue,
    hand_cues,
    place_cue,
    say_cue,
    speech_cues,
)
from pipeline.language.mentions import claim, claims_of, found, keep, sentences, view_of
from pipeline.language.references import references
from pipeline.language.roles import NAMED, Reduced, parties, reduce_sentences

_LEAD = 900
_LONGEST_LIST = 2000
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
    everyone = parties(found(doc, "holder"), found(doc, "reference"))
    reduced = list(reduce_sentences(view, sentences(doc), everyone))
    seen: set[tuple[str, str]] = set()
    for role in _roles(reduced, reports_event(view.fold[:_LEAD])):
        if (role.person, role.role) not in seen:
            seen.add((role.person, role.role))
            claim(
                doc, Participation(person=role.person, role=role.role, start=role.start, end=role.end, rule=role.rule)
            )
    return doc


def reports_event(lead: str) -> bool:
    """Whether an article's first sentences (folded) tell of an event."""
    return re.search(rf"(?<!\w){any_of('reports')}(?!\w)", re.sub(r"\s+", " ", lead)) is not None


def _roles(reduced: Sequence[Reduced], event: bool) -> Iterator[_Role]:
    listing = awarding = numbered = False
    event = event or any(event_cue().search(s.text) for s in reduced)
    for sentence in reduced:
        text = sentence.text
        if awarding and (numbered or _ITEM.match(text)):
            numbered = _ITEM.fullmatch(text) is not None
            yield from _each(sentence, sentence.signs(0, len(text))[:1], "attended", 0, _rule("receive-list"))
            continue
        roles = [*_chaired(sentence), *_spoke(sentence, event), *_handing(sentence)]
        attended = list(_attended(sentence, listing))
        awarding = text.endswith(":") and any(r.rule == _rule("present-subject") for r in roles)
        listing = any(r.rule.startswith(_rule("attend")) for r in attended)
        yield from sorted(roles + attended, key=lambda r: (r.start, r.end))


def _each(sentence: Reduced, signs: Sequence[int], role: str, start: int, rule: str) -> Iterator[_Role]:
    """The role for each person; the quote runs from `start` to the person's name."""
    for sign in signs:
        party = sentence.party(sign)
        yield _Role(party.person, role, min(sentence.places[start], party.start), party.name_end, rule)


def _listed(sentence: Reduced, start: int) -> list[int]:
    """The signs of a list that starts at or after `start`: to the end of the sentence, or to a verb of its own."""
    signs = sentence.signs(start, start + _LONGEST_LIST)
    stop = re.compile(rf"◆[ ,]*(?:{any_of('say')}|{any_of('speech')}|đã)(?!\w)").search(
        sentence.text, start, start + _LONGEST_LIST
    )
    return [s for s in signs if stop is None or s <= max(stop.start(), start) or ";" in sentence.text[stop.end() :]]


def _subjects(sentence: Reduced, sign: int) -> list[int]:
    """The person at `sign` and those coordinated before it ("A; B và C, đến dự")."""
    group = [sign]
    for earlier in reversed(sentence.signs(0, sign)):
        if not re.fullmatch(COORDINATED, sentence.text[earlier + 1 : group[0]]):
            break
        group.insert(0, earlier)
    return group


def _speakers(sentence: Reduced, sign: int) -> list[int]:
    """The person at `sign`, and those before it that an "và" joins to it."""
    group = _subjects(sentence, sign)
    joined = len(group) > 1 and re.search(r"\bvà\b", sentence.text[group[-2] + 1 : sign])
    return group if joined else [sign]


def _coordinated(sentence: Reduced, start: int) -> list[int]:
    """The named person at `start` and those coordinated after it."""
    group: list[int] = []
    for sign in sentence.signs(start, len(sentence.text)):
        if group and not re.fullmatch(COORDINATED, sentence.text[group[-1] + 1 : sign]):
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
        if not _is_future(text, match):
            signs = _subjects(sentence, match.start("sign"))
            yield from _through(sentence, signs, "chaired", signs[0], match.end(), _rule("chair-subject"))


def _through(sentence: Reduced, signs: Sequence[int], role: str, start: int, end: int, rule: str) -> Iterator[_Role]:
    """The role for each person; the quote runs from `start` to `end`, both in the reduced text."""
    for sign in signs:
        yield _Role(sentence.party(sign).person, role, sentence.places[start], sentence.view_end(end), rule)


def _is_future(text: str, match: re.Match[str]) -> bool:
    return re.search(r"\b(?:sẽ|dự kiến|sắp)\b", text[match.start() : match.end() + 8]) is not None


def _attended(sentence: Reduced, listing: bool) -> Iterator[_Role]:
    patterns, text = attend_cues(), sentence.text
    if re.search(r"\b(?:dự kiến|sẽ (?:tham )?dự)\b", text):
        return
    for name in ("attend-list", "attend-by", "attend-side"):
        for match in patterns[name].finditer(text):
            if name != "attend-side" or listing or text.startswith("về phía"):
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


def _handing(sentence: Reduced) -> Iterator[_Role]:
    """Those who hand something over at the event, and those who receive it."""
    patterns, text = hand_cues(), sentence.text
    if re.search(rf"(?<!\w){any_of('decree')}(?!\w)", text):
        return
    for match in patterns["present-subject"].finditer(text):
        if not _is_future(text, match):
            signs = _subjects(sentence, match.start("sign"))
            yield from _through(sentence, signs, "attended", signs[0], match.end(), _rule("present-subject"))
    for match in patterns["present-agent"].finditer(text):
        signs = sentence.signs(match.start(), match.end() + 1)
        yield from _each(sentence, signs, "attended", match.start(), _rule("present-agent"))
    for match in patterns["receive"].finditer(text):
        if match[0].startswith("tặng") and not patterns["present-subject"].search(text):
            continue
        signs = sentence.signs(match.end(), match.end() + 1, SIGN)
        yield from _each(sentence, signs, "attended", match.start(), _rule("receive"))


_FINDING = re.compile(r"\b(?:cho thấy|cho biết|nêu rõ|đánh giá|khẳng định)\b")


def _spoke(sentence: Reduced, event: bool) -> Iterator[_Role]:
    patterns, text = speech_cues(), sentence.text
    for match in patterns["speech-subject"].finditer(text):
        if not _is_future(text, match):
            signs = _speakers(sentence, match.start("sign"))
            yield from _through(sentence, signs, "spoke", signs[0], match.end(), _rule("speech-subject"))
    for name in ("speech-fronted", "speech-of", "speech-is"):
        for match in patterns[name].finditer(text):
            if name == "speech-fronted" and ("," not in match["gap"] or _FINDING.search(match["gap"])):
                continue
            first = sentence.signs(match.end(), match.end() + 1, SIGN)
            named = _coordinated(sentence, match.end()) if name == "speech-of" else first
            yield from _each(sentence, named, "spoke", match.start(), _rule(name))
    for match in patterns["speech-agent"].finditer(text):
        yield from _through(sentence, [match.start("sign")], "spoke", match.start(), match.end(), _rule("speech-agent"))
    local = place_cue().search(text) is not None
    if not (event or local) or re.search(rf"(?<!\w){any_of('press')}(?!\w)", text):
        return
    for match in say_cue().finditer(text):
        quoted = re.search(r"\btheo (?:lời )?$", text[: match.start()]) or re.search(r"\b(?:tặng|trao)\b", match[0])
        if not quoted and not _is_future(text, match):
            signs = _speakers(sentence, match.start("sign"))
            yield from _through(sentence, signs, "spoke", signs[0], match.end(), _rule("say-subject"))
