"""The application factory: all routes, all headers, one store."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from graph_store.federation.services import Services
from server import (
    catalogue,
    errors,
    exports,
    graph_store_protocol,
    language,
    linked_data,
    operation,
    sparql,
    vocabulary,
)
from server.access_log import AccessLog
from server.addresses import path_of, short
from server.amounts import amount
from server.answer_cache import AnswerCache
from server.answering import Answering
from server.bodies import whole_bodies
from server.config import ServerConfig
from server.feeds import routes as feeds
from server.headers import FOR_SCRIPTS, SAFETY
from server.metrics import Metrics
from server.query_path import QueryPath
from server.reconciliation import routes as reconciliation
from server.record import NotedSource, note_route
from server.search import pages as search_pages
from server.site import pages, query_page
from server.source import ReleaseSource, Source
from server.stored import routes as stored_queries
from server.watching import Sink, watched
from server.wording import on_en, on_vi
from server.writing import Writer, read_token

_DATA_PATHS = (
    "/sparql",
    "/id/",
    "/data/",
    "/graphs",
    "/ontology",
    "/context.jsonld",
    "/shapes",
    "/catalog",
    "/.well-known/",
    "/exports/",
    "/health",
    "/ready",
    "/limits",
    "/openapi",
    "/api/",
    "/reconcile",
    "/search.json",
    "/search/suggest",
    "/compare.",
    "/feeds/",
    "/ldes",
    "/cite.",
    "/query/",
)
"""Paths that scripts of other sites may read (CORS)."""


def create_app(config: ServerConfig, source: Source | None = None, services: Services | None = None) -> Flask:
    """The WSGI application over the store that `config` names.

    `services` are the endpoints that the source's engines ask, which are told of beside what they cost; without them there are none.
    `source` takes the store's place where it is given (tests, an old release). The store is looked at on each request,
    so the application can be made before there is one; until then requests are answered 503.
    """
    app = _bare(config)
    reading = NotedSource(source or ReleaseSource(config.store))
    answering = Answering(AnswerCache(config.cache_megabytes << 20))
    services = services or Services()
    metrics = Metrics(reading, answering.cache, services)
    writer = Writer(config.store, read_token(Path(config.write_token)) if config.write_token else "", reading)
    app.register_blueprint(sparql.blueprint(config, reading, answering, writer, services))
    app.register_blueprint(graph_store_protocol.blueprint(reading, writer, config.max_graph_bytes))
    app.register_blueprint(linked_data.blueprint(reading))
    app.register_blueprint(vocabulary.blueprint(reading))
    app.register_blueprint(exports.blueprint(config.store))
    _add_site(app, config, reading, answering)
    app.register_blueprint(operation.blueprint(config, reading, metrics, services))
    errors.install(app)
    language.install(app)
    app.after_request(_with_headers)
    app.after_request(note_route)
    sinks: list[Sink] = [metrics]
    if config.access_log:
        sinks.append(AccessLog(config.access_log, clients=config.log_clients, queries=config.log_queries))
    fast = QueryPath(app.wsgi_app, answering, reading, config.max_query_bytes)
    inner = whole_bodies(fast, app.config["MAX_CONTENT_LENGTH"], config.threads + services.places)
    app.wsgi_app = watched(inner, sinks)  # type: ignore[assignment, method-assign]
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies)  # type: ignore[method-assign]
    return app


def _bare(config: ServerConfig) -> Flask:
    """The application without routes: its bounds, and what its templates may use."""
    app = Flask(__name__)
    # A form's percent-encoding makes a query up to three times as long, and the dataset's parameters come beside it.
    app.config["MAX_CONTENT_LENGTH"] = 3 * config.max_query_bytes + 65_536
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.jinja_env.undefined = StrictUndefined  # a misspelt name is an error, not a gap in the page
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(amount=amount, on_vi=on_vi, on_en=on_en)
    app.add_template_filter(short, "short")
    app.add_template_filter(path_of, "path")
    return app


def _add_site(app: Flask, config: ServerConfig, reading: Source, answering: Answering) -> None:
    """Add the pages that people read, and what programs take of them."""
    catalogues = catalogue.Catalogues(config.store)
    app.register_blueprint(catalogue.blueprint(catalogues, reading))
    app.register_blueprint(pages.blueprint(config, reading))
    app.register_blueprint(search_pages.blueprint(config, reading))
    app.register_blueprint(query_page.blueprint(config, reading))
    app.register_blueprint(stored_queries.blueprint(reading, answering, query_page="/query"))
    app.register_blueprint(feeds.blueprint(config, reading, catalogues))
    app.register_blueprint(reconciliation.blueprint(config, reading))


def _with_headers(response: Response) -> Response:
    headers = response.headers
    for name, value in SAFETY:
        headers[name] = value
    if request.path == reconciliation.EMBEDDED:
        policy = headers["Content-Security-Policy"]
        headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors *")
    is_logo = request.path == "/static/mark.svg"  # which the reconciliation service's manifest shows to its clients
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_logo else "same-origin"
    if request.path.startswith(_DATA_PATHS):
        for name, value in FOR_SCRIPTS:
            headers[name] = value
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
            headers["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type, If-Match, If-None-Match"
    return response
