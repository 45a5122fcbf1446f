"""`/graphs`: named graphs read and written by the SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation, 2013).

`/graphs?graph=IRI` and `/graphs?default` name a graph indirectly (section 4.2), `/graphs/NAME` the graph `graph/NAME` of the project
directly (4.1): that is where its IRI leads. `/graphs` alone is the graph store: a post to it makes a new graph.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, request
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse

from graph_store.draft import Draft
from graph_store.terms import as_stored, with_stable_blank_nodes
from graph_store.updating.update import DEFAULT
from ontology import mint
from server import queries
from server.answer_cache import entity_tag
from server.answering import matches
from server.errors import ProblemError
from server.formats import GRAPHS, Choice, chosen_graph
from server.sending import send_graph
from server.source import Reading, Source
from server.writing import Writer, done, must_be_whole

_METHODS: Final = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_MULTIPART: Final = "multipart/form-data"


def blueprint(source: Source, writer: Writer, max_graph_bytes: int) -> Blueprint:
    """The routes; graphs of more than `max_graph_bytes` are not taken."""
    routes = Blueprint("graph_store_protocol", __name__)

    @routes.route("/graphs", methods=_METHODS, strict_slashes=False)
    def indirect() -> Response:
        """The graph that the address' query names."""
        return _answered(source, writer, _named(), max_graph_bytes)

    @routes.route("/graphs/<path:name>", methods=_METHODS)
    def direct(name: str) -> Response:
        """The graph of that name."""
        if request.args:
            raise _bad("The address names a graph already; it takes no parameters.")
        return _answered(source, writer, _iri(mint.graph(name)), max_graph_bytes)

    return routes


def _answered(source: Source, writer: Writer, graph: str | None, most: int) -> Response:
    if request.method in {"GET", "HEAD"}:
        return _read(source.current(), _must_name(graph))
    writer.require(request.headers.get("Authorization", ""))
    must_be_whole(request)
    request.max_content_length = most
    if request.method == "DELETE":
        return _delete(source, writer, _must_name(graph))
    if request.method == "PUT":
        return _put(source, writer, _must_name(graph), replace=True)
    if graph is None:
        new = mint.graph(f"posted/{secrets.token_hex(8)}")
        return _put(source, writer, new, replace=False)
    return _put(source, writer, graph, replace=False)


def _named() -> str | None:
    """The graph that the request names indirectly; None for the graph store itself."""
    others = request.args.keys() - {"graph", "default"}
    named = request.args.getlist("graph")
    defaults = request.args.getlist("default")
    if others:
        raise _bad(f"Unknown parameter “{min(others)}”: there are graph=IRI and default.")
    if len(named) + len(defaults) > 1 or any(defaults):
        raise _bad("One graph is named by graph=IRI or by default, which has no value.")
    if defaults:
        return DEFAULT
    return _known_as(_iri(named[0])) if named else None


def _known_as(iri: str) -> str:
    """The graph's own IRI, where it is named by its direct address on this server, as a client does that follows `Location`."""
    direct = f"{request.url_root}graphs/"
    return _iri(mint.graph(iri.removeprefix(direct))) if iri.startswith(direct) else iri


def _iri(text: str) -> str:
    try:
        return queries.iri(text).value
    except queries.BadIriError as error:
        raise _bad(f"The graph: {error}.") from error


def _must_name(graph: str | None) -> str:
    if graph is None:
        raise _bad("A graph has to be named, by graph=IRI or by default.")
    return graph


def _read(reading: Reading, graph: str) -> Response:
    choice = chosen_graph(request.headers.get("Accept"))
    _must_be_there(reading, graph)
    tag = _tag(reading, graph, choice)
    response = Response(status=304)
    if not matches(request.headers.get("If-None-Match", ""), tag):
        response = send_graph(reading, queries.bind("graph", graph=[NamedNode(graph)]), choice)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


def _tag(reading: Reading, graph: str, choice: Choice) -> str:
    return entity_tag((reading.release, graph, choice.content_type))


def _is_there(reading: Reading, graph: str) -> bool:
    return bool(reading.rows(queries.bind("graph_exists", graph=[NamedNode(graph)])))


def _must_be_there(reading: Reading, graph: str) -> None:
    if not _is_there(reading, graph):
        raise ProblemError(404, "Không có đồ thị này", "No such graph", f"There is no graph <{graph}> in this release.")


def _check_conditions(reading: Reading, graph: str) -> None:
    """If-Match and If-None-Match of a write (RFC 9110, 13.1); tags are those of any format."""
    there = _is_there(reading, graph)
    tags = {_tag(reading, graph, Choice(f, media)) for f in GRAPHS for media in f.media_types} if there else set()
    must, must_not = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    held = there if must == "*" else any(matches(must or "", tag) for tag in tags)
    refused = there if must_not == "*" else any(matches(must_not or "", tag) for tag in tags)
    if (must is not None and not held) or (must_not is not None and refused):
        raise _changed(f"<{graph}> is not as If-Match or If-None-Match says it is.")


def _must_begin_from(draft: Draft, reading: Reading) -> None:
    """What was looked at for the conditions has to be what is changed."""
    conditional = "If-Match" in request.headers or "If-None-Match" in request.headers
    if conditional and (draft.base is None or draft.base.id != reading.release):
        raise _changed("Another release has been published meanwhile.")


def _changed(detail: str) -> ProblemError:
    return ProblemError(412, "Đồ thị đã thay đổi", "Precondition failed", detail)


def _delete(source: Source, writer: Writer, graph: str) -> Response:
    reading = source.current()
    _must_be_there(reading, graph)
    _check_conditions(reading, graph)

    def change(draft: Draft) -> bool:
        _must_begin_from(draft, reading)
        return draft.put_graph(graph, ())

    release, _ = writer.write(f"DELETE <{graph}>", change)
    return done(release, 204)


def _put(source: Source, writer: Writer, graph: str, *, replace: bool) -> Response:
    """PUT replaces the graph, POST adds to it; 201 with its address where it is new (sections 5.3 and 5.5)."""
    triples = _content(graph)
    reading = source.current()
    _check_conditions(reading, graph)

    def change(draft: Draft) -> bool:
        _must_begin_from(draft, reading)
        before = draft.graph(graph)
        added = as_stored(with_stable_blank_nodes(triples, graph))
        draft.put_graph(graph, added if replace else before | added)
        return bool(before)

    release, was_there = writer.write(f"{request.method} <{graph}>", change)
    response = done(release, 204 if was_there else 201)
    if not was_there:
        response.headers["Location"] = _address(graph)
    return response


def _address(graph: str) -> str:
    """Where the graph is read: its direct address where it has one."""
    ours = mint.graph("")
    if graph.startswith(ours):
        return f"/graphs/{graph.removeprefix(ours)}"
    return f"/graphs?graph={quote(graph, safe='')}"


def _content(graph: str) -> list[Triple]:
    """The triples of the request's body, or of the files of a form (section 5.5)."""
    if request.mimetype == _MULTIPART:
        parts = [part for name in request.files for part in request.files.getlist(name)]
        if not parts:
            raise _bad("The form has no file.")
        return [
            t
            for part in parts
            for t in _parsed(part.read(), part.mimetype, graph, part.filename or part.name or "file")
        ]
    body = request.get_data(cache=False)
    if not body and not request.mimetype:
        return []
    return list(_parsed(body, request.mimetype, graph, "the body"))


def _parsed(body: bytes, media_type: str, graph: str, what: str) -> Iterable[Triple]:
    format_ = RdfFormat.from_media_type(_TYPES.get(media_type, media_type)) if media_type in _TAKEN else None
    if format_ is None:
        raise ProblemError(
            415, "Kiểu nội dung không được hỗ trợ", "Unsupported media type",
            f"{what}: “{media_type}” is no format of graphs; there are {', '.join(_TAKEN)}.", headers={"Accept-Post": ", ".join(_TAKEN)},
        )  # fmt: skip
    try:
        quads = list(parse(body, format=format_, base_iri=graph))
    except SyntaxError as error:
        detail = f"{what}: {error.msg}."
        raise ProblemError(
            400, "Đồ thị sai cú pháp", "Malformed graph", detail, line=error.lineno, column=error.offset
        ) from error
    if any(not isinstance(quad.graph_name, DefaultGraph) for quad in quads):
        raise _bad(f"{what} has named graphs of its own; one graph is written at a time.")
    return [quad.triple for quad in quads]


_TAKEN: Final = tuple(dict.fromkeys(media for f in GRAPHS for media in f.media_types))
_TYPES: Final = {
    "application/json": "application/ld+json",
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
}
"""Other names of formats that the engine's parser knows by one."""


def _bad(detail: str) -> ProblemError:
    return ProblemError(400, "Yêu cầu không hợp lệ", "Bad request", detail)
