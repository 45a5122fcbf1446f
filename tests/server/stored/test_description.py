"""What programs and people are told of the stored queries: list, OpenAPI description, page, snippets."""

from __future__ import annotations

import ast
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph_store.engine import EmbeddedEngine
from ontology.names import ID, RDF, RDFS, TD
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource
from server.stored.collection import stored_queries
from server.stored.openapi import description, listing

DOCUMENT = description()
PATHS = sorted(DOCUMENT["paths"])


def resolved(part: object) -> object:
    if isinstance(part, dict) and "$ref" in part:
        found: object = DOCUMENT
        for step in part["$ref"].removeprefix("#/").split("/"):
            assert isinstance(found, dict)
            found = found[step]
        return resolved(found)
    if isinstance(part, dict):
        return {name: resolved(value) for name, value in part.items()}
    return [resolved(value) for value in part] if isinstance(part, list) else part


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_answered_by_its_defaults_as_its_schema_says(client: FlaskClient, path: str) -> None:
    operation = resolved(DOCUMENT["paths"][path]["get"])
    assert isinstance(operation, dict)
    given = {
        parameter["name"]: parameter["schema"]["default"]
        for parameter in operation["parameters"]
        if parameter["in"] == "query" and "default" in parameter["schema"]
    }
    for ending in ("json", "csv", "tsv", "srj"):
        response = client.get(path.replace("{format}", ending), query_string=given)
        assert response.status_code == 200, response.text
        content = operation["responses"]["200"]["content"][response.mimetype]
        if ending in {"json", "srj"}:
            Draft202012Validator(content["schema"]).validate(json.loads(response.data))


def test_document_is_whole(client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").get_json() == DOCUMENT
    assert DOCUMENT["openapi"] == "3.1.0"
    names = [DOCUMENT["paths"][path]["get"]["operationId"] for path in PATHS]
    assert sorted(names) == sorted(query.name for query in stored_queries())
    for path in PATHS:
        operation = resolved(DOCUMENT["paths"][path]["get"])
        assert isinstance(operation, dict)
        places = [(parameter["in"], parameter["name"]) for parameter in operation["parameters"]]
        assert len(places) == len(set(places))
        assert ("path", "format") in places
        for parameter in operation["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])
        for content in operation["responses"]["200"]["content"].values():
            Draft202012Validator.check_schema(content["schema"])


def test_parameter_that_is_described_is_accepted_and_no_other(client: FlaskClient) -> None:
    for query in stored_queries():
        response = client.get(f"/api/{query.name}.json?nothing=1")
        told = re.search(r"takes ([^.]*)\.", json.loads(response.data)["detail"])
        assert told
        operation = resolved(DOCUMENT["paths"][f"/api/{query.name}.{{format}}"]["get"])
        assert isinstance(operation, dict)
        described = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
        assert set(told[1].split(", ")) == described


def test_list_has_every_query_in_both_languages(client: FlaskClient) -> None:
    response = client.get("/api/")
    assert response.get_json() == listing()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert len(listing()) == len(stored_queries()) > 60
    for entry in listing():
        assert entry["title"]["vi"]
        assert entry["title"]["en"]
        assert set(entry["addresses"]) == {"json", "csv", "tsv", "srj", "html"}


class Page(HTMLParser):
    """What a test asks of the page: ids, lists of inputs, actions, and anything that the policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.lists: set[str] = set()
        self.actions: list[str] = []
        self.forbidden: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.ids += [found["id"]] if "id" in found else []
        self.lists |= {found["list"]} if "list" in found else set()
        self.actions += [found[name] for name in ("action", "formaction") if name in found]
        if tag == "style" or "style" in found or (tag == "script" and "src" not in found):
            self.forbidden.append(tag)


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_page_has_a_form_for_every_query(client: FlaskClient, tongue: str) -> None:
    response = client.get(f"/{tongue}/api-guide")
    assert response.status_code == 200
    page = Page(response.text)
    for query in stored_queries():
        assert query.name in page.ids
        assert f"/api/{query.name}.csv" in page.actions
        assert getattr(query.title, tongue) in html.unescape(response.text)
    assert len(page.ids) == len(set(page.ids))
    assert page.lists <= set(page.ids)
    assert "values-bloc" in page.lists
    assert not page.forbidden


def test_every_form_can_be_sent_as_it_is(client: FlaskClient) -> None:
    for form in re.findall(r"<form action=\"/api/.*?</form>", client.get("/en/api-guide").text, re.DOTALL):
        fields = dict(re.findall(r'<input name="([^"]*)" value="([^"]*)"', form))
        for action in re.findall(r'action="([^"]*)"', form):
            assert client.get(action, query_string=fields).status_code in {200, 302}


def test_page_without_a_language_leads_to_that_of_the_reader(client: FlaskClient) -> None:
    response = client.get("/api-guide", headers={"Accept-Language": "en"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/en/api-guide"
    assert client.get("/fr/api-guide").status_code == 404


def test_names_of_entities_are_escaped(tmp_path: Path) -> None:
    store = Store()
    bloc = NamedNode(f"{ID}bloc/x")
    store.add(Quad(bloc, NamedNode(str(RDF.type)), NamedNode(str(TD.Bloc))))
    store.add(Quad(bloc, NamedNode(str(RDFS.label)), Literal("<script>alert(1)</script>", language="vi")))
    source = FixedSource("r", EmbeddedEngine.over(store))
    app = create_app(ServerConfig(store=tmp_path), source)
    text = app.test_client().get("/vi/api-guide").text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    refused = app.test_client().get("/api/leaders.csv?bloc=<script>", headers={"Accept": "text/html"})
    assert refused.status_code == 400
    assert "<script>" not in refused.text


SNIPPETS = '{% from "snippets.html" import snippets %}{{ snippets(address) }}'


def snippet(app: Flask, address: str, host: str = "http://example.org") -> str:
    with app.test_request_context("/en/x", base_url=host):
        return html.unescape(render_template_string(SNIPPETS, address=address))


def test_snippet_reads_the_table_at_its_full_address(app: Flask) -> None:
    text = snippet(app, "/api/leaders.csv?bloc=tay-nam-bo&year=2023")
    assert 'read_csv("http://example.org/api/leaders.csv?bloc=tay-nam-bo&year=2023")' in text
    assert "https://other.example/a.csv" in snippet(app, "https://other.example/a.csv")


def test_address_cannot_leave_its_string(app: Flask) -> None:
    text = snippet(app, '/x.csv?a=")\nimport os#\\')
    code = re.search(r"data = (pd\.read_csv.*?)</code>", text, re.DOTALL)
    assert code
    (call,) = [node for node in ast.walk(ast.parse(code[1].replace("\n", " "))) if isinstance(node, ast.Call)]
    assert isinstance(call.args[0], ast.Constant)
    with app.test_request_context("/en/x"):
        assert "<b>" not in render_template_string(SNIPPETS, address="/x?<b>")


def test_documentation_lists_the_further_queries_with_their_filters() -> None:
    text = (Path(__file__).parents[3] / "docs/stored-queries.md").read_text(encoding="utf-8")
    for query in stored_queries():
        if not query.number:
            row = re.search(rf"^\| `{query.name}` \| .* \| (.*) \|$", text, re.MULTILINE)
            assert row, query.name
            assert row[1].replace("`", "").split(", ") == [parameter.name for parameter in query.parameters]
