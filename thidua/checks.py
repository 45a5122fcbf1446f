"""A published release checked again, by the shapes of today."""

from __future__ import annotations

from collections.abc import Iterator

from graph_store.faults import Fault
from graph_store.release import Release
from graph_store.validation import ArticleValidator, ShapeChecker, release_faults
from ontology.load import SHAPE_SETS, shapes_graph


def release_check(release: Release) -> Iterator[tuple[str, Fault]]:
    """See `graph_store.validation.release_faults`, with the shapes of the ontology for every kind of graph."""
    background = {name: ShapeChecker(shapes_graph(name)) for name in SHAPE_SETS if name != "article"}
    return release_faults(release, ArticleValidator(shapes_graph()), background)
