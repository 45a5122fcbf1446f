"""A fence: finds SERVICE in a query, since pyoxigraph can't switch federation off.

The query is scanned, not parsed. Where the scan can't tell, it errs on the side of refusing. Oxigraph's parser has
no separate lexer, so it reads `1SERVICE<...>`, `SERVICESILENT<...>` and `SERVICE:x{...}` as SERVICE too; the rules
below rest on trying those against pyoxigraph 0.5.13. Workers can't open sockets besides; the fence says why.
"""

from __future__ import annotations

import re

from graph_store.errors import ServiceRefusedError
from graph_store.tokens import tokens

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_HIDDEN_IN_COMPARISON = re.compile(r"\).*service", re.IGNORECASE | re.DOTALL)
"""`FILTER(?a<?b)SERVICE#>`: what looks like an IRI is a comparison, a closed bracket, SERVICE and a comment."""

_OPENS_GROUP = re.compile(r"(?:\s+|#[^\r\n]*(?:[\r\n]|$))*+\{")


def may_use_service(query: str) -> bool:
    """Whether a query has the word somewhere, or an escape that may hide it; most have not."""
    return "service" in query.lower() or "\\" in query


def refuse_service(query: str, reason: str = "this server asks no other endpoints") -> None:
    """Raise `ServiceRefusedError` with line, column and that reason where `query` uses SERVICE.

    Both the query as it stands and the query with its `\\uXXXX` and `\\UXXXXXXXX` escapes undone (SPARQL 1.1,
    section 19.2) are scanned. Comments, strings, IRIs, variables (`?service`) and prefixed names (`service:x`) are
    left alone.
    """
    if not may_use_service(query):
        return
    plain = _ESCAPE.sub(_unescaped, query)
    for text in dict.fromkeys((query, plain)):
        position = _service_position(text)
        if position is not None:
            line = text.count("\n", 0, position) + 1
            raise ServiceRefusedError(line, position - text.rfind("\n", 0, position), reason)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _service_position(text: str) -> int | None:
    before = ""  # the last word, in lower case: a graph name may follow FROM, NAMED or GRAPH
    for match in tokens(text):
        kind = match.lastgroup
        if kind == "blank":
            continue
        if kind == "word" and "service" in match["word"].lower():
            return match.start()
        if kind == "prefix" and before not in {"graph", "from", "named"} and _keyword_like(match, text):
            return match.start()
        if kind == "iri" and _HIDDEN_IN_COMPARISON.search(match["iri"]):
            return match.start()
        before = match["word"].lower() if kind == "word" else ""
    return None


def _keyword_like(match: re.Match[str], text: str) -> bool:
    """Whether a prefixed name would be read as SERVICE and the name of an endpoint: `service:x { ... }`."""
    prefix = match["prefix"].lower()
    return prefix.endswith(("service", "servicesilent")) and _OPENS_GROUP.match(text, match.end()) is not None
