"""The OpenAPI description: valid, of every route and method, and served in both forms."""

from __future__ import annotations

import re

import yaml
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from server.operation import description


def test_every_route_is_described_and_no_other(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, item in description()["paths"].items() for method in item}
    assert described == routes


def test_parameters_of_a_path_are_those_in_its_pattern() -> None:
    for path, item in description()["paths"].items():
        for operation in item.values():
            named = {p["name"] for p in operation.get("parameters", []) if p.get("in") == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for item in description()["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere_and_every_schema_is_one() -> None:
    text = yaml.safe_dump(description())
    for kind, name in set(re.findall(r"#/components/(\w+)/(\w+)", text)):
        assert name in description()["components"][kind]
    for schema in description()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_both_forms_are_served_and_say_the_same(client: FlaskClient) -> None:
    written = client.get("/openapi.yaml")
    assert written.mimetype == "application/yaml"
    assert yaml.safe_load(written.data) == client.get("/openapi.json").json
    assert written.headers["Access-Control-Allow-Origin"] == "*"
