"""Facts: what of two claims is compared, and that it is what the project's scorer compares."""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.evaluation.comparison import comparison
from pipeline.evaluation.facts import facts
from pipeline.evaluation.form import form_faults

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "upper case": str.upper,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "abbreviated": lambda text: text.replace("Ủy ban nhân dân", "UBND").replace("thành phố", "TP."),
    "with a kind in front": lambda text: f"Cụm thi đua các tỉnh {text}",
}


@pytest.fixture
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", shared / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_claims(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_facts_of_every_gold_line_are_those_of_the_scorer_in_any_spelling(
    scorer: ModuleType, shared: Path, spelling: str
) -> None:
    free = {"bloc", "member", "unit", "person", "title", "recipient", "area", "name", "number", "province"}
    claims = gold_claims(shared / "gold")
    assert len(claims) > 1500
    for claim in claims:
        spelt = {k: SPELLINGS[spelling](v) if k in free and isinstance(v, str) else v for k, v in claim.items()}
        assert [tuple(fact) for fact in facts(spelt)] == list(scorer.facts(spelt)), spelt


def test_codes_that_are_told_apart_are_those_of_the_scorer(scorer: ModuleType) -> None:
    told_apart = comparison().told_apart
    assert told_apart == {"indicator": scorer.INDICATORS, "unit": scorer.UNITS, "award": scorer.AWARDS}
    assert {t: list(fields) for t, fields in comparison().required.items()} == scorer.REQUIRED


def test_names_are_equal_in_any_tone_placement_case_and_abbreviation() -> None:
    one = {"type": "post", "person": "Hoà Văn An", "title": "Phó Chủ tịch UBND TP. Đà Nẵng"}
    other = {"type": "post", "person": "HÒA VĂN AN", "title": "Phó Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng"}
    assert facts(one) == facts(other)


def test_conference_and_ranking_give_a_fact_for_each_thing_that_they_state() -> None:
    conference = {"type": "conference", "bloc": "X", "kind": "launch", "period": "2024", "date": "2024-03-01"}
    ranking = {"type": "ranking", "bloc": "X", "member": "Y", "period": "2024", "rank": 1, "score": 9.5}
    assert [fact.kind for fact in facts(conference | {"province": "Cà Mau"})] == [
        "conference",
        "conference-date",
        "conference-province",
    ]
    assert [fact.kind for fact in facts(ranking)] == ["ranking-rank", "ranking-score"]


def test_code_that_is_not_told_apart_counts_as_other() -> None:
    base = {"type": "observation", "area": "Huế", "measure": "level", "value": 5, "unit": "bridge", "period": "2023"}
    assert facts(base | {"indicator": "bridges"}) == facts(base | {"indicator": "spans", "unit": "span"})
    assert facts(base | {"indicator": "grdp"})[0].kind == "observation"


def test_value_that_is_no_number_is_refused() -> None:
    claim = {"type": "observation", "area": "Huế", "indicator": "grdp", "measure": "level", "value": "nhiều"}
    with pytest.raises(ValueError, match="value 'nhiều' is no number"):
        facts(claim)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"quote": "khác"},
        {"type": "khác"},
        {"bloc": ""},
        {"period": "năm nay"},
        {"start": None},
        {"type": "leadership", "unit": "Cà Mau", "role": "boss"},
        {"type": "conference", "kind": "party"},
        {"type": "conference", "kind": "launch", "date": "1/2/2024"},
        {"type": "award", "award": "x", "recipient": "y", "status": "given"},
        {"type": "ranking", "member": "Cà Mau"},
        {"type": "observation", "area": "Huế", "indicator": "grdp", "measure": "size", "value": 1, "unit": "%"},
        {"type": "ranking", "member": "Cà Mau", "score": 9.5, "bound": "nearly"},
    ],
    ids=str,
)
def test_faults_of_form_are_those_of_the_scorer(scorer: ModuleType, tmp_path: Path, change: dict[str, Any]) -> None:
    text = "Cụm ký giao ước."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    claim = {
        "article": "a",
        "type": "pact",
        "bloc": "x",
        "period": "2024",
        "start": 0,
        "end": 3,
        "quote": "Cụm",
    } | change
    assert list(form_faults(claim, text)) == list(scorer.form_faults(claim, tmp_path))
