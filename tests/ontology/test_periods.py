"""Periods: notation to days, labels and triples."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import mint, periods
from ontology.names import SKOS, TIME

YEARS = st.integers(min_value=2, max_value=9999)
MONTHS = st.integers(min_value=1, max_value=12)
SINGLE = st.one_of(
    st.builds("{:04d}".format, YEARS),
    st.builds("{:04d}-H{}".format, YEARS, st.integers(1, 2)),
    st.builds("{:04d}-Q{}".format, YEARS, st.integers(1, 4)),
    st.builds("{:04d}-{:02d}".format, YEARS, MONTHS),
)
SPAN = st.one_of(
    st.lists(st.builds("{:04d}".format, YEARS), min_size=2, max_size=2, unique=True),
    st.lists(st.builds("{:04d}-{:02d}".format, YEARS, MONTHS), min_size=2, max_size=2, unique=True),
).map(lambda ends: "/".join(sorted(ends)))
NOTATION = st.one_of(SINGLE, SPAN)


@pytest.mark.parametrize(
    ("notation", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-H1", "2023-01-01", "2023-06-30"),
        ("2023-H2", "2023-07-01", "2023-12-31"),
        ("2023-Q3", "2023-07-01", "2023-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-01/2023-09", "2023-01-01", "2023-09-30"),
        ("2021/2025", "2021-01-01", "2025-12-31"),
    ],
)
def test_period_spans_its_first_to_its_last_day(notation: str, first: str, last: str) -> None:
    found = periods.parse(notation)

    assert (found.notation, found.first.isoformat(), found.last.isoformat()) == (notation, first, last)


@pytest.mark.parametrize(
    "notation",
    [
        *("", "23", "2023-H3", "2023-Q5", "2023-13", "2023-00", "2023-9", "0000", "2023 ", "2023\n", "năm 2023"),
        *("2025/2021", "2023/2023", "2023/", "2021/2023/2025", "2023/2023-09", "2023-H1/2023-H2", "2023-09/2023-01"),
        "２０２３",
    ],
)
def test_what_is_no_period_is_refused_by_name(notation: str) -> None:
    with pytest.raises(ValueError, match="period") as raised:
        periods.parse(notation)
    assert repr(notation) in str(raised.value)


@given(NOTATION)
def test_every_period_begins_on_a_first_and_ends_on_a_last_day_of_a_month(notation: str) -> None:
    found = periods.parse(notation)

    assert found.first < found.last
    assert found.first.day == 1
    assert found.last == date.max or (found.last + timedelta(days=1)).day == 1


@given(NOTATION)
def test_year_before_keeps_the_months_and_moves_the_year(notation: str) -> None:
    now, before = periods.parse(notation), periods.parse(periods.year_before(notation))

    assert (before.first.year, before.first.month) == (now.first.year - 1, now.first.month)
    assert (before.last.year, before.last.month) == (now.last.year - 1, now.last.month)


def test_year_before_the_first_year_is_refused() -> None:
    with pytest.raises(ValueError, match="no year before"):
        periods.year_before("0001-H2")


@pytest.mark.parametrize(
    ("notation", "vi", "en"),
    [
        ("2023", "năm 2023", "2023"),
        ("2023-H1", "6 tháng đầu năm 2023", "first half of 2023"),
        ("2023-H2", "6 tháng cuối năm 2023", "second half of 2023"),
        ("2023-Q4", "quý IV năm 2023", "fourth quarter of 2023"),
        ("2023-09", "tháng 9 năm 2023", "September 2023"),
        ("2023-01/2023-09", "9 tháng đầu năm 2023", "January to September 2023"),
        ("2023-03/2023-09", "từ tháng 3 đến tháng 9 năm 2023", "March to September 2023"),
        ("2023-11/2024-02", "từ tháng 11 năm 2023 đến tháng 2 năm 2024", "November 2023 to February 2024"),
        ("2021/2025", "giai đoạn 2021–2025", "2021 to 2025"),
    ],
)
def test_period_is_called_as_newspapers_call_it(notation: str, vi: str, en: str) -> None:
    assert periods.labels(notation) == (vi, en)


@given(NOTATION)
def test_triples_of_a_period_describe_it_and_its_two_instants_without_blank_nodes(notation: str) -> None:
    node = mint.period(notation)
    described = periods.triples(notation)

    assert {triple.subject.value for triple in described} == {node, f"{node}#begin", f"{node}#end"}
    assert [t.object.value for t in described if t.predicate.value == str(SKOS.notation)] == [notation]
    days = {t.subject.value: t.object.value for t in described if t.predicate.value == str(TIME.inXSDDate)}
    found = periods.parse(notation)
    assert days == {f"{node}#begin": found.first.isoformat(), f"{node}#end": found.last.isoformat()}
