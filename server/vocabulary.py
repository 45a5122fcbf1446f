"""The ontology at its IRI, at the IRI of its version and as files; the JSON-LD context; the shapes."""

from __future__ import annotations

import json
from functools import cache
from typing import cast

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from ontology import load, mint
from ontology.context import context
from server import queries
from server.errors import ProblemError
from server.formats import GRAPHS, HTML, Choice, UnknownFormatError, chosen, chosen_graph, named
from server.ontology_page import read_page
from server.sending import send_graph
from server.source import Reading, Source

_ONTOLOGY = NamedNode(mint.graph("ontology"))


def blueprint(source: Source) -> Blueprint:
    """The routes, answering from `source`."""
    routes = Blueprint("vocabulary", __name__)

    @routes.get("/ontology")
    def ontology() -> Response:
        """The ontology, as a page with an anchor for each term or as data."""
        return _ontology(source.current())

    @routes.get("/ontology/<version>")
    def ontology_of_version(version: str) -> Response:
        """The version IRI: this release's ontology, where it is of that version."""
        reading = source.current()
        here = read_page(reading).version
        if version != here:
            detail = f"{request.path}: this release has version {here or '?'} of the ontology."
            raise ProblemError(404, "Không có phiên bản này", "No such version", detail)
        return _ontology(reading)

    @routes.get("/ontology.<ending>")
    def ontology_file(ending: str) -> Response:
        """The ontology in the format of the address' ending."""
        return _graph(source.current(), _by_ending(ending))

    @routes.get("/alignment")
    def alignment() -> Response:
        """See Other: the alignment is a part of the ontology."""
        return cast(Response, redirect("/ontology", 303, Response=Response))

    _add_files(routes)
    return routes


def _add_files(routes: Blueprint) -> None:
    @routes.get("/context.jsonld")
    def json_ld_context() -> Response:
        """The JSON-LD context, for documents that write our terms by short names."""
        return Response(_context(), content_type="application/ld+json")

    @routes.get("/shapes")
    def shapes() -> Response:
        """Every shape (SHACL), so that the IRI of each leads to it."""
        return _shapes("", chosen_graph(request.headers.get("Accept")))

    @routes.get("/shapes.<ending>")
    def shapes_file(ending: str) -> Response:
        """Every shape, in the format of the address' ending."""
        return _shapes("", _by_ending(ending))

    @routes.get("/shapes/<name>")
    def shapes_of_kind(name: str) -> Response:
        """The shapes that graphs of one kind keep to (`article`), in the format that `Accept` or an ending asks for."""
        kind, dot, ending = name.partition(".")
        if kind not in load.SHAPE_SETS:
            detail = f"{request.path}: there are shapes of {', '.join(load.SHAPE_SETS)}."
            raise ProblemError(404, "Không có bộ ràng buộc này", "No such shapes", detail)
        return _shapes(kind, _by_ending(ending) if dot else chosen_graph(request.headers.get("Accept")))


def _ontology(reading: Reading) -> Response:
    choice = chosen(request.headers.get("Accept"), GRAPHS, html="first")
    if choice is not None:
        return _graph(reading, choice)
    page = render_template("ontology.html", page=read_page(reading), shape_sets=load.SHAPE_SETS)
    response = Response(page, content_type=f"{HTML}; charset=utf-8")
    response.vary.add("Accept")
    return response


def _by_ending(ending: str) -> Choice:
    try:
        return named(ending, GRAPHS)
    except UnknownFormatError as error:
        raise ProblemError(404, "Không có tệp này", "No such file", f"{request.path}: {error}.") from error


def _graph(reading: Reading, choice: Choice) -> Response:
    return send_graph(reading, queries.bind("graph", graph=[_ONTOLOGY]), choice)


def _shapes(kind: str, choice: Choice) -> Response:
    """The shapes of one kind of graph; of every kind where `kind` is empty."""
    format_ = RdfFormat.from_media_type(choice.engine_type)
    assert format_ is not None, "every format on offer is one of Oxigraph's"
    response = Response(_shapes_in(kind, format_), content_type=choice.content_type)
    response.vary.add("Accept")
    return response


@cache
def _shapes_in(kind: str, format_: RdfFormat) -> bytes:
    graph = load.shapes_graph(kind) if kind else load.every_shape()
    text = graph.serialize(format="nt", encoding="utf-8")
    prefixes = {name: str(iri) for name, iri in graph.namespaces() if name}
    return cast(bytes, serialize(parse(text, RdfFormat.N_TRIPLES), format=format_, prefixes=prefixes))


@cache
def _context() -> str:
    return json.dumps(context(load.ontology_graph()), ensure_ascii=False, indent=2) + "\n"
