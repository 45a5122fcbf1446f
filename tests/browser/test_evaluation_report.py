"""The page of errors as an annotator uses it: looked at with Chromium, from a file, without a server."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.gold import read_gold
from tests.browser.conftest import Tab

TEXT = (
    "Cụm thi đua các tỉnh miền Tây Nam bộ tổng kết năm 2023 😀\r\n"
    "27/03/2024\r\n"
    "Sáng 27-3, tại tỉnh Sóc Trăng, Cụm thi đua các tỉnh miền Tây Nam bộ tổ chức hội nghị tổng kết năm 2023. "
    "Sóc Tra\u0306ng là Cụm trưởng Cụm thi đua các tỉnh miền Tây Nam bộ năm 2023. Một <b>đoạn</b> & thẻ.\r\n"
)
PACT = {"type": "pact", "bloc": "Tây Nam bộ", "period": "2099", "quote": "tổng kết năm 2023"}
MEMBER = {"type": "membership", "bloc": "Tây Nam bộ", "member": "Sóc Trăng", "quote": "Một <b>đoạn</b> & thẻ"}
COMMAND = (sys.executable, "-W", "ignore", "-m", "thidua", "evaluate")

ITEM = "section[data-article='a'] li.error"
SELECT = """((words) => {
  const pane = document.querySelector("section[data-article='a'] pre.text"), walk = document.createTreeWalker(pane, 4);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + words.length);
    getSelection().removeAllRanges(); getSelection().addRange(range);
    return true;
  }
  return false;
})"""


def line(claim: dict[str, Any], name: str = "a") -> str:
    start = TEXT.index(claim["quote"])
    place = {"start": start, "end": start + len(claim["quote"])}
    return json.dumps({"article": name} | claim | place, ensure_ascii=False) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gold of two articles, the report on them, and a folder for downloads."""
    root = tmp_path_factory.mktemp("evaluation")
    for name in ("articles", "gold", "downloads"):
        (root / name).mkdir()
    for article in ("a", "b"):
        (root / "articles" / f"{article}.txt").write_bytes(TEXT.encode())
        (root / "gold" / f"{article}.jsonl").write_text(line(PACT, article) + line(MEMBER, article), encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, root / "gold", "--report", root / "report.html"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def report(page: Tab, folder: Path) -> Tab:
    """The page, freshly opened and without changes."""
    page.show(f"file://{folder}/report.html")
    for file in (folder / "downloads").iterdir():
        file.unlink()
    return page


def exported(page: Tab, folder: Path, selector: str) -> list[dict[str, Any]]:
    text = page.download(selector, folder / "downloads").decode("utf-8")
    return [json.loads(one) for one in text.splitlines()]


def assert_quiet(page: Tab, folder: Path) -> None:
    asked = {url for url in page.requests if not url.startswith(("blob:", "data:"))}
    assert asked == {f"file://{folder}/report.html"}
    assert page.complaints == []


def test_errors_stand_in_their_sentences_with_the_quote_marked_and_the_text_escaped(
    report: Tab, folder: Path, tmp_path: Path
) -> None:
    shown = report.value(
        f'[...document.querySelectorAll("{ITEM}")].map(e => [e.dataset.kind, e.dataset.type, '
        "e.querySelector('blockquote').textContent, e.querySelector('mark').textContent])"
    )
    missed = [row for row in shown if row[0] == "missed"]
    assert [row[1] for row in missed] == ["pact", "membership"]
    assert missed[1][2] == "Một <b>đoạn</b> & thẻ."
    assert missed[1][3] == "Một <b>đoạn</b> & thẻ"
    wrong = {row[1]: row[3] for row in shown if row[0] == "wrong"}
    assert "Cụm trưởng" in wrong["leadership"]
    assert "conference" in wrong
    totals = report.value("document.querySelector('.totals').innerText")
    assert "4" in totals
    report.picture(tmp_path / "report.png")
    assert_quiet(report, folder)


def test_filters_show_what_is_asked_for_and_count_it(report: Tab, folder: Path) -> None:
    def ask(**values: str) -> int:
        report.value(
            "(f => { f.reset(); for (const [k, v] of Object.entries("
            + json.dumps(values)
            + ")) f.elements[k].value = v;"
            "f.dispatchEvent(new Event('input')); })(document.getElementById('filters'))"
        )
        seen = report.value("[...document.querySelectorAll('li.error')].filter(e => e.offsetParent).length")
        assert report.value("document.getElementById('shown').innerText").startswith(f"{seen} / ")
        return int(seen)

    everything = ask()
    assert ask(kind="missed") == 4
    assert ask(kind="wrong") == everything - 4
    assert ask(type="pact") == 2
    assert ask(type="pact", article="b") == 1
    assert_quiet(report, folder)


def test_corrected_gold_is_downloaded_and_passes_the_check_of_form(report: Tab, folder: Path, tmp_path: Path) -> None:
    bench = "section[data-article='a'] details.workbench"
    report.click(f"{ITEM}.missed[data-type='pact'] button[name='remove']")
    report.click(f"{ITEM}.wrong[data-type='leadership'] button[name='accept']")
    report.click(f"{ITEM}.missed[data-type='membership'] button[name='edit']")
    report.value("document.querySelector('form.editor').elements.member.select()")
    report.insert("Cà Mau")
    report.click("form.editor button[name='save']")
    assert report.value(SELECT + "('Sóc Tra\\u0306ng là Cụm trưởng')")
    report.click(f"{bench} button[name='add']")
    report.value(
        "(e => { e.value = 'post'; e.dispatchEvent(new Event('change')); })(document.querySelector('form.editor').elements.type)"
    )
    report.click("form.editor button[name='save']")
    assert "missing" in report.value("document.querySelector('.problems').innerText")
    for field, text in (("person", "Lê Văn A"), ("title", "Chủ tịch")):
        report.value(f"document.querySelector('form.editor').elements.{field}.focus()")
        report.insert(text)
    report.click("form.editor button[name='save']")

    claims = exported(report, folder, f"{bench} button[name='download']")
    assert [claim["type"] for claim in claims] == ["membership", "leadership", "post"]
    assert claims[0]["member"] == "Cà Mau"
    assert claims[2]["quote"] == "Sóc Tra\u0306ng là Cụm trưởng"
    for claim in claims:
        assert TEXT[claim["start"] : claim["end"]] == claim["quote"]
    assert all("rule" not in claim for claim in claims)
    corrected = tmp_path / "gold"
    corrected.mkdir()
    (corrected / "a.jsonl").write_bytes(next((folder / "downloads").iterdir()).read_bytes())
    told: list[object] = []
    (one,) = read_gold(corrected, told.append, folder / "articles")
    assert told == []
    assert one.claims == claims
    assert_quiet(report, folder)


def test_words_can_be_used_at_once_after_they_are_selected(report: Tab, folder: Path) -> None:
    bench = "section[data-article='a'] details.workbench"
    report.click(f"{ITEM}.missed[data-type='pact'] button[name='show']")
    # In one turn of the page's events, so that it has not yet been told of the selection when the button is pressed.
    quote = report.value(
        f"({SELECT}('Sóc Tra\\u0306ng là Cụm trưởng'), document.querySelector(\"{bench} button[name='add']\").click(), "
        "document.querySelector('form.editor .chosen mark')?.innerText)"
    )
    assert quote == "Sóc Tra\u0306ng là Cụm trưởng"
    assert_quiet(report, folder)


def test_changes_outlive_the_page_and_can_be_discarded(report: Tab, folder: Path) -> None:
    report.click(f"{ITEM}.missed[data-type='pact'] button[name='remove']")
    # Chromium writes down what a page stores a little later, so on a busy machine the first look may come too early.
    for _ in range(30):
        report.show(f"file://{folder}/report.html")
        if report.value("document.getElementById('changes').innerText"):
            break
        time.sleep(0.1)
    assert report.value("document.getElementById('changes').innerText").startswith("1 ")
    assert report.value(f"document.querySelector(\"{ITEM}.missed[data-type='pact']\").classList.contains('settled')")
    claims = exported(report, folder, "#download-all")
    assert [(claim["article"], claim["type"]) for claim in claims] == [
        ("a", "membership"),
        ("b", "pact"),
        ("b", "membership"),
    ]
    report.click("#discard")
    assert report.value("document.getElementById('changes').innerText") == ""


def test_gold_that_nobody_changed_comes_out_as_it_went_in(report: Tab, folder: Path) -> None:
    claims = exported(report, folder, "#download-all")
    files = [(folder / "gold" / f"{name}.jsonl").read_text("utf-8") for name in ("a", "b")]
    assert claims == [json.loads(one) for text in files for one in text.splitlines()]
    assert [list(claim) for claim in claims[:1]] == [list(json.loads(files[0].splitlines()[0]))]


def test_errors_can_be_read_without_scripts_and_in_the_dark(report: Tab, folder: Path) -> None:
    report.command("Emulation.setScriptExecutionDisabled", value=True)
    report.prefer("dark")
    report.show(f"file://{folder}/report.html")
    colours = report.value("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    hidden = report.value("getComputedStyle(document.getElementById('filters')).display")
    sentence = report.value(f'document.querySelector("{ITEM} blockquote").innerText')
    dark, light = (sum(int(n) for n in colour.strip("rgb()").split(",")) for colour in colours)
    assert dark < 150
    assert light > 500
    assert hidden == "none"
    assert "tổng kết năm 2023" in sentence
