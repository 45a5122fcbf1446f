"""Whether cubes are well formed: the integrity constraints IC-1 to IC-21 of the RDF Data Cube.

W3C Recommendation 2014, section 11.1, over data normalised by section 10. One constraint, one file of queries/integrity/;
each query names the nodes that break it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from graph_store.query_files import query_text

RULES: Final = (*(f"ic-{number:02}" for number in range(1, 19)), "ic-19a", "ic-19b", "ic-20", "ic-21")
"""The files of the constraints without ending: one a constraint, two for IC-19."""

_PATH: Final = "<urn:parent-child>"
"""What the queries of IC-20 and IC-21 have in place of the property that a code list names."""

_HEAD: Final = re.compile(r"# (?P<vi>.*) \(vi\)\n# (?P<en>.*) \(en\)\n# .* (?P<rule>IC-\d+)[,.]")


@dataclass(frozen=True)
class IntegrityFault:
    """A constraint that is broken, and by what."""

    rule: str
    """`IC-1` to `IC-21`."""
    message_vi: str
    message_en: str
    """What the constraint demands, in both languages."""
    nodes: tuple[str, ...]
    """The nodes that break it, in the order of the query's variables; a blank node as `_:id`."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.message_en.rstrip('.')}; broken at {', '.join(self.nodes)}"


@dataclass(frozen=True)
class _Rule:
    name: str
    message_vi: str
    message_en: str
    query: str


def integrity_faults(triples: Iterable[Triple]) -> list[IntegrityFault]:
    """What keeps the cubes in `triples` from being well formed, by rule; empty where nothing does.

    The triples are normalised in a copy first, so abbreviated cubes may be given. They must hold all that a constraint
    asks for: the structures, ranges and code lists as well as the observations.
    """
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    for phase in ("normalise-types", "normalise-attachments"):
        store.update(query_text(f"integrity/{phase}.ru"))
    return [
        IntegrityFault(rule.name, rule.message_vi, rule.message_en, nodes)
        for rule, query in _queries(store)
        for nodes in sorted(_rows(store, query))
    ]


def _queries(store: Store) -> Iterator[tuple[_Rule, str]]:
    """Each rule with its query; IC-20 and IC-21 once for each property that a hierarchical code list names."""
    hierarchies = list(cast(QuerySolutions, store.query(query_text("integrity/hierarchies.rq"))))
    named = {
        "IC-20": {str(row["property"]) for row in hierarchies if row["property"]},
        "IC-21": {str(row["inverse"]) for row in hierarchies if row["inverse"]},
    }
    for file in RULES:
        rule = _rule(file)
        for path in sorted(named.get(rule.name, {_PATH})):
            yield rule, rule.query.replace(_PATH, path)


def _rows(store: Store, query: str) -> set[tuple[str, ...]]:
    rows = cast(QuerySolutions, store.query(query))
    return {tuple(_name(row[variable]) for variable in rows.variables) for row in rows}


def _name(term: object) -> str:
    if isinstance(term, BlankNode):
        return str(term)
    return term.value if isinstance(term, NamedNode | Literal) else ""


@cache
def _rule(file: str) -> _Rule:
    query = query_text(f"integrity/{file}.rq")
    head = _HEAD.match(query)
    assert head is not None  # the files are ours: two lines say what the rule demands, the third names it
    return _Rule(head["rule"], head["vi"], head["en"], query)
