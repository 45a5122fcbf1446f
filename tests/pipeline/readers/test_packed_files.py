"""Files packed by gzip, and files whose names do not say what they are."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.readers import content

from .conftest import PARAGRAPHS, Read
from .test_feeds import RSS, WHOLE

TEXT = "\n".join(PARAGRAPHS)
LINE = json.dumps({"id": "dong", "text": TEXT})


def test_each_kind_of_file_is_read_packed(tmp_path: Path, read: Read, page: Callable[..., str]) -> None:
    kinds = {"a.txt.gz": TEXT, "b.html.gz": page(), "c.jsonl.gz": LINE, "d.xml.gz": RSS % WHOLE}
    for name, words in kinds.items():
        (tmp_path / name).write_bytes(gzip.compress(words.encode()))
    articles, refusals = read(tmp_path)
    assert [a.id for a in articles] == ["a", "b", "dong", "baomau-example-org-bai-2"]
    assert [PARAGRAPHS[-1] in a.text for a in articles] == [True] * 4
    assert refusals == []


def test_file_without_a_telling_name_is_read_by_what_it_holds(
    tmp_path: Path, read: Read, page: Callable[..., str]
) -> None:
    kinds = {"trang.php": page(), "dong.data": LINE, "nguon": RSS % WHOLE, "goi.bin": page()}
    for name, words in kinds.items():
        raw = words.encode()
        (tmp_path / name).write_bytes(gzip.compress(raw) if name == "goi.bin" else raw)
    articles, refusals = read(*(tmp_path / name for name in kinds))
    assert [a.id for a in articles] == ["trang.php", "dong", "baomau-example-org-bai-2", "goi.bin"]
    assert refusals == []


def test_page_that_is_named_as_xml_is_read_as_a_page(tmp_path: Path, read: Read, page: Callable[..., str]) -> None:
    (tmp_path / "trang.xml").write_text(f"<?xml version='1.0' encoding='utf-8'?>\n{page()}", encoding="utf-8")
    (article,), _ = read(tmp_path)
    assert article.text.endswith(PARAGRAPHS[-1])


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt.gz", gzip.compress(TEXT.encode())[:-30], "is packed by gzip and breaks off before its end"),
        ("a.txt.gz", gzip.compress(TEXT.encode())[:-8] + b"\0" * 8, "is packed by gzip and damaged: CRC check failed"),
        (
            "a.jsonl.gz",
            gzip.compress(f"{LINE}\n".encode() * 99)[:-9],
            "is packed by gzip and breaks off before its end",
        ),
        (
            "a.txt.gz",
            gzip.compress(b"a" * (content.MAX_BYTES + 1)),
            "is too large for an article: it unpacks to more than",
        ),
        ("a.html.gz", gzip.compress(b"<html>" + b"a" * content.MAX_BYTES), "is too large for an article"),
        ("a.jsonl.gz", gzip.compress(b" " * 7_000_000), "is packed by gzip and unpacks to more than"),
        ("a.jsonl.gz", gzip.compress(b"\n" * 7_000_000), "is packed by gzip and unpacks to more than"),
        (
            "a.xml.gz",
            gzip.compress(b"<rss>" + (b"<a>" + b"x" * 990 + b"</a>") * 7_000),
            "is packed by gzip and unpacks to more than",
        ),
    ],
    ids=["cut", "damaged", "cut lines", "large text", "large page", "one line", "many lines", "feed"],
)
def test_damaged_or_swelling_file_is_refused_and_the_rest_is_read(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch, name: str, raw: bytes, reason: str
) -> None:
    monkeypatch.setattr(content, "_MOST_UNPACKED", 6_000_000)
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "tot.txt").write_text(TEXT, encoding="utf-8")
    articles, refusals = read(tmp_path)
    assert articles[-1].id == "tot"
    assert refusals[0].path.name == name
    assert reason in refusals[-1].reason


def test_text_and_page_of_one_name_clash(tmp_path: Path, read: Read, page: Callable[..., str]) -> None:
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (article,), (refusal,) = read(tmp_path)
    assert article.path.name == "a.html"
    assert refusal.reason.startswith("the id 'a' is taken by ")
