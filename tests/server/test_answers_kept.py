"""Answers that are given again: validators, what may be kept, what may not, and codings."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from urllib.parse import quote, urlencode

import pytest
import zstandard
from flask.testing import FlaskClient
from pyoxigraph import Store

from graph_store.engine import Answer, EmbeddedEngine
from server.answer_cache import AnswerCache, Kept, is_lasting, normal
from server.app import create_app
from server.coding import coding
from server.config import ServerConfig
from server.source import FixedSource, Reading

NAMES = "SELECT ?b ?n { ?b a td:Bloc ; rdfs:label ?n } ORDER BY ?n"
ALL = "SELECT * { ?s ?p ?o }"


class Counting(EmbeddedEngine):
    """Counts the queries that come through to the engine."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked = 0

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        self.asked += 1
        answer = super().query(text, accept, default_graphs, named_graphs)
        answer.seconds = {"wait": 0.0, "query": 0.01234}
        return answer


class Switching:
    """A source whose release changes."""

    def __init__(self, engine: Counting) -> None:
        self.reading = Reading("r1", engine)

    def current(self) -> Reading:
        return self.reading


@pytest.fixture
def engine(store: Store) -> Counting:
    return Counting(store)


@pytest.fixture
def kept(engine: Counting, tmp_path: object) -> FlaskClient:
    return create_app(ServerConfig(store=tmp_path), FixedSource("r1", engine)).test_client()  # type: ignore[arg-type]


def address(query: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': query, **more})}"


def test_the_same_query_is_answered_from_what_is_kept(kept: FlaskClient, engine: Counting) -> None:
    first = kept.get(address(NAMES))
    again = kept.get(address(NAMES))
    assert (first.data, first.headers["ETag"]) == (again.data, again.headers["ETag"])
    assert engine.asked == 1


def test_another_spelling_of_the_same_query_is_the_same_query(kept: FlaskClient, engine: Counting) -> None:
    kept.get(address(NAMES))
    kept.get(address(NAMES.replace(" ", "\n  ")))
    kept.get(f"/sparql?query={quote(NAMES)}&format=")
    assert kept.post("/sparql", data={"query": f" {NAMES}\n"}).status_code == 200
    assert engine.asked == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('SELECT ("a b" AS ?x) {}', 'SELECT ("a  b" AS ?x) {}'),
        ("SELECT ('a b' AS ?x) {}", "SELECT ('a\tb' AS ?x) {}"),
        ("SELECT * { ?s ?p ?o } # x\nLIMIT 1", "SELECT * { ?s ?p ?o } # x LIMIT 1"),
    ],
)
def test_white_space_that_means_something_makes_another_query(
    kept: FlaskClient, engine: Counting, one: str, other: str
) -> None:
    assert kept.get(address(one)).data != kept.get(address(other)).data
    assert engine.asked == 2


@pytest.mark.parametrize(
    "more",
    [
        {"headers": {"Accept": "text/csv"}},
        {"query_string": {"query": NAMES, "default-graph-uri": "https://w3id.org/thidua/graph/x"}},
        {"query_string": {"query": NAMES, "named-graph-uri": "https://w3id.org/thidua/graph/x"}},
    ],
)
def test_another_format_or_dataset_is_another_answer(
    kept: FlaskClient, engine: Counting, more: dict[str, object]
) -> None:
    first = kept.get("/sparql", query_string={"query": NAMES}, headers={"Accept": "application/json"})
    other = kept.get("/sparql", **{"query_string": {"query": NAMES}, **more})  # type: ignore[arg-type]
    assert first.data != other.data
    assert first.headers["ETag"] != other.headers["ETag"]
    assert engine.asked == 2


def test_a_new_release_has_new_answers(engine: Counting, tmp_path: object) -> None:
    source = Switching(engine)
    client = create_app(ServerConfig(store=tmp_path), source).test_client()  # type: ignore[arg-type]
    tag = client.get(address(NAMES)).headers["ETag"]
    source.reading = Reading("r2", engine)
    answer = client.get(address(NAMES), headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag
    assert engine.asked == 2


def test_who_has_the_answer_is_told_so_without_a_query(engine: Counting, tmp_path: object) -> None:
    def fresh() -> FlaskClient:
        return create_app(ServerConfig(store=tmp_path), FixedSource("r1", engine)).test_client()  # type: ignore[arg-type]

    tag = fresh().get(address(NAMES)).headers["ETag"]
    for header in (tag, f'"other", W/{tag}', "*"):
        answer = fresh().get(address(NAMES), headers={"If-None-Match": header})
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
        assert answer.headers["Cache-Control"] == "no-cache"
    assert fresh().get(address(NAMES), headers={"If-None-Match": '"other"'}).status_code == 200
    assert engine.asked == 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (RAND() AS ?x) {}",
        "SELECT (now() AS ?x) {}",
        "SELECT (UUID() AS ?x) {}",
        "SELECT (STRUUID() AS ?x) {}",
        "SELECT (BNODE() AS ?x) {}",
    ],
)
def test_what_is_answered_otherwise_each_time_is_never_kept(kept: FlaskClient, engine: Counting, query: str) -> None:
    for _ in range(2):
        answer = kept.get(address(query))
        assert answer.status_code == 200
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    assert engine.asked == 2


def test_an_answer_tells_what_it_took_and_one_that_was_kept_does_not(kept: FlaskClient) -> None:
    assert kept.get(address(NAMES)).headers["Server-Timing"] == "wait;dur=0.0, query;dur=12.3"
    assert "Server-Timing" not in kept.get(address(NAMES)).headers


def test_an_error_is_not_kept(kept: FlaskClient, engine: Counting) -> None:
    for _ in range(2):
        answer = kept.get(address("SELECT * {"))
        assert answer.status_code == 400
        assert "ETag" not in answer.headers
    assert engine.asked == 2


def test_head_has_the_headers_of_get_and_no_body(kept: FlaskClient) -> None:
    kept.get(address(NAMES))
    get, head = kept.get(address(NAMES)), kept.head(address(NAMES))
    assert head.data == b""
    assert dict(head.headers) == dict(get.headers)
    assert int(head.headers["Content-Length"]) == len(get.data)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("accepted", "sent"), [("gzip", "gzip"), ("gzip, zstd", "zstd"), ("zstd;q=0.1, gzip;q=0.5", "gzip")]
)
def test_an_answer_is_sent_in_the_coding_that_the_client_likes(
    kept: FlaskClient, method: str, accepted: str, sent: str
) -> None:
    def ask(accept_encoding: str) -> tuple[str | None, bytes, str]:
        headers = {"Accept-Encoding": accept_encoding, "Accept": "text/csv"}
        way = {"query_string": {"query": ALL}} if method == "get" else {"data": {"query": ALL}}
        answer = getattr(kept, method)("/sparql", headers=headers, **way)
        assert answer.headers["Vary"] == "Accept, Accept-Encoding"
        return answer.headers.get("Content-Encoding"), answer.data, answer.headers["ETag"]

    coding_of, body, tag = ask(accepted)
    assert coding_of == sent
    plain = ask("")
    assert plain[0] is None
    undone = gzip.decompress(body) if sent == "gzip" else zstandard.ZstdDecompressor().decompressobj().decompress(body)
    assert sorted(undone.splitlines()) == sorted(plain[1].splitlines())
    assert tag != plain[2]


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("identity", ""),
        ("br", ""),
        ("*", "zstd"),
        ("gzip;q=0", ""),
        ("*;q=0", ""),
        ("GZIP", "gzip"),
        ("gzip;q=x", ""),
    ],
)
def test_codings_are_read_as_the_standard_says(accepted: str, chosen: str) -> None:
    assert coding(accepted) == chosen


def test_a_short_answer_is_not_coded(kept: FlaskClient) -> None:
    answer = kept.get(address("ASK {}"), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_what_is_kept_stays_within_its_bytes_the_oldest_leaving_first() -> None:
    cache = AnswerCache(64_000)
    for number in range(100):
        cache.put((number,), Kept([], b"x" * 3000, ""))
        cache.get((0,))
    assert cache.size <= 64_000
    assert cache.get((0,)) is not None
    assert cache.get((1,)) is None
    assert cache.get((99,)) is not None
    cache.put(("large",), Kept([], b"x" * 32_000, ""))
    assert cache.get(("large",)) is None


def test_nothing_is_kept_in_no_memory(engine: Counting, tmp_path: object) -> None:
    config = ServerConfig(store=tmp_path, cache_megabytes=0)  # type: ignore[arg-type]
    client = create_app(config, FixedSource("r1", engine)).test_client()
    for _ in range(2):
        assert client.get(address(NAMES)).status_code == 200
    assert engine.asked == 2


def test_normal_form_and_lasting_are_told_by_the_text() -> None:
    assert normal(" SELECT  *\r\n{ } ") == "SELECT * { }"
    assert normal(' SELECT  "a  b" ') == 'SELECT  "a  b"'
    assert is_lasting("SELECT ?tỉnh { ?tỉnh a td:Province }")
    assert not is_lasting("SELECT (Rand() AS ?x) {}")
