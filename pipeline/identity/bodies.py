"""What a title or the name of an organisation says of the body behind it: a province, a central body, or neither."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from ontology import reference
from ontology.tables.bodies import Body, bodies, body_named
from pipeline.language.places import is_introduced, spellings
from pipeline.view import fold_text

UNDATED = date(2025, 6, 30)
"""The day a province's name is read for where neither claim nor article gives one: the last of the older era."""

_LONGEST = 12
"""Words of the longest name of a central body that is looked for."""

_KEPT = 4096
"""Titles and names whose central body is kept: most come up again and again."""

_BELOW_PROVINCE = re.compile(
    r"\b(?:huyện|quận|thị xã|thị trấn|xã|phường|thôn|bản|khu phố|trường|học viện|bệnh viện|trung tâm|công ty|tập đoàn|ngân hàng|"
    r"doanh nghiệp|hợp tác xã|nhà máy|chi hội|chi bộ|chi nhánh|cơ quan đại diện)\b"
)
"""Words for what a province has many of: a name within one of them may have a namesake in the next."""

_CITY = re.compile(r"\b(?:thành phố|tp\.?) $")


def province_in(name: str, day: date = UNDATED) -> str:
    """The province whose body a title or an organisation's name names, folded; empty where it names none or a body below it.

    >>> province_in("Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng"), province_in("Giám đốc Bệnh viện Sóc Trăng")
    ('sóc trăng', '')
    """
    folded = fold_text(name)
    for match in _province_names()[0].finditer(folded):
        before = folded[: match.start()]
        if not is_introduced(match[0], before) or _BELOW_PROVINCE.search(before):
            continue
        if not _CITY.search(before) or reference.province_on(f"thành phố {match[0]}", day):
            return _province_names()[1][match[0]]
    return ""


@lru_cache(maxsize=_KEPT)
def central_body(name: str) -> Body | None:
    """The central body that a title or an organisation's name names: of several, the one named in the most words.

    "Quốc hội" in "Quốc hội Lào" is none: a body's name ends where no further name follows. Nor is what stands below a body in many
    places ("chi hội Luật gia Ngân hàng Nhà nước Việt Nam").

    >>> central_body("Phó Trưởng ban Thi đua - Khen thưởng Trung ương").slug
    'ban-thi-dua-khen-thuong-trung-uong'
    """
    words = name.replace("-", " - ").split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            known = _body(words[start : start + length], words[:start])
            if known and not _goes_on(words[start + length :]) and not _is_below(words[:start]):
                return known
    return None


def family(body: Body) -> Body:
    """The body at the head of those that people change posts within: a ministry, an association; not the Government as a whole."""
    by_slug = {known.slug: known for known in bodies()}
    while body.parent is not None and by_slug[body.parent].kind != "government":
        body = by_slug[body.parent]
    return body


def _body(words: list[str], before: list[str]) -> Body | None:
    """The body of these words, or of what titles shorten: "Thứ trưởng Y tế", "Trung ương Hội Luật gia"."""
    name = " ".join(words)
    if len(words) == 1:
        return None  # an abbreviation, which stands for other things as well
    if known := body_named(name):
        return known
    if fold_text(name).startswith("trung ương "):
        return body_named(f"{name} Việt Nam")
    return body_named(f"Bộ {name}") if before and fold_text(before[-1]) == "trưởng" else None


def _is_below(before: list[str]) -> bool:
    return _BELOW_PROVINCE.search(fold_text(" ".join(before))) is not None


def _goes_on(rest: list[str]) -> bool:
    return bool(rest) and rest[0][:1].isupper() and fold_text(" ".join(rest[:2])) not in ("việt nam", "trung ương")


@cache
def _province_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Finds every spelling of a province's name, folded, each with the name that stands for the province."""
    names = {fold_text(spelling): fold_text(name) for spelling, name in spellings().items()}
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), names
