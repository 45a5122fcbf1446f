import re
import unicodedata
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.kinds import CLAIMS, Kind
from server.source import Reading


def page(client: FlaskClient, path: str, language: str = "vi", **query: str) -> str:
    answer = client.get(f"/{language}/page/{path}", query_string=query)
    assert answer.status_code == 200
    return answer.text


def visible(html: str) -> str:
    """The text of a page on one line, without its markup."""
    body = re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", body).split())


def test_a_page_shows_the_title_in_both_languages_and_its_iri(client: FlaskClient) -> None:
    html = page(client, "bloc/tay-nam-bo")
    assert "<h1>Tây Nam bộ</h1>" in html
    assert '<p class="subtitle" lang="en">Southwest</p>' in html
    assert "https://w3id.org/thidua/id/bloc/tay-nam-bo" in html


def test_statements_have_labels_and_link_to_pages(client: FlaskClient) -> None:
    html = page(client, "bloc/tay-nam-bo")
    assert '<a href="/ontology#hasMember">có thành viên</a>' in html
    assert '<a href="/vi/page/province/ca-mau">Cà Mau</a>' in html


def test_a_claim_is_told_in_words_with_its_sentence_its_quote_and_its_article(client: FlaskClient) -> None:
    html = page(client, "province/kien-giang")
    assert "Kiên Giang xếp thứ 4, 932,88 điểm, trong cụm Tây Nam bộ, năm 2023" in visible(html)
    english = visible(page(client, "province/kien-giang", "en"))
    assert "Kien Giang ranked no. 4, 932.88 points, in the Southwest bloc, 2023" in english
    assert (
        '<blockquote lang="vi">Kết quả chấm điểm xác định tỉnh Cà Mau dẫn đầu với trên 945 điểm, thứ 2 là Sóc Trăng '
        "(938,21 điểm), <mark>Kiên Giang đứng vị trí thứ 4, với 932,88 điểm</mark>.</blockquote>"
    ) in html
    assert (
        '<a href="/vi/page/article/tay-nam-bo-2023" lang="vi">Cụm thi đua các tỉnh miền Tây Nam bộ tổng kết năm 2023</a>'
        in html
    )
    assert 'href="https://baokiengiang.example/tay-nam-bo-2023.html"' in html
    assert "27/3/2024" in html


def test_claim_page_shows_the_rule_that_made_the_claim_and_how_sure_it_is(client: FlaskClient) -> None:
    text = visible(page(client, "claim/tay-nam-bo-2023/ranking-b3f0fa10"))

    assert "td:rule" in text
    assert "ranking.list" in text
    assert "td:confidence" in text
    assert "0,95" in text


def test_the_leaders_of_a_bloc_stand_in_a_table_by_period(client: FlaskClient) -> None:
    html = page(client, "bloc/tay-nam-bo")
    table = html[html.index("<table>") : html.index("</table>")]
    rows = [visible(row) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
    assert rows[1:] == ["năm 2024Long An", "năm 2023Sóc Trăng", "năm 2022Đồng ThápKiên Giang"]


@pytest.mark.parametrize("kind", CLAIMS, ids=lambda kind: kind.slug)
def test_every_kind_of_claim_has_its_words_in_both_languages(app: Flask, kind: Kind) -> None:
    template = Path(app.root_path, "templates", "claim_words.html").read_text(encoding="utf-8")
    assert template.count(f'k == "{kind.slug}"') == 2


@pytest.mark.parametrize(
    ("path", "vi", "en"),
    [
        (
            "official/tran-van-lau-e5af--soc-trang",
            "Trần Văn Lâu phát biểu tại Hội nghị",
            "Trần Văn Lâu spoke",
        ),
        (
            "award/government-emulation-flag",
            "Cà Mau được đề nghị tặng Cờ thi đua của Chính phủ",
            "Ca Mau was nominated",
        ),
        ("indicator/grdp", "tốc độ tăng: −12,59% — Bắc Ninh, 6 tháng đầu năm 2023", "−12.59% — Bac Ninh"),
        ("indicator/budget-revenue", "trên 98.000 tỷ đồng — cụm Tây Nam bộ, năm 2023", "over 98 trillion VND"),
        ("province/dong-thap", "Đồng Tháp là Cụm trưởng cụm Tây Nam bộ, năm 2022", "leader, the Southwest bloc"),
        ("document/nghi-quyet-120", "Viện dẫn Nghị quyết 120", "Cites Nghị quyết 120"),
        (
            "conference/tay-nam-bo/2023/annual-review",
            "ngày 27/3/2024, tại Sóc Trăng",
            "held on 27 March 2024 in Soc Trang",
        ),
        ("pact/tay-nam-bo/2024", "cụm Tây Nam bộ ký Giao ước thi đua năm 2024", "signed their emulation pact, 2024"),
        ("post/chu-tich-uy-ban-nhan-dan-tinh-soc-trang", "theo bài ngày 27/3/2024", "as reported on 27 March 2024"),
    ],
)
def test_pages_of_all_sorts_come_from_one_mechanism(client: FlaskClient, path: str, vi: str, en: str) -> None:
    assert vi in visible(page(client, path))
    assert en in visible(page(client, path, "en"))


def test_an_article_page_has_its_claims_beside_their_sentences_in_the_texts_order(client: FlaskClient) -> None:
    first = page(client, "article/tay-nam-bo-2023")
    assert "Đọc bài gốc" in first
    assert "19 thông tin" in first
    assert first.index("Sáng 27-3") < first.index("Các tỉnh trong Cụm")
    assert "<mark>Kiên Giang, Sóc Trăng</mark>" in first
    assert "trang 1 / 4" in first
    last = page(client, "article/tay-nam-bo-2023", page="4")
    assert "<mark>Vì người nghèo - không để ai bị bỏ lại phía sau</mark>" in last


def test_an_article_page_never_shows_text_that_no_claim_rests_on(client: FlaskClient) -> None:
    text = visible(page(client, "article/dong-bang-2023-h1"))
    assert "Tỉnh Bắc Ninh giảm 12,59%" in text
    assert "khép lại" not in text


def test_a_decomposed_article_is_quoted_to_the_letter(client: FlaskClient) -> None:
    html = page(client, "province/dong-thap")
    quote = unicodedata.normalize("NFD", "Đồng Tháp là Cụm trưởng Cụm thi đua các tỉnh miền Tây Nam bộ năm 2022")
    assert f"<mark>{quote}</mark>" in html


def test_markup_in_an_articles_text_is_shown_as_text(client: FlaskClient) -> None:
    html = page(client, "article/dong-bang-2023-h1")
    assert "&lt;b&gt;&#34;không chủ quan&#34;&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_claims_own_page_shows_its_evidence_and_how_it_came_about(client: FlaskClient) -> None:
    listing = page(client, "province/kien-giang")
    path = re.findall(r'class="permalink" href="/vi/page/(claim/[^"]+)"', listing)[0]
    html = page(client, path)
    assert '<h1 class="statement">' in html
    assert "<mark>" in html
    assert "thidua 0.1.0" in html


def test_a_long_group_shows_its_first_claims_and_links_to_all(client: FlaskClient) -> None:
    html = page(client, "bloc/tay-nam-bo")
    assert '<a href="?kind=leadership">Xem tất cả 4 thông tin →</a>' in html
    every = page(client, "bloc/tay-nam-bo", kind="leadership")
    assert every.count('<li class="claim">') == 4
    assert "Xếp hạng" not in visible(every)


def test_an_unknown_kind_is_refused(client: FlaskClient) -> None:
    answer = client.get(
        "/vi/page/bloc/tay-nam-bo", query_string={"kind": '"><script>alert'}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text


def test_what_points_to_an_entity_is_shown(client: FlaskClient) -> None:
    html = page(client, "province/kien-giang")
    assert "Thành lập tỉnh An Giang mới, 2025" in visible(html)
    assert 'href="http://www.wikidata.org/entity/Q36394" rel="external noreferrer"' in html


def test_a_page_links_every_format_and_opens_as_a_query(client: FlaskClient) -> None:
    html = page(client, "bloc/tay-nam-bo")
    for ending in ("ttl", "nt", "jsonld", "json", "rdf"):
        assert f'href="/data/bloc/tay-nam-bo.{ending}"' in html
    for address in re.findall(r'href="(/sparql\?query=[^"]+)"', html):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 200
        assert "Tây Nam bộ" in answer.text


def test_the_front_page_says_what_this_is_and_counts(client: FlaskClient) -> None:
    html = client.get("/vi/").text
    text = visible(html)
    assert "3 bài báo" in text
    assert "2 cụm thi đua" in text
    assert "25 thông tin có dẫn chứng" in text
    assert "Xếp hạng3" in text
    assert '<input type="search" name="q"' in html
    assert html.index("tay-nam-bo-2023") < html.index("/vi/page/article/dong-bang-2023-h1")


def test_pages_ask_only_a_few_queries(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    rows = Reading.rows

    def counted(self: Reading, query: str) -> object:
        asked.append(query)
        return rows(self, query)

    monkeypatch.setattr(Reading, "rows", counted)
    page(client, "bloc/tay-nam-bo")
    assert len(asked) <= 16


def test_names_are_in_the_order_of_the_alphabet_not_of_code_points(client: FlaskClient) -> None:
    page_of_kind = client.get("/vi/search?kind=province").text + client.get("/vi/search?kind=province&page=2").text
    names = re.findall(r'<li><a href="/vi/page/province/[^"]*"[^>]*>([^<]*)</a>', page_of_kind)
    assert names == ["An Giang", "Bắc Ninh", "Cà Mau", "Đồng Tháp", "Hà Nam", "Kiên Giang", "Long An", "Sóc Trăng"]
