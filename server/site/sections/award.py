"""An award: who was nominated for it, was given it, or lost it, by period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from server import queries
from server.site.sections.attested import Line, code, read_lines
from server.source import Reading


@dataclass(frozen=True)
class AwardSection:
    """What the page of an award begins with: a nomination is no conferral, so they stand apart."""

    nominated: list[Line]
    conferred: list[Line]
    revoked: list[Line]
    template: str = "award"


def read(reading: Reading, iri: NamedNode, asked: Mapping[str, str]) -> AwardSection | None:
    """The section of the award `iri`; `None` where nobody is known to have to do with it."""
    rows = reading.rows(queries.bind("honours_of_award", award=[iri]))
    rows.sort(key=lambda row: (code(row, "period"), row["recipient"].value if "recipient" in row else ""), reverse=True)
    lines = read_lines(reading, rows)
    by_what: dict[str, list[Line]] = {}
    for line in lines:
        by_what.setdefault(line.values["what"].iri.rpartition("#")[2], []).append(line)
    if not lines:
        return None
    nominated, conferred, revoked = (
        by_what.get(f"Award{name}", []) for name in ("Nomination", "Conferral", "Revocation")
    )
    return AwardSection(nominated, conferred, revoked)
