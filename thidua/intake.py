"""The intake of a build: all articles are read and laid down first, and it is found out which of them repeat which.

An article that came out on two sites, or twice on one, must not count twice. While articles stream by it can't be told
which of two is the original, unless the order of reading is to decide. So the articles wait in a temporary file (which has
no name, so that nothing is left of it), and memory holds the id, date and signature of each (measured: 1.4 kB at the peak); then they go
on, originals before those that repeat them.

The original of two articles is the one that the release already has as an original; where both or neither are there, the
one with the earlier date (a year or month counts as its last day, no date as later than any); else the one whose id comes
first. An article of the release that this build does not read stays what it is. An article read again is compared by its
new text, so a changed text is an update.
"""

from __future__ import annotations

import io
import pickle
import sys
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


class _Signed:
    """Ids of articles with their signatures, side by side."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._bytes = bytearray()

    def add(self, article: str, signature: Signatures) -> None:
        self.ids.append(article)
        self._bytes += signature.tobytes()

    def records(self) -> Signatures:
        return np.frombuffer(bytes(self._bytes), likeness.FORM)


class Intake:
    """The articles of one build. A context manager: its temporary file ends with the block."""

    def __init__(self, draft: Draft) -> None:
        self._draft: Final = draft
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=draft.path)  # noqa: SIM115 - `__exit__` closes it
        self._waiting: list[_Waiting] = []
        self._signed = _Signed()
        self._repeats: list[tuple[int, str, float]] = []
        """Of this round: place among those that wait, id of the original, likeness."""
        self._published: Final = frozenset(_originals(draft.base))
        self._accepted: set[str] = set()
        self._settled = _Signed()
        """The originals: of the release, as far as they are not read anew, and those that this build has accepted."""

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
            self._waiting.append(_Waiting(article.id, sys.intern(date), self._file.tell()))
            self._signed.add(article.id, likeness.signature(article.text))
            pickle.dump(article, self._file, pickle.HIGHEST_PROTOCOL)
            taken()
        others = sorted(self._published.difference(self._signed.ids))
        for id_, signature in _signatures_of(self._draft.base, others):
            self._settled.add(id_, signature)

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
        signatures = self._signed.records()
        for place, waiting in enumerate(self._waiting):
            if waiting.id in self._accepted:
                self._settled.add(waiting.id, signatures[place : place + 1])
        left = {place for place, original, _ in self._repeats if not self._draft.graph(mint.article_graph(original))}
        for place, original, share in self._repeats:
            if place not in left:
                article = self._article(self._waiting[place])
                yield article, Repeat(article.path, article.id, original, round(share, 2))
        self._waiting, self._signed = [self._waiting[place] for place in sorted(left)], _Signed()
        for waiting, place in zip(self._waiting, sorted(left), strict=True):
            self._signed.add(waiting.id, signatures[place : place + 1])

    def attach_signatures(self) -> None:
        """Keep the signatures of the originals with the draft, for the next build."""
        records = np.zeros(len(self._settled.ids), _FORM)
        records["article"] = [_key(id_) for id_ in self._settled.ids]
        records["signature"] = self._settled.records()
        content = io.BytesIO()
        np.save(content, np.sort(records, order="article"), allow_pickle=False)
        self._draft.attach(_FILE, content.getvalue())

    def _sort_out(self) -> None:
        """Find out which of the articles that wait repeat which."""
        settled = self._settled.ids
        order = sorted(range(len(self._waiting)), key=self._precedence)
        records = np.concatenate([self._settled.records(), self._signed.records()[order]])
        found = likeness.repeats(records, len(settled))
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


def _signatures_of(release: Release | None, articles: Sequence[str]) -> Iterator[tuple[str, Signatures]]:
    """The signatures of articles of a release: those that it keeps, else made of their texts."""
    if release is None:
        return
    kept = _kept(release)
    places = {int(key): place for place, key in enumerate(kept["article"])}
    for article in articles:
        place = places.get(_key(article))
        if place is not None:
            yield article, kept["signature"][place : place + 1]
            continue
        try:
            yield article, likeness.signature(release.text(article))
        except KeyError:
            continue  # a text that is missing is told by `thidua validate`


def _kept(release: Release) -> Signatures:
    """The records that a release keeps, of `_FORM`; none where they can't be read."""
    content = release.attached(_FILE)
    try:
        records = np.load(io.BytesIO(content or b""), allow_pickle=False)
    except (ValueError, EOFError, OSError):
        return np.zeros(0, _FORM)
    return records if records.dtype == _FORM else np.zeros(0, _FORM)


def _key(article: str) -> int:
    """64 bits that stand for an article's id."""
    return int.from_bytes(blake2b(article.encode(), digest_size=8).digest(), "little")
