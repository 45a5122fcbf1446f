import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from ontology.questions import Question, questions, themes
from server.examples import by_theme, first_of_each_theme
from server.source import Reading

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("example", questions(), ids=lambda example: example.name)
def test_every_example_runs_within_the_bounds_of_a_request(client: FlaskClient, example: Question) -> None:
    answer = client.get("/sparql", query_string={"query": example.query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    variables = answer.text.splitlines()[0].split(",")
    assert all(f"?{variable}" in example.query for variable in variables)


def test_leaders_of_the_bloc_come_by_year(reading: Reading) -> None:
    rows = [(row["year"].value, row["province"].value) for row in reading.rows(questions()[0].query)]
    assert rows == [("2022", "Đồng Tháp"), ("2022", "Kiên Giang"), ("2023", "Sóc Trăng"), ("2024", "Long An")]


def test_a_browser_without_a_query_gets_the_form_with_examples_and_prefixes(client: FlaskClient) -> None:
    answer = client.get("/sparql", headers=BROWSER)
    assert answer.status_code == 200
    assert '<textarea id="query" name="query"' in answer.text
    assert "PREFIX td: &lt;https://w3id.org/thidua/ontology#&gt;" in answer.text
    assert "sdmx-dimension:" in answer.text
    assert answer.text.count("/sparql?query=") == 2 * len(questions())


def test_examples_stand_by_theme_with_title_and_question_in_both_languages(client: FlaskClient) -> None:
    page = unescape(client.get("/sparql", headers=BROWSER).text)
    assert [theme for theme, _ in by_theme()] == list(themes())
    for theme, found in by_theme():
        assert f'<h3 id="{theme.slug}">{theme.label.vi} <span class="en" lang="en">{theme.label.en}</span></h3>' in page
        for example in found:
            assert f">{example.title.vi}</a><p>{example.question.vi}</p></div>" in page
            assert f">{example.title.en}</a><p>{example.question.en}</p></div>" in page


def test_front_page_asks_one_question_of_each_theme_and_leads_to_all(client: FlaskClient) -> None:
    for language, told in (("vi", f"Tất cả {len(questions())} câu hỏi"), ("en", f"All {len(questions())} questions")):
        page = unescape(client.get(f"/{language}/", headers=BROWSER).text)
        assert page.count(f'href="/{language}/query?query=') == len(first_of_each_theme()) == len(themes())
        assert all(getattr(example.question, language) in page for example in first_of_each_theme())
        assert f'<a href="/{language}/api-guide">{told}' in page


def test_example_links_carry_the_whole_query(client: FlaskClient) -> None:
    page = client.get("/sparql", headers=BROWSER).text
    address = unescape(re.findall(r'href="(/sparql\?query=[^"]+)"', page)[0])
    assert parse_qs(urlsplit(address).query)["query"] == [questions()[0].query]
    assert "Đồng Tháp" in client.get(address, headers=BROWSER).text


def test_results_are_a_table_with_labels_that_link_to_pages(client: FlaskClient) -> None:
    query = "SELECT ?member ?n WHERE { ?c a td:RankingClaim ; td:member ?member ; td:score ?n } ORDER BY ?n"
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER).text
    assert '<th scope="col">member</th>' in page
    assert re.search(r'<td><a href="/vi/page/province/kien-giang">Kiên Giang</a>\s*</td><td>932.88</td>', page)
    assert "format=csv" in page
    assert "3 dòng" in page


def test_an_ask_is_answered_in_words(client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": "ASK { ?s a td:Bloc }"}, headers=BROWSER).text
    assert re.search(r"<h2>Có <span[^>]*>Yes</span>", page)


def test_a_graph_is_a_table_of_triples(client: FlaskClient) -> None:
    query = "DESCRIBE <https://w3id.org/thidua/id/bloc/tay-nam-bo>"
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER).text
    assert '<th scope="col">predicate</th>' in page
    assert "format=ttl" in page
    assert "format=csv" not in page


def test_a_malformed_query_is_kept_in_the_form_and_its_fault_shown(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p <b> . }}"}, headers=BROWSER)
    assert answer.status_code == 400
    assert "Truy vấn sai cú pháp" in answer.text
    assert "line 2, column 23" in answer.text
    assert "WHERE { ?s ?p &lt;b&gt; . }}</textarea>" in answer.text


def test_markup_in_results_and_queries_is_shown_as_text(client: FlaskClient) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) (<javascript:alert(1)> AS ?y) {} # </textarea><script>'
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER).text
    assert "<script>" not in page
    assert 'href="javascript:' not in page
    assert "javascript:alert(1)" in page


def test_a_table_shows_its_first_rows_and_says_so(client: FlaskClient) -> None:
    query = "SELECT ?a ?b WHERE { ?a a td:Claim . ?b a ?c }"
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER).text
    assert "Bảng hiện 1.000 dòng đầu" in page
    assert page.count("<tr>") == 1001 + len(re.findall(r"<tr><th scope=\"row\">", page))
