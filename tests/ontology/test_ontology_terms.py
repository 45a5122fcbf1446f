"""The ontology declares every term in both languages, and says nothing that a reasoner would trip over."""

from __future__ import annotations

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Literal, URIRef

from ontology.load import ontology_files, ontology_graph, reference_graph
from ontology.names import DCTERMS, ORG, QB, TD

IRI = URIRef("https://w3id.org/thidua/ontology")
CLAIMS = (
    *("Claim", "MembershipClaim", "LeadershipClaim", "ConferenceClaim", "PactClaim", "PostClaim", "ParticipationClaim"),
    *("AwardClaim", "AwardNomination", "AwardConferral", "AwardRevocation", "RankingClaim", "IndicatorObservation"),
    *("MovementClaim", "DocumentClaim"),
)
THINGS = (
    *("Bloc", "Province", "Country", "Conference", "Pact", "Official", "Award", "Indicator", "Movement", "Document"),
    *(
        "Period",
        "ProvinceMerger",
        "ProvinceStatusChange",
        "BlocMembership",
        "CentralBody",
        "StateBody",
        "PostKind",
        "Provision",
    ),
    *("Cell", "IndicatorCell", "ScoreCell", "RankCell"),
)
PROPERTIES = (
    *(
        "evidence",
        "confidence",
        "rule",
        "sentence",
        "textDigest",
        "conference",
        "conferenceKind",
        "periodReviewed",
        "placeAsStated",
    ),
    *("pact", "bloc", "forPeriod", "official", "post", "postTitle", "attestedOn", "award", "recipient", "nominatedBy"),
    *("member", "rank", "score", "qualifier", "indicator", "measure", "lowerBound", "upperBound", "comparedWith"),
    *("statedAs", "movement", "initiator", "document", "issuer", "hasMember", "nominatedFor", "wasConferred"),
    *("gsoCode", "iso31662", "validFrom", "validUntil", "unitKind", "kindBefore", "kindAfter", "operatingDate"),
    *("legalDate", "legalBasis", "awardLevel", "grantedBy", "polarity", "usualUnit", "nameBefore", "nameAfter"),
    *("unit", "consistentClaim", "disagreeingClaim", "disputed", "sourceCount"),
)


def own_terms() -> list[URIRef]:
    found = {term for term in ontology_graph().subjects(RDF.type, None) if str(term).startswith(str(TD))}
    return sorted(URIRef(str(term)) for term in found)


def languages(term: URIRef, predicate: URIRef) -> list[str | None]:
    return sorted(
        str(value.language) for value in ontology_graph().objects(term, predicate) if isinstance(value, Literal)
    )


def test_ontology_declares_exactly_the_terms_of_the_design() -> None:
    assert {str(term).removeprefix(str(TD)) for term in own_terms()} == {*CLAIMS, *THINGS, *PROPERTIES}


@pytest.mark.parametrize("term", own_terms(), ids=lambda term: str(term).removeprefix(str(TD)))
def test_term_is_labelled_and_defined_in_vietnamese_and_english(term: URIRef) -> None:
    assert languages(term, RDFS.label) == ["en", "vi"]
    assert languages(term, SKOS.definition) == ["en", "vi"]
    assert languages(term, SKOS.example) == ["en", "vi"]
    assert ontology_graph().value(term, RDFS.isDefinedBy) == IRI


@pytest.mark.parametrize("name", [*CLAIMS, *THINGS])
def test_class_has_a_superclass(name: str) -> None:
    assert ontology_graph().value(TD[name], RDFS.subClassOf) is not None


def test_claim_classes_specialise_the_vocabularies_they_reuse() -> None:
    graph = ontology_graph()

    assert (TD.MembershipClaim, RDFS.subClassOf, ORG.Membership) in graph
    assert (TD.IndicatorObservation, RDFS.subClassOf, QB.Observation) in graph
    assert (TD.Bloc, RDFS.subClassOf, ORG.OrganizationalCollaboration) in graph


def test_ontology_has_version_and_licence_and_imports_nothing() -> None:
    graph = ontology_graph()
    version = graph.value(IRI, OWL.versionInfo)

    assert graph.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{version}")
    assert graph.value(IRI, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert (None, OWL.imports, None) not in graph


def test_ontology_and_reference_have_no_blank_nodes() -> None:
    for graph in (ontology_graph(), reference_graph()):
        assert not [triple for triple in graph if any(isinstance(term, BNode) for term in triple)]


def test_every_reused_term_is_declared_and_labelled_in_both_languages() -> None:
    graph = ontology_graph()
    used = {term for triple in (*graph, *reference_graph()) for term in (triple[1], *_named_term(triple))}
    foreign = {URIRef(str(term)) for term in used if not str(term).startswith(RESERVED)}

    for term in sorted(foreign):
        assert languages(term, RDFS.label) == ["en", "vi"], term
        if not str(term).startswith(str(TD)):
            assert graph.value(term, RDF.type) is not None, term


RESERVED = (str(OWL), str(RDFS), str(RDF), str(XSD))
"""Namespaces whose terms OWL 2 knows by itself (section 2.4), so that they are not declared."""


def _named_term(triple: tuple[object, object, object]) -> tuple[object, ...]:
    naming = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.range, RDFS.domain, RDFS.seeAlso, RDF.type}
    return (triple[2],) if triple[1] in naming else ()


def test_every_td_term_of_the_ontology_file_is_declared() -> None:
    text = ontology_files()[0].read_text(encoding="utf-8")
    named = {URIRef(str(TD) + name) for name in re.findall(r"\btd:([A-Za-z0-9]+)", text)}

    assert named == set(own_terms())
