"""How tables write names: what of it is the name, and what tells which of two units of one name is meant."""

from __future__ import annotations

import re
from typing import Final

from server.search.folding import fold

_BRACKETS: Final = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*$")
_SINCE: Final = re.compile(
    r"(?:tu|from|since|after|sau)\b.*\b2025|sau (?:sap nhap|hop nhat)|hop nhat|moi|new|2025 nay|hien nay|from 2025"
)
_UNTIL: Final = re.compile(
    r"(?:den|toi|truoc|until|before|up to|to)\b.*\b2025|truoc (?:sap nhap|hop nhat)|cu|old|former"
)


def read_name(text: str) -> tuple[str, str]:
    """A name, and the era that brackets after it or a slash tell: `from-2025`, `until-2025`, or nothing.

    Brackets that tell no era stay a part of the name, as in `Tổng sản phẩm trên địa bàn (GRDP)`.

    >>> read_name("An Giang (từ 1/7/2025)"), read_name("tỉnh An Giang (cũ)"), read_name("An Giang")
    (('An Giang', 'from-2025'), ('tỉnh An Giang', 'until-2025'), ('An Giang', ''))
    """
    match = _BRACKETS.search(text)
    if match and match.start() and (era := era_of(match[1])):
        return text[: match.start()], era
    return text, ""


def era_of(words: str) -> str:
    """The era that some words tell, or an empty text: `until-2025`, `đến 30/6/2025`, `mới`, `from 2025`."""
    folded = fold(words)
    if folded == "unchanged":
        return folded
    if _UNTIL.fullmatch(folded) or _UNTIL.match(folded):
        return "until-2025"
    return "from-2025" if _SINCE.match(folded) else ""
