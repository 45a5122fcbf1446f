"""A conference: who chaired it, spoke, attended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from server import queries, wording
from server.site.sections.attested import Line, read_lines
from server.source import Reading

_ROLES = {"chaired": 0, "spoke": 1}


@dataclass(frozen=True)
class ConferenceSection:
    """What the page of a conference begins with."""

    people: list[Line]
    template: str = "conference"


def read(reading: Reading, iri: NamedNode, asked: Mapping[str, str]) -> ConferenceSection | None:
    """The section of the conference `iri`; `None` where nobody is known to have taken part."""
    lines = read_lines(reading, reading.rows(queries.bind("people_at_conference", conference=[iri])))
    if not lines:
        return None
    lines.sort(key=lambda line: (_ROLES.get(line.values["role"].code, 2), wording.fold(line.values["official"].text)))
    return ConferenceSection(lines)
