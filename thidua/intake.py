"""The intake of a build: all articles are read and laid down first, and it is found out which of them repeat which.

An article that came out on two sites, or twice on one, must not count twice. While articles stream by it can't be told
which of two is the original, unless the order of reading is to decide. So the articles wait in a temporary file (which has
no name, so that nothing is left of it), and memory holds the id, date and signature of each, some 600 bytes; then they go
on, originals before those that repeat them.

The original of two articles is the one that the release already has as an original; where both or neither are there, the
one with the earlier date (a year or month counts as its last day, no date as later than any); else the one whose id comes
first. An article of the release that this build does not read stays what it is. An article read again is compared by its
new text, so a changed text is an update.
"""

from __future__ import annotations

import io
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import IO, Final

import numpy as np
from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph_store.releases import Draft, Release
from ontology import mint
from ontology.names import DCTERMS
from pipeline import likeness
from pipeline.likeness import Signatures
from pipeline.readers import Article

_FILE: Final = f"signatures-{likeness.VERSION}.npy"
"""Signatures of a release's articles, kept with it so that the next build need not read their texts."""

_FORM: Final = np.dtype([("article", "<u8"), ("signature", likeness.FORM)])
_LAST_DAY: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Repeat:
    """An article that repeats another: where it was read, and how alike the two are (0 to 1)."""

    path: Path
    article: str
    original: str
    likeness: float


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: str
    date: str
    offset: int
    """Where it lies in the temporary file."""


class Intake:
    """The articles of one build. A context manager: its temporary file ends with the block."""

    def __init__(self, draft: Draft) -> None:
        self._draft: Final = draft
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=draft.path)  # noqa: SIM115 - `__exit__` closes it
        self._waiting: list[_Waiting] = []
        self._signatures: list[Signatures] = []
        self._repeats: list[tuple[int, str, float]] = []
        """Of this round: place among those that wait, id of the original, likeness."""
        self._published: Final = frozenset(_originals(draft.base))
        self._accepted: set[str] = set()
        self._settled: dict[str, Signatures] = {}
        """Originals by id: of the release, as far as they are not read anew, and those that this build has accepted."""

    def __enter__(self) -> Intake:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, articles: Iterable[Article], taken: Callable[[], None]) -> None:
        """Lay down all articles; `taken` is called after each."""
        for article in articles:
            date = (article.published or "") + _LAST_DAY[len(article.published or "") :]
            self._waiting.append(_Waiting(article.id, date, self._file.tell()))
            self._signatures.append(likeness.signature(article.text))
            pickle.dump(article, self._file, pickle.HIGHEST_PROTOCOL)
            taken()
        read = {waiting.id for waiting in self._waiting}
        self._settled = _signatures_of(self._draft.base, [id_ for id_ in sorted(self._published) if id_ not in read])

    def originals(self) -> Iterator[Article]:
        """The articles that wait and repeat no other, in the order that they were read."""
        self._sort_out()
        repeating = {place for place, _, _ in self._repeats}
        for place, waiting in enumerate(self._waiting):
            if place not in repeating:
                yield self._article(waiting)

    def accept(self, article: str) -> None:
        """An original, by its id, that has gone into the draft."""
        self._accepted.add(article)

    def repeats(self) -> Iterator[tuple[Article, Repeat]]:
        """The articles that repeat one that is in the draft by now; to be asked for when the originals are done.

        Those whose original did not go in wait on, for one of them to take its place; `len` counts them.
        """
        self._settled |= {
            waiting.id: signature
            for waiting, signature in zip(self._waiting, self._signatures, strict=True)
            if waiting.id in self._accepted
        }
        left = {place for place, original, _ in self._repeats if not self._draft.graph(mint.article_graph(original))}
        for place, original, share in self._repeats:
            if place not in left:
                article = self._article(self._waiting[place])
                yield article, Repeat(article.path, article.id, original, round(share, 2))
        self._waiting = [self._waiting[place] for place in sorted(left)]
        self._signatures = [self._signatures[place] for place in sorted(left)]

    def attach_signatures(self) -> None:
        """Keep the signatures of the originals with the draft, for the next build."""
        records = np.zeros(len(self._settled), _FORM)
        for record, (id_, signature) in zip(records, sorted(self._settled.items()), strict=True):
            record["article"], record["signature"] = _key(id_), signature[0]
        content = io.BytesIO()
        np.save(content, records, allow_pickle=False)
        self._draft.attach(_FILE, content.getvalue())

    def _sort_out(self) -> None:
        """Find out which of the articles that wait repeat which."""
        settled = list(self._settled)
        order = sorted(range(len(self._waiting)), key=self._precedence)
        records = [*self._settled.values(), *(self._signatures[place] for place in order)]
        found = likeness.repeats(np.concatenate(records), len(settled)) if records else {}
        ids = [*settled, *(self._waiting[place].id for place in order)]
        self._repeats = sorted(
            (order[later - len(settled)], ids[earlier], share) for later, (earlier, share) in found.items()
        )

    def _precedence(self, place: int) -> tuple[bool, str, str]:
        waiting = self._waiting[place]
        return waiting.id not in self._published, waiting.date, waiting.id

    def _article(self, waiting: _Waiting) -> Article:
        self._file.seek(waiting.offset)
        article: Article = pickle.load(self._file)
        return article


def _originals(release: Release | None) -> list[str]:
    """Ids of the articles of a release that repeat no other, in order."""
    if release is None:
        return []
    store, union = release.open(), DefaultGraph()
    repeating = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(DCTERMS.isVersionOf), None, union)}
    named = store.quads_for_pattern(None, NamedNode(DCTERMS.identifier), None, union)
    return sorted(q.object.value for q in named if q.subject not in repeating and isinstance(q.object, Literal))


def _signatures_of(release: Release | None, articles: Sequence[str]) -> dict[str, Signatures]:
    """The signatures of articles of a release: those that it keeps, else made of their texts."""
    if release is None:
        return {}
    kept = _kept(release)
    found = {}
    for article in articles:
        place = kept.get(_key(article))
        try:
            found[article] = likeness.signature(release.text(article)) if place is None else place
        except KeyError:
            continue  # a text that is missing is told by `thidua validate`
    return found


def _kept(release: Release) -> dict[int, Signatures]:
    content = release.attached(_FILE)
    if content is None:
        return {}
    try:
        records = np.load(io.BytesIO(content), allow_pickle=False)
    except (ValueError, EOFError, OSError):
        return {}
    return {int(r["article"]): r["signature"].reshape(1) for r in records} if records.dtype == _FORM else {}


def _key(article: str) -> int:
    """64 bits that stand for an article's id."""
    return int.from_bytes(blake2b(article.encode(), digest_size=8).digest(), "little")
