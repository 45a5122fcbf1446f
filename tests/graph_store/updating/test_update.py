"""SPARQL Update on a draft: what is carried over, what is refused, and a union that stays one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from graph_store.draft import Draft
from graph_store.errors import (
    QueryDeadlineError,
    QueryError,
    QueryEvaluationError,
    QueryMemoryError,
    QuerySyntaxError,
    ServiceRefusedError,
    UpdateConflictError,
)
from graph_store.release import Release
from graph_store.releases import ReleaseStore
from graph_store.updating.dataset import with_dataset
from graph_store.updating.update import DEFAULT, apply_update

S, P, O = (NamedNode(f"http://x/{name}") for name in "spo")  # noqa: E741 - subject, predicate and object
G, H = "http://x/g", "http://x/h"


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    """A store with one triple in two graphs."""
    store = ReleaseStore(tmp_path)
    with store.draft() as draft:
        draft.put_graph(G, [Triple(S, P, O)])
        draft.put_graph(H, [Triple(S, P, O)])
        draft.publish({})
    return store


def updated(store: ReleaseStore, update: str, *using: str, named: tuple[str, ...] = ()) -> Release:
    with store.draft() as draft:
        apply_update(draft, update, using, named)
        return draft.publish({})


def content(release: Release) -> dict[str, set[str]]:
    """The named graphs; the default graph has to be their union, and the manifest to have counted right."""
    graph = release.open()
    named: dict[str, set[str]] = {}
    for quad in graph:
        if not isinstance(quad.graph_name, DefaultGraph):
            named.setdefault(str(quad.graph_name.value), set()).add(str(quad.triple))
    union = {str(quad.triple) for quad in graph.quads_for_pattern(None, None, None, DefaultGraph())}
    assert union == set().union(*named.values())
    assert (release.manifest.triples, release.manifest.quads) == (len(union), sum(map(len, named.values())))
    return named


ONE = "<http://x/s> <http://x/p> <http://x/o>"
TWO = "<http://x/s> <http://x/p> <http://x/two>"


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (f"INSERT DATA {{ GRAPH <{G}> {{ {TWO} }} }}", {G: {ONE, TWO}, H: {ONE}}),
        (f"DELETE DATA {{ GRAPH <{G}> {{ {ONE} }} }}", {H: {ONE}}),
        (f"INSERT DATA {{ {TWO} }}", {G: {ONE}, H: {ONE}, DEFAULT: {TWO}}),
        (f"INSERT DATA {{ {TWO} }} ; DELETE DATA {{ {TWO} }}", {G: {ONE}, H: {ONE}}),
        (f"DELETE DATA {{ {ONE} }}", {G: {ONE}, H: {ONE}}),
        (
            f"INSERT {{ GRAPH <{G}> {{ ?s ?p <http://x/two> }} }} WHERE {{ ?s ?p <http://x/o> }}",
            {G: {ONE, TWO}, H: {ONE}},
        ),
        (
            f"WITH <{G}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p <http://x/two> }} WHERE {{ ?s ?p ?o }}",
            {G: {TWO}, H: {ONE}},
        ),
        (f"DELETE WHERE {{ GRAPH <{H}> {{ ?s ?p ?o }} }}", {G: {ONE}}),
        (f"CLEAR GRAPH <{G}>", {H: {ONE}}),
        ("DROP NAMED", {}),
        (f"CLEAR ALL ; INSERT DATA {{ GRAPH <{H}> {{ {TWO} }} }}", {H: {TWO}}),
        (f"MOVE <{G}> TO <http://x/new>", {H: {ONE}, "http://x/new": {ONE}}),
        (f"INSERT DATA {{ {TWO} }} ; ADD DEFAULT TO <{G}>", {G: {ONE, TWO}, H: {ONE}, DEFAULT: {TWO}}),
    ],
)
def test_what_an_update_does_is_carried_over_and_the_union_stays_one(
    store: ReleaseStore, update: str, expected: dict[str, set[str]]
) -> None:
    assert content(updated(store, update)) == expected


def test_what_was_put_outside_of_graphs_is_cleared_with_the_default_graph(store: ReleaseStore) -> None:
    updated(store, f"INSERT DATA {{ {TWO} }}")
    assert content(updated(store, "CLEAR DEFAULT")) == {G: {ONE}, H: {ONE}}


def test_an_update_that_changes_nothing_makes_no_release(store: ReleaseStore) -> None:
    before = store.current().id
    assert updated(store, f"INSERT DATA {{ GRAPH <{G}> {{ {ONE} }} }}").id == before
    assert updated(store, "DELETE WHERE { ?nothing <http://x/none> ?here }").id == before


def test_blank_nodes_and_words_of_other_forms_come_through(store: ReleaseStore) -> None:
    word = unicodedata.normalize("NFD", "Cụm thi đua")
    release = updated(store, f'INSERT DATA {{ GRAPH <{G}> {{ _:a <http://x/p> "{word}"@vi . _:a <http://x/q> _:b }} }}')
    values = {str(quad.object) for quad in release.open().quads_for_pattern(None, P, None, NamedNode(G))}
    assert f'"{word}"@vi' in values
    content(release)
    again = updated(store, f'DELETE WHERE {{ GRAPH <{G}> {{ ?a <http://x/p> "{word}"@vi ; <http://x/q> ?b }} }}')
    assert content(again) == {G: {ONE}, H: {ONE}}


@pytest.mark.parametrize(
    ("update", "error", "said"),
    [
        ("INSERT DATA { GRAPH <http://x/g> { <http://x/s> }", QuerySyntaxError, "malformed query at 1:"),
        ("CLEAR XYZ", QuerySyntaxError, "XYZ"),
        ("INSERT DATA { } ;\n LOAD <http://127.0.0.1:9/>", QuerySyntaxError, r"2:2: LOAD is not offered"),
        ("LOAD SILENT <http://127.0.0.1:9/>", QuerySyntaxError, "LOAD is not offered"),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            ServiceRefusedError,
            "SERVICE at 1:29",
        ),
        ("CREATE GRAPH <http://x/g>", QueryEvaluationError, "http://x/g"),
    ],
)
def test_an_update_that_fails_leaves_all_as_it_was(
    store: ReleaseStore, update: str, error: type[QueryError], said: str
) -> None:
    before = store.current()
    with pytest.raises(error, match=said):
        updated(store, update)
    assert store.current().id == before.id
    assert content(before) == {G: {ONE}, H: {ONE}}
    assert not list(before.path.parent.parent.glob("drafts/update-*"))


def failing(draft: Draft, update: str, **limits: float) -> Callable[[], object]:
    return lambda: apply_update(draft, update, **limits)  # type: ignore[arg-type]


def test_an_update_ends_at_its_deadline_and_at_its_memory(store: ReleaseStore) -> None:
    many = " . ".join(f"<http://x/{n}> <http://x/p> {n}" for n in range(300))
    updated(store, f"INSERT DATA {{ GRAPH <{G}> {{ {many} }} }}")
    counted = "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } GROUP BY ?a"
    cross = f"INSERT {{ ?a <http://x/q> ?n }} WHERE {{ {{ {counted} }} }}"
    steps = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}, ?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(20))
    doubling = f"INSERT {{ <http://x/s> <http://x/q> ?s20 }} WHERE {{ BIND('0123456789abcdef' AS ?s0) {steps} }}"
    with store.draft() as draft:
        with pytest.raises(QueryDeadlineError):
            apply_update(draft, cross, seconds=1)
        with pytest.raises(QueryMemoryError):
            apply_update(draft, doubling, megabytes=128)
        assert not draft.changed


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT { ?s ?p ?o } USING <http://x/g> WHERE { ?s ?p ?o }"),
        ("DELETE WHERE { ?s ?p 'where {' }", "DELETE { ?s ?p 'where {' } USING <http://x/g> WHERE { ?s ?p 'where {' }"),
        (
            "INSERT DATA { <http://x/where> <http://x/p> 'WHERE' } # WHERE",
            "INSERT DATA { <http://x/where> <http://x/p> 'WHERE' } # WHERE",
        ),
        (
            "DELETE { ?s ?p ?o } WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; CLEAR ALL",
            "DELETE { ?s ?p ?o } USING <http://x/g> WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; CLEAR ALL",
        ),
    ],
)
def test_the_dataset_of_a_request_is_put_into_the_operations_that_read(update: str, expected: str) -> None:
    assert " ".join(with_dataset(update, [G], []).split()) == expected


@pytest.mark.parametrize(
    "update", ["WITH <http://x/h> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT {} USING <http://x/h> WHERE {}"]
)
def test_a_dataset_in_the_update_and_one_in_the_request_exclude_each_other(update: str) -> None:
    with pytest.raises(UpdateConflictError, match="exclude each other"):
        with_dataset(update, [G], [])


def test_the_dataset_of_a_request_is_what_the_update_reads(store: ReleaseStore) -> None:
    updated(store, f"INSERT DATA {{ GRAPH <{H}> {{ {TWO} }} }}")
    release = updated(store, "INSERT { GRAPH <http://x/new> { ?s ?p ?o } } WHERE { ?s ?p ?o }", G)
    assert content(release)["http://x/new"] == {ONE}
    assert Quad(S, P, O, NamedNode("http://x/new")) in release.open()
