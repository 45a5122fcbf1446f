"""The formats that answers come in: their short names, media types and file endings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from server.negotiation import negotiate

HTML = "text/html"

HtmlPlace = Literal["none", "first", "last"]


class UnknownFormatError(ValueError):
    """A `format=` that names no format that this answer can have."""


@dataclass(frozen=True)
class Format:
    """One serialisation: `name` is its short name and file ending; `media_types` has the registered one first.

    `others` are further names in `format=`: SPARQLWrapper sends its own beside a right `Accept`.
    """

    name: str
    title: str
    media_types: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The registered media type, which engines are asked for."""
        return self.media_types[0]


RESULTS = (
    Format("json", "JSON", ("application/sparql-results+json", "application/json")),
    Format("xml", "XML", ("application/sparql-results+xml", "application/xml", "text/xml")),
    Format("csv", "CSV", ("text/csv",)),
    Format("tsv", "TSV", ("text/tab-separated-values",)),
)
"""Formats of SELECT and ASK, the favourite first (W3C: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats)."""

GRAPHS = (
    Format("ttl", "Turtle", ("text/turtle", "application/x-turtle"), ("turtle", "n3")),
    Format("nt", "N-Triples", ("application/n-triples", "text/plain"), ("ntriples",)),
    Format("jsonld", "JSON-LD", ("application/ld+json",), ("json-ld",)),
    Format("json", "JSON", ("application/json",)),
    Format("rdf", "RDF/XML", ("application/rdf+xml", "application/xml", "text/xml"), ("rdf+xml", "xml")),
)
"""Formats of CONSTRUCT, DESCRIBE and of an entity's description. `json` is JSON-LD that any browser displays."""

ENTITY = (
    *(fmt for fmt in GRAPHS if fmt.name != "json"),
    Format("json", "JSON", ("application/json",)),
    Format("csv", "CSV", ("text/csv",)),
)
"""Formats of an entity's description. `json` and `csv` are of its names, statements and claims for those who use no RDF."""

_SAME_BYTES = {"application/json": "application/ld+json"}
"""Media types of `GRAPHS` whose bytes are those of another."""


@dataclass(frozen=True)
class Choice:
    """What an answer will be: the format, and the media type it is labelled with (one the client accepts)."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The `Content-Type` header; textual formats say that they are UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    @property
    def engine_type(self) -> str:
        """The media type to ask the query engine for."""
        return _SAME_BYTES.get(self.format.media_type, self.format.media_type)


def named(name: str, formats: Sequence[Format]) -> Choice:
    """The format whose short name or media type is `name`, for `format=` and file endings.

    Raises `UnknownFormatError`, which lists the names.
    """
    for fmt in formats:
        if name in (fmt.name, *fmt.others, *fmt.media_types):
            return Choice(fmt, name if name in fmt.media_types else fmt.media_type)
    names = ", ".join(fmt.name for fmt in formats)
    raise UnknownFormatError(f"no format “{name}” for this answer; there are {names}")


@lru_cache(1024)
def chosen(accept: str | None, formats: tuple[Format, ...], html: HtmlPlace = "none") -> Choice | None:
    """The format that `accept` asks for; `None` stands for the HTML page.

    `html`: whether the page is not on offer, or is the favourite, or comes last, so that only a client that names it gets it.
    Raises `NotAcceptableError`.
    """
    by_type: dict[str, Format] = {fmt.media_type: fmt for fmt in formats}
    for fmt in formats:
        for alias in fmt.media_types[1:]:
            by_type.setdefault(alias, fmt)
    page = {"none": ([], []), "first": ([HTML], []), "last": ([], [HTML])}[html]
    media_type = negotiate(accept, [*page[0], *by_type, *page[1]])
    return Choice(by_type[media_type], media_type) if media_type in by_type else None


def chosen_graph(accept: str | None) -> Choice:
    """The format of a graph that `accept` asks for, where no page is on offer. Raises `NotAcceptableError`."""
    choice = chosen(accept, GRAPHS)
    assert choice is not None, "no page is on offer here"
    return choice
