"""What may be published: article graphs that keep to the shapes (SHACL) and whose evidence stands in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from itertools import chain
from typing import Final, cast

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, Store, Triple
from pyshacl.errors import ReportableRuntimeError

from graph_store.catalogue.graph import catalogue_faults
from graph_store.claims import read_claims
from graph_store.counts import article_graphs, count
from graph_store.cube.graphs import GRAPHS, cube_faults
from graph_store.description import Description
from graph_store.errors import StoreError
from graph_store.evidence import evidence_faults
from graph_store.faults import Fault, Violation, Words, violations
from graph_store.materialised import entailed_faults
from graph_store.release import Manifest, Release
from graph_store.shapes import prepared
from graph_store.terms import as_stored, from_rdflib, graph_triples, to_rdflib, with_stable_blank_nodes
from graph_store.troubles import damage, is_damage
from ontology import mint
from ontology.names import CUBE, DCTERMS, QB

_OF_CELLS: Final = frozenset({NamedNode(QB.dataSet), NamedNode(CUBE.observedBy)})
"""Properties that each cell has, in the graph of the cubes and in their cube.link view, and nothing else."""
_CELLS: Final = 2_000
"""Cells checked at a time."""

__all__ = ["ArticleValidator", "Fault", "ShapeChecker", "cube_violations", "release_faults"]


class ShapeChecker:
    """Checks graphs of one kind against its shapes."""

    def __init__(self, shapes: rdflib.Graph) -> None:
        self._shapes = prepared(shapes)

    def violations(self, triples: Iterable[Triple]) -> list[Violation]:
        """What in a graph, as the store holds it, breaks the shapes; sorted by node and reason.

        Raises `StoreError` where the shapes can't be checked: a shape is malformed.
        """
        data = to_rdflib(triples, rdflib.Graph(bind_namespaces="none"))
        try:
            conforms, report, words = pyshacl.validate(
                data, shacl_graph=self._shapes, inplace=True, allow_warnings=True, allow_infos=True
            )
        except ReportableRuntimeError as error:
            raise StoreError(f"the shapes can't be checked: {error}") from error
        if conforms:
            return []
        if not isinstance(report, rdflib.Graph):
            raise StoreError(f"the shapes can't be checked: {words}")
        return sorted(violations(report), key=lambda violation: (violation.focus, violation.words))


def cube_violations(
    checker: ShapeChecker, triples: Iterable[Triple], cells: Collection[str] | None = None
) -> list[Violation]:
    """What in a graph of the cubes breaks its shapes: of all cells, or of those in `cells`, and of what is no cell.

    No shape of a cell looks at another node, so cells are checked some at a time, and memory stays flat.
    """
    by_node: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        by_node[str(triple.subject)].append(triple)
    rest: list[Triple] = []
    chosen: list[list[Triple]] = []
    for node in by_node.values():
        if not any(triple.predicate in _OF_CELLS for triple in node):
            rest += node
        elif cells is None or cast(NamedNode, node[0].subject).value in cells:
            chosen.append(node)
    found = checker.violations(rest)
    for first in range(0, len(chosen), _CELLS):
        found += checker.violations(chain.from_iterable(chosen[first : first + _CELLS]))
    return found


class ArticleValidator:
    """Checks article graphs against `shapes`, one by one.

    Articles are checked apart: in a batch, one could lend another a label that it lacks, and two that contradict each
    other about one conference would look like a fault. It costs some time (pySHACL 0.40, 25 news articles of some 20
    claims: 143 ms an article, in one batch 91 ms).
    """

    def __init__(self, shapes: rdflib.Graph) -> None:
        triples = with_stable_blank_nodes(from_rdflib(shapes), "shapes")
        self.digest = sha256("\n".join(sorted(map(str, triples))).encode()).hexdigest()
        """SHA-256 of the shapes, the same for the same triples however they are written."""
        self._checker = ShapeChecker(shapes)

    def faults(self, triples: Iterable[Triple], text: str) -> list[Fault]:
        """What keeps an article with this graph and stored text from being published; empty where nothing does."""
        stored = as_stored(triples)
        description = Description(stored)
        found = (_fault(violation, description) for violation in self._checker.violations(stored))
        return [*evidence_faults(description, text), *sorted(found, key=str)]


def _fault(violation: Violation, description: Description) -> Fault:
    """A violation as a fault of the claim that the node is part of, or that first names it."""
    focus, words = violation.focus, violation.words
    claim = description.claim_of(focus)
    if claim is None:
        claim = description.named_by(focus)
        named = Words(", which the claim names", ", mà thông tin nêu") if claim else Words("", "")
        words = Words(f"{words.en}, of {focus}{named.en}", f"{words.vi}, của {focus}{named.vi}")
    elif claim != focus:
        words = Words(f"{words.en}, of {focus}", f"{words.vi}, của {focus}")
    return Fault(words.en, claim, description.sentence(claim) if claim else None, words.vi)


def release_faults(
    release: Release, validator: ArticleValidator, background: Mapping[str, ShapeChecker] | None = None
) -> Iterator[tuple[str, Fault]]:
    """Everything wrong in a published release, each fault with the name of its article, its graph or the release.

    Checked: each article's evidence and shapes, the graphs that `background` has the shapes of (by name: `reference`,
    `cube` ...), the counts of the manifest, that every claim can be read back, that the consolidated cubes are well
    formed and what the claims give, that the graph of consequences, if there is one, is what the others entail, and that the
    catalogue is what the release gives. A damaged file of the graph is the last fault: what comes after can't be checked.
    """
    try:
        yield from _release_faults(release, validator, background)
    except RuntimeError as error:
        if not is_damage(error):
            raise
        yield release.id, Fault(f"{damage(error)}; no more can be checked")


def _release_faults(
    release: Release, validator: ArticleValidator, background: Mapping[str, ShapeChecker] | None
) -> Iterator[tuple[str, Fault]]:
    store = release.open()
    for name, checker in (background or {}).items():
        graph = list(graph_triples(store, mint.graph(name)))
        found = cube_violations(checker, graph) if name in GRAPHS else checker.violations(graph)
        yield from ((f"graph/{name}", _graph_fault(violation)) for violation in found)
    for name in article_graphs(store):
        triples = list(graph_triples(store, name))
        article = _identifier(triples) or name
        try:
            text = release.text(article)
        except (KeyError, OSError, ValueError) as error:
            yield article, Fault(f"its text can't be read: {error!r}")
            continue
        yield from ((article, fault) for fault in validator.faults(triples, text))
    reasons = chain(
        _count_faults(store, release.manifest),
        cube_faults(store),
        entailed_faults(store),
        catalogue_faults(store, release.manifest),
    )
    yield from ((release.id, Fault(reason)) for reason in reasons)


def _graph_fault(violation: Violation) -> Fault:
    words, focus = violation.words, violation.focus
    return Fault(f"{focus}: {words.en}", reason_vi=f"{focus}: {words.vi}")


def _count_faults(store: Store, manifest: Manifest) -> Iterator[str]:
    found = count(store)
    for name, number in asdict(found).items():
        if number != getattr(manifest, name):
            yield f"the manifest says {getattr(manifest, name)} {name}, the graph has {number}"
    try:
        readable = sum(1 for _ in read_claims(store))
    except StoreError as error:
        yield str(error)
        return
    if readable != found.claims:
        yield f"{readable} of {found.claims} claims can be read back"


def _identifier(triples: Iterable[Triple]) -> str | None:
    named = NamedNode(DCTERMS.identifier)
    return next((t.object.value for t in triples if t.predicate == named and isinstance(t.object, Literal)), None)
