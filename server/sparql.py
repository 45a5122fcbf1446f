"""`/sparql`: the SPARQL endpoint, and the page with its form."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode, urljoin

from flask import Blueprint, Response, render_template, request
from pyoxigraph import RdfFormat
from werkzeug.datastructures import Headers

from graph_store.catalogue.service_description import Offered, service_description
from graph_store.catalogue.writing import written
from graph_store.errors import QueryError
from graph_store.federation.services import Services
from graph_store.query_form import gives_graph
from graph_store.updating.update import apply_update
from ontology import mint
from ontology.names import PREFIXES
from server import queries
from server.answering import Answering, Client
from server.config import ServerConfig
from server.errors import ProblemError, problem_of
from server.examples import by_theme, questions
from server.formats import GRAPHS, HTML, RESULTS, Choice, chosen
from server.limits import in_words
from server.negotiation import NotAcceptableError
from server.protocol import QueryRequest, asks_update, data_choice, read_request, read_update
from server.query_path import ERROR
from server.record import noted
from server.results import ResultTable, run
from server.source import Reading, Source
from server.writing import Writer, done, must_be_whole


def blueprint(
    config: ServerConfig, source: Source, answering: Answering, writer: Writer, services: Services
) -> Blueprint:
    """The endpoint, answering from `source` and changing the store by `writer`; `services` are the endpoints that SERVICE may ask."""
    routes = Blueprint("sparql", __name__)

    @routes.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
    def sparql() -> Response:
        """The answer to a query, as data or as a table on the page; the page alone for a browser without one."""
        if (error := request.environ.get(ERROR)) is not None:
            raise error
        if asks_update(request):
            return _updated(config, writer)
        asked = read_request(request, config.max_query_bytes)
        noted().query = asked.query
        if asked.query is None:
            return _without_query(source, _offered(config, writer, services))
        choice, is_page = data_choice(asked, request.headers.get("Accept", ""))
        reading = source.current()
        return _page(reading, asked, config.table_rows) if is_page else _data(answering, reading, asked, choice)

    return routes


def _updated(config: ServerConfig, writer: Writer) -> Response:
    must_be_whole(request)
    asked = read_update(request, config.max_graph_bytes)
    writer.require(request.headers.get("Authorization", ""))
    seconds, megabytes = config.update_seconds, 2 * config.query_megabytes
    release, _ = writer.write(
        "SPARQL Update",
        lambda draft: apply_update(
            draft, asked.update, asked.using_graphs, asked.using_named_graphs, seconds, megabytes
        ),
    )
    return done(release)


def _data(answering: Answering, reading: Reading, asked: QueryRequest, choice: Choice | None) -> Response:
    # Caches on the way don't keep an answer to a post (RFC 9110, 9.3.3), so a validator of it says nothing.
    client = replace(Client.of(request.environ), if_none_match="")
    sent, _ = answering.answer(reading, asked, choice, client)
    noted().cache = "miss" if sent.answered else "hit"
    response = Response(sent.body, status=sent.status, headers=Headers(sent.headers))
    if sent.answer is not None:
        response.call_on_close(sent.answer.close)
    return response


def _page(reading: Reading, asked: QueryRequest, limit: int) -> Response:
    """The form with the answer below it, or with what is wrong with the query above it."""
    try:
        table = run(reading, asked, limit)
    except QueryError as error:
        problem = problem_of(error)
        return _rendered(asked.query or "", problem=problem, status=problem.status)
    return _rendered(asked.query or "", table=table, downloads=_downloads(asked))


def _offered(config: ServerConfig, writer: Writer, services: Services) -> Offered:
    limits_at = urljoin(request.base_url, "/limits")
    return Offered(writer.is_on, bool(services), in_words(config), limits_at)


def _without_query(source: Source, offered: Offered) -> Response:
    """The page without an answer for a browser, else the description of the service.

    The description is for a GET without any parameter (SPARQL 1.1 Service Description, section 2); a client that asks
    otherwise, or accepts only what an answer could be, is told that a query is missing.
    """
    missing = ProblemError(400, "Thiếu truy vấn", "No query", "The parameter “query” is missing.")
    if request.method == "POST":
        raise missing
    try:
        choice = chosen(request.headers.get("Accept"), GRAPHS, html="last")
    except NotAcceptableError:
        raise missing from None
    if choice is None:
        return _rendered("")
    if request.args:
        raise missing
    return _description(source.current(), choice, offered)


def _description(reading: Reading, choice: Choice, offered: Offered) -> Response:
    format_ = RdfFormat.from_media_type(choice.engine_type)
    assert format_ is not None, "every format on offer is one of Oxigraph's"
    triples, graphs = reading.once("sizes", lambda: _sizes(reading))
    body = written(service_description(request.base_url, triples, graphs, offered), format_)
    response = Response(body, content_type=choice.content_type)
    response.vary.add("Accept")
    return response


def _sizes(reading: Reading) -> tuple[int, dict[str, int]]:
    """How many triples the default graph has, and each named graph but those of articles, by its name."""
    (size,) = reading.rows(queries.text("size"))
    named_graphs = reading.rows(queries.text("named_graphs"))
    return int(size["triples"].value), {
        row["graph"].value.removeprefix(mint.graph("")): int(row["triples"].value) for row in named_graphs
    }


def _rendered(
    query: str,
    table: ResultTable | None = None,
    problem: ProblemError | None = None,
    downloads: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> Response:
    page = render_template(
        "sparql.html",
        query=query or questions()[0].query,
        table=table,
        problem=problem,
        fault=_fault(query, problem) if problem else None,
        downloads=downloads or [],
        themes=by_theme(),
        prefixes=PREFIXES,
    )
    response = Response(page, status, content_type=f"{HTML}; charset=utf-8")
    response.vary.add("Accept")
    return response


def _fault(query: str, problem: ProblemError) -> tuple[str, str] | None:
    """The query's line that is at fault, cut at the column; columns count from 1."""
    lines = query.splitlines()
    if problem.line is None or problem.column is None or not 1 <= problem.line <= len(lines):
        return None
    line = lines[problem.line - 1]
    return line[: problem.column - 1], line[problem.column - 1 :]


def _downloads(asked: QueryRequest) -> list[tuple[str, str]]:
    """Name and address of the same answer in each data format."""
    formats = GRAPHS if gives_graph(asked.query or "") else RESULTS
    graphs = [("default-graph-uri", iri) for iri in asked.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in asked.named_graphs]
    query = ("query", asked.query or "")
    return [(f.title, f"/sparql?{urlencode([query, *graphs, ('format', f.name)])}") for f in formats]
