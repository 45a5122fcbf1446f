"""The routes of the stored queries: the answers, the list and the description of them all, and the page for people."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from typing import Final, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.http import generate_etag

from server.answering import Answering, Client
from server.coding import coded, coding
from server.errors import ProblemError
from server.formats import HTML
from server.headers import FOR_SCRIPTS
from server.language import PREFIX, to_language
from server.negotiation import NotAcceptableError, negotiate
from server.source import Source
from server.stored import openapi
from server.stored.asking import read
from server.stored.collection import StoredQuery, by_name, by_number, stored_queries
from server.stored.guide import read_guide
from server.stored.kinds import MOST_ROWS
from server.stored.records import BY_ENDING, FORMS
from server.stored.replies import reply
from server.stored.values import shown

_JSON: Final = "application/json"
_PAGE: Final = "html"


def blueprint(source: Source, answering: Answering, query_page: str = "/sparql") -> Blueprint:
    """The routes, answering from `source`; answers are kept in `answering`'s cache.

    `query_page` is the address of the page that shows the query which its parameter `query` has.
    """
    routes = Blueprint("stored", __name__)

    @routes.get("/api/")
    def stored_list() -> Response:
        """All stored queries: titles, parameters, addresses."""
        return _document(_listing())

    @routes.get("/api/openapi.json")
    def stored_openapi() -> Response:
        """Their OpenAPI description."""
        return _document(_description())

    @routes.get("/api/<name>")
    def stored(name: str) -> Response:
        """The answer to one of them; its page where the name ends so; a redirect where the name isn't its own, or has no ending."""
        base, dot, ending = name.rpartition(".")
        if not dot:
            return _negotiated(name)
        query = _named(base)
        if ending != _PAGE and ending not in BY_ENDING:
            endings = ", ".join((*BY_ENDING, _PAGE))
            raise ProblemError(
                404, "Không có định dạng này", "No such format", f"No format {shown(ending)}; there are {endings}."
            )
        if query.name != base:
            return _moved(f"/api/{query.name}.{ending}")
        reading = source.current()
        asked = read(query, request.args, reading)
        if ending == _PAGE:
            heading = f"# {query.title.vi} · {query.title.en}\n"
            return _found(f"{query_page}?{urlencode({'query': heading + asked.text})}")
        return reply(answering.cache, reading, asked, BY_ENDING[ending], Client.of(request.environ))

    _add_guide(routes, source)
    return routes


def _add_guide(routes: Blueprint, source: Source) -> None:
    @routes.get("/api-guide")
    def guide_anywhere() -> Response:
        """The page in the reader's language."""
        return to_language()

    @routes.get(f"{PREFIX}/api-guide")
    def guide(language: str) -> str:
        """All stored queries by theme, each with a form."""
        return render_template(
            "api_guide.html",
            guide=read_guide(source.current()),
            forms=FORMS,
            most_rows=MOST_ROWS,
            count=len(stored_queries()),
        )


def _named(name: str) -> StoredQuery:
    """The query of that name or number. Raises `ProblemError` 404, which tells of names like it."""
    query = by_name().get(name) or by_number(name)
    if query is None:
        near = get_close_matches(name[:100], by_name(), 3, 0.5)
        hint = f" Is it {', or '.join(near)}?" if near else ""
        raise ProblemError(
            404,
            "Không có truy vấn này",
            "No such stored query",
            f"No stored query is called {shown(name)}; /api/ lists them.{hint}",
        )
    return query


def _negotiated(name: str) -> Response:
    """A redirect to the format that `Accept` likes best; a browser gets the page."""
    query = _named(name)
    endings = {form.media_type: form.ending for form in FORMS} | {HTML: _PAGE}
    try:
        ending = endings[negotiate(request.headers.get("Accept"), list(endings))]
    except NotAcceptableError as error:
        raise ProblemError(406, "Không có định dạng được yêu cầu", "No acceptable format", f"{error}.") from error
    response = _moved(f"/api/{query.name}.{ending}")
    response.vary.add("Accept")
    return response


def _moved(path: str) -> Response:
    """302 (Found) to another path with the same parameters: a question may get another number."""
    given = request.query_string.decode("ascii", "replace")
    return _found(f"{path}?{given}" if given else path)


def _found(address: str) -> Response:
    return cast(Response, redirect(address, 302, Response=Response))


def _document(body: bytes) -> Response:
    """A document that is the same as long as the server runs."""
    code = coding(request.headers.get("Accept-Encoding", ""))
    headers = [*FOR_SCRIPTS, ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
    if code:
        headers.append(("Content-Encoding", code))
    response = Response(coded(body, code) if code else body, content_type=_JSON, headers=headers)
    response.set_etag(generate_etag(body + code.encode()))
    return cast(Response, response.make_conditional(request))


@cache
def _listing() -> bytes:
    return json.dumps(openapi.listing(), ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _description() -> bytes:
    return json.dumps(openapi.description(), ensure_ascii=False, separators=(",", ":")).encode()
