"""Parts told in lists: the growth of goods, branches and owners one after another ("ti vi tăng 42,8%; thép cán tăng 27,7%").

An index, the output or the exports are told as a whole and then by what they are made of. Where a sentence announces such a list, a
percentage is of the words between it and the one before it, not of the indicator that the text last named. Words are in
lexicon/parts.toml; goods that it lacks lend their own Vietnamese words to the code (`Walk.call`), since nothing tells an English name.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.lexicon import alternation, load
from pipeline.language.scan import Sought
from pipeline.language.walk import Figure, Walk

_GOODS = ("sản phẩm", "mặt hàng", "nhóm hàng")
"""What lists of goods call them; other lists are of branches."""
_ANNOUNCED = Sought(
    rf"\b(?:một số|nhiều|các|những)\s+(?:nhóm\s+)?(?P<kind>{'|'.join(_GOODS)}|ngành|phân ngành)\b"
    r"[^.;\d]{0,120}?(?:\s(?:là|như|gồm)\b|:)"
)
_OPENS = re.compile(
    r".*(?:[;:(]|\b(?:là|như|gồm|và|riêng|trong đó|còn|trong khi|với|cụ thể|năm trước|cùng kỳ|tăng chung|hoặc giảm|ở)\b,?)\s*",
    re.S,
)
_VERB = re.compile(
    r"\s+(?:(?:cùng|đều|chỉ|ước|cũng|lại|đã|vẫn|có (?:mức|chỉ số|tốc độ)|đạt (?:mức|tốc độ))\s+){0,3}(?:tăng|"
    r"giảm)\b(?:(?!\b(?:tăng|giảm)\b)[^,;:()]){0,24}$"
)
_LONGEST = 12
"""Syllables of a part's name; what is longer is a clause."""
_LONGEST_UNKNOWN = 5
"""Syllables of the longest name that makes a code although the lexicon lacks it."""
_NOT_A_PART = re.compile(
    r"\b(?:tỉnh|thành phố|huyện|địa phương|cả nước|toàn quốc|năm|tháng|quý|tổng|mức|so|mà|khi|để|đã|được|của)\b|\d"
)
_FAMILIES = (
    "inventory-index",
    "consumption-index",
    "industrial-employment",
    "export-turnover",
    "import-turnover",
    "iip",
)


def listed_part(walk: Walk, figure: Figure) -> str:
    """The code of the part of a whole that a percentage of growth is told of, "" where no list of parts announces one."""
    if figure.mention.value.unit != "%" or figure.direction is None:
        return ""
    announced = _ANNOUNCED.search(figure.before)
    if announced is None:
        return ""
    last = figure.last("quantity")
    start = max(figure.sentence.start + announced.end(), last.end if last else 0)
    name = _subject(walk.fold[start : figure.quantity.core])
    if not name:
        return ""
    return _code(walk, announced["kind"], name)


def _subject(gap: str) -> str:
    """What rises or falls, of the folded words up to a figure; "" where they name nothing that could be a part."""
    verb = _VERB.search(gap)
    if verb is None:
        return ""
    name = gap[: verb.start()].strip(" ,.")
    known = _known().search(name)
    if known is not None:
        return known["part"]
    name = _OPENS.sub("", name).strip(" ,.")
    name = name.rpartition(", ")[2] if name.count(" ") >= _LONGEST else name
    if not name or name.count(" ") >= _LONGEST or _NOT_A_PART.search(name):
        return ""
    return name


def _code(walk: Walk, kind: str, name: str) -> str:
    """The code of the part `name` of the indicator spoken of; `kind` tells whether the list is of goods or of branches."""
    whole, goods = walk.state.indicator, kind in _GOODS
    part = _parts().get(name)
    if part is None and goods and name.count(" ") < _LONGEST_UNKNOWN and "," not in name:
        part = walk.call(name)
    family = next((f for f in _FAMILIES if whole.startswith(f)), "")
    made = whole.endswith("-output") or name.startswith("sản xuất ")
    if part is None or not (family or made):
        return ""
    if family == "iip" and (own := load("parts")["index"].get(part)):
        return str(own)
    if family and not (family == "iip" and goods):
        return f"{family}-{part}"
    return f"{part}-output"


@cache
def _parts() -> dict[str, str]:
    return {
        word: part for group in ("goods", "branches") for part, words in load("parts")[group].items() for word in words
    }


@cache
def _known() -> re.Pattern[str]:
    """A part of the lexicon as the last words before the verb."""
    return re.compile(
        rf"(?:^|[;:,(]\s*|\b(?:là|như|gồm|và|riêng|ngành|có|sản phẩm)\s+)(?P<part>{alternation(_parts())})$"
    )
