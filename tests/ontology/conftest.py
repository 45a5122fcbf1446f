"""Runs the shapes over a small graph and gives the violations in a form that can be compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyshacl
import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from graph_store.faults import path_in_words
from ontology import load
from ontology.errors import OntologyError
from ontology.names import ID, PREFIXES, SH
from ontology.tables import table

FIXTURES = Path(__file__).parent / "fixtures"


class Violation(NamedTuple):
    """One result of a validation: focus node under id/, path (empty for a node shape), constraint, messages, shape."""

    focus: str
    path: str
    constraint: str
    messages: dict[str | None, str]
    shape: Node | None
    """The node shape or property shape that the result comes from (sh:sourceShape)."""
    node: Node | None
    """The focus node itself."""


class ShapeFile(NamedTuple):
    """A file of shapes with the data that it is tried on: what keeps to it, what breaks it, and the approved report."""

    path: Path

    @property
    def name(self) -> str:
        """Folder and file, as `article/award`."""
        return f"{self.path.parent.name}/{self.path.stem}"

    def shapes(self) -> Graph:
        """The shapes of the file."""
        return _parsed(self.path)

    def valid(self) -> Graph:
        """Data that keeps to every shape of the file."""
        return _parsed(FIXTURES / "shapes" / f"{self.name}-valid.ttl")

    def invalid(self) -> Graph:
        """Data that breaks every shape of the file."""
        return _parsed(FIXTURES / "shapes" / f"{self.name}-invalid.ttl")

    @property
    def report(self) -> Path:
        """The approved report on the invalid data: focus, path and constraint of each result."""
        return FIXTURES / "shapes" / f"{self.name}-report.csv"


SHAPE_FILES = [ShapeFile(path) for path in sorted(load.SHAPES.rglob("*.ttl"))]

Refusal = Callable[..., str]
Validate = Callable[[Graph, Graph], list[Violation]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a `shape_file` runs for each."""
    if "shape_file" in metafunc.fixturenames:
        metafunc.parametrize("shape_file", SHAPE_FILES, ids=lambda file: file.name)


@pytest.fixture
def shape_files() -> list[Any]:
    """All files of shapes."""
    return [*SHAPE_FILES]


@pytest.fixture
def validate() -> Validate:
    """Gives the violations of a data graph against a shapes graph, sorted by focus, path and constraint."""
    return violations


@pytest.fixture
def fixtures() -> Path:
    """The folder of test data."""
    return FIXTURES


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """Gives the message with which a reader refuses a table of that name that has these rows below its proper header."""

    def message(read: Callable[[Path], object], name: str, *rows: str) -> str:
        header = (table.FOLDER / name).read_text(encoding="utf-8").split("\n", 1)[0]
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        with pytest.raises(OntologyError) as raised:
            read(path)
        return str(raised.value)

    return message


@pytest.fixture
def shared() -> Path:
    """The material that the project shares with its makers but does not ship; the test is skipped without it."""
    folder = Path(__file__).parents[2].parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared evaluation material is not beside the project")
    return folder


@cache
def _parsed(path: Path) -> Graph:
    return Graph(bind_namespaces="none").parse(path)


def violations(data: Graph, shapes: Graph) -> list[Violation]:
    """The violations of a data graph against a shapes graph, sorted by focus, path and constraint."""
    # pySHACL adds axioms of its own to the shapes that it is given.
    copy = Graph(bind_namespaces="none")
    for triple in shapes:
        copy.add(triple)
    _, report, _ = pyshacl.validate(data, shacl_graph=copy, inplace=True)
    assert isinstance(report, Graph)
    found = [_violation(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(found, key=lambda violation: violation[:3])


def _violation(report: Graph, result: Node) -> Violation:
    focus_node = report.value(result, SH.focusNode)
    focus = str(focus_node).removeprefix(str(ID)) if isinstance(focus_node, URIRef) else "_"
    constraint = local(report.value(result, SH.sourceConstraintComponent)).removesuffix("ConstraintComponent")
    messages = [message for message in report.objects(result, SH.resultMessage) if isinstance(message, Literal)]
    step = report.value(result, SH.resultPath)
    path = path_in_words(report, step) if step is not None else ""
    words = {message.language: str(message) for message in messages}
    return Violation(focus, path, constraint, words, report.value(result, SH.sourceShape), focus_node)


def local(node: Node | None) -> str:
    """A term with its prefix; without, where it is SHACL's."""
    for prefix, namespace in PREFIXES.items():
        if str(node).startswith(namespace) and prefix != "id":
            return f"{prefix}:{str(node).removeprefix(namespace)}".removeprefix("sh:")
    return str(node)
