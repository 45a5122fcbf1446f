"""Capital and projects: whose they are by where they come from, how they came and whether they are in zones."""

from __future__ import annotations

import re

from pipeline.language.lexicon import alternation
from pipeline.language.scan import Sought
from pipeline.language.walk import Figure, Walk

CAPITAL_OF = {
    "investment-projects": "registered-capital",
    "fdi-projects": "fdi",
    "fdi-projects-in-zones": "fdi-in-zones",
    "investment-projects-in-zones": "registered-capital-in-zones",
    "fdi-adjusted-projects": "fdi-adjusted",
    "enterprises-new": "registered-capital",
}
"""What an amount of money beside counted projects or enterprises is of."""


def by_origin(walk: Walk, code: str, figure: Figure) -> str:
    """The code of projects or capital by where they come from: what the words beside them say, else the article's subject.

    Where projects of both kinds were just counted, the capital that follows is foreign in dollars and domestic in đồng.
    """
    told = walk.fold[figure.sentence.start : figure.mention.start]
    if code in ("fdi", "registered-capital") and _BOTH_KINDS.search(told):
        return "fdi" if figure.quantity.unit == "USD" else "registered-capital"
    if not walk.foreign or code not in _FOREIGN_OF or figure.quantity.unit == "VND":
        return code
    domestic = _DOMESTIC_BEHIND.match(figure.after) or _DOMESTIC.search(figure.before[-_DOMESTIC_REACH:])
    return code if domestic else _FOREIGN_OF[code]


def in_zones(code: str, figure: Figure) -> str:
    """The code of projects or capital that industrial parks and economic zones are told to have, and not all of the province."""
    near = figure.before[-_ZONES_REACH:]
    if code not in _OF_INVESTMENT or not any(word in near for word in _ZONE_WORDS):
        return code
    return f"{code}{_ZONES_PART}" if _OF_ZONES.search(near) else code


_ZONES_PART = "-in-zones"
_OF_INVESTMENT = ("investment-projects", "fdi-projects", "registered-capital", "fdi")
_ZONE_WORDS = ("khu công nghiệp", "khu kinh tế", "khu chế xuất", "kcn", "kkt", "kcx")
_ZONES_REACH = 260
_ZONES = rf"(?:{alternation(_ZONE_WORDS)})(?:,? (?:và )?(?:{alternation(_ZONE_WORDS)}))*"
_ALL_OF_IT = (
    r"(?:toàn|cả) (?:tỉnh|thành phố|nước|quốc)\b|(?<!của )(?<!trong )\btỉnh (?:đã|có|thu hút)\b|\btrên địa bàn\b"
)
_OF_ZONES = re.compile(
    rf"(?:(?:^|[:,;] )(?:(?:tại|trong|ở|riêng|hiện nay|hiện|(?:tính )?đến nay|như vậy)[, ]+)*(?:(?:các|những|\d+) )?"
    rf"|\b(?:các|những|\d+) (?=[^,;]{{0,110}}$)){_ZONES}\b(?!(?: [^\W\d_]+){{0,3}}(?: và|,) (?:[^\W\d_]+ )?\d)"
    rf"(?:(?!{_ALL_OF_IT})(?:[^.;]|\.(?=\d)|; trong đó))*$"
)
"""Zones as the subject of the sentence, or named in the clause itself, and nothing since that speaks of the whole province."""
_FOREIGN_PROJECTS = r"\bdự án (?:đầu tư )?(?:trực tiếp )?(?:có vốn (?:đầu tư )?)?(?:nước ngoài|fdi)\b"
_DOMESTIC_PROJECTS = r"\bdự án (?:đầu tư )?(?:trong nước|ddi)\b"
_NO_CAPITAL = r"(?:(?!usd|vốn)[^.]){0,60}"
_BOTH_KINDS = Sought(
    rf"(?:{_FOREIGN_PROJECTS}{_NO_CAPITAL}{_DOMESTIC_PROJECTS}|{_DOMESTIC_PROJECTS}{_NO_CAPITAL}{_FOREIGN_PROJECTS})"
    r"[^.]{0,40}\bvốn\b[^.;]{0,80}$"
)
"""Foreign and domestic projects counted side by side, and then what they are worth."""
_DOMESTIC_BEHIND = re.compile(r"\s*(?:đầu tư )?(?:trong nước|ddi)\b")
_FOREIGN_OF = {"investment-projects": "fdi-projects", "registered-capital": "fdi"}
_DOMESTIC = re.compile(r"\b(?:trong nước|ddi|ngoài ngân sách|doanh nghiệp thành lập|thành lập mới)\b")
_DOMESTIC_REACH = 90
_NEWLY_LICENSED = re.compile(r"\bcấp (?:mới|giấy chứng nhận[^,;.]{0,30}mới)\b[^;.]*$")
_MORE = r"điều chỉnh|tăng vốn|bổ sung vốn|tăng thêm"
_ADJUSTED = re.compile(rf"\b(?:{_MORE})\b[^;.]{{0,60}}$")
_ADDED = re.compile(rf"\b(?:{_MORE})\b")
_ADDED_BEHIND = re.compile(rf"[^\n]{{0,200}}?\b(?:{_MORE}|lượt dự án)\b")
"""The capital added to earlier projects, told beside that of the new ones; alone, the new ones' capital is all that there is."""
_ALL_OF_IT_TOGETHER = re.compile(
    r"\bcấp (?:mới|phép|giấy)\b[^;.]{0,40}(?:,|\bvà|\bcùng|\blẫn)\s(?:[^;.,]{0,24})?(?:tăng thêm|điều chỉnh|tăng vốn|"
    r"nâng vốn)\b[^;.]{0,60}$"
    r"|\b(?:cấp |đăng ký )mới\b[^;.\d]{0,24}(?:,|\bvà|\bcùng|\blẫn)\s(?:vốn )?(?:tăng thêm|bổ sung|điều chỉnh|tăng vốn)\b[^;.]{0,40}$"
    r"|\b(?:tổng cộng|cộng lại|gộp lại|gộp cả|tính chung|tính cả)\b[^;.,]{0,40}$"
)
"""Capital newly licensed and added to earlier projects in one sum."""
_BOUGHT_IN = re.compile(r"\b(?:góp vốn|mua cổ phần)\b[^;.]*$")


def part_of_capital(walk: Walk, code: str, figure: Figure) -> str:
    """Foreign capital by the way it came: newly licensed, added to earlier projects, paid for shares."""
    if code != "fdi":
        return code
    if _BOUGHT_IN.search(figure.before):
        return "fdi-share-purchase"
    if _ALL_OF_IT_TOGETHER.search(figure.before):
        return code
    if _ADJUSTED.search(figure.before):
        return "fdi-adjusted"
    apart = _ADDED_BEHIND.match(walk.fold, figure.mention.end) or _ADDED.search(figure.before)
    return "fdi-new" if apart and _NEWLY_LICENSED.search(figure.before) else code
