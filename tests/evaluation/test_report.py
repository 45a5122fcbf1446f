"""The page of errors as a file; what it does in a browser is tested in tests/browser."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

TEXT = "Cụm thi đua miền Nam ký giao ước </script> thi đua năm 2024. <img src=x> Hết.\n"
CLAIM = {"type": "movement", "name": "Vì </script> tương lai", "quote": "</script>", "initiator": "<b>Tỉnh</b>"}


def write(evaluate: Callable[..., Result], folder: Path) -> tuple[str, Result]:
    path = folder.parent / "report.html"
    result = evaluate(folder, "--report", path)
    return path.read_bytes().decode(), result


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_texts_and_values_are_escaped_and_the_gold_stays_as_it_was(
    evaluate: Callable[..., Result], labelled: Callable[..., Path]
) -> None:
    page, result = write(evaluate, labelled("a", TEXT, [CLAIM]))
    assert result.exit_code == 0, result.output
    assert "<img" not in page
    assert "<b>Tỉnh" not in page
    assert html.escape(TEXT[:-1].partition(" <img")[0]) in page.replace("<mark>", "").replace("</mark>", "")
    (article,) = data_of(page)["articles"]
    assert article["text"] == TEXT
    assert list(article["gold"][0]) == ["article", "start", "end", "type", "name", "quote", "initiator"]


def test_page_asks_nothing_of_anybody(evaluate: Callable[..., Result], corpus: Callable[..., Path]) -> None:
    page, _ = write(evaluate, corpus("digest-003"))
    markup = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert re.findall(r"https?://|@import|url\(|\bfetch\(|XMLHttpRequest|src=", markup) == []
    assert "default-src 'none'" in page


def test_claim_whose_place_is_faulty_is_shown_all_the_same(
    evaluate: Callable[..., Result], labelled: Callable[..., Path]
) -> None:
    claims = [CLAIM | {"start": None}, CLAIM | {"name": "Khác", "start": 3, "end": 9999}]
    page, result = write(evaluate, labelled("a", TEXT, claims))
    assert result.exit_code == 1
    assert len(data_of(page)["articles"][0]["gold"]) == 2
    assert page.count('data-type="movement"') == 2


def test_file_that_cannot_be_written_gets_status_2_and_its_name(
    evaluate: Callable[..., Result], corpus: Callable[..., Path]
) -> None:
    folder = corpus("digest-003")
    result = evaluate(folder, "--report", folder / "nowhere" / "report.html")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
