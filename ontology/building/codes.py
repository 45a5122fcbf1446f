"""The code schemes in the reference graph: SKOS concept schemes and their concepts."""

from __future__ import annotations

from typing import Final

from rdflib import Graph, Literal, URIRef

from ontology import mint
from ontology.building.naming import add_names
from ontology.names import DCTERMS, ORG, PROV, RDF, SKOS, TD
from ontology.tables import posts
from ontology.tables.awards import awards, granter, legal_basis
from ontology.tables.codes import Code, Scheme, concepts, schemes, unit_iri

_CLASSES: Final[dict[str, tuple[URIRef, ...]]] = {
    "award": (TD.Award,),
    "indicator": (TD.Indicator,),
    "post-kind": (TD.PostKind, ORG.Role),
}
"""Classes of a scheme's codes, besides `skos:Concept`. A group of awards is no award."""

_BLOC_ROLES: Final = frozenset({"leader", "deputy", "member"})
"""Roles of a unit in its bloc (`org:Role`); the others are roles in a conference (`prov:Role`)."""

_MATCHES: Final = {
    "exact": SKOS.exactMatch,
    "close": SKOS.closeMatch,
    "broad": SKOS.broadMatch,
    "narrow": SKOS.narrowMatch,
    "related": SKOS.relatedMatch,
}


def add_schemes(graph: Graph) -> None:
    """Add every scheme with its concepts, and what awards rest on. Raises `OntologyError` where a table is faulty."""
    posts.patterns()  # titles of kinds of post are no triples, yet a faulty one stops the build as well
    for scheme in schemes():
        _add_scheme(graph, scheme, concepts(scheme.name))
    for award in awards():
        _add_grant(graph, award)


def _add_scheme(graph: Graph, scheme: Scheme, members: tuple[Code, ...]) -> None:
    node = URIRef(scheme.iri)
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    add_names(graph, node, scheme.label_vi, scheme.label_en)
    for predicate in (DCTERMS.description, SKOS.definition):
        graph.add((node, predicate, Literal(scheme.definition_vi, lang="vi")))
        graph.add((node, predicate, Literal(scheme.definition_en, lang="en")))
    for code in members:
        _add_code(graph, node, code)


def _add_code(graph: Graph, scheme: URIRef, code: Code) -> None:
    node = URIRef(code.iri)
    for kind in (SKOS.Concept, *_classes(code)):
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
    _add_place(graph, node, scheme, code)
    _add_links(graph, node, code)


def _classes(code: Code) -> tuple[URIRef, ...]:
    if code.is_group:
        return ()
    if code.scheme == "role":
        return (ORG.Role,) if code.notation in _BLOC_ROLES else (PROV.Role,)
    return _CLASSES.get(code.scheme, ())


def _add_place(graph: Graph, node: URIRef, scheme: URIRef, code: Code) -> None:
    """Where a concept stands in its scheme: below a broader one, or at the top; both directions are stated."""
    if broader := code.extra.get("broader"):
        above = URIRef(mint.code(code.scheme, broader))
        graph.add((node, SKOS.broader, above))
        graph.add((above, SKOS.narrower, node))
    else:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))


def _add_links(graph: Graph, node: URIRef, code: Code) -> None:
    """What joins a concept to those of other schemes and of other vocabularies."""
    if level := code.extra.get("level"):
        graph.add((node, TD.awardLevel, URIRef(mint.code("award-level", level))))
    if unit := code.extra.get("usual_unit"):
        graph.add((node, TD.usualUnit, URIRef(unit_iri(unit))))
    if polarity := code.extra.get("polarity"):
        graph.add((node, TD.polarity, URIRef(mint.code("polarity", polarity))))
    if basis := code.extra.get("comparison_basis"):
        other = URIRef(mint.code("comparison-basis", basis))
        graph.add((node, SKOS.related, other))
        graph.add((other, SKOS.related, node))
    for match in code.matches:
        graph.add((node, _MATCHES[match.relation], URIRef(match.iri)))
    for subject in code.subjects:
        graph.add((node, DCTERMS.subject, URIRef(subject)))


def _add_grant(graph: Graph, award: Code) -> None:
    """Who grants an award, where it is always the same body, and the law that it rests on."""
    node = URIRef(award.iri)
    if (body := granter(award)) is not None:
        graph.add((node, TD.grantedBy, URIRef(body)))
    for basis in legal_basis(award):
        graph.add((node, TD.legalBasis, URIRef(basis)))
