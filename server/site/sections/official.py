"""A person in office: the posts as articles attest them, the conferences, the awards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from server import queries
from server.site.sections.attested import Line, code, read_lines
from server.source import Reading


@dataclass(frozen=True)
class OfficialSection:
    """What the page of a person begins with. Posts are attested on days, never open-ended."""

    posts: list[Line]
    conferences: list[Line]
    honours: list[Line]
    template: str = "official"


def read(reading: Reading, iri: NamedNode, asked: Mapping[str, str]) -> OfficialSection:
    """The section of the person `iri`."""
    posts = reading.rows(queries.bind("posts_of_officials", official=[iri]))
    posts.sort(key=lambda row: row["last"].value if "last" in row else "", reverse=True)
    conferences = reading.rows(queries.bind("conferences_of_official", official=[iri]))
    conferences.sort(key=lambda row: row["conference"].value if "conference" in row else "", reverse=True)
    honours = reading.rows(queries.bind("honours_of_recipient", recipient=[iri]))
    honours.sort(key=lambda row: code(row, "period"), reverse=True)
    return OfficialSection(read_lines(reading, posts), read_lines(reading, conferences), read_lines(reading, honours))
