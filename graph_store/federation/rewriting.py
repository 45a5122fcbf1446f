"""A query with SERVICE clauses replaced, and the way back from a place in it to the place in what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from uuid import uuid4

from pyoxigraph import BlankNode, Triple

from graph_store.errors import QueryDepthError, QueryError, QuerySyntaxError
from graph_store.federation.clauses import Clause
from ontology.names import ID

NOTHING_KNOWN = "{ }"
"""One solution that binds nothing: what a SERVICE SILENT is that failed (SPARQL 1.1 Federated Query, section 2.3)."""


@dataclass(frozen=True)
class Block:
    """Solutions as inline data (SPARQL 1.1, section 10.2): names of variables, and rows of terms as SPARQL writes them."""

    names: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        body = " ".join(f"({' '.join(row)})" for row in self.rows)
        return self.around(body)

    def around(self, body: str) -> str:
        """The block with other text for its rows."""
        return f"VALUES ({' '.join(f'?{name}' for name in self.names)}) {{ {body} }}"


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    by: str
    """What stands in `text` in its place."""
    full: str
    """What stands there in the end."""
    copied: int = 0
    """Where, in what was asked, that text's part from `copied_to` on comes from; 0 where none of it does."""
    copied_to: int = 0


class Rewriting:
    """A query's text with clause after clause replaced from its beginning on.

    Blocks of data, which may be long, stand in `text` as one word each, so that to look through it takes no longer for them;
    `full` puts them in.
    """

    def __init__(self, asked: str) -> None:
        self._asked = asked
        self._mark = uuid4().hex
        self.text = asked
        self._edits: list[_Edit] = []

    def replace(self, clause: Clause, by: Block | str) -> None:
        """Put a block, or short text, in the place of a clause of `text`, which stands behind all that was replaced before."""
        full = str(by)
        short = by if isinstance(by, str) else by.around(f"<urn:x-thidua:{self._mark}:{len(self._edits)}>")
        self._put(clause, short, full)

    def replace_by_body(self, clause: Clause) -> None:
        """Put a clause's body, as a group, in its place."""
        by = f"{{{clause.body}\n}}" if "#" in clause.body else f"{{{clause.body}}}"  # a comment ends with its line
        self._put(clause, by, by, clause.body_start, 1)

    def _put(self, clause: Clause, by: str, full: str, copied: int = 0, copied_to: int = 0) -> None:
        shift = len(self.text) - len(self._asked)
        origin = copied - shift if copied else 0
        self._edits.append(_Edit(clause.start - shift, clause.end - shift, by, full, origin, copied_to))
        self.text = self.text[: clause.start] + by + self.text[clause.end :]

    def full(self, text: str | None = None) -> str:
        """`text`, or a query with parts of it, with all blocks in their places."""
        text = self.text if text is None else text
        for edit in self._edits:
            if edit.by != edit.full:
                text = text.replace(edit.by, edit.full)
        return text

    def asked_at(self, clause: Clause) -> tuple[int, int]:
        """Line and column, from 1, of a clause of `text`, in what was asked."""
        return _place(self._asked, self._origin(clause.start, [len(edit.by) for edit in self._edits]))

    def as_asked(self, error: QueryError) -> QueryError:
        """An error of the full text with the place in what was asked."""
        if isinstance(error, QuerySyntaxError) and error.line is not None and error.column is not None:
            return QuerySyntaxError(error.reason, *self._back(error.line, error.column))
        if isinstance(error, QueryDepthError):
            return QueryDepthError(*self._back(error.line, error.column))
        return error

    def _back(self, line: int, column: int) -> tuple[int, int]:
        lines = self.full().split("\n")
        position = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
        return _place(self._asked, self._origin(position, [len(edit.full) for edit in self._edits]))

    def _origin(self, position: int, lengths: Sequence[int]) -> int:
        """The place in what was asked of a place in the text with replacements of these lengths; of one in a block, the clause's."""
        shift = 0
        for edit, length in zip(self._edits, lengths, strict=True):
            inside = position - edit.start - shift
            if inside < 0:
                break
            if inside < length:
                return edit.copied + max(0, inside - edit.copied_to) if edit.copied else edit.start
            shift += length - (edit.end - edit.start)
        return position - shift


def _place(text: str, position: int) -> tuple[int, int]:
    position = min(position, len(text))
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


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
