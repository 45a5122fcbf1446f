"""Trends and rankings: every point in its place, labels that don't cover each other, ticks at round numbers."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from server.drawing import Point, Series, ranking, trend
from server.drawing.direct_labels import spread
from server.drawing.scales import moment, nice, written
from server.drawing.time_axis import TimeAxis, short


def series(label: str, *values: float, first: int = 2020) -> Series:
    return Series(
        label, tuple(Point(str(first + i), v, f"{v:g} %", f"/{label}/{i}") for i, v in enumerate(values)), f"/{label}"
    )


def hints(root: ElementTree.Element) -> list[str]:
    return [link.findtext("title") or "" for link in root.iter("a")]


def classes_of(root: ElementTree.Element, name: str) -> list[str]:
    return [e.get("class") or "" for e in root.iter() if name in (e.get("class") or "").split()]


def label_lines(root: ElementTree.Element) -> list[float]:
    return sorted(float(e.get("y") or 0) for e in root.iter("text") if "end" in (e.get("class") or "").split())


@pytest.mark.parametrize("size", ["small", "large"])
def test_trend_marks_and_tells_every_point(size: str) -> None:
    root = ElementTree.fromstring(
        trend([series("a", 1, 2), series("b", -3, 4)], "t", "d", "vi", "small" if size == "small" else "large")
    )
    told = hints(root)
    for expected in ("a, năm 2020: 1 %", "a, năm 2021: 2 %", "b, năm 2020: -3 %", "b, năm 2021: 4 %"):
        assert told.count(expected) == 1
    assert root.get("class") == f"drawing trend {size}"
    assert len(classes_of(root, "zero")) == 1


def test_small_trend_of_one_series_has_no_label() -> None:
    small, large = (
        ElementTree.fromstring(trend([series("a", 1, 2)], "t", "d", "vi", size)) for size in ("small", "large")
    )
    assert label_lines(small) == []
    assert len(label_lines(large)) == 1


def test_points_are_joined_in_the_order_of_time() -> None:
    mixed = Series("a", (Point("2023", 3, "3"), Point("2022-H1", 1, "1"), Point("2022", 2, "2")))
    line = next(ElementTree.fromstring(trend([mixed], "t", "d", "en")).iter("polyline"))
    across = [float(pair.split(",")[0]) for pair in (line.get("points") or "").split()]
    assert across == sorted(across)
    assert across[0] == 0
    assert across[-1] == 1000


def test_twelve_series_differ_in_more_than_colour() -> None:
    root = ElementTree.fromstring(trend([series(f"s{i}", i, i) for i in range(12)], "t", "d", "vi"))
    groups = [g for g in root.iter("g") if next(g.iter("polyline"), None) is not None]
    looks = set()
    for group in groups:
        shape = next(e for e in group.iter() if (e.get("class") or "").startswith("marker"))
        looks.add((next(group.iter("polyline")).get("class"), shape.tag, shape.get("d")))
    assert len(looks) == 12


def test_labels_of_equal_lines_stand_below_each_other() -> None:
    ys = label_lines(ElementTree.fromstring(trend([series(f"s{i}", 5, 5) for i in range(30)], "t", "d", "vi")))
    assert len(ys) == 30
    assert all(below - above >= 14 for above, below in pairwise(ys))


def test_trend_grows_with_the_labels_it_has_to_hold() -> None:
    few, many = (ElementTree.fromstring(trend([series(f"s{i}", i) for i in range(n)], "t", "d", "vi")) for n in (3, 40))
    assert float(few.get("height") or 0) < 400 < float(many.get("height") or 0)
    assert max(label_lines(many)) < float(many.get("height") or 0)


def test_spread_keeps_places_that_are_free_and_the_bounds() -> None:
    assert spread([20, 100], [10, 10], 0, 200) == [20, 100]
    assert spread([50, 50, 50], [10, 10, 10], 0, 200) == [50, 60, 70]
    assert spread([99, 99], [10, 10], 0, 100) == [85, 95]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3.0, 9.7], (0, 2.5, 5, 7.5, 10)),
        ([-4.0, 9.0], (-5, 0, 5, 10)),
        ([98.0, 101.0], (98, 99, 100, 101)),
        ([5.0], (4.5, 4.75, 5, 5.25, 5.5)),
        ([0.0, 0.0], (-1, -0.5, 0, 0.5, 1)),
    ],
)
def test_ticks_are_round_and_cover_the_values(values: list[float], ticks: tuple[float, ...]) -> None:
    assert nice(values).ticks == ticks


def test_numbers_are_written_in_the_style_of_the_language() -> None:
    assert [written(1234.5, "vi"), written(1234.5, "en")] == ["1.234,5", "1,234.5"]
    assert written(-0.1 - 0.2, "vi") == "−0,3"


@pytest.mark.parametrize(
    ("period", "at"),
    [
        ("2023", 2023.5),
        ("2023-H1", 2023.25),
        ("2023-H2", 2023.75),
        ("2023-Q1", 2023.12),
        ("2023-M06", 2023.45),
        ("2021/2025", 2023.5),
    ],
)
def test_period_lies_at_its_middle(period: str, at: float) -> None:
    assert moment(period) == pytest.approx(at, abs=0.01)


@pytest.mark.parametrize("period", ["", "never", "2023-H3", "2023-M13", "20233", "2023-Q", "<script>"])
def test_what_is_no_period_has_no_place(period: str) -> None:
    assert moment(period) is None


def test_halves_are_named_where_there_is_room_else_years_are() -> None:
    roomy = TimeAxis(["2022-H1", "2023-H1", "2024-H1"])
    assert roomy.ticks(6, "vi") == [(0.0, "6T đầu", "2022"), (0.5, "6T đầu", "2023"), (1.0, "6T đầu", "2024")]
    crowded = TimeAxis([f"{year}-H{half}" for year in range(2020, 2025) for half in (1, 2)])
    assert [(upper, year) for _, upper, year in crowded.ticks(6, "vi")] == [("", str(y)) for y in range(2020, 2025)]


def test_years_are_thinned_and_the_last_is_kept() -> None:
    axis = TimeAxis(str(year) for year in range(2010, 2025))
    assert [year for _, _, year in axis.ticks(4, "en")] == ["2012", "2016", "2020", "2024"]


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("2023-H2", "6T cuối", "H2"),
        ("2023-Q4", "Quý IV", "Q4"),
        ("2023-09", "T9", "Sep"),
        ("2023-01/2023-09", "9T", "9M"),
        ("2021/2025", "2021–2025", "2021–2025"),
    ],
)
def test_periods_have_short_names(period: str, vi: str, en: str) -> None:
    assert (short(period, "vi"), short(period, "en")) == (vi, en)


def test_ranking_has_rank_one_on_top_and_tells_every_rank() -> None:
    root = ElementTree.fromstring(ranking([series("a", 1, 2), series("b", 2, 1)], "t", "d", "en"))
    assert [hint for hint in hints(root) if "," in hint] == [
        "a, 2020: 1 %",
        "a, 2021: 2 %",
        "b, 2020: 2 %",
        "b, 2021: 1 %",
    ]
    ends = [pair.split(",") for line in root.iter("polyline") for pair in (line.get("points") or "").split()]
    heights = [float(y) for _, y in ends]
    assert heights[0] == heights[3] < heights[1] == heights[2]
    assert [e.text for e in root.iter("text") if e.get("class") == "rank"] == ["1", "2", "2", "1"]


def test_those_that_share_a_rank_dont_cover_each_other() -> None:
    root = ElementTree.fromstring(ranking([series("a", 1), series("b", 1), series("c", 3)], "t", "d", "vi"))
    spots = {
        (mark.get("x"), mark.get("y"))
        for mark in root.iter("svg")
        if mark.get("y") and next(mark.iter("circle"), None) is not None
    }
    assert len(spots) == 3


def test_line_that_ends_early_says_when_below_the_others() -> None:
    root = ElementTree.fromstring(ranking([series("a", 1), series("b", 2, 1)], "t", "d", "vi"))
    texts = [e.text for e in root.iter("text") if "end" in (e.get("class") or "").split()]
    assert texts == ["b", "a (2020)"]
    assert max(label_lines(root)) < float(root.get("height") or 0)


def test_no_line_is_drawn_over_years_of_which_nothing_is_known() -> None:
    def drawn(*periods: str) -> int:
        points = tuple(Point(period, 1.0 + number, "x") for number, period in enumerate(periods))
        return trend([Series("a", points)], "t", "d", "en").count("<polyline")

    assert drawn("2018", "2019", "2023", "2024") == 2
    assert drawn("2019", "2023") == 0
    assert drawn("2022", "2023", "2024") == drawn("2023-Q1", "2023-Q2", "2024-Q1") == 1


def test_no_line_joins_ranks_over_years_of_which_nothing_is_known() -> None:
    points = tuple(Point(period, 1.0, "1") for period in ("2015", "2022", "2023"))
    assert ranking([Series("a", points)], "t", "d", "en").count("<polyline") == 1
