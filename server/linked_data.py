"""Linked data: `/id/...` sends a client to the page or the data of an entity, `/data/...` is the data."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, redirect, request
from pyoxigraph import NamedNode

from ontology.tables.identities import moved_to
from server import queries
from server.addresses import data, page, path_of
from server.errors import UnknownEntityError
from server.formats import ENTITY, HTML, Choice, chosen, named
from server.language import here
from server.parameters import page_number
from server.sending import send_graph
from server.site.entity import is_known
from server.site.entity_data import as_csv, as_json, next_page, read_data
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
        choice = chosen(request.headers.get("Accept"), ENTITY, html="first")
        _must_know(source.current(), queries.entity(path))
        address = here(page(path)) if choice is None else data(path, choice.format.name)
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
        choice = named(ending, ENTITY) if ending else chosen(request.headers.get("Accept"), ENTITY)
        assert choice is not None, "no page is on offer here"
        if choice.format.name in {"json", "csv"}:
            response = _plain(reading, entity, choice)
        else:
            response = send_graph(reading, queries.bind_all("describe", entity), choice)
        response.headers.add("Link", f"<{page(path)}>", rel="alternate", type=HTML)
        return response

    return routes


def _without_ending(name: str) -> tuple[str, str]:
    """The entity's path and the format's name, from `path.ttl`; no format where the ending is none of ours."""
    path, _, ending = name.rpartition(".")
    return (path, ending) if path and any(ending == fmt.name for fmt in ENTITY) else (name, "")


def _plain(reading: Reading, entity: NamedNode, choice: Choice) -> Response:
    """The entity as JSON or as a table of its claims, a page of them at a time."""
    found = read_data(reading, entity, page_number())
    body = as_csv(found) if choice.format.name == "csv" else as_json(found)
    response = Response(body, content_type=choice.content_type)
    response.vary.add("Accept")
    response.headers.add("Link", f"<{entity.value}>", rel="cite-as")
    if more := next_page(found):
        response.headers.add("Link", f"<{data(found.page.path, choice.format.name)}{more}>", rel="next")
    return response


def _must_know(reading: Reading, entity: NamedNode) -> None:
    if not is_known(reading, entity):
        raise UnknownEntityError(entity.value)
