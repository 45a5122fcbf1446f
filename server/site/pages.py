"""The pages that people read: the front page, an entity's page, the comparison; the same in Vietnamese and in English."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, redirect, render_template, request

from server import queries
from server.addresses import data
from server.config import ServerConfig
from server.errors import ProblemError, UnknownEntityError
from server.examples import first_of_each_theme, questions
from server.formats import ENTITY
from server.language import PREFIX, here, language, named, say, to_language
from server.parameters import page_number
from server.search import index_of
from server.site import structured
from server.site.citing import citation, table_citation
from server.site.compare import MOST_AREAS, as_csv, as_json, compare
from server.site.entity import EntityPage, View, read_entity
from server.site.entity_data import in_words
from server.site.front import read_front
from server.site.nearby import neighbourhood
from server.site.sections import read_section
from server.source import Reading, Source

_LEAST_LETTERS = 3
"""A name that was meant can't be made out of fewer."""


def blueprint(config: ServerConfig, source: Source) -> Blueprint:
    """The pages, answering from `source`."""
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    @routes.get("/page/<path:path>")
    @routes.get("/compare")
    def without_language(path: str = "") -> Response:
        """302 (Found): the same page in the reader's language."""
        return to_language()

    @routes.get(f"{PREFIX}/")
    def front(**_: str) -> str:
        """What is in the release, and where to begin."""
        reading = source.current()
        return render_template(
            "front.html",
            front=read_front(reading),
            examples=first_of_each_theme(),
            questions=len(questions()),
            release=reading.release,
            structured=structured.as_script({"@context": "https://schema.org", **structured.dataset()}),
        )

    @routes.get(f"{PREFIX}/page/<path:path>")
    def entity(path: str, **_: str) -> str | Response:
        """An entity: what is stated of it, and the claims that name it with their sentences."""
        if path.endswith("/"):
            return cast(Response, redirect(here(f"/page/{quote(path.rstrip('/'))}"), 301, Response=Response))
        view = View(config.group_size, config.page_size, request.args.get("kind", ""), page_number())
        return _entity_page(source.current(), path, view)

    _add_comparison(routes, source)
    return routes


def _add_comparison(routes: Blueprint, source: Source) -> None:
    @routes.get(f"{PREFIX}/compare")
    def comparison(**_: str) -> str:
        """Any areas, one indicator, any years."""
        reading = source.current()
        found = compare(reading, request.args)
        here_ = f"{request.path}?{request.query_string.decode('ascii', 'replace')}"
        return render_template(
            "compare.html",
            found=found,
            most=MOST_AREAS,
            formats=_compared_formats(),
            citation=table_citation(found.title, here_, reading.release),
        )

    @routes.get("/compare.<any(csv, json):ending>")
    def compared(ending: str) -> Response:
        """The values of a comparison as data."""
        reading = source.current()
        found = compare(reading, request.args)
        if ending == "csv":
            return Response(as_csv(found), content_type="text/csv; charset=utf-8; header=present")
        return Response(as_json(found, reading.release, request.full_path), content_type="application/json")


def _compared_formats() -> list[tuple[str, str, str]]:
    asked = urlencode([*((n, v) for n, v in request.args.items(multi=True) if n != "lang"), ("lang", language())])
    return [("CSV", "text/csv", f"/compare.csv?{asked}"), ("JSON", "application/json", f"/compare.json?{asked}")]


def _entity_page(reading: Reading, path: str, view: View) -> str:
    iri = queries.entity(path)
    try:
        found = read_entity(reading, iri, view)
    except UnknownEntityError as error:
        detail = f"{error}."
        raise ProblemError(
            404, "Không có thực thể này", "Unknown entity", detail, suggestions=_alike(reading, path)
        ) from error
    kind = "claim" if found.claim else found.kind.slug if found.kind else ""
    title = in_words(found.claim, language()) if found.claim else named(found.title)
    description = _description(found)
    return render_template(
        "entity.html",
        entity=found,
        section=read_section(reading, iri, kind, _chosen()) if not found.only else None,
        neighbourhood=neighbourhood(found) if not found.only else "",
        formats=[(fmt.title, fmt.media_type, data(path, fmt.name)) for fmt in ENTITY],
        csv=f"{data(path, 'csv')}?lang={language()}",
        citation=citation(title, found.iri, reading.release),
        description=description,
        structured=structured.structured(found, title, description),
        open_query=_query_address("open_entity", path),
        describe_query=_query_address("describe_entity", path),
    )


def _alike(reading: Reading, path: str) -> list[tuple[str, str]]:
    """Entities with a name like the last part of an address that leads nowhere."""
    words = path.rpartition("/")[2].replace("-", " ")[:100]
    if len(words) < _LEAST_LETTERS:
        return []
    try:
        index = index_of(reading, 0.0)
    except ProblemError:
        return []  # it is still being made; nobody waits for a suggestion
    hits = [hit for group in index.search(words, limit=5) for hit in group.hits] or index.near(words, 8)
    return [(say(hit.name, hit.en), hit.href) for hit in hits[:8]]


def _chosen() -> dict[str, str]:
    """Which indicator, measure and period the reader has chosen: one by one, or together as `of=grdp~growth~2023`."""
    given = {name: request.args.get(name, "") for name in ("indicator", "measure", "period")}
    parts = [part for part in request.args.get("of", "").split("~") if part]
    names = ("indicator", "measure", "period")
    return given | dict(zip(names[-len(parts) :] if parts else (), parts, strict=False))


def _description(found: EntityPage) -> str:
    """A sentence for previews of links: what the entity is, and how much there is of it."""
    if found.claim:
        return in_words(found.claim, language())
    kind = say(found.kind.vi, found.kind.one or found.kind.en) if found.kind else say("Thực thể", "Entity")
    total = sum(group.count for group in found.groups) or (found.pager.total if found.pager else 0)
    told = (
        say(f"{total} thông tin có câu văn làm chứng", f"{total} claims with the sentences they rest on")
        if total
        else ""
    )
    return ". ".join(part for part in (f"{kind}: {named(found.title)}", told) if part) + "."


def _query_address(name: str, path: str) -> str:
    """The address of the query page with a query about the entity filled in."""
    return "/query?" + urlencode({"query": queries.bind(name, entity=[queries.entity(path)])})
