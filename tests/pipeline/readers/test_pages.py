"""Pages of newspapers: the article without what stands around it, and what the page says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.readers.pages import text_of

from .conftest import PARAGRAPHS, Read

Page = Callable[..., str]

META = """<meta charset="utf-8"><meta property="og:site_name" content="Báo Mẫu">
<meta property="article:published_time" content="2024-03-27T17:04:00+07:00">
<link rel="canonical" href="https://baomau.example.org/thi-dua/cum-123.html">"""


def test_text_of_a_page_is_its_headline_and_paragraphs_alone(tmp_path: Path, read: Read, page: Page) -> None:
    (tmp_path / "bai.html").write_text(page(), encoding="utf-8")
    (article,), refusals = read(tmp_path)
    assert article.text.split("\n") == ["Cụm thi đua Tây Nam bộ tổng kết", *PARAGRAPHS]
    assert (article.id, refusals) == ("bai", [])


def test_page_tells_title_day_publisher_and_address(tmp_path: Path, read: Read, page: Page) -> None:
    (tmp_path / "bai.html").write_text(page(head=META), encoding="utf-8")
    (article,), _ = read(tmp_path)
    assert article.title == "Cụm thi đua Tây Nam bộ tổng kết"
    assert (article.published, article.publisher) == ("2024-03-27", "Báo Mẫu")
    assert article.url == "https://baomau.example.org/thi-dua/cum-123.html"


def test_metadata_file_goes_before_what_the_page_says(tmp_path: Path, read: Read, page: Page) -> None:
    (tmp_path / "bai.html").write_text(page(head=META), encoding="utf-8")
    (tmp_path / "sources.jsonl").write_text('{"id": "bai", "published": "2024-04"}\n')
    (article,), refusals = read(tmp_path, metadata=(tmp_path / "sources.jsonl",))
    assert (article.published, article.publisher, refusals) == ("2024-04", "Báo Mẫu", [])


def test_page_named_index_has_the_id_of_its_address(tmp_path: Path, read: Read, page: Page) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        address = f'<link rel="canonical" href="https://www.example.org/tin/{folder}/">'
        (tmp_path / folder / "index.html").write_text(page(head=address), encoding="utf-8")
    articles, refusals = read(tmp_path)
    assert ([a.id for a in articles], refusals) == (["example-org-tin-a", "example-org-tin-b"], [])


@pytest.mark.parametrize(
    "body",
    ["", "<ul><li><a href='/1'>Tin một</a></li><li><a href='/2'>Tin hai</a></li></ul>", "<p>Trang không có.</p>"],
)
def test_page_without_an_article_is_refused(tmp_path: Path, read: Read, page: Page, body: str) -> None:
    (tmp_path / "bai.html").write_text(page(title="Lỗi", body=body), encoding="utf-8")
    articles, (refusal,) = read(tmp_path)
    assert articles == []
    assert refusal.reason.startswith("holds no article: ")


def test_page_that_lists_articles_is_refused(tmp_path: Path, read: Read, page: Page) -> None:
    links = "".join(
        f"<li><a href='/{n}'>Một tin khác về thể thao của tỉnh, số {n} trong ngày hôm nay</a></li>" for n in range(40)
    )
    (tmp_path / "muc.html").write_text(page(title="Thể thao", body=f"<ul>{links}</ul>"), encoding="utf-8")
    articles, (refusal,) = read(tmp_path)
    assert (articles, refusal.reason[:17]) == ([], "holds no article:")


def test_reference_to_a_control_character_does_not_hide_the_article(tmp_path: Path, read: Read, page: Page) -> None:
    (tmp_path / "bai.html").write_text(page().replace("Sáng", "&#31;&#x1F;Sáng"), encoding="utf-8")
    (article,), _ = read(tmp_path)
    assert article.text.split("\n")[1:] == list(PARAGRAPHS)


def test_page_in_the_encoding_that_it_declares_is_read(tmp_path: Path, read: Read, page: Page) -> None:
    html = page(head='<meta http-equiv="Content-Type" content="text/html; charset=utf-16">')
    (tmp_path / "utf-16.html").write_bytes(html.encode("utf-16"))
    legacy = (
        page(title="Tin", head='<meta charset="iso-8859-1">').encode("ascii", "xmlcharrefreplace") + b"<!-- \xe0 -->"
    )
    (tmp_path / "latin.html").write_bytes(legacy)
    articles, refusals = read(tmp_path)
    assert [a.text.split("\n")[1:] for a in articles] == [list(PARAGRAPHS)] * 2
    assert refusals == []


def test_page_in_an_encoding_that_it_does_not_declare_is_refused_with_the_byte(
    tmp_path: Path, read: Read, page: Page
) -> None:
    (tmp_path / "a.html").write_bytes(b"<html>\xe0 " + page().encode())
    _, (refusal,) = read(tmp_path)
    assert (refusal.reason, refusal.place) == ("is not UTF-8: byte 0xe0", "byte 6")


def test_frames_that_a_browser_saved_beside_a_page_are_no_articles(tmp_path: Path, read: Read, page: Page) -> None:
    (tmp_path / "Tin.html").write_text(page(), encoding="utf-8")
    (tmp_path / "Tin_files").mkdir()
    (tmp_path / "Tin_files" / "quang-cao.html").write_text("<html><body>Quảng cáo</body></html>", encoding="utf-8")
    (tmp_path / "Tin_files" / "kieu.css").write_text("p {}")
    articles, refusals = read(tmp_path)
    assert ([a.id for a in articles], refusals) == (["Tin"], [])


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>Một <b>hai</b></p>\n<p>Ba<br>bốn</p>", "Một hai\nBa\nbốn"),
        ("<p>Tỉnh&nbsp;Cà Mau <!-- ghi chú --> dẫn\nđầu</p>", "Tỉnh Cà Mau dẫn đầu"),
        ("<ul><li>A</li><li>B</li></ul><script>var x</script>cuối", "A\nB\ncuối"),
        ("chữ trơn", "chữ trơn"),
        ("", ""),
    ],
)
def test_text_of_a_fragment_has_a_line_for_each_block(fragment: str, text: str) -> None:
    assert text_of(fragment) == text
