from __future__ import annotations

import tempfile
import threading
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph_store.engine import Answer, EmbeddedEngine
from graph_store.errors import QueryDeadlineError
from ontology.load import reference_graph
from ontology.names import DCTERMS, ID, RDF, RDFS, TD
from server.app import create_app
from server.config import ServerConfig
from server.errors import ProblemError
from server.kinds import ENTITIES, by_slug
from server.search import Question, index_of, prepare
from server.search.folding import accented, marks, parts
from server.search.material import years
from server.search.names import without_general_words
from server.search.similarity import similarity
from server.source import FixedSource, Reading
from server.wording import fold

SENTENCE = "Các tỉnh trong Cụm gồm Long An, Kiên Giang, Sóc Trăng và Cà Mau."


def names(reading: Reading, query: str, kind: str = "") -> list[str]:
    groups = index_of(reading).search(query, by_slug(kind, ENTITIES))
    return [hit.name for group in groups for hit in group.hits]


def sentences(reading: Reading, query: str, **filters: str) -> list[str]:
    answer = index_of(reading).find(Question(query, filters, limit=50))
    return [passage.sentence for group in answer.groups for passage in group.passages]


@pytest.fixture(scope="module")
def reference() -> Reading:
    """The reference data alone."""
    store = Store()
    store.extend(Quad(*triple) for triple in parse(reference_graph().serialize(format="nt"), RdfFormat.N_TRIPLES))
    return FixedSource("reference", EmbeddedEngine.over(store)).current()


@pytest.mark.parametrize(
    "query", ["Sóc Trăng", "soc trang", "SOC TRANG", "trang soc", "sóc", "só tră", "Sóc\u00a0Trăng", "soc_trang"]
)
def test_a_province_is_found_with_and_without_diacritics(reading: Reading, query: str) -> None:
    assert "Sóc Trăng" in names(reading, query, "province")


def test_a_decomposed_label_is_found_by_a_composed_query_and_the_other_way_round(reading: Reading) -> None:
    composed = "Đồng Tháp nhận cờ"
    assert any("nha" in fold(name) for name in names(reading, composed, "article"))
    assert names(reading, unicodedata.normalize("NFD", composed), "article") == names(reading, composed, "article")


@pytest.mark.parametrize(
    "query", ["ban thi đua khen thưởng trung ương", "Ban TĐKT Trung ương", "central committee for emulation"]
)
def test_a_central_body_is_found_by_all_its_names(reference: Reading, query: str) -> None:
    assert "Ban Thi đua - Khen thưởng Trung ương" in names(reference, query, "body")


def test_boundaries_memberships_and_names_of_blocs_are_no_hits_of_their_own(reference: Reading) -> None:
    hits = [hit for group in index_of(reference).search("An Giang") for hit in group.hits]

    assert {hit.path.partition("/")[0] for hit in hits} == {"province", "change"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("tp HCM", "Hồ Chí Minh"),
        ("tỉnh đăk lăk", "Đắk Lắk"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("bà rịa vũng tàu", "Bà Rịa - Vũng Tàu"),
        ("cụm tây nam bộ", "Tây Nam bộ"),
        ("hoà bình", "Hòa Bình"),
    ],
)
def test_a_name_is_found_as_people_write_it(reference: Reading, query: str, name: str) -> None:
    assert names(reference, query)[0] == name


def test_units_of_one_name_tell_their_eras(reference: Reading) -> None:
    found = index_of(reference).search("An Giang", by_slug("province", ENTITIES))[0].hits

    assert [(hit.path, hit.detail.text, hit.detail.en) for hit in found] == [
        ("province/an-giang", "đến 30/6/2025", "until 30 June 2025"),
        ("province/an-giang-2025", "từ 1/7/2025", "from 1 July 2025"),
    ]


def test_folding_takes_away_marks_and_punctuation() -> None:
    assert fold("Bà Rịa – Vũng Tàu") == "ba ria vung tau"
    assert fold("ĐẮK") == "dak"


def test_forms_with_diacritics_have_one_placement_of_tones() -> None:
    assert accented("Hoà  Bình") == accented(unicodedata.normalize("NFD", "hòa bình"))
    assert accented("hoa binh") != accented("hòa bình")


def test_the_exact_name_comes_before_longer_ones(reading: Reading) -> None:
    assert names(reading, "soc trang")[0] == "Sóc Trăng"


def test_names_that_agree_in_diacritics_come_first(reference: Reading) -> None:
    assert names(reference, "bạc", "province")[0] == "Bạc Liêu"
    assert names(reference, "bac", "province")[0] == "Bắc Kạn"


def test_other_names_and_notations_are_searched_too(reading: Reading) -> None:
    assert "Cờ thi đua của Chính phủ" in names(reading, "government emulation flag")
    assert "Kiên Giang" in names(reading, "tỉnh kiên giang", "province")


def test_claims_are_not_search_results(reading: Reading) -> None:
    assert all("/claim/" not in hit.iri for group in index_of(reading).search("a") for hit in group.hits)


def test_an_empty_search_finds_nothing_but_lists_a_kind(reading: Reading) -> None:
    assert names(reading, "") == []
    assert names(reading, "   ...") == []
    assert len(names(reading, "", "bloc")) == 2


@pytest.mark.parametrize(
    "query", ["long an kien giang", "Cà Mau.", "trong cụm g", unicodedata.normalize("NFD", "và Cà Mau")]
)
def test_sentences_are_found_by_whole_words_and_the_beginning_of_the_last(reading: Reading, query: str) -> None:
    assert SENTENCE in sentences(reading, query)


def test_a_sentence_is_not_found_by_the_beginning_of_a_word_in_the_middle(reading: Reading) -> None:
    assert sentences(reading, "lon an") == []


def test_a_sentence_names_its_claims_and_its_article(reading: Reading) -> None:
    answer = index_of(reading).find(Question("long an kien giang"))
    passage = next(each for group in answer.groups for each in group.passages if each.sentence == SENTENCE)

    assert [article.path for article in passage.articles] == ["article/tay-nam-bo-2023"]
    assert passage.articles[0].detail.en == "27 March 2024"
    assert len(passage.claims) == 3
    assert all("/claim/tay-nam-bo-2023/membership-" in claim for claim in passage.claims)
    assert "".join(part.text for part in passage.parts) == SENTENCE
    assert [part.text for part in passage.parts if part.marked] == ["Long An, Kiên Giang"]


def test_words_are_marked_in_any_normalisation_and_the_last_from_its_beginning() -> None:
    sentence = unicodedata.normalize("NFD", "Tỉnh Sóc Trăng, tỉnh Cà Mau")
    assert [sentence[a:b] for a, b in marks(sentence, ["soc", "tr"])] == [unicodedata.normalize("NFD", "Sóc Trăng")]
    assert [sentence[a:b] for a, b in marks(sentence, ["trang", "soc"])] == [
        unicodedata.normalize("NFD", word) for word in ("Sóc", "Trăng")
    ]
    assert marks("Sóc Trăng", []) == []


def test_where_the_words_follow_each_other_they_are_not_marked_elsewhere() -> None:
    found = parts("Cụm Đông Nam bộ do Cụm trưởng chủ trì", ["cum", "truong"])
    assert [part.text for part in found if part.marked] == ["Cụm trưởng"]


def test_entities_come_before_sentences_and_the_group_with_the_best_hit_first(reading: Reading) -> None:
    groups = index_of(reading).find(Question("tay nam bo")).groups

    assert groups[0].kind.slug == "bloc"
    assert groups[-1].kind.slug == "sentence"


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("tay nam bo", {}),
        ("t", {"year": "2023"}),
        ("cụm trưởng", {"bloc": "tay-nam-bo", "kind": "sentence"}),
        ("", {"province": "soc-trang"}),
        ("tinh", {"kind": "sentence", "year": "2023"}),
    ],
)
def test_the_count_of_a_facet_is_what_choosing_it_finds(reading: Reading, query: str, filters: dict[str, str]) -> None:
    index = index_of(reading)
    answer = index.find(Question(query, filters))
    choices = [(facet.dimension, choice) for facet in answer.facets for choice in facet.choices]

    assert answer.total
    assert choices
    for dimension, choice in choices:
        found = index.find(Question(query, {**filters, dimension: choice.value}))
        assert found.total == choice.count, (dimension, choice)
        assert choice.chosen == (filters.get(dimension) == choice.value)


def test_facets_come_from_the_claims_that_name_an_entity_or_rest_on_a_sentence(reading: Reading) -> None:
    index = index_of(reading)
    official = index.find(Question("trần văn lâu", {"kind": "official"}))
    facets = {facet.dimension: [choice.value for choice in facet.choices] for facet in official.facets}

    assert "2024" in facets["year"]
    assert sentences(reading, "cụm trưởng", bloc="tay-nam-bo", year="2023")
    assert sentences(reading, "cụm trưởng", bloc="dong-bang-song-hong", year="2023") == []


def test_a_facet_names_the_era_of_a_province(reference: Reading) -> None:
    answer = index_of(reference).find(Question("an giang"))
    labels = [c.label.text for facet in answer.facets if facet.dimension == "province" for c in facet.choices]

    assert "An Giang (từ 1/7/2025)" in labels


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("2023", ["2023"]),
        ("2023-H1", ["2023"]),
        ("2021--2023", ["2021", "2022", "2023"]),
        ("2024-01--2024-09", ["2024"]),
        ("1996--2015", ["1996", "2015"]),
        ("moi", []),
    ],
)
def test_a_period_counts_as_its_years(notation: str, expected: Sequence[str]) -> None:
    assert years(notation) == expected


def test_general_words_are_taken_away_where_they_belong_to_the_kind() -> None:
    assert without_general_words("province", "thanh pho can tho") == "can tho"
    assert without_general_words("bloc", "southwest emulation bloc") == "southwest"
    assert without_general_words("official", "tinh uy vien") == "tinh uy vien"


def test_likeness_is_of_the_letters() -> None:
    assert similarity("soc trang", "soc trang") == 1
    assert 0.8 < similarity("soc trang", "soc trag") < 1
    assert similarity("trang soc", "soc trang") < 1
    assert similarity("ca mau", "hung yen") < 0.2
    assert similarity("", "x") < 1


def test_a_misspelt_name_is_offered_in_its_right_form(reading: Reading) -> None:
    assert index_of(reading).near("soc trag", 3)[0].name == "Sóc Trăng"


def test_the_database_leaves_no_file_behind(reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    again = Reading("again", reading.engine)

    assert names(again, "soc trang")
    assert list(tmp_path.iterdir()) == []


class _Engine:
    """Answers as another engine does, once the gate is open, and fails at first so many times."""

    def __init__(self, reading: Reading, failures: int = 0) -> None:
        self._engine = reading.engine
        self.gate = threading.Event()
        self.failures = failures

    def query(self, text: str, accept: Sequence[str] = (), *rest: Sequence[str]) -> Answer:
        assert self.gate.wait(30)
        if self.failures:
            self.failures -= 1
            raise QueryDeadlineError(10)
        return self._engine.query(text, accept, *rest)


def test_a_request_waits_for_the_index_but_not_for_ever(reading: Reading) -> None:
    engine = _Engine(reading)
    slow = Reading("slow", engine)  # type: ignore[arg-type]
    prepare(slow)

    with pytest.raises(ProblemError) as raised:
        index_of(slow, seconds=0)
    assert raised.value.status == 503
    assert raised.value.headers["Retry-After"]
    assert slow.once("another", lambda: "thing") == "thing", "what else is kept of a release doesn't wait"

    engine.gate.set()
    assert names(slow, "soc trang")[0] == "Sóc Trăng"


def test_an_index_that_could_not_be_made_is_made_at_the_next_request(reading: Reading) -> None:
    engine = _Engine(reading, failures=1)
    engine.gate.set()
    failing = Reading("failing", engine)  # type: ignore[arg-type]

    with pytest.raises(QueryDeadlineError):
        index_of(failing)
    assert names(failing, "soc trang")[0] == "Sóc Trăng"


def test_searches_run_beside_each_other(reading: Reading) -> None:
    index = index_of(reading)
    expected = [hit.iri for hit in index.suggest("soc")]
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append([hit.iri for hit in index.suggest("soc")])) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 12


# The pages


def test_the_search_page_groups_results_by_class(client: FlaskClient) -> None:
    page = client.get("/vi/search", query_string={"q": "tay nam bo"}).text
    assert 'href="/vi/page/bloc/tay-nam-bo"' in page
    headings = [f"<h2>{kind}" for kind in ("Cụm thi đua", "Hội nghị", "Bài báo", "Câu văn trong bài báo")]
    assert [page.index(heading) for heading in headings] == sorted(page.index(heading) for heading in headings)


def test_the_search_page_is_in_the_language_of_its_address(client: FlaskClient) -> None:
    client.get("/vi/search", query_string={"q": "tay nam bo"})
    page = client.get("/en/search", query_string={"q": "tay nam bo"}).text

    assert '<html lang="en">' in page
    assert "Emulation blocs" in page
    assert 'action="/en/search"' in page
    assert 'href="/en/page/bloc/tay-nam-bo"' in page
    assert "Không cần gõ dấu" not in page


def test_an_address_without_a_language_leads_to_the_readers(client: FlaskClient) -> None:
    response = client.get("/search?q=soc%20trang", headers={"Accept-Language": "en"})

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/en/search?q=soc")
    assert "Accept-Language" in response.headers["Vary"]


def test_a_long_list_of_one_kind_is_paged(client: FlaskClient) -> None:
    first = client.get("/vi/search?kind=province").text
    assert "trang 1 / 2" in first
    assert "page=2" in first
    second = client.get("/vi/search?kind=province&page=2").text
    assert "trang 2 / 2" in second
    assert first.count('href="/vi/page/province/') == 5
    assert second.count('href="/vi/page/province/') == 3


def test_facets_are_links_that_add_and_take_away(client: FlaskClient) -> None:
    page = client.get("/en/search?q=soc+trang").text
    assert 'href="?q=soc+trang&amp;year=2023"' in page
    narrowed = client.get("/en/search?q=soc+trang&year=2023").text
    assert 'href="?q=soc+trang" rel="nofollow" class="chosen"' in narrowed
    assert '<input type="hidden" name="year" value="2023">' in narrowed
    assert "Remove all filters" in narrowed


def test_sentences_are_shown_with_marks_and_links(client: FlaskClient) -> None:
    page = client.get("/vi/search?q=long+an+kien+giang").text

    assert "<mark>Long An, Kiên Giang</mark>" in page
    assert 'href="/vi/page/article/tay-nam-bo-2023"' in page
    assert 'href="/vi/page/claim/tay-nam-bo-2023/membership-' in page


def test_where_nothing_is_found_the_nearest_names_are_offered(client: FlaskClient) -> None:
    page = client.get("/en/search?q=soc+trag").text
    assert "Nothing found" in page
    assert "Did you mean" in page
    assert 'href="/en/page/province/soc-trang"' in page


@pytest.mark.parametrize(
    "query",
    [
        *("kind=province&page=0", "kind=province&page=-1", "kind=province&page=x", "kind=province&page=99999999999"),
        *("kind=province&page=٣", "q=a&page=2", "kind=nonsense", "year=twenty", "year=２０２３", "year=23"),
        *("bloc=no-such-bloc", "province=%00", "q=a&bloc=%27;--"),
    ],
)
@pytest.mark.parametrize("address", ["/vi/search", "/search.json"])
def test_a_parameter_out_of_reason_is_refused_with_the_reason(client: FlaskClient, address: str, query: str) -> None:
    response = client.get(f"{address}?{query}")

    assert response.status_code == 400
    assert response.json is not None
    assert response.json["detail"]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "%00",
            '"',
            "*",
            "a OR b",
            "NEAR(",
            "()",
            "-",
            "soc AND",
            "^soc",
            "name_words:soc",
            "½ ² ª",
            "漢字 ไทย",
            "\\",
        ),
        *("%ed%a0%80", "_" * 300, "a " * 300, "😀", "%", "'", "İ"),
    ],
)
def test_any_text_can_be_searched(client: FlaskClient, query: str) -> None:
    for address in ("/vi/search", "/search.json", "/search/suggest"):
        assert client.get(f"{address}?q={query}").status_code == 200


def test_markup_in_a_search_is_shown_as_text(client: FlaskClient) -> None:
    page = client.get("/vi/search", query_string={"q": '<script>alert(1)</script>"'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_json_has_what_the_page_shows(client: FlaskClient) -> None:
    response = client.get("/search.json?q=soc+trang&year=2023")
    answer = response.json

    assert answer is not None
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (answer["query"], answer["filters"], answer["page"], answer["pages"]) == (
        "soc trang",
        {"year": "2023"},
        1,
        1,
    )
    assert answer["total"] == sum(group["count"] for group in answer["groups"])
    assert answer["groups"][0]["hits"][0] == {
        "id": "https://w3id.org/thidua/id/province/soc-trang",
        "name": {"vi": "Sóc Trăng", "en": "Soc Trang"},
        "kind": "province",
        "detail": {"vi": "", "en": ""},
        "url": "http://localhost/page/province/soc-trang",
    }
    found = next(group for group in answer["groups"] if group["kind"] == "sentence")["hits"][0]
    assert {fold(found["sentence"][begin:end]) for begin, end in found["marks"]} == {"soc trang"}
    assert found["articles"][0]["kind"] == "article"
    assert [facet["dimension"] for facet in answer["facets"]] == ["kind", "bloc", "province", "year"]


def test_suggestions_are_of_the_opensearch_form(client: FlaskClient) -> None:
    response = client.get("/search/suggest?q=soc&lang=en")

    assert response.mimetype == "application/x-suggestions+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json is not None
    typed, found, descriptions, addresses = response.json
    assert typed == "soc"
    assert (found[0], descriptions[0], addresses[0]) == (
        "Soc Trang",
        "Province",
        "http://localhost/en/page/province/soc-trang",
    )
    assert len(found) == len(descriptions) == len(addresses) <= 8


def test_suggestions_without_a_language_vary_by_it(client: FlaskClient) -> None:
    response = client.get("/search/suggest?q=soc", headers={"Accept-Language": "en"})
    assert "Accept-Language" in response.headers["Vary"]
    assert response.json is not None
    assert response.json[1][0] == "Soc Trang"
    assert client.get("/search/suggest?q=soc&lang=fr").status_code == 400


def test_the_opensearch_description_names_addresses_that_answer(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml?lang=en")
    assert response.mimetype == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.data)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}

    assert len(root.findtext("o:ShortName", "", space)) <= 16
    assert root.findtext("o:Language", "", space) == "en"
    kinds = set()
    for url in root.findall("o:Url", space):
        address = url.attrib["template"].replace("{searchTerms}", "soc%20trang")
        assert address.startswith("http://localhost/")
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, url.attrib["type"])
        kinds.add(url.attrib["type"])
    assert {"text/html", "application/x-suggestions+json"} <= kinds


def test_the_script_is_short_and_asks_this_server_alone() -> None:
    script = (Path(__file__).parents[2] / "server/static/search.js").read_text(encoding="utf-8")
    assert len(script.encode()) < 4096
    assert "http" not in script


def test_a_document_is_found_by_its_title(tmp_path: Path) -> None:
    store = Store()
    law = NamedNode(f"{ID}document/luat-06-2022-qh15")
    for name, value in (
        (RDF.type, NamedNode(TD.Document)),
        (RDFS.label, Literal("Luật số 06/2022/QH15", language="vi")),
        (DCTERMS.title, Literal("Luật Thi đua, khen thưởng", language="vi")),
    ):
        store.add(Quad(law, NamedNode(name), value))
    site = create_app(ServerConfig(store=tmp_path), FixedSource("r", EmbeddedEngine.over(store))).test_client()
    found = site.get("/vi/search?q=luat+thi+dua").text
    assert 'href="/vi/page/document/luat-06-2022-qh15"' in found
    assert "Luật số 06/2022/QH15" in found
