"""A bloc: its members and leaders over time, its conferences, the ranking by year, its members' indicators side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from server import drawing, queries, wording
from server.addresses import href
from server.amounts import amount
from server.drawing.data import Point, Series
from server.labels import Labels, Value, read_labels
from server.language import here, language, named, say
from server.site.sections.attested import code
from server.site.sections.cells import League, bars, chosen, league, read_cells, read_choices, titled
from server.source import Reading, Row

_ROLES = {"leader": 0, "deputy": 1, "member": 2}


@dataclass(frozen=True)
class Presence:
    """That a member is attested in a year, and as what: `leader`, `deputy` or `member`; a claim's page tells where."""

    role: str
    href: str


@dataclass(frozen=True)
class MemberTable:
    """Members, and the years in which they are attested: the year a claim is about, else that of its article."""

    years: list[str]
    """The newest first."""
    rows: list[tuple[Value, dict[str, Presence]]]


@dataclass(frozen=True)
class Standing:
    """A member's place in a year: rank, points or both; each leads to its cell."""

    rank: Value | None = None
    score: Value | None = None
    disputed: bool = False


@dataclass(frozen=True)
class StandingTable:
    """The ranking by period, members in the order of their latest ranks."""

    periods: list[Value]
    """The newest first."""
    rows: list[tuple[Value, dict[str, Standing]]]
    """Standings by the IRI of the period."""
    chart: str = ""


@dataclass(frozen=True)
class Meeting:
    """A conference of the bloc."""

    conference: Value
    date: Value | None
    place: Value | None


@dataclass(frozen=True)
class BlocSection:
    """What the page of a bloc begins with."""

    members: MemberTable
    standings: StandingTable
    meetings: list[Meeting]
    league: League = field(default_factory=League)
    chart: str = ""
    template: str = "bloc"


def read(reading: Reading, iri: NamedNode, asked: Mapping[str, str]) -> BlocSection:
    """The section of the bloc `iri`; `asked` may name the `indicator`, `measure` and `period` that members are compared by."""
    members = reading.rows(queries.bind("bloc_members", bloc=[iri]))
    standings = reading.rows(queries.bind("bloc_standings", bloc=[iri]))
    meetings = reading.rows(queries.bind("bloc_conferences", bloc=[iri]))
    named_ = {
        row[name].value
        for rows in (members, standings, meetings)
        for row in rows
        for name in ("member", "period", "conference", "place")
        if name in row
    }
    labels = read_labels(reading, named_)
    areas = [
        NamedNode(area) for area in sorted({row["member"].value for row in (*members, *standings) if "member" in row})
    ]
    compared = _compared(reading, areas, asked)
    return BlocSection(
        _members(members, labels),
        _standings(standings, labels),
        _meetings(meetings, labels),
        compared,
        _chart(compared),
    )


def _compared(reading: Reading, areas: list[NamedNode], asked: Mapping[str, str]) -> League:
    """The members' values of the indicator, measure and period that is asked for, or that most of them have a value of."""
    choices = read_choices(reading, queries.bind("choices_of_areas", area=areas), asked) if areas else []
    made = chosen(choices)
    if made is None:
        return League()
    of = {"indicator": [NamedNode(made.indicator.iri)], "measure": [NamedNode(made.measure.iri)]}
    return league(reading, choices, read_cells(reading, queries.bind("cells_compared", area=areas, **of)))


def _members(rows: Iterable[Row], labels: Labels) -> MemberTable:
    found: dict[str, dict[str, Presence]] = {}
    for row in rows:
        if "member" not in row:
            continue
        year = (code(row, "period") or (row["day"].value if "day" in row else ""))[:4]
        seen = found.setdefault(row["member"].value, {})
        role = code(row, "role")
        if year and _ROLES.get(role, 9) < _ROLES.get(seen[year].role if year in seen else "", 9):
            seen[year] = Presence(role, href(row["one"].value) or "")
    years = sorted({year for seen in found.values() for year in seen}, reverse=True)
    members = sorted((labels.iri(iri) for iri in found), key=lambda value: wording.fold(value.text))
    return MemberTable(years, [(member, found[member.iri]) for member in members])


def _standings(rows: Iterable[Row], labels: Labels) -> StandingTable:
    found: dict[str, dict[str, dict[str, Value]]] = {}
    disputed: set[tuple[str, str]] = set()
    for row in rows:
        member, period = row["member"].value, row["period"].value
        of = found.setdefault(member, {}).setdefault(period, {})
        bound = labels.value(row["bound"]) if "bound" in row else None
        for name in ("rank", "score"):
            if name in row:
                shown = amount(labels.value(row[name]), None, bound if name == "score" else None)
                of[name] = Value(shown.text, shown.en, raw=shown.raw, href=href(row["cell"].value))
        if row["disputed"].value == "true":
            disputed.add((member, period))
    periods = sorted({period for of in found.values() for period in of}, reverse=True)
    table = {
        member: {p: Standing(v.get("rank"), v.get("score"), (member, p) in disputed) for p, v in of.items()}
        for member, of in found.items()
    }
    order = sorted(table, key=lambda member: _best_last(table[member], periods))
    shown_periods = [labels.iri(period) for period in periods]
    return StandingTable(shown_periods, [(labels.iri(member), table[member]) for member in order], _bump(table, labels))


def _best_last(of: Mapping[str, Standing], periods: list[str]) -> tuple[int, ...]:
    """A key by the rank in the latest period, then in the one before."""
    ranks = (of.get(period, Standing()).rank for period in periods)
    return tuple(int(rank.raw) if rank and rank.raw.isdigit() else 1_000 for rank in ranks)


def _bump(table: Mapping[str, Mapping[str, Standing]], labels: Labels) -> str:
    """The chart of ranks, where some member has them in two years in a row."""
    lines = []
    for member, of in table.items():
        points = tuple(
            Point(period.rpartition("/")[2].replace("--", "/"), float(s.rank.raw), s.rank.text, here(s.rank.href or ""))
            for period, s in of.items()
            if s.rank
        )
        if points:
            lines.append(Series(named(labels.iri(member)), points, here(href(member) or "")))
    if not any(_follow(line.points) for line in lines):
        return ""  # without two years in a row there is nothing that a chart shows and the table doesn't
    title = say("Thứ hạng qua các năm", "Ranks over the years")
    return drawing.ranking(
        lines, title, say("Hạng nhất ở trên cùng.", "The first is on top."), language(), prefix="ranks"
    )


def _follow(points: Sequence[Point]) -> bool:
    """Whether two of the points are of years in a row."""
    years = {int(point.period[:4]) for point in points if point.period[:4].isdigit()}
    return any(year + 1 in years for year in years)


def _meetings(rows: Iterable[Row], labels: Labels) -> list[Meeting]:
    ordered = sorted(rows, key=lambda row: row["date"].value if "date" in row else code(row, "period"), reverse=True)
    return [
        Meeting(
            labels.iri(row["conference"].value),
            labels.value(row["date"]) if "date" in row else None,
            labels.iri(row["place"].value) if "place" in row else None,
        )
        for row in ordered
    ]


def _chart(compared: League) -> str:
    if len(compared.cells) < 2:
        return ""
    first = compared.cells[0]
    title = titled(first, named(first.period))
    return drawing.bars(
        bars(compared.cells),
        title,
        say("Các thành viên của cụm.", "Members of the bloc."),
        language(),
        prefix="members",
    )
