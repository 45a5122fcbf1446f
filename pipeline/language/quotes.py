"""Quotation marks: the stretches between straight, curly or angled marks, with or without blanks inside (`" tên "`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.view import View

_MARK = re.compile(r"[\n\"“”„‟«»″]")
_OPENING, _CLOSING = frozenset("“„«"), frozenset("”»")


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """A quotation: `start:end` with its marks, `inner_start:inner_end` without them and without blanks at the edges."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def quotations(view: View, *, longest: int = 300) -> list[Quotation]:
    """The quotations of up to `longest` characters, in order of their opening marks; none goes over a line's end."""
    key = (quotations, longest)
    if key not in view.memo:
        view.memo[key] = _quotations(view, longest) if '"' in view.fold else []
    found: list[Quotation] = view.memo[key]
    return found


def _quotations(view: View, longest: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: list[int] = []
    for match in _MARK.finditer(view.text):
        mark, at = match[0], match.start()
        if mark == "\n":
            opened.clear()
        elif _opens(view.text, mark, at, bool(opened)):
            opened.append(at)
        elif opened:
            quotation = _between(view.text, opened.pop(), at)
            if quotation and quotation.end - quotation.start <= longest:
                found.append(quotation)
    return sorted(found)


def _opens(text: str, mark: str, at: int, inside: bool) -> bool:
    """Whether the mark opens a quotation; a misused one is told by the blanks around it."""
    if mark in _CLOSING:
        return not inside and text[at + 1 : at + 2].isalnum()
    if mark in _OPENING:
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        return not (inside and not before.isspace() and not after.isalnum())
    return not inside


def _between(text: str, opening: int, closing: int) -> Quotation | None:
    inner = text[opening + 1 : closing]
    bare = inner.strip()
    if not bare:
        return None
    start = opening + 1 + len(inner) - len(inner.lstrip())
    return Quotation(opening, closing + 1, start, start + len(bare))
