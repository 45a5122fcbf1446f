"""A province: its era and mergers, its blocs, ranks, awards and officials over time, its indicators as small charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology import mint
from ontology.tables.places import Province, provinces
from server import drawing, queries
from server.addresses import href, path_of
from server.amounts import amount
from server.evidence import Evidence
from server.labels import Value, read_labels
from server.language import language, named, say
from server.parameters import Pager, page_number, paged
from server.site.sections.attested import Line, read_lines
from server.site.sections.cells import Cell, key, read_cells, sentences_of, series, span_in_words, titled
from server.source import Reading, Row

_CELLS = 100
"""So many consolidated values stand on one page."""
_CHARTS = 12
"""So many indicators at most are drawn; the table has all."""


@dataclass(frozen=True)
class Unit:
    """A province that this one came from or became a part of, and the change that did it."""

    unit: Value
    change: Value
    date: Value | None


@dataclass(frozen=True)
class Place:
    """The rank or the points in one bloc and period."""

    bloc: Value
    period: Value
    rank: Value | None
    score: Value | None
    cell: str
    sources: int
    disputed: bool


@dataclass(frozen=True)
class ProvinceSection:
    """What the page of a province begins with."""

    before: list[Unit]
    after: list[Unit]
    blocs: list[Line]
    places: list[Place]
    honours: list[Line]
    officials: list[Line]
    cells: Sequence[Cell]
    """One page of the consolidated values, the latest period first."""
    pager: Pager
    sentences: Mapping[str, Evidence]
    charts: list[tuple[str, str]]
    """Each with what it shows."""
    template: str = "province"


def read(reading: Reading, iri: NamedNode, asked: Mapping[str, str]) -> ProvinceSection:
    """The section of the province `iri`; nothing can be chosen in it."""
    before, after = _units(reading, iri)
    cells = read_cells(reading, queries.bind("cells_of_area", area=[iri]))
    cells.sort(key=lambda cell: (cell.indicator.text, cell.measure.text))
    cells.sort(key=lambda cell: cell.period.iri, reverse=True)
    shown, pager = paged(cells, page_number(), _CELLS)
    return ProvinceSection(
        before,
        after,
        read_lines(reading, _by_period(reading.rows(queries.bind("blocs_of_member", member=[iri])))),
        _places(reading, iri),
        read_lines(reading, _by_period(reading.rows(queries.bind("honours_of_recipient", recipient=[iri])))),
        _officials(reading, iri),
        shown,
        pager,
        sentences_of(reading, shown),
        _charts(cells),
    )


def _units(reading: Reading, iri: NamedNode) -> tuple[list[Unit], list[Unit]]:
    rows = reading.rows(queries.bind("units_before_and_after", province=[iri]))
    labels = read_labels(reading, {row[name].value for row in rows for name in ("unit", "change")})
    found: dict[str, list[Unit]] = {"before": [], "after": []}
    for row in sorted(rows, key=lambda row: row["unit"].value):
        if row["unit"].value != iri.value:
            date = labels.value(row["date"]) if "date" in row else None
            found[row["side"].value].append(Unit(labels.iri(row["unit"].value), labels.iri(row["change"].value), date))
    return found["before"], found["after"]


def _officials(reading: Reading, iri: NamedNode) -> list[Line]:
    """Those whose IRI ends in the province's name, which is how an official's is made (`ontology.mint.official`).

    Two eras may have a unit of one name; an official is that unit's whose days have a day on which a source attests the post.
    """
    unit = next((unit for unit in provinces() if unit.iri == iri.value), None)
    slug = (path_of(iri.value) or "").rpartition("/")[2]
    by_body = reading.once("officials by body", lambda: _by_body(reading))
    officials = by_body.get(mint.slug(unit.name) if unit else slug, [])
    if not officials:
        return []
    rows = reading.rows(queries.bind("posts_of_officials", official=officials))
    return read_lines(reading, _latest([row for row in rows if unit is None or _in_days(unit, row)]))


def _in_days(unit: Province, row: Row) -> bool:
    """Whether the days on which a post is attested, some of which are months or years, meet those of the unit."""
    if "first" not in row or "last" not in row:
        return True
    first, last = row["first"].value, row["last"].value
    begun = unit.first is None or last >= unit.first.isoformat()[: len(last)]
    return begun and (unit.last is None or first <= unit.last.isoformat()[: len(first)])


def _by_body(reading: Reading) -> dict[str, list[NamedNode]]:
    found: dict[str, list[NamedNode]] = {}
    for row in reading.rows(queries.text("officials")):
        _, parted, body = row["official"].value.rpartition("--")
        if parted:
            found.setdefault(body, []).append(NamedNode(row["official"].value))
    return found


def _places(reading: Reading, iri: NamedNode) -> list[Place]:
    rows = reading.rows(queries.bind("member_standings", member=[iri]))
    labels = read_labels(reading, {row[name].value for row in rows for name in ("bloc", "period")})
    places = []
    for row in sorted(rows, key=lambda row: (row["period"].value, row["bloc"].value), reverse=True):
        bound = labels.value(row["bound"]) if "bound" in row else None
        places.append(
            Place(
                labels.iri(row["bloc"].value),
                labels.iri(row["period"].value),
                labels.value(row["rank"]) if "rank" in row else None,
                amount(labels.value(row["score"]), None, bound) if "score" in row else None,
                href(row["cell"].value) or "",
                int(row["sources"].value),
                row["disputed"].value == "true",
            )
        )
    return places


def _by_period(rows: Sequence[Row]) -> list[Row]:
    """The newest period first, what has none last."""
    return sorted(rows, key=lambda row: (row["period"].value if "period" in row else "", *_names(row)), reverse=True)


def _latest(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["last"].value if "last" in row else "", *_names(row)), reverse=True)


def _names(row: Row) -> tuple[str, ...]:
    return tuple(row[name].value for name in sorted(row))


def _charts(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """A small chart of each indicator and measure that has values of two periods alike, such as two years; those with the most first."""
    groups: dict[object, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    charts: list[tuple[str, str]] = []
    for number, group in enumerate(sorted(groups.values(), key=lambda g: (-len(g), g[0].indicator.text))):
        drawn = series(group, named(group[0].indicator))
        if len({point.period for point in drawn.points}) >= 2 and len(charts) < _CHARTS:
            title = titled(group[0], span_in_words(group[0]))
            about = say("Các kỳ có số liệu.", "The periods with a value.")
            chart = drawing.trend([drawn], title, about, language(), size="small", prefix=f"trend-{number}")
            charts.append((title, chart))
    return charts
