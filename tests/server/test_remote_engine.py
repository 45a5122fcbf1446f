"""A server in front of another store that holds a published release: the same answers as from the release itself."""

from __future__ import annotations

import json
import re
import signal
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph_store.errors import (
    AnswerTooLargeError,
    NotAcceptableError,
    OverloadedError,
    QueryDeadlineError,
    QueryDepthError,
    QuerySyntaxError,
    RemoteStoreError,
    ServiceRefusedError,
)
from graph_store.pool.limits import Limits
from graph_store.releases import ReleaseStore
from graph_store.remote.asking import Endpoint
from graph_store.remote.credentials import find
from graph_store.remote.engine import RemoteEngine
from graph_store.remote.holding import Holding, NotHeldError
from graph_store.remote.journal import PUBLICATION
from graph_store.remote.publishing import Publication
from ontology import mint
from ontology.names import SCHEMA
from server.config import ServerConfig
from server.remote_source import RemoteSource
from server.serve import serve
from server.writing import TokenError
from tests.live import Server, publish
from tests.other_stores import OtherStore
from tests.speaking import Speaker, drop, request_of, results, says, speaking

BLOC = mint.entity("bloc", "Tây Nam bộ")
LIMITS = Limits(workers=2, seconds=20)


class Silent:
    """Steps that nobody watches."""

    def begin(self, what: str, total: int) -> None:
        """Nothing."""

    def done(self) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("published")
    publish(root)
    return root


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def there(request: pytest.FixtureRequest, root: Path) -> Iterator[tuple[OtherStore, str]]:
    """A store that the release was published to, and its query endpoint."""
    store: OtherStore = request.getfixturevalue(request.param)
    store.empty()
    release = ReleaseStore(root).current()
    with store.opened() as remote:
        Publication(release.open(), release.id, remote, Silent()).load()
        endpoint = remote.addresses.query
    yield store, endpoint
    store.empty()


@pytest.fixture(scope="module")
def local(root: Path) -> Iterator[Server]:
    running = Server(root, query_workers=2)
    yield running
    assert running.stop(signal.SIGTERM) == (0, "")


@pytest.fixture(scope="module")
def fronting(there: tuple[OtherStore, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("empty"), query_workers=2, engine=there[1])
    yield running
    assert running.stop(signal.SIGTERM) == (0, "")


QUERIES = {
    "a table": "SELECT ?s ?name { ?s a td:Bloc ; rdfs:label ?name }",
    "a count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "graphs": "SELECT DISTINCT ?g { GRAPH ?g { ?s a td:Bloc } }",
    "a dataset": f"SELECT (COUNT(*) AS ?n) FROM <{mint.graph('article/a-1')}> {{ ?s ?p ?o }}",
    "yes": f"ASK {{ <{BLOC}> a td:Bloc }}",
    "no": f"ASK {{ <{BLOC}> a td:Province }}",
    "triples": "CONSTRUCT { ?s rdfs:label ?name } WHERE { ?s a td:Bloc ; rdfs:label ?name }",
    "a prefix of its own": "PREFIX o: <http://www.w3.org/ns/org#> SELECT * { ?m a o:Membership }",
    "a project's prefix declared too": "PREFIX td: <https://w3id.org/thidua/ontology#> SELECT * { ?s a td:Bloc }",
    "relative": "SELECT ?p ?o { <bloc/tay-nam-bo> ?p ?o FILTER(!ISBLANK(?o)) }",
    "Vietnamese": "SELECT ?s { ?s rdfs:label 'Tây Nam bộ'@vi }",
}
FORMATS = {"boolean": ("text/csv", "application/sparql-results+xml"), "graph": ("application/n-triples", "text/turtle")}
TABLES = ("text/csv", "text/tab-separated-values", "application/sparql-results+json", "application/sparql-results+xml")


def normal(body: bytes, media_type: str) -> object:
    """An answer without the order of its rows, which nobody asked for."""
    if media_type == "application/sparql-results+json":
        found = json.loads(body)
        rows = found.get("results", {}).get("bindings", [])
        return found["head"], found.get("boolean"), sorted(json.dumps(row, sort_keys=True) for row in rows)
    if media_type == "text/turtle":
        return frozenset(map(str, parse(body, format=RdfFormat.TURTLE)))
    if media_type == "application/sparql-results+xml":
        return sorted(body.replace(b"<result>", b"\n<result>").replace(b"</results>", b"\n</results>").splitlines())
    return sorted(body.splitlines())


def without_union(body: bytes) -> bytes:
    """An answer without the union of all graphs, which is a named graph in a store that has no default graph of its own."""
    body = re.sub(rb"<result><binding name=\"g\"><uri>[^<]*/union</uri></binding></result>", b"", body)
    body = re.sub(rb',?\{"g":\{"type":"uri","value":"[^"]*/union"\}\}', b"", body).replace(b"[,", b"[")
    return b"".join(
        line for line in body.splitlines(keepends=True) if not line.strip().endswith((b"/union", b"/union>"))
    )


@pytest.mark.parametrize("name", QUERIES)
def test_answers_are_those_of_the_release_in_every_format(local: Server, fronting: Server, name: str) -> None:
    query = QUERIES[name]
    kind = "boolean" if query.startswith("ASK") else "graph" if query.startswith("CONSTRUCT") else ""
    for media_type in FORMATS.get(kind, TABLES):
        path = f"/sparql?{urllib.parse.urlencode({'query': query})}"
        wanted, got = local.get(path, media_type), fronting.get(path, media_type)
        assert got[0] == wanted[0] == 200, got
        assert got[1]["content-type"] == wanted[1]["content-type"]
        assert normal(without_union(got[2]), media_type) == normal(wanted[2], media_type)


def test_dataset_parameters_are_passed_on(local: Server, fronting: Server) -> None:
    graph = mint.graph("article/a-1")
    for parameters in ({"default-graph-uri": graph}, {"named-graph-uri": graph}):
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }" if "default-graph-uri" in parameters else QUERIES["graphs"]
        path = f"/sparql?{urllib.parse.urlencode({'query': query, **parameters})}"
        assert fronting.get(path, "text/csv")[2] == local.get(path, "text/csv")[2]


def test_the_projects_own_pages_are_the_same(local: Server, fronting: Server) -> None:
    page = (
        f"/{mint.short(BLOC)}" if hasattr(mint, "short") else urllib.parse.urlsplit(BLOC).path.removeprefix("/thidua")
    )
    page = "/vi" + page.replace("/id/", "/page/")
    for path in ("/vi/", page, "/en/search?q=T%C3%A2y", "/limits"):
        headers = {"Accept": "text/html", "Host": "example.org"}
        wanted, got = (server.ask("GET", path, headers=headers) for server in (local, fronting))
        assert wanted[0] == got[0] == 200, path
        assert got[2] == wanted[2], path


def test_the_release_is_the_one_that_was_published_and_answers_are_kept_by_it(
    root: Path, local: Server, fronting: Server
) -> None:
    release = ReleaseStore(root).current().id
    assert json.loads(fronting.get("/health")[2])["release"] == release
    assert json.loads(fronting.get("/ready")[2]) == {"status": "ready", "release": release}
    path = f"/sparql?{urllib.parse.urlencode({'query': QUERIES['yes']})}"
    tags = {server.get(path, "text/csv")[1]["etag"] for server in (local, fronting)}
    assert len(tags) == 1
    status, _, _ = fronting.ask("GET", path, headers={"Accept": "text/csv", "If-None-Match": tags.pop()})
    assert status == 304
    metrics = fronting.get("/metrics")[2]
    assert b"thidua_workers_busy 0.0" in metrics
    assert b"thidua_worker_restarts" not in metrics


def test_a_malformed_query_is_told_by_line(fronting: Server) -> None:
    query = "SELECT * {\n  ?s a td:Bloc .\n  ?s ?p }"
    status, _, body = fronting.get(f"/sparql?{urllib.parse.urlencode({'query': query})}", "text/csv")
    problem = json.loads(body)
    assert (status, problem["title"], problem["line"]) == (400, "Malformed query", 3)
    assert "PREFIX" not in problem["detail"]


def test_writes_are_refused_before_the_start(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("x" * 32)
    config = ServerConfig(tmp_path, engine="http://127.0.0.1:9/sparql", write_token=str(tmp_path / "token"))
    with pytest.raises(TokenError, match="nothing is written"):
        serve(config)


def test_a_store_that_is_not_there_is_told_before_the_start(tmp_path: Path) -> None:
    with pytest.raises(RemoteStoreError, match=r"http://127.0.0.1:9/sparql: the connection failed: .*refused"):
        serve(ServerConfig(tmp_path, engine="http://127.0.0.1:9/sparql"))


@pytest.fixture
def published(oxigraph: OtherStore, root: Path) -> Iterator[tuple[OtherStore, Holding, str]]:
    """A store of its own test, that may be changed."""
    oxigraph.empty()
    release = ReleaseStore(root).current()
    with oxigraph.opened() as remote:
        Publication(release.open(), release.id, remote, Silent()).load()
        endpoint = remote.addresses.query
    yield oxigraph, Holding(endpoint), release.id
    oxigraph.empty()


def say_release(store: OtherStore, release: str | None) -> None:
    """Have the journal of publications name a release, or none, as while one is being published."""
    with store.opened() as remote:
        said = Literal(release) if release else Literal("x")
        about, version = NamedNode(PUBLICATION), NamedNode(str(SCHEMA.version) if release else "http://x/")
        remote.put(PUBLICATION, lambda: [Triple(about, version, said)])


def test_an_answer_that_another_release_may_have_come_into_is_not_given(
    published: tuple[OtherStore, Holding, str],
) -> None:
    store, holding, release = published
    engine = RemoteEngine(holding, release, LIMITS)
    assert engine.query("ASK {}", ["text/csv"]).read() == b"true"
    say_release(store, "20990101T000000Z-0000")
    with pytest.raises(OverloadedError, match="another release"):
        engine.query("ASK {}")
    say_release(store, None)
    with pytest.raises(NotHeldError, match="no whole release"):
        engine.query("ASK {}")


def test_the_source_follows_the_store(
    published: tuple[OtherStore, Holding, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.remote_source._LOOKS_EVERY", 0.0)
    store, holding, release = published
    opened: list[str] = []

    def open_release(id_: str) -> Any:
        opened.append(id_)
        return RemoteEngine(holding, id_, LIMITS)

    source = RemoteSource(holding, open_release)
    first = source.current()
    assert source.current() is first
    say_release(store, None)
    with pytest.raises(NotHeldError):
        source.current()
    say_release(store, "20990101T000000Z-0000")
    assert source.current().release == "20990101T000000Z-0000"
    assert opened == [release, "20990101T000000Z-0000"]


def test_a_store_is_asked_now_and_then_which_release_it_has(
    published: tuple[OtherStore, Holding, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, holding, _ = published
    looks: list[float] = []
    held = holding.held
    monkeypatch.setattr(holding, "held", lambda: (looks.append(time.monotonic()), held())[1])
    source = RemoteSource(holding, lambda id_: RemoteEngine(holding, id_, LIMITS))
    for _ in range(50):
        source.current()
    assert len(looks) == 1


class Held(Holding):
    """A store of which everything is known but its answers."""

    def __init__(self, url: str, cuts_at: int | None = None) -> None:
        self.url, self.union, self.cuts_at = url, "", cuts_at  # type: ignore[misc]
        self.endpoint = Endpoint(url)  # type: ignore[misc]

    def release(self, deadline: float | None = None) -> str:
        return "r"


def engine(speaker: Speaker, limits: Limits = LIMITS, cuts_at: int | None = None) -> RemoteEngine:
    return RemoteEngine(Held(speaker.url, cuts_at), "r", limits)


ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
NT = "application/n-triples"
FAULTS = {
    "a table of ASK": (results(ROW), "ASK {}", None),
    "cut rows": (results(ROW, "application/sparql-results+json", "X-SPARQL-MaxRows: 10000"), "", AnswerTooLargeError),
    "another form": (results(b"<html/>", "text/html"), "", RemoteStoreError),
    "half a table": (results(ROW[:-8]), "", RemoteStoreError),
    "no N-Triples": (results(b"<a> <b>", NT), "DESCRIBE <urn:a>", RemoteStoreError),
    "a boolean for a table": (results(b'{"head":{},"boolean":true}'), "", RemoteStoreError),
    "a fault": (b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nwhy?", "", RemoteStoreError),
    "no right to ask": (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "", RemoteStoreError),
    "malformed": (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 15\r\n\r\nerror at 1:5: x", "", QuerySyntaxError),
}


@pytest.mark.parametrize(("answer", "query", "error"), FAULTS.values(), ids=FAULTS)
def test_what_a_store_answers_amiss_is_told_as_what_it_is(
    answer: bytes, query: str, error: type[Exception] | None
) -> None:
    with speaking(says(answer)) as speaker:
        asked = engine(speaker)
        if error is None:
            assert asked.query(query, ["text/csv"]).read() == b"true"
            return
        with pytest.raises(error):
            asked.query(query or "SELECT * {}")
        assert (asked.busy, asked.waiting) == (0, 0)


def test_triples_as_many_as_a_store_cuts_at_are_refused() -> None:
    body = b"".join(b"<urn:a> <urn:b> <urn:%d> .\n" % number for number in range(10))
    with speaking(says(results(body, NT))) as speaker:
        assert engine(speaker, cuts_at=11).query("DESCRIBE <urn:a>", [NT]).read() == body
        with pytest.raises(AnswerTooLargeError, match="10 rows, at which the store cuts answers"):
            engine(speaker, cuts_at=10).query("DESCRIBE <urn:a>", [NT])


def test_time_and_length_are_bounded() -> None:
    with speaking(lambda c, s: drop(c, s, results(b" " * 900))) as speaker:
        began = time.monotonic()
        with pytest.raises(QueryDeadlineError):
            engine(speaker, Limits(workers=1, seconds=0.5)).query("SELECT * {}")
        assert time.monotonic() - began < 10
    with speaking(says(results(b" " * 900))) as speaker, pytest.raises(AnswerTooLargeError, match="800 bytes"):
        engine(speaker, Limits(workers=1, answer_bytes=800)).query("SELECT * {}")


def test_what_is_refused_does_not_reach_the_store() -> None:
    with speaking(says(b"")) as speaker:
        asked = engine(speaker)
        for query, accept, error in (
            ("ASK { SERVICE <http://x/> { ?s ?p ?o } }", (), ServiceRefusedError),
            (f"ASK {{ FILTER({'(' * 200}1{')' * 200}) }}", (), QueryDepthError),
            ("SELECT * {}", ("text/turtle",), NotAcceptableError),
        ):
            with pytest.raises(error):
                asked.query(query, accept)
    assert speaker.queries == []


def test_no_more_queries_than_workers_reach_the_store_at_the_same_time() -> None:
    let = threading.Event()

    def wait(connection: Any, _: Speaker) -> None:
        let.wait(30)
        connection.sendall(results(ROW))

    with speaking(wait) as speaker:
        asked = engine(speaker, Limits(workers=1, waiting=1, per_client=2, seconds=30))
        threads = [threading.Thread(target=asked.query, args=("SELECT * {}",)) for _ in range(2)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 20
        while not (asked.busy == 1 and asked.waiting == 1 and speaker.queries):
            assert time.monotonic() < until
            time.sleep(0.01)
        with pytest.raises(OverloadedError):
            asked.query("SELECT * {}")
        assert len(speaker.queries) == 1
        let.set()
        for thread in threads:
            thread.join()


def test_a_users_name_and_password_go_with_each_query() -> None:
    heads: list[bytes] = []

    def say(connection: Any, speaker: Speaker) -> None:
        heads.append(request_of(connection)[0])
        connection.sendall(results(b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'))

    with speaking(say, reads=False) as speaker:
        Holding(speaker.url, find(speaker.url, {"THIDUA_REMOTE_USER": "đọc", "THIDUA_REMOTE_PASSWORD": "ma"}))
    assert all(b"Authorization: Basic xJHhu41jOm1h" in head for head in heads)
