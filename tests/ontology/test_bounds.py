"""Which side a bound is on: of a fall it is the other one."""

from __future__ import annotations

import pytest

from ontology.bounds import BOUNDS, side
from ontology.reference import codes


@pytest.mark.parametrize(
    ("code", "rise", "fall"),
    [
        ("above", "lower", "upper"),
        ("at-least", "lower", "upper"),
        ("below", "upper", "lower"),
        ("at-most", "upper", "lower"),
        ("exact", None, None),
        ("about", None, None),
    ],
)
def test_bound_of_a_fall_is_on_the_other_side_than_that_of_a_rise(
    code: str, rise: str | None, fall: str | None
) -> None:
    assert (side(code, 14), side(code, 0), side(code, -14)) == (rise, rise, fall)


def test_every_code_of_the_table_is_a_bound_or_a_value() -> None:
    assert codes("bound") == BOUNDS | {"exact", "about"}
