from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

import server
from graph_store.query_form import form, gives_graph, is_update
from server import queries
from server.source import Reading

FILES = sorted((Path(server.__file__).parent / "queries").glob("*.rq"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_query_file_runs_as_it_stands(path: Path, reading: Reading) -> None:
    assert reading.engine.query(path.read_text(encoding="utf-8")).read() is not None


def test_terms_take_the_place_of_undef() -> None:
    bound = queries.bind("labels", entity=[NamedNode("http://example.org/a"), NamedNode("http://example.org/b")])
    assert "VALUES ?entity { <http://example.org/a> <http://example.org/b> }" in bound
    assert "UNDEF" not in bound


def test_a_literal_with_quotes_and_line_breaks_stays_one_literal(reading: Reading) -> None:
    evil = 'x" } UNION { ?s ?p ?o } #\n\\'
    bound = queries.bind("labels", entity=[Literal(evil)])
    assert reading.rows(bound) == []


def test_a_value_that_looks_like_a_hole_is_not_filled_in_turn() -> None:
    bound = queries.bind("ontology_terms", graph=[Literal("VALUES ?graph { UNDEF }")])
    assert bound.count('"VALUES ?graph { UNDEF }"') == 1


def test_a_hole_that_the_query_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"labels\.rq has no line “VALUES \?nothing \{ UNDEF \}”"):
        queries.bind("labels", nothing=[])


@pytest.mark.parametrize("path", ["> <b", 'a"b', "a b", "a>b", "a{b}", "a\nb", "a|b", "a\\b", "a^b", "a`b", "%zz"])
def test_a_path_that_makes_no_iri_is_refused(path: str) -> None:
    with pytest.raises(queries.BadIriError, match="is no IRI"):
        queries.entity(path)


def test_a_path_with_letters_beyond_ascii_makes_an_iri() -> None:
    assert queries.entity("bloc/Tây-Nam").value == "https://w3id.org/thidua/id/bloc/Tây-Nam"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * {}", "SELECT"),
        ("ask {}", "ASK"),
        ("PREFIX a: <http://a/>\nPREFIX : <b#> CONSTRUCT {} {}", "CONSTRUCT"),
        ("# SELECT\nBASE <http://x/> # ASK\n prefix td:<http://t/>DESCRIBE <x>", "DESCRIBE"),
        ("PREFIX construct: <http://construct/> SELECT * {}", "SELECT"),
        ("INSERT DATA {}", "INSERT"),
        ("", ""),
        ("{}", ""),
    ],
)
def test_the_form_of_a_query_is_read_after_its_prologue(query: str, expected: str) -> None:
    assert form(query) == expected


def test_graph_forms_and_updates_are_told_apart() -> None:
    assert gives_graph("DESCRIBE <x>")
    assert not gives_graph("SELECT * {}")
    assert is_update("WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert not is_update("ASK {}")
