"""The map of one era's provinces, shaded by a value (choropleth), with both archipelagos as insets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from server.drawing import svg
from server.drawing.data import Cell, Era
from server.drawing.outlines import GRAIN, HEIGHT, WIDTH, Inset, Outline, insets, outlines
from server.drawing.scales import Classes, classes, sound, written
from server.drawing.svg import Element, element
from server.language import Language

_LEGEND: Final = (262.0, 20.0)
_ROW: Final = 22.0
_LONG: Final = 17
"""From so many characters on a class is told by its lower bound alone: its row has no more room."""

_WORDS: Final = {
    "vi": ("không có số liệu", "từ {}", "từ {} trở lên", "dưới {}"),
    "en": ("no figure", "from {}", "{} or more", "below {}"),
}


def choropleth(
    era: Era,
    cells: Mapping[str, Cell],
    title: str,
    description: str,
    language: Language,
    prefix: str = "map",
) -> Markup:
    """A map of the provinces of `era`, each shaded by its cell in `cells`, which are known by the province's IRI.

    Five shades hold about as many provinces each; where values differ in sign there are two hues, which part at 0.
    Provinces without a cell, or with a value that is no finite number, are hatched. Cells of other provinces are not drawn,
    and where none is left the markup is empty.
    """
    drawn = outlines(era)
    known = {outline.province.iri for outline in drawn}
    shown = {iri: cell for iri, cell in cells.items() if iri in known and sound(cell.value)}
    if not shown:
        return Markup("")
    found = classes(cell.value for cell in shown.values())
    root = svg.drawing(
        "choropleth",
        (title, description),
        prefix,
        _hatch(f"{prefix}-hatch", 1),
        _hatch(f"{prefix}-hatch-land", GRAIN),
        *(_province(outline, shown.get(outline.province.iri), found, prefix, language) for outline in drawn),
        _legend(found, len(shown) < len(drawn), prefix, language),
    )
    root.set("viewBox", f"0 0 {WIDTH} {HEIGHT}")
    return svg.written(root)


def _province(outline: Outline, cell: Cell | None, found: Classes, prefix: str, language: Language) -> Element:
    name = outline.name_vi if language == "vi" else outline.name_en
    told = f"{name}: {cell.text if cell else _WORDS[language][0]}"
    shade = f"shade-{found.shade(cell.value)}" if cell else "unknown"
    # A style sheet can't know the id of the hatching, so it comes as an attribute, which any rule would outweigh.
    fill = {} if cell else {"fill": f"url(#{prefix}-hatch-land)"}
    shape = element("path", class_=f"land {shade}", transform=f"scale({1 / GRAIN:g})", d=outline.path, **fill)
    owned = [inset for inset in insets() if inset.belongs_to(outline.province)]
    islands = [_inset(inset, shade, language) for inset in owned]
    return svg.link(cell.href if cell else "", told, shape, *islands)


def _inset(inset: Inset, shade: str, language: Language) -> Element:
    name = inset.name_vi if language == "vi" else inset.name_en
    return element(
        "g",
        element("rect", class_="frame", width=inset.width, height=inset.height, rx=3),
        *(element("circle", class_=f"island {shade}", cx=x, cy=y, r=2.6) for x, y in inset.dots),
        *svg.lines("8", 22, svg.wrapped(name, 16), "name"),
        class_=f"inset {inset.slug}",
        transform=f"translate({svg.number(inset.left)} {svg.number(inset.top)})",
    )


def _legend(found: Classes, incomplete: bool, prefix: str, language: Language) -> Element:
    keys: list[tuple[str, str, dict[str, str]]] = [
        (f"shade-{shade}", text, {}) for shade, text in zip(found.shades, _ranges(found, language), strict=True)
    ]
    keys.reverse()
    if incomplete:
        keys.append(("unknown", _WORDS[language][0], {"fill": f"url(#{prefix}-hatch)"}))
    left, top = _LEGEND
    rows = [
        element(
            "g",
            element("rect", class_=f"key {kind}", width=16, height=14, y=-11, **fill),
            svg.text("24", 1, text, "name"),
            transform=f"translate({left:g} {top + _ROW * row:g})",
        )
        for row, (kind, text, fill) in enumerate(keys)
    ]
    return element("g", *rows, class_="legend")


def _ranges(found: Classes, language: Language) -> list[str]:
    """What each class holds, the least first."""
    ends = [(written(low, language), written(high, language)) for low, high in found.ends]
    ranges = [low if low == high else f"{low} – {high}" for low, high in ends]
    if all(len(text) <= _LONG for text in ranges) or len(ends) == 1:
        return ranges
    _, middle, top, below = _WORDS[language]
    lows = [low for low, _ in ends[1:]]
    return [below.format(lows[0]), *(middle.format(low) for low in lows[:-1]), top.format(lows[-1])]


def _hatch(name: str, scale: int) -> Element:
    """A hatching for shapes that are drawn `scale` times as large as they show."""
    ground, line = (
        element("rect", width=6, height=6, class_="hatch-ground"),
        element("path", d="M0 0v6", class_="hatch"),
    )
    turned = f"rotate(45) scale({scale})"
    return element(
        "pattern", ground, line, id=name, width=6, height=6, patternUnits="userSpaceOnUse", patternTransform=turned
    )
