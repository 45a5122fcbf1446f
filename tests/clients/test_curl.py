"""curl, as the documentation shows it: each way of asking, and what a script goes by."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import subprocess
from collections.abc import Iterator

import pytest

from ontology import mint
from tests.live import Server, publish

BLOC = mint.entity("bloc", "Tây Nam bộ")
NAME = f'SELECT ?name {{ <{BLOC}> rdfs:label ?name FILTER(LANG(?name) = "vi") }}'

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("store")
    publish(root)
    running = Server(root, query_workers=2)
    yield running
    assert running.stop(signal.SIGTERM) == (0, "")


def curl(*arguments: str, given: bytes = b"") -> tuple[int, bytes]:
    """curl's exit status and what it wrote."""
    done = subprocess.run(
        ["curl", "--silent", "--noproxy", "*", *arguments], input=given, capture_output=True, timeout=60, check=False
    )
    return done.returncode, done.stdout


WAYS = {
    "GET": ["--get", "--data-urlencode", f"query={NAME}"],
    "a form": ["--data-urlencode", f"query={NAME}"],
    "the query itself": ["--header", "Content-Type: application/sparql-query", "--data-binary", NAME],
    "a form of several parts of the address": ["--get", "--data-urlencode", f"query={NAME}", "--data", "format=csv"],
    "HTTP/1.0": ["--http1.0", "--get", "--data-urlencode", f"query={NAME}"],
    "compressed": ["--compressed", "--get", "--data-urlencode", f"query={NAME}"],
    "a body that is waited for": ["--header", "Expect: 100-continue", "--data-urlencode", f"query={NAME}"],
    "in chunks": [
        "--header", "Transfer-Encoding: chunked", "--header", "Content-Type: application/sparql-query", "--data-binary", NAME,
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_each_way_of_asking_has_the_answer(server: Server, way: list[str]) -> None:
    status, body = curl("--header", "Accept: text/csv", *way, f"{server.url}/sparql")
    assert (status, body.decode().splitlines()) == (0, ["name", "Tây Nam bộ"])


def test_a_query_comes_from_a_file(server: Server) -> None:
    arguments = ("--header", "Content-Type: application/sparql-query", "--header", "Accept: text/csv")
    status, body = curl(*arguments, "--data-binary", "@-", f"{server.url}/sparql", given=NAME.encode())
    assert (status, body.decode().splitlines()) == (0, ["name", "Tây Nam bộ"])


def test_a_script_sees_by_the_exit_status_that_a_query_failed(server: Server) -> None:
    assert curl("--fail", "--get", "--data-urlencode", "query=SELECT", f"{server.url}/sparql")[0] == 22
    status, body = curl("--fail-with-body", "--get", "--data-urlencode", "query=SELECT", f"{server.url}/sparql")
    assert status == 22
    assert json.loads(body)["title"] == "Malformed query"


def test_a_redirection_from_an_entity_leads_to_its_data(server: Server) -> None:
    address = BLOC.replace("https://w3id.org/thidua", server.url)
    status, body = curl("--location", "--header", "Accept: text/turtle", address)
    assert status == 0
    assert "Tây Nam bộ" in body.decode()


def test_an_answer_is_not_sent_again_to_who_has_it(server: Server) -> None:
    query = ["--get", "--header", "Accept: text/csv", "--data-urlencode", f"query={NAME}", f"{server.url}/sparql"]
    tag = curl("--output", "/dev/null", "--write-out", "%header{etag}", *query)[1].decode()
    if not tag.startswith('"'):  # curl before 7.83 has no %header
        head = curl("--dump-header", "-", "--output", "/dev/null", *query)[1].decode().lower()
        tag = head.partition("etag: ")[2].partition("\r\n")[0]
    status, told = curl("--write-out", "%{http_code}", "--header", f"If-None-Match: {tag}", *query)
    assert (status, told) == (0, b"304")


def test_what_is_compressed_is_what_was_asked_for(server: Server) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"  # the engine may change from disk to memory between the two
    asked = ["--get", "--header", "Accept: text/csv", "--data-urlencode", f"query={query}", f"{server.url}/sparql"]
    plain, packed = curl(*asked)[1], curl("--header", "Accept-Encoding: gzip", *asked)[1]
    assert len(packed) < len(plain)
    assert gzip.decompress(packed) == plain
