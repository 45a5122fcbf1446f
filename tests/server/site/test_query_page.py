"""The query page without its script, and what the script asks for."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ontology.names import ID, PREFIXES, TD
from ontology.questions import questions
from server.site.query_page import BUNDLE, MOST_LABELS

BLOC = f"{ID}bloc/tay-nam-bo"


def shown_query(page: str) -> str:
    found = re.search(r'<textarea id="query"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found.group(1))


@pytest.fixture
def built(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A static folder of its own, in which the bundle lies."""
    for file in BUNDLE:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("")
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("accepted", "language"), [("en-GB,en;q=0.9", "en"), ("vi", "vi"), ("fr", "vi")])
def test_the_address_without_a_language_leads_to_the_readers(client: FlaskClient, accepted: str, language: str) -> None:
    answer = client.get("/query?query=ASK+%7B%7D", headers={"Accept-Language": accepted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{language}/query?query=ASK+%7B%7D"
    assert "Accept-Language" in answer.headers["Vary"]


def test_every_example_is_offered_in_the_language_of_the_page_alone(client: FlaskClient) -> None:
    vietnamese, english = (unescape(client.get(f"/{language}/query").text) for language in ("vi", "en"))
    for question in questions():
        assert f">{question.title.vi}</option>" in vietnamese
        assert f">{question.title.en}</option>" in english
        assert f">{question.title.en}</option>" not in vietnamese
    assert vietnamese.count("<optgroup label=") == english.count("<optgroup label=")


def test_the_form_of_one_language_leads_to_that_language_whichever_was_asked_for_first(client: FlaskClient) -> None:
    for language in ("vi", "en", "vi"):
        assert f'class="query-examples" action="/{language}/query"' in client.get(f"/{language}/query").text


def test_an_example_is_filled_in_below_its_question(client: FlaskClient) -> None:
    example = questions()[11]
    for language, asked in (("vi", example.question.vi), ("en", example.question.en)):
        page = client.get(f"/{language}/query", query_string={"example": example.name}).text
        query = shown_query(page)
        assert query.startswith(f"# {asked}\n\n")
        assert "# title vi" not in query
        assert example.query.endswith(query.partition("\n\n")[2])
        assert re.search(rf'<option value="{example.name}"[^>]* selected>', page)


def test_an_unknown_example_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/vi/query?example=no-such", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert "no-such" in answer.json["detail"]


def test_a_query_of_the_address_is_filled_in_as_text(client: FlaskClient) -> None:
    query = 'SELECT ("</textarea><script>alert(1)</script>" AS ?x) {} # Sóc Trăng'
    page = client.get("/en/query", query_string={"query": query}).text
    assert shown_query(page) == query
    assert "<script>alert" not in page
    assert 'data-given="yes"' in page
    assert 'data-given="no"' in client.get("/en/query").text


def test_a_query_in_decomposed_letters_or_with_lines_of_a_form_stays_the_same_query(client: FlaskClient) -> None:
    query = unicodedata.normalize("NFD", "# Đồng Tháp\u00a0?\r\nASK {}")
    assert shown_query(client.get("/vi/query", query_string={"query": query}).text) == query.replace("\r\n", "\n")


def test_a_query_longer_than_the_endpoint_takes_is_refused(client: FlaskClient) -> None:
    answer = client.get("/vi/query", query_string={"query": "#" * 4097})
    assert answer.status_code == 413
    assert "4097 bytes" in answer.get_json(force=True)["detail"]


def test_without_the_bundle_the_plain_form_asks_the_endpoint(app: Flask, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    page = app.test_client().get("/vi/query").text
    assert "query/query." not in page
    assert '<form class="query" id="plain-query" action="/sparql">' in page


def test_with_the_bundle_its_script_and_sheet_are_included(client: FlaskClient, built: Path) -> None:
    page = client.get("/vi/query").text
    assert '<script src="/static/query/query.js" defer></script>' in page
    assert '<link rel="stylesheet" href="/static/query/query.css">' in page
    assert "style=" not in page
    (built / BUNDLE[0]).unlink()  # half a build is none
    assert "query/query." not in client.get("/vi/query").text


def test_examples_have_both_languages_and_a_query_that_runs(client: FlaskClient) -> None:
    examples = client.get("/query/examples.json").json["examples"]
    assert [example["name"] for example in examples] == [question.name for question in questions()]
    first = examples[0]
    assert first["title"] == {"vi": questions()[0].title.vi, "en": questions()[0].title.en}
    answer = client.get("/sparql", query_string={"query": first["query"]}, headers={"Accept": "text/csv"})
    assert "Đồng Tháp" in answer.text


def test_terms_are_named_in_both_languages_by_kind(client: FlaskClient) -> None:
    answer = client.get("/query/terms.json").json
    assert answer["prefixes"] == PREFIXES
    by_name = {term["short"]: term for term in answer["terms"]}
    bloc = {"iri": f"{TD}Bloc", "kind": "class", "short": "td:Bloc", "vi": "Cụm thi đua", "en": "Emulation bloc"}
    assert by_name["td:Bloc"] == bloc
    assert by_name["td:hasMember"]["kind"] == "property"
    assert by_name["rdf:type"]["kind"] == "property"
    assert not any(name.startswith("<") for name in by_name)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_labels_tell_name_and_page_of_each_iri(client: FlaskClient, method: str) -> None:
    iris = [BLOC, f"{TD}Bloc", "http://example.org/unknown", "urn:none"]
    if method == "GET":
        answer = client.get("/query/labels", query_string={"iri": iris})
    else:
        answer = client.post("/query/labels", json={"iris": iris})
    assert answer.json["labels"] == {
        BLOC: {"vi": "Tây Nam bộ", "en": answer.json["labels"][BLOC]["en"], "href": "/page/bloc/tay-nam-bo"},
        f"{TD}Bloc": {"vi": "Cụm thi đua", "en": "Emulation bloc", "href": "/ontology#Bloc"},
        "http://example.org/unknown": {"href": "http://example.org/unknown"},
        "urn:none": {},
    }


def test_labels_of_what_scripts_run_have_no_address(client: FlaskClient) -> None:
    iri = "javascript:alert(1)"
    assert client.get("/query/labels", query_string={"iri": iri}).json == {"labels": {iri: {}}}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"iris": "http://a/"}', b'{"iris": [1]}', b'{"iris": null}', b'"\\ud800"']
)
def test_a_body_of_another_form_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/query/labels", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert "iri" in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    "iri", ["no scheme", "http://a/<b>", "http://a/> ?s ?p ?o . <http://b/", "", "http://a/\ud800"]
)
def test_what_is_no_iri_is_refused(client: FlaskClient, iri: str) -> None:
    answer = client.post("/query/labels", json={"iris": [iri]})
    assert answer.status_code == 400


def test_more_labels_than_one_request_may_ask_for_are_refused(client: FlaskClient) -> None:
    iris = [f"http://example.org/{number}" for number in range(MOST_LABELS + 1)]
    assert client.post("/query/labels", json={"iris": iris[:-1]}).status_code == 200
    answer = client.post("/query/labels", json={"iris": iris})
    assert answer.status_code == 400
    assert str(MOST_LABELS) in answer.get_json(force=True)["detail"]
