"""What articles attest of an entity, one line for what several say alike, each with a sentence on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from server.addresses import href
from server.evidence import Evidence, read_evidence
from server.labels import Value, iris_in, read_labels
from server.source import Reading, Row

MOST_LINES = 200
"""So many lines a table has."""
MOST_SENTENCES = 60
"""So many lines of a table have their sentence beside them; those after have a link to it."""


@dataclass(frozen=True)
class Source:
    """Where a line comes from: the page of a claim, how many claims say the same, and the words of the one."""

    href: str
    claims: int
    evidence: Evidence | None


@dataclass(frozen=True)
class Line:
    """One line of a table: its values by the names of the query's variables."""

    values: dict[str, Value]
    source: Source

    def get(self, name: str) -> Value | None:
        """The value of a column, where there is one."""
        return self.values.get(name)


def read_lines(reading: Reading, rows: Sequence[Row]) -> list[Line]:
    """Lines of the rows of a query that gives, beside values, `?claims` (how many say so) and `?one` (the IRI of one of them).

    At most `MOST_LINES`: the lists of claims, further down on the page, have all.
    """
    rows = rows[:MOST_LINES]
    named = {iri for row in rows for iri in iris_in(term for name, term in row.items() if name != "one")}
    labels = read_labels(reading, named)
    evidence = read_evidence(reading, [row["one"].value for row in rows[:MOST_SENTENCES]]) if rows else {}
    return [
        Line(
            {name: labels.value(term) for name, term in row.items() if name not in {"one", "claims"}},
            Source(
                href(row["one"].value) or "",
                int(row["claims"].value) if isinstance(row["claims"], Literal) else 1,
                next(iter(evidence.get(row["one"].value, [])), None),
            ),
        )
        for row in rows
        if "one" in row  # an aggregate over nothing gives one row without values
    ]


def code(row: Row, name: str) -> str:
    """The last segment of the IRI that a row has for `name`; empty where it has none."""
    return row[name].value.rpartition("/")[2] if name in row else ""
