"""The reference graph that is built from the tables."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, Literal, URIRef

from ontology import mint
from ontology.building.reference import build
from ontology.load import reference_graph
from ontology.names import DCTERMS, ID, ORG, PROV, SKOS, TD, UNIT, XSD
from ontology.reference import blocs, provinces
from ontology.tables.codes import concepts, schemes

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
    assert graph.value(change, TD.legalBasis) == ID["document/nghi-quyet-202-2025-qh15"]


def test_23_mergers_take_in_all_units_that_ended() -> None:
    graph = reference_graph()
    mergers = set(graph.subjects(RDF.type, TD.ProvinceMerger))
    merged = [unit for merger in mergers for unit in graph.objects(merger, ORG.originalOrganization)]

    assert len(mergers) == 23
    assert sorted(map(str, merged)) == sorted(unit.iri for unit in provinces() if unit.last is not None)


@pytest.mark.parametrize(
    ("change", "unit", "day"),
    [
        ("2025-thua-thien-hue", "thua-thien-hue", "2025-01-01"),
        ("2026-dong-nai", "dong-nai-2025", "2026-04-30"),
        ("2026-quang-ninh", "quang-ninh", "2026-09-01"),
        ("2026-bac-ninh", "bac-ninh-2025", "2026-09-20"),
    ],
)
def test_unit_that_became_a_city_stays_itself(change: str, unit: str, day: str) -> None:
    graph = reference_graph()
    node = ID[f"change/{change}"]

    assert graph.value(node, ORG.originalOrganization) == graph.value(node, ORG.resultingOrganization)
    assert graph.value(node, ORG.resultingOrganization) == ID[f"province/{unit}"]
    assert graph.value(node, TD.operatingDate) == Literal(day, datatype=XSD.date)
    assert graph.value(node, TD.kindAfter) == ID["unit-kind/centrally-run-city"]


def test_change_that_renames_a_unit_has_both_names_and_the_legal_date_apart() -> None:
    graph = reference_graph()
    hue, dong_nai = ID["change/2025-thua-thien-hue"], ID["change/2026-dong-nai"]

    assert graph.value(hue, TD.nameBefore) == Literal("Thừa Thiên Huế", lang="vi")
    assert graph.value(hue, TD.nameAfter) == Literal("Huế", lang="vi")
    assert graph.value(hue, TD.legalDate) == Literal("2024-11-30", datatype=XSD.date)
    assert graph.value(hue, TD.legalBasis) == ID["document/nghi-quyet-175-2024-qh15"]
    assert graph.value(dong_nai, TD.nameAfter) is None
    assert graph.value(dong_nai, TD.legalDate) == Literal("2026-04-24", datatype=XSD.date)


def test_every_change_rests_on_a_law_that_is_described_and_has_a_source() -> None:
    graph = reference_graph()

    for change in graph.subjects(RDF.type, ORG.ChangeEvent):
        (basis,) = graph.objects(change, TD.legalBasis)
        assert (basis, RDF.type, TD.Document) in graph, basis
        assert list(graph.objects(change, DCTERMS.source)), change


def test_code_of_a_province_says_where_it_is_listed() -> None:
    assert URIRef("https://danhmuchanhchinh.nso.gov.vn/") in set(reference_graph().objects(KIEN_GIANG, DCTERMS.source))


def test_everything_that_the_graph_names_below_id_is_described_but_articles() -> None:
    graph = reference_graph()
    named = {str(term) for triple in graph for term in triple if str(term).startswith(str(ID))}

    assert (
        named
        - {str(node) for node in graph.subjects()}
        - {str(source) for source in graph.objects(None, DCTERMS.source)}
        == set()
    )


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
