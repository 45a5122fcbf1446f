"""The stored queries over the three small articles of tests/server."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Quad, Store, parse

from graph_store.engine import EmbeddedEngine
from server import language
from server.answer_cache import AnswerCache
from server.answering import Answering
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource, Reading
from server.stored import routes

ARTICLES = Path(__file__).parents[1] / "articles.trig"
RELEASE = "20240401T000000Z-0000"


@pytest.fixture(scope="session")
def source() -> FixedSource:
    store = Store()
    quads = list(parse(path=str(ARTICLES)))
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return FixedSource(RELEASE, EmbeddedEngine.over(store))


@pytest.fixture
def reading(source: FixedSource) -> Reading:
    return source.current()


@pytest.fixture(scope="session")
def app(source: FixedSource, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = create_app(ServerConfig(store=tmp_path_factory.mktemp("store")), source)
    if "say" not in app.jinja_env.globals:
        language.install(app)
    if "stored" not in app.blueprints:
        app.register_blueprint(routes.blueprint(source, Answering(AnswerCache(1 << 24))))
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
