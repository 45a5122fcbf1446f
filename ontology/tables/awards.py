"""Awards with who grants them and what they rest on: the codes of `awards.csv`, checked against the bodies and the laws."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ontology.tables import bodies, laws
from ontology.tables.codes import Code, path_of, read_rows


@cache
def awards() -> tuple[Code, ...]:
    """The awards and their groups, in the order of their table."""
    return read_awards(path_of("award"))


def read_awards(path: Path) -> tuple[Code, ...]:
    """The awards of the table at `path`.

    Raises `OntologyError` naming the row, as `codes.read_codes` does and where a body, a law or an article of a law is not known.
    """
    found = read_rows("award", path)
    for row, award in found:
        if "granted_by" in award.extra:
            row.one_of("granted_by", {body.slug for body in bodies.bodies()})
        for cited in row.several("legal_basis"):
            if cited not in laws.references():
                row.fail(f"column legal_basis: no law or article {cited!r} in laws.csv and provisions.csv")
    return tuple(award for _, award in found)


def granter(award: Code) -> str | None:
    """The IRI of the body that grants `award`; None where that depends on the recipient."""
    slug = award.extra.get("granted_by")
    return next((body.iri for body in bodies.bodies() if body.slug == slug), None)


def legal_basis(award: Code) -> tuple[str, ...]:
    """The IRIs of the laws and articles that `award` rests on."""
    cited = award.extra.get("legal_basis", "")
    return tuple(laws.references()[name.strip()] for name in cited.split("|") if name)
