"""The stored queries: each competency question, and the queries of `queries/*.rq`.

A competency question is asked as it stands, or about something else: each of its constants whose kind is in `kinds` (`<bloc/tay-nam-bo>`,
`<period/2023>`) is a parameter of that name, and the constant its default. That is so where the query has one constant of the kind; with
two different ones the kind is no parameter, since nobody could tell which of them is meant. Constants that say what the question is, not
what it is about, are in `_FIXED`.

A file of `queries` begins with the header of a question (see `ontology.questions`) and runs as it stands. In its pattern a filter lies
between two comments:

    # given bloc
    VALUES ?unit { UNDEF }
    ?unit td:hasMember ?province .
    # end

`bloc` is the parameter. Where it is given, its values take the place of `UNDEF`; where it isn't, the lines are left out, so that a filter
that nobody asked for costs nothing. `LIMIT 10000 OFFSET 0`, which stands once, is given the rows asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions, Store

from graph_store.tokens import tokens
from ontology.errors import OntologyError
from ontology.names import ID
from ontology.questions import Question, Theme, Words, questions, themes
from server.stored.kinds import KINDS, MOST_ROWS

FOLDER: Final = Path(__file__).with_name("queries")
"""The queries that are no competency questions."""

_HEADER: Final = re.compile(
    r"# title vi: (.+)\n# title en: (.+)\n# question vi: (.+)\n# question en: (.+)\n# theme: (\S+)\n\n"
)
_FILTER: Final = re.compile(r"^ *# given (?P<parameter>[a-z-]+)\n(?P<lines>.*?)^ *# end\n", re.MULTILINE | re.DOTALL)
_ROWS: Final = f"LIMIT {MOST_ROWS} OFFSET 0"
_NEVER: Final = frozenset({"role", "publisher", "type"})
"""Kinds that no constant of a question is a parameter of: a role makes the question, a body is called `organisation`."""

_PATHS: Final = {"graph/article/": "article"} | {
    f"{kind.path}/": name for name, kind in KINDS.items() if name not in _NEVER
}
"""Kind by the beginning of the path below `/id/`."""

_FIXED: Final[Mapping[str, frozenset[str]]] = {
    "plans-missed": frozenset({"measure"}),
    "indicators-that-went-the-wrong-way": frozenset({"measure"}),
    "state-awards-of-persons-and-their-posts": frozenset({"award-level"}),
    "bodies-under-a-ministry": frozenset({"organisation"}),
}
"""By the name of a question: kinds whose constant says what the question is."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a stored query: its name is that of a kind."""

    name: str
    default: str = ""
    """The value that is meant where none is given; empty where the query is then asked without the filter."""
    many: bool = False
    """Whether it may be given several times, for what fits any of its values."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a query's text that takes the values of a parameter."""

    parameter: str
    before: str = ""
    after: str = ""
    constant: str = ""
    """What stands there where no value is given: an IRI in its brackets, or nothing, with which `before` and `after` go too."""
    path: str = ""
    """Path below `/id/` before the value's own, where that isn't the path of its kind: an article's graph is called as the article."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a parameter: as addresses have it, and as an IRI."""

    slug: str
    iri: NamedNode


@dataclass(frozen=True)
class StoredQuery:
    """A query with its parameters; `number` is that of a competency question, else empty."""

    name: str
    number: str
    theme: Theme
    title: Words
    question: Words
    pieces: tuple[str | Hole, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]

    def bound(self, values: Mapping[str, Sequence[Value]], limit: int = MOST_ROWS, offset: int = 0) -> str:
        """The query about these values, by parameter, for `limit` rows after the first `offset`.

        Only IRI terms go into the text, in their N-Triples form, so that nothing a client sends can end one early.
        """
        text = "".join(piece if isinstance(piece, str) else _filled(piece, values) for piece in self.pieces)
        return text.replace(_ROWS, f"LIMIT {int(limit)} OFFSET {int(offset)}")

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


@cache
def stored_queries() -> tuple[StoredQuery, ...]:
    """All stored queries: the project's further ones, then the questions by number. Raises `OntologyError` where a file is faulty."""
    found = (*(_further(path) for path in sorted(FOLDER.glob("*.rq"))), *(_of_question(each) for each in questions()))
    names: set[str] = set()
    for query in found:
        if query.name in names:
            raise OntologyError(FOLDER, f"two stored queries are called {query.name!r}")
        names.add(query.name)
    return found


@cache
def by_name() -> Mapping[str, StoredQuery]:
    """The stored queries by name."""
    return {query.name: query for query in stored_queries()}


def by_number(name: str) -> StoredQuery | None:
    """The competency question whose number, with or without its leading zero, or whose file's name this is."""
    number, _, rest = name.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 3):
        return None
    found = next((query for query in stored_queries() if query.number and int(query.number) == int(number)), None)
    return found if found and rest in {"", found.name} else None


@cache
def grouped() -> tuple[tuple[Theme, tuple[StoredQuery, ...]], ...]:
    """The stored queries of each theme, in the order of the themes' table."""
    return tuple((theme, tuple(q for q in stored_queries() if q.theme == theme)) for theme in themes())


def _of_question(question: Question) -> StoredQuery:
    number, _, name = question.name.partition("-")
    text = _without_header(question.query)
    constants = [(token, *_constant(token[0], name)) for token in tokens(text) if token["iri"]]
    values: dict[str, set[str]] = {}
    for _, kind, _, slug in constants:
        values.setdefault(kind, set()).add(slug)
    pieces: list[str | Hole] = []
    done = 0
    for token, kind, path, _ in constants:
        if kind and len(values[kind]) == 1:
            pieces += [text[done : token.start()], Hole(kind, constant=token[0], path=path)]
            done = token.end()
    pieces.append(f"{text[done:].rstrip()}\n{_ROWS}\n")
    parameters = {piece.parameter for piece in pieces if isinstance(piece, Hole)}
    return StoredQuery(
        name,
        number,
        question.theme,
        question.title,
        question.question,
        tuple(pieces),
        tuple(Parameter(kind, next(iter(values[kind]))) for kind in KINDS if kind in parameters),
        _columns(question.query),
    )


def _constant(iri: str, name: str) -> tuple[str, str, str]:
    """Kind, path below `/id/` and slug of a question's constant; a kind that is empty is no parameter."""
    relative = iri[1:-1].removeprefix(str(ID))
    path = next((path for path in _PATHS if relative.startswith(path)), "")
    kind = _PATHS.get(path, "")
    if not path or kind in _FIXED.get(name, ()):
        return "", "", ""
    return kind, path, relative.removeprefix(path)


def _further(path: Path) -> StoredQuery:
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    theme = next((theme for theme in themes() if header and theme.slug == header[5]), None)
    if header is None or theme is None or text.count(_ROWS) != 1:
        raise OntologyError(path, f"it needs the header of a question with a known theme, and “{_ROWS}” once")
    body = text[header.end() :]
    pieces: list[str | Hole] = []
    done = 0
    for given in _FILTER.finditer(body):
        before, hole, after = given["lines"].partition("UNDEF")
        if given["parameter"] not in KINDS or not hole:
            raise OntologyError(path, f"the filter {given['parameter']!r} names no kind, or has no UNDEF")
        pieces += [body[done : given.start()], Hole(given["parameter"], before, after)]
        done = given.end()
    pieces.append(body[done:])
    given_names = [piece.parameter for piece in pieces if isinstance(piece, Hole)]
    return StoredQuery(
        path.stem,
        "",
        theme,
        Words(header[1], header[2]),
        Words(header[3], header[4]),
        tuple(pieces),
        tuple(Parameter(name, many=True) for name in given_names),
        _columns(body),
    )


def _filled(hole: Hole, values: Mapping[str, Sequence[Value]]) -> str:
    given = values.get(hole.parameter)
    if not given:
        return hole.constant
    path = hole.path
    terms: Iterable[NamedNode] = (
        NamedNode(f"{ID}{path}{value.slug}") if path.startswith("graph/") else value.iri for value in given
    )
    return f"{hole.before}{' '.join(map(str, terms))}{hole.after}"


def _without_header(query: str) -> str:
    """A question's query alone: its header names the constants that may change."""
    return query.partition("\n\n")[2]


def _columns(query: str) -> tuple[str, ...]:
    """The names of a query's columns, in their order."""
    answer = Store().query(query)
    assert isinstance(answer, QuerySolutions), "every stored query is a SELECT"
    return tuple(variable.value for variable in answer.variables)
