"""The form of a SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE), read off without parsing the whole.

The formats that an answer can have depend on the form, so it must be known before the query is run.
"""

from __future__ import annotations

import re

_PROLOGUE = re.compile(
    r"""(?: \s+ | \#[^\n\r]* | VERSION\s+(?:"[^"]*"|'[^']*') | BASE\s*<[^>]*> | PREFIX\s+[^\s:<]*\s*:\s*<[^>]*> )*""",
    re.IGNORECASE | re.VERBOSE,
)
_KEYWORD = re.compile(r"[A-Za-z]+")

_GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})
_UPDATE_FORMS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


def form(query: str) -> str:
    """The keyword after the prologue (BASE, PREFIX and comments), in capitals; empty where there is none."""
    start = _PROLOGUE.match(query)
    keyword = _KEYWORD.match(query, start.end() if start else 0)
    return keyword.group().upper() if keyword else ""


def gives_graph(query: str) -> bool:
    """Whether the answer is triples (CONSTRUCT, DESCRIBE) and not a table or a yes or no."""
    return form(query) in _GRAPH_FORMS


def is_update(query: str) -> bool:
    """Whether this is a SPARQL Update, which a read-only endpoint refuses."""
    return form(query) in _UPDATE_FORMS
