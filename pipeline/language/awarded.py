"""Awarded: one recipient of an award - a province, a person, a body or a place - read at a place of the text.

`item_at` reads a name with the words before it skipped (`cho tập thể lãnh đạo | Sở Y tế tỉnh X`), or what stands for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.language.anaphora import Named
from pipeline.language.bodies import body_end, place_end, province_of, write_body
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, Taken, within
from pipeline.language.wording import plain
from pipeline.view import View, fold_text


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient: its published name, where it stands, and what it is (`province`, `person`, `body`).

    `means` are the names and kinds that an anaphora stands for; it has no name of its own.
    """

    name: str
    start: int
    end: int
    kind: str
    means: Named = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The view and the mentions that recipients are read from; `both` are provinces and persons in order.

    `meant` are the phrases that stand for recipients named elsewhere, by their first character: see `pipeline.language.anaphora`.
    """

    view: View
    provinces: list[Mention]
    people: list[Mention]
    both: list[Mention]
    meant: dict[int, Mention] = field(default_factory=dict)


_SYLLABLE = re.compile(r"(?:ngh?|nh|ch|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?(?!\w)")
"""A syllable that Vietnamese has without an accent: no foreign name."""
_FAMILY = re.compile(
    r"gia đình (?:các )?(?:ông|bà|đồng chí|liệt sĩ|cụ|anh|chị)[ ][^;:.\n()]{3,80}?(?=[ ](?:ở|tại|thuộc|có|vì|đã|trú|và)(?!\w)|[;:.\n()]|$)"
)

_CALLED = re.compile(
    r"(?<!\w)(?P<word>[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]ụ|[Cc]hú|[Bb]ác|[Đđ]ồng chí|[Tt]hầy|"
    r"[Bb]ác sĩ)[ ]+(?P<given>[A-ZĐÀ-Ỹ][^\W\d_]*)(?!\w)(?P<more>[ ]+\"?[A-ZĐÀ-Ỹ])?"
)
_PRONOUN_REACH, _PRONOUN_NEAR = 1500, 600
_WOMEN, _MEN = ("bà", "chị", "cô"), ("ông", "anh", "chú", "thầy")


@cache
def _foreign() -> re.Pattern[str]:
    """A name in letters without accents, of a company for the most part."""
    none = alternation(load("awards")["recipients"]["no_company"])
    first = rf"(?:[A-Z][a-z]{{2,}}[A-Za-z]{{2,}}|(?!(?:{none})\b)[A-Z]{{3,}})"
    return re.compile(rf"{first}(?:[ ](?:\d{{1,3}}|[A-Z][A-Za-z]{{2,}})\b)*(?!\w)(?=[ ,;.(]|$)")


@cache
def _stopped() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['recipients']['between'])})(?!\w)|[,;:()\"\n]")


@cache
def _leads() -> re.Pattern[str]:
    words = load("awards")["recipients"]
    peoples = alternation(words["peoples"])
    joint = r"(?:[ ]*,[ ]*và[ ]+|[ ]*,[ ]*|[ ]+và[ ]+|[ ]+(?=nhân dân|các dân tộc))"
    alone = rf"(?:{peoples})(?=[ ]+(?:và|các|tỉnh|thành phố|tp|huyện|xã|[^\W\d_]))"
    peoples = rf"(?:(?:{peoples}){joint}){{1,6}}(?:{peoples})|{alone}"
    counted = rf"(?:\d+|{alternation(words['counts'])})[ ]+(?:{alternation(words['named'])})(?:[ ]+(?:là|gồm))?"
    lead = rf"(?:{peoples}|{counted}|{alternation(words['leads'])})(?:[ ]+|[ ]*[,:][ ]*|[ ]+và[ ]+)"
    return re.compile(rf"(?:{lead})")


@cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternation(load('awards')['recipients']['pronouns'])})(?=[ ]*(?:[.,;\n]|$|[ ](?:được|vì|đã|tại|và|danh hiệu|huân chương|"
        rf"huy chương|bằng khen|cũng|còn|vinh dự|vừa|lại|là|liên tục|nhận|đón)(?!\w)))"
    )


def names_of(view: View, provinces: list[Mention], people: list[Mention], awards: Sequence[Mention] = ()) -> Names:
    """Gather what recipients are read from; a full name known from one place counts wherever it stands again.

    A name ends where an award's begins: `tặng ông Lê Văn A | Huân chương Lao động`.
    """
    people = [q for p in people if (q := _before_award(view, p, awards)) is not None]
    people += _called(view, people, awards)
    full = {str(p.value) for p in people if str(p.value).count(" ") >= 2}
    starts = {p.start for p in people}
    people = sorted(people + [m for m in _repeated(view, full) if m.start not in starts])
    return Names(view, provinces, people, sorted(provinces + people))


def _repeated(view: View, full: set[str]) -> Iterator[Mention]:
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in full:
        by_first[name.split(" ", 1)[0]].append(name)
    for first, names in by_first.items():
        for start in view.syllables.get(fold_text(first), ()):
            for name in names:
                end = start + len(name)
                if view.text.startswith(name, start) and not view.text[end : end + 1].isalpha():
                    yield Mention(start, end, "person", name)


def _before_award(view: View, person: Mention, awards: Sequence[Mention]) -> Mention | None:
    """The person without the award's first word that the name was read on into; None where one syllable is left."""
    award = next((a for a in within(awards, person.start, person.end + 200) if a.start < person.end), None)
    if award is None:
        return person
    end = person.start + len(view.text[person.start : award.start].rstrip(' "'))
    name = str(person.value)
    tail = view.text[end : person.end].strip()
    name = name.removesuffix(tail).rstrip() if name.endswith(tail) else name
    return Mention(person.start, end, "person", name) if " " in name else None


def _called(view: View, people: Sequence[Mention], awards: Sequence[Mention]) -> list[Mention]:
    """Persons called by their last syllable (`ông Hùng`): the last one so named before."""
    called: list[Mention] = []
    by_given: dict[str, list[Mention]] = defaultdict(list)
    for person in people:
        by_given[str(person.value).rpartition(" ")[2]].append(person)
    taken, named = Taken(people), {a.start for a in awards}
    for match in _CALLED.finditer(view.text):
        before = [p for p in by_given.get(match["given"], ()) if p.end <= match.start()]
        mention = Mention(match.start("given"), match.end("given"), "person", before[-1].value if before else None)
        alone = not match["more"] or not named.isdisjoint(range(match.end("given"), match.end()))
        if before and alone and not taken.touches(mention):
            called.append(mention)
    return called


def item_at(names: Names, position: int, end: int) -> Recipient | None:
    """The recipient that starts at `position`, its leading words skipped."""
    view = names.view
    family = _FAMILY.match(view.fold, position, end)
    if family:
        return Recipient(
            _lowered(plain(view.text[family.start() : family.end()])), family.start(), family.end(), "body"
        )
    start = position
    for _ in range(6):
        meant = names.meant.get(start)
        if meant is not None and meant.end <= end:
            return Recipient("", position, meant.end, "anaphora", meant.value)
        read = _name(names, start, end)
        if read is not None:
            return Recipient(read.name, position, read.end, read.kind)
        lead = _leads().match(view.fold, start, end)
        if lead is None:
            break
        start = lead.end()
    pronoun = _pronoun().match(view.fold, position, end)
    if pronoun is None:
        return None
    sentence = max(view.fold.rfind(". ", 0, position), view.fold.rfind("\n", 0, position))
    earlier = [p for p in within(names.people, max(0, position - _PRONOUN_REACH), position) if p.end <= sentence]
    last = _meant(view, earlier, view.fold[position : pronoun.end()])
    return Recipient(str(last.value), position, pronoun.end(), "person") if last is not None else None


def _meant(view: View, people: Sequence[Mention], pronoun: str) -> Mention | None:
    """Whom a pronoun means: the last person called by it, else the last one who is not called by one of the other sex."""
    others = _MEN if pronoun in _WOMEN else _WOMEN if pronoun in _MEN else ()
    fitting: Mention | None = None
    for person in people[::-1]:
        words = view.fold[max(0, person.start - 8) : person.start].split()
        word = words[-1] if words else ""
        if word == pronoun:
            return person
        if fitting is None and word not in others and not (pronoun in _MEN and " Thị " in str(person.value)):
            near = person.start >= people[-1].start - _PRONOUN_NEAR
            fitting = person if near else None
    return fitting


_JOINT_BEHIND = re.compile(r"(?:[ ,;]|(?<!\w)(?:và|cùng|còn|danh hiệu))+$")


def _name(names: Names, start: int, end: int) -> Recipient | None:
    view = names.view
    person = next((p for p in within(names.people, start, min(end, start + 110))), None)
    if person is not None and not _stopped().search(_without_degrees(view.fold[start : person.start])):
        return Recipient(str(person.value), start, person.end, "person")
    stop = body_end(view, start, names.both)
    if stop is not None and start < end < stop:  # what follows is another award
        stop = start + len(_JOINT_BEHIND.sub("", view.fold[start:end]))
    if stop is not None and stop <= end and view.fold[start:stop] not in load("awards")["recipients"]["givers_only"]:
        province = province_of(view, start, stop, names.provinces)
        return Recipient(province or write_body(view, start, stop), start, stop, "province" if province else "body")
    return _place(names, start, end)


def _place(names: Names, start: int, end: int) -> Recipient | None:
    """A province, a place below it, or a name in foreign letters (`Eurowindow`, `PVC`)."""
    view = names.view
    unit = re.compile(r"(?:tỉnh|thành phố|tp\.?|thủ đô)[ ]+").match(view.fold, start)
    at = unit.end() if unit else start
    for province in within(names.provinces, start, at + 40):
        if province.start in (start, at):
            return Recipient(str(province.value), start, province.end, "province")
    stop = place_end(view, start)
    if stop is not None and stop <= end:
        name = _lowered(plain(view.text[start:stop]))
        return Recipient(re.sub(r"^(?i:huyện) ", "", name), start, stop, "place")
    foreign = _foreign().match(view.text, start, end) if not _SYLLABLE.match(view.fold, start) else None
    return Recipient(foreign[0], start, foreign.end(), "body") if foreign else None


def _lowered(name: str) -> str:
    """A place or family with its kind in small letters, as it stands within a sentence."""
    return name[:1].lower() + name[1:]


def _without_degrees(words: str) -> str:
    return re.sub(r"(?:pgs|gs|ts|ths|bs|bsckii|ckii)\b\.?[, ]*", "", words)
