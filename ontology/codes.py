"""The coded concepts of the graph: awards, indicators, conference kinds, roles, measures, bounds and units.

Each scheme is one table in `tables/`; `tables/schemes.csv` lists them. Codes are those of CLAIMS.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from ontology import mint, table
from ontology.names import UNIT

_BASE: Final = ("notation", "label_vi", "label_en", "definition_vi", "definition_en")
_EXTRA: Final[dict[str, tuple[str, ...]]] = {
    "award": ("level", "legal_basis"),
    "indicator": ("broader", "close_match"),
    "unit": ("qudt",),
}
"""Further columns of a scheme's table, and so keys of `Code.extra`."""

_LEVELS: Final = frozenset({"state", "government", "ministry", "province", "grassroots"})


@dataclass(frozen=True)
class Scheme:
    """One scheme of codes: its name in the singular (as in IRIs of its codes), its labels and definitions."""

    name: str
    iri: str
    plural: str
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str


@dataclass(frozen=True)
class Code:
    """One coded concept. `extra` holds the filled cells of the columns that only its scheme has."""

    scheme: str
    notation: str
    iri: str
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    extra: dict[str, str] = field(default_factory=dict, hash=False)


@cache
def schemes() -> tuple[Scheme, ...]:
    """The schemes, in the order of their table."""
    return read_schemes(table.FOLDER / "schemes.csv")


@cache
def concepts(scheme: str) -> tuple[Code, ...]:
    """The codes of `scheme` in the order of its table. Raises `KeyError` for a scheme that is none."""
    plurals = {known.name: known.plural for known in schemes()}
    return read_codes(scheme, table.FOLDER / f"{plurals[scheme]}.csv")


@cache
def codes(scheme: str) -> frozenset[str]:
    """The notations of `scheme` (`award`, `indicator`, `conference-kind`, `role`, `measure`, `bound`, `unit`).

    Raises `KeyError` for a scheme that is none.
    """
    return frozenset(code.notation for code in concepts(scheme))


@cache
def _unit_iris() -> dict[str, str]:
    return {code.notation: code.iri for code in concepts("unit")}


def unit_iri(notation: str) -> str:
    """The IRI of a unit as CLAIMS.md writes it: QUDT's where it has one, else our own.

    >>> unit_iri("VND")
    'http://qudt.org/vocab/unit/CCY_VND'
    >>> unit_iri("VND/person/year")
    'https://w3id.org/thidua/id/unit/vnd-person-year'
    """
    return _unit_iris().get(notation) or mint.code("unit", notation)


def read_schemes(path: Path) -> tuple[Scheme, ...]:
    """The schemes of the table at `path`. Raises `OntologyError` naming the row that is faulty."""
    rows = table.read(path, ("scheme", "plural", *_BASE[1:]))
    table.refuse_repeats(rows, lambda row: row.text("scheme"), "scheme")
    return tuple(_scheme(row) for row in rows)


def _scheme(row: table.Row) -> Scheme:
    return Scheme(
        name=row.text("scheme"),
        iri=mint.entity("scheme", row.text("plural")),
        plural=row.text("plural"),
        label_vi=row.text("label_vi"),
        label_en=row.text("label_en"),
        definition_vi=row.text("definition_vi"),
        definition_en=row.text("definition_en"),
    )


def read_codes(scheme: str, path: Path) -> tuple[Code, ...]:
    """The codes of the table at `path`, of the form that `scheme` has.

    Raises `OntologyError` naming the row where a cell is empty or unfit, or a code stands twice.
    """
    rows = table.read(path, (*_BASE, *_EXTRA.get(scheme, ())))
    table.refuse_repeats(rows, lambda row: row.text("notation"), "code")
    found = tuple(_code(scheme, row) for row in rows)
    notations = {code.notation for code in found}
    for row, code in zip(rows, found, strict=True):
        broader = code.extra.get("broader", code.notation)
        if broader not in notations:
            row.fail(f"column broader: no code {broader!r} in this table")
    return found


def _code(scheme: str, row: table.Row) -> Code:
    notation = row.text("notation")
    extra = {column: row.cells[column] for column in _EXTRA.get(scheme, ()) if row.cells[column]}
    if scheme == "award":
        row.one_of("level", _LEVELS)
    if extra.get("broader") == notation:
        row.fail(f"column broader: {notation!r} is its own")
    if "qudt" in extra:
        row.matching("qudt", r"[A-Za-z0-9_-]+")
        iri = str(UNIT[extra["qudt"]])
    else:
        if scheme != "unit" and mint.slug(notation) != notation:
            row.fail(f"column notation: {notation!r} is no slug, {mint.slug(notation)!r} would be")
        iri = mint.code(scheme, notation)
    return Code(
        scheme=scheme,
        notation=notation,
        iri=iri,
        label_vi=row.text("label_vi"),
        label_en=row.text("label_en"),
        definition_vi=row.text("definition_vi"),
        definition_en=row.text("definition_en"),
        extra=extra,
    )
