"""The fence against SERVICE: whatever the spelling it is refused, and what only looks like it is let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from graph_store.engine import EmbeddedEngine
from graph_store.errors import ServiceRefusedError
from graph_store.service import refuse_service

E = "<http://localhost:1/>"

REFUSED = [
    f"SELECT * {{ SERVICE {E} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {E} {{ ?s ?p ?o }} }}",
    f"SELECT * {{SeRvIcE{E}{{?s ?p ?o}}}}",
    f"SELECT * {{SERVICESILENT{E}{{?s ?p ?o}}}}",
    "SELECT * { ?s ?p ?x SERVICE ?x { ?s ?p ?o } }",
    "PREFIX : <http://localhost:1/> SELECT * {SERVICE:x{?s ?p ?o}}",
    "PREFIX : <http://localhost:1/> SELECT * {SERVICE:x # {\n\t{?s ?p ?o}}",
    "PREFIX : <http://localhost:1/> SELECT * {?s ?p trueSERVICE:x{?s ?p ?o}}",
    "PREFIX : <http://localhost:1/> SELECT * {?s ?p 1.SERVICE:x{?s ?p ?o}}",
    f"SELECT * {{?s ?p 1SERVICE{E}{{?s ?p ?o}}}}",
    f"SELECT * {{?s ?p 1e5SERVICE{E}{{?s ?p ?o}}}}",
    f"SELECT * {{?s ?p 1.SERVICE{E}{{?s ?p ?o}}}}",
    f"SELECT * {{?s ?p trueSERVICE{E}{{?s ?p ?o}}}}",
    f"SELECT * {{?s ?p <a:b>SERVICE{E}{{?s ?p ?o}}}}",
    f"SELECT * {{?s ?p 'a'SERVICE{E}{{?s ?p ?o}}}}",
    f"SELECT * {{ \\u0053ERVICE {E} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVIC\\U00000045 {E} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ #\\u000A SERVICE {E} {{ ?s ?p ?o }}\n }}",
    f'SELECT * {{ ?s ?p "\\u0022 . SERVICE {E} {{ ?s ?p ?o }} #" }}',
    f"SELECT * {{ ?s ?p ?o FILTER(?s<?o)SERVICE#>\n{E}{{?s ?p ?o}} }}",
    f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE {E} {{}} }} }} }} }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE {E} {{}} }} }}",
]

ALLOWED = [
    "SELECT ?service { ?service ?p $service }",
    "PREFIX service: <http://x/> SELECT * { ?s service:a service:b }",
    "PREFIX service: <http://x/> SELECT * FROM service:g { GRAPH service:g { ?s ?p ?o } }",
    "PREFIX service: <http://x/> SELECT * FROM NAMED service:g { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://localhost:1/> {}",
    'SELECT * { ?s ?p \'SERVICE <http://x> {}\', "a SERVICE", \'\'\'it\'s\nSERVICE\'\'\', """"SERVICE" """ }',
    'SELECT * { ?s ?p "\\" SERVICE" }',
    "SELECT * { ?s <http://example.org/SERVICE> <service#x> }",
    "SELECT * { ?s ?p 'x'@service, _:service }",
    "PREFIX e: <http://x/> SELECT * { ?s e:service ?o ; e:my-service ?o ; e:a.service ?o }",
    "SELECT * { ?s ?p ?o FILTER(?s < ?o && ?o > 5) }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_service_in_any_spelling_is_refused(query: str) -> None:
    with pytest.raises(ServiceRefusedError, match=r"SERVICE at \d+:\d+ .*this server asks no other endpoints"):
        EmbeddedEngine.over(Store()).query(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_what_only_looks_like_service_is_answered(query: str) -> None:
    assert EmbeddedEngine.over(Store()).query(query).size > 0


def test_place_of_service_is_told_by_line_and_column() -> None:
    with pytest.raises(ServiceRefusedError) as caught:
        refuse_service("SELECT *\n{ SERVICE <http://x/> {} }")
    assert (caught.value.line, caught.value.column) == (2, 3)


def is_refused(text: str) -> bool:
    try:
        refuse_service(text)
    except ServiceRefusedError:
        return True
    return False


@pytest.mark.parametrize("text", ["a." * 200_000, "<" * 200_000, '"' * 200_001, "'''" * 70_000, "\\u0053" * 50_000])
def test_long_hostile_text_is_scanned_in_time_in_proportion_to_its_length(text: str) -> None:
    assert not is_refused(text)


@given(st.text(alphabet="SERVICEservice<>\"'#{}:?.\\ \n\t_-@1ax", max_size=60))
def test_any_text_is_scanned_without_error(text: str) -> None:
    assert not is_refused(text) or "service" in text.lower()
