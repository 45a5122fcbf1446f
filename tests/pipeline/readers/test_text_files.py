"""Text files and folders of them: what becomes an article, and what is refused with which reason."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest

from pipeline.readers import Refusal
from pipeline.readers.content import MAX_BYTES
from pipeline.readers.header import head
from pipeline.readers.metadata import read_metadata

from .conftest import Read


def test_folder_is_read_in_order_of_name_at_any_depth(tmp_path: Path, read: Read) -> None:
    (tmp_path / "b.txt").write_text("Bài b")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("Bài a")
    (tmp_path / "note.md").write_text("no article")
    articles, refusals = read(tmp_path)
    assert [a.id for a in articles] == ["b", "a"]
    assert refusals == []


def test_stored_text_stays_as_it_came(tmp_path: Path, read: Read) -> None:
    raw = unicodedata.normalize("NFD", "\ufeffTiêu đề\r\n\r\nHoà\u00a0Bình  \r\n").encode()
    (tmp_path / "a.txt").write_bytes(raw)
    (article,), _ = read(tmp_path)
    assert article.text.encode() == raw


@pytest.mark.parametrize(
    ("content", "reason", "place"),
    [
        (b"", "is empty", ""),
        (b"\xef\xbb\xbf \r\n", "is empty", ""),
        (b"Xin ch\xe0o", "is not UTF-8: byte 0xe0", "byte 6"),
        (b"b\xc3\xa0i", "is no article: it has one word", ""),
        ("Phong trào thi đua".encode("cp1258"), "is not UTF-8", "byte 8"),
        ("Cụm thi đua".encode("utf-16")[:-1], "is not UTF-16", "byte 22"),
        ("Cụm\0thi".encode("utf-16"), "is binary: control character 0x00", "character 3"),
        (
            "Cụm thi đua miền Tây tổng kết".encode().decode("cp1252", "replace").encode(),
            "was decoded wrongly before",
            "character 1",
        ),
        ("Cụm ��i đua t�nh".encode(), "has lost 3 characters", "character 4"),
        (b"a\x00b", "is binary: control character 0x00", "byte 1"),
        (b"x" * (MAX_BYTES + 1), "is too large for an article", ""),
    ],
)
def test_faulty_file_is_refused_with_its_reason_and_the_rest_goes_on(
    tmp_path: Path, read: Read, content: bytes, reason: str, place: str
) -> None:
    (tmp_path / "faulty.txt").write_bytes(content)
    (tmp_path / "good.txt").write_text("Bài tốt")
    articles, (refusal,) = read(tmp_path)
    assert [a.id for a in articles] == ["good"]
    assert reason in refusal.reason
    assert refusal.place == place
    assert str(tmp_path / "faulty.txt") in str(refusal)


def test_missing_file_wrong_ending_and_empty_folder_are_refused(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.pdf").write_text("pdf")
    (tmp_path / "empty").mkdir()
    _, refusals = read(tmp_path / "none.txt", tmp_path / "a.pdf", tmp_path / "empty")
    assert [r.reason.split(":")[0] for r in refusals] == [
        "cannot be read",
        "is no file of articles",
        "folder holds no file of articles (.txt .html .htm .xhtml .jsonl .ndjson .xml .rss .atom)",
    ]


def test_unreadable_folder_is_refused_and_the_rest_goes_on(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, opened = tmp_path / "closed", tmp_path / "opened"
    closed.mkdir()
    opened.mkdir()
    (opened / "a.txt").write_text("Bài viết")
    scandir = os.scandir

    def refuse(path: str | os.PathLike[str]) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    articles, refusals = read(closed, opened)
    assert [a.id for a in articles] == ["a"]
    assert "folder cannot be read: Permission denied" in [r.reason for r in refusals]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("published", "2024-13-45", "month must be in 1..12"),
        ("published", "hôm qua", "is no ISO date"),
        ("source_url", "bao moi", "is no http address"),
        ("further_urls", "https://example.org/a", "is no list"),
        ("further_urls", ["javascript:alert(1)"], "is no http address"),
        ("publisher", "---", "has no words"),
        ("title", 7, "has no words"),
        ("year", "năm ngoái", "is no year"),
        ("year", True, "is no year"),
    ],
)
def test_metadata_line_with_a_bad_value_is_refused_by_its_number(
    tmp_path: Path, read: Read, field: str, value: object, reason: str
) -> None:
    lines = [{"id": "a", "published": "2024-03"}, {"id": "b", field: value}]
    path = tmp_path / "sources.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    refusals: list[Refusal] = []
    assert list(read_metadata([path], refusals.append)) == ["a"]
    assert [(r.place, reason in r.reason) for r in refusals] == [("2", True)]


def test_second_file_of_the_same_id_is_refused_by_name(tmp_path: Path, read: Read) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"Bài {folder}")
    articles, (refusal,) = read(tmp_path / "one", tmp_path / "two")
    assert [a.text for a in articles] == ["Bài one"]
    assert "is taken by" in refusal.reason


def test_same_file_named_twice_is_read_once(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("Bài viết")
    articles, refusals = read(tmp_path, tmp_path / "a.txt")
    assert (len(articles), refusals) == (1, [])


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        ("Tiêu đề bài\n28/07/2023 - 17:04\n\nThân bài", "Tiêu đề bài", "2023-07-28"),
        (" date 2022-04 Ngày 1-4, hội nghị họp.", "Ngày 1-4, hội nghị họp.", "2022-04"),
        ("Tiêu đề\n\nNgày 28/07/2023, tỉnh họp.", "Tiêu đề", None),
        ("Tiêu đề\n31/02/2023\nThân bài", "Tiêu đề", None),
    ],
)
def test_head_gives_title_and_date(text: str, title: str, published: str | None) -> None:
    assert head(text) == (title, published)


def test_metadata_goes_before_the_head_of_the_text(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("Tiêu đề trong bài\n01/01/2020\nThân bài")
    sources = tmp_path / "sources.jsonl"
    sources.write_text(
        '{"id": "a", "title": "Tiêu đề", "published": "2023-05", "source_url": "https://example.org/a"}\n'
    )
    (article,), refusals = read(tmp_path, metadata=(sources,))
    assert (article.title, article.published, article.url) == ("Tiêu đề", "2023-05", "https://example.org/a")
    assert refusals == []


@pytest.mark.parametrize("line", ["not json", '{"title": "no id"}', '{"id": "a", "published": "May"}', "[1]"])
def test_faulty_metadata_line_is_refused_with_its_number(tmp_path: Path, read: Read, line: str) -> None:
    (tmp_path / "a.txt").write_text("Bài viết")
    sources = tmp_path / "sources.jsonl"
    sources.write_text(f"\n{line}\n")
    articles, (refusal,) = read(tmp_path, metadata=(sources,))
    assert len(articles) == 1
    assert (refusal.path, refusal.place) == (sources, "2")


def test_text_in_utf_16_with_a_byte_order_mark_is_read(tmp_path: Path, read: Read) -> None:
    text = "Tiêu đề\n27/03/2024\nCụm thi đua họp."
    (tmp_path / "a.txt").write_bytes(text.encode("utf-16"))
    (tmp_path / "b.txt").write_bytes(b"\xfe\xff" + text.encode("utf-16-be"))
    articles, refusals = read(tmp_path)
    assert ([a.text for a in articles], refusals) == ([text, text], [])


def test_article_of_two_megabytes_is_read_whole(tmp_path: Path, read: Read) -> None:
    text = "Tiêu đề\n" + "Cụm thi đua các tỉnh miền Tây Nam bộ họp tổng kết.\n" * 32_000
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert (tmp_path / "a.txt").stat().st_size > 2_000_000
    (article,), refusals = read(tmp_path)
    assert (article.text == text, refusals) == (True, [])
