"""The server over three small articles, in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, parse

from graph_store.cube.graphs import cube_graphs
from graph_store.engine import EmbeddedEngine
from ontology import mint
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource, Reading

ARTICLES = Path(__file__).with_name("articles.trig")


@pytest.fixture(scope="session")
def store() -> Store:
    """The articles as a release holds them: in their named graphs, and the union of these in the default graph."""
    store = Store()
    quads = list(parse(path=str(ARTICLES)))
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return store


@pytest.fixture(scope="session")
def with_cubes(store: Store) -> Store:
    """The three articles with the cubes that their claims give."""
    whole = Store()
    whole.extend(store)
    for name, triples in cube_graphs(store).items():
        for graph in (NamedNode(mint.graph(name)), DefaultGraph()):
            whole.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return whole


@pytest.fixture(scope="session")
def site(with_cubes: Store, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The pages of a release with its cubes."""
    source = FixedSource("20240401T000000Z-0000", EmbeddedEngine.over(with_cubes))
    return create_app(ServerConfig(store=tmp_path_factory.mktemp("cubes")), source).test_client()


@pytest.fixture(scope="session")
def source(store: Store) -> FixedSource:
    return FixedSource("20240401T000000Z-0000", EmbeddedEngine.over(store))


@pytest.fixture
def reading(source: FixedSource) -> Reading:
    return source.current()


@pytest.fixture(scope="session")
def app(source: FixedSource, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    config = ServerConfig(store=tmp_path_factory.mktemp("store"), max_query_bytes=4096, group_size=3, page_size=5)
    app = create_app(config, source)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
