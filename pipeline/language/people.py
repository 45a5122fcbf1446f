"""Persons in text: full names, and short references (`bà Thịnh`) resolved to the full name that the article gives.

Stores `person` mentions (the value is the full name, NFC, tone marks in the older placement, without words of respect).
A run of capitalised syllables is a name where its form is certain or something beside it says so: a word of respect, a
title, a list of persons. Places, streets, schools, photographers and the many things named after Hồ Chí Minh are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.lexicon import Before, alternation, load
from pipeline.language.mentions import Mention, found, keep, sentences, view_of, within
from pipeline.language.name_runs import TO_NAME, own_words, respected
from pipeline.language.names import (
    Word,
    capital_runs,
    is_certain,
    is_foreign,
    name_in,
    spelled,
)
from pipeline.language.person_references import in_capitals, short_references
from pipeline.language.titles import Title, find_titles, head_pattern, surroundings
from pipeline.view import View

_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the decisions look at: the view, its titles, the provinces, the bounds of the sentences."""

    view: View
    titles: Sequence[Title]
    title_starts: Sequence[int]
    places: Sequence[Mention]
    sentences: Sequence[tuple[int, int]]


@cache
def _personal() -> Before:
    """Words of respect that only a person's name follows, whatever its form."""
    names = load("names")
    return Before(set(names["honorifics"]) - set(names["context"]["callings"]), TO_NAME, not_after=r"[\w/]")


@cache
def _never_after() -> Before:
    return Before(load("names")["context"]["never_after"], r"[\"']?[ \t]*", besides=" hnàht")


@cache
def _seldom_after() -> Before:
    return Before(load("names")["context"]["seldom_after"], r"[\"']?[ \t]*")


@cache
def _place_head() -> Before:
    return Before(load("names")["context"]["place_heads"], r"[ \t]*")


@cache
def _credit() -> re.Pattern[str]:
    words = alternation(load("names")["context"]["credits"])
    return re.compile(rf"(?:^|[\s(.\[\]/])(?:{words})[ \t]*[:/][^.;\n]{{0,40}}$|\bảnh[ \t]*[:.]?[ \t]*(?:\w+ ?/ ?)?$")


_CREDIT_SIGN = re.compile("[:/]|ảnh")
_AFTER = re.compile(r"[ \t]*(?:,|-|–|—|\()[ \t]*(?:(?:hiện là|hiện|là|tân)[ \t]+)?")
_AGENCY = re.compile(r"[ \t]*/[ \t]*(?:ttxvn|vgp|vov|vnp|vna)")
_LIST = re.compile(r"(?:[:;,]|(?<!\w)và|(?<!\w)cùng)[ \t]*$")
_PLURAL = re.compile(
    r"(?<!\w)(?:các|hai|ba|bốn|năm|những)[ \t]+(?:đồng chí|đ/c|ông|bà|anh|chị|nguyên|cá nhân|gương mặt)"
)


@Language.component("thidua_people")
def find_people(doc: Doc) -> Doc:
    """Store the persons; a province's name inside a person's name (`Nguyễn Thái Bình`) is taken back."""
    view = view_of(doc)
    places = found(doc, "province")
    titles = find_titles(view, surroundings(view, [], places))
    scene = _Scene(view, titles, [t.start for t in titles], places, sentences(doc))
    runs = list(capital_runs(view))
    full = [m for run in runs if (m := _full_name(scene, run))]
    people = sorted(full + list(in_capitals(view, runs, full)))
    people = sorted(people + list(short_references(view, people)))
    keep(doc, "person", people)
    keep(
        doc, "province", (p for p in places if not within(people, p.start - 40, p.end + 40) or not _in_name(p, people))
    )
    return doc


def _in_name(place: Mention, people: Sequence[Mention]) -> bool:
    return any(person.overlaps(place) for person in within(people, place.start - 40, place.end + 40))


def _full_name(scene: _Scene, run: Sequence[Word]) -> Mention | None:
    """The full name in a run of capitalised words, if something makes it one."""
    if len(run) == 1 and "'" not in run[0].fold:
        return None
    words = own_words(scene.view, scene.places, run)
    name = name_in(words)
    if name and name[0] != words[0] and not is_certain(name) and respected(scene.view, words[0].start):
        name = words[:6]
    if not name:
        return _other_name(scene, words)
    if not (_supported(scene, name) or (is_certain(name) and not _alone(scene, name))) or _is_excluded(scene, name):
        return None
    return Mention(name[0].start, name[-1].end, "person", spelled(scene.view, name))


_AFTER_NAME = re.compile(r"(?:[A-ZĐ]{2,}[ \t]*|[^\s\"'“(])$")


def _other_name(scene: _Scene, words: Sequence[Word]) -> Mention | None:
    """A name without a known surname: two to five syllables after a word of respect, or foreign ones after a title."""
    whole = 2 <= len(words) <= 6 or (len(words) == 1 and "'" in words[0].fold)
    if not whole or words[0].upper or not _presented(scene, words) or _is_excluded(scene, words):
        return None
    return Mention(words[0].start, words[-1].end, "person", spelled(scene.view, words))


def _presented(scene: _Scene, words: Sequence[Word]) -> bool:
    """Whether something beside these words, which have no known surname, says that they are a person's."""
    start = words[0].start
    if _personal().stand(scene.view.fold, start) or _in_list(scene, words):
        return True
    if not is_foreign(words) or not _titled_before(scene, start):
        return False
    return _AFTER_NAME.search(scene.view.text[max(0, start - 12) : start]) is None


def _in_list(scene: _Scene, words: Sequence[Word]) -> bool:
    """Whether the words stand in a list of persons with a title after them (`; Rah Lan Chung, Phó Bí thư ...`)."""
    after = _AFTER.match(scene.view.fold, words[-1].end)
    titled = after is not None and head_pattern().match(scene.view.fold, after.end()) is not None
    return titled and len(words) >= 2 and _listed(scene, words[0].start)


def _titled_before(scene: _Scene, start: int) -> bool:
    """Whether a title's body reaches this place."""
    return any(t.start < start and t.head_end <= start <= t.end + 1 for t in _near(scene, start))


def _near(scene: _Scene, start: int) -> list[Title]:
    last = bisect_right(scene.title_starts, start)
    return [t for t in scene.titles[max(0, last - 6) : last] if t.start > start - 200]


@cache
def _never() -> tuple[str, ...]:
    return tuple(load("names")["context"]["never"])


def _is_excluded(scene: _Scene, name: Sequence[Word]) -> bool:
    view, start, end = scene.view, name[0].start, name[-1].end
    folded = " ".join(w.fold for w in name)
    if folded.startswith(_never()) or view.fold.startswith(_never(), start):
        return True
    if any(p.start <= start and end <= p.end for p in within(scene.places, start - 20, end + 20)):
        return True
    if respected(view, start):
        return False
    before = max(0, start - _LOOK_BACK)
    if (
        len(name) < _WHOLE_NAME
        and view.text[start - 2 : start - 1].islower()
        and _OF_FIRM.search(view.text, before, start)
    ):
        return True
    credited = _CREDIT_SIGN.search(view.fold, before, start) and _credit().search(view.fold, before, start)
    if credited or _AGENCY.match(view.fold, end):
        return True
    if len(name) == 2 and _place_head().stand(view.fold, start):
        return True
    if not is_certain(name) and _seldom_after().stand(view.fold, start) and not _behind_office(scene, name):
        return True
    return _never_after().stand(view.fold, start) and not _NO_SCHOOL.search(view.fold, max(0, start - 12), start)


_WHOLE_NAME = 4
_OF_FIRM = re.compile(
    r"(?:^|[ .(])[A-ZĐÀ-Ỹ][^\W\d_]*(?:,| [-–]) (?:[Cc]hủ tịch|(?:[Pp]hó |[Tt]ổng )*[Gg]iám đốc|[Cc]hủ)(?: [^\s,;.:()–-]+){0,5}? "
    r"(?i:công ty|cty|hợp tác xã|htx|doanh nghiệp|xí nghiệp|nhà máy|trang trại)(?: [^\s,;.:()]+){1,7} $"
)
"""A person's title whose firm is named by what stands behind its kind ("Hồ Văn A, Giám đốc Công ty TNHH Dệt may | Phú An")."""
_NO_SCHOOL = re.compile(r"(?<!\w)(?:môi|thị|kiến|hiện|lập) trường $")
"""Words that end like "trường", the school, and lend no name to what follows."""
_YOUTH = re.compile(r"(?<!\w)(?:bí thư|thường vụ|chấp hành|cán bộ) tỉnh $")
"""In front of a youth union written with a capital: "Bí thư Tỉnh Đoàn Bắc Kạn"."""
_OFFICE = re.compile(r"(?<!\w)(?:sở|bộ|vụ|cục|phòng)(?: [^\s,;.:()]+){1,7} $")
_WHOSE_HOUSE = re.compile(r"(?<!\w)(?:[^\s,;.:()]+ tỉnh|việt nam|trung ương|nhà nước|chính phủ|quốc hội) $")
"""The end of a house's name that says whose it is."""


def _behind_office(scene: _Scene, name: Sequence[Word]) -> bool:
    """Whether a name follows a title whose office ends in a word that names of firms and places follow as well.

    "Giám đốc Sở Kế hoạch và Đầu tư Lâm ...", "Chủ tịch UBND tỉnh Cầm ...": provinces are known, so three syllables there are a person.
    """
    start = name[0].start
    if len(name) < 3 or not _titled_before(scene, start):
        return False
    before = scene.view.fold[max(0, start - _LOOK_BACK) : start]
    if name[0].fold == "đoàn" and _YOUTH.search(before):
        return False
    return _OFFICE.search(before) is not None or _WHOSE_HOUSE.search(before) is not None


def _supported(scene: _Scene, name: Sequence[Word]) -> bool:
    """Whether a word of respect, a title or a list of persons beside it makes these words a name."""
    start, end = name[0].start, name[-1].end
    if respected(scene.view, start) or _titled_before(scene, start):
        return True
    after = _AFTER.match(scene.view.fold, end)
    if after and head_pattern().match(scene.view.fold, after.end()):
        return True
    return _listed(scene, start)


def _listed(scene: _Scene, start: int) -> bool:
    """Whether the place is in a list that a plural word of respect opens in the same sentence."""
    if _LIST.search(scene.view.fold, max(0, start - 8), start) is None:
        return False
    opening = _sentence(scene, start)[0]
    if _PLURAL.search(scene.view.fold, opening, start) is not None:
        return True
    return any(t.plural and t.start >= opening and scene.view.fold.startswith(":", t.end) for t in _near(scene, start))


def _alone(scene: _Scene, name: Sequence[Word]) -> bool:
    """Whether the sentence holds nothing but the name: a by-line."""
    start, end = _sentence(scene, name[0].start)
    text = scene.view.text
    # A longer sentence would hold more than agencies and signs; it is not copied for each of its names.
    if name[0].start - start > _LONGEST_LINE or end - name[-1].end > _LONGEST_LINE:
        return False
    return not _TWO_LETTERS.search(_ACRONYM.sub("", text[start : name[0].start] + text[name[-1].end : end]))


_LONGEST_LINE = 400
_ACRONYM = re.compile(r"\b[A-ZĐ]{2,6}\b")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


def _sentence(scene: _Scene, position: int) -> tuple[int, int]:
    """The bounds of the sentence around a place."""
    place = bisect_right(scene.sentences, position, key=itemgetter(1))
    return scene.sentences[place] if place < len(scene.sentences) else (position, len(scene.view.text))
