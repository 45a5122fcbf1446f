"""A query with SERVICE clauses replaced, and the way back from a place in it to the place in what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from pyoxigraph import BlankNode, Triple

from graph_store.errors import QueryDepthError, QueryError, QuerySyntaxError
from graph_store.federation.clauses import Clause
from ontology.names import ID

NOTHING_KNOWN = "{ }"
"""One solution that binds nothing: what a SERVICE SILENT is that failed (SPARQL 1.1 Federated Query, section 2.3)."""


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    length: int
    """Length of the text in its place."""
    copied: int = 0
    """Where, in what was asked, that text's part from `copied_to` on comes from; 0 where none of it does."""
    copied_to: int = 0


class Rewriting:
    """The text of a query, clause after clause replaced from its beginning on."""

    def __init__(self, asked: str) -> None:
        self._asked = asked
        self.text = asked
        self._edits: list[_Edit] = []

    def replace(self, clause: Clause, by: str) -> None:
        """Put text in the place of a clause of `text`, which stands behind all that was replaced before."""
        shift = len(self.text) - len(self._asked)
        self._edits.append(_Edit(clause.start - shift, clause.end - shift, len(by)))
        self._put(clause, by)

    def replace_by_body(self, clause: Clause) -> None:
        """Put a clause's body, as a group, in its place."""
        shift = len(self.text) - len(self._asked)
        by = f"{{{clause.body}\n}}" if "#" in clause.body else f"{{{clause.body}}}"  # a comment ends with its line
        self._edits.append(_Edit(clause.start - shift, clause.end - shift, len(by), clause.body_start - shift, 1))
        self._put(clause, by)

    def _put(self, clause: Clause, by: str) -> None:
        self.text = self.text[: clause.start] + by + self.text[clause.end :]

    def asked_at(self, clause: Clause) -> tuple[int, int]:
        """Line and column, from 1, of a clause of `text`, in what was asked."""
        return _place(self._asked, self._origin(clause.start))

    def as_asked(self, error: QueryError) -> QueryError:
        """An error with the place in what was asked."""
        if isinstance(error, QuerySyntaxError) and error.line is not None and error.column is not None:
            return QuerySyntaxError(error.reason, *self._back(error.line, error.column))
        if isinstance(error, QueryDepthError):
            return QueryDepthError(*self._back(error.line, error.column))
        return error

    def _back(self, line: int, column: int) -> tuple[int, int]:
        lines = self.text.split("\n")
        position = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
        return _place(self._asked, self._origin(position))

    def _origin(self, position: int) -> int:
        """The place in what was asked of a place in `text`; of one in a replacement, where the clause begins."""
        shift = 0
        for edit in self._edits:
            if position < edit.start + shift:
                break
            inside = position - edit.start - shift
            if inside < edit.length:
                return edit.copied + max(0, inside - edit.copied_to) if edit.copied else edit.start
            shift += edit.length - (edit.end - edit.start)
        return position - shift


def _place(text: str, position: int) -> tuple[int, int]:
    position = min(position, len(text))
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def data_block(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Solutions as inline data (SPARQL 1.1, section 10.2); their terms are written already."""
    heading = " ".join(f"?{name}" for name in names)
    body = " ".join(f"({' '.join(row)})" for row in rows)
    return f"VALUES ({heading}) {{ {body} }}"


def written(term: object, answer: str) -> str:
    """A term of an answer as inline data has it; UNDEF where it is None.

    Inline data can hold no blank node, so one becomes an IRI by hash (RDF 1.1, section 3.5), the same in all of one answer.
    `answer` tells that from others.
    """
    if term is None:
        return "UNDEF"
    if isinstance(term, BlankNode):
        digest = blake2b(f"{answer} {term.value}".encode(), digest_size=16).hexdigest()
        return f"<{ID}.well-known/genid/{digest}>"
    if isinstance(term, Triple):
        parts = (written(part, answer) for part in (term.subject, term.predicate, term.object))
        return f"<<( {' '.join(parts)} )>>"
    return str(term)
