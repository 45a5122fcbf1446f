"""A claim: the claims that agree with it and those that disagree, by the cells that they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from server import queries
from server.addresses import href
from server.claims import Claim, Mention, read_claims
from server.kinds import CLAIMS, OTHER_CLAIM, kind_of
from server.source import Reading

_MOST = 12
"""So many claims of each side are shown; the cell's page has all."""


@dataclass(frozen=True)
class ClaimSection:
    """What stands beside a claim. `cells` are the addresses of the consolidated values that it is weighed in."""

    agreeing: list[Claim]
    disagreeing: list[Claim]
    cells: list[str]
    template: str = "claim"


def read(reading: Reading, iri: NamedNode, asked: Mapping[str, str]) -> ClaimSection | None:
    """The section of the claim `iri`; `None` where it is in no cell, or alone there.

    Two claims of a cell disagree where the one is what the cell rests on, or agrees with that, and the other is told to disagree.
    """
    rows = reading.rows(queries.bind("beside_claim", claim=[iri]))
    if not rows:
        return None
    sides: dict[bool, set[str]] = {True: set(), False: set()}
    for row in rows:
        one, other = (row[name].value.endswith("disagreeingClaim") for name in ("how", "otherHow"))
        if one != other:
            sides[False].add(row["other"].value)
        elif not one:
            sides[True].add(row["other"].value)  # of two that both disagree with the value nothing is known
    agreeing, disagreeing = sorted(sides[True] - sides[False])[:_MOST], sorted(sides[False])[:_MOST]
    kind = kind_of({row["class"].value for row in rows}, CLAIMS) or OTHER_CLAIM
    claims, _ = read_claims(reading, [Mention(claim, kind, ()) for claim in (*agreeing, *disagreeing)])
    cells = sorted({href(row["cell"].value) or "" for row in rows})
    return ClaimSection(claims[: len(agreeing)], claims[len(agreeing) :], cells)
