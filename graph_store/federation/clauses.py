"""The SERVICE clauses of a query, found in its text, with the groups that they stand in.

The text is scanned, not parsed: what is found is `SERVICE [SILENT] <iri>|prefixed name|variable { ... }`, with its words apart. Other
spellings that Oxigraph's parser would take are left to `graph_store.service`, which refuses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph_store.tokens import is_word, significant, tokens


@dataclass(frozen=True)
class Group:
    """A group graph pattern around a clause: `{` to its end, with what stands before it."""

    start: int
    """Place behind the `{`."""
    before: int
    """Place where the keyword before the `{` begins, or the `{` itself."""
    keyword: str
    """That keyword, in lower case: `where`, `optional`, `graph` (with its name between) ..., or empty."""


@dataclass(frozen=True)
class Clause:
    """One SERVICE clause; places are those of the query's text."""

    start: int
    end: int
    is_silent: bool
    endpoint: str
    """How the endpoint is named: `<iri>`, a prefixed name or a variable."""
    body: str
    """What stands between the braces."""
    body_start: int
    groups: tuple[Group, ...]
    """The groups around it, the innermost last."""
    variables: frozenset[str]
    """Names of the variables of its body, without `?`."""
    has_service: bool
    """Whether its body has the word SERVICE again."""


_Token = re.Match[str]
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}


def first_clause(text: str) -> Clause | None:
    """The first SERVICE clause of a query that isn't inside another."""
    found = significant(text)
    ends = _ends(found)
    groups: list[Group] = []
    for number, token in enumerate(found):
        if token.group() == "{":
            groups.append(_group(found, number))
        elif token.group() == "}":
            if groups:
                groups.pop()
        elif is_word(token, "service"):
            clause = _clause(text, found, ends, number, tuple(groups))
            if clause is not None:
                return clause
    return None


def without_filters(text: str) -> str:
    """A pattern without the FILTERs of its own level, which may be of variables that are bound further on."""
    found = significant(text)
    ends = _ends(found)
    kept: list[str] = []
    at = number = depth = 0
    while number < len(found):
        token = found[number]
        if depth == 0 and is_word(token, "filter"):
            kept.append(text[at : token.start()])
            number = _filter_end(found, ends, number)
            at = found[number - 1].end()
            continue
        depth += (token.group() == "{") - (token.group() == "}")
        number += 1
    return "".join([*kept, text[at:]])


def variables(text: str) -> frozenset[str]:
    """Names of the variables in a text, without `?`."""
    return _variables(tokens(text))


def _variables(found: Iterable[_Token]) -> frozenset[str]:
    return frozenset(token.group()[1:] for token in found if _is_variable(token))


def _is_variable(token: _Token) -> bool:
    return token.lastgroup == "name" and token.group()[0] in "?$"


def _group(found: list[_Token], number: int) -> Group:
    """The group whose `{` is the token of that number."""
    brace = found[number]
    before = found[number - 1] if number else None
    if before is not None and before["word"]:
        return Group(brace.end(), before.start(), before["word"].lower())
    if number >= 2 and is_word(found[number - 2], "graph"):
        return Group(brace.end(), found[number - 2].start(), "graph")
    return Group(brace.end(), brace.start(), "")


def _clause(
    text: str, found: list[_Token], ends: dict[int, int], number: int, groups: tuple[Group, ...]
) -> Clause | None:
    """The clause whose SERVICE is the token of that number; None where what follows is something else."""
    at = number + 1
    is_silent = at < len(found) and is_word(found[at], "silent")
    at += is_silent
    if at + 1 >= len(found) or found[at + 1].group() != "{" or not _names(found[at]):
        return None
    end = ends.get(at + 1)
    if end is None:
        return None
    inside = found[at + 2 : end]
    return Clause(
        found[number].start(),
        found[end].end(),
        is_silent,
        found[at].group(),
        text[found[at + 1].end() : found[end].start()],
        found[at + 1].end(),
        groups,
        _variables(inside),
        any(token["word"] is not None and "service" in token["word"].lower() for token in inside),
    )


def _names(token: _Token) -> bool:
    return token.lastgroup in {"iri", "prefix"} or _is_variable(token)


def _ends(found: list[_Token]) -> dict[int, int]:
    """Numbers of the tokens that close brackets, by those that open them; brackets that don't match are left out."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, token in enumerate(found):
        bracket = token.group()
        if bracket in _CLOSING:
            opened.append(number)
        elif opened and bracket == _CLOSING[found[opened[-1]].group()]:
            ends[opened.pop()] = number
    return ends


def _filter_end(found: list[_Token], ends: dict[int, int], number: int) -> int:
    """Number of the token behind a FILTER: behind its brackets, its function call, or the group of its EXISTS."""
    for at in range(number + 1, len(found)):
        if found[at].group() in _CLOSING:
            return ends[at] + 1 if at in ends else len(found)
    return len(found)
