"""A drawing as a file of its own: with its name space, its heading and its style sheet."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from markupsafe import Markup

from server.drawing import svg
from server.language import Language

MEDIA_TYPE: Final = "image/svg+xml"

_STATIC: Final = Path(__file__).parents[1] / "static"
_WIDTH: Final = 720
_EDGE: Final = 24
_HEADLINE: Final = 24
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA: Final = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_PROPERTY: Final = re.compile(r"(--[\w-]+):\s*([^;}]+)[;}]")
_USE: Final = re.compile(r"var\((--[\w-]+)\)")
_ROOT: Final = re.compile(r":root\s*\{[^}]*\}")


def standalone(drawing: Markup, language: Language) -> str:
    """The text of an SVG file (UTF-8, `image/svg+xml`) that shows `drawing`, below its title, without anything else.

    It is light, on white: a file is for a slide or a sheet of paper. Addresses in it stay as they are: make them absolute
    before. Raises `ValueError` for empty markup, which is no drawing.
    """
    if not drawing:
        raise ValueError("empty markup is no drawing: there was nothing to draw")
    root = ElementTree.fromstring(drawing)
    box = [float(part) for part in root.get("viewBox", f"0 0 {_WIDTH} {root.get('height', '0')}").split()]
    headlines = svg.wrapped(root.findtext("title") or "", round(box[2] / 8.6), 3)
    head = _HEADLINE * len(headlines) + _EDGE / 2
    # A picture within the picture, for percentages are those of the innermost.
    inner = svg.element("svg", *list(root), width=box[2], height=box[3], overflow="visible")
    inner.set("viewBox", root.get("viewBox", f"0 0 {svg.number(box[2])} {svg.number(box[3])}"))
    root[:] = [*(child for child in root if child.tag in ("title", "desc")), inner]
    inner[:] = [child for child in inner if child.tag not in ("title", "desc")]
    for row, words in enumerate(headlines):
        root.append(svg.text("0", _HEADLINE * (row + 1) - head - _EDGE / 2, words, "headline"))
    left, top, width, height = -_EDGE, -head - _EDGE, box[2] + 2 * _EDGE, box[3] + head + 2 * _EDGE
    root.insert(0, svg.element("style", text=style_sheet()))
    root.insert(1, svg.element("rect", class_="sheet", x=left, y=top, width=width, height=height))
    root.set("viewBox", " ".join(svg.number(part) for part in (left, top, width, height)))
    root.set("width", svg.number(width))
    root.set("height", svg.number(height))
    root.set("lang", language)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg.written(root)}\n'


@cache
def style_sheet() -> str:
    """The rules of `drawing.css` with the light values of their custom properties, which few programs but browsers know."""
    page, own = (_light((_STATIC / name).read_text(encoding="utf-8")) for name in ("thidua.css", "drawing.css"))
    values = dict(_PROPERTY.findall("".join(_ROOT.findall(page)) + "".join(_ROOT.findall(own))))
    values["--border"] = values["--paper"] = "#fff"
    rules = _USE.sub(lambda use: str(values[use.group(1)]).strip(), _ROOT.sub("", own))
    return re.sub(r"\s*\n\s*", "\n", f"{rules}\n.sheet {{ fill: #fff; }}\n").strip()


def _light(sheet: str) -> str:
    return _MEDIA.sub("", _COMMENT.sub("", sheet))
