"""Answers of stored queries: formats that agree, parameters, paging, validators, links."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import unicodedata
from collections import Counter
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Store

from graph_store.engine import Answer, EmbeddedEngine
from server import errors
from server.answer_cache import AnswerCache
from server.answering import Answering
from server.source import Reading
from server.stored.collection import stored_queries
from server.stored.records import BY_ENDING, records
from server.stored.routes import blueprint

ALL = [query.name for query in stored_queries()]
EVERY = pytest.mark.parametrize("name", ALL)


def rows(client: FlaskClient, address: str) -> list[dict[str, object]]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    found = response.get_json()
    assert isinstance(found, list)
    return found


def detail(client: FlaskClient, address: str, status: int) -> str:
    response = client.get(address)
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    return str(json.loads(response.data)["detail"])


@EVERY
def test_all_formats_have_the_same_rows_and_columns(client: FlaskClient, name: str) -> None:
    found = rows(client, f"/api/{name}.json")
    columns = next(query.columns for query in stored_queries() if query.name == name)
    table = list(csv.reader(io.StringIO(client.get(f"/api/{name}.csv").text, newline="")))
    results = json.loads(client.get(f"/api/{name}.srj").data)
    tabbed = client.get(f"/api/{name}.tsv").text.splitlines()
    assert tuple(table[0]) == tuple(results["head"]["vars"]) == columns
    assert tabbed[0] == "\t".join(f"?{column}" for column in columns)
    assert len(table) - 1 == len(found) == len(results["results"]["bindings"]) == len(tabbed) - 1
    assert all(tuple(row) == columns for row in found)
    for row, line in zip(found, table[1:], strict=True):
        for plain, cell in zip(row.values(), line, strict=True):
            if isinstance(plain, (str, type(None))):
                assert (plain or "") == cell


def test_further_queries_find_what_the_articles_state(client: FlaskClient) -> None:
    for name in ("claims", "indicator-values", "rankings", "awards", "leaders", "members", "officials", "articles"):
        assert rows(client, f"/api/{name}.json"), name
    claims = rows(client, "/api/claims.json")
    articles = {row["article"]: row["claims"] for row in rows(client, "/api/articles.json")}
    assert Counter(row["article"] for row in claims) == articles


def test_filter_keeps_what_fits_and_nothing_else(client: FlaskClient) -> None:
    every = rows(client, "/api/leaders.json")
    led = rows(client, "/api/leaders.json?role=leader&year=2022")
    assert [row for row in every if row["role"] == "leader" and str(row["period"]).endswith("/2022")] == led
    assert 0 < len(led) < len(every)


@pytest.mark.parametrize("name", [query.name for query in stored_queries() if not query.number])
def test_each_filter_alone_gives_rows_of_the_whole(client: FlaskClient, name: str) -> None:
    every = {json.dumps(row) for row in rows(client, f"/api/{name}.json")}
    values = {
        "bloc": "tay-nam-bo",
        "province": "soc-trang",
        "period": "2023",
        "type": "ranking",
        "article": "tay-nam-bo-2023",
        "indicator": "grdp",
        "measure": "growth",
        "award": "government-emulation-flag",
        "role": "leader",
        "official": str(rows(client, "/api/officials.json")[0]["official"]),
        "publisher": "bao-kien-giang",
    }
    without = {("indicator-values", "province")}  # no article has a figure of Sóc Trăng
    for parameter in next(query for query in stored_queries() if query.name == name).parameters:
        if parameter.name in values:
            found = rows(client, f"/api/{name}.json?{parameter.name}={values[parameter.name]}")
            assert {json.dumps(row) for row in found} <= every
            assert found or (name, parameter.name) in without, (name, parameter.name)


def test_values_of_one_parameter_are_alternatives(client: FlaskClient) -> None:
    one = rows(client, "/api/indicator-values.json?province=bac-ninh")
    other = rows(client, "/api/indicator-values.json?province=ha-nam")
    both = rows(client, "/api/indicator-values.json?province=ha-nam&province=bac-ninh")
    assert len(both) == len(one) + len(other) > 1


def test_year_of_a_further_query_stands_for_its_halves_too(client: FlaskClient) -> None:
    whole = rows(client, "/api/indicator-values.json?year=2023")
    parts = [rows(client, f"/api/indicator-values.json?period={period}") for period in ("2023", "2023-H1")]
    assert all(parts)
    assert len(whole) == sum(map(len, parts))


def test_slug_path_and_iri_name_the_same(client: FlaskClient) -> None:
    address = "/api/leaders-and-deputies-of-a-bloc.json?bloc="
    first = client.get(address + "tay-nam-bo")
    assert first.get_json()
    for same in (
        "bloc/tay-nam-bo",
        "/id/bloc/tay-nam-bo",
        "https://w3id.org/thidua/id/bloc/tay-nam-bo",
        " tay-nam-bo ",
    ):
        again = client.get(address + quote(same))
        assert again.data == first.data
        assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(address + "dong-bang-song-hong").data != first.data


def test_empty_parameters_of_a_form_are_not_given(client: FlaskClient) -> None:
    assert client.get("/api/leaders.json?bloc=&year=&limit=").data == client.get("/api/leaders.json").data


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("bloc=tay-nam-bo%3E%20%3Fp%20%3Fo%20.%20%3Chttp://x", "no value"),
        ("bloc=tay-nam-bo%22", "no value"),
        ("bloc=a%5Cb", "no value"),
        ("bloc=%00", "no value"),
        ("bloc=%7B%7D", "no value"),
        ("bloc=http://elsewhere.example/x", "no value"),
        ("bloc=province/soc-trang", "no value"),
        ("bloc=" + "a" * 400, "no value"),
        ("blok=tay-nam-bo", "Is it bloc?"),
        ("year=23", "four digits"),
        ("year=%D9%A2%D9%A0%D9%A2%D9%A3", "four digits"),
        ("year=2023&period=2023", "one of the two"),
        ("limit=0", "from 1 to 10000"),
        ("limit=10001", "from 1 to 10000"),
        ("limit=1e3", "from 1 to 10000"),
        ("limit=%C2%B2", "from 1 to 10000"),
        ("limit=1&limit=2", "once"),
        ("offset=-1", "from 0"),
        ("offset=99999999999999", "from 0"),
        ("&".join(f"bloc=b{n}" for n in range(60)), "50 times"),
    ],
)
def test_malformed_or_unknown_parameter_gets_400(client: FlaskClient, query: str, says: str) -> None:
    assert says in detail(client, f"/api/leaders.json?{query}", 400)


def test_question_takes_one_value_of_a_parameter(client: FlaskClient) -> None:
    said = detail(client, "/api/leaders-and-deputies-of-a-bloc.json?bloc=tay-nam-bo&bloc=x", 400)
    assert "once" in said


def test_unknown_parameter_is_told_those_that_exist(client: FlaskClient) -> None:
    assert "takes bloc, period, province, role, year, limit, offset" in detail(client, "/api/leaders.csv?x=1", 400)
    assert "takes limit, offset" in detail(client, "/api/sources-that-disagree.csv?bloc=tay-nam-bo", 400)


@pytest.mark.parametrize("given", ["tay-nam", "tay-nam-bo-x"])
def test_entity_that_the_release_lacks_gets_404_with_a_suggestion(client: FlaskClient, given: str) -> None:
    assert "tay-nam-bo (Tây Nam bộ)" in detail(client, f"/api/leaders.json?bloc={given}", 404)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_name_in_the_place_of_a_slug_gets_400_with_a_suggestion(client: FlaskClient, form: str) -> None:
    given = quote(unicodedata.normalize(form, "Tây\u00a0Nam Bộ"))  # type: ignore[arg-type]
    assert "Is it tay-nam-bo (Tây Nam bộ)?" in detail(client, f"/api/leaders.json?bloc={given}", 400)


def test_default_of_a_question_is_taken_though_the_release_lacks_it(client: FlaskClient) -> None:
    assert rows(client, "/api/conferences-of-a-bloc.json?bloc=dong-nam-bo") == []
    detail(client, "/api/conferences-of-a-bloc.json?bloc=dong-nam-bo-2", 404)


def test_unknown_query_and_format_get_404_with_a_suggestion(client: FlaskClient) -> None:
    assert "Is it leaders" in detail(client, "/api/leadrs.csv", 404)
    assert "json, csv, tsv, srj, html" in detail(client, "/api/leaders.xls", 404)
    for wrong in ("/api/99.csv", "/api/.csv", "/api/..csv", "/api/%3Cscript%3E.csv", "/api/a/b.csv"):
        assert client.get(wrong).status_code == 404


def test_pages_together_are_the_whole(client: FlaskClient) -> None:
    for ending in BY_ENDING:
        address, found, pages = f"/api/claims.{ending}?limit=7", 0, 0
        seen: list[str] = []
        while address:
            response = client.get(address)
            pages += 1
            if ending == "json":
                seen += [str(row["claim"]) for row in response.get_json() or []]
            found += _rows(ending, response.data)
            following = re.search(r'<([^>]*)>; rel="next"', response.headers["Link"])
            address = following[1] if following else ""
        whole = rows(client, "/api/claims.json")
        assert found == len(whole)
        assert pages == len(whole) // 7 + 1
        if ending == "json":
            assert seen == [row["claim"] for row in whole]


def _rows(ending: str, body: bytes) -> int:
    return BY_ENDING[ending].written(body).rows if ending != "json" else len(json.loads(body))


def test_next_rows_keep_the_parameters(client: FlaskClient) -> None:
    link = client.get("/api/leaders.csv?bloc=tay-nam-bo&limit=1").headers["Link"]
    assert '</api/leaders.csv?bloc=tay-nam-bo&limit=1&offset=1>; rel="next"' in link


def test_answer_says_its_licence_its_description_and_what_to_cite(client: FlaskClient) -> None:
    response = client.get("/api/leaders.csv")
    link = response.headers["Link"]
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link
    assert '</api/openapi.json>; rel="describedby"' in link
    assert '<https://w3id.org/thidua/id/release/20240401T000000Z-0000>; rel="cite-as"' in link
    assert 'rel="next"' not in link
    assert response.headers["Content-Disposition"] == 'attachment; filename="thidua-leaders-20240401T000000Z-0000.csv"'
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.content_type == "text/csv; charset=utf-8; header=present"


def test_validator_gives_304_and_differs_by_parameters_and_format(client: FlaskClient) -> None:
    first = client.get("/api/leaders.json")
    tag = first.headers["ETag"]
    again = client.get("/api/leaders.json", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert not again.data
    others = ["/api/leaders.csv", "/api/leaders.json?limit=1", "/api/leaders.json?offset=1", "/api/members.json"]
    assert len({tag, *(client.get(address).headers["ETag"] for address in others)}) == 5
    assert client.get(others[1], headers={"If-None-Match": tag}).status_code == 200


def test_answer_is_coded_for_who_takes_it(client: FlaskClient) -> None:
    plain = client.get("/api/claims.json")
    coded = client.get("/api/claims.json", headers={"Accept-Encoding": "gzip"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.data) == plain.data
    assert coded.headers["ETag"] != plain.headers["ETag"]


def test_head_has_the_headers_alone(client: FlaskClient) -> None:
    response = client.head("/api/leaders.csv")
    assert response.status_code == 200
    assert response.data == b""
    assert response.headers["Content-Length"] == client.get("/api/leaders.csv").headers["Content-Length"]


def test_number_leads_to_the_name_with_the_same_parameters(client: FlaskClient) -> None:
    for number in ("1", "01", "01-leaders-and-deputies-of-a-bloc"):
        response = client.get(f"/api/{number}.csv?bloc=tay-nam-bo")
        assert response.status_code == 302
        assert response.headers["Location"] == "/api/leaders-and-deputies-of-a-bloc.csv?bloc=tay-nam-bo"


@pytest.mark.parametrize(
    ("accept", "ending"),
    [("text/csv", "csv"), ("*/*", "json"), ("text/html,*/*;q=0.8", "html"), ("application/sparql-results+json", "srj")],
)
def test_name_without_ending_leads_to_the_format_that_is_accepted(
    client: FlaskClient, accept: str, ending: str
) -> None:
    response = client.get("/api/leaders?year=2022", headers={"Accept": accept})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/api/leaders.{ending}?year=2022"
    assert "Accept" in response.headers["Vary"]
    assert client.get("/api/leaders", headers={"Accept": "image/png"}).status_code == 406


def test_html_leads_to_the_query_page_with_the_query_that_is_asked(client: FlaskClient) -> None:
    response = client.get("/api/leaders.html?bloc=dong-bang-song-hong&limit=3")
    assert response.status_code == 302
    (query,) = parse_qs(urlsplit(response.headers["Location"]).query)["query"]
    assert "<https://w3id.org/thidua/id/bloc/dong-bang-song-hong>" in query
    assert "LIMIT 3 OFFSET 0" in query
    answered = client.get("/sparql", query_string={"query": query, "format": "json"}).get_json(force=True)
    asked = client.get("/api/leaders.srj?bloc=dong-bang-song-hong&limit=3").get_json(force=True)
    assert answered["results"]["bindings"] == asked["results"]["bindings"]


def test_record_has_numbers_truth_and_gaps_of_json_and_texts_as_they_are() -> None:
    text = """SELECT ?i ?d ?e ?t ?l ?n ?u { VALUES (?i ?d ?e ?t ?l ?n ?u) {
      (7 98000000000000.5 1e2 true "a\\r\\n\\"b\\" <b>"@vi "INF"^^<http://www.w3.org/2001/XMLSchema#double> UNDEF)
      (-0 0.10 12345678901234567890.5 false <http://x/y> 12345678901234567890 "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date>)
    } }"""
    answer = EmbeddedEngine.over(Store()).query(text, ["application/sparql-results+json"])
    written = records(answer.read())
    first, second = json.loads(written.body)
    assert written.rows == 2
    assert first == {"i": 7, "d": 98000000000000.5, "e": 100.0, "t": True, "l": 'a\r\n"b" <b>', "n": "INF", "u": None}
    assert list(second.values()) == [
        0,
        0.1,
        "12345678901234567890.5",
        False,
        "http://x/y",
        "12345678901234567890",
        "2024-01-01",
    ]
    for ending in ("csv", "tsv", "srj"):
        form = BY_ENDING[ending]
        body = EmbeddedEngine.over(Store()).query(text, [form.engine_type]).read()
        assert form.written(body).rows == 2


def test_same_question_is_put_to_the_engine_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    whole = EmbeddedEngine.query

    def counted(self: EmbeddedEngine, text: str, *rest: object) -> Answer:
        asked.append(text)
        return whole(self, text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(EmbeddedEngine, "query", counted)
    first = client.get("/api/members.csv?limit=9999&bloc=tay-nam-bo").data
    count = len(asked)
    assert client.get("/api/members.csv?bloc=bloc/tay-nam-bo&limit=9999").data == first
    assert len(asked) == count > 0


class Switching:
    """A source whose release changes."""

    def __init__(self) -> None:
        self.reading = Reading("r1", EmbeddedEngine.over(Store()))

    def current(self) -> Reading:
        return self.reading


def test_release_changes_the_validator() -> None:
    source = Switching()
    app = Flask("server.app")
    errors.install(app)
    app.register_blueprint(blueprint(source, Answering(AnswerCache(1 << 20))))
    first = app.test_client().get("/api/leaders.json")
    source.reading = Reading("r2", EmbeddedEngine.over(Store()))
    second = app.test_client().get("/api/leaders.json", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "release/r2" in second.headers["Link"]
