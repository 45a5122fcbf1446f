"""An article as the readers give it, and the report of a file that gave none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `text` is the stored text, exactly as it came; all offsets are code points into it.

    `id` is the file's name without its ending. `published` is an ISO date that may be cut to month or year; `url` leads to the
    publisher's page and `further_urls` to other sources of the same facts. Metadata that nobody states is None.
    """

    id: str
    text: str
    raw: bytes
    path: Path
    title: str
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    further_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that gave no article: which one, where in it, and why."""

    path: Path
    reason: str
    place: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.place}" if self.place else str(self.path)
        return f"{where}: {self.reason}"
