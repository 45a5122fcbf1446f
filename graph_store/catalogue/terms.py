"""Triples made of plain strings, and those that lie in the Turtle files beside this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ontology.names import XSD

_FOLDER: Final = Path(__file__).parent


def link(subject: str, predicate: str, value: str) -> Triple:
    """A triple between IRIs."""
    return Triple(NamedNode(subject), NamedNode(str(predicate)), NamedNode(str(value)))


def typed(subject: str, predicate: str, value: str | int, datatype: str = XSD.integer) -> Triple:
    """A triple with a literal of a datatype, xsd:integer where none is given."""
    return Triple(NamedNode(subject), NamedNode(str(predicate)), Literal(str(value), datatype=NamedNode(str(datatype))))


def text(subject: str, predicate: str, value: str) -> Triple:
    """A triple with a plain string."""
    return Triple(NamedNode(subject), NamedNode(str(predicate)), Literal(value))


def words(subject: str, predicates: Iterable[str], said: Mapping[str, str]) -> list[Triple]:
    """One triple for each predicate and each language of `said` (`vi`, `en`)."""
    return [
        Triple(NamedNode(subject), NamedNode(str(predicate)), Literal(value, language=language))
        for predicate in predicates
        for language, value in said.items()
    ]


def from_file(name: str, base: str | None = None) -> list[Triple]:
    """The triples of a Turtle file of this package; relative IRIs in it are those of `base`."""
    return [quad.triple for quad in parse(_text(name), RdfFormat.TURTLE, base_iri=base)]


@cache
def _text(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


def described(triples: Iterable[Triple], names: Iterable[Triple]) -> list[Triple]:
    """What `names` say of the things that `triples` name, and of those that are named thereby in turn."""
    by_subject: dict[NamedNode, list[Triple]] = {}
    for triple in names:
        if isinstance(triple.subject, NamedNode):
            by_subject.setdefault(triple.subject, []).append(triple)
    found: list[Triple] = []
    waiting = [triple.object for triple in triples]
    while waiting:
        value = waiting.pop()
        if isinstance(value, NamedNode) and value in by_subject:
            said = by_subject.pop(value)
            found += said
            waiting += [triple.object for triple in said]
    return found
