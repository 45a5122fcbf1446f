"""People: a person is a name, with its marks, and the body that they serve as far as the article says it.

The body is the province that a post of theirs names, else the national leadership for its few offices, which people change between,
else the central body that a post names (a ministry with all that is below it). Where the posts name none of these, or one below a
province, of which there are many, the person is known within the article alone. So homonyms are never joined by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.claims import Claim, Post
from pipeline.identity.bodies import UNDATED, central_body, family, province_in
from pipeline.view import fold_text

LEADERSHIP = "trung-uong"
"""The national leadership, as the body of those who hold its offices."""

_LEADING = re.compile(
    r"(?:quyền )?(?:phó )?(?:tổng bí thư|chủ tịch nước|thủ tướng|chủ tịch quốc hội)(?: thường trực| chính phủ| nước| việt nam)*"
    r"|(?:nguyên )?ủy viên (?:dự khuyết )?(?:bộ chính trị|(?:ban chấp hành )?trung ương đảng)\b.*"
    r"|(?:thường trực ban bí thư|bí thư trung ương đảng)\b.*"
    r"|(?:phó )?chủ tịch (?:thứ nhất )?hội đồng thi đua(?: - | |, )khen thưởng trung ương"
)
"""Offices of the Party's and the State's leadership, and the chairs of the Central Council, which such leaders are."""

_LOCAL = re.compile(r"\b(?:tỉnh|tỉnh ủy|thành ủy|thành phố|đại biểu quốc hội|huyện|quận|thị xã|xã|phường)\b")
"""Words of posts in some province: which one, such a title leaves open."""

_COUNCIL = "hoi-dong-thi-dua-khen-thuong-trung-uong"
"""Its members serve another body as well, and that one tells who they are."""


def bodies_of(claims: Iterable[Claim], day: date | None = None) -> dict[str, str]:
    """The body that each person with a post serves: a province's name, `LEADERSHIP`, or the slug of a central body."""
    titles: dict[str, list[str]] = {}
    for claim in claims:
        if isinstance(claim, Post):
            titles.setdefault(claim.person, []).append(claim.title)
    found = {person: body_in(of_person, day or UNDATED) for person, of_person in titles.items()}
    return {person: body for person, body in found.items() if body}


def body_in(titles: Iterable[str], day: date = UNDATED) -> str:
    """The body that the holder of all these posts serves; empty where they do not tell."""
    stated = list(titles)
    provinces = filter(None, (province_in(title, day) for title in stated))
    return next(provinces, "") or _central(stated)


def _central(titles: list[str]) -> str:
    if any(_LEADING.fullmatch(re.sub(r"\s+", " ", fold_text(title))) for title in titles):
        return LEADERSHIP
    if any(_LOCAL.search(fold_text(title)) for title in titles):
        return ""
    named = [family(body).slug for title in titles if (body := central_body(title))]
    return min(named, key=lambda slug: slug == _COUNCIL, default="")


def people_of(claims: Iterable[Claim], scope: str, day: date | None = None) -> Iterator[tuple[str, str]]:
    """Every person that the claims name, with the body that tells them from their namesakes, else the article's own `scope`."""
    stated = list(claims)
    bodies = bodies_of(stated, day)
    for claim in stated:
        person = getattr(claim, "person", None)
        if person:
            yield person, bodies.get(person, scope)
