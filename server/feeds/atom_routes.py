"""`/feeds/claims.atom`: new and changed claims as an Atom feed."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from ontology.names import BASE
from server.addresses import data, path_of
from server.claims import Claim
from server.feeds.answers import SHORT, answered
from server.feeds.claims_feed import CLASSES, FeedPage, Selections, UnknownFilterError, entity_of, read_feed_page
from server.feeds.history import Histories
from server.keeping import Kept
from server.language import absolute, here, language
from server.parameters import check_language, missing, page_number, refused
from server.source import Reading, Source

ATOM: Final = "application/atom+xml"
_KEPT: Final = 64
"""Pages that are kept as they were sent, some 35 kB each."""

_SLUG: Final = re.compile(r"[a-z0-9-]+\Z")
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 can't hold (section 2.2); articles have been seen to."""


def add(routes: Blueprint, source: Source, histories: Histories) -> None:
    """Add the feed's route."""
    selections = Selections()
    sent: Kept[bytes] = Kept(_KEPT)

    @routes.get("/feeds/claims.atom")
    def claims_feed() -> Response:
        """A page of the feed, of all claims or of those about a bloc, a province, or both."""
        check_language()
        number, wanted = page_number(), _filters()
        reading = source.current()
        history = histories.of(reading)

        def made() -> bytes:
            entities = tuple(_entity(reading, kind, slug) for kind, slug in wanted.items())
            page = read_feed_page(reading, history, selections, entities, number)
            if page is None:
                raise missing("Không có trang này", "No such page", f"The feed has fewer than {number} pages.")
            return _written(page, wanted)

        key = reading.release, absolute("/"), language(), number, *wanted.items()
        response = answered(sent.get(key, made), f"{ATOM}; charset=utf-8", SHORT)
        if "lang" not in request.args:
            response.vary.add("Accept-Language")
        return response


def _filters() -> dict[str, str]:
    """The slugs by kind. Raises `ProblemError` (400)."""
    found = {kind: request.args[kind] for kind in CLASSES if kind in request.args}
    for kind, slug in found.items():
        if len(slug) > 200 or not _SLUG.match(slug):
            raise refused(kind, slug, "the last part of its address, such as tay-nam-bo")
    return found


def _entity(reading: Reading, kind: str, slug: str) -> str:
    try:
        return entity_of(reading, kind, slug)
    except UnknownFilterError as error:
        detail = f"There is no {kind} {slug} in release {reading.release}."
        raise missing("Không có thực thể này", "Unknown entity", detail) from error


def _written(page: FeedPage, wanted: dict[str, str]) -> bytes:
    links = {
        "self": _address(wanted, page.number),
        "first": _address(wanted, 1),
        "last": _address(wanted, page.pages),
        "previous": _address(wanted, page.number - 1) if page.number > 1 else "",
        "next": _address(wanted, page.number + 1) if page.number < page.pages else "",
        "alternate": absolute(here(page.about[0].href or "/") if page.about else here("/")),
    }
    text = render_template(
        "feeds/atom.xml",
        page=page,
        links=links,
        host=absolute("/"),
        id=f"{BASE}feeds/claims?{urlencode({'lang': language(), **wanted})}",
        absolute_to=absolute,
        data_of=lambda iri: data(path_of(iri) or "", "ttl"),
        sources=_sources,
    )
    return _NO_XML.sub("\ufffd", text.strip() + "\n").encode()


def _address(wanted: dict[str, str], number: int) -> str:
    parameters = {"lang": language(), **wanted} | ({"page": str(number)} if number > 1 else {})
    return absolute(f"/feeds/claims.atom?{urlencode(parameters)}")


def _sources(claim: Claim) -> list[str]:
    """The addresses of the articles, once each."""
    return list(dict.fromkeys(one.article.url for one in claim.evidence if one.article.url))
