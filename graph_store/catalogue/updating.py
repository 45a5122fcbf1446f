"""The numbers of a draft, worked out from those of the release before and what has changed since.

Counting all anew takes seconds a million triples (docs/catalogue.md), which a build of one article would pay for nothing: what
it changes is looked up instead, in the release before and in the draft. The release keeps its numbers in a file for that.
Where much has changed, or that file is missing, all is counted anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from graph_store.catalogue.graph import release_catalogue
from graph_store.catalogue.names import GRAPH
from graph_store.catalogue.statistics import (
    GraphCounts,
    PropertyCounts,
    Statistics,
    coverage,
    examples,
    links,
    statistics,
    without_nothing,
)
from graph_store.draft import Draft
from graph_store.release import Release
from graph_store.terms import as_stored
from ontology.names import ID, RDF

FILE: Final = "statistics-1.json"
"""Where a release keeps its numbers; its name changes with their meaning."""

_TYPE: Final = NamedNode(RDF.type)
_CATALOGUE: Final = NamedNode(GRAPH)


def put_catalogue(draft: Draft, shapes: str | None = None, background: str | None = None) -> None:
    """Put the catalogue into the draft, last of all, since it counts the rest; the digests are as for `Draft.publish`.

    Where nothing else has changed it is made for the release before, so that it stays as it is, unless the program has come to say
    something else.
    """
    found, before = draft_statistics(draft), draft.base
    if before is not None and not draft.makes_release(shapes, background):
        told = as_stored(release_catalogue(before.id, before.manifest.previous, found))
        if told == draft.graph(GRAPH):
            return
    draft.put_graph(GRAPH, release_catalogue(draft.id, before.id if before else None, found))


def draft_statistics(draft: Draft) -> Statistics:
    """The numbers of the draft as it stands, its catalogue left out; they are put beside it, for the next one."""
    store, base = draft.contents(), draft.base
    before = _kept(base) if base is not None else None
    changed = draft.changed_triples
    if base is None or before is None or changed is None:
        found = statistics(store)
    else:
        found = _updated(before, changed, base.open(), store)
        found.graphs = _graphs(before, draft)
    draft.attach(FILE, json.dumps(_as_json(found), ensure_ascii=False).encode())
    return found


def _updated(found: Statistics, changed: Collection[Triple], old: Store, new: Store) -> Statistics:
    """The numbers `found` of the store `old` brought to those of `new`, which differ by the triples `changed`."""

    def difference(subject: object, predicate: object, value: object) -> int:
        pattern = (subject, predicate, value)
        return _is_there(new, *pattern) - _is_there(old, *pattern)

    for triple in changed:
        change = difference(triple.subject, triple.predicate, triple.object)
        _property(found, triple.predicate).triples += change
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
            found.classes[triple.object.value] = found.classes.get(triple.object.value, 0) + change
    for subject, predicate in {(t.subject, t.predicate) for t in changed}:
        _property(found, predicate).subjects += difference(subject, predicate, None)
    for predicate, value in {(t.predicate, t.object) for t in changed}:
        _property(found, predicate).objects += difference(None, predicate, value)
    for subject in {t.subject for t in changed}:
        change = difference(subject, None, None)
        found.subjects += change
        found.entities += change if isinstance(subject, NamedNode) and subject.value.startswith(str(ID)) else 0
    found.objects += sum(difference(None, None, value) for value in {t.object for t in changed})
    if changed:
        found.links, found.examples, found.coverage = links(new), examples(new), coverage(new)
    return without_nothing(found)


def _is_there(store: Store, subject: object, predicate: object, value: object) -> bool:
    """Whether a named graph other than the catalogue states such a triple; None stands for any term."""
    # Of the union, where the first triple answers as a rule: asked of all graphs, the engine gives the whole union first.
    union = store.quads_for_pattern(subject, predicate, value, DefaultGraph())  # type: ignore[arg-type]
    return any(_is_stated(store, quad.triple) for quad in union)


def _is_stated(store: Store, triple: Triple) -> bool:
    """Whether a graph other than the catalogue states a triple of the union."""
    s, p, o = triple.subject, triple.predicate, triple.object
    if Quad(s, p, o, _CATALOGUE) not in store:
        return True
    graphs = (quad.graph_name for quad in store.quads_for_pattern(s, p, o, None))
    return any(graph not in (DefaultGraph(), _CATALOGUE) for graph in graphs)


def _property(found: Statistics, predicate: NamedNode) -> PropertyCounts:
    return found.properties.setdefault(predicate.value, PropertyCounts(0, 0, 0))


def _graphs(before: Statistics, draft: Draft) -> dict[str, GraphCounts]:
    graphs = dict(before.graphs)
    for kind, (more, triples) in draft.changed_graphs.items():
        held = graphs.get(kind, GraphCounts(0, 0))
        graphs[kind] = GraphCounts(held.graphs + more, held.triples + triples)
    return {kind: held for kind, held in sorted(graphs.items()) if held.graphs and kind != "catalogue"}


def _kept(release: Release) -> Statistics | None:
    """The numbers that a release keeps; None where there are none that can be read."""
    try:
        return _from_json(json.loads(release.attached(FILE) or b""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _as_json(found: Statistics) -> dict[str, object]:
    return asdict(found) | {"links": [[*link, number] for link, number in found.links.items()]}


def _from_json(told: dict[str, Any]) -> Statistics:
    covered = told["coverage"]
    return Statistics(
        subjects=told["subjects"],
        objects=told["objects"],
        entities=told["entities"],
        properties={iri: PropertyCounts(**counts) for iri, counts in told["properties"].items()},
        classes=told["classes"],
        links={(link, site): number for link, site, number in told["links"]},
        graphs={kind: GraphCounts(**counts) for kind, counts in told["graphs"].items()},
        examples=tuple(told["examples"]),
        coverage=(covered[0], covered[1]) if covered else None,
    )
