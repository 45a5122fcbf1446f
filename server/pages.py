"""The pages that people read: the front page, an entity's page, the search."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from server import queries
from server.addresses import data
from server.config import ServerConfig
from server.entity import Pager, View, read_entity
from server.examples import first_of_each_theme, questions
from server.formats import GRAPHS
from server.front import read_front
from server.kinds import ENTITIES, by_slug
from server.search import index_of
from server.source import Source

_LONGEST_SEARCH = 200
"""Characters of a search that are looked at."""


def blueprint(config: ServerConfig, source: Source) -> Blueprint:
    """The pages, answering from `source`."""
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def front() -> str:
        """What is in the release, and where to begin."""
        reading = source.current()
        return render_template(
            "front.html",
            front=read_front(reading),
            examples=first_of_each_theme(),
            questions=len(questions()),
            release=reading.release,
        )

    @routes.get("/page/<path:path>")
    def page(path: str) -> str:
        """An entity: what is stated of it, and the claims that name it with their sentences."""
        iri = queries.entity(path)
        view = View(config.group_size, config.page_size, request.args.get("kind", ""), _number("page"))
        entity = read_entity(source.current(), iri, view)
        formats = [(fmt.title, fmt.media_type, data(path, fmt.name)) for fmt in GRAPHS]
        return render_template(
            "entity.html",
            entity=entity,
            formats=formats,
            open_query=_query_address("open_entity", path),
            describe_query=_query_address("describe_entity", path),
        )

    @routes.get("/search")
    def search() -> str:
        """Entities by name, grouped by kind; `kind=` alone lists all of a kind."""
        query = request.args.get("q", "")[:_LONGEST_SEARCH].strip()
        kind = by_slug(request.args.get("kind", ""), ENTITIES)
        size = config.page_size if kind else 10
        number = _number("page") if kind else 1
        groups = index_of(source.current()).search(query, kind, limit=size, skip=(number - 1) * size)
        total = sum(group.count for group in groups)
        pager = Pager(number, max(1, -(-total // size)), total) if kind else None
        return render_template("search.html", query=query, kind=kind, groups=groups, total=total, pager=pager)

    return routes


def _query_address(name: str, path: str) -> str:
    """The address of the SPARQL page with a query about the entity filled in."""
    return "/sparql?" + urlencode({"query": queries.bind(name, entity=[queries.entity(path)])})


def _number(name: str) -> int:
    """A page number from the address, counted from 1; what is none, or out of reason, is 1."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 8 and int(given) > 0 else 1
