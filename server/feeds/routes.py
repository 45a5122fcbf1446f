"""The routes: feeds, downloads, citations, sitemap, robots.txt."""

from __future__ import annotations

from flask import Blueprint

from server.catalogue import Catalogues
from server.config import ServerConfig
from server.feeds import atom_routes, download_routes, sitemap_routes, stream_routes
from server.feeds.history import Histories
from server.source import Source


def blueprint(config: ServerConfig, source: Source, catalogues: Catalogues) -> Blueprint:
    """The routes, answering from `source`; `catalogues` are those of `server.catalogue`."""
    routes = Blueprint("feeds", __name__)
    histories = Histories(config.store)
    atom_routes.add(routes, source, histories)
    stream_routes.add(routes, source, histories)
    sitemap_routes.add(routes, source, histories)
    download_routes.add(routes, source, catalogues)
    return routes
