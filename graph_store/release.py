"""One published release: a directory that never changes."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from graph_store.errors import DamagedReleaseError, UnknownReleaseError
from graph_store.troubles import words
from ontology import mint
from ontology.names import ID

RELEASE_ID: Final = re.compile(r"(\d{8}T\d{6}Z)-(\d{4})\Z")
"""The id of a release: when it was begun (UTC, in the form `STAMP`), and a counter."""

STAMP: Final = "%Y%m%dT%H%M%SZ"

_LONGEST_NAME = 200
"""Longest article segment used as a file name, in characters (file systems take 255 bytes)."""


@dataclass(frozen=True)
class Manifest:
    """What a release holds; the numbers are those of `graph_store.counts.Counts`, `created` is UTC, ISO 8601."""

    id: str
    created: str
    previous: str | None
    """The release that it was made from, which after a rollback isn't the newest before it; None for the first."""
    articles: int
    claims: int
    triples: int
    quads: int
    summary: dict[str, Any] = field(default_factory=dict)
    """What the writer had to say of the build: numbers and reasons, as JSON."""
    shapes: str | None = None
    """Digest of the shapes that every article of the release keeps to (`ArticleValidator.digest`), if they are the same."""
    background: str | None = None
    """Digest of the shape files that the graphs of no article (ontology, reference data, cubes) keep to, if checked."""
    cubes: str | None = None
    """Digest of what the consolidated cubes were made by, if they are those of all the claims
    (`graph_store.cube.fingerprint`)."""

    def to_json(self) -> bytes:
        """The manifest as the bytes of manifest.json."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode() + b"\n"


@dataclass(frozen=True)
class Release:
    """A release in its directory `path`, whose name is its `id`."""

    id: str
    path: Path
    manifest: Manifest

    @classmethod
    def at(cls, path: Path) -> Release:
        """The release in the directory `path`.

        Raises `UnknownReleaseError` where there is none and `DamagedReleaseError` where its manifest can't be read.
        """
        try:
            content = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
            return cls(path.name, path, Manifest(**content))
        except FileNotFoundError:
            if not path.is_dir():
                raise UnknownReleaseError(f"no release {path.name} in {path.parent}") from None
            raise DamagedReleaseError(f"{path}: manifest.json is missing") from None
        except (OSError, ValueError, TypeError) as error:
            raise DamagedReleaseError(f"{path / 'manifest.json'}: {words(error)}") from error

    def open(self) -> Store:
        """The graph, read-only; any number of processes may have it open. Raises `DamagedReleaseError`.

        Its default graph holds the union of its named graphs: query it without `use_default_graph_as_union`.
        """
        try:
            return Store.read_only(str(self.path / "graph"))
        except (OSError, ValueError, RuntimeError) as error:
            raise DamagedReleaseError(
                f"{self.path / 'graph'}: the graph can't be opened: {words(error)}; `thidua releases verify {self.id}` tells "
                "which file, `thidua releases rollback ID` goes back to another release"
            ) from error

    def text(self, article_id: str) -> str:
        """The stored text of an article, to the letter: offsets of evidence are code points into it.

        Raises `KeyError` where the release has no such article.
        """
        path = self.path / text_name(article_id)
        try:
            return path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise KeyError(article_id) from None

    def attached(self, name: str) -> bytes | None:
        """The file of that name that was put beside the graph and the texts (`Draft.attach`); None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None


def begun(release_id: str) -> datetime:
    """When a release was begun, by its id. Raises `ValueError` on what is no id."""
    match = RELEASE_ID.match(release_id)
    if match is None:
        raise ValueError(f"{release_id!r} is no release id")
    return datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)


def text_name(article_id: str) -> Path:
    """Where an article's text lies in its release: in one of 256 folders, so that no folder grows too long."""
    segment = mint.article(article_id).removeprefix(ID["article/"])
    key = mint.digest(segment)
    name = segment if len(segment) <= _LONGEST_NAME else f"{segment[: _LONGEST_NAME - 9]}-{key}"
    return Path("texts", key[:2], f"{name}.txt")
