"""Movements: names of emulation movements in quotation marks (`phong trào thi đua “...”`), one after another in a list.

A slogan, a year's theme, a campaign (cuộc vận động) or a title in quotation marks is none: the words that lead to the
quotation decide (lexicon/movements.toml).
"""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Movement
from pipeline.language.focus import focus_of
from pipeline.language.issuers import actor_before, issuer_name
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, claim, found, keep, view_of, within
from pipeline.language.movement_names import named_movements
from pipeline.language.quotes import Quotation
from pipeline.view import View

_AT_HOME = re.compile(r"[ ]*(?:(?:của|ở|tại|do)|\()[ ]*(?:(?:tỉnh|thành phố|tp\.?)[ ]+)?")
"""What leads from a quotation to the province that it belongs to: `“...” của tỉnh X`."""
_OWN_PROVINCE = re.compile(r"(?:^|[ ,])(?:toàn )?tỉnh(?: ta| nhà)?[ ]+(?:đã |vừa |cũng |còn )*$")


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
    for cue, quotation in named_movements(view, found(doc, "province")):
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
    if focus_of(doc).public:
        claim(doc, *claims.values())
    return doc


def _name(view: View, quotation: Quotation) -> str:
    name = re.sub(r"\s+", " ", view.text[quotation.inner_start : quotation.inner_end])
    return re.sub(r" (?=[,;:.!])", "", name).rstrip(" .,;…").replace("–", "-")


def _initiator(doc: Doc, cue: int, quotation: Quotation) -> str | None:
    """The province or body that starts the movement: before its cue, or right before the quotation (`X với “...”`)."""
    view, provinces = view_of(doc), found(doc, "province")
    clause = max(view.fold.rfind(mark, max(0, cue - 200), cue) for mark in ("\n", ". ", ";", '"')) + 1
    beside = within(provinces, max(clause, quotation.start - 60), quotation.start)
    if beside and re.fullmatch(
        r"[ ]+với[ ]+(?:phong trào(?: thi đua)?[ ]+)?", view.fold[beside[-1].end : quotation.start]
    ):
        return str(beside[-1].value)
    home = _AT_HOME.match(view.fold, quotation.end)
    after = (
        next((p for p in within(provinces, home.end(), home.end() + 40) if p.start == home.end()), None)
        if home
        else None
    )
    if after is not None:
        return str(after.value)
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
