"""The reference graph that is built from the tables."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, Literal, URIRef

from ontology import mint
from ontology.building.reference import build
from ontology.codes import concepts, schemes
from ontology.load import reference_graph
from ontology.names import DCTERMS, ID, ORG, PROV, SKOS, TD, UNIT, XSD
from ontology.reference import blocs, provinces

KIEN_GIANG = ID["province/kien-giang"]
AN_GIANG_2025 = ID["province/an-giang-2025"]


def test_every_entity_has_one_label_in_vietnamese_and_one_in_english() -> None:
    graph = reference_graph()

    for entity in set(graph.subjects()):
        labels = [label for label in graph.objects(entity, RDFS.label) if isinstance(label, Literal)]
        assert sorted(str(label.language) for label in labels) == ["en", "vi"], entity


def test_provinces_blocs_and_codes_are_all_in_the_graph() -> None:
    graph = reference_graph()

    assert {str(node) for node in graph.subjects(RDF.type, TD.Province)} == {unit.iri for unit in provinces()}
    assert {str(node) for node in graph.subjects(RDF.type, TD.Bloc)} == {bloc.iri for bloc in blocs()}
    for scheme in schemes():
        members = {str(node) for node in graph.subjects(SKOS.inScheme, URIRef(scheme.iri))}
        assert members == {code.iri for code in concepts(scheme.name)}


def test_merged_province_carries_its_era_and_its_codes() -> None:
    graph = reference_graph()

    assert graph.value(KIEN_GIANG, TD.validUntil) == Literal("2025-06-30", datatype=XSD.date)
    assert graph.value(KIEN_GIANG, DCTERMS.isReplacedBy) == AN_GIANG_2025
    assert graph.value(KIEN_GIANG, TD.gsoCode) == graph.value(AN_GIANG_2025, TD.gsoCode) == Literal("91")
    assert graph.value(KIEN_GIANG, TD.iso31662) == Literal("VN-47")
    assert set(graph.objects(KIEN_GIANG, SKOS.closeMatch)) == {
        URIRef("http://www.wikidata.org/entity/Q36576"),
        URIRef("https://sws.geonames.org/1579008/"),
    }


def test_merger_joins_the_units_before_to_the_unit_after() -> None:
    graph = reference_graph()
    change = ID["change/2025-an-giang"]

    assert (change, RDF.type, ORG.ChangeEvent) in graph
    assert set(graph.objects(change, ORG.originalOrganization)) == {ID["province/an-giang"], KIEN_GIANG}
    assert set(graph.objects(change, ORG.resultingOrganization)) == {AN_GIANG_2025}
    assert graph.value(change, TD.operatingDate) == Literal("2025-07-01", datatype=XSD.date)
    assert graph.value(change, TD.legalDate) == Literal("2025-06-12", datatype=XSD.date)
    assert graph.value(change, TD.legalBasis) == Literal("Nghị quyết 202/2025/QH15", lang="vi")


def test_23_mergers_take_in_all_units_that_ended() -> None:
    graph = reference_graph()
    mergers = set(graph.subjects(RDF.type, TD.ProvinceMerger))
    merged = [unit for merger in mergers for unit in graph.objects(merger, ORG.originalOrganization)]

    assert len(mergers) == 23
    assert sorted(map(str, merged)) == sorted(unit.iri for unit in provinces() if unit.last is not None)


@pytest.mark.parametrize(
    ("change", "unit", "day"),
    [("2025-thua-thien-hue", "thua-thien-hue", "2025-01-01"), ("2026-dong-nai", "dong-nai-2025", "2026-04-30")],
)
def test_unit_that_became_a_city_stays_itself(change: str, unit: str, day: str) -> None:
    graph = reference_graph()
    node = ID[f"change/{change}"]

    assert graph.value(node, ORG.originalOrganization) == graph.value(node, ORG.resultingOrganization)
    assert graph.value(node, ORG.resultingOrganization) == ID[f"province/{unit}"]
    assert graph.value(node, TD.operatingDate) == Literal(day, datatype=XSD.date)
    assert graph.value(node, TD.kindAfter) == ID["unit-kind/centrally-run-city"]


def test_codes_carry_their_class_notation_and_scheme() -> None:
    graph = reference_graph()
    award = URIRef(mint.code("award", "government-emulation-flag"))

    assert set(graph.objects(award, RDF.type)) == {SKOS.Concept, TD.Award}
    assert graph.value(award, SKOS.notation) == Literal("government-emulation-flag")
    assert graph.value(award, SKOS.inScheme) == ID["scheme/awards"]
    assert graph.value(UNIT.PERCENT, SKOS.notation) == Literal("%")
    assert graph.value(ID["indicator/iip-mining"], SKOS.broader) == ID["indicator/iip"]


def test_roles_in_a_bloc_and_in_a_conference_are_of_their_vocabularies() -> None:
    graph = reference_graph()

    assert (ID["role/leader"], RDF.type, ORG.Role) in graph
    assert (ID["role/spoke"], RDF.type, PROV.Role) in graph
    assert (ID["role/spoke"], RDF.type, ORG.Role) not in graph


def test_building_twice_gives_the_same_triples() -> None:
    assert set(build()) == set(build())
