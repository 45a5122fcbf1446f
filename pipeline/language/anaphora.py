"""Anaphora: recipients that a text means without their names (`ba đơn vị này`, `cả hai`, `tỉnh hạng nhì`, a bare `tỉnh`).

A pointing phrase means what was named right before it, if that is as many as it says; a rank means the member that the article's
rankings put there; `tỉnh` as a subject means the province that the article is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.language.bodies import bodies, province_of, write_body
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, within
from pipeline.language.scan import Scan
from pipeline.view import View

Named = tuple[tuple[str, str], ...]
"""Names with their kinds (`province`, `person`, `body`): the value of an anaphora's mention."""

_REACH, _PROSE = 900, 3
"""How far back an antecedent may stand: in characters, and in sentences that are no list's lines."""
_STOP = re.compile(r"\n+|[.!?][ ]+(?=[A-ZĐÀ-Ỹ])")
_ITEM = re.compile(r"[ \t]*(?:\d{1,3}[.)]|[a-zđ][.)]|[-–+*•●▪|])[ \t]*")
_ENDS = (
    r"(?=[ ]*(?:[.,;:)\n]|$)|[ ]+(?:được|đều|đã|vừa|cùng|nhận|đón|vinh dự|là|cũng|sẽ|và|còn|do|xứng đáng|lên|lần lượt|để|trước|"
    r"tiếp tục)(?!\w))"
)


def numbers() -> dict[str, int]:
    """Number words and ordinals with their values."""
    table: dict[str, int] = load("awards")["anaphora"]["numbers"]
    return table


def _words(kind: str) -> str:
    return alternation(load("awards")["anaphora"][kind])


@cache
def _pointing() -> Scan:
    values, kinds = _words("numbers"), [*load("awards")["anaphora"]["places"], *load("awards")["anaphora"]["units"]]
    classes = alternation([*kinds, *load("awards")["anaphora"]["persons"]])
    many = rf"(?:(?P<n>{values}|\d{{1,2}})|các|những)[ ]+"
    pointed = rf"(?:{many})?(?P<class>{classes})[ ]+(?:{_words('pointing')}){_ENDS}"
    return Scan(
        rf"(?<!\w)(?<!các )(?:(?:cả[ ]+)?{pointed}"
        rf"|cả[ ]+(?P<all>{values}|\d{{1,2}})(?:[ ]+(?P<of>{classes}))?(?:[ ]+(?:{_words('pointing')}))?{_ENDS})"
    )


@cache
def _ranked() -> Scan:
    values = _words("numbers")
    classes = alternation([*load("awards")["anaphora"]["places"], *load("awards")["anaphora"]["units"]])
    one = rf"(?:{values}|\d{{1,2}})(?![\w/]|[.,]\d)"
    before = rf"(?:{_words('places_of_rank')})[ ]+"
    row = rf"{before}{one}(?:(?:[ ]*,[ ]*và[ ]+|[ ]*[,-][ ]*|[ ]+(?:và|đến|tới)[ ]+)(?:{before})?{one}){{0,7}}"
    return Scan(
        rf"(?<!\w)(?:(?P<n>các|những|{values}|\d{{1,2}})[ ]+)?(?:{classes})[ ]+"
        rf"(?:(?P<top>{_words('top')})|(?P<led>(?:{_words('ranked')})[ ]+)?(?:các[ ]+|từ[ ]+)?(?P<row>{row}))(?!\w)"
    )


@cache
def _bare() -> Scan:
    return Scan(
        rf"(?<!\w)(?:tỉnh|thành phố)\b(?:[ ]+(?:ta|nhà))?(?=[ ]*(?:[.;\n]|$)|[ ]+(?:{_words('acting')})(?!\w)"
        rf"|[ ]+(?:đã |từng |vinh dự )*(?:có )?(?:\d+|{_words('numbers')}|nhiều|mấy) (?:lần|năm)(?: liền| liên tục| liên tiếp)? "
        r"(?:được|nhận|đón|vinh dự)(?!\w))"
    )


def anaphora(
    view: View, provinces: Sequence[Mention], people: Sequence[Mention], ranks: Mapping[int, Sequence[str]], area: str
) -> list[Mention]:
    """The phrases that can be resolved, in order; `ranks` are the members at each rank, `area` the article's province."""
    both = sorted([*provinces, *people])
    found = [*_pointed(view, provinces, people, both), *_by_rank(view, ranks)]
    if area:
        found += [
            Mention(m.start(), m.end(), "anaphora", ((area, "province"),))
            for m in _bare().finditer(view)
            if not _BELONGS.search(view.fold, max(0, m.start() - 24), m.start())
        ]
    return sorted(found, key=lambda m: (m.start, -m.end))


_BELONGS = re.compile(
    r"(?<!\w)(?:toàn|của|trong|cấp|các|trên địa bàn|hai|ba|\d|ngoài|nhiều|[^\W\d_]+ủy|ubnd|hđnd|mttq)[ ]+$"
)


def _by_rank(view: View, ranks: Mapping[int, Sequence[str]]) -> Iterator[Mention]:
    for match in _ranked().finditer(view) if ranks else ():
        if match["row"] and match["row"].startswith("thứ ") and not match["led"]:
            continue
        count = match["n"] or ""
        size = int(count) if count.isdigit() else numbers().get(count, 0)
        if match["top"]:
            wanted = list(range(1, size + 1)) if size else [] if count else [1]
        else:
            wanted = [int(w) if w.isdigit() else numbers()[w] for w in re.findall(r"\w+", match["row"]) if _is_rank(w)]
            if re.search(r"-|đến|tới", match["row"]) and len(wanted) == 2:
                wanted = list(range(wanted[0], wanted[1] + 1))
        members = [member for rank in wanted for member in ranks.get(rank, ())]
        if members and all(rank in ranks for rank in wanted):
            yield Mention(match.start(), match.end(), "anaphora", tuple((m, "province") for m in members))


def _is_rank(word: str) -> bool:
    return word.isdigit() or word in numbers()


def _pointed(
    view: View, provinces: Sequence[Mention], people: Sequence[Mention], both: Sequence[Mention]
) -> Iterator[Mention]:
    words = load("awards")["anaphora"]
    for match in _pointing().finditer(view):
        count = match["n"] or match["all"]
        size = 0 if count is None else int(count) if count.isdigit() else numbers()[count]
        kind = match["class"] or match["of"]
        kinds = (
            {"province"}
            if kind in words["places"]
            else {"person"}
            if kind in words["persons"]
            else {"province", "body"}
        )
        if kind is None:
            kinds = {"province", "body", "person"}
        plural = size > 1 or re.match(r"(?:cả )?(?:các|những)", match[0]) is not None
        named = _antecedent(view, match.start(), kinds, (provinces, people, both), size if plural else 1)
        if named:
            yield Mention(match.start(), match.end(), "anaphora", named)


def _antecedent(view: View, at: int, kinds: set[str], names: tuple[Sequence[Mention], ...], size: int) -> Named:
    """The `size` (0: several) names that stand right before `at`; none where more or fewer are found."""
    last: dict[tuple[str, str], None] = {}
    listed, passed = False, 0
    for start, end in _backwards(view.text, at):
        if not view.text[start:end].strip():
            continue
        item = _ITEM.match(view.text, start) is not None
        here = [n for n in _names_in(view, start, end, names) if n[1] in kinds]
        goes_on = listed and item and bool(here)
        if len(last) >= (size or 2) and not (goes_on and size == 0):
            return () if goes_on else _as_many(last, size)
        passed += not item
        if passed > _PROSE or (last and not here):
            break
        if here and size == 1:
            return (here[0],)
        last = dict.fromkeys([*here, *last])
        listed = item
    return _as_many(last, size)


def _as_many(names: Mapping[tuple[str, str], None], size: int) -> Named:
    return tuple(names) if len(names) == size or (size == 0 and len(names) > 1) else ()


def _backwards(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The sentences and lines before `at`, the nearest first, and what stands before it in its own."""
    start = max(0, at - _REACH)
    stops = [start, *(m.end() for m in _STOP.finditer(text, start, at)), at]
    for index in range(len(stops) - 2, -1, -1):
        yield stops[index], stops[index + 1]


def _names_in(view: View, start: int, end: int, names: tuple[Sequence[Mention], ...]) -> list[tuple[str, str]]:
    provinces, people, both = names
    spans: list[tuple[int, int, str, str]] = []
    givers = load("awards")["recipients"]["givers_only"]
    for first, last in bodies(view, start, end, both):
        if view.fold[first:last] in givers:
            continue
        province = province_of(view, first, last, provinces)
        spans.append((first, last, province or write_body(view, first, last), "province" if province else "body"))
    for mention, kind in [(m, "province") for m in within(provinces, start, end)] + [
        (m, "person") for m in within(people, start, end)
    ]:
        if not any(s <= mention.start and mention.end <= e for s, e, _, _ in spans):
            spans.append((mention.start, mention.end, str(mention.value), kind))
    return list(dict.fromkeys((name, kind) for _, _, name, kind in sorted(spans)))
