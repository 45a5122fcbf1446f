"""The application factory: all routes, all headers, one store."""

from __future__ import annotations

from flask import Flask, Response, request
from jinja2 import StrictUndefined

from server import catalogue, errors, exports, linked_data, operation, pages, sparql, vocabulary
from server.access_log import AccessLog
from server.addresses import short
from server.bodies import whole_bodies
from server.config import ServerConfig
from server.metrics import Metrics
from server.record import NotedSource, note_route
from server.source import ReleaseSource, Source
from server.watching import Sink, watched

_DATA_PATHS = (
    "/sparql",
    "/id/",
    "/data/",
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
)
"""Paths that scripts of other sites may read (CORS)."""

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

_SAFETY = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
"""Headers of every answer. HSTS belongs to whoever ends TLS; `frame-ancestors` says what X-Frame-Options would."""
_FOR_SCRIPTS = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "Link, Location"))


def create_app(config: ServerConfig, source: Source | None = None) -> Flask:
    """The WSGI application over the store that `config` names.

    `source` takes the store's place where it is given (tests, an old release). The store is looked at on each request,
    so the application can be made before there is one; until then requests are answered 503.
    """
    app = Flask(__name__)
    # A form's percent-encoding makes a query up to three times as long, and the dataset's parameters come beside it.
    app.config["MAX_CONTENT_LENGTH"] = 3 * config.max_query_bytes + 65_536
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.jinja_env.undefined = StrictUndefined  # a misspelt name is an error, not a gap in the page
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.add_template_filter(short, "short")
    app.add_template_filter(_grouped, "grouped")
    reading = NotedSource(source or ReleaseSource(config.store))
    metrics = Metrics(reading)
    app.register_blueprint(sparql.blueprint(config, reading))
    app.register_blueprint(linked_data.blueprint(reading))
    app.register_blueprint(vocabulary.blueprint(reading))
    app.register_blueprint(catalogue.blueprint(config, reading))
    app.register_blueprint(pages.blueprint(config, reading))
    app.register_blueprint(exports.blueprint(config.store))
    app.register_blueprint(operation.blueprint(config, reading, metrics))
    errors.install(app)
    app.after_request(_with_headers)
    app.after_request(note_route)
    sinks: list[Sink] = [metrics]
    if config.access_log:
        sinks.append(AccessLog(config.access_log, clients=config.log_clients, queries=config.log_queries))
    # What answers before Flask goes between the two, so that it is watched as well.
    inner = whole_bodies(app.wsgi_app, app.config["MAX_CONTENT_LENGTH"], config.threads)
    app.wsgi_app = watched(inner, sinks)  # type: ignore[assignment, method-assign]
    return app


def _with_headers(response: Response) -> Response:
    headers = response.headers
    headers.extend(_SAFETY)
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.path.startswith(_DATA_PATHS):
        headers.extend(_FOR_SCRIPTS)
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
            headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
    return response


def _grouped(count: int) -> str:
    """A count with the Vietnamese thousands separator: 1234 is `1.234`."""
    return f"{count:,}".replace(",", ".")
