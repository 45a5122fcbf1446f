"""The server as it is run: granian over a published release, asked by the clients that people use."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import NamedNode, Triple
from rdflib import URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from graph_store.errors import MissingStoreError
from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import RDF, TD
from server.config import ServerConfig
from server.serve import AddressInUseError, address, serve
from tests.live import Server, publish

BLOC = mint.entity("bloc", "Tây Nam bộ")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("store")
    publish(root)
    running = Server(root)
    try:
        yield running
    finally:
        running.stop(signal.SIGTERM)


def test_one_line_with_the_address_is_printed_when_requests_are_answered(server: Server) -> None:
    assert server.line == f"Thi Đua Graph: {server.url}/\n"
    assert server.get("/health")[0] == 200


def test_sparqlwrapper_reads_json_csv_and_turtle(server: Server) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    wrapper.setQuery(f"SELECT ?name WHERE {{ <{BLOC}> rdfs:label ?name FILTER(LANG(?name) = 'vi') }}")
    wrapper.setReturnFormat(JSON)
    bindings = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["name"]["value"] for row in bindings] == ["Tây Nam bộ"]
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert().decode() == "name\r\nTây Nam bộ\r\n"
    wrapper.setQuery(f"DESCRIBE <{BLOC}>")
    wrapper.setReturnFormat(TURTLE)
    assert "Tây Nam bộ" in wrapper.queryAndConvert().decode()


@pytest.mark.parametrize(("method", "way"), [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")])
def test_sparqlwrapper_asks_by_every_method(server: Server, method: str, way: str) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql", returnFormat=JSON)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(way)
    wrapper.setQuery('ASK { ?s rdfs:label "Tây Nam bộ"@vi }')
    assert wrapper.queryAndConvert()["boolean"] is True


def test_sparqlwrapper_tells_of_a_malformed_query(server: Server) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql", returnFormat=JSON)
    wrapper.setQuery("SELECT * { ?s }")
    with pytest.raises(QueryBadFormed, match="Malformed query"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_sparqlstore_reads_the_graph(server: Server, method: str) -> None:
    store = SPARQLStore(f"{server.url}/sparql", method=method)
    labels = {str(triple[2]) for triple, _ in store.triples((URIRef(BLOC), RDFS.label, None))}
    assert labels == {"Tây Nam bộ", "Southwest"}
    rows = list(store.query("SELECT ?m WHERE { ?c a td:RankingClaim ; td:member ?m }", initNs={"td": str(TD)}))
    assert len(rows) == 3


def test_an_entitys_path_leads_to_its_description_as_turtle(server: Server) -> None:
    status, headers, _ = server.get("/id/bloc/tay-nam-bo", "text/turtle")
    assert (status, headers["location"]) == (303, "/data/bloc/tay-nam-bo.ttl")
    status, headers, body = server.get(headers["location"], "text/turtle")
    assert (status, headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert "Tây Nam bộ" in body.decode()
    assert server.get("/vi/page/bloc/tay-nam-bo", "text/html")[0] == 200


def test_many_clients_at_once_get_whole_answers(server: Server) -> None:
    query = urlencode({"query": "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"})
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: server.get(f"/sparql?{query}", "text/csv"), range(32)))
    assert {status for status, _, _ in answers} == {200}
    assert len({len(body) for _, _, body in answers}) == 1
    assert all(int(headers["content-length"]) == len(body) for _, headers, body in answers)


def test_a_release_published_while_serving_is_answered_from_at_once(server: Server) -> None:
    before = server.get("/health")[2]
    with ReleaseStore(server.root).draft() as draft:
        bloc = Triple(NamedNode(mint.entity("bloc", "số 1")), NamedNode(RDF.type), NamedNode(TD.Bloc))
        draft.put_graph(mint.graph("extra"), [bloc])
        release = draft.publish({}).id
    assert server.get("/vi/page/bloc/so-1", "text/html")[0] == 200
    after = server.get("/health")[2]
    assert before != after
    assert release.encode() in after


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_server_cleanly(tmp_path: Path, by: signal.Signals) -> None:
    publish(tmp_path)
    running = Server(tmp_path)
    assert re.match(r"Thi Đua Graph: http://127\.0\.0\.1:\d+/\n", running.line)
    status, errors = running.stop(by)
    assert (status, "Traceback" in errors) == (0, False)


def test_a_port_that_is_taken_is_an_error_that_names_it(tmp_path: Path) -> None:
    publish(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AddressInUseError, match=rf"can't listen on 127\.0\.0\.1:{port}"):
            serve(ServerConfig(store=tmp_path, port=port))


def test_a_missing_store_is_an_error_before_anything_is_started(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError, match="thidua build"):
        serve(ServerConfig(store=tmp_path / "none"))


def test_the_address_of_an_ipv6_host_is_in_brackets() -> None:
    assert address(ServerConfig(store=Path("s"), host="::1", port=80)) == "http://[::1]:80/"
