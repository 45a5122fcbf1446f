"""The search: its page in both languages, its JSON, what it suggests while somebody types, and its OpenSearch description."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from server.config import ServerConfig
from server.errors import ProblemError
from server.kinds import Kind, by_slug
from server.language import LANGUAGES, PREFIX, absolute, here, language, named, say, to_language
from server.parameters import check_language, page_number
from server.search import Answer, Choice, Facet, Hit, Question, SearchIndex, index_of, prepare
from server.search.document import document
from server.search.hits import DIMENSIONS
from server.search.index import KINDS
from server.source import Source

LONGEST: Final = 200
"""Characters of a search that are looked at."""

_OF_EACH_KIND: Final = 5
"""Hits of each kind where no kind is chosen."""
_SHOWN_CHOICES: Final = 10
"""Values of a facet that are shown at once; the rest are behind a click."""
_MOST_CHOICES: Final = 200
_NEAR: Final = 6


@dataclass(frozen=True)
class Pages:
    """Which page of how many is shown, for the macro `pager_links`."""

    page: int
    pages: int


@dataclass(frozen=True)
class FacetLinks:
    """A facet with the address that each of its values leads to: one that is chosen leads to the search without it."""

    dimension: str
    shown: list[tuple[Choice, str]]
    more: list[tuple[Choice, str]]


@dataclass(frozen=True)
class _Asked:
    """A search as its address states it."""

    text: str
    filters: dict[str, str]
    page: int

    @property
    def kind(self) -> Kind | None:
        return by_slug(self.filters.get("kind", ""), KINDS)

    def address(self, **changed: str | None) -> str:
        """The query part of the address of this search with other filters (`None` takes one away), at the first page."""
        values = {"q": self.text, **self.filters, **changed}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def blueprint(config: ServerConfig, source: Source) -> Blueprint:
    """The routes, answering from `source`. The index of a release begins to be made at the first request for a page."""
    routes = Blueprint("search", __name__)

    @routes.before_app_request
    def begin() -> None:
        """Have the index ready by the time that somebody searches: it is made while the first pages are read."""
        if request.path.startswith(tuple(f"/{each}/" for each in LANGUAGES)):
            prepare(source.current())

    @routes.get(f"{PREFIX}/search")
    def search(language: str) -> str:
        """What a search finds: by kind, or all of one kind page by page, with facets to narrow it by."""
        index = index_of(source.current())
        asked = _asked(index)
        answer = _found(index, asked, config.page_size)
        near = index.near(asked.text, _NEAR) if asked.text and not answer.total else []
        return render_template(
            "search.html",
            asked=asked,
            answer=answer,
            facets=[_links(asked, facet) for facet in answer.facets if facet.choices],
            near=near,
            address=here("/search"),
            kinds=KINDS,
            pages=_pages(asked, answer, config.page_size),
        )

    @routes.get("/search")
    def search_in_some_language() -> Response:
        """Found (302): the same search in the reader's language."""
        return to_language()

    _add_data(routes, config, source)
    return routes


def _add_data(routes: Blueprint, config: ServerConfig, source: Source) -> None:
    @routes.get("/search.json")
    def search_data() -> Response:
        """What a search finds, as data; `server.search.document` tells its members."""
        reading = source.current()
        index = index_of(reading)
        asked = _asked(index)
        answer = _found(index, asked, config.page_size)
        pages = _pages(asked, answer, config.page_size)
        members = document(absolute("/"), reading.release, asked.text, asked.filters, answer)
        members |= {"page": pages.page, "pages": pages.pages}
        return Response(json.dumps(members, ensure_ascii=False) + "\n", content_type="application/json")

    @routes.get("/search/suggest")
    def suggest() -> Response:
        """Entities for what somebody has typed so far (OpenSearch Suggestions 1.1): names, descriptions, addresses."""
        check_language()
        text = request.args.get("q", "")[:LONGEST]
        hits = index_of(source.current()).suggest(text)
        members = [
            text,
            [named(hit) for hit in hits],
            [description(hit) for hit in hits],
            [absolute(here(hit.href)) for hit in hits],
        ]
        body = json.dumps(members, ensure_ascii=False) + "\n"
        response = Response(body, content_type="application/x-suggestions+json; charset=utf-8")
        response.cache_control.max_age = 60
        if "lang" not in request.args:
            response.vary.add("Accept-Language")
        return response

    @routes.get("/opensearch.xml")
    def open_search() -> Response:
        """How browsers search here (OpenSearch 1.1 description document)."""
        check_language()
        body = render_template("opensearch.xml", base=absolute("/"), language=language())
        return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def description(hit: Hit) -> str:
    """The kind of an entity, and what tells it from its namesakes, in the language of the request."""
    kind = say(hit.kind.vi, hit.kind.one)
    return f"{kind} · {named(hit.detail)}" if hit.detail.text else kind


def _asked(index: SearchIndex) -> _Asked:
    """The search that the address states. Raises `ProblemError` (400) where a parameter has no meaning."""
    text = " ".join(request.args.get("q", "")[:LONGEST].split())
    filters = {name: value for name in DIMENSIONS if (value := request.args.get(name, "").strip())}
    for name, value in filters.items():
        if name == "year" and not (value.isascii() and value.isdigit() and len(value) == 4):
            raise _malformed(f"year is {value[:20]!r}; it has to be four digits")
        if name != "year" and not index.knows(name, value):
            kinds = f"; it may be {', '.join(kind.slug for kind in KINDS)}" if name == "kind" else ""
            raise _malformed(f"no {name} of this release is called {value[:80]!r}{kinds}")
    page = page_number()
    if page > 1 and "kind" not in filters:
        raise _malformed("page counts the hits of one kind; say which by kind")
    return _Asked(text, filters, page)


def _malformed(detail: str) -> ProblemError:
    return ProblemError(400, "Tham số không hợp lệ", "Malformed parameter", f"{detail}.")


def _found(index: SearchIndex, asked: _Asked, size: int) -> Answer:
    limit = size if asked.kind else _OF_EACH_KIND
    return index.find(Question(asked.text, asked.filters, limit, (asked.page - 1) * limit))


def _pages(asked: _Asked, answer: Answer, size: int) -> Pages:
    return Pages(asked.page, max(1, -(-answer.total // size)) if asked.kind else 1)


def _links(asked: _Asked, facet: Facet) -> FacetLinks:
    """The links of a facet; the value that is chosen comes first."""
    choices = sorted(facet.choices[:_MOST_CHOICES], key=lambda choice: not choice.chosen)
    if not any(choice.chosen for choice in choices):
        choices = [*(choice for choice in facet.choices if choice.chosen), *choices]
    links = [
        (choice, asked.address(**{facet.dimension: None if choice.chosen else choice.value})) for choice in choices
    ]
    shown = _SHOWN_CHOICES if len(links) > _SHOWN_CHOICES + 2 else len(links)
    return FacetLinks(facet.dimension, links[:shown], links[shown:])
