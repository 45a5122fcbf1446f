"""Which kind of post a title names: `Phó Chủ tịch UBND tỉnh Kiên Giang` is a vice chair of a provincial People's Committee.

The column `titles` of `tables/post-kinds.csv` has the patterns of a kind, separated by `|`. A pattern is the words that a title begins
with; `…` stands for any words or none, `$` for the title's end, and `<province>` for a word of `tables/post-words.csv`, each of
whose alternatives counts. Of the patterns that fit, the one with more words before the first `…` decides, then the longer one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Final

from ontology.tables import table
from ontology.tables.codes import Code, path_of, read_rows

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""The combining marks of the five marked tones: huyền, sắc, ngã, hỏi, nặng."""
_ACTING: Final = "quyền"
"""The word before a title that leaves its kind as it is: who holds the post for the time being."""
_GAP, _END = "…", "$"

Words = tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """What titles of a kind look like: words at the beginning, then stretches that follow in this order.

    `ends` says that the last stretch is the end of the title.
    """

    stretches: tuple[Words, ...]
    ends: bool

    @property
    def weight(self) -> tuple[int, int]:
        """How specific it is: its words at the beginning of the title, then all that it asks for."""
        return len(self.stretches[0]), sum(map(len, self.stretches)) + self.ends

    def fits(self, title: Words) -> bool:
        """Whether a folded title has the pattern."""
        head, *rest = self.stretches
        if title[: len(head)] != head:
            return False
        at = len(head)
        for stretch in rest:
            found = next((i for i in range(at, len(title) - len(stretch) + 1) if _stands(stretch, title, i)), None)
            if found is None:
                return False
            at = found + len(stretch)
        return not self.ends or title[at:] == () or (bool(rest) and title[at:][-len(rest[-1]) :] == rest[-1])


def post_kind(title: str) -> Code | None:
    """The most specific kind of post that `title` names, in any case, Unicode form and tone placement; None where none is known.

    >>> post_kind("Phó Chủ tịch Thường trực UBND tỉnh Lai Châu").notation
    'provincial-peoples-committee-standing-vice-chair'
    >>> post_kind("nghệ sĩ") is None
    True
    """
    return _kind_of(fold(title))


@lru_cache(maxsize=4096)
def _kind_of(title: Words) -> Code | None:
    if title[:1] == fold(_ACTING):
        title = title[1:]
    fitting = [found for found in _by_first_word().get(title[:1], ()) if found[0].fits(title)]
    return max(fitting, key=lambda found: found[0].weight)[1] if fitting else None


def fold(text: str) -> Words:
    """The words of `text` in lower case, each with its tone mark behind it, so that `hoà` and `hòa` are one; signs are left out.

    Unlike a slug it keeps the marks, which tell `Trưởng bản` (head of a village) from `Trưởng ban` (head of a committee).
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    return tuple(_fold_word(word) for word in re.findall(r"(?:[^\W_][\u0300-\u036f]*)+", decomposed))


def _fold_word(word: str) -> str:
    tones = "".join(c for c in word if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in word if c not in _TONES)) + tones


@cache
def patterns() -> tuple[tuple[Pattern, Code], ...]:
    """All patterns of titles, each with its kind. Raises `OntologyError` where a table is faulty."""
    return tuple(read_patterns(path_of("post-kind"), read_words(table.FOLDER / "post-words.csv")))


@cache
def _by_first_word() -> dict[Words, list[tuple[Pattern, Code]]]:
    found: defaultdict[Words, list[tuple[Pattern, Code]]] = defaultdict(list)
    for pattern, kind in patterns():
        found[pattern.stretches[0][:1]].append((pattern, kind))
    return dict(found)


def read_words(path: Path) -> dict[str, tuple[Words, ...]]:
    """The words that patterns may use in angle brackets, each with its folded alternatives, of the table at `path`.

    Raises `OntologyError` naming the row where a cell is empty, a word is no slug or stands twice.
    """
    rows = table.read(path, ("word", "alternatives", "meaning_vi", "meaning_en"))
    table.refuse_repeats(rows, lambda row: row.text("word"), "word")
    return {_word(row): tuple(map(fold, row.several("alternatives"))) for row in rows}


def _word(row: table.Row) -> str:
    for column in ("alternatives", "meaning_vi", "meaning_en"):
        row.text(column)
    row.matching("word", r"[a-z]+(?:-[a-z]+)*")
    return row.text("word")


def read_patterns(path: Path, words: dict[str, tuple[Words, ...]]) -> list[tuple[Pattern, Code]]:
    """The patterns of the kinds of post of the table at `path`, each with its kind.

    A pattern of two kinds belongs to the narrower. Raises `OntologyError` naming the row, as `codes.read_codes` does and where a
    pattern is faulty or neither of its two kinds is broader than the other.
    """
    rows = read_rows("post-kind", path)
    kinds = {kind.notation: kind for _, kind in rows}
    found: dict[Pattern, Code] = {}
    for row, kind in rows:
        for title in row.several("titles"):
            for pattern in _patterns(row, title, words):
                other = found.setdefault(pattern, kind)
                if other in _line(kind, kinds):
                    found[pattern] = kind
                elif kind not in _line(other, kinds):
                    row.fail(f"column titles: {title!r} names {other.notation} already")
    return list(found.items())


def _line(kind: Code, kinds: dict[str, Code]) -> Iterator[Code]:
    """A kind and all that are broader."""
    yield kind
    if above := kind.extra.get("broader"):
        yield from _line(kinds[above], kinds)


def _patterns(row: table.Row, title: str, words: dict[str, tuple[Words, ...]]) -> list[Pattern]:
    """What a pattern stands for: one for each choice among the alternatives of its words in angle brackets."""
    parts = title.split()
    ends = parts[-1] == _END
    body = parts[:-1] if ends else parts
    if not body or _GAP in (body[0], body[-1]) or _END in body:
        row.fail(f"column titles: {title!r} has {_GAP} or {_END} out of place")
    unknown = [p for p in body if p.startswith("<") and p.strip("<>") not in words]
    if unknown:
        row.fail(f"column titles: {unknown[0]!r} of {title!r} is no word of post-words.csv")
    choices = [words[p.strip("<>")] if p.startswith("<") else ((_GAP,) if p == _GAP else fold(p),) for p in body]
    return [_pattern(choice, ends) for choice in product(*choices)]


def _pattern(choice: tuple[Words, ...], ends: bool) -> Pattern:
    stretches: list[Words] = [()]
    for part in choice:
        if part == (_GAP,):
            stretches.append(())
        else:
            stretches[-1] += part
    return Pattern(tuple(stretches), ends)


def _stands(stretch: Words, title: Words, at: int) -> bool:
    return title[at : at + len(stretch)] == stretch
