"""Runs the shapes over a small graph and gives the violations in a form that can be compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyshacl
import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.names import ID, PREFIXES, SH


class Violation(NamedTuple):
    """One result of a validation: focus node under id/, path (empty for a node shape), constraint, messages."""

    focus: str
    path: str
    constraint: str
    messages: dict[str | None, str]


Validate = Callable[[Graph, Graph], list[Violation]]


@pytest.fixture
def validate() -> Validate:
    """Gives the violations of a data graph against a shapes graph, sorted by focus, path and constraint."""
    return _violations


@pytest.fixture
def fixtures() -> Path:
    """The folder of test data."""
    return Path(__file__).parent / "fixtures"


@pytest.fixture
def shared() -> Path:
    """The material that the project shares with its makers but does not ship; the test is skipped without it."""
    folder = Path(__file__).parents[2].parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared evaluation material is not beside the project")
    return folder


def _violations(data: Graph, shapes: Graph) -> list[Violation]:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = [_violation(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(found, key=lambda violation: violation[:3])


def _violation(report: Graph, result: Node) -> Violation:
    focus = str(report.value(result, SH.focusNode)).removeprefix(str(ID))
    constraint = _local(report.value(result, SH.sourceConstraintComponent)).removesuffix("ConstraintComponent")
    messages = [message for message in report.objects(result, SH.resultMessage) if isinstance(message, Literal)]
    path = _path(report, report.value(result, SH.resultPath))
    return Violation(focus, path, constraint, {message.language: str(message) for message in messages})


def _path(report: Graph, path: Node | None) -> str:
    if path is None:
        return ""
    if isinstance(path, URIRef):
        return _local(path)
    if (inverse := report.value(path, SH.inversePath)) is not None:
        return f"^{_local(inverse)}"
    if (alternatives := report.value(path, SH.alternativePath)) is not None:
        return "|".join(_local(step) for step in Collection(report, alternatives))
    return "/".join(_local(step) for step in Collection(report, path))


def _local(node: Node | None) -> str:
    for prefix, namespace in PREFIXES.items():
        if str(node).startswith(namespace) and prefix != "id":
            return f"{prefix}:{str(node).removeprefix(namespace)}".removeprefix("sh:")
    return str(node)
