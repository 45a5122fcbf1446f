"""Needed words: what stands in every match of a pattern, read off the parsed pattern.

Whether a word stands in a text is told many times faster than whether a pattern matches somewhere in it.
"""

from __future__ import annotations

from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 64
"""More words than these are not looked for: the pattern itself is as fast."""
_SHORTEST, _LONG = 2, 6
"""Characters of the shortest words that are looked for, and of words that longer ones are no better than."""

_Texts = frozenset[str]
_NOTHING: _Texts = frozenset({""})
_NO_TEXTS: _Texts = frozenset()


def needed_words(pattern: str) -> tuple[str, ...]:
    r"""Stretches of text of which one stands in every match of `pattern`, () where it has none that are worth looking for.

    >>> sorted(needed_words(r"\b(?:cả[ ]+)?năm (?:qua|nay)\b"))
    ['năm nay', 'năm qua']
    >>> needed_words(r"\w+ \d+")
    ()
    """
    candidates, texts = _read(_parser.parse(pattern))
    good = [c for c in (*candidates, *([texts] if texts else [])) if min(map(len, c)) >= _SHORTEST]
    best = max(good, key=lambda c: (min(*map(len, c), _LONG), -len(c)), default=_NO_TEXTS)
    return tuple(sorted(w for w in best if not any(other in w for other in best if other != w)))


def _read(items: Any) -> tuple[list[_Texts], _Texts | None]:
    """What a sequence needs: alternatives of which one stands in each match; and all that it can match, None for too much."""
    needed: list[_Texts] = []
    run: _Texts = _NOTHING
    whole = True
    for code, value in items:
        inner, texts = _read_one(code, value)
        needed += inner
        longer = _joined(run, texts)
        if longer is None:
            needed.append(run)
            whole = False
            longer = texts or _NOTHING
        run = longer
    if not whole:
        needed.append(run)
    return needed, run if whole else None


def _joined(first: _Texts, then: _Texts | None) -> _Texts | None:
    """All of the texts of `first` with all of `then` behind them, None where those are too many."""
    if then is None or len(first) * len(then) > _MOST:
        return None
    return frozenset(a + b for a, b in product(first, then))


def _read_one(code: Any, value: Any) -> tuple[list[_Texts], _Texts | None]:
    if code is op.LITERAL:
        return [], frozenset({chr(value)})
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return [], _NOTHING
    if code is op.SUBPATTERN:
        _, with_flags, without_flags, items = value
        return ([], None) if with_flags or without_flags else _read(items)
    if code is op.BRANCH:
        return _either([_read(branch) for branch in value[1]])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, items = value
        inner, texts = _read(items)
        if least == most == 1:
            return inner, texts
        if (least, most) == (0, 1) and texts is not None:
            return [], texts | _NOTHING
        return (inner if least else []), None
    if code is op.IN and all(kind is op.LITERAL for kind, _ in value) and len(value) <= _MOST:
        return [], frozenset(chr(character) for _, character in value)
    return [], None


def _either(branches: list[tuple[list[_Texts], _Texts | None]]) -> tuple[list[_Texts], _Texts | None]:
    """What one of several branches needs: the best of each together."""
    wholes = [texts for _, texts in branches if texts is not None]
    if len(wholes) == len(branches):
        texts = _NO_TEXTS.union(*wholes)
        return ([], texts) if len(texts) <= _MOST else ([], None)
    best: list[_Texts] = []
    for needed, whole in branches:
        candidates = needed if whole is None else [*needed, whole]
        best.append(max(candidates, key=lambda c: (min(map(len, c)), -len(c)), default=_NOTHING))
    together = _NO_TEXTS.union(*best)
    return ([together] if len(together) <= _MOST else []), None
