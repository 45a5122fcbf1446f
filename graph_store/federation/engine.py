"""The engine that evaluates SERVICE, around one that doesn't."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import count
from typing import Any, Final
from uuid import uuid4

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, parse

from graph_store.engine import Answer, QueryEngine
from graph_store.errors import EndpointError, OverloadedError, QueryError, ServiceRefusedError
from graph_store.evaluation import used_prefixes
from graph_store.federation.bindings import known
from graph_store.federation.clauses import Clause, first_clause
from graph_store.federation.rewriting import NOTHING_KNOWN, Block, Rewriting, written
from graph_store.federation.services import Service, Services
from graph_store.query_files import filled
from graph_store.query_head import head
from graph_store.service import may_use_service, refuse_service
from ontology.names import ID

MOST: Final = 8
"""SERVICE clauses of one query."""

UNTOLD: Final = "it can't be made out: write SERVICE, SILENT, <the endpoint> and { with blanks between"
"""Why a spelling is refused that Oxigraph would take."""

_EMPTY: Final = "urn:x-thidua:empty"
"""A graph that no store has: over it alone, a query costs next to nothing and shows whether it is well-formed."""


class FederatingEngine:
    """Has each SERVICE clause answered by its endpoint and the rest by `inner`."""

    def __init__(self, inner: QueryEngine, services: Services) -> None:
        self.inner: Final = inner
        self._services: Final = services

    def __getattr__(self, name: str) -> Any:
        """What the inner engine tells of itself: `has_failed`, `busy` and the like."""
        return getattr(self.inner, name)

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See `QueryEngine.query`. Raises `EndpointError` too, where an endpoint has no answer and the clause isn't SILENT."""
        if not may_use_service(text):
            return self.inner.query(text, accept, default_graphs, named_graphs)
        if first_clause(text) is None:
            refuse_service(text, UNTOLD)
            return self.inner.query(text, accept, default_graphs, named_graphs)
        began = time.monotonic()
        federated = _Federated(self.inner, self._services, text, default_graphs, named_graphs)
        federated.must_be_well_formed(accept)
        rewriting = federated.answered()
        spent = time.monotonic() - began
        try:
            answer = self.inner.query(rewriting.full(), accept, default_graphs, named_graphs)
        except QueryError as error:
            raise rewriting.as_asked(error) from None
        answer.seconds["service"] = spent
        return answer


class _Federated:
    """One query with SERVICE clauses."""

    def __init__(
        self,
        inner: QueryEngine,
        services: Services,
        text: str,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
    ) -> None:
        self._inner = inner
        self._services = services
        self._text = text
        self._dataset = default_graphs, named_graphs
        self._head = head(text)

    def must_be_well_formed(self, accept: Sequence[str]) -> None:
        """Raise what is wrong with the query before anybody else is asked: its syntax, SERVICE that is refused, the format.

        Each clause's body takes the clause's place, over a dataset without a triple.
        """
        rewriting = Rewriting(self._text)
        refused: ServiceRefusedError | None = None
        for number in count():
            clause = first_clause(rewriting.text)
            if clause is None:
                break
            reason = f"a query may have {MOST} clauses" if number >= MOST else self._refusal(clause)
            if reason:
                refused = refused or ServiceRefusedError(*rewriting.asked_at(clause), reason)
                if number >= MOST or clause.has_service:
                    raise refused
            rewriting.replace_by_body(clause)
        try:
            refuse_service(rewriting.text, UNTOLD)
            self._inner.query(rewriting.text, accept, [_EMPTY], [_EMPTY]).close()
        except QueryError as error:
            raise rewriting.as_asked(error) from None
        if refused is not None:
            raise refused

    def _refusal(self, clause: Clause) -> str:
        """Why a clause is refused, if it is. What SILENT is for, that an endpoint has no answer, it is not."""
        if clause.has_service:
            return "another SERVICE is inside it"
        if clause.endpoint[0] in "?$":
            return f"its endpoint is the variable {clause.endpoint}, and an IRI is needed"
        if self._service(clause) is not None or clause.is_silent:
            return ""
        listed = ", ".join(f"<{service.listed.iri}>" for service in self._services.all())
        return f"the endpoint <{self._iri(clause)}> is not listed; there are: {listed}"

    def answered(self) -> Rewriting:
        """The query with the endpoints' answers in their clauses' places."""
        rewriting = Rewriting(self._text)
        while (clause := first_clause(rewriting.text)) is not None:
            by: Block | str = NOTHING_KNOWN
            try:
                by = self._answered(rewriting, clause)
            except (EndpointError, OverloadedError):
                if not clause.is_silent:
                    raise
            rewriting.replace(clause, by)
        return rewriting

    def _answered(self, rewriting: Rewriting, clause: Clause) -> Block:
        service = self._service(clause)
        if service is None:
            raise EndpointError(self._iri(clause), "it is not listed here")
        values = known(rewriting.text, clause, self._head, lambda query: self._ask(rewriting.full(query)))
        return _Asking(service, clause, self._head.prologue).block(values)

    def _ask(self, query: str) -> Answer:
        return self._inner.query(query, [QueryResultsFormat.JSON.media_type], *self._dataset)

    def _service(self, clause: Clause) -> Service | None:
        return self._services.get(self._iri(clause))

    def _iri(self, clause: Clause) -> str:
        """The endpoint's IRI; as it is written where its prefix is unknown. SPARQL's prologue is Turtle's too."""
        turtle = f"{_prologue(self._head.prologue, clause.endpoint)} <{_EMPTY}> <{_EMPTY}> {clause.endpoint} ."
        try:
            named = next(iter(parse(turtle, format=RdfFormat.TURTLE, base_iri=str(ID)))).object
        except (SyntaxError, ValueError):
            return clause.endpoint
        return named.value if isinstance(named, NamedNode) else clause.endpoint


class _Asking:
    """One clause put to its endpoint, in parts where values are given."""

    def __init__(self, service: Service, clause: Clause, prologue: str) -> None:
        self._service = service
        self._clause = clause
        self._prologue = _prologue(prologue, clause.body)
        self._deadline = time.monotonic() + service.listed.seconds
        self._left = service.listed.bytes

    def block(self, values: Block | None) -> Block:
        """The solutions of the clause as inline data, of which those are enough that go with the values."""
        if values is None:
            return self._part("")
        names = sorted(self._clause.variables)
        found: list[list[str]] = []
        for start in range(0, len(values.rows), self._service.listed.rows):
            got = self._part(str(Block(values.names, values.rows[start : start + self._service.listed.rows])))
            place = {name: number for number, name in enumerate(got.names)}
            found += [[row[place[name]] if name in place else "UNDEF" for name in names] for row in got.rows]
        return Block(names, found)

    def _part(self, given: str) -> Block:
        """The solutions of the clause joined with what is given."""
        kind = "select" if self._clause.variables else "ask"
        query = filled(f"federation/{kind}.rq", prologue=self._prologue, values=given, body=self._clause.body)
        (names, rows), length = self._service.ask(query, self._deadline, self._left)
        self._left -= length
        answer = uuid4().hex
        return Block(names, [[written(term, answer) for term in row] for row in rows])


def _prologue(prologue: str, text: str) -> str:
    """The query's prologue behind the project's own prefixes that the text may use, and its base."""
    own = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in used_prefixes(text).items())
    return f"BASE <{ID}>\n{own}{prologue}"
