"""Reading gold: what is faulty is told with file and line, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.gold import read_gold
from pipeline.readers import Refusal

TEXT = "Cụm thi đua miền Nam ký giao ước thi đua năm 2024.\n"
PACT = {"type": "pact", "bloc": "miền Nam", "period": "2024", "quote": "ký giao ước thi đua năm 2024"}

Labelled = Callable[[str, str, list[Any]], Path]


def test_lines_that_are_no_claims_are_told_with_file_line_and_reason_and_the_rest_is_read(labelled: Labelled) -> None:
    told: list[Refusal] = []
    folder = labelled("a", TEXT, ["{", '["pact"]', "", '{"type": "pakt"}', PACT])
    (one,) = read_gold(folder, told.append)
    assert [claim["period"] for claim in one.claims] == ["2024"]
    assert [(fault.path.name, fault.place) for fault in told] == [("a.jsonl", "1"), ("a.jsonl", "2"), ("a.jsonl", "4")]
    assert [fault.reason.partition(":")[0] for fault in told] == ["not JSON", "no claim", "no claim"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quote": "ký giao ước"}, "quote differs from the text at 21:49: 'ký giao ước thi đua năm 2024'"),
        ({"start": 40, "end": 400}, "start and end 40:400 are no stretch of the text, which has 51 characters"),
        ({"start": None}, "no start, end or quote"),
        ({"period": "năm 2024"}, "period 'năm 2024'"),
        ({"bloc": ""}, "pact: no bloc"),
        ({"article": "b"}, "article 'b' is not the one that the file is named after"),
        ({"type": "conference", "kind": "party"}, "kind 'party'"),
        ({"type": "ranking", "member": "Cà Mau"}, "ranking: neither rank nor score"),
        ({"type": "award", "award": "x", "recipient": "y", "status": "given"}, "status 'given'"),
        ({"type": "ranking", "member": "Cà Mau", "rank": "hai"}, "rank 'hai' is no number"),
    ],
)
def test_claim_with_a_fault_of_form_is_told_and_stays(labelled: Labelled, change: dict[str, Any], fault: str) -> None:
    told: list[Refusal] = []
    place = {"start": 21, "end": 49}
    (one,) = read_gold(labelled("a", TEXT, [PACT | place | change]), told.append)
    assert [refusal.reason for refusal in told] == [fault]
    assert len(one.claims) == 1


def test_gold_with_offsets_alone_is_quoted_from_its_article(labelled: Labelled) -> None:
    bare = {field: value for field, value in PACT.items() if field != "quote"} | {"article": "a"}
    lines = [json.dumps(bare | place) for place in ({"start": 21, "end": 49}, {"start": 40, "end": 400})]
    told: list[Refusal] = []
    (one,) = read_gold(labelled("a", TEXT, lines), told.append)
    assert [claim["quote"] for claim in one.claims] == ["ký giao ước thi đua năm 2024", ""]
    assert [(refusal.place, refusal.reason) for refusal in told] == [("2", "no start, end or quote")]


def test_gold_without_its_article_is_told_and_left_out(labelled: Labelled) -> None:
    told: list[Refusal] = []
    folder = labelled("a", TEXT, [PACT])
    (folder / "b.jsonl").write_text("")
    assert [one.article.id for one in read_gold(folder, told.append)] == ["a"]
    assert "its article" in told[0].reason
    assert told[0].path.name == "b.jsonl"


def test_offsets_count_code_points_of_the_text_as_it_came(labelled: Labelled) -> None:
    told: list[Refusal] = []
    claim = PACT | {"quote": "năm 2024"}
    (one,) = read_gold(labelled("a", f"😀\r\n{TEXT}", [claim]), told.append)
    assert told == []
    assert one.claims[0]["start"] == 3 + TEXT.index("năm 2024")


@pytest.mark.parametrize("missing", ["gold", "articles", "lines"])
def test_missing_folder_is_named(labelled: Labelled, tmp_path: Path, missing: str) -> None:
    folder = labelled("a", TEXT, [PACT])
    if missing == "lines":
        (folder / "a.jsonl").unlink()
    else:
        (tmp_path / missing).rename(tmp_path / "elsewhere")
    named = folder if missing != "articles" else tmp_path / "articles"
    with pytest.raises(FileNotFoundError, match=str(named)):
        read_gold(folder, print)
