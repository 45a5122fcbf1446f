"""Writes over HTTP: who may, what is answered, and what conditions are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph_store.releases import ReleaseStore
from server.app import create_app
from server.config import ServerConfig
from server.writing import TokenError, read_token

TOKEN = "0123456789-a-token"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = {**AUTHORISED, "Content-Type": "application/sparql-update"}
TURTLE = {**AUTHORISED, "Content-Type": "text/turtle"}
GRAPH = "/graphs?graph=http://x/g"
INSERT = "INSERT DATA { GRAPH <http://x/g> { <http://x/s> <http://x/p> 'Đắk Lắk'@vi } }"


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., FlaskClient]:
    """Makes the application over a store with one graph, with a token for writes or without."""
    store = tmp_path / "store"
    with ReleaseStore(store).draft() as draft:
        draft.publish({})

    def make(token: str = TOKEN) -> FlaskClient:
        path = tmp_path / "token"
        path.write_text(token)
        return create_app(ServerConfig(store=store, write_token=str(path) if token else "")).test_client()

    return make


@pytest.mark.parametrize(
    "request_of",
    [
        lambda client, headers: client.post(
            "/sparql", data=INSERT, headers={**headers, "Content-Type": "application/sparql-update"}
        ),
        lambda client, headers: client.post("/sparql", data={"update": INSERT}, headers=headers),
        lambda client, headers: client.put(GRAPH, data="", headers={**headers, "Content-Type": "text/turtle"}),
        lambda client, headers: client.post("/graphs", data="", headers={**headers, "Content-Type": "text/turtle"}),
        lambda client, headers: client.delete(GRAPH, headers=headers),
    ],
    ids=["update", "form", "put", "post", "delete"],
)
def test_only_who_has_the_token_may_write(site: Callable[..., FlaskClient], request_of: Callable[..., object]) -> None:
    off = request_of(site(token=""), AUTHORISED)
    assert (off.status_code, off.json["title"]) == (403, "Read-only")  # type: ignore[attr-defined]
    for header in (
        {},
        {"Authorization": "Bearer 0123456789-a-tokem"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
    ):
        refused = request_of(site(), header)
        assert refused.status_code == 401  # type: ignore[attr-defined]
        assert refused.headers["WWW-Authenticate"].startswith('Bearer realm="thidua"')  # type: ignore[attr-defined]
        assert TOKEN not in refused.text  # type: ignore[attr-defined]


def test_an_update_is_answered_with_its_release_and_read_at_once(site: Callable[..., FlaskClient]) -> None:
    client = site()
    answer = client.post("/sparql", data=INSERT, headers=UPDATE)
    assert (answer.status_code, answer.headers["Thidua-Release"]) == (204, client.get("/health").json["release"])
    found = client.get("/sparql", query_string={"query": "SELECT ?o { ?s ?p ?o }"}, headers={"Accept": "text/csv"})
    assert found.text == "o\r\nĐắk Lắk\r\n"


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        ("CLEAR XYZ", UPDATE, 400),
        ("", UPDATE, 400),
        ({"update": ["CLEAR NAMED", "CLEAR DEFAULT"]}, AUTHORISED, 400),
        ({"update": "CLEAR ALL", "query": "ASK {}"}, AUTHORISED, 400),
        ({"update": "CLEAR ALL", "default-graph-uri": "http://x/g"}, AUTHORISED, 400),
        ({"update": "INSERT {} WHERE {}", "using-graph-uri": "no iri"}, AUTHORISED, 400),
        ({"update": "WITH <http://x/g> INSERT {} WHERE {}", "using-graph-uri": "http://x/g"}, AUTHORISED, 400),
        ("\xff\xfe", {**UPDATE, "Content-Type": "application/sparql-update; charset=utf-16"}, 415),
    ],
)
def test_a_malformed_update_request_is_told_so(
    site: Callable[..., FlaskClient], data: object, headers: dict[str, str], status: int
) -> None:
    answer = site().post("/sparql", data=data, headers=headers)
    assert (answer.status_code, answer.json["status"]) == (status, status)


def test_what_is_written_comes_with_its_length(site: Callable[..., FlaskClient]) -> None:
    chunked = {"Transfer-Encoding": "chunked"}
    client = site()
    for answer in (
        client.post("/sparql", data=INSERT, headers={**UPDATE, **chunked}),
        client.put(GRAPH, data="<s> <p> 1 .", headers={**TURTLE, **chunked}),
    ):
        assert (answer.status_code, answer.json["title"]) == (411, "Length required")
    assert client.get(GRAPH).status_code == 404


def test_an_update_by_get_says_how_it_is_sent(site: Callable[..., FlaskClient]) -> None:
    for parameters in ({"update": "CLEAR ALL"}, {"query": "CLEAR ALL"}):
        answer = site().get("/sparql", query_string=parameters, headers=AUTHORISED)
        assert answer.status_code == 400
        assert "An update is posted" in answer.json["detail"]


def test_a_store_that_another_writes_to_is_503_with_when_to_come_again(
    site: Callable[..., FlaskClient], tmp_path: Path
) -> None:
    client = site()
    with ReleaseStore(tmp_path / "store").draft():
        answer = client.post("/sparql", data=INSERT, headers=UPDATE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_graph_is_written_read_and_deleted(site: Callable[..., FlaskClient]) -> None:
    client = site()
    assert client.get(GRAPH).status_code == 404
    assert client.put(GRAPH, data="<s> <p> 1 .", headers=TURTLE).status_code == 201
    read = client.get(GRAPH, headers={"Accept": "application/n-triples"})
    assert read.text == '<http://x/s> <http://x/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    assert (
        client.get(
            GRAPH, headers={"Accept": "application/n-triples", "If-None-Match": read.headers["ETag"]}
        ).status_code
        == 304
    )
    assert client.post(GRAPH, data="<s> <p> 2 .", headers=TURTLE).status_code == 204
    assert len(client.get(GRAPH, headers={"Accept": "application/n-triples"}).text.splitlines()) == 2
    assert client.delete(GRAPH, headers=AUTHORISED).status_code == 204
    assert client.delete(GRAPH, headers=AUTHORISED).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "data", "media_type", "status", "said"),
    [
        ("PUT", GRAPH, "<s> <p>", "text/turtle", 400, "Malformed graph"),
        ("PUT", GRAPH, "a,b", "text/csv", 415, "Unsupported media type"),
        ("PUT", GRAPH, "", "", 201, ""),
        (
            "PUT",
            GRAPH,
            '{"@id": "http://x/h", "@graph": [{"@id": "http://x/s", "http://x/p": 1}]}',
            "application/ld+json",
            400,
            "one graph",
        ),
        ("PUT", "/graphs", "", "text/turtle", 400, "has to be named"),
        ("PUT", "/graphs?graph=no%20iri", "", "text/turtle", 400, "no IRI"),
        ("PUT", "/graphs?graph=http://x/g&default", "", "text/turtle", 400, "One graph"),
        ("PUT", "/graphs?grpah=http://x/g", "", "text/turtle", 400, "grpah"),
        ("PUT", "/graphs/person/1?default", "", "text/turtle", 400, "names a graph already"),
        ("PATCH", GRAPH, "", "text/turtle", 405, "not allowed"),
        ("GET", GRAPH, "", "", 404, "No such graph"),
    ],
)
def test_a_request_that_is_not_of_the_protocol_is_told_why(
    site: Callable[..., FlaskClient], method: str, path: str, data: str, media_type: str, status: int, said: str
) -> None:
    headers = {**AUTHORISED, **({"Content-Type": media_type} if media_type else {})}
    answer = site().open(path, method=method, data=data, headers=headers)
    assert answer.status_code == status, answer.text
    assert said in answer.text


def test_a_graph_larger_than_the_limit_is_413(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        draft.publish({})
    (tmp_path / "token").write_text(TOKEN)
    config = ServerConfig(store=tmp_path / "store", write_token=str(tmp_path / "token"), max_graph_bytes=1000)
    answer = create_app(config).test_client().put(GRAPH, data="# " + "x" * 1000, headers=TURTLE)
    assert answer.status_code == 413


def test_a_write_keeps_to_its_conditions(site: Callable[..., FlaskClient]) -> None:
    client = site()

    def put(value: int, **conditions: str) -> int:
        headers = {**TURTLE, **{name.replace("_", "-"): told for name, told in conditions.items()}}
        return client.put(GRAPH, data=f"<s> <p> {value} .", headers=headers).status_code

    assert put(1, If_Match="*") == 412
    assert put(1, If_None_Match="*") == 201
    assert put(2, If_None_Match="*") == 412
    tag = client.get(GRAPH, headers={"Accept": "text/turtle"}).headers["ETag"]
    assert put(3, If_Match=tag) == 204
    assert put(4, If_Match=tag) == 412
    assert client.delete(GRAPH, headers={**AUTHORISED, "If-Match": tag}).status_code == 412
    assert "3" in client.get(GRAPH, headers={"Accept": "text/turtle"}).text


@pytest.mark.parametrize("content", ["short", "with a blank and enough letters", "ký-tự-có-dấu-thì-không", ""])
def test_a_file_without_a_fit_token_stops_the_start(tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_text(content, encoding="utf-8")
    with pytest.raises(TokenError, match="token"):
        read_token(tmp_path / "token")
    with pytest.raises(TokenError, match="can't be read"):
        read_token(tmp_path / "none")
