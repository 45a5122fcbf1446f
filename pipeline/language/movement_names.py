"""Movement names: which quotations of a text name emulation movements.

A cue (`phong trào thi đua`) leads to a quotation in its sentence, to several in a row, or to the lines of the list below it; a
quotation may also be told to be a movement right after it (`“...” là phong trào`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.language.acts import MARKER
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, within
from pipeline.language.quotes import Quotation, quotations
from pipeline.language.scan import Scan
from pipeline.view import View

_REACH, _BETWEEN = 110, 90
"""How many characters may stand between a cue and the quotation that it opens, and between two quotations in a row."""
SENTENCE_END = re.compile(r"[.!?][ ]+[A-ZĐÀ-Ỹ]|\n")
_JOIN = re.compile(
    r"[ ]*(?:[,;/]|và|cùng|hay|hoặc|với|cùng với|rồi đến)?[ ]*(?:và |cùng |hay )?(?:các |đợt )?"
    r"(?:phong trào(?: thi đua)?(?: yêu nước)?|đợt thi đua)?:?[ ]*"
)
_ABOUT = re.compile(
    r"[ ]*(?:\([^()\"\n]{1,60}\)|(?:của|ở|tại|do|trong|cho)[ ][^\"“”.;:\n]{2,60}?)(?P<join>[ ]*(?:[,;]|và|hay|hoặc)[ ]*(?:và )?"
    r"(?:phong trào(?: thi đua)?[ ]+)?)"
)
"""Words about one movement (`của tỉnh X`, `(do Y phát động)`) before the next."""
_OWNED = re.compile(
    r"[ ]*[,;][ ]*(?:và[ ]+)?(?:(?:tỉnh|thành phố|tp\.?)[ ]+)?(?P<owner>[^\"“”;.\n]{2,60}?)[ ]+(?:với|có|là)[ ]+"
    r"(?:phong trào(?: thi đua)?[ ]+)?"
)
_BESIDES = re.compile(
    r"[^\"“”.\n]{0,50}(?:cùng với đó|bên cạnh đó|ngoài ra|tiếp đó|cùng đó|song song đó|kế đến|tiếp theo)[ ]*(?:là|còn có|có|còn là)[ ]*"
    r"(?:phong trào(?: thi đua)?[ ]*)?"
)
_MANY = re.compile(r"(?<!\w)(?:các|những|hai|ba|bốn|năm|sáu|nhiều|một số|\d+)[ ]+$")
_IS = re.compile(r"(?<!\w)là[ ]*:?[ ]*$")
_TOLD_AFTER = re.compile(
    r"[ ]*(?:[-–][ ]*|\([ ]*|,[ ]*)?(?:(?<=[ ])là (?:một |hai |ba |bốn |\d+ )?(?:trong )?(?:số )?(?:những |các |nhiều )?phong trào(?! của)"
    r"|(?<=[-–,( ])(?:một |những )(?:trong )?(?:những |các )?phong trào|(?<=[-–,( ])phong trào (?:thi đua )?(?:do|được|mang|lớn)(?!\w))"
)
_ITEM = re.compile(r"(?P<own>[^\"“”\n]{0,60}(?::|với|có)[ ]*|phong trào(?: thi đua)?[ ]*:?[ ]*)?(?=\")")


def _words(kind: str) -> str:
    return alternation(load("movements")[kind])


@cache
def _cue() -> Scan:
    others = "".join(rf"(?<!{word} )" for word in load("movements")["no_cue"])
    return Scan(rf"(?<!\w)(?:(?:{_words('cues')})(?!\w)|{others}thi đua(?=[ ]*:?[ ]*\"))")


@cache
def _other() -> re.Pattern[str]:
    """Words that make a quotation something else; some only in the last words before it."""
    return re.compile(rf"(?<!\w)(?:(?:{_words('others')})(?!\w)|(?:{_words('near')})(?!\w)(?=[^,;:]{{0,14}}(?:\"|$)))")


@cache
def _presenting() -> re.Pattern[str]:
    """Words right before a quotation that present it as a movement: `nổi bật là`, `trong đó có`, `mang tên`."""
    salient = _words("salient")
    return re.compile(
        rf"(?<!\w)(?:{_words('presenting')}|(?:{salient})(?:[ ]+(?:nhất|hơn cả|có thể kể đến))?[ ]+(?:là|có|như|phải kể đến))[ ]*:?[ ]*$"
    )


@cache
def _speech() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_words('speech')})(?!\w)")


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('no_name')})(?!\w)")


def named_movements(view: View, provinces: Sequence[Mention]) -> Iterator[tuple[int, Quotation]]:
    """Every quotation that names a movement, with the offset of its cue."""
    quoted = quotations(view)
    opening = {q.start: i for i, q in enumerate(quoted)}
    taken: set[int] = set()
    for cue in _cue().finditer(view):
        for quotation in _of_cue(view, quoted, opening, cue, provinces):
            if quotation.start not in taken:
                taken.add(quotation.start)
                yield cue.start(), quotation
    for index, quotation in enumerate(quoted):
        if quotation.start in taken or not _told_after(view, quotation):
            continue
        for told in _row_before(view, quoted, index):
            if told.start not in taken and _fits(view, told):
                taken.add(told.start)
                yield quotation.start, told


def _of_cue(
    view: View, quoted: list[Quotation], opening: dict[int, int], cue: re.Match[str], provinces: Sequence[Mention]
) -> Iterator[Quotation]:
    first = view.fold.find('"', cue.end(), cue.end() + _REACH)
    index = opening.get(first)
    line_end = view.fold.find("\n", cue.end(), cue.end() + 2 * _REACH)
    if line_end >= 0 and (first < 0 or line_end < first):
        if view.fold[cue.end() : line_end].rstrip().endswith(":") and not _misled(view, cue, cue.end(), line_end):
            yield from _listed_below(view, quoted, opening, line_end)
    elif index is not None and _leads(view, cue, first):
        yield from _row(view, quoted, index, provinces)


def _leads(view: View, cue: re.Match[str], end: int) -> bool:
    """Whether the words between cue and quotation keep to the movement."""
    gap = view.fold[cue.end() : end]
    written = view.text[cue.end() : end]
    if SENTENCE_END.search(written) or re.search(r"(?<![Tt][Pp])[.!?][ ]*$", written):
        return False
    if _misled(view, cue, cue.end(), end):
        return False
    capital = view.text[end + 1 : end + 4].lstrip()[:1]
    presented = _presenting().search(gap) is not None
    if _IS.search(gap) and not (capital.isupper() and (presented or _MANY.search(view.fold, 0, cue.start()))):
        return False
    return presented or ":" in gap or "," not in gap or " với " in gap or "do " in gap


def _misled(view: View, cue: re.Match[str], start: int, end: int) -> bool:
    """Whether words before or after the cue make the quotation something else: a theme, a campaign, someone's words."""
    if _other().search(view.fold[start:end]):
        return True
    clause = max(view.fold.rfind(mark, max(0, cue.start() - 90), cue.start()) for mark in ("\n", ". ", ";", '"')) + 1
    before = view.fold[max(clause, cue.start() - 90) : cue.start()]
    owned = re.search(r"(?<!\w)(?:của|cho|trong)[ ]+(?:các |những |mọi )?$", before)
    if owned and re.search(rf"(?:{_words('about')})[^,;]{{0,24}}$", before[: owned.start()]):
        return True
    return ":" in view.fold[start:end] and not _MANY.search(before) and _speech().search(before) is not None


def _listed_below(view: View, quoted: list[Quotation], opening: dict[int, int], position: int) -> Iterator[Quotation]:
    """The quotations that the lines below open with, up to the first line that opens with none."""
    while 0 <= position < len(view.fold):
        start = position + 1
        position = view.fold.find("\n", start)
        line = view.fold[start : position if position >= 0 else len(view.fold)]
        if not line.strip():
            continue
        marker = MARKER.match(line)
        item = _ITEM.match(line, marker.end() if marker else len(line) - len(line.lstrip()))
        index = opening.get(start + item.end()) if item else None
        if item is None or index is None or _other().search(line[: item.end()]):
            return
        if _fits(view, quoted[index]):
            yield quoted[index]


def _row(view: View, quoted: list[Quotation], index: int, provinces: Sequence[Mention]) -> Iterator[Quotation]:
    """The quotation at `index` and those that follow it in its list."""
    while True:
        quotation = quoted[index]
        if _fits(view, quotation):
            yield quotation
        index += 1
        while index < len(quoted) and quoted[index].start < quotation.end:
            index += 1
        if index >= len(quoted) or not _continues(view, quotation.end, quoted[index].start, provinces):
            return


def _row_before(view: View, quoted: list[Quotation], index: int) -> Iterator[Quotation]:
    """The quotation at `index` and those that it ends the list of."""
    first = index
    while first and _JOIN.fullmatch(view.fold, quoted[first - 1].end, quoted[first].start):
        first -= 1
    yield from quoted[first : index + 1]


def _continues(view: View, end: int, start: int, provinces: Sequence[Mention]) -> bool:
    between = view.fold[end:start]
    if not between.strip() or len(between) > _BETWEEN or _other().search(between):
        return False
    if _JOIN.fullmatch(between) or _ABOUT.fullmatch(between) or _BESIDES.fullmatch(between):
        return True
    owned = _OWNED.fullmatch(between)
    return bool(owned and (within(provinces, end, start) or view.text[end + owned.start("owner")].isupper()))


def _told_after(view: View, quotation: Quotation) -> bool:
    told = _TOLD_AFTER.match(view.fold, quotation.end, quotation.end + 70)
    return told is not None and not _other().search(view.fold[max(0, quotation.start - 30) : quotation.start])


def _fits(view: View, quotation: Quotation) -> bool:
    """A movement's name has two words or more, and no sentence's end within; someone's words are none."""
    name = view.text[quotation.inner_start : quotation.inner_end]
    if _no_name().match(view.fold, quotation.inner_start):
        return False
    return 2 <= len(re.findall(r"\w+", name)) <= 45 and not SENTENCE_END.search(name)
