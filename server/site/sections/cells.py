"""Cells of the consolidated cube of indicators as tables and charts show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mode

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

_SO_FAR = re.compile(r"(?P<year>\d{4})-01/(?P=year)-(?P<month>\d\d)")
_NAMES = ("indicator", "measure", "period")


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
    period: Value
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


def read_cells(reading: Reading, query: str) -> list[Cell]:
    """The cells of a query with the columns of `cells_of_area.rq`."""
    rows = reading.rows(query)
    named_ = ("area", "indicator", "measure", "period", "unit", "bound")
    labels = read_labels(reading, {row[name].value for row in rows for name in named_ if name in row})
    return [_cell(row, labels) for row in rows]


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


def titled(cell: Cell, *more: str) -> str:
    """What values of this indicator and measure are, and `more` of what they have in common, in the language of the page."""
    return ", ".join(filter(None, (named(cell.indicator), named(cell.measure), *more)))


def key(cell: Cell) -> Key:
    """What the cell may be compared by."""
    return Key(cell.indicator.iri, cell.measure.iri, cell.unit, cell.span)


def read_choices(reading: Reading, query: str, asked: Mapping[str, str]) -> list[Choice]:
    """What a reader may choose, by a query with the columns of `choices_of_areas.rq`: the most areas first, one of them chosen.

    `asked` names indicator, measure and period by their last segments; of what it leaves open that with the most areas is chosen, and of
    such the latest. Raises `ProblemError` (400) where there is no value of what it names.
    """
    rows = [row for row in reading.rows(query) if "indicator" in row]
    if not rows:
        return []
    labels = read_labels(reading, {row[name].value for row in rows for name in _NAMES})
    groups = [(row["indicator"].value, row["measure"].value, row["period"].value) for row in rows]
    areas = {group: int(row["areas"].value) for group, row in zip(groups, rows, strict=True)}
    fitting = [group for group in groups if all(_fits(asked, *pair) for pair in zip(_NAMES, group, strict=True))]
    if not fitting:
        told = ", ".join(f"{name}={asked[name]}" for name in _NAMES if asked.get(name))
        raise ProblemError(400, "Không có số liệu như vậy", "No such values", f"there is no value with {told}.")
    best = max(fitting, key=lambda group: (areas[group], group[2], group))
    groups.sort(key=lambda group: (-areas[group], labels.iri(group[0]).text, group))
    return [
        Choice(labels.iri(indicator), labels.iri(measure), labels.iri(period), areas[group], group == best)
        for group in groups
        for indicator, measure, period in [group]
    ]


def chosen(choices: Iterable[Choice]) -> Choice | None:
    """The choice that is made."""
    return next((choice for choice in choices if choice.chosen), None)


def league(reading: Reading, choices: list[Choice], cells: Iterable[Cell]) -> League:
    """The league table of the choice that is made, of `cells` of its measure: those of its period, in the most frequent unit."""
    made = chosen(choices)
    of_period = [cell for cell in cells if made and cell.period.iri == made.period.iri]
    if not of_period:
        return League(choices)
    unit = mode(cell.unit for cell in of_period)
    shown = sorted((cell for cell in of_period if cell.unit == unit), key=lambda cell: (-cell.number, cell.area.text))
    return League(choices, shown, sentences_of(reading, shown))


def _fits(asked: Mapping[str, str], name: str, iri: str) -> bool:
    return not asked.get(name) or iri.rpartition("/")[2] == asked[name]


def sentences_of(reading: Reading, cells: Sequence[Cell]) -> dict[str, Evidence]:
    """The words of one claim behind each cell, by the cell's IRI."""
    if not cells:
        return {}
    rows = reading.rows(queries.bind("claims_of_cells", cell=[NamedNode(cell.iri) for cell in cells]))
    evidence = read_evidence(reading, [row["one"].value for row in rows if "one" in row])
    return {row["cell"].value: evidence[row["one"].value][0] for row in rows if evidence.get(row["one"].value)}


def bars(cells: Iterable[Cell]) -> list[Bar]:
    """Rows of a league chart, in the language of the page."""
    return [Bar(named(cell.area), cell.number, named(cell.amount), here(cell.href)) for cell in cells]


def series(cells: Iterable[Cell], label: str, address: str = "") -> Series:
    """Comparable cells of one area over time."""
    points = [Point(cell.notation, cell.number, named(cell.amount), here(cell.href)) for cell in cells]
    return Series(label, tuple(points), here(address) if address else "")
