"""Claims read back from the graph equal what was put in, type by type (claims/*.trig gives claims/*.jsonl)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph_store.claims import TYPES, read_claims
from graph_store.engine import EmbeddedEngine
from graph_store.errors import ClaimFormError
from graph_store.releases import ReleaseStore
from ontology.names import SKOS

CASES = Path(__file__).with_name("claims")


def load(*files: str) -> Store:
    """A store in memory with the named graphs of the files and, as in a release, their union in the default graph."""
    store = Store()
    for file in files:
        store.extend(parse(path=CASES / file, format=RdfFormat.TRIG))
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in list(store))
    return store


def expected(*types: str) -> list[dict[str, Any]]:
    lines = [line for type_ in types for line in (CASES / f"{type_}.jsonl").read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("type_", sorted(TYPES))
def test_claims_of_type_read_back_exactly(type_: str) -> None:
    found = list(read_claims(EmbeddedEngine.over(load("reference.trig", f"{type_}.trig"))))
    assert found == expected(type_)
    assert [list(claim) for claim in found] == [list(claim) for claim in expected(type_)]


def test_claims_are_read_from_an_open_release_as_from_an_engine() -> None:
    store = load("reference.trig", "pact.trig")
    assert list(read_claims(store)) == list(read_claims(EmbeddedEngine.over(store)))


def test_every_claim_type_has_a_case_and_a_query() -> None:
    assert {path.stem for path in CASES.glob("*.jsonl")} == set(TYPES)


def test_claims_of_all_types_come_ordered_by_article_start_end_and_type() -> None:
    store = load("reference.trig", *(f"{type_}.trig" for type_ in sorted(TYPES)))
    found = list(read_claims(EmbeddedEngine.over(store)))
    order = [(c["article"], c["start"], c["end"], c["type"]) for c in found]
    assert order == sorted(order)
    assert sorted(map(str, found)) == sorted(map(str, expected(*TYPES)))


def test_number_whole_in_value_is_a_json_integer_whatever_its_spelling() -> None:
    found = {c["quote"]: c for c in read_claims(EmbeddedEngine.over(load("reference.trig", "observation.trig")))}
    assert isinstance(found["cả nước 6%"]["value"], int)
    assert isinstance(found["giảm 12,59%"]["value"], float)


def test_bloc_named_differently_by_another_article_keeps_the_articles_own_name(
    store: ReleaseStore, make_article: Callable[..., Any]
) -> None:
    with store.draft() as draft:
        for article_id, bloc in (("a-1", "số 1"), ("a-2", "Số 1")):
            draft.put_article(*make_article(article_id, bloc=bloc, members=("An Giang",)).arguments)
        release = draft.publish()
    assert [(c["article"], c["bloc"]) for c in read_claims(EmbeddedEngine(release))] == [
        ("a-1", "số 1"),
        ("a-2", "Số 1"),
    ]


def test_claim_whose_period_has_no_notation_is_an_error_that_names_it() -> None:
    store = load("reference.trig", "leadership.trig")
    for quad in list(store.quads_for_pattern(None, NamedNode(SKOS.notation), None, None)):
        if quad.subject == NamedNode("https://w3id.org/thidua/id/period/2024"):
            store.remove(quad)
    with pytest.raises(ClaimFormError, match=r"claim/a-1/leadership-2 \(leadership\).*no period"):
        list(read_claims(EmbeddedEngine.over(store)))
