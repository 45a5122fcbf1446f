"""The blocs of provinces in the reference graph: their names and members, each with the article that attests it."""

from __future__ import annotations

from datetime import date

from rdflib import Graph, Literal, URIRef

from ontology import mint, periods
from ontology.building.naming import DAY_FORM, add_both, add_names, add_source
from ontology.names import ORG, RDF, SKOS, SKOSXL, TD, XSD
from ontology.tables.blocs import Bloc, BlocMembership, BlocName, bloc_memberships, bloc_names, blocs

_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
"""The datatype of a date by the length it is cut to."""


def add_blocs(graph: Graph) -> None:
    """Add the blocs that the tables know, with their attested names and members."""
    for bloc in blocs():
        _add_bloc(graph, bloc)
    for name in bloc_names():
        _add_name(graph, name)
    for membership in bloc_memberships():
        _add_membership(graph, membership)


def _add_bloc(graph: Graph, bloc: Bloc) -> None:
    node = URIRef(bloc.iri)
    for kind in (TD.Bloc, ORG.OrganizationalCollaboration):
        graph.add((node, RDF.type, kind))
    add_names(graph, node, bloc.name, bloc.name_en, bloc.alt_names)
    add_both(graph, node, SKOS.definition, bloc.definition_vi, bloc.definition_en)
    add_source(graph, node, bloc.source)


def _add_name(graph: Graph, name: BlocName) -> None:
    """A name as a plain label, for search, and as a node that carries its source (SKOS-XL, W3C 2009, section B.2)."""
    bloc, node, literal = URIRef(name.bloc.iri), URIRef(name.iri), Literal(name.name, lang=name.language)
    graph.add((bloc, SKOS.altLabel, literal))
    graph.add((bloc, SKOSXL.altLabel, node))
    graph.add((node, RDF.type, SKOSXL.Label))
    graph.add((node, SKOSXL.literalForm, literal))
    add_names(graph, node, f"Tên gọi “{name.name}”", f"The name “{name.name}”")
    _add_attestation(graph, node, name.attested_on, name.source, name.source_url)


def _add_membership(graph: Graph, membership: BlocMembership) -> None:
    node, bloc, member = URIRef(membership.iri), URIRef(membership.bloc.iri), URIRef(membership.member.iri)
    for kind in (TD.BlocMembership, ORG.Membership):
        graph.add((node, RDF.type, kind))
    day = membership.attested_on
    shown = f"{date.fromisoformat(day):{DAY_FORM}}" if len(day) == 10 else "/".join(reversed(day.split("-")))
    add_names(
        graph,
        node,
        f"{membership.member.name}, thành viên cụm {membership.bloc.name} (theo bài {shown})",
        f"{membership.member.name_en}, member of the {membership.bloc.name_en} bloc (attested {day})",
    )
    graph.add((node, ORG.organization, bloc))
    graph.add((node, ORG.member, member))
    graph.add((node, ORG.role, URIRef(mint.code("role", "member"))))
    graph.add((bloc, TD.hasMember, member))
    _add_attestation(graph, node, day, membership.source, membership.source_url)
    if membership.period:
        graph.add((node, ORG.memberDuring, URIRef(mint.period(membership.period))))
        graph.parse(data="".join(f"{triple} .\n" for triple in periods.triples(membership.period)), format="nt")


def _add_attestation(graph: Graph, node: URIRef, day: str, article: str, address: str | None) -> None:
    """When `node` is attested, and by what: the article's address, or the article itself where no address is known."""
    graph.add((node, TD.attestedOn, Literal(day, datatype=_DATE_TYPES[len(day)])))
    add_source(graph, node, None, [address or mint.article(article)])
