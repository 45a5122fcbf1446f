"""Confidence: what the model makes of counts, how it is measured, and that the counts shipped are those of today's rules."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.calibration import model as model_module
from pipeline.calibration.circumstances import circumstances
from pipeline.calibration.fitting import STRENGTHS, best_strength, gold_digest, trials_of
from pipeline.calibration.measures import Prediction, brier, calibration_error, cross_validated, reliability
from pipeline.calibration.model import (
    FILE,
    Count,
    Model,
    Trial,
    confidence,
    fitted,
    read_model,
    rounded,
    shipped,
    write_model,
)
from pipeline.calibration.report import tables
from pipeline.calibration.rules import is_current, type_of, written_out
from pipeline.claims import Membership, Observation
from pipeline.evaluation.gold import read_gold
from pipeline.language.focus import Focus
from pipeline.readers import Article, Refusal
from pipeline.run import Extractor

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "evaluation"
POST = ("post", "posts.header")


def trials(article: str, rule: str, right: int, wrong: int) -> list[Trial]:
    return [Trial(article, type_of(rule), rule, ("bloc",), right=place < right) for place in range(right + wrong)]


def refuse(refusal: Refusal) -> None:
    raise AssertionError(refusal)


# The model


def test_rate_of_a_rule_is_shrunk_towards_that_of_its_types_other_rules() -> None:
    found = fitted([*trials("a", "posts.header", 2, 0), *trials("a", "posts.elected", 1, 1)], strength=2)
    overall = (3 + 2 * 0.5) / (4 + 2)

    assert found.estimate(()) == pytest.approx(overall)
    # All claims are of one type, so nothing else is known of it than of all.
    assert found.estimate(("post",)) == pytest.approx((3 + 2 * 0.5) / (4 + 2))
    of_others = (1 + 2 * 0.5) / (2 + 2)
    assert found.estimate(POST) == pytest.approx((2 + 2 * of_others) / (2 + 2))


def test_claims_count_once_however_many_levels_they_are_alone_on() -> None:
    found = fitted([*trials("a", "posts.header", 9, 0), *trials("a", "posts.elected", 5, 5)], strength=10)

    assert found.estimate((*POST, "bloc")) == pytest.approx(found.estimate(POST))


def test_rule_that_was_never_seen_gets_its_types_rate_and_a_type_the_rate_of_all() -> None:
    found = fitted([*trials("a", "posts.header", 8, 2), *trials("a", "pacts.signed", 9, 1)], strength=5)

    assert found.estimate(("post", "posts.new", "bloc")) == found.estimate(("post",))
    assert found.estimate(("ranking", "rankings.stated")) == found.estimate(())


def test_circumstance_that_was_never_seen_gets_the_rate_of_what_is_above_it() -> None:
    found = fitted(trials("a", "posts.header", 8, 2), strength=5)

    assert found.estimate((*POST, "no bloc")) == found.estimate(POST)


def test_more_claims_carry_a_rule_further_from_its_type() -> None:
    few = fitted([*trials("a", "posts.header", 0, 2), *trials("a", "posts.elected", 50, 0)], strength=10)
    many = fitted([*trials("a", "posts.header", 0, 50), *trials("a", "posts.elected", 50, 0)], strength=10)

    assert many.estimate(POST) < few.estimate(POST) < 1


def test_model_without_any_count_knows_nothing() -> None:
    assert Model({}, strength=5).estimate(POST) == 0.5


@pytest.mark.parametrize(("estimate", "published"), [(1.0, 0.999), (0.99999, 0.999), (0.0, 0.001), (0.12345, 0.123)])
def test_published_confidence_has_three_digits_and_is_never_certain(estimate: float, published: float) -> None:
    assert rounded(estimate) == published


# The file of counts


def test_model_that_is_written_reads_back_the_same(tmp_path: Path) -> None:
    found = fitted([*trials("a", "posts.header", 2, 1), *trials("b", "pacts.signed", 1, 0)], strength=5)
    write_model(tmp_path / "c.toml", found, {"extraction": "0.2.0", "articles": 2}, ["posts.elected"])

    read = read_model(tmp_path / "c.toml")

    assert read.strength == 5
    assert read.counts == {
        ("post", "posts.header"): Count(0, 0),
        ("post", "posts.header", "bloc"): Count(2, 3),
        ("post", "posts.elected"): Count(0, 0),
        ("pact", "pacts.signed"): Count(0, 0),
        ("pact", "pacts.signed", "bloc"): Count(1, 1),
    }
    assert read.estimate((*POST, "bloc")) == found.estimate((*POST, "bloc"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[fitted", "c.toml: "),
        ("[fitted]\n[rules]\n", "c.toml: 'strength'"),
        ('[fitted]\nstrength = "much"\n[rules]\n', "c.toml: could not convert"),
        ('[fitted]\nstrength = 5\n[rules."x.y"]\n', "c.toml: x.y: its component makes no claims"),
        ('[fitted]\nstrength = 5\n[rules."posts.a"]\nbloc = [3, 2]\n', "c.toml: posts.a: [3, 2] is no count"),
        ('[fitted]\nstrength = 5\n[rules."posts.a"]\nbloc = [1]\n', "c.toml: posts.a: [1] is no count"),
        ('[fitted]\nstrength = 5\n[rules."posts.a"]\nbloc = "1 of 2"\n', "c.toml: posts.a: '1 of 2' is no count"),
    ],
)
def test_faulty_file_of_counts_is_refused_with_its_name_and_the_entry(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the message is compared below
        read_model(tmp_path / "c.toml")

    assert reason in str(raised.value)


def shipped_rules() -> set[str]:
    return set(tomllib.loads(FILE.read_text(encoding="utf-8"))["rules"])


def test_counts_cover_every_rule_that_the_source_names() -> None:
    assert len(written_out()) > 20
    assert sorted(written_out() - shipped_rules()) == [], "refit: python -m pipeline.calibration GOLD_DIR --write"


def test_counts_name_no_rule_that_the_source_lacks() -> None:
    assert [rule for rule in sorted(shipped_rules()) if not is_current(rule)] == [], "refit the confidence"


@pytest.mark.parametrize("rule", ["posts.nonsense", "observations.nonsense", "nonsense.header", "posts"])
def test_rule_that_no_component_has_is_not_current(rule: str) -> None:
    assert not is_current(rule)


def test_counts_cover_every_rule_that_finds_a_claim_in_our_articles() -> None:
    gold = read_gold(ROOT / "corpus" / "gold", refuse, None, [ROOT / "corpus" / "sources.jsonl"])
    found = {claim.rule for graph in Extractor().pipe(one.article for one in gold) for claim in graph.claims}

    assert sorted(found - shipped_rules()) == [], "refit: python -m pipeline.calibration GOLD_DIR --write"


# Circumstances


def observation(indicator: str = "grdp", end: int = 20) -> Observation:
    return Observation(
        start=0,
        end=end,
        rule="observations.growth",
        area="Cà Mau",
        indicator=indicator,
        measure="growth",
        value=1.0,
        unit="%",
        period="2023",
    )


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (observation(), ("bloc", "listed indicator", "near")),
        (observation(indicator="coal-output"), ("bloc", "other indicator", "near")),
        (observation(end=200), ("bloc", "listed indicator", "far")),
        (Membership(start=0, end=1, rule="memberships.list", bloc="A", member="B"), ("bloc",)),
    ],
)
def test_circumstances_are_read_off_the_claim_and_the_article(claim: Any, expected: tuple[str, ...]) -> None:
    assert circumstances(claim, Focus(2024, 3, "2023", "Tây Nam bộ", "")) == expected


def test_article_without_a_bloc_is_told_apart() -> None:
    assert circumstances(observation(), Focus(2024, 3, "2023", "", ""))[0] == "no bloc"


def test_claims_of_an_article_carry_their_circumstances_and_a_confidence(article: Callable[..., Article]) -> None:
    text = "Năm 2023, Cụm thi đua các tỉnh Tây Nam bộ gồm Long An, Bến Tre, Cà Mau. GRDP của tỉnh Cà Mau tăng 7,1%."
    (graph,) = Extractor().pipe([article(text)])
    by_type = {claim.type: claim for claim in graph.claims}

    assert by_type["membership"].circumstances == ("bloc",)
    assert by_type["observation"].circumstances == ("bloc", "listed indicator", "near")
    assert 0.5 < confidence(by_type["observation"]) < confidence(by_type["membership"]) < 1
    stated = {t.object.value for t in graph.triples if t.predicate.value.endswith("#confidence")}
    assert stated == {f"{confidence(claim)}" for claim in graph.claims}


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


def test_model_is_loaded_once_and_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    first = shipped()
    monkeypatch.setattr(model_module, "read_model", lambda _: pytest.fail("read again"))

    assert shipped() is first
