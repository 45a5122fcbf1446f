"""Any areas, one indicator, any years: the values side by side as a table and over time as a chart."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mode
from typing import Final

from pyoxigraph import NamedNode
from werkzeug.datastructures import MultiDict

from ontology import periods
from ontology.names import ID
from server import drawing, queries, wording
from server.addresses import path_of
from server.errors import ProblemError
from server.evidence import Evidence
from server.labels import Value, read_labels
from server.language import language, named, say
from server.site.citing import table_citation
from server.site.csv_table import csv_of
from server.site.sections.cells import Cell, read_cells, sentences_of, series, span_in_words, titled
from server.source import Reading

MOST_AREAS: Final = 8
"""Areas that can be compared at once; a chart of more can't be read."""
COLUMNS: Final = (
    *("area", "area_label", "indicator", "measure", "period", "value", "unit", "stated", "sources", "disputed"),
    *("cell", "sentence", "headline", "publisher", "published", "url"),
)
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Options:
    """What can be chosen in this release."""

    areas: list[Value]
    measures: list[tuple[Value, Value]]
    """Pairs of an indicator and a measure that have values, those with the most first."""
    by_area: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """Of each area, the pairs (IRIs) that it has values of."""


@dataclass(frozen=True)
class Asked:
    """What is compared: IRIs, and the first and last year, empty where that side is open."""

    areas: tuple[str, ...] = ()
    indicator: str = ""
    measure: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Comparison:
    """The values that were asked for: by period and area, with their sentences and a chart."""

    options: Options
    asked: Asked
    areas: list[Value]
    indicator: Value | None
    measure: Value | None
    periods: list[Value]
    cells: dict[tuple[str, str], list[Cell]]
    """By the IRIs of the period and the area; several where the units differ."""
    listed: list[Cell]
    sentences: dict[str, Evidence]
    chart: str
    charted: str
    """What the chart shows, in words."""

    @property
    def title(self) -> str:
        """The indicator and measure, in the language of the page; empty where no value is known of any."""
        return f"{named(self.indicator)}, {named(self.measure)}" if self.indicator and self.measure else ""


def read_options(reading: Reading) -> Options:
    """What can be chosen, read once a release."""
    return reading.once("compare", lambda: _options(reading))


def _options(reading: Reading) -> Options:
    rows = reading.rows(queries.text("areas_with_values"))
    labels = read_labels(
        reading, {row[name].value for row in rows for name in ("area", "indicator", "measure") if name in row}
    )
    by_area: dict[str, set[tuple[str, str]]] = {}
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        if "area" in row:
            pair = row["indicator"].value, row["measure"].value
            by_area.setdefault(row["area"].value, set()).add(pair)
            counts[pair] = counts.get(pair, 0) + int(row["count"].value)
    areas = sorted((labels.iri(iri) for iri in by_area), key=lambda value: (wording.fold(value.text), value.iri))
    pairs = sorted(counts, key=lambda pair: (-counts[pair], pair))
    return Options(areas, [(labels.iri(one), labels.iri(other)) for one, other in pairs], by_area)


def read_asked(arguments: MultiDict[str, str], options: Options) -> Asked:
    """What the address asks for: `area` (several), `indicator`, `measure` or both as `of=grdp~growth`, `from`, `to`.

    Raises `ProblemError`: 400 for a malformed year or too many areas, 404 for an area, indicator or measure without any value.
    """
    areas = tuple(
        dict.fromkeys(path if "/" in path else f"province/{path}" for path in arguments.getlist("area") if path)
    )
    if len(areas) > MOST_AREAS:
        raise ProblemError(
            400, "Quá nhiều địa phương", "Too many areas", f"At most {MOST_AREAS} areas can be compared at once."
        )
    known = {path_of(value.iri) for value in options.areas}
    for path in areas:
        if path not in known:
            detail = f"area={path}: no value is known of it."
            raise ProblemError(404, "Không có số liệu của địa phương này", "No values of this area", detail)
    indicator, _, measure = arguments.get("of", "").partition("~")
    indicator, measure = arguments.get("indicator", indicator), arguments.get("measure", measure)
    pairs = [(one.code, other.code) for one, other in options.measures]
    fitting = [pair for pair in pairs if indicator in {"", pair[0]} and measure in {"", pair[1]}]
    if (indicator or measure) and not fitting:
        detail = f"indicator={indicator}, measure={measure}: no value is known of it."
        raise ProblemError(404, "Không có số liệu như vậy", "No such values", detail)
    iris = tuple(f"{ID}{path}" for path in areas)
    if not indicator or not measure:
        mine = [pair for pair in fitting if _has(options, iris, pair)] or fitting
        indicator, measure = mine[0] if mine else ("", "")
    years = {name: _year(arguments, name) for name in ("from", "to")}
    return Asked(iris, f"{ID}indicator/{indicator}", f"{ID}measure/{measure}", years["from"], years["to"])


def _has(options: Options, areas: Sequence[str], pair: tuple[str, str]) -> bool:
    whole = f"{ID}indicator/{pair[0]}", f"{ID}measure/{pair[1]}"
    return all(whole in options.by_area.get(area, ()) for area in areas)


def _year(arguments: MultiDict[str, str], name: str) -> str:
    year = arguments.get(name, "").strip()
    if year and not _YEAR.fullmatch(year):
        raise ProblemError(400, "Năm không hợp lệ", "Malformed year", f"{name}={year}: a year has four digits.")
    return year


def compare(reading: Reading, arguments: MultiDict[str, str]) -> Comparison:
    """Read what the address asks to be compared, see `read_asked`; without areas, the values of none."""
    options = read_options(reading)
    asked = read_asked(arguments, options)
    cells: list[Cell] = []
    if asked.areas:
        of = {"indicator": [NamedNode(asked.indicator)], "measure": [NamedNode(asked.measure)]}
        query = queries.bind("cells_compared", area=[NamedNode(area) for area in asked.areas], **of)
        cells = [cell for cell in read_cells(reading, query) if _wanted(cell, asked)]
    cells.sort(key=lambda cell: (*_when(cell), asked.areas.index(cell.area.iri), cell.unit))
    table: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        table.setdefault((cell.period.iri, cell.area.iri), []).append(cell)
    when = {cell.period.iri: cell.period for cell in cells}
    areas = {value.iri: value for value in options.areas}
    pair = next(((i, m) for i, m in options.measures if (i.iri, m.iri) == (asked.indicator, asked.measure)), None)
    return Comparison(
        options,
        asked,
        [areas[iri] for iri in asked.areas],
        pair[0] if pair else None,
        pair[1] if pair else None,
        list(reversed(when.values())),
        table,
        cells,
        sentences_of(reading, cells),
        *_chart(cells, asked),
    )


def _wanted(cell: Cell, asked: Asked) -> bool:
    year = cell.period.code[:4]
    return (not asked.first or year >= asked.first) and (not asked.last or year <= asked.last)


def _when(cell: Cell) -> tuple[str, int]:
    """The last day of the cell's period, then its first, the longest period last; of a period that is none, its notation."""
    try:
        period = periods.parse(cell.notation)
    except ValueError:
        return cell.notation, 0
    return period.last.isoformat(), -period.first.toordinal()


def _chart(cells: Sequence[Cell], asked: Asked) -> tuple[str, str]:
    """The chart of the most frequent part of a year and unit, and what it shows; one axis has one unit, one line one kind of period."""
    if not cells:
        return "", ""
    kind = mode((cell.unit, cell.span) for cell in cells)
    alike = [cell for cell in cells if (cell.unit, cell.span) == kind]
    groups = [[cell for cell in alike if cell.area.iri == area] for area in asked.areas]
    lines = [series(group, named(group[0].area), group[0].area.href or "") for group in groups if group]
    title = titled(alike[0], span_in_words(alike[0]))
    return drawing.trend(lines, title, say("Theo kỳ.", "By period."), language(), prefix="compared"), title


def records(found: Comparison) -> list[dict[str, object]]:
    """The values as flat records with the columns of `COLUMNS`, each with its sentence and source."""
    lines: list[dict[str, object]] = []
    for cell in found.listed:
        words = found.sentences.get(cell.iri)
        lines.append(
            {
                "area": cell.area.iri, "area_label": named(cell.area), "indicator": cell.indicator.code,
                "measure": cell.measure.code, "period": cell.period.code, "value": cell.number,
                "unit": cell.unit.rpartition("/")[2], "stated": named(cell.amount), "sources": cell.sources,
                "disputed": cell.disputed, "cell": cell.iri, "sentence": words.sentence if words else "",
                "headline": words.article.headline if words else "",
                "publisher": words.article.credit.text if words and words.article.credit else "",
                "published": words.article.date.raw if words and words.article.date else "",
                "url": (words.article.url or "") if words else "",
            }
        )  # fmt: skip
    return lines


def as_csv(found: Comparison) -> str:
    """The values as CSV (RFC 4180)."""
    return csv_of(COLUMNS, (line | {"disputed": str(line["disputed"]).lower()} for line in records(found)))


def as_json(found: Comparison, release: str, address: str) -> str:
    """The values as JSON, with how to cite them."""
    cited = table_citation(found.title, address, release)
    members = {"release": release, "cite_as": cited, "values": records(found)}
    return json.dumps(members, ensure_ascii=False, indent=1) + "\n"
