"""Scores: counts, figures and intervals."""

from __future__ import annotations

import pytest

from pipeline.evaluation.facts import Fact
from pipeline.evaluation.scores import Compared, Score, scores


def compared(article: str, gold: str, found: str, kind: str = "pact") -> Compared:
    """An article whose facts are letters."""
    gold_facts, found_facts = (frozenset(Fact(kind, (letter,)) for letter in letters) for letters in (gold, found))
    return Compared(article, gold_facts, found_facts)


def row(rows: list[Score], kind: str) -> Score:
    return next(one for one in rows if one.kind == kind)


def test_figures_count_the_facts_of_all_articles_by_kind_and_in_all() -> None:
    rows = scores([compared("a", "xyz", "xy"), compared("b", "z", "w"), compared("c", "m", "m", "movement")])
    pact = row(rows, "pact")
    assert (pact.hit, pact.gold, pact.found) == (2, 4, 3)
    assert (pact.precision, pact.recall) == (2 / 3, 1 / 2)
    assert pact.f1 == pytest.approx(4 / 7)
    assert [one.kind for one in rows] == ["movement", "pact", "ALL"]
    assert (rows[-1].hit, rows[-1].gold, rows[-1].found) == (3, 5, 4)


def test_same_fact_in_two_articles_counts_twice() -> None:
    assert row(scores([compared("a", "x", "x"), compared("b", "x", "")]), "pact").gold == 2


def test_interval_is_the_same_for_the_same_seed_and_holds_the_figure() -> None:
    articles = [compared(str(n), "xyz", "xyz"[: n % 4]) for n in range(20)]
    once, again, other = (scores(articles, rounds=500, seed=seed) for seed in (1, 1, 2))
    assert once == again
    assert once != other
    low, high = once[-1].f1_interval or (1.0, 0.0)
    assert low < once[-1].f1 < high


def test_interval_of_articles_that_are_all_alike_has_no_width() -> None:
    rows = scores([compared(str(n), "xy", "x") for n in range(5)], rounds=100)
    assert rows[-1].recall_interval == (0.5, 0.5)
    assert rows[-1].precision_interval == (1.0, 1.0)


def test_interval_of_two_articles_reaches_from_one_to_the_other() -> None:
    rows = scores([compared("right", "xy", "xy"), compared("wrong", "xy", "vw")], rounds=400)
    assert rows[-1].f1_interval == (0.0, 1.0)


def test_interval_of_a_kind_leaves_out_samples_in_which_it_does_not_occur() -> None:
    articles = [compared("a", "m", "m", "movement"), compared("b", "x", ""), compared("c", "x", "")]
    assert row(scores(articles, rounds=200), "movement").f1_interval == (1.0, 1.0)


def test_no_interval_is_given_without_rounds() -> None:
    assert scores([compared("a", "x", "x")])[-1].f1_interval is None
