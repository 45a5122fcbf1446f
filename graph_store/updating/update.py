"""SPARQL 1.1 Update on a draft.

The store's default graph holds the union of the named graphs, so an update is evaluated on a copy, and what it has done there is
carried over graph by graph: so the union stays one. What an update writes outside of GRAPH goes to a graph of its own, `DEFAULT`, and
what it deletes there leaves that graph; what it reads outside of GRAPH is the union, as it was before the request.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from graph_store.draft import Draft
from graph_store.errors import QueryDeadlineError, QueryMemoryError, QuerySyntaxError
from graph_store.pool import wire
from graph_store.service import refuse_service
from graph_store.terms import as_stored, graph_triples, with_stable_blank_nodes
from graph_store.updating.dataset import with_dataset, words_outside_groups
from ontology import mint

DEFAULT: Final = mint.graph("default")
"""The graph that holds what updates and the Graph Store Protocol write to the default graph."""


def apply_update(
    draft: Draft,
    update: str,
    using: Sequence[str] = (),
    using_named: Sequence[str] = (),
    seconds: float = 60.0,
    megabytes: int = 1024,
) -> bool:
    """Do what an update says to the draft, or nothing of it; returns whether anything changed.

    `using` and `using_named` are IRIs as in the protocol (section 2.2.3). Raises `QuerySyntaxError`, `UpdateConflictError`,
    `ServiceRefusedError`, `QueryEvaluationError`, `QueryDeadlineError` and `QueryMemoryError`.
    """
    refuse_service(update)
    _refuse_load(update)
    text = with_dataset(update, using, using_named)
    with tempfile.TemporaryDirectory(dir=draft.path.parent, prefix="update-") as folder:
        copy = Path(folder) / "graph"
        before = draft.contents()
        before.backup(str(copy))
        try:
            _evaluate(copy, text, seconds, megabytes)
        except QuerySyntaxError:
            if text == update:
                raise
            _evaluate(copy, update, seconds, megabytes)  # tells the place in the text that was sent
            raise
        changed = _carry_over(draft, before, Store.read_only(str(copy)))
        shutil.rmtree(copy)
    return changed


def _refuse_load(update: str) -> None:
    for word, start, _ in words_outside_groups(update):
        if word.startswith("load") or word.endswith("load"):
            line = update.count("\n", 0, start) + 1
            raise QuerySyntaxError(
                "LOAD is not offered: send the graph itself, by the Graph Store Protocol",
                line,
                start - update.rfind("\n", 0, start),
            )


def _evaluate(copy: Path, update: str, seconds: float, megabytes: int) -> None:
    command = [sys.executable, "-P", "-m", "graph_store.updating.child", str(copy), str(megabytes)]
    try:
        done = subprocess.run(
            command, input=update.encode("utf-8", "surrogatepass"), stdout=subprocess.PIPE, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise QueryDeadlineError(seconds) from None
    if done.stdout:
        raise wire.error_of(done.stdout)
    if done.returncode:
        raise QueryMemoryError(megabytes)


def _carry_over(draft: Draft, before: Store, after: Store) -> bool:
    """Change the draft as the update has changed the copy."""
    changes = {
        name: _difference(_stored(before, name), _stored(after, name))
        for name in sorted(
            {str(n.value) for store in (before, after) for n in store.named_graphs() if isinstance(n, NamedNode)}
        )
    }
    changes[DEFAULT] = _joined(changes.get(DEFAULT), _default_difference(before, after))
    changed = False
    for name, (added, removed) in changes.items():
        if added or removed:
            graph = (draft.graph(name) - removed) | added
            changed |= draft.put_graph(name, graph)
    return changed


def _stored(store: Store, name: str) -> frozenset[Triple]:
    return as_stored(with_stable_blank_nodes(graph_triples(store, name), name))


_Change = tuple[frozenset[Triple], frozenset[Triple]]
"""Triples added, and triples removed."""


def _difference(before: frozenset[Triple], after: frozenset[Triple]) -> _Change:
    return after - before, before - after


def _default_difference(before: Store, after: Store) -> _Change:
    added = frozenset(q.triple for q in _default(after) if q not in before)
    removed = frozenset(q.triple for q in _default(before) if q not in after)
    return frozenset(with_stable_blank_nodes(added, DEFAULT)), removed


def _default(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, DefaultGraph())


def _joined(one: _Change | None, other: _Change) -> _Change:
    """Both changes of the same graph: what either adds is there."""
    if one is None:
        return other
    added = one[0] | other[0]
    return added, (one[1] | other[1]) - added
