"""JSON Lines whose lines are articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.readers import json_lines

from .conftest import Read

TEXT = "Tiêu đề bài\nNăm 2023, tỉnh Sóc Trăng là Cụm trưởng."


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def test_line_is_an_article_with_its_metadata_and_its_text_as_it_is(tmp_path: Path, read: Read) -> None:
    line = {"id": "a-1", "text": TEXT, "title": "Tựa", "published": "2024-03-27T10:00:00+07:00", "publisher": "Báo Mẫu"}
    write(
        tmp_path / "a.jsonl", line | {"source_url": "https://example.org/1", "further_urls": ["https://example.org/2"]}
    )
    (article,), refusals = read(tmp_path / "a.jsonl")
    assert (article.id, article.text, article.title, article.published) == ("a-1", TEXT, "Tựa", "2024-03-27")
    assert (article.publisher, article.url) == ("Báo Mẫu", "https://example.org/1")
    assert (article.further_urls, refusals) == (("https://example.org/2",), [])


def test_date_is_as_good_a_name_as_published(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "a.jsonl", {"id": "a", "text": TEXT, "date": "2024-03-27", "published": None})
    (article,), _ = read(tmp_path)
    assert article.published == "2024-03-27"


def test_head_of_the_text_gives_what_the_line_does_not_say(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "a.jsonl", {"id": 7, "text": "Tiêu đề\n01/02/2023\nThân bài."})
    (article,), _ = read(tmp_path)
    assert (article.id, article.title, article.published) == ("7", "Tiêu đề", "2023-02-01")


def test_line_without_an_id_has_that_of_its_address(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "a.jsonl", {"source_url": "https://www.example.org/tin/1.html", "text": TEXT})
    (article,), _ = read(tmp_path)
    assert article.id == "example-org-tin-1-html"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "b", "text": "cụt', "is no JSON: Unterminated string starting at at character 20 of the line"),
        ("[1]", "is no JSON object"),
        ({"id": "b"}, "has no text"),
        ({"id": "b", "text": 7}, "its text is no string"),
        ({"text": TEXT}, "it has neither id nor source_url"),
        ({"id": "—", "text": TEXT}, "has no letter or digit"),
        ({"id": "b", "text": TEXT, "published": "hôm qua"}, "is no ISO date"),
        ('{"id": "b", "text": "n\\ud83d a b"}', "a surrogate alone"),
        ({"id": "b", "text": "Có\0 số không."}, "is binary: control character 0x00"),
        ({"id": "b", "text": " \n"}, "is empty"),
    ],
)
def test_faulty_line_is_refused_with_its_number_and_the_others_are_read(
    tmp_path: Path, read: Read, line: object, reason: str
) -> None:
    write(tmp_path / "a.jsonl", {"id": "a", "text": TEXT}, "", line, {"id": "c", "text": TEXT})
    articles, (refusal,) = read(tmp_path)
    assert [a.id for a in articles] == ["a", "c"]
    assert reason in refusal.reason
    assert refusal.place.split(",")[0] == "3"


def test_line_that_is_not_utf_8_is_refused_and_the_others_are_read(tmp_path: Path, read: Read) -> None:
    good = json.dumps({"id": "a", "text": TEXT}).encode()
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "\xe0"}\n' + good)
    (article,), (refusal,) = read(tmp_path)
    assert (article.id, refusal.place) == ("a", "1")
    assert refusal.reason == "is not UTF-8: byte 0xe0 at byte 8 of the line"


def test_line_that_is_too_long_is_refused_and_the_others_are_read(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "_LONGEST", 100_000)
    write(tmp_path / "a.jsonl", {"id": "b", "text": "dài " * 200_000}, {"id": "a", "text": TEXT})
    (article,), (refusal,) = read(tmp_path)
    assert (article.id, refusal.place) == ("a", "1")
    assert refusal.reason.startswith("is too long for an article")


def test_two_lines_of_one_id_are_a_clash_that_is_told_by_the_line(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "a.jsonl", {"id": "a", "text": TEXT}, {"id": "a", "text": "Tin khác hẳn."})
    (article,), (refusal,) = read(tmp_path)
    assert article.text == TEXT
    assert refusal.place == "2"
    assert refusal.reason.startswith("the id 'a' is taken by ")


def test_of_many_faulty_lines_the_first_hundred_are_told_and_the_others_counted(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "a.jsonl", *["x"] * 150)
    _, refusals = read(tmp_path)
    assert len(refusals) == 101
    assert refusals[-1].reason == "50 further lines are no articles"


def test_file_of_metadata_in_the_folder_is_not_read_as_articles(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    sources = write(tmp_path / "sources.jsonl", {"id": "a", "publisher": "Báo Mẫu"})
    (article,), refusals = read(tmp_path, metadata=(sources,))
    assert (article.publisher, refusals) == ("Báo Mẫu", [])
