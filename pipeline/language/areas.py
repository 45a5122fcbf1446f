"""Areas: which province, bloc or nation a figure belongs to. Gives the `area` events that observations read in order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from spacy.tokens import Doc

from pipeline.language.focus import focus_of
from pipeline.language.mentions import Mention, Taken, found, sentence_around, view_of
from pipeline.language.places import COUNTRY
from pipeline.language.scan import Scan, Sought

_BODY = (
    r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|tỉnh ủy|thành ủy|đoàn đại biểu quốc hội|mttq|mặt trận|bí thư|"
    r"chủ tịch|giám đốc|lãnh đạo|"
    r"cục thống kê|chi cục|cục|sở(?: (?!của )[^\s,;.]+){1,6}|ban(?: (?!của )[^\s,;.]+){1,6}|công an|"
    r"(?<!xã )hội(?: (?!của )[^\s,;.]+){1,4}|công ty|"
    r"trường|bệnh viện|huyện(?! của)|thị xã(?! của)|xã(?! của)|phường(?! của))"
)
_IN_BODY = Sought(rf"\b{_BODY}\s+(?:của\s+)?(?:các\s+)?(?:tỉnh|thành phố|tp\.?)?\s*$")
_ASIDE = Sought(r"\b(?:sau|hơn|so với|giáp|giữa|từ|cùng với|bằng|như|kịp|trước|sang)\s+(?:tỉnh\s+|thành phố\s+)?$")
_SUCH_AS = re.compile(
    r"\b(?:địa phương|tỉnh|tỉnh, thành|tỉnh thành|thành phố|thành viên)\b[^.;]{0,60}\b(?:như|:|gồm)\s+(?:tỉnh\s+|thành phố\s+)?$"
)
"""What introduces examples of those that are spoken of ("một số địa phương có quy mô lớn như ...")."""
_NATION = Scan(
    r"\b(?:cả nước|toàn quốc|việt nam|bình quân chung|"
    r"(?:(?<=\bcủa )|(?<=\bbình )|(?<=\bquân )|(?<=\btoàn )|(?<=\bvới )|(?<=\bmức ))quốc gia)\b"
)
_HERE = Scan(
    r"\b(?:của tỉnh|tỉnh này|tỉnh nhà|toàn tỉnh|trên địa bàn(?: tỉnh| thành phố)?|địa phương này|vùng đất này|cả tỉnh|"
    r"tỉnh (?=đón|thu|cấp|có|đã|vẫn|đang|được|ta\b|hoàn)|"
    r"kinh tế tỉnh|thành phố (?=thu|đã|có|cũng)|toàn thành phố|của thành phố|địa phương (?=đón|thu))"
)
_REGION = Scan(
    r"\b(?:của|toàn|cả)\s+(?:(?:vùng|khu vực|miền)(?!\s+(?:này|sâu|nông thôn|thành thị|đô thị|kinh tế|fdi|có vốn|đầu tư|nhà nước|ngoài|"
    r"tư nhân|doanh nghiệp|công|dịch vụ|nông|nông nghiệp|i{1,3}\b))\b|tây nguyên|đbscl)"
    r"|\briêng (?:ở )?(?:các )?(?:huyện|quận|thị xã|xã|phường)(?! hội)(?!\w)"
    r"|\b(?:của|trong|toàn|cả|trên địa bàn)\s+(?:huyện|quận|thị xã|thị trấn|phường|xã(?! hội))(?! nông thôn)(?!\w)"
)
"""What is larger or smaller than a province: its figures are no claims."""
_LOCATED = Sought(
    r"\b(?:huyện|quận|thị xã|xã|phường|thị trấn) [^\s,;.()]+(?: [^\s,;.()]+){0,3}(?:,| \(| -)\s*(?:tỉnh\s+|thành phố\s+|tp\.?\s+)?$"
)
_VENUE = re.compile(r"\b(?:tại|ở|đến|về|thăm|từ|thuộc|trú|quê)\s+(?:[^\s;.]+\s+){0,9}$")
_GROUP = Scan(
    r"(?<!tốp )(?<!top )(?<!nhóm )(?<!trong )\b(?:(?:các|\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: một| hai| ba|"
    r" bốn| lăm)?)\s+(?:tỉnh|địa phương|thành viên)(?!\s+[^\W\d_]+\s+(?:và|,)))"
)


@dataclass(frozen=True, slots=True)
class Area:
    """An area named or referred to.

    `kind` is province, bloc, nation, here (the province spoken of) or region (a part of the country, or a district, whose figures are
    no claims); `aside` marks a mention that compares rather than being spoken of, `body` one inside the name of an office or a title.
    """

    name: str
    kind: str
    aside: bool = False
    body: bool = False


def areas(doc: Doc) -> list[Mention]:
    """All area mentions in order of place; the values are `Area`s."""
    return sorted([*_provinces(doc), *_blocs(doc), *_nations(doc), *_references(doc)])


def bloc_area(name: str) -> str:
    """How CLAIMS.md writes a bloc as an area."""
    return f"Cụm: {name}"


def _provinces(doc: Doc) -> Iterator[Mention]:
    fold = view_of(doc).fold
    inside = Taken(m for kind in ("person", "document", "title") for m in found(doc, kind))
    for mention in found(doc, "province"):
        if inside.touches(mention):
            continue
        before = fold[max(0, mention.start - 48) : mention.start]
        located = _LOCATED.search(before)
        if located is not None and not _VENUE.search(before[: located.start()]):
            yield Mention(mention.start, mention.end, "area", Area("", "region"))
            continue
        aside = _ASIDE.search(before) is not None and not _SUCH_AS.search(
            fold, max(0, mention.start - 90), mention.start
        )
        body = _IN_BODY.search(before) is not None
        yield Mention(
            mention.start,
            mention.end,
            "area",
            Area(mention.value, "province", aside=aside, body=body),
        )


def _blocs(doc: Doc) -> Iterator[Mention]:
    name = focus_of(doc).bloc
    for mention in found(doc, "bloc"):
        name = mention.value or name
        if name:
            yield Mention(mention.start, mention.end, "area", Area(bloc_area(name), "bloc"))


def _nations(doc: Doc) -> Iterator[Mention]:
    for match in _NATION.finditer(view_of(doc)):
        yield Mention(match.start(), match.end(), "area", Area(COUNTRY, "nation"))


def _of_speaker(doc: Doc, here: Mention, provinces: Sequence[Mention], in_titles: set[int]) -> Mention | None:
    """The province of the title of who speaks ("Theo ông ..., giám đốc Sở Tài chính An Giang, tỉnh này ..."), where it is the
    last one named before "tỉnh" in the sentence."""
    before = bisect_left(provinces, here.start, key=attrgetter("start")) - 1
    if before < 0 or provinces[before].start not in in_titles:
        return None
    if provinces[before].start < sentence_around(doc, here.start)[0]:
        return None
    return Mention(here.start, here.end, "area", Area(provinces[before].value, "province"))


def _references(doc: Doc) -> Iterator[Mention]:
    view = view_of(doc)
    named = Taken(m for kind in ("bloc", "province") for m in found(doc, kind))
    named_provinces = found(doc, "province")
    titles = Taken(found(doc, "title"))
    in_titles = {m.start for m in named_provinces if titles.touches(m)}
    provinces = {m.start for m in named_provinces}
    bloc = focus_of(doc).bloc
    groups = [Mention(m.start(), m.end(), "area", Area(bloc_area(bloc), "bloc")) for m in _GROUP.finditer(view)]
    counted = Taken(groups)
    for match in _HERE.finditer(view):
        here = Mention(match.start(), match.end(), "area", Area("", "here"))
        if not counted.touches(here):
            yield _of_speaker(doc, here, named_provinces, in_titles) or here
    for match in _REGION.finditer(view):
        yield Mention(match.start(), match.end(), "area", Area("", "region"))
    for group in groups if bloc else ():
        told_one_by_one = any(group.end + gap in provinces for gap in range(3))
        if not told_one_by_one and not named.touches(group):
            yield group
