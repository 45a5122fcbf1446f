"""Cells of the consolidated cube of indicators as tables and charts show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from server import queries
from server.addresses import href
from server.amounts import amount
from server.drawing.data import Bar, Point, Series
from server.errors import ProblemError
from server.evidence import Evidence, read_evidence
from server.labels import Labels, Value, read_labels
from server.language import here, named, say
from server.source import Reading, Row


@dataclass(frozen=True)
class Cell:
    """One value of one area in one period; `iri` is the cell's own, whose page has all the claims behind it."""

    iri: str
    area: Value
    indicator: Value
    measure: Value
    period: Value
    amount: Value
    number: float
    unit: str
    sources: int
    disputed: bool

    @property
    def href(self) -> str:
        """The address of the cell's page."""
        return href(self.iri) or self.iri

    @property
    def notation(self) -> str:
        """The period as `ontology.periods` writes it."""
        return self.period.code.replace("--", "/")

    @property
    def span(self) -> str:
        """What part of a year the period is: figures of a half and of a whole year don't make one line."""
        return span(self.notation)


@dataclass(frozen=True)
class Key:
    """What makes cells comparable over time: the IRIs of indicator, measure and unit, and what part of a year they are of."""

    indicator: str
    measure: str
    unit: str
    span: str


@dataclass(frozen=True)
class Choice:
    """A set of comparable cells that a reader may choose."""

    indicator: Value
    measure: Value
    period: Value | None
    areas: int
    """How many areas have a value in it."""
    chosen: bool = False


@dataclass(frozen=True)
class League:
    """The values of one indicator in one period, the greatest first, each with its sentence."""

    choices: list[Choice] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    sentences: Mapping[str, Evidence] = field(default_factory=dict)
    """By the IRI of the cell."""


def read_cells(reading: Reading, query: str, also: Iterable[str] = ()) -> tuple[list[Cell], Labels]:
    """The cells of a query with the columns of `cells_of_areas.rq`; `also`: further IRIs whose labels are wanted."""
    rows = reading.rows(query)
    iris = {
        row[name].value for row in rows for name in ("area", "indicator", "measure", "period", "unit") if name in row
    }
    labels = read_labels(reading, iris | set(also))
    return [_cell(row, labels) for row in rows], labels


def _cell(row: Row, labels: Labels) -> Cell:
    unit = labels.value(row["unit"]) if "unit" in row else None
    bound = labels.value(row["bound"]) if "bound" in row else None
    return Cell(
        row["cell"].value,
        labels.value(row["area"]),
        labels.value(row["indicator"]),
        labels.value(row["measure"]),
        labels.value(row["period"]),
        amount(labels.value(row["value"]), unit, bound),
        float(row["value"].value),
        unit.iri if unit else "",
        int(row["sources"].value),
        row["disputed"].value == "true",
    )


def span(notation: str) -> str:
    """What part of a year a period is, by its notation: `year`, `Q` for a quarter, `H1`, `01-09` for the months so far; else itself."""
    year, _, rest = notation.partition("-")
    if not rest:
        return "year" if year.isdigit() else notation
    if match := _SO_FAR.fullmatch(notation):
        return f"01-{match['month']}"
    return "Q" if rest[:1] == "Q" else rest


def span_in_words(cell: Cell) -> str:
    """The same as people call it, in the language of the page."""
    if cell.span == "year":
        return say("cả năm", "whole years")
    if cell.span == "Q":
        return say("theo quý", "quarters")
    year = cell.period.code[:4]
    words = named(cell.period).replace(f" năm {year}", "").replace(f" of {year}", "").replace(f" {year}", "")
    return words if words != named(cell.period) else ""


def key(cell: Cell) -> Key:
    """What the cell may be compared by."""
    return Key(cell.indicator.iri, cell.measure.iri, cell.unit, cell.span)


def league(reading: Reading, cells: Sequence[Cell], asked: Mapping[str, str]) -> League:
    """The league table of the indicator, measure and period that `asked` names by their last segments.

    What it doesn't name is chosen: the period with the most areas, and of such the last. Raises `ProblemError` (400) where there is
    no value of what it names.
    """
    groups: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.indicator.iri, cell.measure.iri, cell.period.iri), []).append(cell)
    if not groups:
        return League()
    fitting = [group for group in groups if all(_fits(asked, *pair) for pair in zip(_NAMES, group, strict=True))]
    if not fitting:
        told = ", ".join(f"{name}={asked[name]}" for name in _NAMES if asked.get(name))
        raise ProblemError(400, "Không có số liệu như vậy", "No such values", f"there is no value with {told}.")
    best = max(fitting, key=lambda group: (len({c.area.iri for c in groups[group]}), group[2], group))
    unit = max((cell.unit for cell in groups[best]), key=[cell.unit for cell in groups[best]].count)
    shown = sorted(
        (cell for cell in groups[best] if cell.unit == unit), key=lambda cell: (-cell.number, cell.area.text)
    )
    return League(
        [_choice(groups[group], group == best) for group in sorted(groups, key=lambda g: _by_size(groups[g]))],
        shown,
        sentences_of(reading, shown),
    )


_SO_FAR = re.compile(r"(?P<year>\d{4})-01/(?P=year)-(?P<month>\d\d)")
_NAMES = ("indicator", "measure", "period")


def _fits(asked: Mapping[str, str], name: str, iri: str) -> bool:
    return not asked.get(name) or iri.rpartition("/")[2] == asked[name]


def _by_size(cells: Sequence[Cell]) -> tuple[int, str, str]:
    return -len({cell.area.iri for cell in cells}), cells[0].indicator.text, cells[0].period.iri


def _choice(cells: Sequence[Cell], chosen: bool) -> Choice:
    return Choice(cells[0].indicator, cells[0].measure, cells[0].period, len({c.area.iri for c in cells}), chosen)


def sentences_of(reading: Reading, cells: Sequence[Cell]) -> dict[str, Evidence]:
    """The words of one claim behind each cell, by the cell's IRI."""
    if not cells:
        return {}
    rows = reading.rows(queries.bind("claims_of_cells", cell=[NamedNode(cell.iri) for cell in cells]))
    evidence = read_evidence(reading, [row["one"].value for row in rows if "one" in row])
    return {row["cell"].value: evidence[row["one"].value][0] for row in rows if evidence.get(row["one"].value)}


def bars(cells: Iterable[Cell], highlighted: str = "") -> list[Bar]:
    """Rows of a league chart, in the language of the page; `highlighted` is the IRI of an area that stands out."""
    return [
        Bar(named(c.area), c.number, named(c.amount), here(c.href), highlighted=c.area.iri == highlighted)
        for c in cells
    ]


def series(cells: Iterable[Cell], label: str, address: str = "", highlighted: bool = False) -> Series:
    """Comparable cells of one area over time."""
    points = [Point(cell.notation, cell.number, named(cell.amount), here(cell.href)) for cell in cells]
    return Series(label, tuple(points), here(address) if address else "", highlighted)
