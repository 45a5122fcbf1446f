"""What each of our terms is in other vocabularies, as the table of docs/reuse.md: `python -m ontology.reuse` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ontology.load import ontology_graph
from ontology.names import PREFIXES, TD, split

_KINDS: Final = {OWL.Class: "class", OWL.ObjectProperty: "object property", OWL.DatatypeProperty: "datatype property"}
_PREFIXES: Final = {
    **PREFIXES,
    "eli": "http://data.europa.eu/eli/ontology#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "qudt": "http://qudt.org/schema/qudt/",
}
_HEAD: Final = """# Reuse: our terms in the words of other vocabularies

Made from `ontology/alignment.ttl` by `python -m ontology.reuse`; a test compares. **Is a** names the terms that ours specialises: what is
stated with our term may be read with theirs. **Close to** names a term that would say too much or something else, and **Why none** says
what. A term marked *as* has its place by the term of ours above it.
"""


@dataclass(frozen=True)
class Reuse:
    """One of our terms: what it specialises, by itself or `above` it, what it is close to, and why none is reused."""

    term: URIRef
    kind: str
    specialises: tuple[URIRef, ...]
    above: URIRef | None
    close_to: tuple[URIRef, ...]
    reason: str


def reuse(graph: Graph) -> Iterator[Reuse]:
    """Every class and property of ours, classes first, by name."""
    for kind, name in _KINDS.items():
        for term in sorted(URIRef(str(t)) for t in graph.subjects(RDF.type, kind) if str(t).startswith(str(TD))):
            yield _reuse(graph, term, name)


def _reuse(graph: Graph, term: URIRef, kind: str) -> Reuse:
    upward = RDFS.subClassOf if kind == "class" else RDFS.subPropertyOf
    broader = sorted(URIRef(str(t)) for t in graph.objects(term, upward))
    notes = [n for n in graph.objects(term, SKOS.editorialNote) if isinstance(n, Literal) and n.language == "en"]
    return Reuse(
        term=term,
        kind=kind,
        specialises=tuple(t for t in broader if not t.startswith(str(TD))),
        above=next((t for t in broader if t.startswith(str(TD))), None),
        close_to=tuple(sorted(URIRef(str(t)) for t in graph.objects(term, RDFS.seeAlso))),
        reason=str(notes[0]) if notes else "",
    )


def table(graph: Graph) -> str:
    """The page in Markdown."""
    rows = [_row(entry) for entry in reuse(graph)]
    return "\n".join((_HEAD, "| term | kind | is a | close to | why none |", "|---|---|---|---|---|", *rows, ""))


def _row(entry: Reuse) -> str:
    specialises = [f"`{short(term)}`" for term in entry.specialises]
    if entry.above is not None:
        specialises.append(f"*as* `{short(entry.above)}`")
    close = ", ".join(f"`{short(term)}`" for term in entry.close_to)
    return f"| `{short(entry.term)}` | {entry.kind} | {', '.join(specialises)} | {close} | {entry.reason} |"


def short(term: URIRef) -> str:
    """The prefixed name of a term: `org:Membership`."""
    found = split(term, _PREFIXES)
    return ":".join(found) if found else str(term)


if __name__ == "__main__":
    print(table(ontology_graph()), end="")
