"""The style sheet: text and lines stand out from the page in both modes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import server

STATIC = Path(server.__file__).parent / "static"
SHEET = (STATIC / "drawing.css").read_text(encoding="utf-8")
ROOT = re.compile(r":root\s*\{([^}]*)\}")
COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6})\b")


def colours(mode: str) -> dict[str, str]:
    """The custom properties of a mode: those of the page and of the drawings, the dark ones laid over the light."""
    found: dict[str, str] = {}
    for text in ((STATIC / "thidua.css").read_text(encoding="utf-8"), SHEET):
        light, dark = [*ROOT.findall(text), ""][:2]
        found.update(COLOUR.findall(light))
        if mode == "dark":
            found.update(COLOUR.findall(dark))
    return found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ground", ["--paper", "--raised"])
def test_text_and_series_stand_out_from_the_page(mode: str, ground: str) -> None:
    known = colours(mode)
    for name in ("--text", "--quiet", "--link", *(f"--series-{i}" for i in range(1, 7))):
        assert contrast(known[name], known[ground]) >= 4.5, name


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_bars_stand_out_from_the_page(mode: str) -> None:
    known = colours(mode)
    for name in ("--shade-4", "--shade-minus-3"):
        assert contrast(known[name], known["--paper"]) >= 3, name


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "hue",
    [["--paper", *(f"--shade-{i}" for i in range(1, 6))], ["--paper", *(f"--shade-minus-{i}" for i in range(1, 4))]],
)
def test_neighbouring_shades_of_a_map_differ_in_lightness(mode: str, hue: list[str]) -> None:
    known = colours(mode)
    for near, far in pairwise(hue):
        assert contrast(known[near], known[far]) >= 1.2, (near, far)


def test_every_colour_in_use_is_defined() -> None:
    page = (STATIC / "thidua.css").read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+):", SHEET + page))
    assert set(re.findall(r"var\((--[\w-]+)\)", SHEET)) <= defined


def test_no_text_is_smaller_than_twelve_pixels() -> None:
    assert min(float(size) for size in re.findall(r"(?:font-size|font): ?([\d.]+)px", SHEET)) >= 12
