"""The RDF files of an export, read back: the same content in every format, by the same hash."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    Quad,
    RdfFormat,
    Store,
    parse,
    serialize,
)
from rdflib import Graph
from rdflib.compare import to_isomorphic

from graph_store import compression
from graph_store.canonical import canonical
from graph_store.export import named_quads
from graph_store.exports.folder import Exported, export_release
from graph_store.exports.index import FileEntry
from graph_store.formats import DATASETS, GRAPHS
from graph_store.release import Release
from graph_store.releases import ReleaseStore
from ontology import mint
from tests.exports.conftest import HARD, Silent, put_hard_article

FORMATS = {**DATASETS, **GRAPHS}


def entry(exported: Exported, format_: str) -> FileEntry:
    (found,) = [file for file in exported.index.files if file.format == format_]
    return found


def content(exported: Exported, format_: str) -> bytes:
    file = entry(exported, format_)
    with compression.decompressed(exported.folder / file.name, file.compression) as stream:
        return stream.read()


def in_memory(quads: Dataset) -> str:
    """The hash by the whole algorithm, in memory."""
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return sha256(b"".join(sorted(lines))).hexdigest()


@pytest.mark.parametrize("format_", DATASETS)
def test_data_set_read_back_has_the_hash_of_the_named_graphs(exported: Exported, store: Store, format_: str) -> None:
    expected = in_memory(Dataset(quad for quad in store if quad.graph_name != DefaultGraph()))
    assert entry(exported, format_).rdfc10 == expected
    assert in_memory(Dataset(parse(content(exported, format_), format=FORMATS[format_]))) == expected


@pytest.mark.parametrize("format_", GRAPHS)
def test_graph_read_back_has_the_hash_of_the_union(exported: Exported, store: Store, format_: str) -> None:
    expected = in_memory(Dataset({Quad(*quad.triple, DefaultGraph()) for quad in store}))
    assert entry(exported, format_).rdfc10 == expected
    assert in_memory(Dataset(parse(content(exported, format_), format=FORMATS[format_]))) == expected


@pytest.mark.parametrize("format_", ["turtle", "ntriples", "jsonld", "rdfxml"])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of rdflib's own JSON-LD parser
def test_hard_quotes_are_the_same_to_another_reader(exported: Exported, store: Store, format_: str) -> None:
    quotes = {
        str(q.object.value)
        for q in store.quads_for_pattern(None, None, None, None)
        if isinstance(q.object, Literal) and ("\r" in q.object.value or "\u2028" in q.object.value)
    }
    name = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}.get(format_, format_)
    graph = Graph().parse(data=content(exported, format_), format=name)
    assert quotes
    assert quotes <= {str(value) for value in graph.objects()}
    assert len(graph) == entry(exported, format_).rows


def test_sorted_n_quads_are_the_canonical_document(exported: Exported) -> None:
    # The README says so, for who has nothing but a shell.
    path = exported.folder / entry(exported, "nquads").name
    assert f"zcat {path.name} | LC_ALL=C sort -u | sha256sum" in (exported.folder / "README.md").read_text(
        encoding="utf-8"
    )
    shell = subprocess.run(
        f"gzip -dc '{path}' | LC_ALL=C sort -u | sha256sum", shell=True, capture_output=True, check=True, text=True
    )
    assert shell.stdout.split()[0] == entry(exported, "nquads").rdfc10


@pytest.mark.parametrize("packed", ["gzip", "zstd", None])
def test_each_compression_holds_the_same(
    release: Release, exported: Exported, tmp_path: Path, packed: str | None
) -> None:
    other = export_release(release, tmp_path / "other", Silent(), packed)
    for format_, rdf in FORMATS.items():
        assert content(other, format_) == content(exported, format_)
        assert entry(other, format_).rdfc10 == entry(exported, format_).rdfc10
        ending = "" if packed is None else compression.ENDINGS[packed]
        assert entry(other, format_).name.endswith(rdf.file_extension + ending)


def test_blank_nodes_are_named_by_their_place(tmp_path: Path) -> None:
    turtle = '<https://example.org/a> <https://example.org/p> [ <https://example.org/q> "x", [ <https://example.org/q> "y" ] ] .'
    with ReleaseStore(tmp_path / "store").draft() as draft:
        draft.put_graph("https://example.org/graph/g", [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)])
        put_hard_article(draft)
        release = draft.publish()
    made = export_release(release, tmp_path / "all", Silent())
    assert entry(made, "nquads").rdfc10 == in_memory(Dataset(named_quads(release.open())))
    for format_ in GRAPHS:
        read = Dataset(parse(content(made, format_), format=FORMATS[format_]))
        assert in_memory(read) == entry(made, format_).rdfc10
    graph = Graph().parse(data=content(made, "rdfxml"), format="xml")
    assert to_isomorphic(graph) == to_isomorphic(Graph().parse(data=content(made, "turtle"), format="turtle"))
    assert "LC_ALL=C sort" not in (made.folder / "README.md").read_text(encoding="utf-8")


def test_article_that_was_removed_is_in_no_file(release: Release, exported: Exported, tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        put_hard_article(draft)
        put_hard_article(draft, "khac", " Thêm.")
        both = draft.publish()
    with ReleaseStore(tmp_path / "store").draft() as draft:
        assert draft.remove_article(HARD)
        one = draft.publish()
    before = export_release(both, tmp_path / "before", Silent(), None)
    after = export_release(one, tmp_path / "after", Silent(), None)
    iri = mint.article(HARD)
    for file in before.index.files:
        if file.format not in {"parquet", "csvw", "sha256sums"} and (file.rows or 0) > 0:
            assert HARD in (before.folder / file.name).read_text(encoding="utf-8")
    for file in after.index.files:
        assert HARD.encode() not in (after.folder / file.name).read_bytes(), file.name
    quads = [quad for quad in named_quads(both.open()) if HARD not in str(quad)]
    assert canonical(quads).sha256 == entry(after, "nquads").rdfc10
    assert iri not in content(after, "ntriples").decode()
