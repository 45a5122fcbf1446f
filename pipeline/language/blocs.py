"""Emulation blocs in text: full names (`Cụm thi đua các tỉnh miền Tây Nam bộ`) and short references (`Cụm`, `toàn cụm`).

Stores `bloc` mentions; the value is the bloc's name as CLAIMS.md writes it, or "" for a reference to the bloc that the
text speaks of. `cụm công nghiệp`, `cụm từ` and the like are no blocs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from ontology.reference import bloc_named
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, Taken, found, keep, view_of
from pipeline.language.regions import region_end
from pipeline.language.wording import write_out
from pipeline.view import View

_HOUSE = " Hội Luật gia Việt Nam"
_COUNT = r"(?:\d{1,2}(?:/\d{1,2})?|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: (?:một|hai|ba|bốn|lăm))?)"


_CALLED = r"\bcụm(?:[ ]+(?:thi đua|thu đua))?[ ]+"
_COUNTED = rf"(?:{_COUNT}[ ]+)"
_UNITS = r"(?:các[ ]+)?(?:(?:tỉnh,? ?(?:và )?(?:thành phố|thành|tp)|tỉnh|thành phố|sở|đơn vị|địa phương)[ ]+)"
_WHERE = r"(?:(?:thuộc|khu vực|vùng(?! cao| núi)|miền(?! núi))[ ]+)*"


@cache
def _kind() -> str:
    """A body other than a province's government, by its name, or by its first word and the rest up to "các tỉnh"."""
    words = load("blocs")
    until = r"(?=[ ]+(?:(?:các|\d+)[ ]+(?:tỉnh|thành)|khu vực|vùng|miền)(?!\w))"
    body = rf"(?:{words['body_heads']})(?:[ ][^\s.;:()]+){{0,9}}?{until}"
    return rf"(?:(?:{alternation(words['kinds'])})(?:[ ]+việt nam)?|{body})[ ]+"


@cache
def _opening() -> re.Pattern[str]:
    """What stands before a region that blocs are named after."""
    return re.compile(rf"{_CALLED}(?P<name>(?P<kind>{_kind()})?(?P<units>{_COUNTED}?{_UNITS}|{_COUNTED})?{_WHERE})")


@cache
def _pattern() -> re.Pattern[str]:
    region = rf"(?:{alternation(load('blocs')['regions'])})"
    regions = rf"{region}(?:(?:,| và| -) {region})*"
    units, counted, kind, where = _UNITS, _COUNTED, _kind(), _WHERE
    return re.compile(
        rf"{_CALLED}(?:"
        rf"(?P<number>số[ ]+\d+|\d(?!\d)(?=[;)\n]|[,.](?!\d))|\d(?!\d)$)"
        rf"(?P<house>(?:[ ]+(?:-[ ]+)?(?:khối[^.;,]{{0,40}})?)?[ ]*hội luật gia việt nam)?(?:[ ]*\((?P<region>{regions})\))?"
        rf"|(?P<name>(?P<kind>{kind})?(?:{counted}?{units}|{counted})?{where}(?:{regions}))(?!\w)"
        rf"|(?P<body>{kind}{counted}{units.removesuffix('[ ]+)')}))(?!\w)"
        rf")"
    )


_REFERENCE = re.compile(
    r"\b(?:toàn|cả|trong|của|thuộc)?[ ]*\bcụm(?:[ ]+thi đua)?\b(?![ ]+(?:công nghiệp|từ|dân cư|xã|cảng|trưởng|phó|"
    r"đầu mối|ngành|liên kết|bệnh))"
)


@Language.component("thidua_blocs")
def find_blocs(doc: Doc) -> Doc:
    """Store the named blocs and the references to them."""
    view = view_of(doc)
    listed = list(_named(view))
    named = _unified(_with_their_regions(_longest(listed, _composed(view, Taken(found(doc, "province")))), view))
    taken = Taken(named)
    references = [m for m in _references(view) if not taken.touches(m)]
    keep(doc, "bloc", named + references)
    return doc


def _named(view: View) -> Iterator[Mention]:
    for match in _pattern().finditer(view.fold):
        if match["region"]:
            stated = view.text[match.start("region") : match.end("region")]
            yield Mention(match.start(), match.end(), "bloc", bloc_name(stated))
        elif match["number"]:
            yield Mention(match.start(), match.end(), "bloc", _numbered(match))
        else:
            group = "name" if match["name"] else "body"
            stated = view.text[match.start(group) : match.end(group)]
            has_kind = bool(match["kind"] or match["body"])
            yield Mention(match.start(), match.end(), "bloc", bloc_name(stated, has_kind=has_kind))


def _composed(view: View, provinces: Taken) -> Iterator[Mention]:
    """Blocs named after a region by its make, as long as words tell that a bloc of bodies or provinces is meant."""
    for opening in _opening().finditer(view.fold):
        end = region_end(view, opening.end(), provinces)
        if end and (opening["kind"] or opening["units"] or "đua" in opening[0]):
            stated = view.text[opening.start("name") : end]
            yield Mention(opening.start(), end, "bloc", bloc_name(stated, has_kind=bool(opening["kind"])))


def _longest(listed: list[Mention], composed: Iterator[Mention]) -> list[Mention]:
    """For each place the longer name of the two."""
    longest = {m.start: m for m in listed}
    for mention in composed:
        other = longest.get(mention.start)
        if other is None or other.end < mention.end:
            longest[mention.start] = mention
    return sorted(longest.values())


def _numbered(match: re.Match[str]) -> str:
    number = re.sub(r"\s+", " ", match["number"])
    return (number if number.startswith("số") else f"số {number}") + (_HOUSE if match["house"] else "")


def _with_their_regions(named: list[Mention], view: View) -> list[Mention]:
    """ "Cụm thi đua số 7 (Đồng bằng sông Cửu Long)": the region names the bloc wherever its number stands."""
    region_of = {
        number["number"]: m.value
        for m in named
        if (number := _pattern().fullmatch(view.fold, m.start, m.end)) and number["region"]
    }
    return [replace(m, value=region_of.get(m.value, m.value)) for m in named]


def _unified(named: list[Mention]) -> list[Mention]:
    """One name for one bloc: a bare number takes the fuller name that the article gives ("số 6", "số 6 Hội Luật gia Việt Nam"), and
    a bare region the name of the bloc of other bodies that the article is about."""
    full = [m.value for m in named]
    houses = {name.removesuffix(_HOUSE): name for name in full if name.endswith(_HOUSE)}
    bodies = [name for name in full if _is_of_bodies(name)]
    body = max(bodies, key=bodies.count) if bodies else ""
    return [replace(m, value=houses.get(m.value, body if body and _is_region(m.value) else m.value)) for m in named]


@cache
def _body_start() -> re.Pattern[str]:
    words = load("blocs")
    return re.compile(rf"(?:{alternation(write_out(k).lower() for k in words['kinds'])}|{words['body_heads']})(?!\w)")


def _is_of_bodies(name: str) -> bool:
    return _body_start().match(name.lower()) is not None


def _is_region(name: str) -> bool:
    return not _is_of_bodies(name) and not name.startswith("số ")


def bloc_name(stated: str, *, has_kind: bool = False) -> str:
    """A bloc's published name, from what follows "Cụm thi đua".

    A bloc of provinces' governments goes by its region alone, in the reference spelling where it has one; a bloc of other bodies
    (`has_kind`) keeps their kind in front and the words as written, abbreviations written out.

    >>> bloc_name("các tỉnh miền Tây Nam Bộ")
    'Tây Nam bộ'
    """
    stated = re.sub(r"\s+", " ", stated).strip(" ,")
    if has_kind:
        return write_out(stated)
    bare = re.sub(
        rf"^(?:các |{_COUNT} )?(?:tỉnh,? ?(?:và )?(?:thành phố|thành|tp)? )?", "", stated, flags=re.IGNORECASE
    )
    if re.fullmatch(r"(?i)thành phố trực thuộc trung ương", bare) or re.match(r"(?i)(?:5|năm) thành phố", stated):
        bare = stated
    bare = re.sub(r"^(?:(?:thuộc|khu vực|vùng(?! cao| núi)|miền(?! núi)) )+", "", bare, flags=re.IGNORECASE)
    known = bloc_named(bare)
    return known.name if known else bare


def _references(view: View) -> Iterator[Mention]:
    for match in _REFERENCE.finditer(view.fold):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Mention(start, match.end(), "bloc", "")
