"""The code schemes in the reference graph: SKOS concept schemes and their concepts."""

from __future__ import annotations

from typing import Final

from rdflib import Graph, Literal, URIRef

from ontology import mint
from ontology.building.naming import add_names
from ontology.codes import Code, Scheme, concepts, schemes
from ontology.names import DCTERMS, ORG, PROV, RDF, SKOS, TD

_CLASSES: Final[dict[str, tuple[URIRef, ...]]] = {
    "award": (TD.Award,),
    "indicator": (TD.Indicator,),
}
"""Classes of a scheme's codes, besides `skos:Concept`."""

_BLOC_ROLES: Final = frozenset({"leader", "deputy", "member"})
"""Roles of a unit in its bloc (`org:Role`); the others are roles in a conference (`prov:Role`)."""


def add_schemes(graph: Graph) -> None:
    """Add every scheme with its concepts."""
    for scheme in schemes():
        _add_scheme(graph, scheme, concepts(scheme.name))


def _add_scheme(graph: Graph, scheme: Scheme, members: tuple[Code, ...]) -> None:
    node = URIRef(scheme.iri)
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    add_names(graph, node, scheme.label_vi, scheme.label_en)
    graph.add((node, DCTERMS.description, Literal(scheme.definition_vi, lang="vi")))
    graph.add((node, DCTERMS.description, Literal(scheme.definition_en, lang="en")))
    for code in members:
        _add_code(graph, node, code)


def _add_code(graph: Graph, scheme: URIRef, code: Code) -> None:
    node = URIRef(code.iri)
    role = (ORG.Role if code.notation in _BLOC_ROLES else PROV.Role,) if code.scheme == "role" else ()
    for kind in (SKOS.Concept, *_CLASSES.get(code.scheme, ()), *role):
        graph.add((node, RDF.type, kind))
    add_names(graph, node, code.label_vi, code.label_en)
    for language, label, definition in (
        ("vi", code.label_vi, code.definition_vi),
        ("en", code.label_en, code.definition_en),
    ):
        graph.add((node, SKOS.prefLabel, Literal(label, lang=language)))
        graph.add((node, SKOS.definition, Literal(definition, lang=language)))
    graph.add((node, SKOS.notation, Literal(code.notation)))
    graph.add((node, SKOS.inScheme, scheme))
    _add_extra(graph, node, scheme, code)


def _add_extra(graph: Graph, node: URIRef, scheme: URIRef, code: Code) -> None:
    """What only awards and indicators have: level and legal basis, broader code and code elsewhere."""
    if broader := code.extra.get("broader"):
        graph.add((node, SKOS.broader, URIRef(mint.code(code.scheme, broader))))
    else:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))
    if match := code.extra.get("close_match"):
        graph.add((node, SKOS.closeMatch, URIRef(match)))
    if level := code.extra.get("level"):
        graph.add((node, TD.awardLevel, Literal(level)))
    if basis := code.extra.get("legal_basis"):
        graph.add((node, TD.legalBasis, Literal(basis, lang="vi")))
