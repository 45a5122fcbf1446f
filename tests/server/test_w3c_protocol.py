"""The W3C's own tests of the SPARQL 1.1 Protocol, those for queries, and those of updates that must fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

from graph_store.engine import EmbeddedEngine
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource

FOLDER = Path(__file__).parents[2].parent / "shared" / "standards" / "sparql11" / "protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
ACCEPT = {"RDF": "text/turtle", "boolean": "application/sparql-results+json", "tabular": "text/csv"}


@dataclass(frozen=True)
class Case:
    """One request of the manifest and what it must be answered."""

    name: str
    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    statuses: frozenset[str]
    boolean: bool | None
    format: str
    data: tuple[tuple[str, Path], ...]


def cases() -> list[Case]:
    if not FOLDER.is_dir():
        return []
    manifest = Graph().parse(FOLDER / "manifest.ttl")
    entries = manifest.value(manifest.value(predicate=RDF.type, object=MF.Manifest), MF.entries)
    tests = [test for test in Collection(manifest, entries) if "#update_" not in test]
    return [_case(manifest, test) for test in tests]


def _case(manifest: Graph, test: URIRef) -> Case:
    action = manifest.value(test, MF.action)
    (request,) = Collection(manifest, manifest.value(action, HT.requests))
    response = manifest.value(request, HT.resp)
    body = manifest.value(request, HT.body)
    encoding = str(manifest.value(body, CNT.characterEncoding) or "utf-8")
    header_list = manifest.value(request, HT.headers)
    headers = {
        str(manifest.value(header, HT.fieldName)): str(manifest.value(header, HT.fieldValue))
        for header in (Collection(manifest, header_list) if header_list else ())
    }
    boolean = manifest.value(response, MF.expectedBoolean)
    return Case(
        name=test.rpartition("#")[2],
        method=str(manifest.value(request, HT.methodName)),
        path=str(manifest.value(request, HT.absolutePath)),
        body=str(manifest.value(body, CNT.chars) or "").encode(encoding),
        headers=headers,
        statuses=frozenset(s.rpartition("StatusCode")[2][:1] for s in manifest.objects(response, MF.expectedStatus)),
        boolean=None if boolean is None else bool(boolean.toPython()),
        format=str(manifest.value(response, MF.expectedFormat) or ""),
        data=tuple(
            (str(manifest.value(graph, RDFS.label)), FOLDER / str(manifest.value(graph, UT.graph)).rpartition("/")[2])
            for graph in manifest.objects(test, UT.graphData)
        ),
    )


CASES = cases()


def client_over(case: Case) -> FlaskClient:
    store = Store()
    for name, path in case.data:
        store.load(path=str(path), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(name))
    return create_app(ServerConfig(store=Path("none")), FixedSource("w3c", EmbeddedEngine.over(store))).test_client()


@pytest.mark.skipif(not CASES, reason=f"the W3C's test data is not in {FOLDER}")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_w3c_request_is_answered_as_its_manifest_says(case: Case) -> None:
    headers = {**case.headers, **({"Accept": ACCEPT[case.format]} if case.format in ACCEPT else {})}
    answer = client_over(case).open(case.path, method=case.method, data=case.body, headers=headers)
    assert str(answer.status_code)[0] in case.statuses, answer.text
    if case.boolean is not None:
        assert answer.json["boolean"] is case.boolean
    if case.format in ACCEPT:
        assert answer.mimetype == ACCEPT[case.format]
