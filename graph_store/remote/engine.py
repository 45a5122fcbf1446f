"""The engine that has queries answered by a store elsewhere, which holds a published release.

Stores differ in what they make of the standard's formats (Virtuoso 7 answers ASK with a table and writes TSV without terms), and some
cut answers without a word. So each is asked for the two forms that all write alike, results in JSON and N-Triples, and what the client
gets is written here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import IO, Final

from graph_store.depth import refuse_depth
from graph_store.engine import Answer, spooled
from graph_store.errors import (
    AnswerTooLargeError,
    OverloadedError,
    QueryDeadlineError,
    QuerySyntaxError,
    RemoteStoreError,
)
from graph_store.evaluation import Form, choose, used_prefixes
from graph_store.pool.limits import Limits
from graph_store.pool.turns import Places
from graph_store.query_form import form, gives_graph
from graph_store.query_head import head
from graph_store.remote.asking import Asked, AskingError
from graph_store.remote.exchange import ASKED_FOR, called, write
from graph_store.remote.holding import Holding
from graph_store.service import refuse_service
from ontology.names import ID

_PLACE: Final = re.compile(r"error at (\d+):(\d+)|line (\d+)(?:,? col(?:umn)?\.? ?(\d+))?", re.IGNORECASE)
"""Where a query is at fault, in the words of Oxigraph, Virtuoso, Jena and RDF4J."""
_RELATIVE: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\s]*>")
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)


class RemoteEngine:
    """Answers queries over the release that a store elsewhere holds, as long as it holds it. For several threads."""

    def __init__(self, holding: Holding, release: str, limits: Limits) -> None:
        """`limits.processes` is how many queries the store is asked at the same time."""
        self._holding: Final = holding
        self._release: Final = release
        self._limits: Final = limits
        self._places: Final = Places(limits)

    @property
    def waiting(self) -> int:
        """Queries that wait to be asked."""
        return self._places.waiting

    @property
    def busy(self) -> int:
        """Queries that the store is at."""
        return self._places.busy

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See `QueryEngine.query`. Raises `RemoteStoreError` too, where the store can't be asked.

        An answer is of one release: which one the store holds is looked up behind it, and where it is another by then, or one is just
        being put there, `OverloadedError` says to ask again.
        """
        refuse_depth(text)
        refuse_service(text)
        kind = _form(text)
        media_type = choose(kind, tuple(accept))
        asked_at = time.monotonic()
        with self._places.place() as began:
            body = self._answered(text, kind, media_type, self._dataset(text, default_graphs, named_graphs))
        answer = Answer(kind, media_type, body)
        answer.seconds = {"wait": began - asked_at, "query": time.monotonic() - began}
        return answer

    def _dataset(self, text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> list[tuple[str, str]]:
        named = [("named-graph-uri", iri) for iri in named_graphs]
        default = [("default-graph-uri", iri) for iri in default_graphs]
        if not named and not default and self._holding.union and not head(text).dataset:
            return [("default-graph-uri", self._holding.union)]
        return [*default, *named]

    def _answered(self, text: str, kind: Form, media_type: str, dataset: list[tuple[str, str]]) -> IO[bytes]:
        prologue = _prologue(text)
        deadline = time.monotonic() + self._limits.seconds
        wanted = ASKED_FOR[kind]
        try:
            with spooled() as body:
                with self._holding.endpoint.ask(
                    f"{prologue}{text}", wanted, deadline, self._limits.answer_bytes, dataset
                ) as asked:
                    self._must_be(asked, wanted)
                    written = write(kind, asked.pieces(), body, media_type)
                if kind == "graph" and self._holding.cuts_at is not None and written >= self._holding.cuts_at:
                    raise _cut(self._holding.cuts_at)
                if self._holding.release(deadline) != self._release:
                    raise OverloadedError("another release is being put into the store", 1)
        except AskingError as error:
            raise self._told(error, prologue.count("\n")) from error
        return body

    def _must_be(self, asked: Asked, wanted: str) -> None:
        """Raise what is wrong with an answer that looks like one: it is of another form, or cut."""
        if called(asked.media_type) != wanted:
            raise RemoteStoreError(f"{self._holding.url}: it was asked for {wanted} and answered {asked.media_type}")
        if (rows := asked.header("X-SPARQL-MaxRows")) is not None:  # Virtuoso's, where it leaves out rows
            raise _cut(int(rows))

    def _told(self, error: AskingError, lines: int) -> Exception:
        """An error of the query as one; `lines` stand before it in what was asked."""
        if error.why == "late":
            return QueryDeadlineError(self._limits.seconds)
        if error.why == "large":
            return AnswerTooLargeError(self._limits.answer_bytes)
        if error.status == 400:
            own = error.said.partition("SPARQL query:")[0]  # Virtuoso repeats the query behind its reason
            said = " ".join(own.split())
            place = _PLACE.search(said)
            line, column = (place[1] or place[3], place[2] or place[4]) if place else (None, None)
            reason = f"the store says: {_PLACE.sub('', said).strip(' ,:') or 'malformed'}"
            return QuerySyntaxError(reason, max(1, int(line) - lines) if line else None, int(column or 1))
        return RemoteStoreError(f"{self._holding.url}: {error.in_full()}")


def _cut(rows: int) -> AnswerTooLargeError:
    return AnswerTooLargeError(rows, "rows, at which the store cuts answers")


def _form(text: str) -> Form:
    """The form of a query's answer."""
    if gives_graph(text):
        return "graph"
    return "boolean" if form(text) == "ASK" else "solutions"


def _prologue(text: str) -> str:
    """What the store doesn't know: the project's prefixes, and the base where an IRI is relative. On one line of its own, if any."""
    declared = set(_DECLARED.findall(text))
    own = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in used_prefixes(text).items() if prefix not in declared]
    base = [f"BASE <{ID}>"] if _RELATIVE.search(text) and "base" not in text.lower() else []
    return f"{' '.join([*base, *own])}\n" if base or own else ""
