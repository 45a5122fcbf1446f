"""Rates without a name of their own in the lexicon of indicators: `tỷ lệ nợ xấu 1,9%`, `98,4% hộ dân nông thôn dùng nước sạch`.

Their code is made of their own Vietnamese words, since nothing tells an English name; the words are also what it is called
(`Walk.call`). Words that rates are known by are in lexicon/rates.toml.
"""

from __future__ import annotations

import re
from functools import cache

from ontology.mint import slug
from pipeline.language.lexicon import alternation, load

_REACH = 110
_LONGEST_NAME = 7
"""Syllables of a rate's name that make its code."""
_CUT = "…"
"""Stands behind the words of a longer name."""


def named_rate(before: str, written: str) -> tuple[str, int]:
    """The name of the rate right before a percentage and how far back it starts; ("", 0) where none is.

    `before` is the folded clause up to the number, `written` the text that ends with it.
    """
    near = before[-_REACH:]
    match = _named().search(near)
    if match is None:
        return "", 0
    start, end = match.start(), match.end("name")
    return _name("", near[start:end], written[len(written) - len(near) :][start:end]), len(near) - start


def share_of_whole(after: str, written: str) -> str:
    """The name of a share of a total that no indicator names ("chiếm 57,7% tổng thu"), "" where no total follows.

    `after` is what follows the percentage, folded; `written` is the text that begins with it.
    """
    match = _TOTAL.match(after)
    return _name("tỷ trọng", match[1], written[match.start(1) :]) if match else ""


def share_of(after: str, written: str) -> str:
    """The name of the share that the words right behind a percentage tell ("98,4% hộ dân ... dùng nước sạch"), "" where they don't.

    The two strings are those of `share_of_whole`.
    """
    match = _share().match(after)
    return _name("tỷ lệ", match["name"], written[match.start("name") :]) if match else ""


def _name(head: str, folded: str, written: str) -> str:
    """The words of a rate's name that make its code, behind its head, with the capitals that they have inside a sentence.

    >>> _name("", "tỷ lệ tham gia bhyt", "Tỷ lệ tham gia BHYT")
    'tỷ lệ tham gia BHYT'
    """
    plain = re.findall(r"\w+", folded)
    spelled = re.findall(r"\w+", written)[: len(plain)]
    if not head:  # it starts with its head, whose capital is that of a sentence
        spelled[0] = plain[0]
    if "".join(spelled).isupper():
        spelled = plain
    words = [*head.split(), *(p if s.islower() else s for p, s in zip(plain, spelled, strict=True))]
    return " ".join(words) if len(words) <= _LONGEST_NAME else " ".join([*words[:_LONGEST_NAME], _CUT])


_TOTAL = re.compile(
    r"\s*(?:trong |của )?((?:tổng|toàn bộ|số)(?: (?!(?:của|trên|trong|toàn|cả|và|là|do|tại|ở)\b)[^\W\d_]+){1,6})"
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
