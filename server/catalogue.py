"""The catalogue: `/catalog` as a page or as data, `/catalog.ttl` and the like, and `/.well-known/void`, which leads there.

What the release holds of its catalogue never changes; the exports and the other releases beside it do, so they are
looked for on each request, by the times of their folders, and read again where these have changed.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph_store.catalogue.graph import whole_catalogue
from graph_store.catalogue.names import GRAPH
from graph_store.catalogue.writing import written
from graph_store.engine import EmbeddedEngine
from graph_store.errors import StoreError
from graph_store.exports.index import NAME, exports_folder
from server import queries
from server.catalogue_page import read_page
from server.errors import ProblemError
from server.formats import GRAPHS, HTML, Choice, UnknownFormatError, chosen, chosen_graph, named
from server.source import Reading, Source

_N_TRIPLES = "application/n-triples"
_DESCRIBED_BY = '</catalog.ttl>; rel="describedby"; type="text/turtle"'
_log = logging.getLogger(__name__)


def blueprint(kept: Catalogues, source: Source) -> Blueprint:
    """The routes; the current release comes from `source`, what lies beside it from the store of `kept`."""
    routes = Blueprint("catalogue", __name__)

    @routes.get("/catalog")
    def catalogue() -> Response:
        """The catalogue, as a page or as data."""
        choice = chosen(request.headers.get("Accept"), GRAPHS, html="first")
        found = kept.of(source.current())
        response = _page(found) if choice is None else _data(found, choice)
        response.vary.add("Accept")
        return response

    @routes.get("/catalog.<ending>")
    def catalogue_file(ending: str) -> Response:
        """The catalogue in the format of the address' ending."""
        try:
            choice = named(ending, GRAPHS)
        except UnknownFormatError as error:
            raise ProblemError(404, "Không có tệp này", "No such file", f"{request.path}: {error}.") from error
        return _data(kept.of(source.current()), choice)

    @routes.get("/.well-known/void")
    def well_known() -> Response:
        """A redirect to the VoID description, which is a part of the catalogue (VoID, section 7.2)."""
        choice = chosen_graph(request.headers.get("Accept"))
        response = cast(Response, redirect(f"/catalog.{choice.format.name}", 302, Response=Response))
        response.vary.add("Accept")
        return response

    return routes


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of a release with what was beside it at one time."""

    release: str
    triples: tuple[Triple, ...]
    reading: Reading
    """The triples, to be queried."""


class Catalogues:
    """The newest catalogue, made again when the release or what lies beside it has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._seen: object = None
        self._catalogue: Catalogue | None = None

    def of(self, reading: Reading) -> Catalogue:
        """The catalogue of the release that is read."""
        seen = reading.release, _times(self._root)
        with self._lock:
            if self._catalogue is None or seen != self._seen:
                self._catalogue = self._made(reading)
                self._seen = seen
            return self._catalogue

    def _made(self, reading: Reading) -> Catalogue:
        answer = reading.engine.query(queries.bind("graph", graph=[NamedNode(GRAPH)]), [_N_TRIPLES])
        held = [quad.triple for quad in parse(answer.read(), RdfFormat.N_TRIPLES)]
        triples = whole_catalogue(self._root, reading.release, held, _tell)
        store = Store()
        store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
        return Catalogue(reading.release, tuple(triples), Reading(reading.release, EmbeddedEngine.over(store)))


def _tell(error: StoreError) -> None:
    _log.warning("left out of the catalogue: %s", error)


def _times(root: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a release or its exports come or go, or an index is written anew."""
    paths = [*(root / "releases").glob("*"), *exports_folder(root, "").glob(f"*/{NAME}")]
    found = []
    for path in sorted(paths):
        try:
            status = path.stat()
        except FileNotFoundError:  # it has just been removed
            continue
        found.append((str(path), status.st_mtime_ns, status.st_ino))
    return tuple(found)


def _data(found: Catalogue, choice: Choice) -> Response:
    format_ = RdfFormat.from_media_type(choice.engine_type)
    assert format_ is not None, "every format on offer is one of Oxigraph's"
    return Response(written(found.triples, format_), content_type=choice.content_type)


def _page(found: Catalogue) -> Response:
    page = render_template("catalogue.html", page=read_page(found.reading), release=found.release)
    response = Response(page, content_type=f"{HTML}; charset=utf-8")
    response.headers.add("Link", _DESCRIBED_BY)
    return response
