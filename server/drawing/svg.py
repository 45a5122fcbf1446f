"""SVG elements (SVG 2) built as a tree, so that every text is escaped and nothing is left open.

A drawing is as wide as its place: distances across are percentages, heights are pixels, and text keeps its size. Curves,
which know no percentages, lie in a nested `svg` that is stretched (`plane`) and keep the width of their lines by the
style sheet's `vector-effect`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from xml.etree import ElementTree

from markupsafe import Markup

Element = ElementTree.Element

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0, section 2.2, has no place for; half a surrogate pair, too."""

_FOLLOWED = ("/", "#", "?", "http://", "https://")
"""How an address begins that is made a link: `javascript:` and the like are not."""


def element(name: str, *children: Element | None, text: str = "", **attributes: str | float) -> Element:
    """An element with `text` before its `children`; None among these is left out.

    An attribute's `_` is written `-`, one at its end left away (`class_`); numbers are rounded to hundredths.
    """
    made = Element(name, {key.rstrip("_").replace("_", "-"): _attribute(value) for key, value in attributes.items()})
    made.text = clean(text) or None
    made.extend(child for child in children if child is not None)
    return made


def text(x: str, y: float, words: str, kind: str, **attributes: str | float) -> Element:
    """A line of text that begins at `x` (a percentage), with its baseline at `y`."""
    return element("text", text=words, x=x, y=y, class_=kind, **attributes)


def lines(
    x: str, y: float, words: Iterable[str], kind: str, leading: float = 16, **attributes: str | float
) -> list[Element]:
    """Several lines of text below each other, their middle at `y`."""
    rows = list(words)
    top = y - leading * (len(rows) - 1) / 2 + 4
    return [text(x, top + leading * row, line, kind, **attributes) for row, line in enumerate(rows)]


def link(href: str, name: str, *children: Element | None) -> Element:
    """The children as a link called `name`, which shows as a hint, too; without an address to follow a plain group."""
    title = element("title", text=name)
    if href.startswith(_FOLLOWED):
        made = element("a", title, *children, href=href)
        # The title names it (SVG Accessibility API Mappings, 8.1) and says all that is written in it, in whole words:
        # lines of a broken label would run together.
        for written_text in made.iter("text"):
            written_text.set("aria-hidden", "true")
        return made
    return element("g", title, *children)


def plane(x: str, width: str, height: float, *children: Element | None) -> Element:
    """A stretched plane for curves, 1000 wide and `height` high."""
    return element(
        "svg", *children, x=x, y=0, width=width, height=height, viewBox=f"0 0 1000 {number(height)}",
        preserveAspectRatio="none", overflow="visible", aria_hidden="true",
    )  # fmt: skip


def pinned(x: str, y: float, *children: Element | None) -> Element:
    """Children whose own origin lies at `x` (a percentage) and `y`."""
    return element("svg", *children, x=x, y=y, overflow="visible")


def picture(kind: str, height: float, heading: tuple[str, str], prefix: str, *children: Element | None) -> Markup:
    """A whole drawing of the `kind`, with its title and description (`heading`).

    It is an image where it has no links, else a group, whose links stay within reach (WAI-ARIA 1.2, `img` and `group`).
    """
    root = drawing(kind, heading, prefix, *children)
    root.set("width", "100%")
    root.set("height", number(height))
    return written(root)


def drawing(kind: str, heading: tuple[str, str], prefix: str, *children: Element | None) -> Element:
    """The outermost element of a drawing, without its measures."""
    title, description = heading
    found = [child for child in children if child is not None]
    linked = any(next(child.iter("a"), None) is not None for child in found)
    names = [f"{prefix}-title", *([f"{prefix}-description"] if description else [])]
    root = element(
        "svg",
        element("title", text=title, id=names[0]),
        element("desc", text=description, id=names[1]) if description else None,
        *found,
        class_=f"drawing {kind}",
        role="group" if linked else "img",
        aria_labelledby=names[0],
    )
    if description:
        root.set("aria-describedby", names[1])
    return root


def written(root: Element) -> Markup:
    """The element as markup that is HTML and XML alike."""
    # ElementTree has escaped every text and attribute.
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def number(value: float) -> str:
    """A number as short as it can be, to hundredths."""
    return f"{round(value, 2) + 0:g}" if abs(value) < 1e5 else f"{value:.0f}"


def percent(value: float) -> str:
    """A distance across, in hundredths of the drawing's width."""
    return f"{number(value)}%"


def clean(words: str) -> str:
    """`words` without characters that XML forbids."""
    return _NOT_XML.sub("", words)


def wrapped(words: str, width: int, rows: int = 2) -> list[str]:
    """`words` broken into at most `rows` lines of about `width` characters; what is too long ends in `…`."""
    found = _broken(words, width)
    if 1 < len(found) <= rows:
        # Lines of about the same length look better than a full one above a single word.
        least = max(len(word) for word in words.split())
        found = next(
            lines for w in range(min(least, width), width + 1) if len(lines := _broken(words, w)) == len(found)
        )
    cut = [line if len(line) <= width else f"{line[: width - 1]}…" for line in found[:rows]]
    if len(found) > rows and not cut[-1].endswith("…"):
        cut[-1] = f"{cut[-1][: width - 1]}…"
    return cut


def _broken(words: str, width: int) -> list[str]:
    found = [""]
    for word in unicodedata.normalize("NFC", clean(words)).split():
        if found[-1] and len(found[-1]) + 1 + len(word) > width:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return found


def _attribute(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else number(value)
