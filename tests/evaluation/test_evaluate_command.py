"""`thidua evaluate`: what is printed and written, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.reading import read_against

Evaluate = Callable[..., Result]
Corpus = Callable[..., Path]


def test_table_by_type_has_figures_with_intervals(evaluate: Evaluate, corpus: Corpus) -> None:
    result = evaluate(corpus("digest-003", "digest-004"), "--bootstrap", 50)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["type", "precision", "recall", "F1", "gold", "found"]
    assert lines[-2].startswith("ALL")
    assert lines[-2].count("[") == 3
    assert lines[-1] == "2 articles"


def test_json_holds_the_figures_and_markdown_a_table(evaluate: Evaluate, corpus: Corpus) -> None:
    folder = corpus("digest-003")
    figures = json.loads(evaluate(folder, "--json", "--bootstrap", 0).stdout)
    assert set(figures["ALL"]) == {"precision", "recall", "f1", "gold", "found"}
    assert figures["ALL"]["gold"] == sum(row["gold"] for kind, row in figures.items() if kind != "ALL")
    table = evaluate(folder, "--markdown").stdout.splitlines()
    assert table[:2] == [
        "| type | precision | recall | F1 | gold | found |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    assert table[-1].startswith("| ALL | ")


def test_errors_and_figures_are_those_of_the_scorer(evaluate: Evaluate, shared: Path, tmp_path: Path) -> None:
    ours, claims, theirs = tmp_path / "errors.tsv", tmp_path / "claims.jsonl", tmp_path / "scorer.tsv"
    result = evaluate(shared / "gold", "--errors", ours, "--claims", claims, "--json", "--bootstrap", 0)
    command = [sys.executable, shared / "score.py", "score", shared / "gold", claims, "--errors", theirs, "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert json.loads(result.stdout) == json.loads(done.stdout)
    lines = ours.read_text("utf-8").splitlines()
    assert len(lines) > 20
    assert sorted(lines) == sorted(theirs.read_text("utf-8").splitlines())


def test_faulty_gold_line_is_told_the_rest_is_scored_and_the_status_is_1(evaluate: Evaluate, corpus: Corpus) -> None:
    folder = corpus("digest-003")
    with (folder / "digest-003.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    number = len((folder / "digest-003.jsonl").read_text("utf-8").splitlines())
    result = evaluate(folder)
    assert result.exit_code == 1
    assert f"fault: {folder}/digest-003.jsonl:{number}: not JSON" in result.stderr
    assert "ALL" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give the folder with gold claims"),
        (("gold", "--robustness", "--leave-out"), "give one of them"),
        (("gold", "--robustness", "--errors", "x.tsv"), "go with the table by type alone"),
        (("nowhere",), "nowhere: no such folder"),
    ],
)
def test_order_that_makes_no_sense_gets_status_2_and_the_reason(
    evaluate: Evaluate, arguments: tuple[str, ...], said: str
) -> None:
    result = evaluate(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_off_topic_lists_false_claims_and_their_number_per_10_000_syllables(evaluate: Evaluate, corpus: Corpus) -> None:
    gold = corpus("digest-003")
    result = evaluate("--off-topic", gold.parent / "articles")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-2].startswith("off-topic articles")
    assert "digest-003:" in result.stdout
    known = evaluate(gold, "--off-topic", gold.parent / "articles", "--json")
    (row,) = json.loads(known.stdout)
    assert row["false claims"] == "0"
    assert int(row["claims"]) > 5


def test_robustness_and_leave_out_print_tables_of_their_own(evaluate: Evaluate, corpus: Corpus) -> None:
    gold = corpus("digest-003")
    forms = evaluate(gold, "--robustness", "--markdown")
    assert forms.exit_code == 0, forms.output
    assert "| NFD |" in forms.stdout
    blocs = evaluate(gold, "--leave-out")
    assert blocs.exit_code == 0, blocs.output
    assert blocs.stdout.splitlines()[1].startswith("Đông Nam bộ")


def test_gold_of_an_article_that_the_pipeline_fails_on_counts_as_missed(
    evaluate: Evaluate, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no triples today")

    monkeypatch.setattr("pipeline.run.assert_article", fail)
    result = evaluate(corpus("digest-003"), "--json")
    assert result.exit_code == 1
    assert "no triples today" in result.stderr
    assert json.loads(result.stdout)["ALL"]["recall"] == 0


def test_reading_against_gold_keeps_the_rule_behind_each_claim(corpus: Corpus) -> None:
    (read,) = read_against(read_gold(corpus("digest-003"), print), print)
    assert len(read.rules) == len(read.found) > 5
    assert all("." in rule for rule in read.rules)
    assert read.faults == []
