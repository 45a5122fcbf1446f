"""Which table or file an entity comes from, so that a fault found in the graph can name it."""

from __future__ import annotations

import pytest
from rdflib import URIRef

from ontology.load import ontology_graph, reference_graph
from ontology.names import ID, RDF, RDFS, SKOS, TD
from ontology.origin import file_of, place_of, table_of


def test_every_entity_of_the_reference_graph_comes_from_a_file_that_is_there() -> None:
    missing = [node for node in reference_graph().subjects() if not (path := table_of(str(node))) or not path.is_file()]

    assert missing == []


@pytest.mark.parametrize("kind", [TD.Province, TD.Bloc, TD.CentralBody, SKOS.Concept, SKOS.ConceptScheme, TD.Country])
def test_label_of_an_entity_stands_in_its_table(kind: URIRef) -> None:
    graph = reference_graph()
    for node in graph.subjects(RDF.type, kind):
        path = table_of(str(node))
        assert path is not None
        text = path.read_text(encoding="utf-8").replace('""', '"')
        assert any(str(label) in text for label in graph.objects(node, RDFS.label)), node


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("province/an-giang#geometry", "provinces-until-2025.geojson"),
        ("province/an-giang-2025#geometry", "provinces-from-2025.geojson"),
        ("bloc/tay-nam-bo#name-1", "bloc-names.csv"),
        ("document/luat-06-2022-qh15#dieu-19", "provisions.csv"),
        ("post-kind/chair", "post-kinds.csv"),
    ],
)
def test_part_of_an_entity_comes_from_a_file_of_its_own(path: str, file: str) -> None:
    found = table_of(f"{ID}{path}")
    assert found is not None
    assert found.name == file


@pytest.mark.parametrize("iri", ["http://example.org/x", f"{ID}claim/a/ranking-1", str(TD.Bloc)])
def test_what_is_no_entity_of_the_tables_comes_from_none(iri: str) -> None:
    assert table_of(iri) is None


def test_every_term_of_the_ontology_comes_from_a_file() -> None:
    terms = [str(term) for term in ontology_graph().subjects(RDFS.label, None)][::20]
    assert [term for term in terms if file_of(term) is None] == []
    found = file_of(str(TD.Bloc))
    assert found is not None
    assert found.name == "thidua.ttl"
    assert file_of("http://example.org/x") is None


def test_every_entity_that_a_table_describes_has_its_row() -> None:
    graph = reference_graph()
    kinds = (TD.Province, TD.Bloc, TD.CentralBody, TD.BlocMembership, TD.Provision, TD.Document, TD.Country)
    for kind in (*kinds, SKOS.Concept, SKOS.ConceptScheme, TD.ProvinceMerger, TD.ProvinceStatusChange):
        for node in graph.subjects(RDF.type, kind):
            path = table_of(str(node))
            assert path is not None
            assert place_of(str(node), path).startswith("row "), node


@pytest.mark.parametrize("slug", ["ha-noi", "ca-mau-2025"])
def test_row_is_that_of_the_entity(slug: str) -> None:
    path = table_of(f"{ID}province/{slug}")
    assert path is not None
    row = int(place_of(f"{ID}province/{slug}", path).removeprefix("row "))
    assert path.read_text(encoding="utf-8").splitlines()[row - 1].startswith(f"{slug},")


def test_line_is_where_the_term_is_described() -> None:
    path = file_of(str(TD.hasMember))
    assert path is not None
    line = int(place_of(str(TD.hasMember), path).removeprefix("line "))
    assert path.read_text(encoding="utf-8").splitlines()[line - 1].startswith("td:hasMember a ")


def test_entity_that_is_in_no_row_of_its_own_has_no_place() -> None:
    for part in ("province/an-giang#geometry", "period/2023"):
        path = table_of(f"{ID}{part}")
        assert path is not None
        assert place_of(f"{ID}{part}", path) == ""
