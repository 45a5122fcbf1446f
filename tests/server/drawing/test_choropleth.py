"""The map: every province of the era once, both archipelagos, shades that a reader can look up."""

import re
from xml.etree import ElementTree

import pytest

from server.drawing import Cell, Era, choropleth
from server.drawing.outlines import ERAS, HEIGHT, WIDTH, insets, outlines
from server.drawing.scales import classes
from server.language import Language


def drawn(era: Era, language: Language = "vi", values: list[float] | None = None) -> ElementTree.Element:
    found = outlines(era)
    numbers = values or [float(i) for i in range(len(found))]
    cells = {o.province.iri: Cell(v, f"{v:g} %", f"/{o.province.slug}") for o, v in zip(found, numbers, strict=False)}
    drawing = choropleth(era, cells, "Tăng trưởng", "d", language)
    assert len(drawing.encode()) < 60_000
    return ElementTree.fromstring(drawing)


def shades(root: ElementTree.Element) -> list[str]:
    return [e.get("class", "").split()[1] for e in root.iter("path") if e.get("class", "").startswith("land")]


def legend(root: ElementTree.Element) -> list[str]:
    group = next(e for e in root.iter("g") if e.get("class") == "legend")
    return [text.text or "" for text in group.iter("text")]


@pytest.mark.parametrize(("era", "count"), [("until-2025", 63), ("from-2025", 34)])
def test_each_province_of_the_era_is_drawn_once(era: Era, count: int) -> None:
    root = drawn(era)
    links = [link.get("href") for link in root.iter("a")]
    assert len(links) == len(set(links)) == count
    assert len(shades(root)) == count
    paths = [e.get("d") or "" for e in root.iter("path") if e.get("class", "").startswith("land")]
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path) for path in paths)


def test_provinces_are_named_in_the_language_of_the_page() -> None:
    assert next(drawn("until-2025", "vi").iter("a")).findtext("title") == "Hà Nội: 0 %"
    assert next(drawn("until-2025", "en").iter("a")).findtext("title") == "Hanoi: 0 %"


def test_province_bears_the_name_that_it_had_in_the_era() -> None:
    names = {era: next((o.name_vi, o.name_en) for o in outlines(era) if o.province.gso_code == "46") for era in ERAS}
    assert names == {"until-2025": ("Thừa Thiên Huế", "Thua Thien Hue"), "from-2025": ("Huế", "Hue")}


@pytest.mark.parametrize("era", ["until-2025", "from-2025"])
def test_archipelagos_are_insets_within_the_link_of_their_province(era: Era) -> None:
    root = drawn(era)
    owners = {
        group.get("class"): (link.findtext("title") or "").partition(":")[0]
        for link in root.iter("a")
        for group in link.iter("g")
    }
    assert owners == {"inset hoang-sa": "Đà Nẵng", "inset truong-sa": "Khánh Hòa"}
    for link in root.iter("a"):
        land = next(link.iter("path")).get("class", "").split()[1]
        assert {dot.get("class") for dot in link.iter("circle")} <= {f"island {land}"}


def test_insets_hold_their_islands_lie_in_the_drawing_and_off_the_coast() -> None:
    for inset in insets():
        assert len(inset.dots) >= 9
        assert all(3 <= x <= inset.width - 3 and 3 <= y <= inset.height - 3 for x, y in inset.dots)
        assert inset.left + inset.width <= WIDTH
        assert inset.top + inset.height <= HEIGHT


def test_provinces_without_a_value_are_hatched_and_told_so() -> None:
    root = drawn("from-2025", "en", [1.0])
    assert shades(root).count("unknown") == 33
    assert legend(root) == ["1", "no figure"]
    hatched = next(e for e in root.iter("path") if e.get("class") == "land unknown")
    patterns = {f"url(#{pattern.get('id')})" for pattern in root.iter("pattern")}
    assert hatched.get("fill") in patterns


def test_five_shades_hold_about_as_many_provinces_each() -> None:
    found = shades(drawn("from-2025"))
    assert sorted({found.count(shade) for shade in set(found)}) == [6, 7]
    assert set(found) == {f"shade-{i}" for i in range(1, 6)}


def test_legend_gives_the_bounds_in_the_style_of_the_language() -> None:
    values = [i + 0.5 for i in range(34)]
    assert legend(drawn("from-2025", "vi", values))[-1] == "0,5 – 5,5"
    assert legend(drawn("from-2025", "en", values))[-1] == "0.5 – 5.5"


def test_long_bounds_are_told_from_below_only() -> None:
    told = legend(drawn("from-2025", "vi", [i * 1.2e12 + 1e14 for i in range(34)]))
    assert told[0].startswith("từ ")
    assert told[0].endswith(" trở lên")
    assert told[-1].startswith("dưới ")


def test_values_of_both_signs_have_two_hues_that_part_at_zero() -> None:
    values = [-2.0, -1.0, 0.0, 3.0]
    found = classes(values)
    assert [found.shade(value) for value in values] == [-2, -1, 1, 3]
    assert [found.shade(value) < 0 for value in values] == [True, True, False, False]


def test_equal_values_are_never_in_different_classes() -> None:
    found = classes([1.0] * 20 + [2.0] + [3.0] * 20 + [4.0, 5.0, 6.0])
    assert all(low <= high for low, high in found.ends)
    assert len({found.shade(1.0), found.shade(3.0)}) == 2
    assert all(earlier[1] < later[0] for earlier, later in zip(found.ends, found.ends[1:], strict=False))
