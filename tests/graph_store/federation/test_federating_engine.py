"""SERVICE evaluated by asking the endpoint and joining: the same solutions as the engine's own SERVICE, and within bounds."""

from __future__ import annotations

from collections import Counter
from string import Template
from typing import Any

import pytest
from pyoxigraph import BlankNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Store
from pyoxigraph import parse_query_results as parsed

from graph_store.engine import EmbeddedEngine
from graph_store.errors import (
    EndpointError,
    NotAcceptableError,
    QueryDepthError,
    QuerySyntaxError,
    ServiceRefusedError,
)
from graph_store.federation import bindings
from graph_store.federation.engine import FederatingEngine
from graph_store.federation.listing import Listed
from graph_store.federation.services import Services
from tests.speaking import results, says, speaking

Solution = frozenset[tuple[str, str]]

SELECTS = {
    "alone": "SELECT * { SERVICE $E { ?w t:people ?n } }",
    "joined with what is known": "SELECT * { ?p h:same ?w . SERVICE $E { ?w t:people ?n } }",
    "before what it is joined with": "SELECT * { SERVICE $E { ?w t:people ?n } ?p h:same ?w }",
    "optional": "SELECT * { ?p h:label ?l OPTIONAL { ?p h:same ?w SERVICE $E { ?w t:people ?n } } }",
    "the whole of what is optional": "SELECT * { ?p h:same ?w OPTIONAL { SERVICE $E { ?w t:borders ?n } } }",
    "variables that are bound in a part": "SELECT * { ?p h:label ?l OPTIONAL { ?p h:same ?w } SERVICE $E { ?w t:people ?n } }",
    "a variable that is optional there": "SELECT * { ?p h:same ?w SERVICE $E { ?x t:people ?n OPTIONAL { ?x t:borders ?w } } }",
    "a union": "SELECT * { ?p h:same ?w { SERVICE $E { ?w t:people ?n } } UNION { SERVICE $E { ?w t:borders ?n } } }",
    "minus": "SELECT * { ?p h:same ?w MINUS { SERVICE $E { ?w t:borders ?n } } }",
    "minus with a pattern": "SELECT * { ?p h:same ?w MINUS { ?p h:label ?l SERVICE $E { ?w t:borders ?n } } }",
    "a filter before it": "SELECT * { ?p h:same ?w FILTER(?n > 1500000) SERVICE $E { ?w t:people ?n } }",
    "filters of every form": (
        "SELECT * { ?p h:same ?w FILTER EXISTS { ?p h:label ?l } FILTER REGEX(STR(?n), '^1') FILTER xsd:boolean(?n) "
        "FILTER NOT EXISTS { ?w ?x ?n } SERVICE $E { ?w t:people ?n } }"
    ),
    "a filter around it": "SELECT * { ?p h:same ?w FILTER NOT EXISTS { SERVICE $E { ?w t:borders ?n } } }",
    "aggregates there": "SELECT * { ?p h:same ?w SERVICE $E { SELECT (COUNT(*) AS ?n) { ?w t:people ?m } } }",
    "a limit there": "SELECT * { SERVICE $E { SELECT ?w { ?w t:people ?n } ORDER BY ?n LIMIT 2 } ?p h:same ?w }",
    "a limit there behind what is known": (
        "SELECT * { ?p h:same ?w SERVICE $E { SELECT ?w ?n { ?w t:people ?n } ORDER BY ?n LIMIT 2 } }"
    ),
    "a subselect around it": "SELECT * { ?p h:same ?w { SELECT ?w { SERVICE $E { ?w t:people ?n } } ORDER BY ?n LIMIT 2 } }",
    "a subselect before it": "SELECT * { { SELECT ?w { ?p h:same ?w } LIMIT 5 } SERVICE $E { ?w t:people ?n } }",
    "blank nodes there": "SELECT ?w ?x { ?p h:same ?w SERVICE $E { ?w t:seat ?s . ?s t:name ?x } }",
    "languages": "SELECT * { ?p h:same ?w SERVICE $E { ?w t:name ?n FILTER(LANG(?n) = 'vi') } }",
    "values before it": "SELECT * { VALUES ?w { t:hue t:ca-mau UNDEF } SERVICE $E { ?w t:people ?n } }",
    "two of them": "SELECT * { ?p h:same ?w SERVICE $E { ?w t:people ?n } SERVICE $E { ?w t:name ?x } }",
    "two that share no variable with what is known": (
        "SELECT * { ?p h:label 'ca-mau' SERVICE $E { ?w t:people ?n } SERVICE $E { ?w t:borders ?x } }"
    ),
    "a bind before it": "SELECT * { ?p h:same ?v BIND(IRI(REPLACE(STR(?v), 'a', 'a')) AS ?w) SERVICE $E { ?w t:people ?n } }",
    "a dataset": "SELECT * FROM h:g WHERE { ?p h:same ?w SERVICE $E { ?w t:people ?n } }",
    "nothing known fits": "SELECT * { ?p h:none ?w SERVICE $E { ?w t:people ?n } }",
    "the endpoint by a prefix": "PREFIX e: <$BASE> SELECT * { ?p h:same ?w SERVICE e:query { ?w t:people ?n } }",
    "$ for variables": "SELECT * { ?p h:same $$w SERVICE $E { $$w t:people $$n } }",
    "no variable, true": "SELECT * { ?p h:same ?w SERVICE $E { t:hue t:people 1100000 } }",
    "no variable, false": "SELECT * { ?p h:same ?w SERVICE $E { t:hue t:people 5 } }",
    "comments": "SELECT * { ?p h:same ?w # {\n SERVICE $E { ?w t:people ?n # }\n } }",
    "small letters": "select * { ?p h:same ?w service silent $E { ?w t:people ?n } }",
    "strings that look like it": "SELECT * { ?p h:same ?w FILTER(STR(?w) != 'SERVICE <x> {') SERVICE $E { ?w t:people ?n } }",
    "silent, and it answers": "SELECT * { ?p h:same ?w SERVICE SILENT $E { ?w t:people ?n } }",
    "silent, and nobody is there": "SELECT * { ?p h:same ?w SERVICE SILENT <http://127.0.0.1:9/> { ?w t:people ?n } }",
    "order": "SELECT ?w { ?p h:same ?w SERVICE $E { ?w t:people ?n } } ORDER BY DESC(?n) LIMIT 1",
    "an expression with it": "SELECT (EXISTS { SERVICE $E { t:hue t:people ?n } } AS ?x) FROM h:g WHERE { ?p h:same ?w }",
}
PREFIXES = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX h: <http://here/> PREFIX t: <http://there/>\n"


def filled(query: str, endpoint: str) -> str:
    return PREFIXES + Template(query).substitute(E=f"<{endpoint}>", BASE=endpoint.removesuffix("query"))


@pytest.fixture
def engine(here: Store, endpoint: str) -> FederatingEngine:
    listed = [Listed(endpoint, private=True), Listed("http://127.0.0.1:9/", private=True)]
    return FederatingEngine(EmbeddedEngine.over(here), Services(listed))


def solutions(found: object) -> Counter[Solution]:
    """Solutions as a multiset. Which blank node it is says nothing, nor does an IRI that stands for one."""
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return Counter(
        frozenset((name, "blank" if blank(term) else str(term)) for name in names if (term := row[name]) is not None)
        for row in found
    )


def blank(term: object) -> bool:
    return isinstance(term, BlankNode) or ".well-known/genid/" in str(term)


@pytest.mark.parametrize("rows", [200, 1])
@pytest.mark.parametrize("query", SELECTS.values(), ids=SELECTS)
def test_solutions_are_those_of_the_engines_own_service(
    here: Store, endpoint: str, engine: FederatingEngine, query: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = Services([Listed(endpoint, private=True, rows=rows), Listed("http://127.0.0.1:9/", private=True)])
    text = filled(query, endpoint)
    answer = FederatingEngine(engine.inner, services).query(text)
    found = parsed(answer.read(), QueryResultsFormat.JSON)
    assert solutions(found) == solutions(here.query(text))


def test_service_within_a_graph_is_joined_with_what_the_graph_has(endpoint: str, engine: FederatingEngine) -> None:
    """Oxigraph's own evaluation looks for the endpoint's solutions in the graph, and has none."""
    query = filled("SELECT ?n { GRAPH h:g { ?p h:same ?w SERVICE $E { ?w t:people ?n } } } ORDER BY ?n", endpoint)
    assert engine.query(query, ["text/csv"]).read().split() == [b"n", b"1800000", b"1900000"]


def test_asks_and_constructs_are_answered_too(here: Store, endpoint: str, engine: FederatingEngine) -> None:
    ask = filled("ASK { ?p h:same ?w SERVICE $E { ?w t:borders ?n } }", endpoint)
    native = here.query(ask)
    assert isinstance(native, QueryBoolean)
    assert (b"true" in engine.query(ask, ["text/csv"]).read()) == bool(native)
    text = filled("CONSTRUCT { ?p h:people ?n } WHERE { ?p h:same ?w SERVICE $E { ?w t:people ?n } }", endpoint)
    triples = here.query(text)
    assert isinstance(triples, QueryTriples)
    lines = engine.query(text, ["application/n-triples"]).read().decode().splitlines()
    assert sorted(lines) == sorted(f"{triple} ." for triple in triples)
    assert len(lines) == 2


def test_the_endpoint_is_asked_for_what_is_known_alone() -> None:
    answer = b'{"head":{"vars":["w"]},"results":{"bindings":[]}}'
    store = Store()
    store.update("INSERT DATA { <http://a> <http://p> <http://w/1>, <http://w/2>, 'ba\"r'@vi }")
    with speaking(says(results(answer))) as speaker:
        engine = FederatingEngine(EmbeddedEngine.over(store), Services([Listed(speaker.url, private=True)]))
        engine.query(f"SELECT * {{ ?s <http://p> ?w SERVICE <{speaker.url}> {{ ?w td:hasUnit ?n }} }}")
    (asked,) = speaker.queries
    for known in ("VALUES (?w)", "(<http://w/1>)", "(<http://w/2>)", '("ba\\"r"@vi)', "PREFIX td:", "?w td:hasUnit ?n"):
        assert known in asked


def test_blank_nodes_of_different_answers_are_different_though_their_labels_are_not() -> None:
    row = b'{"n":{"type":"bnode","value":"b0"}}'
    answer = b'{"head":{"vars":["n"]},"results":{"bindings":[' + row + b"," + row + b"]}}"
    store = Store()
    store.update("INSERT DATA { <http://a> <http://p> 1, 2, 3 }")
    with speaking(says(results(answer))) as speaker:
        engine = FederatingEngine(EmbeddedEngine.over(store), Services([Listed(speaker.url, private=True, rows=1)]))
        query = f"SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT ?n) AS ?nodes) {{ ?s ?p ?w SERVICE <{speaker.url}> {{ ?w ?q ?n }} }}"
        found = engine.query(query, ["text/csv"]).read().splitlines()
    assert len(speaker.queries) == 3
    assert found == [b"all,nodes", b"18,3"]  # each of 3 times 2 solutions is of no ?w, and goes with all 3


def test_more_values_than_an_endpoint_is_given_are_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bindings, "MOST", 1)
    answer = b'{"head":{"vars":["w"]},"results":{"bindings":[]}}'
    store = Store()
    store.update("INSERT DATA { <http://a> <http://p> 1, 2 }")
    with speaking(says(results(answer))) as speaker:
        engine = FederatingEngine(EmbeddedEngine.over(store), Services([Listed(speaker.url, private=True)]))
        engine.query(f"SELECT * {{ ?s <http://p> ?w SERVICE <{speaker.url}> {{ ?w ?p ?n }} }}")
    assert ["VALUES" in query for query in speaker.queries] == [False]


REFUSED = {
    "SELECT * { SERVICE <http://elsewhere/> { ?s ?p ?o } }": (1, 12, "<http://elsewhere/> is not listed"),
    "SELECT * {\n  SERVICE ?e { ?s ?p ?o } }": (2, 3, "variable \\?e"),
    "SELECT * { SERVICE $E { ?s ?p ?o SERVICE $E { ?o ?q ?r } } }": (1, 12, "another SERVICE is inside"),
    "SELECT * { ?s ?p ?o . \\u0053ERVICE $E { ?s ?p ?o } }": (1, 23, "can't be made out"),
    "SELECT * { ?s ?p 1SERVICE$E{ ?s ?p ?o } }": (1, 18, "can't be made out"),
    "SELECT * { SERVICESILENT$E{ ?s ?p ?o } }": (1, 12, "can't be made out"),
    "SELECT * { " + "SERVICE $E { ?s ?p ?o } " * 9 + "}": (1, None, "may have 8 clauses"),
}


@pytest.mark.parametrize(("query", "place"), REFUSED.items())
def test_what_is_refused_is_told_with_its_place_and_asks_nobody(query: str, place: tuple[int, int | None, str]) -> None:
    with speaking(says(b"")) as speaker:
        engine = FederatingEngine(EmbeddedEngine.over(Store()), Services([Listed(speaker.url, private=True)]))
        with pytest.raises(ServiceRefusedError, match=place[2]) as caught:
            engine.query(query.replace("$E", f"<{speaker.url}>"))
    assert caught.value.line == place[0]
    assert place[1] in {None, caught.value.column}
    assert speaker.queries == []


E = "<http://127.0.0.1:9/>"
MALFORMED = [
    f"SELECT * {{ SERVICE {E} {{ ?s ?p }} }}",
    f"SELECT * {{ SERVICE {E} {{ ?s ?p ?o }} ?s ?p }}",
    f"SELECT * {{\n SERVICE {E} {{\n ?s ?p ?o }}\n ?s ?p }}",
    f"SELECT * {{ SERVICE {E} {{ ?s\n ?p }} ?s ?p ?o }}",
    f"SELECT * {{ SERVICE {E} {{ ?s ?p ?o }} SERVICE {E} {{ ?s ?p ?o }}\n ?s nope:x ?o }}",
    f"SELECT * {{ SERVICE {E} {{ ?s ?p ?o }} SERVICE {E} {{ ?s ?p }}\n ?s ?p ?o }}",
]


@pytest.mark.parametrize("query", MALFORMED)
def test_what_is_malformed_is_told_at_the_place_where_it_was_asked(engine: FederatingEngine, query: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(query)
    with pytest.raises(SyntaxError, match=rf"error at {caught.value.line}:{caught.value.column}:"):
        Store().query(query)


def test_a_place_behind_a_long_answer_is_told_as_it_was_asked(here: Store, endpoint: str) -> None:
    """The depth of what follows is found when the answer is in its place already."""
    engine = FederatingEngine(Shallow(EmbeddedEngine.over(here)), Services([Listed(endpoint, private=True)]))
    query = f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} ?s ?p ?o .\n ?a ?b 'wrong' }}"
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(query)
    assert (caught.value.line, caught.value.column) == (2, 8)


class Shallow:
    """An engine that finds fault with a word, but not over a dataset without a triple."""

    def __init__(self, inner: EmbeddedEngine) -> None:
        self._inner = inner

    def query(self, text: str, accept: Any = (), default_graphs: Any = (), named_graphs: Any = ()) -> Any:
        if "VALUES" in text and not default_graphs:
            lines = text.splitlines()
            line = next(number for number, one in enumerate(lines, 1) if "'wrong'" in one)
            assert "<urn:x-thidua" not in text
            raise QuerySyntaxError("wrong", line, lines[line - 1].index("'wrong'") + 1)
        return self._inner.query(text, accept, default_graphs, named_graphs)


def test_a_query_that_is_nested_too_deeply_is_told_at_its_place(engine: FederatingEngine, endpoint: str) -> None:
    with pytest.raises(QueryDepthError) as caught:
        engine.query(f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }}\n FILTER({'(' * 200}1{')' * 200}) }}")
    assert (caught.value.line, caught.value.column) > (2, 8)


def test_a_format_that_the_answer_does_not_have_is_told_before_anybody_is_asked() -> None:
    with speaking(says(b"")) as speaker:
        engine = FederatingEngine(EmbeddedEngine.over(Store()), Services([Listed(speaker.url, private=True)]))
        with pytest.raises(NotAcceptableError):
            engine.query(f"SELECT * {{ SERVICE <{speaker.url}> {{ ?s ?p ?o }} }}", ["text/turtle"])
    assert speaker.queries == []


def test_an_endpoint_that_fails_is_named_with_the_reason(engine: FederatingEngine) -> None:
    with pytest.raises(EndpointError, match=r"SERVICE <http://127.0.0.1:9/>: the connection failed: .*refused"):
        engine.query(f"SELECT * {{ SERVICE {E} {{ ?s ?p ?o }} }}")


def test_a_listed_name_of_this_machine_is_refused_unless_it_is_listed_as_private() -> None:
    with speaking(says(b"")) as speaker:
        engine = FederatingEngine(EmbeddedEngine.over(Store()), Services([Listed(speaker.url)]))
        with pytest.raises(EndpointError, match="no address of the public network"):
            engine.query(f"SELECT * {{ SERVICE <{speaker.url}> {{ ?s ?p ?o }} }}")
    assert speaker.queries == []


def test_a_query_without_service_goes_straight_to_the_engine(engine: FederatingEngine) -> None:
    assert engine.query("ASK { ?service ?p 'SERVICE <x> { }' }", ["text/csv"]).read() == b"false"
    assert "service" not in engine.query("ASK {}").seconds
