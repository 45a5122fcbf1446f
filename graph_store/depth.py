"""A fence against queries that would overflow the stack of Oxigraph's parser, optimiser or evaluator, which ends the process.

All three recurse: over brackets, over chains of operators (`1+1+1...`, `!!!...`) and over the parts of a group that follow
each other. The query is scanned, not parsed, and what the parts of its deepest branch need is added up, in units of about
1 kB of stack. Measured with pyoxigraph 0.5.13 on a thread with 2 MB of stack, these many bring it down: 208 nested EXISTS, 232
nested function calls, 296 subqueries, 544 groups, 672 each of nested or successive OPTIONAL, MINUS, BIND or `(... AS ?x)`, 864
blank nodes, 1,184 brackets, 1,664 UNION, 1,728 `+` or `*`, between 1,000 and 2,000 members of a collection, 2,368 `!`, `||`, `&&`,
FILTER or HAVING, between 2,000 and 4,000 triple patterns or `/` of a path, 2,816 `|` of a path. With 8 MB four times as many do.
"""

from __future__ import annotations

import re
from typing import Final

from graph_store.errors import QueryDepthError

MOST: Final = 1000
"""Units that a query may need: 100 brackets in each other, 1,000 operators or triple patterns in a row, 250 OPTIONAL."""

_NESTED: Final = {"{": 10, "(": 10, "[": 3}
"""Units of a bracket that is open."""

_CLOSED: Final = {"}": 4, ")": 1, "]": 1}
"""Units that a bracket, once closed, leaves to what follows it in the same bracket."""

_AS: Final = 4
_QUOTED: Final = 3

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_TOKEN = re.compile(
    r"""
      (?P<blank>    \s+ | \#[^\r\n]* )
    | (?P<string>   \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
                  | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
    | (?P<iri>      <(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
    | (?P<name>     [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)*+ | _:[\w-]+ )
    | (?P<prefixed> [\w.-]*+ :(?:[\w:%-]|\\.|\.(?=[\w:%\\-]))*+ )
    | (?P<word>     \w+ )
    | (?P<open>     [({\[] )
    | (?P<close>    [)}\]] )
    | (?P<quoted>   << )
    | (?P<operator> \|\|? | &&? | [!+*/-] )
    | (?P<other>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_SEPARATOR = frozenset(".;,")
"""What ends a triple pattern."""
_TERMS: Final = frozenset({"string", "iri", "name", "prefixed", "word"})
_COSTLY = "!+-*/|&.;,"
_BEGINS_TERM = "<\"'?$:"


def refuse_depth(query: str, most: int = MOST) -> None:
    """Raise `QueryDepthError`, with line and column, where `query` needs more than `most` units.

    Both the query as it stands and the query with its `\\uXXXX` escapes undone (SPARQL 1.1, section 19.2) are looked at.
    Takes time in proportion to the query's length; a few microseconds where it has few brackets and operators.
    """
    plain = _ESCAPE.sub(_unescaped, query) if "\\" in query else query
    for text in dict.fromkeys((query, plain)):
        if _bound(text) > most:
            position = _position(text, most)
            if position is not None:
                line = text.count("\n", 0, position) + 1
                raise QueryDepthError(line, position - text.rfind("\n", 0, position))


def _bound(text: str) -> int:
    """More units than the query can need, quickly."""
    brackets = sum(text.count(bracket) for bracket in _NESTED)
    terms = len(text.split()) + sum(map(text.count, _BEGINS_TERM))
    return (10 + _AS) * brackets + sum(map(text.count, _COSTLY)) + _QUOTED * text.count("<<") + terms


def _position(text: str, most: int) -> int | None:
    """Where the units pass `most`."""
    levels = _Levels()
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "blank":
            continue
        if levels.after(kind, match.group()) > most:
            return match.start()
    return None


class _Levels:
    """The units of the brackets that are open at one place, from the outermost."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int, bool]] = []
        """Of each open bracket: the bracket, the units of the level around it, and whether that is a data block."""
        self._outside = 0
        """Units of all levels around this one, with the brackets between them."""
        self._here = 0
        """Units of what stands before this place in its own level."""
        self._is_data = False
        """Whether the level is a data block (VALUES), whose rows don't nest however many they are."""
        self._values = False
        """Whether VALUES has come and its data block not yet."""
        self._was_term = False
        """Whether the last token was a term."""
        self._left_over = 0
        """Units that this level leaves to the one around it: `(... AS ?x)` lengthens the chain that it stands in."""

    def after(self, kind: str | None, token: str) -> int:
        """The units that are needed at the place after one more token."""
        passing = 0
        if kind == "open":
            self._enter(token)
        elif kind == "close":
            self._leave(token)
        elif not self._is_data:
            passing = self._inside(kind, token)
        self._was_term = kind in _TERMS
        return self._outside + self._here + passing

    def _inside(self, kind: str | None, token: str) -> int:
        """Count a token that is no bracket; what it needs in passing is given back."""
        in_round = bool(self._open) and self._open[-1][0] == "("
        if kind == "operator":
            self._here += 1
        elif kind == "quoted":
            self._here += _QUOTED
        elif kind == "other":
            if token == "," and in_round:
                self._here = 0  # the next argument is a branch of its own
            elif token in _SEPARATOR:
                self._here += 1
        elif in_round and self._was_term and kind in _TERMS:
            self._here += 1  # members of a collection stand beside each other
        if kind == "word":
            self._word(token.upper())
        return self._comparison(token) if kind == "iri" else 0

    def _enter(self, bracket: str) -> None:
        self._open.append((bracket, self._here, self._is_data))
        self._outside += self._here + _NESTED[bracket]
        self._here = 0
        self._is_data = bracket == "{" and self._values
        self._values = self._values and bracket != "{"

    def _leave(self, bracket: str) -> None:
        if not self._open:
            return  # the parser will say so
        left = self._left_over
        opening, self._here, self._is_data = self._open.pop()
        self._outside -= self._here + _NESTED[opening]
        self._left_over = 0
        if not self._is_data:
            self._here += _CLOSED[bracket] + left

    def _word(self, word: str) -> None:
        if word == "VALUES":
            self._values = True
        elif word.endswith("AS"):  # Oxigraph needs no space before it
            self._left_over = _AS

    def _comparison(self, token: str) -> int:
        """`<...>` may be an IRI, or `?a<(1)&&?b>?c`: what its operators would add, and what its brackets need in passing."""
        self._here += sum(token.count(operator) for operator in ("&&", "!", "+", "*"))
        return 10 * token.count("(") + token.count("/") + token.count("-")


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
