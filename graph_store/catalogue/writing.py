"""The catalogue written out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from pyoxigraph import RdfFormat, Triple, serialize

from graph_store.catalogue.names import PREFIXES


def written(triples: Iterable[Triple], format_: RdfFormat) -> bytes:
    """Triples in a format of graphs, sorted, so that the same catalogue gives the same bytes.

    A store is not gone through: it would give xsd:nonNegativeInteger back as xsd:integer, which DCAT-AP refuses.
    """
    return cast(bytes, serialize(sorted(set(triples), key=_order), format=format_, prefixes=PREFIXES))


def _order(triple: Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)
