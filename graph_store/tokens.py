"""SPARQL's tokens, as far as is needed to find a keyword and to leave alone what only looks like one.

The text is scanned, not parsed. Oxigraph's parser has no separate lexer, so that a word may run on behind a number; `service` says where
that matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
      (?P<blank>   \s+ | \#[^\r\n]* )
    | (?P<string>  \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
                 | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
    | (?P<iri>     <(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
    | (?P<name>    [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)*+ | _:[\w-]+ )
    | (?P<prefix>  [\w.-]*+ ) :(?:[\w:%-]|\\.|\.(?=[\w:%\\-]))*+
    | (?P<word>    [\w.-]+ )
    | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Groups: `blank` (white space and comments), `string`, `iri`, `name` (variables, language tags, blank nodes), `prefix` (of a prefixed
name), `word`, `other` (one character)."""


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a query or an update, in order and without gaps; `lastgroup` of each is its kind."""
    return _TOKEN.finditer(text)


def significant(text: str) -> list[re.Match[str]]:
    """The tokens without white space and comments."""
    return [token for token in tokens(text) if token.lastgroup != "blank"]


def is_word(token: re.Match[str], word: str) -> bool:
    """Whether a token is that keyword, which is given in lower case."""
    return token["word"] is not None and token["word"].lower() == word
