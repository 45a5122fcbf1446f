"""Rates without a name of their own in the lexicon of indicators: `tỷ lệ nợ xấu 1,9%`, `98,4% hộ dân nông thôn dùng nước sạch`.

Their code is made of their own Vietnamese words, since nothing tells an English name. Words are in lexicon/rates.toml.
"""

from __future__ import annotations

import re
from functools import cache

from ontology.mint import slug
from pipeline.language.lexicon import alternation, load

_REACH = 110
_LONGEST_NAME = 7
"""Syllables of a rate's name that make its code."""


def named_rate(before: str) -> tuple[str, int]:
    """The code of the rate named right before a percentage and how far back its name starts; ("", 0) where none is.

    `before` is the folded clause up to the number.
    """
    near = before[-_REACH:]
    match = _named().search(near)
    return (_code(f"{match['head']} {match['name'].strip()}"), len(near) - match.start()) if match else ("", 0)


def share_of_whole(after: str) -> str:
    """The code of a share of a total that no indicator names ("chiếm 57,7% tổng thu"), "" where no total follows."""
    match = _TOTAL.match(after)
    return _code(f"tỷ trọng {match[1]}") if match else ""


def share_of(after: str) -> str:
    """The code of the share that the words right behind a percentage name ("98,4% hộ dân ... dùng nước sạch"), "" where they don't."""
    match = _share().match(after)
    return _code(f"tỷ lệ {match['name']}") if match else ""


def _code(words: str) -> str:
    return slug(" ".join(re.findall(r"\w+", words)[:_LONGEST_NAME]))


_TOTAL = re.compile(
    r"\s*(?:trong |của )?((?:tổng|toàn bộ)(?: (?!(?:của|trên|trong|toàn|cả|và|là|do|tại|ở)\b)[^\W\d_]+){1,6})"
)


@cache
def _named() -> re.Pattern[str]:
    words = load("rates")["rate"]
    ends = alternation(words["ends"])
    until = (
        r"(?:(?:tính )?(?:đến|tới|vào|trong|cuối|đầu|hết) (?:(?:cuối|đầu|hết|nay|năm|tháng|quý) |\d[\d/.-]* ){1,4})?"
    )
    word = rf"(?:đạt (?=(?:{alternation(words['attained'])})\b)|(?!(?:{ends}) )[^\W\d_]+ )"
    moved = r"(?:(?:ngày càng|liên tục|có xu hướng|đều) )?(?:tăng|giảm)(?: (?:dần|mạnh|nhanh|đều|liên tục))?[,;:]? từ "
    inner = rf"(?:{alternation(words['inner'])}) (?={word})"
    return re.compile(
        rf"(?<!\w)(?P<head>{alternation(words['heads'])}) (?P<name>{word}(?:{word}|{inner}){{0,11}}){until}(?:(?:{ends}) )*(?:{moved}|\(?)$"
    )


@cache
def _share() -> re.Pattern[str]:
    words = load("rates")["share"]
    wholes, verbs = alternation(words["wholes"]), alternation(words["verbs"])
    said = rf"(?:{wholes})(?: [^\W\d_]+){{0,6}}? (?:{verbs})(?: [^\W\d_]+){{0,3}}"
    return re.compile(rf"\s*(?:tổng )?(?:số )?(?P<name>{said})(?!\w)")


def is_rate(code: str) -> bool:
    """Whether a code was made by this module."""
    return code.startswith(_prefixes())


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(f"{slug(head)}-" for head in load("rates")["rate"]["heads"])
