"""What programs are told of the stored queries: the list of them, and their OpenAPI 3.1 description (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from typing import Any, Final

from ontology.names import LICENCE
from ontology.questions import Words
from server.errors import PROBLEM
from server.stored.collection import Parameter, StoredQuery, stored_queries
from server.stored.kinds import KINDS, LAST_OFFSET, LIMIT, MOST_ROWS, MOST_VALUES, OFFSET, YEAR
from server.stored.records import FORMS

_VALUE: Final = {"type": ["string", "number", "boolean", "null"]}
_ITS_VALUE: Final = {"$ref": "#/components/schemas/Value"}


def listing() -> list[dict[str, Any]]:
    """Each stored query with its titles, its parameters and the addresses of its answers."""
    return [
        {
            "name": query.name,
            "number": query.number or None,
            "theme": query.theme.slug,
            "title": _both(query.title),
            "question": _both(query.question),
            "parameters": [_told(parameter) for parameter in query.parameters],
            "columns": list(query.columns),
            "addresses": {ending: f"/api/{query.name}.{ending}" for ending in (*(f.ending for f in FORMS), "html")},
        }
        for query in stored_queries()
    ]


def description() -> dict[str, Any]:
    """The OpenAPI document: one path a query, each with its parameters and its columns."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Thi Đua Graph: stored queries",
            "version": "1.0",
            "summary": "Questions about Vietnam's provincial emulation blocs, answered as JSON, CSV and TSV.",
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": slug, "description": f"{words.vi} · {words.en}"}
            for slug, words in {q.theme.slug: q.theme.label for q in stored_queries()}.items()
        ],
        "paths": {f"/api/{query.name}.{{format}}": {"get": _operation(query)} for query in stored_queries()},
        "components": {
            "parameters": _shared_parameters(),
            "responses": {"Problem": _problem()},
            "schemas": {"Problem": _problem_schema(), "Value": _VALUE},
            "headers": {
                "ETag": _header("Changes with the release."),
                "Link": _header("license, describedby, cite-as, and next where there may be more rows."),
            },
        },
    }


def _told(parameter: Parameter) -> dict[str, Any]:
    kind = KINDS[parameter.name]
    return {
        "name": parameter.name,
        "title": _both(kind.words),
        "default": parameter.default or None,
        "repeatable": parameter.many,
        "example": parameter.default or kind.example or None,
        **({"values": list(kind.codes)} if kind.codes else {}),
        **({"alias": YEAR} if parameter.name == "period" else {}),
    }


def _operation(query: StoredQuery) -> dict[str, Any]:
    own = [_parameter(parameter) for parameter in query.parameters]
    if query.parameter("period"):
        own.append({"$ref": "#/components/parameters/Year"})
    shared = [{"$ref": f"#/components/parameters/{name}"} for name in ("Format", "Limit", "Offset")]
    return {
        "operationId": query.name,
        "tags": [query.theme.slug],
        "summary": query.title.en,
        "description": f"{query.question.en}\n\n{query.question.vi}",
        "parameters": [*own, *shared],
        "responses": {
            "200": _answer(query),
            "304": {"description": "The answer is the one that If-None-Match has the tag of."},
            **{status: {"$ref": "#/components/responses/Problem"} for status in ("400", "404", "429", "503")},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    kind = KINDS[parameter.name]
    value: dict[str, Any] = {"type": "string", "minLength": 1}
    if kind.codes:
        value["enum"] = list(kind.codes)
    elif kind.example:
        value["examples"] = [kind.example]
    if parameter.default:
        value["default"] = parameter.default
    told = f"{kind.words.en} ({kind.words.vi}): slug, path or IRI"
    if not parameter.many:
        return {"name": parameter.name, "in": "query", "description": f"{told}.", "schema": value}
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{told}; given several times, any of them; without it, all.",
        "schema": {"type": "array", "items": value, "maxItems": MOST_VALUES},
        "style": "form",
        "explode": True,
    }


def _answer(query: StoredQuery) -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": dict.fromkeys(query.columns, _ITS_VALUE),
        "required": list(query.columns),
        "additionalProperties": False,
    }
    schemas: dict[str, dict[str, Any]] = {
        "json": {"type": "array", "items": row, "maxItems": MOST_ROWS},
        "srj": {"type": "object", "required": ["head", "results"]},
    }
    return {
        "description": f"The rows, with the columns {', '.join(query.columns)}.",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Link")},
        "content": {form.media_type: {"schema": schemas.get(form.ending, {"type": "string"})} for form in FORMS},
    }


def _shared_parameters() -> dict[str, Any]:
    endings = [form.ending for form in FORMS]
    return {
        "Format": {
            "name": "format",
            "in": "path",
            "required": True,
            "description": "json: an array of records; csv: plain values; tsv and srj: RDF terms, as SPARQL 1.1 writes results.",
            "schema": {"type": "string", "enum": endings, "default": endings[0]},
        },
        "Year": {
            "name": YEAR,
            "in": "query",
            "description": (
                "In the place of period: a plain year. Where period may be repeated, it stands for the year and every part of it."
            ),
            "schema": {"type": "string", "pattern": "^[0-9]{4}$"},
        },
        "Limit": {
            "name": LIMIT,
            "in": "query",
            "description": "Rows at most.",
            "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": MOST_ROWS},
        },
        "Offset": {
            "name": OFFSET,
            "in": "query",
            "description": "Rows that are passed over first.",
            "schema": {"type": "integer", "minimum": 0, "maximum": LAST_OFFSET, "default": 0},
        },
    }


def _header(told: str) -> dict[str, Any]:
    return {"description": told, "schema": {"type": "string"}}


def _problem() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "What is wrong, by RFC 9457.", "content": {PROBLEM: {"schema": schema}}}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "properties": {"status": {"type": "integer"}, "title": text, "detail": text},
        "required": ["status", "title", "detail"],
    }


def _both(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}
