"""Confidence: what the model makes of counts, and that the counts shipped are those of today's rules."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.calibration import model as model_module
from pipeline.calibration.circumstances import circumstances
from pipeline.calibration.model import (
    FILE,
    Count,
    Model,
    confidence,
    fitted,
    read_model,
    rounded,
    shipped,
    write_model,
)
from pipeline.calibration.rules import is_current, written_out
from pipeline.claims import Membership, Observation
from pipeline.evaluation.gold import read_gold
from pipeline.language.focus import Focus
from pipeline.readers import Article
from pipeline.run import Extractor
from tests.pipeline.calibrating import refuse, trials

ROOT = Path(__file__).parents[2]
POST = ("post", "posts.header")


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


def test_counts_cover_every_rule_that_finds_a_claim_in_our_articles(extractor: Extractor) -> None:
    gold = read_gold(ROOT / "corpus" / "gold", refuse, None, [ROOT / "corpus" / "sources.jsonl"])
    found = {claim.rule for graph in extractor.pipe(one.article for one in gold) for claim in graph.claims}

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


def test_claims_of_an_article_carry_their_circumstances_and_a_confidence(
    extractor: Extractor, article: Callable[..., Article]
) -> None:
    text = "Năm 2023, Cụm thi đua các tỉnh Tây Nam bộ gồm Long An, Bến Tre, Cà Mau. GRDP của tỉnh Cà Mau tăng 7,1%."
    (graph,) = extractor.pipe([article(text)])
    by_type = {claim.type: claim for claim in graph.claims}

    assert by_type["membership"].circumstances == ("bloc",)
    assert by_type["observation"].circumstances == ("bloc", "listed indicator", "near")
    assert 0.5 < confidence(by_type["observation"]) < confidence(by_type["membership"]) < 1
    stated = {t.object.value for t in graph.triples if t.predicate.value.endswith("#confidence")}
    assert stated == {f"{confidence(claim)}" for claim in graph.claims}


def test_model_is_loaded_once_and_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    first = shipped()
    monkeypatch.setattr(model_module, "read_model", lambda _: pytest.fail("read again"))

    assert shipped() is first
