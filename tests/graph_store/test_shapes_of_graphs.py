"""Graphs of no article: which cells are checked, and the digest of shape files that a release keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from graph_store.errors import StoreError
from graph_store.releases import ReleaseStore
from graph_store.validation import ShapeChecker, cube_violations
from ontology import mint
from ontology.load import shapes_graph
from ontology.names import ID, PREFIXES, RDF, RDFS, SCHEMA

Make = Callable[..., Any]
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@base <{ID}> .\n"
RANK = """<cell/ranks/{cell}> a td:Cell , td:RankCell , qb:Observation ; qb:dataSet <cube/ranks> ; td:bloc <bloc/a> ;
    td:member <province/b> ; sdmx-dimension:refPeriod <period/2023> ; td:rank {rank} ; td:sourceCount 1 ; td:disputed false ;
    prov:wasDerivedFrom <claim/a/ranking-1> .
"""


@pytest.fixture(scope="module")
def checker() -> ShapeChecker:
    return ShapeChecker(shapes_graph("cube"))


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEAD + text, RdfFormat.TURTLE)]


def broken(checker: ShapeChecker, text: str, *cells: str) -> list[str]:
    found = cube_violations(checker, turtle(text), {f"{ID}cell/ranks/{cell}" for cell in cells} if cells else None)
    return sorted(violation.focus.removeprefix(f"{ID}cell/ranks/") for violation in found)


def test_sound_cells_break_no_shape(checker: ShapeChecker) -> None:
    assert broken(checker, "".join(RANK.format(cell=cell, rank=cell) for cell in range(1, 9))) == []


def test_all_cells_are_checked_or_those_that_are_asked_for(checker: ShapeChecker) -> None:
    cells = "".join(RANK.format(cell=cell, rank=0) for cell in ("x", "y", "z"))
    assert broken(checker, cells) == ["x", "y", "z"]
    assert broken(checker, cells, "y") == ["y"]


def test_cells_are_checked_some_at_a_time_with_the_same_faults(
    checker: ShapeChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = "".join(RANK.format(cell=f"x{cell}", rank=cell) for cell in range(-2, 3))
    together = broken(checker, cells)
    monkeypatch.setattr("graph_store.validation._CELLS", 2)
    assert broken(checker, cells) == together == ["x-1", "x-2", "x0"]


def test_what_is_no_cell_is_always_checked(checker: ShapeChecker) -> None:
    structure = '<structure/ranks> a qb:DataStructureDefinition ; rdfs:label "Cấu trúc"@vi .'
    assert f"{ID}structure/ranks" in broken(checker, structure + RANK.format(cell="x", rank=0), "none")


def test_release_keeps_the_digest_of_the_shape_files_of_its_background(store: ReleaseStore, make_article: Make) -> None:
    def publish(background: str | None, *articles: Any) -> str | None:
        with store.draft() as draft:
            for article in articles:
                draft.put_article(*article.arguments)
            return draft.publish(background=background).manifest.background

    assert publish("one", make_article("a-1")) == "one"
    before = store.current()
    assert publish("one") == "one"
    assert store.current() == before
    assert publish(None) == "one"
    assert store.current() == before
    assert publish("two") == "two"
    assert store.current().id != before.id
    with store.draft() as draft:
        assert draft.has_kept("two")
        assert draft.has_kept(None)
        assert not draft.has_kept("one")


def test_first_draft_has_kept_to_nothing(store: ReleaseStore) -> None:
    with store.draft() as draft:
        assert not draft.has_kept("one")


def test_shapes_that_are_no_shacl_are_told_as_an_error() -> None:
    shapes = shapes_graph("cube")
    data = turtle(f"<{mint.graph('x')}> <{RDF.type}> <{SCHEMA.Event}> ; <{RDFS.label}> 'x' .")
    assert ShapeChecker(shapes).violations(data) == []
    wrong = type(shapes)(bind_namespaces="none").parse(
        data=f"{HEAD} [] sh:targetClass schema:Event ; sh:closed 'x' , 'y' .", format="turtle"
    )
    with pytest.raises(StoreError, match="the shapes can't be checked"):
        ShapeChecker(wrong).violations(data)
