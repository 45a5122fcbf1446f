"""The query operation of the SPARQL 1.1 Protocol (W3C Recommendation, 2013, section 2.1): from a request to its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from graph_store.query_form import form, gives_graph, is_update
from server import queries
from server.errors import ProblemError
from server.formats import GRAPHS, HTML, RESULTS, Choice, chosen, named
from server.negotiation import NotAcceptableError

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


@dataclass(frozen=True)
class QueryRequest:
    """One query and the dataset that the request asks it of; `query` is `None` where the request has none."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    """The `format=` of browsers; empty where `Accept` decides."""


def plain_query(query_string: str, max_query_bytes: int) -> QueryRequest | None:
    """The query of an address that has a query and nothing else, which takes a third of the time of `read_request`.

    None where it has more, or anything that `read_request` is to refuse.
    """
    if not query_string.startswith("query=") or "&" in query_string:
        return None
    try:
        query = unquote_to_bytes(query_string[6:].replace("+", " ")).decode()
    except UnicodeDecodeError:
        return None
    if not query.strip() or len(query_string) > max_query_bytes or is_update(query):
        return None
    return QueryRequest(query, (), (), "")


def read_request(request: Request, max_query_bytes: int) -> QueryRequest:
    """Read a query from `query=` (GET, or POST of a form) or from the body (POST of `application/sparql-query`).

    Raises `ProblemError`: 400 where a parameter is given twice, is no UTF-8 or no IRI, or an update is asked for; 413 where
    the query is longer than `max_query_bytes`; 415 where a POST has another content type.
    """
    parameters = _parameters(request, max_query_bytes)
    given = parameters["query"]
    if parameters["update"] or any(is_update(query) for query in given):
        raise _bad(f"An update is posted, as {UPDATE} or in a form as “update” (SPARQL 1.1 Protocol, 2.2).")
    if len(given) > 1:
        raise _bad(f"One query is needed, {len(given)} were given.")
    if given and len(given[0].encode()) > max_query_bytes:
        raise _too_long(max_query_bytes)
    return QueryRequest(
        given[0] if given else None,
        _graphs(parameters["default-graph-uri"]),
        _graphs(parameters["named-graph-uri"]),
        next(iter(parameters["format"]), ""),
    )


@dataclass(frozen=True)
class UpdateRequest:
    """One update and the dataset that the request gives it."""

    update: str
    using_graphs: tuple[str, ...]
    using_named_graphs: tuple[str, ...]


def asks_update(request: Request) -> bool:
    """Whether a request is the update operation of the protocol (section 2.2), well-formed or not."""
    if request.method != "POST":
        return False
    try:
        return request.mimetype == UPDATE or (request.mimetype == FORM and "update" in request.form)
    except RequestEntityTooLarge:
        return False  # whoever reads it tells by how much


def read_update(request: Request, max_bytes: int) -> UpdateRequest:
    """Read an update from the body (POST of `application/sparql-update`, up to `max_bytes`) or from `update=` of a form.

    Raises `ProblemError`: 400 where there is not one, a query is asked for too, or a graph is no IRI; 413 and 415 as for a query.
    """
    request.max_content_length = max_bytes
    given = [_body(request, max_bytes)] if request.mimetype == UPDATE else request.form.getlist("update")
    values = {
        name: request.args.getlist(name) + request.form.getlist(name) for name in ("query", *_USING, *_OF_QUERIES)
    }
    if len(given) != 1 or not given[0].strip():
        raise _bad(f"One update is needed, {len(given)} were given.")
    if wrong := next((name for name in ("query", *_OF_QUERIES) if values[name]), None):
        raise _bad(f"The parameter “{wrong}” is for queries, and this is an update.")
    return UpdateRequest(given[0], _graphs(values[_USING[0]]), _graphs(values[_USING[1]]))


_USING = ("using-graph-uri", "using-named-graph-uri")
_OF_QUERIES = ("default-graph-uri", "named-graph-uri")


def data_choice(asked: QueryRequest, accept: str) -> tuple[Choice | None, bool]:
    """The format of the answer, or that it is the page.

    No choice where the query's form can't be told: the engine will say what is wrong with the query, which helps more
    than a 406. Raises `NotAcceptableError` and `UnknownFormatError`.
    """
    query = asked.query or ""
    formats = GRAPHS if gives_graph(query) else RESULTS
    if asked.format:
        is_page = asked.format in {"html", HTML}
        return (None if is_page else named(asked.format, formats)), is_page
    try:
        choice = chosen(accept, formats, html="last")
    except NotAcceptableError:
        if form(query) in _FORMS:
            raise
        return None, False
    return choice, choice is None


def _parameters(request: Request, max_query_bytes: int) -> dict[str, list[str]]:
    """The protocol's parameters, from the address and the body together, so that a form may leave its dataset outside."""
    names = ("query", "update", "default-graph-uri", "named-graph-uri", "format")
    found = {name: [value for value in request.args.getlist(name) if value.strip()] for name in names}
    if request.method != "POST":
        return found
    if request.mimetype == QUERY:
        found["query"].append(_body(request, max_query_bytes))
    elif request.mimetype == FORM:
        try:
            for name in names:
                found[name] += [value for value in request.form.getlist(name) if value.strip()]
        except RequestEntityTooLarge as error:
            raise _too_long(max_query_bytes) from error
    else:
        given = f"“{request.mimetype}”" if request.mimetype else "no content type"
        detail = f"A query is posted as {FORM} or {QUERY}, an update as {FORM} or {UPDATE}; this request has {given}."
        headers = {"Accept-Post": f"{FORM}, {QUERY}, {UPDATE}"}
        raise ProblemError(415, "Kiểu nội dung không được hỗ trợ", "Unsupported media type", detail, headers=headers)
    return found


def _body(request: Request, max_query_bytes: int) -> str:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        detail = f"A posted query is UTF-8 (SPARQL 1.1 Protocol, 2.1.3), not {charset}."
        raise ProblemError(415, "Mã ký tự không được hỗ trợ", "Unsupported character encoding", detail)
    try:
        return request.get_data(cache=False).decode("utf-8")
    except RequestEntityTooLarge as error:
        raise _too_long(max_query_bytes) from error
    except UnicodeDecodeError as error:
        raise _bad(f"The query is not UTF-8: byte {error.start} can't be read.") from error


def _graphs(iris: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(queries.iri(iri).value for iri in iris)
    except queries.BadIriError as error:
        raise _bad(f"A graph of the dataset: {error}.") from error


def _bad(detail: str) -> ProblemError:
    return ProblemError(400, "Yêu cầu không hợp lệ", "Bad request", detail)


def _too_long(limit: int) -> ProblemError:
    detail = f"The query is longer than the {limit:,} bytes that this server takes."
    return ProblemError(413, "Truy vấn quá dài", "Query too long", detail)
