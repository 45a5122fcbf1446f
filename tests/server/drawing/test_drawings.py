"""What holds for every drawing: it is XML, shows all that it was given, and makes nothing of what it cannot show."""

import math
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from server.drawing import (
    Bar,
    Cell,
    Center,
    Neighbour,
    Point,
    Series,
    bars,
    choropleth,
    neighbourhood,
    ranking,
    standalone,
    svg,
    trend,
)
from server.drawing.outlines import outlines

EVIL = '<script>alert("1")</script> & "Hậu Giang"\x00\ud800'
HANOI = "https://w3id.org/thidua/id/province/ha-noi"


def some_map(prefix: str = "a", text: str = "5 %", title: str = "t", href: str = "/x") -> Markup:
    return choropleth("until-2025", {HANOI: Cell(5, text, href)}, title, "d", "vi", prefix)


def some_trend(prefix: str = "a", text: str = "5 %", title: str = "t", href: str = "/x") -> Markup:
    return trend([Series(text, (Point("2023", 5, text, href),), href)], title, "d", "vi", prefix=prefix)


def some_ranking(prefix: str = "a", text: str = "5 %", title: str = "t", href: str = "/x") -> Markup:
    return ranking([Series(text, (Point("2023", 1, text, href),), href)], title, "d", "vi", prefix)


def some_bars(prefix: str = "a", text: str = "5 %", title: str = "t", href: str = "/x") -> Markup:
    return bars([Bar(text, 5, text, href)], title, "d", "vi", prefix)


def some_neighbourhood(prefix: str = "a", text: str = "5 %", title: str = "t", href: str = "/x") -> Markup:
    return neighbourhood(Center(text, text, href), [Neighbour(text, text, href, note="2023")], title, "d", "vi", prefix)


every_drawing = pytest.mark.parametrize("draw", [some_map, some_trend, some_ranking, some_bars, some_neighbourhood])


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def hints(drawing: str) -> list[str]:
    return [element.findtext("title") or "" for element in parsed(drawing).iter() if element.tag in ("a", "g")]


@every_drawing
def test_text_of_others_is_shown_as_text_and_breaks_nothing(draw: Callable[..., Markup]) -> None:
    drawing = draw(text=EVIL, title=EVIL)
    root = parsed(drawing)
    assert next(root.iter("script"), None) is None
    assert (root.findtext("title") or "").startswith('<script>alert("1")</script>')
    assert any('<script>alert("1")</script>' in hint for hint in hints(drawing))


@every_drawing
def test_drawing_is_called_by_its_title_and_description(draw: Callable[..., Markup]) -> None:
    root = parsed(draw(prefix="p"))
    named = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert named[root.get("aria-labelledby")] == "t"
    assert named[root.get("aria-describedby")] == "d"
    assert all(name and name.startswith("p-") for name in named)


@every_drawing
def test_only_a_drawing_without_links_is_an_image(draw: Callable[..., Markup]) -> None:
    assert parsed(draw()).get("role") == "group"
    assert parsed(draw(href="")).get("role") == "img"


@every_drawing
def test_address_that_runs_code_is_no_link(draw: Callable[..., Markup]) -> None:
    assert "javascript:" not in draw(href="javascript:alert(1)")
    assert all(link.get("href") == "/x" for link in parsed(draw()).iter("a"))


@every_drawing
def test_ids_of_drawings_with_different_prefixes_differ(draw: Callable[..., Markup]) -> None:
    ids = [element.get("id") for prefix in "ab" for element in parsed(draw(prefix=prefix)).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 0


@every_drawing
def test_drawing_has_no_style_of_its_own_that_the_policy_would_refuse(draw: Callable[..., Markup]) -> None:
    for element in parsed(draw()).iter():
        assert "style" not in element.attrib
        assert element.tag != "style"


@every_drawing
def test_file_of_its_own_has_name_space_title_and_rules_without_unknown_values(draw: Callable[..., Markup]) -> None:
    file = standalone(draw(title="Tiêu đề"), "vi")
    root = parsed(file.partition("\n")[2])
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    name = "{http://www.w3.org/2000/svg}"
    rules = root.findtext(f"{name}style") or ""
    assert ".drawing text { fill: #1f2326" in rules
    assert "var(" not in rules
    assert "@media" not in rules
    assert [text.text for text in root.findall(f"{name}text")] == ["Tiêu đề"]
    assert root.get("lang") == "vi"


def test_empty_markup_makes_no_file() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        standalone(Markup(""), "en")


@pytest.mark.parametrize(
    "drawing",
    [
        lambda: choropleth("until-2025", {}, "t", "d", "vi"),
        lambda: choropleth("from-2025", {"https://example.org/": Cell(1, "1")}, "t", "d", "vi"),
        lambda: choropleth("until-2025", {HANOI: Cell(math.nan, "?")}, "t", "d", "vi"),
        lambda: trend([], "t", "d", "vi"),
        lambda: trend(
            [Series("a", ()), Series("b", (Point("never", 1, "1"), Point("2023", math.inf, "?")))], "t", "d", "vi"
        ),
        lambda: ranking([], "t", "d", "en"),
        lambda: ranking(
            [Series("a", (Point("2023", 1.5, "?"), Point("2023", 0, "?"), Point("2023", 1e9, "?")))], "t", "d", "en"
        ),
        lambda: ranking([Series("a", (Point("2023", math.nan, "?"),))], "t", "d", "en"),
        lambda: bars([], "t", "d", "vi"),
        lambda: bars([Bar("a", math.nan, "?")], "t", "d", "vi"),
        lambda: neighbourhood(Center("a"), [], "t", "d", "vi"),
    ],
)
def test_nothing_to_draw_gives_empty_markup(drawing: Callable[[], Markup]) -> None:
    assert drawing() == Markup("")


@pytest.mark.parametrize(
    "values", [[5.0], [0.0], [-3.0, -3.0], [7, 7, 7], [1e-200, -1e-200], [1e99, -1e99], [0.1 + 0.2, 0.3]]
)
def test_lone_equal_and_extreme_values_have_places(values: list[float]) -> None:
    points = tuple(Point(str(2020 + i), value, str(value)) for i, value in enumerate(values))
    cells = {o.province.iri: Cell(value, "x") for o, value in zip(outlines("from-2025"), values, strict=False)}
    for drawing in (
        trend([Series("a", points)], "t", "", "vi"),
        trend([Series("a", points[:1])], "t", "", "en", "small"),
        bars([Bar("a", value, "x") for value in values], "t", "", "vi"),
        choropleth("from-2025", cells, "t", "", "vi"),
    ):
        assert parsed(drawing).get("aria-describedby") is None
        assert "nan" not in drawing.lower().replace("nang", "")
        assert "inf" not in drawing


def test_bars_show_every_item_and_part_at_zero() -> None:
    items = [Bar("Hậu Giang", 8, "8 %", "/a", True), Bar("Cà Mau", -2, "−2 %"), Bar("Trà Vinh", 0, "0 %")]
    root = parsed(bars(items, "t", "d", "vi"))
    assert hints(bars(items, "t", "d", "vi")) == ["Hậu Giang: 8 %", "Cà Mau: −2 %", "Trà Vinh: 0 %"]
    up, down, none = (e for e in root.iter("rect") if "bar" in (e.get("class") or "").split())
    zero = next(root.iter("line")).get("x1")
    assert up.get("x") == none.get("x") == zero
    assert up.get("class") == "bar highlighted"
    assert down.get("class") == "bar negative"
    left, width = (float((down.get(name) or "").rstrip("%")) for name in ("x", "width"))
    assert left + width == pytest.approx(float((zero or "").rstrip("%")), abs=0.02)
    assert float((up.get("width") or "").rstrip("%")) == pytest.approx(4 * width, abs=0.05)
    assert none.get("width") == "0%"


def test_neighbours_are_grouped_by_relation_and_direction_in_their_order() -> None:
    neighbours = [
        Neighbour("Bến Tre", "thành viên", "/b"),
        Neighbour("Bài 1", "nêu trong", "/n", True),
        Neighbour("Cà Mau", "thành viên"),
    ]
    drawing = neighbourhood(Center("Cụm miền Tây", "cụm", "/c"), neighbours, "t", "d", "vi")
    assert hints(drawing) == ["thành viên: Bến Tre", "thành viên: Cà Mau", "nêu trong: Bài 1", "cụm: Cụm miền Tây"]
    texts = [text.text for text in parsed(drawing).iter("text")]
    assert texts[:5] == ["→ thành viên", "Bến Tre", "Cà Mau", "← nêu trong", "Bài 1"]
    assert drawing == neighbourhood(Center("Cụm miền Tây", "cụm", "/c"), neighbours, "t", "d", "vi")


def test_long_label_is_cut_but_told_whole_and_keeps_its_note() -> None:
    label = "Hội nghị tổng kết công tác thi đua, khen thưởng của cụm các tỉnh đồng bằng sông Cửu Long"
    drawing = neighbourhood(Center("a"), [Neighbour(label, "tổ chức", note="2023")], "t", "d", "vi")
    assert hints(drawing)[0] == f"tổ chức: {label} (2023)"
    shown = [text.text or "" for text in parsed(drawing).iter("text")]
    assert any(text.endswith("… (2023)") for text in shown)
    assert max(map(len, shown)) <= 28


@pytest.mark.parametrize(
    ("words", "width", "rows", "lines"),
    [
        ("Thành phố Hồ Chí Minh", 15, 2, ["Thành phố", "Hồ Chí Minh"]),
        ("Hậu Giang", 15, 2, ["Hậu Giang"]),
        ("bbbbbbbbbb cccc dddd", 5, 3, ["bbbb…", "cccc", "dddd"]),
        ("một hai ba bốn năm", 7, 2, ["một hai", "ba bốn…"]),
        ("Ha\u0323\u0302u\u00a0Giang", 4, 2, ["Hậu", "Gia…"]),
        ("", 5, 2, [""]),
    ],
)
def test_labels_are_broken_evenly_and_cut_where_too_long(words: str, width: int, rows: int, lines: list[str]) -> None:
    assert svg.wrapped(words, width, rows) == lines
