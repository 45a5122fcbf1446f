"""The catalogue: valid by the shapes of DCAT-AP, its numbers those of the release, its files those of the exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode, RdfFormat, Store, Triple
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from graph_store.catalogue.exports import exported_files
from graph_store.catalogue.graph import catalogue_faults, release_catalogue, whole_catalogue
from graph_store.catalogue.names import ADMS, CATALOGUE, DCAT, GRAPH, SERIES, SERVICE, SPDX, VOID
from graph_store.catalogue.statistics import statistics
from graph_store.catalogue.writing import written
from graph_store.errors import StoreError
from graph_store.exports.index import ExportIndexError
from graph_store.releases import Release, ReleaseStore
from graph_store.terms import graph_triples
from ontology import mint, periods
from ontology.names import DCTERMS, FOAF, SH, SKOS, TD, XSD

SHAPES = Path(__file__).parents[2].parent / "shared" / "standards" / "dcat-ap"
SHA = "0f" * 32

FILES: list[dict[str, Any]] = [
    {"name": "thidua.nq.gz", "kind": "dataset", "media_type": "application/n-quads", "compression": "gzip"},
    {"name": "thidua.ttl.zst", "kind": "graph", "media_type": "text/turtle", "compression": "zstd"},
    {"name": "điểm số.csv", "kind": "table", "table": "scores", "media_type": "text/csv"},
    {"name": "scores.parquet", "kind": "table", "table": "scores", "media_type": "application/vnd.apache.parquet"},
    {"name": "scores.json", "kind": "metadata", "table": "scores", "media_type": "application/csvm+json"},
    {"name": "README.md", "kind": "readme", "media_type": "text/markdown"},
]


def index(root: Path, release_id: str, *files: dict[str, Any]) -> Path:
    """Write an index of exports."""
    common = {
        "table": None,
        "format": "x",
        "compression": None,
        "bytes": 1234,
        "sha256": SHA,
        "rdfc10": None,
        "rows": None,
    }
    said = [{**common, "title": {"vi": f"Tệp {f['name']}", "en": f"File {f['name']}"}, **f} for f in files]
    path = root / "exports" / release_id / "index.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"release": release_id, "created": "2024-04-01T00:00:00Z", "files": said}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def publish(store: ReleaseStore, *articles: Any) -> Release:
    """A release of articles, with reference data that links to others, and with its catalogue.

    One triple of the catalogue stands in the reference data as well: it is counted there.
    """
    province = mint.entity("province", "Cà Mau")
    shared = Triple(NamedNode(CATALOGUE), NamedNode(RDF.type), NamedNode(DCAT.Catalog))
    links = [
        Triple(NamedNode(province), NamedNode(SKOS.closeMatch), NamedNode(iri))
        for iri in (
            "http://www.wikidata.org/entity/Q36608",
            "https://sws.geonames.org/1586443/",
            "http://example.org/x",
        )
    ]
    with store.draft() as draft:
        for article in articles:
            claim = mint.claim(article.id, "membership", "Tây Nam bộ Kiên Giang")
            about = Triple(NamedNode(claim), NamedNode(TD.forPeriod), NamedNode(mint.period("2023-H1")))
            identifier, graph, triples, text = article.arguments
            draft.put_article(identifier, graph, [*triples, about, *periods.triples("2023-H1")], text)
        draft.put_graph(mint.graph("reference"), [*links, shared])
        before = draft.base.id if draft.base else None
        draft.put_graph(GRAPH, release_catalogue(draft.id, before, statistics(draft.contents())))
        return draft.publish()


@pytest.fixture
def release(store: ReleaseStore, make_article: Callable[..., Any]) -> Release:
    """The second of two releases, which was exported."""
    publish(store, make_article("a-1"))
    found = publish(store, make_article("a-1"), make_article("a-2", members=("Bến Tre", "Kiên Giang")))
    index(store.root, found.id, *FILES)
    return found


def unexpected(error: StoreError) -> None:
    raise AssertionError(str(error))


def read(release: Release, tell: Callable[[StoreError], None] = unexpected) -> Graph:
    """The whole catalogue as a harvester gets it."""
    held = graph_triples(release.open(), GRAPH)
    triples = whole_catalogue(release.path.parents[1], release.id, held, tell)
    return Graph().parse(data=written(triples, RdfFormat.TURTLE), format="turtle")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """All shapes of DCAT-AP 3.0.1, but references to property shapes that none of its files has."""
    if not SHAPES.is_dir():
        pytest.skip("the shapes of DCAT-AP are not beside the project (../shared/standards/dcat-ap)")
    found = Graph()
    for path in sorted(SHAPES.glob("*.ttl")):
        found.parse(path)
    for shape, rule in list(found.subject_objects(SH.property)):
        if found.value(rule, SH.path) is None:
            found.remove((shape, SH.property, rule))
    return found


def results(data: Graph, shapes: Graph) -> set[tuple[str, Node | None, Node | None]]:
    """Severity, focus node and path of each result of a validation."""
    _, report, words = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph), words
    (top,) = report.subjects(RDF.type, SH.ValidationReport)
    return {
        (
            str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
            report.value(result, SH.focusNode),
            report.value(result, SH.resultPath),
        )
        for result in report.objects(top, SH.result)
    }


def test_catalogue_breaks_no_shape_of_dcat_ap_and_leaves_known_recommendations_alone(
    release: Release, shapes: Graph
) -> None:
    found = results(read(release), shapes)

    assert {result for result in found if result[0] != "Warning"} == set()
    # The publisher is no body of the European Union and of no type in its list; when the first release of all was issued
    # nobody knows once that one is pruned; the country's extent is the country table's to state.
    assert {(str(path)) for _, _, path in found} == {
        str(DCTERMS.publisher), str(DCTERMS.type), str(DCTERMS.issued), str(DCAT.bbox), str(DCAT.centroid),
        str(DCAT.distribution), str(DCTERMS.temporal),
    }  # fmt: skip
    older = [focus for _, focus, path in found if path == DCAT.distribution]
    assert older == [URIRef(mint.release(release.manifest.previous or ""))], (
        "only a release that was not exported lacks files"
    )


DATASET = (RDF.type, DCAT.Dataset)
REMOVALS = [
    ((RDF.type, DCAT.Catalog), DCTERMS.title),
    ((RDF.type, DCAT.Catalog), DCTERMS.description),
    ((RDF.type, DCAT.Catalog), DCTERMS.publisher),
    (DATASET, DCTERMS.title),
    (DATASET, DCTERMS.description),
    ((RDF.type, DCAT.DatasetSeries), DCTERMS.title),
    ((RDF.type, DCAT.DatasetSeries), DCTERMS.description),
    ((RDF.type, DCAT.DataService), DCAT.endpointURL),
    ((RDF.type, DCAT.Distribution), DCAT.accessURL),
    ((RDF.type, SPDX.Checksum), SPDX.checksumValue),
    ((RDF.type, SPDX.Checksum), SPDX.algorithm),
    ((RDF.type, FOAF.Agent), FOAF.name),
    ((RDF.type, DCTERMS.LinguisticSystem), RDF.type),
    ((RDF.type, DCTERMS.LicenseDocument), RDF.type),
]


@pytest.mark.parametrize(("of", "predicate"), REMOVALS)
def test_catalogue_that_lacks_what_it_must_have_is_refused(
    of: tuple[Node, Node], predicate: URIRef, release: Release, shapes: Graph
) -> None:
    data = read(release)
    nodes = list(data.subjects(*of))
    assert nodes
    for node in nodes:
        assert (node, predicate, None) in data
        data.remove((node, predicate, None))

    assert "Violation" in {severity for severity, _, _ in results(data, shapes)}


def test_release_is_a_dataset_in_the_series_after_the_one_before(release: Release) -> None:
    data, node = read(release), URIRef(mint.release(release.id))
    before = URIRef(mint.release(release.manifest.previous or ""))

    assert set(data.objects(URIRef(CATALOGUE), DCAT.dataset)) == {node, before}
    assert set(data.subjects(DCAT.inSeries, URIRef(SERIES))) == {node, before}
    assert (node, DCAT.prev, before) in data
    assert list(data.objects(before, DCAT.prev)) == []
    assert data.value(node, DCAT.version) == Literal(release.id)
    assert list(data.objects(URIRef(SERIES), DCAT.hasCurrentVersion)) == [node]
    assert set(data.objects(URIRef(SERIES), DCAT.hasVersion)) == {node, before}
    stamp = release.id
    issued = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:11]}:{stamp[11:13]}:{stamp[13:15]}Z"
    assert str(data.value(node, DCTERMS.issued)) == str(Literal(issued, datatype=XSD.dateTime))
    assert "2 articles, 4 claims." in {str(note) for note in data.objects(node, ADMS.versionNotes)}
    assert (URIRef(SERVICE), DCAT.servesDataset, node) in data


def test_coverage_is_that_of_the_periods_that_claims_are_about(release: Release) -> None:
    data = read(release)
    period = data.value(URIRef(mint.release(release.id)), DCTERMS.temporal)

    assert [str(data.value(period, p)) for p in (DCAT.startDate, DCAT.endDate)] == ["2023-01-01", "2023-06-30"]


OTHERS = f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{GRAPH}>) }} }}"
"""The distinct triples of all graphs but the catalogue's: what the numbers are to be of, asked in another way."""


def asked(store: Store, select: str, where: str = "", rest: str = "") -> list[list[str]]:
    rows: Any = store.query(f"SELECT {select} WHERE {{ {OTHERS} {where} }} {rest}")
    return [[term.value for term in row] for row in rows]


def stated(data: Graph, partition: URIRef, term: URIRef, *numbers: URIRef) -> dict[str, list[int]]:
    return {
        str(data.value(node, term)): [int(str(data.value(node, number))) for number in numbers]
        for node in data.objects(None, partition)
    }


def test_numbers_are_those_of_the_release_without_the_catalogue(release: Release) -> None:
    data, store = read(release), release.open()
    node = URIRef(mint.release(release.id))

    for number, select, where in (
        (VOID.triples, "(COUNT(*) AS ?n)", ""),
        (VOID.distinctSubjects, "(COUNT(DISTINCT ?s) AS ?n)", ""),
        (VOID.distinctObjects, "(COUNT(DISTINCT ?o) AS ?n)", ""),
        (VOID.entities, "(COUNT(DISTINCT ?s) AS ?n)", 'FILTER(STRSTARTS(STR(?s), "https://w3id.org/thidua/id/"))'),
        (VOID.properties, "(COUNT(DISTINCT ?p) AS ?n)", ""),
        (VOID.classes, "(COUNT(DISTINCT ?o) AS ?n)", f"FILTER(?p = <{RDF.type}>)"),
    ):
        assert [[str(data.value(node, number))]] == asked(store, select, where), number
    properties = asked(
        store, "?p (COUNT(*) AS ?a) (COUNT(DISTINCT ?s) AS ?b) (COUNT(DISTINCT ?o) AS ?c)", rest="GROUP BY ?p"
    )
    assert stated(
        data, VOID.propertyPartition, VOID.property, VOID.triples, VOID.distinctSubjects, VOID.distinctObjects
    ) == {row[0]: [int(n) for n in row[1:]] for row in properties}
    classes = asked(store, "?o (COUNT(DISTINCT ?s) AS ?n)", f"FILTER(?p = <{RDF.type}>)", "GROUP BY ?o")
    assert stated(data, VOID.classPartition, VOID["class"], VOID.entities) == {row[0]: [int(row[1])] for row in classes}
    assert str(DCAT.Catalog) in {row[0] for row in classes}, "what another graph states too is counted"


def test_links_lead_to_the_datasets_of_others(release: Release) -> None:
    data = read(release)
    sets = list(data.subjects(RDF.type, VOID.Linkset))
    targets = {str(data.value(data.value(node, VOID.objectsTarget), DCTERMS.title)) for node in sets}

    assert targets == {"Wikidata", "GeoNames", "example.org"}
    assert {data.value(node, VOID.linkPredicate) for node in sets} == {SKOS.closeMatch}
    assert {int(str(data.value(node, VOID.triples))) for node in sets} == {1}


def test_release_holds_its_catalogue_and_an_edit_of_it_is_found_out(release: Release) -> None:
    assert list(catalogue_faults(release.open(), release.manifest)) == []
    edited = Store()
    edited.extend(release.open())
    edited.update(
        f"PREFIX void: <{VOID}> DELETE {{ GRAPH <{GRAPH}> {{ ?r void:classes ?n }} ?r void:classes ?n }} "
        f"INSERT {{ GRAPH <{GRAPH}> {{ ?r void:classes 99 }} ?r void:classes 99 }} "
        f"WHERE {{ GRAPH <{GRAPH}> {{ ?r void:classes ?n }} }}"
    )

    lacks, has = catalogue_faults(edited, release.manifest)
    assert f"the graph {GRAPH} lacks 1 triples: <{mint.release(release.id)}> <{VOID.classes}>" in lacks
    assert "has, and the release doesn't give, 1 triples" in has
    assert '"99"' in has


def test_files_of_the_exports_are_distributions(release: Release, store: ReleaseStore) -> None:
    data, node = read(release), URIRef(mint.release(release.id))
    base = f"https://w3id.org/thidua/exports/{release.id}/"
    by_address = {str(data.value(d, DCAT.downloadURL)): d for d in data.objects(node, DCAT.distribution)}

    packed = by_address[f"{base}thidua.nq.gz"]
    assert str(data.value(packed, DCAT.mediaType)).endswith("/media-types/application/n-quads")
    assert str(data.value(packed, DCAT.compressFormat)).endswith("/media-types/application/gzip")
    assert data.value(packed, DCAT.byteSize) == Literal("1234", datatype=XSD.nonNegativeInteger)
    assert data.value(data.value(packed, SPDX.checksum), SPDX.checksumValue) == Literal(SHA, datatype=XSD.hexBinary)
    table = by_address[f"{base}%C4%91i%E1%BB%83m%20s%E1%BB%91.csv"]
    assert (table, DCTERMS.conformsTo, URIRef(f"{base}scores.json")) in data
    assert (by_address[f"{base}scores.parquet"], DCTERMS.conformsTo, None) not in data
    assert (node, FOAF.page, URIRef(f"{base}README.md")) in data
    assert set(data.objects(node, VOID.dataDump)) == {URIRef(f"{base}thidua.nq.gz"), URIRef(f"{base}thidua.ttl.zst")}
    assert f"{base}README.md" not in by_address


def test_without_exports_the_endpoint_and_the_live_graphs_are_the_distributions(
    store: ReleaseStore, make_article: Callable[..., Any]
) -> None:
    data = read(publish(store, make_article("a-1")))

    assert {str(address) for address in data.objects(None, DCAT.accessURL)} == {
        "https://w3id.org/thidua/sparql",
        "https://w3id.org/thidua/data/graph/reference.ttl",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "../x"),
        ("name", None),
        ("media_type", "text"),
        ("compression", "rar"),
        ("bytes", -1),
        ("bytes", "12"),
        ("sha256", "12"),
        ("title", {"vi": "Tệp"}),
        ("kind", None),
    ],
)
def test_faulty_index_is_told_with_file_place_and_field(field: str, value: object, tmp_path: Path) -> None:
    path = index(tmp_path, "20240401T000000Z-0000", FILES[0], {**FILES[1], field: value})

    with pytest.raises(ExportIndexError) as raised:
        exported_files(tmp_path, "20240401T000000Z-0000")
    assert str(raised.value).startswith(f"{path}, file 2: “{field}” can't be ")


@pytest.mark.parametrize("content", ["{", "[]", '{"files": 1}', '{"release": "other", "files": []}', '{"files": [1]}'])
def test_index_that_is_none_is_left_out_and_told(content: str, release: Release, store: ReleaseStore) -> None:
    path = store.root / "exports" / release.id / "index.json"
    path.write_text(content, encoding="utf-8")
    told: list[StoreError] = []

    data = read(release, told.append)

    assert [str(error).startswith(str(path)) for error in told] == [True]
    assert (None, SPDX.checksum, None) not in data
    assert (URIRef(CATALOGUE), RDF.type, DCAT.Catalog) in data


def test_release_that_is_damaged_is_left_out_and_told(release: Release, store: ReleaseStore) -> None:
    (store.root / "releases" / (release.manifest.previous or "") / "manifest.json").write_text("?", encoding="utf-8")
    told: list[StoreError] = []

    data = read(release, told.append)

    assert len(told) == 1
    assert set(data.objects(URIRef(CATALOGUE), DCAT.dataset)) == {URIRef(mint.release(release.id))}


def test_release_older_than_the_catalogue_is_described_without_statistics(two_articles: Release) -> None:
    data = read(two_articles)

    assert (URIRef(mint.release(two_articles.id)), RDF.type, DCAT.Dataset) in data
    assert (None, VOID.triples, None) not in data
    assert list(catalogue_faults(two_articles.open(), two_articles.manifest)) == []


def test_same_catalogue_is_written_in_the_same_bytes(release: Release) -> None:
    held = list(graph_triples(release.open(), GRAPH))

    assert written(held, RdfFormat.TURTLE) == written(reversed(held), RdfFormat.TURTLE)
    assert not any(isinstance(t.object, OxLiteral) and t.object.value == "" for t in held)
