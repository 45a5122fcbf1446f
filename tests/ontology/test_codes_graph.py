"""The concept schemes as SKOS: every concept complete in both languages, the hierarchy sound, no name used twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from ontology.load import reference_graph
from ontology.names import DCTERMS, ID, ORG, SKOS, TD, UNIT
from ontology.tables.codes import schemes

SCHEMES = [URIRef(scheme.iri) for scheme in schemes()]
SCHEME_NAMES = [scheme.name for scheme in schemes()]


def members(scheme: URIRef) -> list[Node]:
    return sorted(reference_graph().subjects(SKOS.inScheme, scheme), key=str)


def languages(node: Node, predicate: URIRef) -> list[str]:
    return sorted(str(v.language) for v in reference_graph().objects(node, predicate) if isinstance(v, Literal))


def above(node: Node) -> Iterator[Node]:
    for broader in reference_graph().objects(node, SKOS.broader):
        yield broader
        yield from above(broader)


@pytest.mark.parametrize("scheme", SCHEMES, ids=SCHEME_NAMES)
def test_concept_has_one_label_and_definition_a_language_and_one_notation(scheme: URIRef) -> None:
    graph = reference_graph()

    assert languages(scheme, SKOS.definition) == ["en", "vi"]
    assert members(scheme)
    for concept in members(scheme):
        assert (concept, RDF.type, SKOS.Concept) in graph, concept
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert languages(concept, predicate) == ["en", "vi"], concept
        assert len(list(graph.objects(concept, SKOS.notation))) == 1, concept


@pytest.mark.parametrize("scheme", SCHEMES, ids=SCHEME_NAMES)
def test_concept_is_at_the_top_of_its_scheme_or_below_another_of_it_and_never_both(scheme: URIRef) -> None:
    graph = reference_graph()

    for concept in members(scheme):
        top = (concept, SKOS.topConceptOf, scheme) in graph
        assert top == ((scheme, SKOS.hasTopConcept, concept) in graph), concept
        assert top != any(graph.objects(concept, SKOS.broader)), concept
        for broader in graph.objects(concept, SKOS.broader):
            assert (broader, SKOS.inScheme, scheme) in graph, concept


@pytest.mark.parametrize("scheme", SCHEMES, ids=SCHEME_NAMES)
def test_no_label_and_no_notation_stands_twice_in_a_scheme(scheme: URIRef) -> None:
    graph = reference_graph()
    labels = Counter(label for concept in members(scheme) for label in graph.objects(concept, SKOS.prefLabel))
    notations = Counter(value for concept in members(scheme) for value in graph.objects(concept, SKOS.notation))

    assert [name for name, times in (labels + notations).items() if times > 1] == []


def test_broader_and_narrower_mirror_each_other() -> None:
    graph = reference_graph()
    down = {(above, below) for above, below in graph.subject_objects(SKOS.narrower)}
    up = {(above, below) for below, above in graph.subject_objects(SKOS.broader)}

    assert up == down
    assert len(up) > 200


def test_no_concept_is_broader_than_itself() -> None:
    graph = reference_graph()

    assert [node for node in set(graph.subjects(SKOS.broader)) if node in above(node)] == []


def test_related_concepts_are_related_both_ways_and_never_broader_of_each_other() -> None:
    graph = reference_graph()
    pairs = set(graph.subject_objects(SKOS.related))

    assert {(b, a) for a, b in pairs} == pairs
    assert (ID["measure/growth"], ID["comparison-basis/same-period-of-previous-year"]) in pairs
    assert not any(b in above(a) for a, b in pairs)


def test_award_group_is_a_plain_concept_above_awards() -> None:
    graph = reference_graph()

    assert set(graph.objects(ID["award/orders"], RDF.type)) == {SKOS.Concept}
    assert (ID["award/labour-order-1"], SKOS.broader, ID["award/labour-order"]) in graph
    assert (ID["award/labour-order"], SKOS.broader, ID["award/orders"]) in graph


def test_award_leads_to_its_level_its_granter_and_its_laws() -> None:
    graph = reference_graph()
    flag = ID["award/government-emulation-flag"]

    assert graph.value(flag, TD.awardLevel) == ID["award-level/government"]
    assert graph.value(flag, TD.grantedBy) == ID["organisation/chinh-phu"]
    assert set(graph.objects(flag, TD.legalBasis)) == {
        ID["document/luat-06-2022-qh15#dieu-25"],
        ID["document/luat-06-2022-qh15#dieu-78"],
        ID["document/luat-15-2003-qh11#dieu-25"],
    }


@pytest.mark.parametrize("predicate", [TD.grantedBy, TD.legalBasis, TD.awardLevel, TD.usualUnit, TD.polarity])
def test_what_codes_lead_to_is_described_in_the_graph(predicate: URIRef) -> None:
    graph = reference_graph()
    targets = set(graph.objects(None, predicate))

    assert targets
    assert [target for target in targets if (target, RDF.type, None) not in graph] == []


def test_indicator_has_its_unit_polarity_and_matches() -> None:
    graph = reference_graph()
    poverty = ID["indicator/poverty-rate"]

    assert graph.value(poverty, TD.usualUnit) == UNIT.PERCENT
    assert graph.value(poverty, TD.polarity) == ID["polarity/lower-is-better"]
    assert set(graph.objects(poverty, SKOS.relatedMatch)) == {
        URIRef("http://metadata.un.org/sdg/1.2"),
        URIRef("https://data.worldbank.org/indicator/SI.POV.NAHC"),
    }
    grain = URIRef("https://data.worldbank.org/indicator/AG.PRD.CREL.MT")
    assert graph.value(ID["indicator/grain-output"], SKOS.closeMatch) == grain
    assert graph.value(poverty, DCTERMS.subject) == URIRef("http://purl.org/linked-data/sdmx/2009/subject#3.3.1")


def test_roles_of_a_bloc_are_org_roles_at_the_top_of_their_scheme() -> None:
    graph = reference_graph()

    assert {
        role for role in graph.subjects(SKOS.topConceptOf, ID["scheme/roles"]) if (role, RDF.type, ORG.Role) in graph
    } == {
        ID["role/leader"],
        ID["role/deputy"],
        ID["role/member"],
    }
