import json

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

SELECT = (
    "SELECT ?name WHERE { <https://w3id.org/thidua/id/bloc/tay-nam-bo> rdfs:label ?name FILTER(LANG(?name) = 'vi') }"
)
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/thidua/id/bloc/tay-nam-bo> td:hasMember ?member }"
REFERENCE = "https://w3id.org/thidua/id/graph/reference"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml", "text/xml; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
    ],
)
@pytest.mark.parametrize("query", [SELECT, "ASK {}"])
def test_select_and_ask_answer_in_the_format_asked_for(
    client: FlaskClient, query: str, accept: str, content_type: str
) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert "Accept" in answer.headers["Vary"]
    assert answer.content_length == len(answer.data)


@pytest.mark.parametrize(
    ("accept", "content_type", "format_"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/json", "application/json", RdfFormat.JSON_LD),
        ("*/*", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
    ],
)
def test_construct_answers_in_the_format_asked_for(
    client: FlaskClient, accept: str, content_type: str, format_: RdfFormat
) -> None:
    answer = client.get("/sparql", query_string={"query": CONSTRUCT}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert len(list(parse(answer.data, format_))) == 4


def test_a_query_comes_by_get_by_form_and_as_a_body(client: FlaskClient) -> None:
    by_get = client.get("/sparql", query_string={"query": SELECT})
    by_form = client.post("/sparql", data={"query": SELECT})
    by_body = client.post("/sparql", data=SELECT, content_type="application/sparql-query; charset=UTF-8")
    assert by_get.json == by_form.json == by_body.json
    assert by_get.json["results"]["bindings"] == [
        {"name": {"type": "literal", "value": "Tây Nam bộ", "xml:lang": "vi"}}
    ]


def test_vietnamese_in_a_posted_query_is_read_as_utf_8(client: FlaskClient) -> None:
    query = 'ASK { ?s rdfs:label "Tây Nam bộ"@vi }'
    assert client.post("/sparql", data={"query": query}).json["boolean"] is True
    posted = client.post("/sparql", data=query.encode(), content_type="application/sparql-query")
    assert posted.json["boolean"] is True


def test_format_overrides_accept(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": SELECT, "format": "csv"}, headers={"Accept": "text/html"})
    assert answer.text == "name\r\nTây Nam bộ\r\n"


@pytest.mark.parametrize("where", ["address", "form"])
def test_the_default_graph_of_the_protocol_is_used(client: FlaskClient, where: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?claim a td:Claim }"
    for graph, count in ((REFERENCE, "0"), ("https://w3id.org/thidua/id/graph/article/nfd-2022", "2")):
        parameters = {"query": query, "default-graph-uri": graph}
        answer = (
            client.get("/sparql", query_string=parameters)
            if where == "address"
            else client.post("/sparql", data=parameters)
        )
        assert answer.json["results"]["bindings"][0]["n"]["value"] == count


def test_the_named_graphs_of_the_protocol_are_used(client: FlaskClient) -> None:
    query = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    answer = client.post(f"/sparql?named-graph-uri={REFERENCE}", data=query, content_type="application/sparql-query")
    assert [row["g"]["value"] for row in answer.json["results"]["bindings"]] == [REFERENCE]


def test_a_graph_that_is_no_iri_is_refused(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "ASK {}", "default-graph-uri": "not an iri>"})
    assert answer.status_code == 400
    assert "graph of the dataset" in answer.json["detail"]


def test_a_malformed_query_is_told_with_its_line_and_column(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.data)
    assert (problem["status"], problem["title"]) == (400, "Malformed query")
    assert (problem["line"], problem["column"]) == (2, 16)


def test_a_malformed_query_is_400_whatever_is_accepted(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELEKT"}, headers={"Accept": "text/turtle"})
    assert answer.status_code == 400


def test_service_is_refused(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"})
    assert (answer.status_code, answer.json["title"]) == (400, "SERVICE refused")


@pytest.mark.parametrize("query", ["SELECT * {}", "ASK {}"])
def test_a_table_as_turtle_is_406(client: FlaskClient, query: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/turtle"})
    assert answer.status_code == 406
    assert "application/sparql-results+json" in answer.json["detail"]


def test_an_unknown_format_is_406(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": SELECT, "format": "pdf"})
    assert answer.status_code == 406
    assert "csv" in answer.json["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_405_and_told_which_are_allowed(client: FlaskClient, method: str) -> None:
    answer = client.open("/sparql", method=method)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_a_post_of_another_content_type_is_415(client: FlaskClient, content_type: str) -> None:
    answer = client.post("/sparql", data=b"ASK {}", content_type=content_type)
    assert answer.status_code == 415
    assert "application/sparql-query" in answer.headers["Accept-Post"]


def test_a_posted_query_in_another_encoding_is_415(client: FlaskClient) -> None:
    body = "ASK {}".encode("utf-16")
    answer = client.post("/sparql", data=body, content_type="application/sparql-query; charset=UTF-16")
    assert answer.status_code == 415


def test_a_posted_query_that_is_not_utf_8_is_400(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=b"ASK { ?s ?p '\xff' }", content_type="application/sparql-query")
    assert answer.status_code == 400
    assert "byte 13" in answer.json["detail"]


@pytest.mark.parametrize("size", [4097, 200_000])
@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_a_query_past_the_limit_is_413(client: FlaskClient, size: int, way: str) -> None:
    query = "ASK {} #".ljust(size, "x")
    if way == "get":
        answer = client.get("/sparql", query_string={"query": query})
    elif way == "form":
        answer = client.post("/sparql", data={"query": query})
    else:
        answer = client.post("/sparql", data=query, content_type="application/sparql-query")
    assert (answer.status_code, answer.json["title"]) == (413, "Query too long")
    assert "4,096" in answer.json["detail"]


def test_a_query_at_the_limit_is_answered(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": "ASK {} #".ljust(4096, "x")}).status_code == 200


def test_two_queries_are_400(client: FlaskClient) -> None:
    answer = client.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D")
    assert (answer.status_code, answer.json["detail"]) == (400, "One query is needed, 2 were given.")


@pytest.mark.parametrize("update", ["CLEAR ALL", "INSERT DATA { <a:a> <a:b> <a:c> }"])
def test_an_update_that_is_sent_as_no_update_is_400_and_told_how(client: FlaskClient, update: str) -> None:
    for answer in (
        client.get("/sparql", query_string={"update": update}),
        client.get("/sparql", query_string={"query": update}),
        client.post("/sparql", data={"query": update}),
    ):
        assert answer.status_code == 400
        assert "An update is posted" in answer.json["detail"]
    assert client.post("/sparql", data={"update": update}).status_code == 403  # nobody may write here


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "application/sparql-results+xml"])
def test_no_query_is_400_for_a_program_that_wants_an_answer(client: FlaskClient, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert (answer.status_code, answer.json["title"]) == (400, "No query")
    assert client.post("/sparql", data={}, content_type="application/x-www-form-urlencoded").status_code == 400


def test_scripts_of_other_sites_may_read_data_and_errors(client: FlaskClient) -> None:
    for answer in (
        client.get("/sparql", query_string={"query": SELECT}),
        client.get("/sparql", query_string={"query": "?"}),
        client.get("/data/bloc/tay-nam-bo.ttl"),
        client.get("/id/bloc/tay-nam-bo"),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/sparql")
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    answer = client.head("/sparql", query_string={"query": SELECT})
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length
