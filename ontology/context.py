"""The JSON-LD context of the project (JSON-LD 1.1, section 4.1): short names for the terms of the graph.

Our own terms go by their local names (`rank`; `td:unit` alone keeps its prefix, since `unit:` is one itself), reused ones
by their prefixed names (`org:member`). Object properties take
IRIs, datatype properties with a range take values of it, and names take a value for each language.
"""

from __future__ import annotations

from typing import Any, Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology.names import BASE, PREFIXES, SCHEMA, TD, split

CONTEXT_IRI: Final = BASE + "context.jsonld"
"""Where the context is published."""

_BY_LANGUAGE: Final = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.example, SKOS.scopeNote)
_IRIS: Final = frozenset({SCHEMA.url, SCHEMA.isBasedOn})


def context(ontology: Graph) -> dict[str, Any]:
    """The context document for the terms that `ontology` declares; the same ontology gives the same document."""
    # `id:` would clash with the keyword alias that many clients define.
    terms: dict[str, Any] = {name: iri for name, iri in PREFIXES.items() if name != "id"}
    declared = sorted(URIRef(str(term)) for term in set(ontology.subjects(RDF.type)))
    for term in (*declared, *_BY_LANGUAGE):
        name, definition = _name(term), _definition(term, ontology)
        if name is not None and name != definition:  # a prefixed name by itself needs no entry
            terms[name] = definition
    return {"@context": {"@version": 1.1, **terms}}


def _name(term: URIRef) -> str | None:
    local = str(term).removeprefix(str(TD))
    return local if term.startswith(str(TD)) and local not in PREFIXES else _prefixed(term)


def _prefixed(term: URIRef) -> str | None:
    found = split(term)
    return ":".join(found) if found and found[1] and found[0] != "id" else None


def _definition(term: URIRef, ontology: Graph) -> str | dict[str, str]:
    iri = _prefixed(term) or str(term)
    if term in _BY_LANGUAGE:
        return {"@id": iri, "@container": "@language"}
    if (term, RDF.type, OWL.ObjectProperty) in ontology or term in _IRIS:
        return {"@id": iri, "@type": "@id"}
    value_range = ontology.value(term, RDFS.range)
    if (term, RDF.type, OWL.DatatypeProperty) in ontology and isinstance(value_range, URIRef):
        return {"@id": iri, "@type": _prefixed(value_range) or str(value_range)}
    return iri
