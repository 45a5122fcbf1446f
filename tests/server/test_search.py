import unicodedata

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, Store, parse

from graph_store.engine import EmbeddedEngine
from ontology.load import reference_graph
from server.kinds import ENTITIES, by_slug
from server.search import index_of
from server.source import FixedSource, Reading
from server.wording import fold


def names(reading: Reading, query: str, kind: str = "") -> list[str]:
    groups = index_of(reading).search(query, by_slug(kind, ENTITIES))
    return [hit.name for group in groups for hit in group.hits]


@pytest.mark.parametrize("query", ["Sóc Trăng", "soc trang", "SOC TRANG", "trang soc", "sóc", "só tră"])
def test_a_province_is_found_with_and_without_diacritics(reading: Reading, query: str) -> None:
    assert "Sóc Trăng" in names(reading, query, "province")


def test_a_decomposed_label_is_found_by_a_composed_query_and_the_other_way_round(reading: Reading) -> None:
    composed = "Đồng Tháp nhận cờ"
    assert any("nha" in fold(name) for name in names(reading, composed, "article"))
    assert names(reading, unicodedata.normalize("NFD", composed), "article") == names(reading, composed, "article")


@pytest.fixture(scope="module")
def reference() -> Reading:
    """The reference data alone."""
    store = Store()
    store.extend(Quad(*triple) for triple in parse(reference_graph().serialize(format="nt"), RdfFormat.N_TRIPLES))
    return FixedSource("reference", EmbeddedEngine.over(store)).current()


@pytest.mark.parametrize(
    "query", ["ban thi đua khen thưởng trung ương", "Ban TĐKT Trung ương", "central committee for emulation"]
)
def test_a_central_body_is_found_by_all_its_names(reference: Reading, query: str) -> None:
    assert "Ban Thi đua - Khen thưởng Trung ương" in names(reference, query, "body")


def test_boundaries_memberships_and_names_of_blocs_are_no_hits_of_their_own(reference: Reading) -> None:
    hits = [hit for group in index_of(reference).search("An Giang") for hit in group.hits]

    assert {hit.path.partition("/")[0] for hit in hits} == {"province", "change"}


def test_folding_takes_away_marks_and_punctuation() -> None:
    assert fold("Bà Rịa – Vũng Tàu") == "ba ria vung tau"
    assert fold("ĐẮK") == "dak"


def test_the_exact_name_comes_before_longer_ones(reading: Reading) -> None:
    posts_and_more = names(reading, "soc trang")
    assert posts_and_more[0] == "Sóc Trăng"


def test_other_names_and_notations_are_searched_too(reading: Reading) -> None:
    assert "Cờ thi đua của Chính phủ" in names(reading, "government emulation flag")
    assert "Kiên Giang" in names(reading, "tỉnh kiên giang", "province")


def test_claims_are_not_search_results(reading: Reading) -> None:
    assert all("/claim/" not in hit.iri for group in index_of(reading).search("a") for hit in group.hits)


def test_an_empty_search_finds_nothing_but_lists_a_kind(reading: Reading) -> None:
    assert names(reading, "") == []
    assert names(reading, "   ...") == []
    assert len(names(reading, "", "bloc")) == 2


def test_the_search_page_groups_results_by_class(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "tay nam bo"}).text
    assert 'href="/page/bloc/tay-nam-bo"' in page
    assert page.index("Cụm thi đua") < page.index("Hội nghị") < page.index("Bài báo")


def test_a_long_list_of_one_kind_is_paged(client: FlaskClient) -> None:
    first = client.get("/search?kind=province").text
    assert "trang 1 / 2" in first
    assert "page=2" in first
    second = client.get("/search?kind=province&page=2").text
    assert "trang 2 / 2" in second
    assert first.count("/page/province/") == 5
    assert second.count("/page/province/") == 3


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "٣"])
def test_a_page_number_out_of_reason_is_harmless(client: FlaskClient, page: str) -> None:
    assert client.get("/search", query_string={"kind": "province", "page": page}).status_code == 200


def test_markup_in_a_search_is_shown_as_text(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": '<script>alert(1)</script>"'}).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
