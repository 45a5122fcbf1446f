"""Loads the ontology, the reference data and the shapes as rdflib graphs.

Each graph is parsed or built once in a process and handed out again: treat it as read-only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from ontology.errors import OntologyError
from ontology.files import read_text

__all__ = [
    "SHAPE_SETS",
    "OntologyError",
    "cube_structure_graph",
    "every_shape",
    "ontology_files",
    "ontology_graph",
    "parse_all",
    "reference_graph",
    "shape_files",
    "shapes_graph",
]

_FOLDER: Final = Path(__file__).parent

SHAPES = _FOLDER / "shapes"
"""Where the shapes lie, in folders."""

SHAPE_SETS: Final[Mapping[str, tuple[str, ...]]] = {
    "article": ("article", "shared"),
    "reference": ("reference", "shared"),
    "cube": ("cube",),
    "cube-link": ("cube-link",),
    "ontology": ("ontology",),
}
"""The kinds of graphs that have shapes, and the folders of `SHAPES` that hold them."""

_PLACE: Final = re.compile(r"^Parser error at line \d+ (?:between )?columns? \d+(?: and \d+)?: ")


@cache
def ontology_graph() -> Graph:
    """Our own terms and the documented subset of reused ones. Raises `OntologyError` where a file is faulty."""
    return parse_all(ontology_files())


@cache
def reference_graph() -> Graph:
    """Provinces, their changes, blocs and codes, built from the tables. Raises `OntologyError` where one is faulty."""
    from ontology.building.reference import build  # noqa: PLC0415 - most commands save the time of loading shapely

    return build()


@cache
def cube_structure_graph() -> Graph:
    """Data sets, structures and code lists of the consolidated cubes, without cells. Raises `OntologyError`."""
    return parse_all((_FOLDER / "cube.ttl",))


def shapes_graph(name: str = "article") -> Graph:
    """The SHACL shapes that graphs of one kind keep to: `article`, or a name of `SHAPE_SETS`.

    Raises `OntologyError` where a file is faulty, and `KeyError` for a kind that is none.
    """
    return _parsed(shape_files(name))


def shape_files(name: str) -> tuple[Path, ...]:
    """The Turtle files of the shapes of one kind (see `shapes_graph`). Raises `KeyError` for a kind that is none."""
    return tuple(path for folder in SHAPE_SETS[name] for path in sorted((SHAPES / folder).glob("*.ttl")))


def every_shape() -> Graph:
    """The shapes of all kinds of graphs together, to look them up; a graph is checked by those of its own kind.

    Raises `OntologyError` where a file is faulty.
    """
    return _parsed(tuple(sorted({path for name in SHAPE_SETS for path in shape_files(name)})))


def ontology_files() -> tuple[Path, ...]:
    """The Turtle files of the ontology: our own terms, their alignment, the reused terms of others."""
    return tuple(_FOLDER / f"{name}.ttl" for name in ("thidua", "alignment", "reused"))


@cache
def _parsed(paths: tuple[Path, ...]) -> Graph:
    return parse_all(paths)


def parse_all(paths: Iterable[Path]) -> Graph:
    """The Turtle files `paths` in one graph. Raises `OntologyError` naming the file, the line and the reason."""
    graph = Graph(bind_namespaces="none")
    for path in paths:
        text = read_text(path)
        try:
            # rdflib's parser counts lines wrongly after literals of several lines, so Oxigraph's looks first.
            for _ in parse(text, format=RdfFormat.TURTLE):
                pass
        except SyntaxError as error:
            reason = _PLACE.sub("", error.msg)
            raise OntologyError(path, reason, f"line {error.lineno}") from error
        graph.parse(data=text, format="turtle")
    return graph
