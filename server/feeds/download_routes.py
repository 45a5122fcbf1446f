"""`/downloads`: the files of each release and how to cite it; `/cite.bib` and the like."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, render_template, request

from graph_store.release import RELEASE_ID
from server.catalogue import Catalogues
from server.catalogue_page import File, ReleaseEntry, read_page
from server.feeds.answers import SHORT, answered
from server.feeds.citing import FORMS, Cited
from server.language import PREFIX, to_language
from server.parameters import missing, refused
from server.source import Source

_MEDIA: Final = "; charset=utf-8"


def add(routes: Blueprint, source: Source, catalogues: Catalogues) -> None:
    """Add the page and the citations."""

    @routes.get("/downloads")
    def downloads_in_no_language() -> Response:
        """To the page in the reader's language."""
        return to_language()

    @routes.get(f"{PREFIX}/downloads")
    def downloads(**_: str) -> str:
        """The files of each release, how to cite it, the licence, and the ways in for programs."""
        reading = source.current()
        return render_template(
            "downloads.html",
            releases=read_page(catalogues.of(reading).reading).releases,
            cited=Cited.of(reading.release),
            dumps_of=_dumps,
            forms=_forms(reading.release),
            forms_of=_forms,
        )

    @routes.get("/cite.<ending>")
    def cite(ending: str) -> Response:
        """A release's citation; without `release=` that of the current one."""
        if ending not in FORMS:
            raise missing("Không có tệp này", "No such file", f"Citations come as {', '.join(FORMS)}.")
        reading = source.current()
        release = request.args.get("release", reading.release)
        if release != reading.release:
            if not RELEASE_ID.match(release):
                raise refused("release", release, "the id of a release, such as 20260101T000000Z-0000")
            known = {entry.version for entry in read_page(catalogues.of(reading).reading).releases}
            if release not in known:
                raise missing("Không có bản này", "No such release", f"There is no release {release} here.")
        _, media_type, write = FORMS[ending]
        response = answered(write(Cited.of(release)).encode(), media_type + _MEDIA, SHORT)
        response.headers["Content-Disposition"] = f'inline; filename="thidua-{release}.{ending}"'
        return response


def _dumps(release: ReleaseEntry) -> list[File]:
    """The files among a release's distributions; the SPARQL endpoint, which is one too, has no size."""
    return [file for file in release.files if file.size is not None]


def _forms(release: str) -> list[tuple[str, str, str]]:
    """Title, media type and address of each form of a release's citation."""
    return [(title, type_, f"/cite.{ending}?release={release}") for ending, (title, type_, _) in FORMS.items()]
