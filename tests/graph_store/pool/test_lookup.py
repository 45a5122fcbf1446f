"""Look-ups in the server's own process: told by a grammar that lets nothing through that could cost more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph_store.engine import EmbeddedEngine
from graph_store.errors import NotAcceptableError, QuerySyntaxError
from graph_store.pool import lookup
from graph_store.pool.limits import Limits
from graph_store.pool.lookup import Lookups, is_lookup
from graph_store.pool.opening import open_pool
from graph_store.release import Release
from ontology import mint

BLOC = mint.entity("bloc", "Tây Nam bộ")

LOOKUPS = [
    "SELECT * { <urn:a> ?p ?o }",
    "select ?p ?o where { <urn:a> ?p ?o . }",
    "SELECT DISTINCT ?p\nWHERE\n{\n  <urn:a> ?p ?o\n}\nLIMIT 10",
    "# What is it?\n# No more.\nSELECT $p { <urn:a> $p ?o }",
    "SELECT * { VALUES ?s { <urn:a> <urn:b> } ?s ?p ?o }",
    "SELECT * { VALUES ?s { <urn:a> } . ?s ?p ?o . }",
    "PREFIX x: <urn:> SELECT * { x:a x:b ?o }",
    "SELECT * { <urn:a> a ?class }",
    "SELECT * { <urn:a> rdfs:label ?name }",
    "ASK { <urn:a> <urn:b> <urn:c> }",
    'ASK { <urn:a> <urn:b> "năm 2023"@vi }',
    "ASK { <urn:a> <urn:b> 5 }",
    'ASK { <urn:a> <urn:b> "5"^^<http://www.w3.org/2001/XMLSchema#integer> }',
    "SELECT*{<urn:a>?p?o}",
]
OTHERS = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } LIMIT 1",
    "SELECT * { <urn:a> ?p ?o . ?o ?q ?r }",
    "SELECT * { <urn:a> ?p ?o ; ?q ?r }",
    "SELECT * { <urn:a> ?p ?o , ?r }",
    "SELECT * { <urn:a> ?p* ?o }",
    "SELECT * { <urn:a> (<urn:b>|!<urn:c>)* ?o }",
    "SELECT * { <urn:a> ^?p ?o }",
    "SELECT * { <urn:a> ?p ?o FILTER(?o > 1) }",
    "SELECT * { <urn:a> ?p ?o } ORDER BY ?o",
    "SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?o }",
    "SELECT * { VALUES ?s { <urn:a> } ?x ?p ?o }",
    "SELECT * { VALUES ?s { <urn:a> } <urn:b> ?p ?o }",
    "SELECT * { VALUES ?s { <urn:a> } $s ?p ?o }",
    "SELECT * { VALUES ?s { UNDEF } ?s ?p ?o }",
    "SELECT * { VALUES ?s { " + "<urn:a> " * 17 + "} ?s ?p ?o }",
    "SELECT * { VALUES (?s) { (<urn:a>) } ?s ?p ?o }",
    "SELECT * { { <urn:a> ?p ?o } UNION { ?s ?p ?o } }",
    "SELECT * { <urn:a> ?p ?o OPTIONAL { ?s ?q ?r } }",
    "SELECT * { SERVICE <urn:a> { ?s ?p ?o } }",
    "SELECT * { GRAPH <urn:a> { <urn:a> ?p ?o } }",
    "SELECT * FROM <urn:a> { <urn:a> ?p ?o }",
    "SELECT * { [] ?p ?o }",
    "SELECT * { _:a ?p ?o }",
    "SELECT * { (1 2) ?p ?o }",
    "SELECT * { << <urn:a> <urn:b> <urn:c> >> ?p ?o }",
    "CONSTRUCT { <urn:a> ?p ?o } WHERE { <urn:a> ?p ?o }",
    "DESCRIBE <urn:a>",
    "SELECT * { <urn:a> # } \n ?p ?o . ?x ?y ?z }",
    "SELECT * { <urn:a> ?p ?o } VALUES ?p { <urn:b> }",
    "SELECT * { <urn:a> ?p 'x' }",
    'SELECT * { <urn:a> ?p "x\\"y" }',
    "BASE <urn:> SELECT * { <a> ?p ?o }",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "",
    "SELECT * { <urn:a> ?p ?o }" + " " * 4096,
]


@pytest.mark.parametrize("query", LOOKUPS)
def test_a_pattern_of_a_known_subject_is_a_lookup(query: str) -> None:
    assert is_lookup(query)


@pytest.mark.parametrize("query", OTHERS)
def test_nothing_else_is(query: str) -> None:
    assert not is_lookup(query)


@given(st.text(alphabet="<>urn:a ?po{}.*|()\"'#\\\n\t ;,^@5", max_size=40))
def test_what_is_put_into_a_lookup_leaves_one_pattern_of_a_known_subject(put: str) -> None:
    """Of a store in which everything is known of one subject, and all else is about others, no answer tells of the others."""
    store = Store()
    store.extend(Quad(NamedNode(f"urn:{name}"), NamedNode("urn:p"), Literal(name)) for name in ("a", "b", "c"))
    text = f"SELECT ?o {{ <urn:a> {put} ?p ?o }}"
    if is_lookup(text):
        try:
            answer = Lookups(store).answer(text, ["text/csv"])
        except QuerySyntaxError:
            return
        assert answer is not None
        assert set(answer.read().split()) <= {b"o", b"a"}


@pytest.mark.parametrize("text", ["PREFIX a: <x> " * 300, "?a " * 1300, "<urn:a> " * 500, "#\n" * 2000, '"' * 4000])
def test_hostile_text_is_told_in_time_in_proportion_to_its_length(text: str) -> None:
    assert not is_lookup(text)
    assert not is_lookup(f"SELECT * {{ VALUES ?s {{ {text}")


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json"])
def test_the_answer_is_that_of_the_engine_and_no_worker_is_asked(two_articles: Release, accept: str) -> None:
    engine = open_pool(two_articles, Limits(workers=1), "disk", 0)
    for query in (f"SELECT ?p ?o {{ <{BLOC}> ?p ?o }}", f"ASK {{ <{BLOC}> a td:Bloc }}"):
        ours, plain = engine.query(query, [accept]), EmbeddedEngine(two_articles).query(query, [accept])
        assert sorted(ours.read().splitlines()) == sorted(plain.read().splitlines())
        assert (ours.form, ours.media_type, ours.size) == (plain.form, plain.media_type, plain.size)
        assert ours.seconds["wait"] == 0
    with pytest.raises(NotAcceptableError):
        engine.query(f"SELECT ?p ?o {{ <{BLOC}> ?p ?o }}", ["text/turtle"])
    with pytest.raises(QuerySyntaxError):
        engine.query("SELECT * { nope:x ?p ?o }")
    engine.close()


def test_an_answer_that_grows_long_is_left_to_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    store.extend(Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal(str(n))) for n in range(100))
    query = "SELECT ?o { <urn:a> ?p ?o }"
    assert Lookups(store).answer(query, ["text/csv"]) is not None
    monkeypatch.setattr(lookup, "_LARGEST", 50)
    assert Lookups(store).answer(query, ["text/csv"]) is None
