"""Wording: how a stated name is written when it is published.

Abbreviations are written out (lexicon/abbreviations.toml), tone marks take the older placement (`Ủy`, `hóa`), and spaces,
dashes and quotation marks are made plain. What is said stays as said.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.language.lexicon import load
from pipeline.view import fold_text

_EDGE = " \t\n,;:.-–—|"


@cache
def _abbreviations() -> re.Pattern[str]:
    longest_first = sorted(load("abbreviations")["written_out"], key=lambda w: (-len(w), w))
    words = "|".join(_spaced(w) if w.endswith(".") else rf"{_spaced(w)}(?![\w.]\w)(?!\w)" for w in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})")


def _spaced(word: str) -> str:
    """The word as a pattern; word-segmented sources put spaces around its `&`, `-` and commas."""
    return re.sub(r"(\\?[&,-])", r" ?\1 ?", re.escape(word).replace(r"\ ", " "))


@lru_cache(16384)
def write_out(text: str) -> str:
    """`text` with abbreviations written out and its spelling made plain.

    >>> write_out("Phó Chủ tịch UBND tỉnh Kiên Giang")
    'Phó Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang'
    """
    return plain(_abbreviations().sub(lambda m: _table()[_SPACED_SIGN.sub(r"\1", m[0])], plain(text)))


@cache
def _table() -> dict[str, str]:
    """The abbreviations, without blanks around their signs, and what they stand for."""
    table: dict[str, str] = load("abbreviations")["written_out"]
    return {_SPACED_SIGN.sub(r"\1", short): full for short, full in table.items()}


@lru_cache(16384)
def plain(text: str) -> str:
    """`text` with single spaces, plain dashes and the older tone placement, edges trimmed of punctuation."""
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text).translate(_PLAIN)).strip(_EDGE)
    if not _RESPELLED.search(text):
        return text
    folded = fold_text(text)
    return "".join(f.upper() if c.isupper() else f if c.isalpha() else c for c, f in zip(text, folded, strict=True))


@lru_cache(4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or a title, folded."""
    return tuple(_WORD.findall(fold_text(text)))


_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")
_RESPELLED = re.compile(
    r"[^\x00-\u01bf\u1e00-\u1e9d\u1ea0-\u1eff\u2010-\u205f]|İ|[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ]"
)
"""Where a spelling may change: at a tone mark that may move, and in letters that are not Vietnamese."""
_SPACED_SIGN = re.compile(r"[ ]*([&,-])[ ]*")
_PLAIN = str.maketrans({"–": "-", "—": "-", "_": " ", "\u00a0": " "})
