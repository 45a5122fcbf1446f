"""Amounts as people read them: a value with its unit and with the bound that the words give it."""

from __future__ import annotations

from typing import Final

from server.labels import Value

_BOUNDS: Final = {
    "above": ("trên", "over"),
    "below": ("chưa đến", "less than"),
    "about": ("khoảng", "about"),
    "at-least": ("từ", "at least"),
    "at-most": ("không quá", "at most"),
}
"""By the last segment of a bound's IRI (`https://w3id.org/thidua/id/bound/above`); an exact value has no word."""
_UNITS: Final = {"PERCENT": ("%", "%"), "CCY_VND": (" đồng", " VND"), "CCY_USD": (" USD", " USD")}
"""By the last segment of a QUDT unit's IRI; any other unit is written by its label."""
_MINUS: Final = "\N{MINUS SIGN}"


def amount(value: Value, unit: Value | None = None, bound: Value | None = None) -> Value:
    """`value` with its unit and its bound in both languages: `dưới 88.000 tỷ đồng`, `under 88 trillion VND`.

    A bound on a fall speaks of its size: -25 with `above` is a fall by over 25.
    """
    code = bound.code if bound else ""
    vi, en = _BOUNDS.get(code, ("", ""))
    unit_vi, unit_en = _UNITS.get(unit.code, (f" {unit.text}", f" {unit.en}")) if unit else ("", "")
    if vi and value.raw.startswith("-"):
        vi, en = f"giảm {vi}", f"down by {en}"
        text, text_en = value.text.removeprefix(_MINUS), value.en.removeprefix(_MINUS)
    else:
        text, text_en = value.text, value.en
    end = " trở lên" if code == "at-least" else ""
    return Value(
        text=f"{vi} {text}{unit_vi}{end}".strip(), en=f"{en} {text_en}{unit_en}".strip(), raw=value.raw, href=value.href
    )
