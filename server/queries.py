"""The queries that pages ask, read from `queries/*.rq`, and the one way in which values get into them.

A query file is SPARQL that runs as it stands. Where a value goes it has a line `VALUES ?name { UNDEF }`; `bind`
puts RDF terms in the place of `UNDEF`. Only `pyoxigraph` terms go in, and they write themselves in their N-Triples form,
so nothing that a client sends can end an IRI or a string early.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from ontology.names import ID

_FOLDER = Path(__file__).parent / "queries"
_HOLE = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")


class BadIriError(ValueError):
    """Text that is no absolute IRI."""


@cache
def text(name: str) -> str:
    """The query `name` as it stands in its file."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def bind(name: str, **values: Iterable[NamedNode | Literal]) -> str:
    """The query `name` with terms in its `VALUES ?variable { UNDEF }` lines.

    Raises `KeyError` where the query has no such line for one of `values`.
    """
    query = text(name)
    holes = set(_HOLE.findall(query))
    if missing := values.keys() - holes:
        raise KeyError(f"queries/{name}.rq has no line “VALUES ?{min(missing)} {{ UNDEF }}”")

    # One pass over the file's own text, so that a value that looks like a hole is never filled in turn.
    def filled(hole: re.Match[str]) -> str:
        variable = hole.group(1)
        if variable not in values:
            return hole.group()
        return f"VALUES ?{variable} {{ {' '.join(str(term) for term in values[variable])} }}"

    return _HOLE.sub(filled, query)


def bind_all(name: str, term: NamedNode) -> str:
    """The query `name` with the same term in each of its `VALUES` lines."""
    return bind(name, **{variable: [term] for variable in _HOLE.findall(text(name))})


def iri(value: str) -> NamedNode:
    """`value` as an IRI term.

    Raises `BadIriError` where it is not an absolute IRI (RFC 3987): a space, a quote, `<` or `>`, a wrong
    percent-encoding, or no scheme.
    """
    try:
        return NamedNode(value)
    except ValueError as error:
        raise BadIriError(f"{value!r} is no IRI: {error}") from error


def entity(path: str) -> NamedNode:
    """The IRI of the entity whose path below `/id/` is `path`, whatever host the request came to.

    Raises `BadIriError`.
    """
    return iri(str(ID) + path)
