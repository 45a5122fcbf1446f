"""Whether the shape files say what they mean to: SHACL that is well formed, over declared terms, in both languages.

A misspelt name makes a shape that never finds a fault, so the files are checked before a build trusts them:

- every term of SHACL in them exists, and every other term is declared in the ontology;
- every shape that has a target, and every property shape on one, says in Vietnamese and English what it demands;
- the file keeps to the shapes of SHACL itself ("SHACL-SHACL", SHACL, appendix C, as pySHACL brings it).

The last takes about 0.3 s a file. `shapes/checked.txt` lists the files, by their SHA-256, that kept to it when they were
last changed; only others are checked in a build. `python -m ontology.shape_check` checks all and writes the list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Final

import pyshacl
import rdflib
from rdflib.term import Node

from ontology import load
from ontology.errors import OntologyError
from ontology.names import PREFIXES, SH, TD, split

_LIST: Final = "checked.txt"
_TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_TALK: Final = frozenset(
    {*_TARGETS, rdflib.RDF.type, SH.property, SH.message, SH.path, SH.severity, SH.ignoredProperties, SH.deactivated}
)
"""What a shape may say without demanding anything, so that it needs no message."""

_VALUES: Final = frozenset({SH.datatype, SH.hasValue})
"""Properties whose values are datatypes and individuals of other vocabularies, which the ontology need not declare."""

_FREE: Final = frozenset({"id", "rdf", "rdfs", "owl", "sh", "unit", "xsd"})
"""Prefixes whose terms a shape may use without a declaration in the ontology: they are no vocabulary of ours to list."""


def all_shape_files() -> tuple[Path, ...]:
    """Every file of shapes, of whatever kind of graph."""
    return tuple(sorted({path for name in load.SHAPE_SETS for path in load.shape_files(name)}))


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files' names and contents. Raises `OntologyError` where one can't be read."""
    return sha256("".join(f"{_listed(path)}\n" for path in paths).encode()).hexdigest()


def check_shape_files(paths: Iterable[Path], declared: Collection[Node]) -> None:
    """Raise `OntologyError`, naming file, line and shape, at the first shape file that is faulty.

    `declared` are the terms of the ontology.
    """
    known = _list()
    for path in paths:
        graph = load.parse_all([path])
        for shape, reason in (*_undeclared(graph, declared), *_silent(graph)):
            raise _error(path, graph, shape, reason)
        if _listed(path) not in known:
            _check_shacl(path, graph)


def write_list() -> None:
    """Check every file against SHACL-SHACL and list those that keep to it. Raises `OntologyError` at the first other."""
    for path in all_shape_files():
        _check_shacl(path, load.parse_all([path]))
    lines = "".join(f"{_listed(path)}\n" for path in all_shape_files())
    (load.SHAPES / _LIST).write_text(lines, encoding="utf-8")


def _list() -> frozenset[str]:
    path = load.SHAPES / _LIST
    return frozenset(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else frozenset()


def _listed(path: Path) -> str:
    """A file's line of the list."""
    try:
        return f"{sha256(path.read_bytes()).hexdigest()}  {path.parent.name}/{path.name}"
    except OSError as error:
        raise OntologyError(path, error.strerror or "cannot be read") from error


def _undeclared(graph: rdflib.Graph, declared: Collection[Node]) -> Iterator[tuple[Node, str]]:
    namespaces = [namespace for prefix, namespace in PREFIXES.items() if prefix not in _FREE]
    own = PREFIXES["id"]
    for triple in sorted(graph, key=str):
        for term in triple:
            if not isinstance(term, rdflib.URIRef) or (triple[1] in _VALUES and not term.startswith(str(TD))):
                continue
            if term.startswith(str(SH)) and term.removeprefix(str(SH)) not in rdflib.SH:
                yield triple[0], f"uses {_short(term)}, a term that SHACL does not have"
            elif term.startswith(own) or term in declared:
                continue
            elif any(term.startswith(namespace) for namespace in namespaces):
                yield triple[0], f"uses {_short(term)}, a term that the ontology does not declare"


def _silent(graph: rdflib.Graph) -> Iterator[tuple[Node, str]]:
    """Shapes that would not say in both languages what is wrong."""
    for shape in sorted({shape for target in _TARGETS for shape in graph.subjects(target, None)}, key=str):
        speakers = [*graph.objects(shape, SH.property)]
        if set(graph.predicates(shape, None)) - _TALK:
            speakers.append(shape)
        for speaker in speakers:
            languages = {getattr(message, "language", None) for message in graph.objects(speaker, SH.message)}
            if languages != {"vi", "en"}:
                path = graph.value(speaker, SH.path)
                at = f" at {_short(path)}" if isinstance(path, rdflib.URIRef) else ""
                yield shape, f"needs one sh:message in vi and one in en{at}"


def _check_shacl(path: Path, graph: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(str(resources.files("pyshacl") / "assets" / "shacl-shacl.ttl"))
    conforms, report, words = pyshacl.validate(graph, shacl_graph=shapes, abort_on_first=True)
    if conforms:
        return
    if not isinstance(report, rdflib.Graph):
        raise OntologyError(path, str(words))
    result = next(iter(report.subjects(rdflib.RDF.type, SH.ValidationResult)))
    focus = report.value(result, SH.focusNode)
    said = report.value(result, SH.resultPath)
    at = f" at {_short(said)}" if isinstance(said, rdflib.URIRef) else ""
    component = _short(report.value(result, SH.sourceConstraintComponent)).removesuffix("ConstraintComponent")
    reason = f"is no SHACL{at}: SHACL's own shape of shapes is broken, {component}"
    raise _error(path, graph, focus or rdflib.BNode(), reason)


def _error(path: Path, graph: rdflib.Graph, node: Node, reason: str) -> OntologyError:
    """The error for a node of a shape file: named is the shape that the node is part of, and its line."""
    shape = _named(graph, node)
    if shape is None:
        return OntologyError(path, reason)
    name = shape.rpartition("#")[2]
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((n for n, text in enumerate(lines, 1) if re.match(rf"shape:{re.escape(name)}\b", text)), None)
    return OntologyError(path, f"shape:{name} {reason}", f"line {line}" if line else "")


def _named(graph: rdflib.Graph, node: Node) -> rdflib.URIRef | None:
    """The shape with a name that a node is, or is a part of."""
    seen: set[Node] = set()
    while not isinstance(node, rdflib.URIRef):
        seen.add(node)
        outer = next((s for s in graph.subjects(None, node) if s not in seen), None)
        if outer is None:
            return None
        node = outer
    return node


def _short(term: Node | None) -> str:
    found = split(str(term))
    return ":".join(found) if found else f"<{term}>"


if __name__ == "__main__":
    write_list()
