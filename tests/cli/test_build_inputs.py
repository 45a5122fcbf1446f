"""`thidua build` on articles in every form, good and bad: what is read, what is refused, what the release keeps of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from pyoxigraph import NamedNode

from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import SCHEMA

Run = Callable[..., Result]

SENTENCES = (
    "6 tháng đầu năm 2023, GRDP Kiên Giang tăng 6,7% so cùng kỳ.",
    "Tỉnh Kiên Giang tiếp tục phát động các phong trào thi đua trong cán bộ, công chức và nhân dân.",
)
PAGE = f"""<html><head><meta charset="utf-8"><meta property="og:title" content="Kinh tế Kiên Giang">
<link rel="canonical" href="https://baomau.example.org/kinh-te/1.html"></head><body><nav><a href="/">Trang chủ</a></nav>
<article><h1>Kinh tế Kiên Giang</h1>{"".join(f"<p>{sentence}</p>" for sentence in SENTENCES)}</article></body></html>"""
FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Báo Mẫu</title>
<item><title>Tin Cà Mau</title><link>https://baomau.example.org/2</link><content:encoded>&lt;p&gt;Năm 2023, GRDP của tỉnh Cà Mau tăng
7,8%.&lt;/p&gt;</content:encoded></item>
<item><title>Tin vắn</title><link>https://baomau.example.org/3</link><description>Sáng nay...</description></item>
</channel></rss>"""
LINES = (
    {"id": "dong-1", "text": "Tin Bến Tre\nNăm 2023, GRDP của tỉnh Bến Tre tăng 5,1%.", "publisher": "Báo Mẫu"},
    "{cụt",
    {"id": "dong-3", "text": "The provincial economy grew by five per cent over the year before, said the office."},
)


def write_all(folder: Path) -> Path:
    """A folder with an article of each form, and with lines and items that are none."""
    (folder / "trang").mkdir(parents=True)
    (folder / "trang" / "kinh-te.html").write_text(PAGE, encoding="utf-8")
    (folder / "tin.xml.gz").write_bytes(gzip.compress(FEED.encode()))
    lines = (line if isinstance(line, str) else json.dumps(line) for line in LINES)
    (folder / "bai.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "van-ban.txt").write_bytes("Tin Long An\nNăm 2023, GRDP của tỉnh Long An tăng 5,7%.".encode("utf-16"))
    (folder / "cut.txt.gz").write_bytes(gzip.compress(PAGE.encode())[:-20])
    return folder


def test_each_form_gives_claims_whose_words_stand_in_the_stored_text(run: Run, tmp_path: Path, built: Path) -> None:
    result = run("build", write_all(tmp_path / "in"), "--store", built)
    assert result.exit_code == 1
    assert "4 articles in" in result.stdout
    release = ReleaseStore(built).current()
    claims = [json.loads(line) for line in run("claims", "--store", built).stdout.splitlines()]
    assert {claim["article"] for claim in claims} >= {"kinh-te", "baomau-example-org-2", "dong-1", "van-ban"}
    for claim in claims:
        assert release.text(claim["article"])[claim["start"] : claim["end"]] == claim["quote"]
    assert release.text("kinh-te") == "\n".join(["Kinh tế Kiên Giang", *SENTENCES])
    assert run("validate", "--store", built).exit_code == 0


def test_metadata_of_a_page_is_in_the_graph(run: Run, tmp_path: Path, built: Path) -> None:
    run("build", write_all(tmp_path / "in"), "--store", built)
    store = ReleaseStore(built).current().open()
    addresses = store.quads_for_pattern(NamedNode(mint.article("kinh-te")), NamedNode(SCHEMA.url), None, None)
    assert {quad.object for quad in addresses} == {NamedNode("https://baomau.example.org/kinh-te/1.html")}


def test_what_is_refused_is_kept_with_the_release_with_file_place_and_reason(
    run: Run, tmp_path: Path, built: Path
) -> None:
    result = run("build", write_all(tmp_path / "in"), "--store", built)
    kept = ReleaseStore(built).current().manifest.summary["refused"]
    assert [(entry["file"], entry["place"]) for entry in kept] == [
        ("bai.jsonl", "2"),
        ("bai.jsonl", "3"),
        ("cut.txt.gz", ""),
        ("tin.xml.gz", "line 4"),
    ]
    reasons = ("is no JSON: ", "is not in Vietnamese: ", "breaks off before its end", "item has only a teaser")
    assert all(reason in entry["reason"] for reason, entry in zip(reasons, kept, strict=True))
    assert result.stderr.count("refused: ") == 4


def test_building_all_forms_again_changes_nothing(run: Run, tmp_path: Path, built: Path) -> None:
    run("build", write_all(tmp_path / "in"), "--store", built)
    assert "Nothing changed" in run("build", tmp_path / "in", "--store", built).stdout


def test_article_with_a_thousand_numbers_is_read(run: Run, tmp_path: Path, built: Path) -> None:
    numbers = ", ".join(f"xã {n} đạt {n},{n % 10}%" for n in range(1, 1001))
    (tmp_path / "so.txt").write_text(f"Kết quả\nNăm 2023, GRDP tỉnh Cà Mau tăng 7,8%. Các xã: {numbers}.\n", "utf-8")
    assert run("build", tmp_path / "so.txt", "--store", built).exit_code == 0
    assert ReleaseStore(built).current().manifest.articles == 4
