"""`/sparql`: the SPARQL endpoint, and the page with its form."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from pyoxigraph import RdfFormat

from graph_store.catalogue.service_description import service_description
from graph_store.catalogue.writing import written
from graph_store.errors import QueryError
from ontology import mint
from ontology.names import PREFIXES
from server import queries
from server.config import ServerConfig
from server.errors import ProblemError, problem_of
from server.examples import by_theme, questions
from server.formats import GRAPHS, HTML, RESULTS, Choice, chosen, named
from server.negotiation import NotAcceptableError
from server.protocol import QueryRequest, read_request
from server.query_form import form, gives_graph
from server.record import noted
from server.results import ResultTable, run
from server.sending import send
from server.source import Reading, Source

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def blueprint(config: ServerConfig, source: Source) -> Blueprint:
    """The endpoint, answering from `source`."""
    routes = Blueprint("sparql", __name__)

    @routes.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
    def sparql() -> Response:
        """The answer to a query, as data or as a table on the page; the page alone for a browser without one."""
        asked = read_request(request, config.max_query_bytes)
        noted().query = asked.query
        if asked.query is None:
            return _without_query(source)
        choice, is_page = _choice(asked)
        reading = source.current()
        return _page(reading, asked, config.table_rows) if is_page else _data(reading, asked, choice)

    return routes


def _choice(asked: QueryRequest) -> tuple[Choice | None, bool]:
    """The format of the answer, or that it is the page.

    No choice where the query's form can't be told: the engine will say what is wrong with the query, which helps more
    than a 406.
    """
    query = asked.query or ""
    formats = GRAPHS if gives_graph(query) else RESULTS
    if asked.format:
        is_page = asked.format in {"html", HTML}
        return (None if is_page else named(asked.format, formats)), is_page
    try:
        choice = chosen(request.headers.get("Accept"), formats, html="last")
    except NotAcceptableError:
        if form(query) in _FORMS:
            raise
        return None, False
    return choice, choice is None


def _data(reading: Reading, asked: QueryRequest, choice: Choice | None) -> Response:
    accept = [choice.engine_type] if choice else []
    answer = reading.engine.query(asked.query or "", accept, asked.default_graphs, asked.named_graphs)
    return send(answer, choice.content_type if choice else answer.media_type)


def _page(reading: Reading, asked: QueryRequest, limit: int) -> Response:
    """The form with the answer below it, or with what is wrong with the query above it."""
    try:
        table = run(reading, asked, limit)
    except QueryError as error:
        problem = problem_of(error)
        return _rendered(asked.query or "", problem=problem, status=problem.status)
    return _rendered(asked.query or "", table=table, downloads=_downloads(asked))


def _without_query(source: Source) -> Response:
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
    return _description(source.current(), choice)


def _description(reading: Reading, choice: Choice) -> Response:
    format_ = RdfFormat.from_media_type(choice.engine_type)
    assert format_ is not None, "every format on offer is one of Oxigraph's"
    triples, graphs = reading.once("sizes", lambda: _sizes(reading))
    body = written(service_description(request.base_url, triples, graphs), format_)
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
