"""Emulation blocs in text: full names (`Cụm thi đua các tỉnh miền Tây Nam bộ`) and short references (`Cụm`, `toàn cụm`).

Stores `bloc` mentions; the value is the bloc's name as CLAIMS.md writes it, or "" for a reference to the bloc that the
text speaks of. `cụm công nghiệp`, `cụm từ` and the like are no blocs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from ontology.reference import bloc_named
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, Taken, found, keep, view_of
from pipeline.language.regions import region_end
from pipeline.language.scan import Scan
from pipeline.language.wording import plain, write_out
from pipeline.view import View, fold_text

_COUNT = r"(?:\d{1,2}(?:/\d{1,2})?|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: (?:một|hai|ba|bốn|lăm))?)"


_CALLED = r"\bcụm(?:[ ]+(?:(?:hoạt động|giao ước|liên kết)[ ]+)?(?:thi đua|thu đua))?[ ]+"
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
def _opening() -> Scan:
    """What stands before a region that blocs are named after."""
    return Scan(rf"{_CALLED}(?P<name>(?P<kind>{_kind()})?(?P<units>{_COUNTED}?{_UNITS}|{_COUNTED})?{_WHERE})")


@cache
def _units_behind() -> re.Pattern[str]:
    """The same behind a bloc's number, in brackets or not, where the units are always told."""
    return re.compile(rf"[ ]*\(?(?:gồm[ ]+)?(?P<name>(?P<kind>{_kind()})?{_COUNTED}?{_UNITS}{_WHERE})")


@cache
def _pattern() -> Scan:
    words = load("blocs")
    region = rf"(?:{alternation(words['regions'])})"
    regions = rf"{region}(?:(?:,| và| -) {region})*"
    units, counted, kind, where = _UNITS, _COUNTED, _kind(), _WHERE
    house = "|".join(words["houses"])
    return Scan(
        rf"{_CALLED}(?:"
        rf"(?P<number>số[ ]+(?:\d+|[ivx]+\b)|\d(?!\d)(?=[;)\n]|[,.](?!\d))|\d(?!\d)$)"
        rf"(?:[ ]+(?:-[ ]+)?(?:khối[^.;,]{{0,40}}?[ ])?[ ]*(?P<house>(?:(?:của|thuộc)[ ]+(?!bộ[ ]))?(?:{house}))(?!\w))?"
        rf"(?:[ ]*\((?P<region>{regions})\))?"
        rf"|(?P<name>(?P<kind>{kind})?(?:{counted}?{units}|{counted})?{where}(?:{regions}))(?!\w)"
        rf"|(?P<body>{kind}{counted}{units.removesuffix('[ ]+)')}))(?!\w)"
        rf")"
    )


_REFERENCE = Scan(
    r"\bcụm(?:[ ]+thi đua)?\b(?![ ]+(?:công nghiệp|từ|dân cư|xã|cảng|trưởng|phó|"
    r"đầu mối|ngành|liên kết|bệnh|di tích|tuyến|đảo|khí|trường|bản|làng|rạp|công trình|tin|pano|thông tin|cửa khẩu|kho|nhà máy|"
    r"tiểu thủ|sản xuất|dịch vụ|du lịch|kinh tế|thiết bị|chi tiết|máy|hồ|đập|cầu|loa|camera|chợ|văn hóa|chuyên))"
)


_LEADING = re.compile(r"[ ]+(?:(?:nàot|ảc|gnort|aủc|cộuht)\b|(?=\w))")
_WHOLE = re.compile(r"[ ]*(?:nàot|ảc|gnort|aủc|cộuht)\b")
"""Words before "cụm" that belong to the reference, from right to left."""


@Language.component("thidua_blocs")
def find_blocs(doc: Doc) -> Doc:
    """Store the named blocs and the references to them."""
    view = view_of(doc)
    provinces = Taken(found(doc, "province"))
    named = _longest(list(_named(view, provinces)), _composed(view, provinces))
    local = [m for m in named if _is_local(view, m)]
    taken = Taken(named)
    references = [m for m in _references(view) if not taken.touches(m)]
    keep(doc, "bloc", _unified(_with_their_regions(_without(named, local, view), view)) + references)
    return doc


@cache
def _local() -> re.Pattern[str]:
    """What follows the number of a bloc below the provinces: its province, its district, or the kind of its members."""
    words = load("blocs")
    below = alternation(words["below"])
    owner = rf"(?:của|thuộc|trực thuộc|do|-|,)?[ ]*(?:khối[ ]+)?(?:các[ ]+)?(?:{alternation(words['owners'])})"
    return re.compile(
        rf"[ ]*(?:{owner}(?!\w)|[(,:]?[ ]*(?:gồm|bao gồm|gồm có|khối)(?: các| có)?(?:[ ]+(?:các|\d+))?[ ]+(?:{below})(?!\w)"
        rf"(?![^.;\n]{{0,60}}(?:các|\d+)[ ]+tỉnh))"
    )


def _is_local(view: View, mention: Mention) -> bool:
    """Whether a numbered bloc is one of districts, departments or enterprises: `Cụm thi đua số 3 tỉnh Bình Định`."""
    return mention.value.startswith("số ") and _local().match(view.fold, mention.end) is not None


def _without(named: list[Mention], local: list[Mention], view: View) -> list[Mention]:
    """The named blocs without those below the provinces, wherever their number stands; a body of the whole country's stay."""
    numbers = {m.value for m in local}
    return [m for m in named if m.value not in numbers or (m not in local and _is_of_house(view, m))]


def _is_of_house(view: View, mention: Mention) -> bool:
    number = _pattern().pattern.fullmatch(view.fold, mention.start, mention.end)
    return number is not None and bool(number["house"] or number["region"])


_OF_A_FIRM = re.compile(
    r"[ ]+(?:của|thuộc)[ ]+(?:ngân hàng|công ty|tập đoàn|tổng công ty|hãng|doanh nghiệp|nhà máy|giải|môn)(?!\w)"
)


def _region_behind(view: View, number: re.Match[str], provinces: Taken) -> Mention | None:
    """The bloc whose region stands behind its number (`Cụm thi đua số 4 (các tỉnh Tây Nguyên)`), None where none does."""
    opening = _units_behind().match(view.fold, number.end())
    end = region_end(view, opening.end(), provinces) if opening else None
    if opening is None or end is None:
        return None
    bracket = "(" in opening[0]
    if bracket and not view.fold.startswith(")", end):
        return None
    return Mention(number.start(), end + bracket, "bloc", _of_region(view, opening, end))


def _of_region(view: View, opening: re.Match[str], end: int) -> str:
    """The name of a bloc of what `opening` tells, in the region that ends at `end`."""
    return bloc_name(view.text[opening.start("name") : end], has_kind=bool(opening["kind"]))


def _named(view: View, provinces: Taken) -> Iterator[Mention]:
    for match in _pattern().finditer(view):
        if _OF_A_FIRM.match(view.fold, match.end()):
            continue
        if match["region"]:
            stated = view.text[match.start("region") : match.end("region")]
            yield Mention(match.start(), match.end(), "bloc", bloc_name(stated))
        elif match["number"]:
            yield _region_behind(view, match, provinces) or Mention(
                match.start(), match.end(), "bloc", _numbered(match, view)
            )
        else:
            group = "name" if match["name"] else "body"
            stated = view.text[match.start(group) : match.end(group)]
            has_kind = bool(match["kind"] or match["body"])
            yield Mention(match.start(), match.end(), "bloc", bloc_name(stated, has_kind=has_kind))


def _composed(view: View, provinces: Taken) -> Iterator[Mention]:
    """Blocs named after a region by its make, as long as words tell that a bloc of bodies or provinces is meant."""
    for opening in _opening().finditer(view):
        end = region_end(view, opening.end(), provinces)
        if end and (opening["kind"] or opening["units"] or "đua" in opening[0]):
            yield Mention(opening.start(), end, "bloc", _of_region(view, opening, end))


def _longest(listed: list[Mention], composed: Iterator[Mention]) -> list[Mention]:
    """For each place the longer name of the two."""
    longest = {m.start: m for m in listed}
    for mention in composed:
        other = longest.get(mention.start)
        if other is None or other.end < mention.end:
            longest[mention.start] = mention
    return sorted(longest.values())


def _numbered(match: re.Match[str], view: View) -> str:
    number = re.sub(r"\s+", " ", match["number"])
    number = number if number.startswith("số") else f"số {number}"
    number = re.sub(r"[ivx]+$", lambda m: m[0].upper(), number)
    return f"{number} {plain(view.text[slice(*match.span('house'))])}" if match["house"] else number


def _with_their_regions(named: list[Mention], view: View) -> list[Mention]:
    """ "Cụm thi đua số 7 (Đồng bằng sông Cửu Long)": the region names the bloc wherever its number stands."""
    region_of = {
        number["number"]: m.value
        for m in named
        if (number := _pattern().pattern.match(view.fold, m.start)) and number["number"] and not _number_of(m.value)
    }
    return [m._replace(value=region_of.get(m.value, m.value)) for m in named]


def _unified(named: list[Mention]) -> list[Mention]:
    """One name for one bloc: a bare number takes the fuller name that the article gives ("số 6", "số 6 Hội Luật gia Việt Nam"),
    a bare region the name of the bloc of other bodies that the article is about, and one name written in two ways its first spelling."""
    full = [m.value for m in named]
    spelling: dict[str, str] = {}
    for name in full:
        spelling.setdefault(write_out(name).casefold(), name)
    houses = {_number_of(name): name for name in reversed(full) if _number_of(name) not in ("", name)}
    bodies = [name for name in full if _is_of_bodies(name)]
    body = max(bodies, key=bodies.count) if bodies else ""
    values = (houses.get(_number_of(n), body if body and _is_region(n) else n) for n in full)
    return [m._replace(value=write_out(spelling[write_out(v).casefold()])) for m, v in zip(named, values, strict=True)]


def _number_of(name: str) -> str:
    number = re.match(r"số \w+", name)
    return number[0] if number else ""


def _is_of_bodies(name: str) -> bool:
    return _bodies().match(name.casefold()) is not None


@cache
def _bodies() -> re.Pattern[str]:
    kinds = load("blocs")["kinds"]
    heads = load("blocs")["body_heads"]
    return re.compile(rf"(?:{alternation({*kinds, *(fold_text(write_out(k)) for k in kinds)})}|{heads})(?!\w)")


def _is_region(name: str) -> bool:
    return not _is_of_bodies(name) and not name.startswith("số ")


def bloc_name(stated: str, *, has_kind: bool = False) -> str:
    """A bloc's published name, from what follows "Cụm thi đua".

    A bloc of provinces' governments goes by its region alone, in the reference spelling where it has one; a bloc of other bodies
    (`has_kind`) keeps their kind in front and the words as written.

    >>> bloc_name("các tỉnh miền Tây Nam Bộ")
    'Tây Nam bộ'
    """
    stated = re.sub(r"\s+", " ", stated).strip(" ,")
    if has_kind:
        return plain(stated)
    bare = re.sub(
        rf"^(?:các |{_COUNT} )?(?:tỉnh,? ?(?:và )?(?:thành phố|thành|tp)? )?", "", stated, flags=re.IGNORECASE
    )
    if re.fullmatch(r"(?i)thành phố trực thuộc trung ương", bare) or re.match(r"(?i)(?:5|năm) thành phố", stated):
        bare = stated
    bare = re.sub(r"^(?:(?:thuộc|khu vực|vùng(?! cao| núi)|miền(?! núi)) )+", "", bare, flags=re.IGNORECASE)
    known = bloc_named(bare)
    return known.name if known else bare


def _references(view: View) -> Iterator[Mention]:
    for match in _REFERENCE.finditer(view):
        start = match.start()
        # Up to two of the words that lead to it belong to it: "của cả cụm".
        for leading in (_LEADING, _WHOLE):
            before = leading.match(view.fold[max(0, start - 12) : start][::-1])
            start -= before.end() if before else 0
        yield Mention(start, match.end(), "bloc", "")
