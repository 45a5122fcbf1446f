"""What whoever runs the server asks of it: is it alive, is it ready, what has it counted, what are its limits, what does it offer."""

from __future__ import annotations

import json
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final, cast

import yaml
from flask import Blueprint, Response, render_template, request

from graph_store.errors import StoreError
from graph_store.federation.services import Services
from server.config import ServerConfig
from server.errors import ProblemError
from server.formats import HTML
from server.limits import limits
from server.metrics import Metrics
from server.negotiation import NotAcceptableError, negotiate
from server.readiness import Probe
from server.source import Source

_OPENAPI: Final = Path(__file__).with_name("openapi")
_FILES: Final = ("data", "pages", "search", "stored", "feeds")
_JSON: Final = "application/json"
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""Headers by which a proxy says that it asks for somebody else."""


def blueprint(config: ServerConfig, source: Source, metrics: Metrics, services: Services) -> Blueprint:
    """The routes, answering for the server that `config` describes."""
    routes = Blueprint("operation", __name__)
    probe = Probe(source)

    @routes.get("/health")
    def health() -> dict[str, str]:
        """That the process answers, and from which release, if there is one: what restarts a server depends on no store."""
        try:
            return {"status": "ok", "release": source.current().release}
        except StoreError:
            return {"status": "ok"}

    @routes.get("/ready")
    def ready() -> Response:
        """Whether queries can be answered now; 503 with the reason where they can't."""
        release = probe.release()
        return _uncached(Response(json.dumps({"status": "ready", "release": release}), content_type=_JSON))

    @routes.get("/metrics")
    def measured() -> Response:
        """The metrics, for whom the setting lets in."""
        if config.metrics == "off" or (config.metrics == "local" and not _is_local()):
            raise ProblemError(403, "Không được xem", "Forbidden", "The metrics are read on the server's own machine.")
        body, content_type = metrics.written(request.headers.get("Accept"))
        return _uncached(Response(body, content_type=content_type))

    _add_descriptions(routes, config, services)
    return routes


def _add_descriptions(routes: Blueprint, config: ServerConfig, services: Services) -> None:
    @routes.get("/limits")
    def limits_() -> Response:
        """What a query may take, as a page or as JSON."""
        try:
            is_page = negotiate(request.headers.get("Accept"), [_JSON, HTML]) == HTML
        except NotAcceptableError as error:
            raise ProblemError(406, "Không có định dạng được yêu cầu", "No acceptable format", f"{error}.") from error
        found, listed = limits(config), [service.listed for service in services.all()]
        if is_page:
            page = render_template("limits.html", limits=found, services=listed)
            response = Response(page, content_type=f"{HTML}; charset=utf-8")
        else:
            members = {"limits": [limit.as_json() for limit in found], "services": [one.as_json() for one in listed]}
            response = Response(json.dumps(members, ensure_ascii=False, indent=2) + "\n", content_type=_JSON)
        response.vary.add("Accept")
        return response

    @routes.get("/openapi.yaml")
    def openapi_yaml() -> Response:
        """The description of the whole HTTP surface (OpenAPI 3.1)."""
        return Response(_as_yaml(), content_type="application/yaml")

    @routes.get("/openapi.json")
    def openapi_json() -> Response:
        """The same in JSON."""
        return Response(json.dumps(description(), ensure_ascii=False) + "\n", content_type=_JSON)


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description, put together once from its files: the first has all but the paths of the others."""
    first, *others = (yaml.safe_load((_OPENAPI / f"{name}.yaml").read_text(encoding="utf-8")) for name in _FILES)
    for other in others:
        first["paths"] |= other["paths"]
    return cast(dict[str, Any], first)


@cache
def _as_yaml() -> str:
    return cast(str, yaml.dump(description(), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=140))


class _Plain(yaml.SafeDumper):  # type: ignore[misc] # PyYAML comes without types
    """Writes what occurs twice twice, so that readers without anchors can take it."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _is_local() -> bool:
    """Whether the request comes from this machine, and not from a proxy here that asks for somebody elsewhere."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return address.is_loopback and not any(name in request.headers for name in _FORWARDED)


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
