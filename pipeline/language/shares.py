"""Shares: percentages that are a part of a whole, and of which one ("chiếm 93% tổng giá trị sản xuất công nghiệp")."""

from __future__ import annotations

import re

from pipeline.language import measures
from pipeline.language.indicators import traits
from pipeline.language.quantities import MONEY
from pipeline.language.walk import Figure, Walk

_OF_WHOLE = re.compile(r"\s*(?:trong |của )?(?:tổng|toàn bộ)(?: (?:số|giá trị|mức|lượng|các)(?!\w))?")

_AMONG_PROJECTS = re.compile(r"\btrong (?:tổng )?số (?:các |những |\d+ )?(?:lượt )?dự án\b[^.]*$")
"""What is told of projects by their sector or country ("trong số các dự án cấp mới, công nghiệp chiếm 33%, bán lẻ chiếm 29%")."""
_FOREIGN = re.compile(r"\b(?:fdi|nước ngoài)\b")
_ABOUT = re.compile(r"\s*(?:về (?:tổng )?(?:số |lượng )?(dự án|vốn|dn|doanh nghiệp)|số (dự án|vốn))(?!\w)")
"""What stands behind a percentage of change to tell what changed ("thu hút 48 dự án, tăng 32% về số dự án và 10% về vốn")."""
_WIDER = re.compile(r"(?: [^\W\d_]+){0,3}? (?:quốc gia|cả nước|toàn quốc|(?:của|toàn|cả) (?:cụm|vùng|khu vực|miền))\b")
"""A whole that is larger than the area whose part is told."""
_ARE = re.compile(r"\s*là (?!do|vì|nhờ|kết quả|mức|con số|tốc độ|cao|thấp|tỷ lệ)[^\W\d_]")
_AMONG_THEM = re.compile(r"(?:\btrong (?:đó|số (?:đó|này|ấy))(?: có)?|,|\bvà|\bcó)\s+(?:(?:khoảng|gần|hơn|trên)\s+)?$")
_EQUALS = re.compile(r"\bbằng (?:(?:khoảng|gần|hơn|trên|tới) )?$")
_ENDS = re.compile(r"\s*(?:[.;,)\n]|$)")
_HAS_VALUE = re.compile(r"(?: [^\W\d_]+){0,3} (?:đạt|là|ước)(?: [^\W\d_]+){0,2} \d")
"""What stands behind an indicator that a figure of its own follows."""


def part_told(walk: Walk, figure: Figure) -> str:
    """The code of a part that a percentage, or an amount in a list of parts, is told of; "" where none is."""
    percent = figure.quantity.unit == "%"
    if (percent or figure.quantity.unit in MONEY) and (among := _AMONG_PROJECTS.search(figure.before)):
        return "fdi-part" if walk.foreign or _FOREIGN.search(among[0]) else "registered-capital-part"
    if (percent or figure.quantity.unit == "times") and (told := _ABOUT.match(figure.after)):
        return _told_about(walk, told[1] or told[2])
    if not percent:
        return ""
    if _is_made_of(figure) and walk.told > figure.sentence.start:
        return f"{walk.state.indicator.removesuffix('-part')}-part"
    whole = whole_of_share(walk, figure)
    return f"{whole}-part" if whole else ""


def _is_made_of(figure: Figure) -> bool:
    """Whether a percentage tells what part of those just counted are something ("48.500 lao động, trong đó 60% là người tại chỗ")."""
    if figure.direction is not None or _ARE.match(figure.after) is None:
        return False
    last = figure.last("quantity")
    return last is not None and last.value.unit not in MONEY and _AMONG_THEM.search(figure.near) is not None


def whole_of_share(walk: Walk, figure: Figure) -> str:
    """The indicator that a percentage is a part of ("chiếm 93% tổng giá trị sản xuất công nghiệp"), "" where it is none.

    Not where the clause names what the share is of itself ("thu ngân sách của cụm chiếm 15% tổng thu ngân sách cả nước"), nor parts of
    the product, which have names of their own.
    """
    whole = figure.following
    said = _OF_WHOLE.match(walk.fold, figure.mention.end)
    if whole is None or said is None or whole.kind != "indicator" or walk.fold[said.end() : whole.start].strip():
        return ""
    code = str(whole.value)
    if code == "total-value":  # "tổng giá trị" of what is named behind it
        behind = figure.sentence.events[figure.index + 2 : figure.index + 3]
        code = next((e.value for e in behind if e.kind == "indicator" and e.start <= whole.end + 1), "")
    if _HAS_VALUE.match(walk.fold, whole.end):
        return ""
    start = figure.quantity.core - len(figure.clause)
    named = {e.value for e in figure.earlier if e.kind == "indicator" and e.start >= start}
    own = traits(code).get("percent") in (measures.SHARE, measures.LEVEL)
    if code == "registered-capital" and (walk.foreign or walk.state.indicator.startswith("fdi")):
        code = "fdi"
    same = code in named and _WIDER.match(walk.fold, whole.end)
    return "" if same or code.startswith("grdp") or own else code


def _told_about(walk: Walk, word: str) -> str:
    """The number of projects, or their capital, whichever of them is spoken of."""
    if word in ("dn", "doanh nghiệp"):
        return "enterprises-new"
    spoken_of = walk.state.indicator
    foreign = spoken_of.startswith("fdi")
    if word == "vốn":
        return spoken_of if traits(spoken_of).get("capital") else "fdi" if foreign else "registered-capital"
    return "fdi-projects" if foreign else "investment-projects"


def is_share_of_whole(walk: Walk, figure: Figure) -> bool:
    """Whether a percentage behind a part's amount is its share ("đóng góp 9.000 tỷ đồng, bằng 60%")."""
    if whole_of_share(walk, figure) or _AMONG_PROJECTS.search(figure.before):
        return True
    if _is_made_of(figure):
        return True
    return _EQUALS.search(figure.near) is not None and _ENDS.match(figure.after) is not None
