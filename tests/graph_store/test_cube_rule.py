"""The rule that chooses a cell's value among claims, and says how the other claims stand to it."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_store.cube.rule import QUALIFIERS, Consolidated, Stated, consolidate, last_digit


def stated(article: str, value: str | int, qualifier: str = "exact", words: str = "", published: str = "") -> Stated:
    return Stated(f"claim/{article}/{value}", f"article/{article}", Decimal(value), qualifier, published, words)


def articles(claims: tuple[Stated, ...]) -> list[str]:
    return [claim.article.removeprefix("article/") for claim in claims]


def standing(cell: Consolidated) -> tuple[list[str], list[str], list[str]]:
    """Who agrees, who is consistent, who disagrees."""
    return articles(cell.agreeing), articles(cell.consistent), articles(cell.disagreeing)


def test_same_value_of_several_articles_is_one_cell_that_rests_on_all() -> None:
    cell = consolidate([stated("b", "6.7"), stated("a", "6.7"), stated("c", "6.7")])
    assert (cell.value, cell.qualifier, cell.source_count) == (Decimal("6.7"), "exact", 3)
    assert standing(cell) == (["a", "b", "c"], [], [])


def test_claims_of_one_article_count_as_one_source() -> None:
    cell = consolidate([Stated("claim/1", "article/a", Decimal(4)), Stated("claim/2", "article/a", Decimal(4))])
    assert (cell.source_count, len(cell.agreeing)) == (1, 2)


def test_exact_value_goes_before_a_bound_however_many_state_the_bound() -> None:
    cell = consolidate([stated("a", 14, "above"), stated("b", 14, "above"), stated("c", "14.21")])
    assert cell.value == Decimal("14.21")
    assert standing(cell) == (["c"], ["a", "b"], [])


def test_exact_value_goes_before_an_approximate_one_and_that_before_a_bound() -> None:
    assert consolidate([stated("a", 7, "about"), stated("b", "6.5")]).qualifier == "exact"
    assert consolidate([stated("a", 7, "about"), stated("b", 6, "above")]).qualifier == "about"


def test_value_that_most_articles_are_at_one_with_is_chosen_and_the_other_disagrees() -> None:
    cell = consolidate([stated("a", "5.2", published="2024"), stated("b", "8.1"), stated("c", "8.1")])
    assert cell.value == Decimal("8.1")
    assert standing(cell) == (["b", "c"], [], ["a"])


def test_articles_with_a_bound_that_holds_count_for_a_value() -> None:
    cell = consolidate([stated("a", "8.1"), stated("b", "5.2", published="2025"), stated("c", 8, "above")])
    assert cell.value == Decimal("8.1")


def test_of_two_values_with_as_many_sources_the_more_precise_is_chosen() -> None:
    assert consolidate([stated("a", "46.3", published="2025"), stated("b", "47.25")]).value == Decimal("47.25")


@pytest.mark.parametrize(
    ("earlier", "later"), [("2023-05-01", "2024-01-01"), ("2023", "2023-05"), ("", "2019"), ("2023-12-31", "2024")]
)
def test_of_two_values_as_precise_the_later_articles_is_chosen(earlier: str, later: str) -> None:
    claims = [stated("a", "8.7", published=earlier), stated("b", "9.4", published=later)]
    assert consolidate(claims).value == Decimal("9.4")


def test_where_nothing_else_decides_the_smaller_claim_iri_does() -> None:
    assert consolidate([stated("b", "9.4"), stated("a", "8.7")]).value == Decimal("8.7")


def test_rounded_value_is_consistent_with_the_precise_one_though_more_articles_state_it() -> None:
    cell = consolidate([stated("a", 10), stated("b", 10), stated("c", "10.27")])
    assert cell.value == Decimal("10.27")
    assert standing(cell) == (["c"], ["a", "b"], [])


def test_value_is_not_chosen_that_would_be_at_one_with_two_that_contradict_each_other() -> None:
    cell = consolidate([stated("a", 10), stated("b", 10), stated("c", "10.27"), stated("d", "10.31")])
    assert cell.value == Decimal("10.27")
    assert standing(cell) == (["c"], ["a", "b"], ["d"])


@pytest.mark.parametrize(
    ("precise", "rounded", "consistent"),
    [
        ("10.27", "10", True),
        ("10.27", "10.3", True),
        ("10.27", "10.2", False),
        ("10.27", "11", False),
        ("10.5", "10", True),
        ("10.5", "11", True),
        ("-12.59", "-13", True),
        ("-12.59", "-12", False),
    ],
)
def test_rounding_is_at_most_half_a_unit_of_the_last_digit_of_the_less_precise_value(
    precise: str, rounded: str, consistent: bool
) -> None:
    cell = consolidate([stated("a", precise), stated("b", rounded)])
    assert cell.value == Decimal(precise)
    assert bool(cell.consistent) is consistent
    assert bool(cell.disagreeing) is not consistent


@pytest.mark.parametrize(
    ("value", "qualifier", "consistent"),
    [
        (14, "above", True),
        ("14.21", "above", True),  # the value itself may be 14.214
        ("14.3", "above", False),
        (15, "below", True),
        (14, "below", False),
        ("14.215", "at-least", True),  # the highest that rounds to 14.21
        ("14.215", "above", False),
        ("14.205", "at-most", True),
        ("14.205", "below", False),
        (14, "about", True),
        (15, "about", False),
    ],
)
def test_bound_or_approximate_value_is_consistent_where_it_leaves_the_value_possible(
    value: str | int, qualifier: str, consistent: bool
) -> None:
    cell = consolidate([stated("a", "14.21"), stated("b", value, qualifier)])
    assert (cell.value, bool(cell.consistent), bool(cell.disagreeing)) == (Decimal("14.21"), consistent, not consistent)


@pytest.mark.parametrize(
    ("value", "bound", "qualifier", "holds"),
    [
        ("-25.3", -25, "above", True),  # giảm hơn 25%: a larger fall
        ("-24.2", -25, "above", False),
        ("-25", -25, "at-least", True),
        ("-13.7", -14, "below", True),  # giảm gần 14%: a smaller fall
        ("-14.6", -14, "below", False),
        ("-14", -14, "at-most", True),
    ],
)
def test_bound_of_a_fall_speaks_of_its_size(value: str, bound: int, qualifier: str, holds: bool) -> None:
    cell = consolidate([stated("a", value), stated("b", bound, qualifier)])
    assert standing(cell) == ((["a"], ["b"], []) if holds else (["a"], [], ["b"]))


def test_of_bounds_of_a_fall_the_tighter_is_chosen() -> None:
    assert consolidate([stated("a", -20, "above"), stated("b", -25, "above")]).value == -25
    assert consolidate([stated("a", -20, "below"), stated("b", -25, "below")]).value == -20


def test_of_bounds_in_one_direction_the_tighter_is_chosen() -> None:
    cell = consolidate([stated("a", 10, "above"), stated("b", 10, "above"), stated("c", 14, "at-least")])
    assert (cell.value, cell.qualifier) == (Decimal(14), "at-least")
    assert standing(cell) == (["c"], ["a", "b"], [])
    cell = consolidate([stated("a", 10, "at-most"), stated("b", 10, "below")])
    assert cell.qualifier == "below"


def test_bounds_that_leave_nothing_between_them_disagree() -> None:
    cell = consolidate([stated("a", 235_000, "above"), stated("b", 200_000, "below")])
    assert len(cell.disagreeing) == 1
    assert consolidate([stated("a", 5, "at-least"), stated("b", 5, "at-most")]).disagreeing == ()
    assert consolidate([stated("a", 5, "above"), stated("b", 5, "at-most")]).disagreeing != ()


def test_wide_bound_is_not_chosen_where_it_would_hide_that_others_contradict_each_other() -> None:
    cell = consolidate([stated("a", 10, "above"), stated("b", 14, "above"), stated("c", 12, "below")])
    assert cell.disagreeing


def test_amount_written_in_thousands_is_a_rounding_and_its_full_figure_is_chosen() -> None:
    round_ = stated("a", 88_000_000_000_000, words="88.000 tỷ đồng")
    cell = consolidate([round_, stated("b", 87_995_000_000_000, words="87.995 tỷ đồng")])
    assert standing(cell) == (["b"], ["a"], [])


def test_counts_that_end_in_a_zero_or_two_are_as_exact_as_others() -> None:
    assert consolidate([stated("a", 650, words="650 dự án"), stated("b", 690, words="690 dự án")]).disagreeing
    assert consolidate([stated("a", 50, words="50 cụm"), stated("b", 48, words="48 cụm")]).disagreeing


@pytest.mark.parametrize(
    ("value", "words", "digit"),
    [
        ("6.6", "tăng 6,60%", "0.01"),
        ("6.6", "", "0.1"),
        ("88000000000000", "88 nghìn tỷ đồng", "1E12"),
        ("88000000000000", "gần 88.000 tỉ đồng", "1E12"),
        ("87995000000000", "87.995 tỷ đồng", "1E9"),
        ("4300000000", "4,3 tỷ USD", "1E8"),
        ("4300000000", "4.300 triệu USD", "1E6"),
        ("4300000000", "", "1E6"),
        ("650", "650 dự án", "1"),
        ("300000", "300.000 lao động", "1E3"),
        ("107.7", "vượt 7,7%", "0.1"),
        ("100", "tăng gấp 2 lần", "1"),
        ("0.5", "0,50%", "0.01"),
        ("0", "0%", "1"),
        ("-12.59", "giảm 12,59%", "0.01"),
        ("0", "tăng 0,00%", "0.01"),
    ],
)
def test_last_digit_is_that_of_the_number_in_the_articles_words(value: str, words: str, digit: str) -> None:
    assert last_digit(Decimal(value), words) == Decimal(digit)


def test_zeros_at_the_end_of_an_approximate_value_do_not_count() -> None:
    assert last_digit(Decimal(410), "khoảng 410 dự án", approximate=True) == 10
    assert consolidate([stated("a", 408), stated("b", 410, "about", "khoảng 410 dự án")]).consistent


def test_cell_without_a_claim_or_with_an_unknown_qualifier_is_refused() -> None:
    with pytest.raises(ValueError, match="a cell needs a claim"):
        consolidate([])
    with pytest.raises(ValueError, match="claim/a/1 has a qualifier that the rule does not know: perhaps"):
        consolidate([stated("a", 1, "perhaps")])


CLAIMS = st.builds(
    Stated,
    claim=st.uuids().map(str),
    article=st.sampled_from(["a", "b", "c"]),
    value=st.decimals(-1000, 1000, places=2) | st.integers(-20, 20).map(Decimal),
    qualifier=st.sampled_from(sorted(QUALIFIERS)),
    published=st.sampled_from(["", "2023", "2023-05", "2024-01-31"]),
)


@given(st.lists(CLAIMS, min_size=1, max_size=8, unique_by=lambda claim: claim.claim), st.randoms())
def test_choice_does_not_hang_on_the_order_of_claims_and_every_claim_has_one_place(
    claims: list[Stated], random: Random
) -> None:
    shuffled = random.sample(claims, len(claims))
    cell = consolidate(claims)
    assert consolidate(shuffled) == cell
    assert sorted([*cell.agreeing, *cell.consistent, *cell.disagreeing]) == sorted(claims)
    assert all((claim.value, claim.qualifier) == (cell.value, cell.qualifier) for claim in cell.agreeing)
    assert cell.source_count >= 1
