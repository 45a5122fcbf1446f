"""What the head of an article's text says of it: its title and its date line."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_TITLE_LIMIT = 200
_LABEL_LIMIT = 110
_STAMP = re.compile(r"\s*date (?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?\b")
_DATE_LINE = re.compile(
    r"\s*(?:(?:thứ \w+|chủ nhật),?\s*)?(?:ngày\s*)?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)"
    r"(?:\s*[-–|,]?\s*\d{1,2}[:hg]\d{2}(?:\s*(?:phút|\(?GMT[+]7\)?))?)?\s*",
    re.IGNORECASE,
)
_LINES = 4


def head(text: str) -> tuple[str, str | None]:
    """The title of an article and its date (ISO, perhaps cut to the month), as the first lines of its text give them.

    A line that holds a date alone, or a stamp such as `date 2022-04` before the text, is the date; the first other line is the
    title, or the beginning of the text where that line is a whole paragraph.
    """
    title, published = "", None
    for raw in text.splitlines()[:_LINES]:
        line = unicodedata.normalize("NFC", raw).strip("\ufeff \t")
        if not line:
            continue
        stamp = _STAMP.match(line)
        published = published or (_iso(stamp) if stamp else _iso(_DATE_LINE.fullmatch(line)))
        rest = line[stamp.end() :].strip() if stamp else "" if _DATE_LINE.fullmatch(line) else line
        title = title or rest
    return _short(title), published


def undated(text: str) -> str:
    """The text without the lines of its head that hold a date alone, which differ from site to site."""
    lines = text.splitlines(keepends=True)
    kept = (
        line
        for line in lines[:_LINES]
        if not _DATE_LINE.fullmatch(unicodedata.normalize("NFC", line).strip("\ufeff \t\r\n"))
    )
    return "".join([*kept, *lines[_LINES:]])


def stamp_end(text: str) -> int:
    """Where the article itself starts behind a stamp such as ` date 2022-04 ` in front of it; 0 where there is none."""
    stamp = _STAMP.match(text)
    return stamp.end() + len(text[stamp.end() :]) - len(text[stamp.end() :].lstrip()) if stamp else 0


def _iso(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    try:
        full = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return full if day else full[:7] if month else full[:4]


def _short(title: str) -> str:
    if len(title) <= _TITLE_LIMIT:
        return title
    return title[:_LABEL_LIMIT].rsplit(" ", 1)[0] + "…"
