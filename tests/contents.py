"""What a release holds, to be compared with what another holds."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph_store.catalogue.names import GRAPH
from graph_store.releases import Release


def content(release: Release, *apart: str) -> frozenset[Quad]:
    """The quads of a release's named graphs but its catalogue's, which names the release, and those that are named."""
    left_out = (DefaultGraph(), NamedNode(GRAPH), *map(NamedNode, apart))
    return frozenset(quad for quad in release.open() if quad.graph_name not in left_out)
