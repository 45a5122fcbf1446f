"""Loads the ontology, the reference data and the shapes as rdflib graphs.

Each graph is parsed or built once in a process and handed out again: treat it as read-only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import BadSyntax

from ontology.building.reference import build
from ontology.errors import OntologyError

__all__ = ["OntologyError", "ontology_files", "ontology_graph", "parse_all", "reference_graph", "shapes_graph"]

_FOLDER: Final = Path(__file__).parent


@cache
def ontology_graph() -> Graph:
    """Our own terms and the documented subset of reused ones. Raises `OntologyError` where a file is faulty."""
    return parse_all(ontology_files())


@cache
def reference_graph() -> Graph:
    """Provinces, their changes, blocs and codes, built from the tables. Raises `OntologyError` where one is faulty."""
    return build()


@cache
def shapes_graph() -> Graph:
    """The SHACL shapes of an article's graph. Raises `OntologyError` where a file is faulty."""
    return parse_all(sorted((_FOLDER / "shapes").glob("*.ttl")))


def ontology_files() -> tuple[Path, ...]:
    """The Turtle files of the ontology."""
    return (_FOLDER / "thidua.ttl", _FOLDER / "reused.ttl")


def parse_all(paths: Iterable[Path]) -> Graph:
    """The Turtle files `paths` in one graph. Raises `OntologyError` naming the file, the line and the reason."""
    graph = Graph(bind_namespaces="none")
    for path in paths:
        try:
            graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
        except BadSyntax as error:
            raise OntologyError(path, _reason(error), f"line {error.lines + 1}") from error
        except OSError as error:
            raise OntologyError(path, error.strerror or "cannot be read") from error
        except UnicodeDecodeError as error:
            raise OntologyError(path, f"not UTF-8 at byte {error.start}") from error
    return graph


def _reason(error: BadSyntax) -> str:
    """The parser's reason without the stretch of text that rdflib puts around it."""
    found = re.search(r"Bad syntax \((.*?)\) at \^ in:", str(error), re.DOTALL)
    return found[1] if found else str(error)
