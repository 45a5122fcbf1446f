"""`/ldes` and its pages: the Linked Data Event Stream."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, request

from server.errors import ProblemError
from server.feeds.answers import LASTING, SHORT, answered
from server.feeds.history import Histories, Page
from server.feeds.stream import FORMATS, page_triples, root_triples, written
from server.formats import Choice, UnknownFormatError, chosen, named
from server.keeping import Kept
from server.language import absolute
from server.parameters import missing
from server.source import Source

_PAGE: Final = re.compile(r"[0-9a-f]{24}\Z")
_ROOTS: Final = 8
"""Forms of the root that are kept: one a format and host."""

_PAGES: Final = 64
"""Pages that are kept as they were sent, some 100 kB each."""


def add(routes: Blueprint, source: Source, histories: Histories) -> None:
    """Add the stream's routes."""
    roots: Kept[bytes] = Kept(_ROOTS)
    sent: Kept[bytes] = Kept(_PAGES)

    def root_in(choice: Choice) -> Response:
        history, host = histories.of(source.current()), absolute("/")
        key = history.release, host, choice.engine_type
        body = roots.get(key, lambda: written(root_triples(history, host), choice))
        return answered(body, choice.content_type, SHORT)

    def page_in(name: str, choice: Choice) -> Response:
        reading, host = source.current(), absolute("/")
        history = histories.of(reading)
        found = _page(history.pages, name)
        key = name, host, choice.engine_type
        body = sent.get(key, lambda: written(page_triples(reading, history, found, host), choice))
        return answered(body, choice.content_type, LASTING)

    @routes.get("/ldes")
    def stream() -> Response:
        """The root, in the format that `Accept` asks for."""
        response = root_in(_accepted())
        response.vary.add("Accept")
        return response

    @routes.get("/ldes.<ending>")
    def stream_file(ending: str) -> Response:
        """The root in the format of the address' ending."""
        return root_in(_named(ending))

    @routes.get("/ldes/<name>")
    def stream_page(name: str) -> Response:
        """A page, in the format of the address' ending or of `Accept`."""
        stem, dot, ending = name.partition(".")
        if not _PAGE.match(stem):
            raise missing(
                "Không có trang này", "No such page", f"{name[:80]} is no page of the stream; begin at /ldes."
            )
        response = page_in(stem, _named(ending) if dot else _accepted())
        if not dot:
            response.vary.add("Accept")
        return response


def _accepted() -> Choice:
    choice = chosen(request.headers.get("Accept"), FORMATS, html="none")
    assert choice is not None, "no page of HTML is on offer"
    return choice


def _named(ending: str) -> Choice:
    try:
        return named(ending, FORMATS)
    except UnknownFormatError as error:
        raise ProblemError(404, "Không có tệp này", "No such file", f"{request.path}: {error}.") from error


def _page(pages: dict[str, Page], name: str) -> Page:
    """The page of that name.

    Raises `ProblemError` (410): what was on it has newer versions, which stand on other pages; clients take it
    for empty (LDES 1.0, on retention).
    """
    if name not in pages:
        raise missing("Trang này không còn", "Gone", "Its versions stand on other pages now; begin at /ldes.", 410)
    return pages[name]
