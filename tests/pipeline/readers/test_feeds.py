"""Feeds: RSS and Atom items that carry whole articles, and those that carry a teaser."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import PARAGRAPHS, Read

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Báo Mẫu - RSS</title><link>https://baomau.example.org/</link>
%s
</channel></rss>
"""
WHOLE = f"""<item><title>Cụm họp &amp; ký giao ước</title><link>https://baomau.example.org/tin/2.html</link>
<guid isPermaLink="false">bai-2</guid><pubDate>Wed, 27 Mar 2024 18:30:00 GMT</pubDate><source url="https://x.example">Báo Mẫu</source>
<description>Một câu mở đầu...</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>"""
TEASER = """<item><title>Tin ngắn</title><link>https://baomau.example.org/tin/3.html</link>
<description>Sáng nay, Cụm thi đua họp [...]</description></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Mẫu</title><id>urn:a</id><updated>2024-03-29T00:00:00Z</updated>
%s</feed>"""


def test_rss_item_is_an_article_with_its_title_day_publisher_and_address(tmp_path: Path, read: Read) -> None:
    (tmp_path / "tin.xml").write_text(RSS % WHOLE, encoding="utf-8")
    (article,), refusals = read(tmp_path)
    assert article.text.split("\n") == ["Cụm họp & ký giao ước", *PARAGRAPHS]
    assert (article.id, article.title) == ("baomau-example-org-bai-2", "Cụm họp & ký giao ước")
    assert (article.published, article.publisher) == ("2024-03-28", "Báo Mẫu")  # it is past midnight in Vietnam
    assert (article.url, refusals) == ("https://baomau.example.org/tin/2.html", [])


def test_item_with_a_teaser_is_refused_with_its_line_and_the_others_are_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "tin.rss").write_text(RSS % f"{TEASER}\n{WHOLE}", encoding="utf-8")
    articles, (refusal,) = read(tmp_path)
    assert [a.title for a in articles] == ["Cụm họp & ký giao ước"]
    assert (refusal.place, refusal.reason) == ("line 4", "item has only a teaser, and no text of the article")


@pytest.mark.parametrize(("end", "read_at_all"), [("", True), ("...", False), (" […]", False)])
def test_description_is_the_article_where_it_is_long_and_does_not_break_off(
    tmp_path: Path, read: Read, end: str, read_at_all: bool
) -> None:
    words = " ".join(PARAGRAPHS) * 2
    item = f"<item><title>Tin</title><link>https://example.org/1</link><description>{words}{end}</description></item>"
    (tmp_path / "tin.xml").write_text(RSS % item, encoding="utf-8")
    articles, refusals = read(tmp_path)
    assert (len(articles), len(refusals)) == (int(read_at_all), int(not read_at_all))


@pytest.mark.parametrize(
    "content",
    [
        f"<content type='html'><![CDATA[{BODY}]]></content>",
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{BODY}</div></content>",
        "<content>{}</content>".format("\n".join(PARAGRAPHS)),
    ],
    ids=["html", "xhtml", "text"],
)
def test_atom_entry_is_an_article(tmp_path: Path, read: Read, content: str) -> None:
    entry = f"""<entry><title>Cụm họp</title><id>https://baomau.example.org/tin/4</id><published>2024-03-27T08:00:00+07:00</published>
<link rel="self" href="https://baomau.example.org/api/4"/><link href="https://baomau.example.org/tin/4.html"/>{content}</entry>"""
    (tmp_path / "tin.atom").write_text(ATOM % entry, encoding="utf-8")
    (article,), refusals = read(tmp_path)
    assert article.text.split("\n") == ["Cụm họp", *PARAGRAPHS]
    assert (article.id, article.published) == ("baomau-example-org-tin-4", "2024-03-27")
    assert (article.url, refusals) == ("https://baomau.example.org/tin/4.html", [])


def test_numbered_items_of_two_feeds_have_ids_of_their_own(tmp_path: Path, read: Read) -> None:
    for site in ("mot", "hai"):
        item = WHOLE.replace("bai-2", "2").replace("baomau.example.org", f"{site}.example.org")
        (tmp_path / f"{site}.xml").write_text(RSS % item, encoding="utf-8")
    articles, refusals = read(tmp_path)
    assert ([a.id for a in articles], refusals) == (["hai-example-org-2", "mot-example-org-2"], [])


def test_malformed_feed_is_refused_with_its_line_and_the_items_before_are_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "tin.xml").write_text(RSS % f"{WHOLE}\n<item><title>Cụt</item>", encoding="utf-8")
    articles, (refusal,) = read(tmp_path)
    assert [a.title for a in articles] == ["Cụm họp & ký giao ước"]
    assert refusal.place == "line 7"
    assert refusal.reason.startswith("is malformed XML: Opening and ending tag mismatch")


def test_feed_that_breaks_off_is_refused_and_the_items_before_are_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "tin.xml").write_text((RSS % WHOLE).removesuffix("</rss>\n"), encoding="utf-8")
    articles, (refusal,) = read(tmp_path)
    assert len(articles) == 1
    assert refusal.reason.startswith("is malformed XML")


def test_item_without_anything_to_name_it_is_refused(tmp_path: Path, read: Read) -> None:
    item = f"<item><title>Tin</title><content:encoded><![CDATA[{BODY}]]></content:encoded></item>"
    (tmp_path / "tin.xml").write_text(RSS % item, encoding="utf-8")
    articles, (refusal,) = read(tmp_path)
    assert (articles, refusal.reason) == ([], "item has neither guid, id nor link")


def test_feed_without_items_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "tin.xml").write_text(RSS % "", encoding="utf-8")
    assert [r.reason for r in read(tmp_path)[1]] == ["is a feed without items"]


def test_xml_that_is_no_feed_is_refused(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><urlset><url/></urlset>")
    (tmp_path / "b.xml").write_text("xin chào")
    articles, refusals = read(tmp_path)
    assert articles == []
    assert [r.reason for r in refusals] == [
        "is XML but no RSS or Atom feed: its root is urlset",
        "is neither an RSS or Atom feed nor a page",
    ]


def test_feed_can_not_read_other_files_or_swell_by_entities(tmp_path: Path, read: Read) -> None:
    (tmp_path / "secret").write_text("bí mật")
    swelling = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9 if n else "dài"}">' for n in range(12))
    doctype = f'<!DOCTYPE rss [<!ENTITY other SYSTEM "{(tmp_path / "secret").as_uri()}">{swelling}]>'
    item = WHOLE.replace("Cụm họp", "Cụm họp &other; &e11;")
    (tmp_path / "tin.xml").write_text((RSS % item).replace("<rss", f"{doctype}<rss", 1), encoding="utf-8")
    articles, _ = read(tmp_path / "tin.xml")
    assert not [a for a in articles if "bí mật" in a.text or len(a.text) > 1000]
