"""The two sets of provinces that maps are drawn of: those of before 1 July 2025, and those since."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar

from ontology.tables.places import provinces
from server.drawing.data import Era

ERAS: Final[tuple[Era, ...]] = ("until-2025", "from-2025")


_T = TypeVar("_T")


def by_era(of_provinces: Mapping[str, _T]) -> dict[Era, dict[str, _T]]:
    """What there is of provinces, by their IRIs, for the map of each era."""
    return {era: {iri: of_provinces[iri] for iri in units(era) if iri in of_provinces} for era in ERAS}


@cache
def units(era: Era) -> tuple[str, ...]:
    """The IRIs of the provinces of an era; those that were not merged belong to both."""
    if era == "until-2025":
        return tuple(unit.iri for unit in provinces() if unit.first is None)
    return tuple(unit.iri for unit in provinces() if unit.last is None)
