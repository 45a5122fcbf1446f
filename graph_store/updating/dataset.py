"""The dataset of an update that comes with the request, put into its text (SPARQL 1.1 Protocol, section 2.2.3).

The engine takes no dataset beside an update, but an update may name it: `USING <g>` stands before WHERE.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode

from graph_store.errors import UpdateConflictError
from graph_store.tokens import tokens

_OPERATIONS: Final = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy"})


def with_dataset(update: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """The update with the dataset in each of its operations that has a WHERE.

    Raises `UpdateConflictError` where it names a dataset itself (USING, WITH), and `ValueError` where a graph is no IRI.
    """
    clauses = "".join(
        [f" USING {NamedNode(iri)}" for iri in using] + [f" USING NAMED {NamedNode(iri)}" for iri in using_named]
    )
    if not clauses:
        return update
    places = list(_insertions(update, clauses))
    for start, end, text in reversed(places):
        update = update[:start] + text + update[end:]
    return update


def words_outside_groups(update: str) -> Iterator[tuple[str, int, int]]:
    """The words of an update that stand in no braces, in lower case, and each brace of the outermost, with their places."""
    depth = 0
    for match in tokens(update):
        text = match.group()
        if match.lastgroup == "other" and text == "}":
            depth -= 1
        if depth == 0 and (match.lastgroup == "word" or text in {"{", "}", ";"}):
            yield text.lower(), match.start(), match.end()
        if match.lastgroup == "other" and text == "{":
            depth += 1


def _insertions(update: str, clauses: str) -> Iterator[tuple[int, int, str]]:
    """Where what is to be put: before WHERE, and for `DELETE WHERE {...}`, which can't have it, `DELETE {...} USING ... WHERE {...}`."""
    found = [*words_outside_groups(update), ("", len(update), len(update))]
    for place, (word, start, end) in enumerate(found[:-1]):
        if word in {"using", "with"}:
            raise UpdateConflictError(
                f"{word.upper()} in the update and using-graph-uri or using-named-graph-uri in the request exclude each other"
            )
        if word != "where":
            continue
        if place and found[place - 1][0] == "delete":
            opening, closing = found[place + 1], found[place + 2]
            pattern = update[opening[1] : closing[2]]
            yield start, end, f"{pattern}{clauses} WHERE"
        else:
            yield start, start, f"{clauses.strip()} "
