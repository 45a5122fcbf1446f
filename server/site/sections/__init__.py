"""What the page of one kind of entity shows before what every page has: a table, a chart, a map.

One module a kind, with one function `read(reading, iri, asked)`; the template of the same name in `templates/sections/` shows what it
gives. All numbers come from the consolidated cubes, whose cells lead to the claims and the sentences that they rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from pyoxigraph import NamedNode

from server.site.sections import award, bloc, claim, conference, indicator, official, province
from server.source import Reading


class Section(Protocol):
    """What a template of `templates/sections/` shows."""

    @property
    def template(self) -> str:
        """The template's name without its ending."""
        ...


_READERS: Final[Mapping[str, Callable[[Reading, NamedNode, Mapping[str, str]], Section | None]]] = {
    "award": award.read,
    "bloc": bloc.read,
    "claim": claim.read,
    "conference": conference.read,
    "indicator": indicator.read,
    "official": official.read,
    "province": province.read,
}


def read_section(reading: Reading, iri: NamedNode, kind: str, asked: Mapping[str, str]) -> Section | None:
    """The section of an entity of `kind` (a slug of `server.kinds.ENTITIES`, or `claim`); `None` where its kind has none.

    `asked` are the parameters of the address: which indicator, measure or period a reader has chosen. Raises `ProblemError` (400)
    where one is none that the entity has.
    """
    reader = _READERS.get(kind)
    return reader(reading, iri, asked) if reader else None
