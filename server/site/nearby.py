"""The neighbourhood of an entity as a picture: what it is tied to, both ways, without its claims."""

from __future__ import annotations

from collections.abc import Iterable

from ontology.names import ID
from server import drawing
from server.drawing.data import Center, Neighbour
from server.language import here, language, named, say
from server.site.entity import EntityPage, Statement

_MOST = 16
_OF_A_RELATION = 5
"""So many neighbours of one relation are drawn; the tables have all."""


def neighbourhood(found: EntityPage) -> str:
    """The drawing of an entity's page; empty where fewer than two things are beside it, or the entity is a claim or an article."""
    if found.claim or found.article:
        return ""
    neighbours = [*_of(found.statements, incoming=False), *_of(found.incoming, incoming=True)][:_MOST]
    if len(neighbours) < 2:
        return ""
    kind = say(found.kind.vi, found.kind.one or found.kind.en) if found.kind else ""
    title = say(f"Xung quanh {found.title.text}", f"Around {found.title.en}")
    about = say("Các thực thể có quan hệ trực tiếp.", "The entities that are directly tied to it.")
    center = Center(named(found.title), kind)
    return drawing.neighbourhood(center, neighbours, title, about, language())


def _of(statements: Iterable[Statement], incoming: bool) -> list[Neighbour]:
    found = []
    for statement in statements:
        entities = [value for value in statement.values if value.iri.startswith(str(ID)) and value.href]
        found += [
            Neighbour(named(value), named(statement.property), here(value.href or ""), incoming)
            for value in entities[:_OF_A_RELATION]
        ]
    return found
