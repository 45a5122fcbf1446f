"""`/sitemap.xml` with its parts, and `/robots.txt`."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from server.coding import coded
from server.feeds.answers import SHORT, answered
from server.feeds.history import Histories
from server.feeds.sitemap import NOT_FOR_ROBOTS, STATIC, Listed, newest, parts, read_listed
from server.feeds.versions import time_of
from server.keeping import Kept
from server.language import LANGUAGES, absolute, here
from server.parameters import missing
from server.source import Source

_XML: Final = "application/xml; charset=utf-8"
_GZIP: Final = "application/gzip"
_RELEASES: Final = 2
"""Releases whose pages are kept."""

_PART: Final = re.compile(r"([1-9][0-9]{0,5})\.xml(\.gz)?\Z")


def add(routes: Blueprint, source: Source, histories: Histories) -> None:
    """Add the routes."""
    kept: Kept[list[Listed]] = Kept(_RELEASES)

    def files() -> tuple[str, list[list[Listed]]]:
        reading = source.current()
        listed = kept.get(reading.release, lambda: read_listed(reading, histories.of(reading)))
        own = [Listed(address, "") for address in STATIC if _is_served(here(address, LANGUAGES[0]))]
        return reading.release, parts([*own, *listed])

    @routes.get("/sitemap.xml")
    def sitemap_index() -> Response:
        """The index of the sitemap's parts."""
        release, found = files()
        listed = [
            (absolute(f"/sitemap-{number}.xml"), newest(part, "") or time_of(release))
            for number, part in enumerate(found, 1)
        ]
        return _sent(render_template("feeds/sitemap_index.xml", parts=listed), packed=False)

    @routes.get("/sitemap-<name>")
    def sitemap_part(name: str) -> Response:
        """A part of the sitemap; with the ending `.gz` as a gzip file."""
        match = _PART.match(name)
        found = files()[1] if match else []
        if match is None or int(match[1]) > len(found):
            raise missing("Không có tệp này", "No such file", f"The sitemap has no part {name[:40]}; see /sitemap.xml.")
        pages = [_in_languages(one) for one in found[int(match[1]) - 1]]
        return _sent(render_template("feeds/sitemap.xml", pages=pages), packed=match[2] is not None)

    @routes.get("/robots.txt")
    def robots() -> Response:
        """What crawlers may ask for, and where the sitemap is (RFC 9309)."""
        text = render_template("feeds/robots.txt", prefixes=NOT_FOR_ROBOTS, sitemap=absolute("/sitemap.xml"))
        return answered(text.encode() + b"\n", "text/plain; charset=utf-8", SHORT)


def _sent(text: str, *, packed: bool) -> Response:
    """The document, packed where the address says so, coded where the client takes gzip."""
    body = text.strip().encode() + b"\n"
    if packed:
        return answered(coded(body, "gzip"), _GZIP, SHORT)
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = answered(coded(body, "gzip") if takes_gzip else body, _XML, SHORT)
    if takes_gzip and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _in_languages(one: Listed) -> dict[str, object]:
    return {
        "changed": one.changed,
        "addresses": [(language, absolute(here(one.address, language))) for language in LANGUAGES],
    }


def _is_served(address: str) -> bool:
    """Whether the application has a page at this address."""
    try:
        current_app.url_map.bind("").match(address, method="GET")
    except HTTPException:
        return False
    return True
