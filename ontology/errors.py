"""The error that faulty ontology material raises."""

from __future__ import annotations

from pathlib import Path


class OntologyError(Exception):
    """A file of the ontology, its tables or its shapes is faulty: says which file, where in it and why."""

    def __init__(self, path: Path, reason: str, place: str = "") -> None:
        """`place` is a row or line within the file, as `row 12`; empty where the whole file is meant."""
        self.path = path
        self.reason = reason
        self.place = place
        # Files of shapes of two kinds of graphs may share a name.
        name = f"{path.parent.name}/{path.name}" if path.parent.parent.name == "shapes" else path.name
        super().__init__(f"{name}{f', {place}' if place else ''}: {reason}")
