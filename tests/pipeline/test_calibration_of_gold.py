"""Confidence: how predictions are measured and fitted to gold, and that those shipped predict articles that they were not fitted to."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.calibration.fitting import STRENGTHS, best_strength, gold_digest, trials_of
from pipeline.calibration.measures import Prediction, brier, calibration_error, cross_validated, reliability
from pipeline.calibration.model import (
    FILE,
    fitted,
    shipped,
)
from pipeline.calibration.report import tables
from pipeline.evaluation.gold import read_gold
from tests.pipeline.calibrating import refuse, trials

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "evaluation"


# Measures


def test_brier_score_is_the_mean_square_of_the_error() -> None:
    assert brier([Prediction(1.0, True), Prediction(0.5, False)]) == 0.125


def test_bins_hold_predicted_and_observed_shares_and_leave_out_empty_ones() -> None:
    found = reliability(
        [Prediction(0.2, False), Prediction(0.4, True), Prediction(0.9, True), Prediction(1.0, True)],
        [0, 0.5, 0.7, 0.9, 1],
    )

    assert [(b.low, b.high, b.claims, round(b.predicted, 3), b.observed) for b in found] == [
        (0, 0.5, 2, 0.3, 0.5),
        (0.9, 1, 2, 0.95, 1.0),
    ]
    assert calibration_error(found) == pytest.approx((2 * 0.2 + 2 * 0.05) / 4)


def test_claims_of_one_article_are_never_on_both_sides_of_the_cross_validation() -> None:
    # Were an article's own claims in the model that judges it, the rule seen in it alone would be known there.
    alone = trials("a", "posts.elected", 0, 6)
    others = [t for name in "bcdefghij" for t in trials(name, "posts.header", 5, 0)]

    predicted = cross_validated([*alone, *others], strength=1, folds=10)

    assert {round(p.probability, 9) for t, p in predicted if t.article == "a"} == {
        round(fitted(others, 1).estimate(("post",)), 9)
    }


def test_folds_do_not_depend_on_the_order_of_the_claims() -> None:
    some = [t for name in "abcdefghij" for t in trials(name, "posts.header", 3, len(name))]

    forwards, backwards = cross_validated(some, 5, 5), cross_validated(some[::-1], 5, 5)

    assert sorted(p.probability for _, p in forwards) == pytest.approx(sorted(p.probability for _, p in backwards))


def test_more_folds_than_articles_are_refused() -> None:
    with pytest.raises(ValueError, match="1 articles are too few for 2 folds"):
        cross_validated(trials("a", "posts.header", 1, 0), 5, 2)


def test_strength_is_the_one_that_predicts_unseen_articles_best() -> None:
    steady = [
        t for name in "abcdefgh" for t in [*trials(name, "posts.header", 5, 0), *trials(name, "posts.elected", 0, 5)]
    ]
    erratic = [
        t
        for place, name in enumerate("abcdefgh")
        for t in trials(name, "posts.header", 5 * (place % 2), 5 * (1 - place % 2))
    ]

    assert best_strength(steady, 4) == min(STRENGTHS)
    assert best_strength(erratic, 4) > min(STRENGTHS)


# Fitting to gold


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two small articles with gold, which lacks one of the members that the second names."""
    names = {"a": ["Long An", "Bến Tre", "Cà Mau"], "b": ["Long An", "Bến Tre"]}
    for folder in ("articles", "gold"):
        (tmp_path / folder).mkdir()
    for name, members in names.items():
        text = "Cụm thi đua các tỉnh Tây Nam bộ gồm Long An, Bến Tre, Cà Mau."
        (tmp_path / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
        lines = [
            {"article": name, "type": "membership", "bloc": "Tây Nam bộ", "member": member, "start": text.index(member)}
            for member in members
        ]
        for line in lines:
            line |= {"end": line["start"] + len(line["member"]), "quote": line["member"]}
        (tmp_path / "gold" / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return tmp_path / "gold"


def test_claim_is_right_where_the_gold_of_its_own_article_has_its_facts(gold: Path) -> None:
    found = trials_of(read_gold(gold, refuse), refuse)

    assert [(t.article, t.type, t.right) for t in found] == [
        *[("a", "membership", True)] * 3,
        *[("b", "membership", True)] * 2,
        ("b", "membership", False),
    ]


def test_digest_of_the_gold_changes_with_it_and_not_with_its_order(gold: Path) -> None:
    before = read_gold(gold, refuse)
    lines = (gold / "a.jsonl").read_text(encoding="utf-8").splitlines()
    (gold / "a.jsonl").write_text("\n".join(lines[::-1]), encoding="utf-8")
    turned = read_gold(gold, refuse)
    (gold / "a.jsonl").write_text(lines[0], encoding="utf-8")

    assert gold_digest(before) == gold_digest(turned[::-1]) != gold_digest(read_gold(gold, refuse))


def test_report_has_every_table(gold: Path) -> None:
    found = tables(trials_of(read_gold(gold, refuse), refuse), strength=5, folds=2)

    assert "6 claims of 2 articles, 2 folds by articles, a prior worth 5 claims. Brier score" in found
    for head in ("| confidence | claims |", "| type | claims |", "| articles | claims |", "| the model looks at |"):
        assert head in found


def test_command_prints_the_tables_and_writes_nothing_unasked(gold: Path) -> None:
    before = FILE.read_bytes()

    ran = subprocess.run(
        [sys.executable, "-m", "pipeline.calibration", str(gold), "--folds", "2"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )

    assert "| confidence | claims | predicted | observed |" in ran.stdout
    assert FILE.read_bytes() == before


@pytest.mark.parametrize(("folder", "reason"), [("none", "no such folder"), ("empty", "holds no gold")])
def test_command_names_the_folder_that_holds_no_gold(tmp_path: Path, folder: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()

    ran = subprocess.run(
        [sys.executable, "-m", "pipeline.calibration", str(tmp_path / folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert ran.returncode == 1
    assert ran.stderr.strip().startswith("pipeline.calibration: ")
    assert reason in ran.stderr


def test_page_carries_the_tables_of_the_counts_that_are_shipped() -> None:
    page = (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")
    of = tomllib.loads(FILE.read_text(encoding="utf-8"))["fitted"]

    assert f"{of['claims']:,} claims of " in page
    assert f"a prior worth {of['strength']:g} claims" in page


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared evaluation material is not beside the project")
def test_confidence_predicts_unseen_articles_better_than_one_rate_for_all() -> None:
    metadata = [SHARED / "digest-sources.jsonl", SHARED / "real-sources.jsonl"]
    found = trials_of(read_gold(SHARED / "gold", lambda _: None, None, metadata), refuse)
    strength = shipped().strength
    by_model = [p for _, p in cross_validated(found, strength, 10)]
    by_one_rate = [p for _, p in cross_validated(found, strength, 10, depth=0)]

    assert brier(by_model) < brier(by_one_rate)
    assert calibration_error(reliability(by_model, [0, 0.6, 0.8, 0.9, 0.95, 1])) < 0.05
