"""The service over the reference data, the three small articles and two namesakes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from jsonschema import Draft7Validator, Draft202012Validator
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse
from referencing import Registry
from referencing.jsonschema import DRAFT7

from graph_store.engine import EmbeddedEngine
from ontology.load import reference_graph
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource

HERE = Path(__file__).parent

PUBLISHED = {
    "manifest": ("manifest.json",),
    "results": ("reconciliation-result-batch.json",),
    "extension": ("data-extension-response.json",),
    "suggestions": (
        "suggest-entities-response.json",
        "suggest-types-response.json",
        "suggest-properties-response.json",
    ),
}
"""By the name of our own schema. What an entity, a type and a property may be suggested as differs in optional members alone."""

Answered = dict[str, list[dict[str, Any]]]
Reconcile = Callable[..., Answered]
Validate = Callable[[str, object], None]


@pytest.fixture(scope="session")
def whole_source() -> FixedSource:
    store = Store()
    store.extend(Quad(*triple) for triple in parse(reference_graph().serialize(format="nt"), RdfFormat.N_TRIPLES))
    for path in (HERE.parent / "articles.trig", HERE / "namesakes.ttl"):
        store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in parse(path=str(path)))
    return FixedSource("20240401T000000Z-0000", EmbeddedEngine.over(store))


@pytest.fixture
def client(whole_source: FixedSource, tmp_path: Path) -> FlaskClient:
    return create_app(ServerConfig(store=tmp_path), whole_source).test_client()


@pytest.fixture(scope="session")
def validate() -> Validate:
    """Checks a document against one of the schemas of schemas.yaml, and against the report's own where they are at hand."""
    schemas: Mapping[str, object] = yaml.safe_load((HERE / "schemas.yaml").read_text(encoding="utf-8"))
    published = _published()

    def check(name: str, document: object) -> None:
        Draft202012Validator({"$defs": schemas, "$ref": f"#/$defs/{name}"}).validate(document)
        for file in PUBLISHED.get(name, ()):
            if published is not None:
                Draft7Validator(published.contents(file), registry=published).validate(document)

    return check


def _published() -> Registry[Any] | None:
    """The schemas of the report (the folder `schemas` of its version 0.2), from the folder that RECONCILIATION_SCHEMAS names."""
    folder = os.environ.get("RECONCILIATION_SCHEMAS")
    if not folder:
        return None
    found = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")}
    return Registry().with_resources((name, DRAFT7.create_resource(schema)) for name, schema in found.items())


@pytest.fixture
def reconcile(client: FlaskClient, validate: Validate) -> Reconcile:
    """Posts queries as OpenRefine does, and gives the candidates of each, once the answer has been found valid."""

    def post(**queries: object) -> Answered:
        batch = {key: {"query": query} if isinstance(query, str) else query for key, query in queries.items()}
        response = client.post("/reconcile", data={"queries": json.dumps(batch)})
        assert response.status_code == 200, response.text
        assert response.mimetype == "application/json"
        validate("results", response.json)
        assert response.json is not None
        assert list(response.json) == list(batch)
        return {key: answer["result"] for key, answer in response.json.items()}

    return post
