"""The routes of the reconciliation service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from flask import Blueprint, Response, render_template, request

from server.config import ServerConfig
from server.errors import ProblemError
from server.language import absolute
from server.parameters import check_language, whole_number
from server.reconciliation.manifest import manifest, type_of
from server.reconciliation.matching import Candidate, match_all
from server.reconciliation.properties import PROPERTIES, Property
from server.reconciliation.requests import (
    TYPES,
    Extension,
    Wanted,
    clean,
    iri_of,
    kind_of_type,
    malformed,
    read_extension,
    read_queries,
)
from server.reconciliation.values import Known, Values, read_values
from server.search import Hit, SearchIndex, index_of
from server.search.folding import fold
from server.source import Reading, Source

EMBEDDED: Final = "/reconcile/preview"
"""The path of the one page that other sites may show in a frame."""

_SUGGESTED: Final = 10
_PREVIEWED: Final = 6
"""Properties in a preview."""
_UNPREVIEWED: Final = frozenset(
    {"era", "label-vi", "label-en", "valid-from", "valid-until", "other-name", "notation", "year"}
)


def blueprint(config: ServerConfig, source: Source) -> Blueprint:
    """The service under `/reconcile`, answering from `source`."""
    routes = Blueprint("reconciliation", __name__)

    @routes.route("/reconcile", methods=["GET", "POST"], strict_slashes=False)
    def service() -> Response:
        """The manifest; or the candidates for a batch of queries; or the values of properties."""
        given = request.values
        if "extend" in given:
            return _json(_extended(source.current(), read_extension(given["extend"])))
        if "queries" in given:
            batch = read_queries(given["queries"])
            reading = source.current()
            found = match_all(reading, index_of(reading), batch)
            return _json({key: {"result": [_candidate(each) for each in found[key]]} for key in batch})
        if request.method == "POST":
            raise malformed("send queries or extend as a field of a form (application/x-www-form-urlencoded)")
        return _json(manifest(absolute("")))

    @routes.get("/reconcile/extend/propose")
    def propose() -> Response:
        """The properties that entities of a type have."""
        asked = request.args.get("type", "")
        kind = kind_of_type(asked) if asked else ""
        properties = [each for each in PROPERTIES.values() if not kind or each.of(kind)]
        members: dict[str, object] = {"type": asked}
        if limit := whole_number("limit", 0):
            properties, members["limit"] = properties[:limit], limit
        return _json(members | {"properties": [{"id": each.id, "name": each.name} for each in properties]})

    _add_suggestions(routes, source)
    _add_previews(routes, source)
    return routes


def _add_suggestions(routes: Blueprint, source: Source) -> None:
    @routes.get("/reconcile/suggest/entity")
    def suggest_entity() -> Response:
        """Entities whose name begins with `prefix`, or that have it as identifier."""
        prefix, cursor = clean(request.args.get("prefix", "")), whole_number("cursor", 0)
        kinds = [kind_of_type(each) for each in request.args.getlist("type") if each]
        index = index_of(source.current())
        named = index.lookup.entity(iri_of(prefix)) if prefix else None
        hits = index.suggest(prefix, _SUGGESTED, kinds or list(TYPES), cursor)
        if named is not None and not cursor:
            hits = [named, *(hit for hit in hits if hit.iri != named.iri)]
        return _json({"result": [_named(hit) | {"notable": [type_of(hit.kind)]} for hit in hits]})

    @routes.get("/reconcile/suggest/type")
    def suggest_type() -> Response:
        """Types with a word that begins with `prefix`."""
        found = [type_of(kind) for kind in TYPES.values() if _begins(kind.slug, kind.vi, kind.one)]
        return _json({"result": found[whole_number("cursor", 0) :]})

    @routes.get("/reconcile/suggest/property")
    def suggest_property() -> Response:
        """Properties with a word that begins with `prefix`."""
        found = [
            {"id": each.id, "name": each.name} for each in PROPERTIES.values() if _begins(each.id, each.vi, each.en)
        ]
        return _json({"result": found[whole_number("cursor", 0) :]})


def _add_previews(routes: Blueprint, source: Source) -> None:
    @routes.get(EMBEDDED)
    def preview() -> str:
        """A small page about an entity, to be shown in a frame."""
        check_language()
        reading = source.current()
        index = index_of(reading)
        hit = _hit(index, request.args.get("id", ""))
        return render_template("reconciliation/preview.html", hit=hit, rows=_previewed(reading, index, hit))

    @routes.get("/reconcile/flyout/<what>")
    def flyout(what: str) -> Response:
        """A few lines of HTML about an entity, a type or a property."""
        identifier = request.args.get("id", "")
        values: dict[str, object] = {}
        if what == "entity":
            hit = _hit(index_of(source.current()), identifier)
            values = {"name": hit.name, "description": _described(hit)}
        elif what == "type":
            kind = TYPES[kind_of_type(identifier)]
            values = {"name": type_of(kind)["name"], "description": kind.iri}
        elif what == "property" and identifier in PROPERTIES:
            property_ = PROPERTIES[identifier]
            of = ", ".join(kind.one for kind in TYPES.values() if property_.of(kind.slug))
            values = {"name": property_.name, "description": of}
        else:
            raise _unknown(identifier)
        return _json({"id": identifier, "html": render_template("reconciliation/flyout.html", **values)})


def _extended(reading: Reading, asked: Extension) -> dict[str, object]:
    """The answer to a data extension query; an entity that is not known has no values."""
    index = index_of(reading)
    iris = {identifier: iri_of(identifier) for identifier in asked.ids}
    read: dict[str, Values] = {}
    for wanted in asked.wanted:
        if wanted.property.id not in read:
            read[wanted.property.id] = read_values(reading, index, wanted.property, list(iris.values()))
    rows = {
        identifier: {
            wanted.property.id: _members(wanted, read[wanted.property.id].get(iri, [])) for wanted in asked.wanted
        }
        for identifier, iri in iris.items()
    }
    return {"meta": [_meta(wanted.property) for wanted in asked.wanted], "rows": rows}


def _members(wanted: Wanted, values: Sequence[Known]) -> list[dict[str, object]]:
    limit = wanted.settings.get("limit")
    most = int(limit) if isinstance(limit, (int, float)) and 0 < limit < 1e6 else len(values)
    language = str(wanted.settings.get("language", "vi"))
    return [value.member(language) for value in values[:most]]


def _meta(property_: Property) -> dict[str, object]:
    members: dict[str, object] = {"id": property_.id, "name": property_.name}
    if property_.value_kind:
        members["type"] = type_of(TYPES[property_.value_kind])
    return members


def _candidate(candidate: Candidate) -> dict[str, object]:
    stated = candidate.agreeing + candidate.contradicting + candidate.unknown
    features: list[dict[str, object]] = [{"id": "certain", "value": candidate.is_certain}]
    if candidate.name_score:
        features.append({"id": "name_score", "value": round(candidate.name_score, 1)})
    if stated:
        features += [
            {"id": "properties_agreeing", "value": candidate.agreeing},
            {"id": "properties_contradicting", "value": candidate.contradicting},
            {"id": "properties_unknown", "value": candidate.unknown},
        ]
    return _named(candidate.hit) | {
        "type": [type_of(candidate.hit.kind)],
        "score": candidate.score,
        "features": features,
        "match": candidate.match,
    }


def _named(hit: Hit) -> dict[str, object]:
    return {"id": hit.path, "name": hit.name, "description": _described(hit)}


def _described(hit: Hit) -> str:
    """What tells an entity from its namesakes, in both languages, since clients don't ask for one."""
    vi = f"{hit.kind.vi}, {hit.detail.text}" if hit.detail.text else hit.kind.vi
    en = f"{hit.kind.one}, {hit.detail.en}" if hit.detail.en and hit.detail.en != hit.detail.text else hit.kind.one
    return f"{vi} · {en}"


def _previewed(reading: Reading, index: SearchIndex, hit: Hit) -> list[tuple[Property, list[Known]]]:
    rows: list[tuple[Property, list[Known]]] = []
    for property_ in PROPERTIES.values():
        if len(rows) < _PREVIEWED and property_.of(hit.kind.slug) and property_.id not in _UNPREVIEWED:
            values = read_values(reading, index, property_, [hit.iri]).get(hit.iri)
            if values:
                rows.append((property_, values))
    return rows


def _hit(index: SearchIndex, identifier: str) -> Hit:
    """The entity of an identifier. Raises `ProblemError`: 400 without one, 404 where it is not known."""
    if not identifier:
        raise malformed("say which by id")
    hit = index.lookup.entity(iri_of(identifier))
    if hit is None:
        raise _unknown(identifier)
    return hit


def _unknown(identifier: str) -> ProblemError:
    return ProblemError(404, "Không có mã này", "Unknown identifier", f"Nothing is called {identifier[:200]!r} here.")


def _begins(*names: str) -> bool:
    """Whether each word of `prefix` begins a word of one of the names, or there is no prefix."""
    words = fold(request.args.get("prefix", "")[:200]).split()
    return any(all(any(w.startswith(word) for w in fold(name).split()) for word in words) for name in names)


def _json(members: dict[str, object]) -> Response:
    # Keys that a client made of halves of surrogate pairs, which JSON can escape, are no text in UTF-8.
    body = (json.dumps(members, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    return Response(body, content_type="application/json")
