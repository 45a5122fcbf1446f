"""The coded concepts of the graph: awards, indicators, measures, units, roles, kinds of post and the like.

Each scheme is one table in `tables/`; `tables/schemes.csv` lists them. Codes that claims carry are those of CLAIMS.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from ontology import mint
from ontology.errors import OntologyError
from ontology.names import UNIT
from ontology.tables import table
from ontology.tables.mappings import Match, matches, subjects

_BASE: Final = ("notation", "label_vi", "label_en", "definition_vi", "definition_en")
_EXTRA: Final[dict[str, tuple[str, ...]]] = {
    "award": ("kind", "broader", "level", "granted_by", "legal_basis"),
    "indicator": ("broader", "usual_unit", "polarity", "world_bank", "sdg", "sdmx_subject"),
    "body-kind": ("of_state",),
    "measure": ("comparison_basis",),
    "comparison-basis": ("broader",),
    "post-kind": ("broader", "titles"),
    "unit": ("qudt",),
}
"""Further columns of a scheme's table, and so keys of `Code.extra`."""

_REFERS: Final = {
    "level": "award-level",
    "usual_unit": "unit",
    "polarity": "polarity",
    "comparison_basis": "comparison-basis",
}
"""Columns that hold a code of another scheme."""

_NEEDED: Final = (*_EXTRA, *_REFERS.values(), "bound", "conference-kind", "role", "unit-kind")
"""The schemes whose codes claims and tables use, so that none may be missing."""

_GROUP: Final = "group"
_KINDS: Final = frozenset({"award", _GROUP})


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
    """One coded concept. `extra` holds the filled cells of the columns that only its scheme has.

    `matches` are concepts elsewhere, `subjects` the IRIs of the domains of statistics that it belongs to.
    """

    scheme: str
    notation: str
    iri: str
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    extra: dict[str, str] = field(default_factory=dict, hash=False)
    matches: tuple[Match, ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def is_group(self) -> bool:
        """Whether it only groups other codes: no claim carries it."""
        return self.extra.get("kind") == _GROUP


@cache
def schemes() -> tuple[Scheme, ...]:
    """The schemes, in the order of their table."""
    return read_schemes(table.FOLDER / "schemes.csv")


@cache
def concepts(scheme: str) -> tuple[Code, ...]:
    """The codes of `scheme` in the order of its table, groups included. Raises `KeyError` for a scheme that is none."""
    return read_codes(scheme, path_of(scheme))


@cache
def codes(scheme: str) -> frozenset[str]:
    """The notations of `scheme` that a statement may carry (`award`, `indicator`, `measure`, `unit`, `role` ...).

    Raises `KeyError` for a scheme that is none.
    """
    return frozenset(code.notation for code in concepts(scheme) if not code.is_group)


def path_of(scheme: str) -> Path:
    """The table of `scheme`. Raises `KeyError` for a scheme that is none."""
    plurals = {known.name: known.plural for known in schemes()}
    return table.FOLDER / f"{plurals[scheme]}.csv"


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
    """The schemes of the table at `path`. Raises `OntologyError` naming the row that is faulty, or the scheme that is missing."""
    rows = table.read(path, ("scheme", "plural", *_BASE[1:]))
    table.refuse_repeats(rows, lambda row: row.text("scheme"), "scheme")
    found = tuple(_scheme(row) for row in rows)
    names = {scheme.name for scheme in found}
    missing = next((name for name in _NEEDED if name not in names), None)
    if missing is not None:
        raise OntologyError(path, f"has no scheme {missing!r}")
    return found


def _scheme(row: table.Row) -> Scheme:
    return Scheme(
        name=row.text("scheme"),
        iri=mint.entity("scheme", row.name("plural")),
        plural=row.text("plural"),
        label_vi=row.text("label_vi"),
        label_en=row.text("label_en"),
        definition_vi=row.text("definition_vi"),
        definition_en=row.text("definition_en"),
    )


def read_codes(scheme: str, path: Path) -> tuple[Code, ...]:
    """The codes of the table at `path`, of the form that `scheme` has.

    Raises `OntologyError` naming the row where a cell is empty or unfit, a code or a label stands twice, or broader codes go round.
    """
    return tuple(code for _, code in read_rows(scheme, path))


def read_rows(scheme: str, path: Path) -> list[tuple[table.Row, Code]]:
    """The rows of the table at `path`, each with its code: for checks against other tables. Raises as `read_codes` does."""
    rows = table.read(path, (*_BASE, *_EXTRA.get(scheme, ())))
    table.refuse_repeats(rows, lambda row: row.text("notation"), "code")
    table.refuse_repeats(rows, lambda row: row.text("label_vi"), "label")
    table.refuse_repeats(rows, lambda row: row.text("label_en"), "label")
    found = {row.text("notation"): _code(scheme, row) for row in rows}
    for row in rows:
        _check_broader(row, found)
    return list(zip(rows, found.values(), strict=True))


def _check_broader(row: table.Row, found: dict[str, Code]) -> None:
    notation = row.text("notation")
    for above in _ancestors(notation, found):
        if above == notation:
            row.fail(f"column broader: {notation!r} is its own, by way of {row.cells['broader']!r}")
        if above not in found:
            row.fail(f"column broader: no code {above!r} in this table")


def _ancestors(notation: str, found: dict[str, Code]) -> Iterator[str]:
    """The broader codes of a code, the nearest first; one that is met again or not in the table ends them."""
    seen: set[str] = set()
    above = found[notation].extra.get("broader")
    while above and above not in seen:
        seen.add(above)
        yield above
        above = found[above].extra.get("broader") if above in found else None


def _code(scheme: str, row: table.Row) -> Code:
    columns = _EXTRA.get(scheme, ())
    extra = {column: row.cells[column] for column in columns if row.cells[column]}
    for column in extra.keys() & _REFERS.keys():
        row.one_of(column, codes(_REFERS[column]))
    if "of_state" in extra:
        row.one_of("of_state", {"yes"})
    if scheme == "award" and row.one_of("kind", _KINDS) == _GROUP and extra.keys() & {"level", "granted_by"}:
        row.fail("column kind: a group has neither level nor granted_by")
    return Code(
        scheme=scheme,
        notation=row.text("notation"),
        iri=_iri(scheme, row),
        label_vi=row.text("label_vi"),
        label_en=row.text("label_en"),
        definition_vi=row.text("definition_vi"),
        definition_en=row.text("definition_en"),
        extra=extra,
        matches=matches(row) if scheme == "indicator" else (),
        subjects=subjects(row) if scheme == "indicator" else (),
    )


def _iri(scheme: str, row: table.Row) -> str:
    if scheme == "unit" and (qudt := row.matching("qudt", r"[A-Za-z0-9_-]+")):
        return str(UNIT[qudt])
    notation = row.name("notation")
    if scheme != "unit" and mint.slug(notation) != notation.replace("'", "-"):
        row.fail(f"column notation: {notation!r} is no slug, {mint.slug(notation)!r} would be")
    return mint.code(scheme, notation)
