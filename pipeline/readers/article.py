"""An article as the readers give it, and the report of a file that gave none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `text` is the stored text; all offsets are code points into it.

    Of a text file or a line of JSON it is the text exactly as it came, of a page or a feed the article that was found in it, a
    paragraph a line. `id` comes from the file's name, or from the line or item (see `pipeline.readers.ids`); `path` is the file
    that it was read from, and `place` where it stands in a file of several. `published` is an ISO date that may be cut to
    month or year, `presumed` a year that somebody took it to be of, which helps to date it and is not passed on; `url` leads to the
    publisher's page and `further_urls` to other sources of the same facts. Metadata that nobody states is None.
    """

    id: str
    text: str
    path: Path
    title: str
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    further_urls: tuple[str, ...] = ()
    place: str = ""
    presumed: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, line or item that gave no article: which one, where in it, and why."""

    path: Path
    reason: str
    place: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.place}" if self.place else str(self.path)
        return f"{where}: {self.reason}"


class UnreadableError(Exception):
    """Something that gives no article; caught by the readers and told as a `Refusal`."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
