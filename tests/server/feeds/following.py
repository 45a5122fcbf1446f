"""Releases that follow each other, and a server of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph_store.engine import EmbeddedEngine
from ontology.names import TD
from server.app import create_app
from server.config import ServerConfig
from server.source import Reading

FIRST = "20240401T000000Z-0000"
SECOND = "20240501T000000Z-0000"
THIRD = "20240601T000000Z-0000"
ARTICLES = Path(__file__).parents[1] / "articles.trig"


def reading_of(release: str, quads: Iterable[Quad]) -> Reading:
    """A release in memory, with the union of its graphs in the default graph."""
    store = Store()
    for quad in quads:
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
    return Reading(release, EmbeddedEngine.over(store))


def without_article(quads: Iterable[Quad], name: str) -> list[Quad]:
    """The quads without the graph of an article."""
    return [quad for quad in quads if not str(quad.graph_name.value).endswith(f"/article/{name}")]


def with_confidence(quads: Iterable[Quad], claim: str, confidence: str) -> list[Quad]:
    """The quads with another confidence of one claim."""
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    return [
        Quad(quad.subject, quad.predicate, Literal(confidence, datatype=decimal), quad.graph_name)
        if quad.subject.value == claim and quad.predicate.value == str(TD.confidence)
        else quad
        for quad in quads
    ]


class OneOf:
    """A source whose release can be exchanged."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def current(self) -> Reading:
        return self.reading


def served(source: OneOf, root: Path) -> FlaskClient:
    """A client of an application with the feeds."""
    config = ServerConfig(store=root)
    app: Flask = create_app(config, source)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()
