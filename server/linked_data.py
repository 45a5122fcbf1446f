"""Linked data: `/id/...` sends a client to the page or the data of an entity, `/data/...` is the data."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, redirect, request
from pyoxigraph import NamedNode

from ontology.tables.identities import moved_to
from server import queries
from server.addresses import data, page, path_of
from server.entity import UnknownEntityError, is_known
from server.formats import GRAPHS, HTML, chosen, chosen_graph, named
from server.sending import send_graph
from server.source import Reading, Source


def blueprint(source: Source) -> Blueprint:
    """The routes, answering from `source`."""
    routes = Blueprint("linked_data", __name__)

    @routes.get("/id/<path:path>")
    def identifier(path: str) -> Response:
        """303 (See Other): an entity is not a document, so it is never the answer itself (Cool URIs, section 4.3).

        301 (Moved Permanently) to the IRI of the same thing where a maintainer has joined this one to it.
        """
        if new := moved_to(queries.entity(path).value):
            return cast(Response, redirect(f"/id/{path_of(new)}", 301, Response=Response))
        choice = chosen(request.headers.get("Accept"), GRAPHS, html="first")
        _must_know(source.current(), queries.entity(path))
        address = page(path) if choice is None else data(path, choice.format.name)
        response = cast(Response, redirect(address, 303, Response=Response))
        response.vary.add("Accept")
        return response

    @routes.get("/data/<path:name>")
    def description(name: str) -> Response:
        """What the graph says of an entity, in the format of the address' ending or of `Accept`."""
        path, ending = _without_ending(name)
        entity = queries.entity(path)
        reading = source.current()
        _must_know(reading, entity)
        choice = named(ending, GRAPHS) if ending else chosen_graph(request.headers.get("Accept"))
        response = send_graph(reading, queries.bind_all("describe", entity), choice)
        response.headers.add("Link", f"<{page(path)}>", rel="alternate", type=HTML)
        return response

    return routes


def _without_ending(name: str) -> tuple[str, str]:
    """The entity's path and the format's name, from `path.ttl`; no format where the ending is none of ours."""
    path, _, ending = name.rpartition(".")
    return (path, ending) if path and any(ending == fmt.name for fmt in GRAPHS) else (name, "")


def _must_know(reading: Reading, entity: NamedNode) -> None:
    if not is_known(reading, entity):
        raise UnknownEntityError(entity.value)
