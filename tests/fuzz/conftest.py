"""The application over the server's three small articles, for fuzzing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from pyoxigraph import DefaultGraph, Quad, Store, parse

from graph_store.engine import EmbeddedEngine
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource

ARTICLES = Path(__file__).parents[1] / "server" / "articles.trig"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    store = Store()
    quads = list(parse(path=str(ARTICLES)))
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    source = FixedSource("20240401T000000Z-0000", EmbeddedEngine.over(store))
    return create_app(ServerConfig(store=tmp_path_factory.mktemp("store")), source)
