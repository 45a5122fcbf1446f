"""Movements: names of emulation movements in quotation marks (`phong trào thi đua “...”`), one after another in a list.

A slogan, a year's theme, a campaign (cuộc vận động) or a title in quotation marks is none: the words that lead to the
quotation decide (lexicon/movements.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Movement
from pipeline.language.focus import focus_of
from pipeline.language.issuers import actor_before, issuer_name
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, claim, found, keep, view_of, within
from pipeline.language.quotes import Quotation, quotations
from pipeline.view import View

_REACH = 110
"""How many characters may stand between a cue and the quotation that it opens."""
_SENTENCE_END = re.compile(r"[.!?][ ]+[A-ZĐÀ-Ỹ]|\n")
_JOIN = re.compile(
    r"[ ]*(?:[,;/]|và|cùng|hay|với|\bcùng với)?[ ]*(?:và |cùng )?(?:các |đợt )?(?:phong trào(?: thi đua)?(?: yêu nước)?|đợt thi đua)?:?[ ]*"
)
_NAMED = re.compile(
    r"[ ]*[,;][ ]*(?:và[ ]+)?(?:(?:tỉnh|thành phố|tp\.?)[ ]+)?(?P<gap>[^\"“”;.\n]{2,40}?)[ ]+(?:với|có)[ ]+(?:phong trào(?: thi đua)?[ ]+)?"
)
_OWN_PROVINCE = re.compile(r"(?:^|[ ,])(?:toàn )?tỉnh(?: ta| nhà)?[ ]+(?:đã |vừa |cũng |còn )*$")


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('movements')['cues'])})(?!\w)")


@cache
def _other() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('movements')['others'])})(?!\w)")


@cache
def _starting(which: str) -> re.Pattern[str]:
    verbs = alternation(load("movements")[which])
    return re.compile(rf"(?<!\w)(?:{verbs})[ ]+(?:(?:các|ba|hai|nhiều|một|những|\d+)[ ]+)?$")


@Language.component("thidua_movements")
def find_movements(doc: Doc) -> Doc:
    """Store the movements (`movement` mentions, value: the name) and claim each name once."""
    view = view_of(doc)
    claims: dict[str, Movement] = {}
    mentions = []
    for cue, quotation in _named(view, found(doc, "province")):
        name = _name(view, quotation)
        mentions.append(Mention(quotation.inner_start, quotation.inner_end, "movement", name))
        made = Movement(
            start=quotation.inner_start,
            end=quotation.inner_end,
            rule="movements.quoted",
            name=name,
            initiator=_initiator(doc, cue, quotation),
        )
        claims.setdefault(" ".join(re.findall(r"\w+", view.fold[made.start : made.end])), made)
    keep(doc, "movement", mentions)
    claim(doc, *claims.values())
    return doc


def _name(view: View, quotation: Quotation) -> str:
    name = re.sub(r"\s+", " ", view.text[quotation.inner_start : quotation.inner_end])
    return re.sub(r" (?=[,;:.!])", "", name).rstrip(" .,;…").replace("–", "-")


def _named(view: View, provinces: list[Mention]) -> Iterator[tuple[int, Quotation]]:
    """Every quotation that a cue leads to, with the offset of its cue."""
    quoted = quotations(view)
    opening = {q.start: i for i, q in enumerate(quoted)}
    taken: set[int] = set()
    for cue in _cue().finditer(view.fold):
        first = view.fold.find('"', cue.end(), cue.end() + _REACH)
        index = opening.get(first)
        if index is None or not _leads(view, cue.end(), first):
            continue
        for quotation in _row(view, quoted, index, provinces):
            if quotation.start not in taken:
                taken.add(quotation.start)
                yield cue.start(), quotation
    for quotation in quoted:
        if quotation.start not in taken and re.match(
            r"[ ]*là (?:một )?(?:trong )?(?:những |các )?phong trào(?! của)",
            view.fold[quotation.end : quotation.end + 50],
        ):
            yield quotation.start, quotation


def _leads(view: View, start: int, end: int) -> bool:
    """Whether the words between cue and quotation keep to the movement."""
    gap = view.text[start:end]
    if (
        _SENTENCE_END.search(gap)
        or re.search(r"(?<![Tt][Pp])[.!?][ ]*$", gap)
        or _other().search(view.fold, start, end)
    ):
        return False
    return ":" in gap or "," not in gap or " với " in gap or "do " in gap


def _row(view: View, quoted: list[Quotation], index: int, provinces: list[Mention]) -> Iterator[Quotation]:
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


def _continues(view: View, end: int, start: int, provinces: list[Mention]) -> bool:
    between = view.fold[end:start]
    if len(between) > 80:
        return False
    if _JOIN.fullmatch(between) and between.strip():
        return True
    return bool(_NAMED.fullmatch(between) and within(provinces, end, start))


def _fits(view: View, quotation: Quotation) -> bool:
    """A movement's name has two words or more, and no sentence's end within."""
    name = view.text[quotation.inner_start : quotation.inner_end]
    return 2 <= len(re.findall(r"\w+", name)) <= 45 and not _SENTENCE_END.search(name)


def _initiator(doc: Doc, cue: int, quotation: Quotation) -> str | None:
    """The province or body that starts the movement: before its cue, or right before the quotation (`X với “...”`)."""
    view, provinces = view_of(doc), found(doc, "province")
    clause = max(view.fold.rfind(mark, max(0, cue - 200), cue) for mark in ("\n", ". ", ";", '"')) + 1
    beside = within(provinces, max(clause, quotation.start - 60), quotation.start)
    if beside and re.fullmatch(
        r"[ ]+với[ ]+(?:phong trào(?: thi đua)?[ ]+)?", view.fold[beside[-1].end : quotation.start]
    ):
        return str(beside[-1].value)
    verb = _starting("starts").search(view.fold, max(clause, cue - 40), cue)
    if verb is None:
        return None
    actor = actor_before(view, max(0, clause), verb.start(), provinces)
    if actor is not None:
        return issuer_name(view, *actor, provinces)
    own = _starting("own").search(view.fold, max(clause, cue - 40), cue)
    if own and _OWN_PROVINCE.search(view.fold, clause, own.start()):
        return focus_of(doc).area or None
    return None
