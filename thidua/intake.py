"""The intake of a build: all articles are read and laid down first, and it is found out which of them repeat which.

An article that came out on two sites, or twice on one, must not count twice. While articles stream by it can't be told
which of two is the original, unless the order of reading is to decide. So the articles wait in a temporary file (which has
no name, so that nothing is left of it), and memory holds the id, date and signature of each (measured: 1.4 kB at the peak); then they go
on, originals before those that repeat them.

The original of two articles is the one that the release already has as an original; where both or neither are there, the
one with the earlier date (a year or month counts as its last day, no date as later than any); else the one whose id comes
first. An article of the release that this build does not read stays what it is, unless it repeats one that leaves or is
read with another text: then it is looked at again, from what the release keeps of it. An article read again is compared by its
new text, so a changed text is an update.

An article that is as it was in the release before (`thidua.records`), and repeats now what it did then, needs no extraction.
"""

from __future__ import annotations

import io
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final

import numpy as np
from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph_store.releases import Draft, Release
from ontology import mint
from ontology.names import DCTERMS, RDF, SCHEMA
from pipeline import likeness
from pipeline.likeness import Signatures
from pipeline.readers import Article
from thidua.records import Records, key, place_of, source

_FILE: Final = f"signatures-{likeness.VERSION}.npy"
"""Signatures of a release's articles, kept with it so that the next build need not read their texts."""

_FORM: Final = np.dtype([("article", "<u8"), ("signature", likeness.FORM)])
_LAST_DAY: Final = "9999-12-31"
_TYPE: Final = NamedNode(RDF.type)


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
    source: bytes
    """See `thidua.records.source`."""


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

    def __init__(self, draft: Draft, pipeline: str, *, reuse: bool = True) -> None:
        """`pipeline` stands for all that graphs depend on beside their articles; without `reuse` all are extracted again."""
        self._draft: Final = draft
        self._pipeline: Final = pipeline
        self._reuse: Final = reuse
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=draft.path)  # noqa: SIM115 - `__exit__` closes it
        self._waiting: list[_Waiting] = []
        self._signed = _Signed()
        self._repeats: list[tuple[int, str, float]] = []
        """Of this round: place among those that wait, id of the original, likeness."""
        self.published: Final = article_ids(draft.base)
        """Ids of the release's articles, each with whether it repeats none."""
        self._records: Final = Records(draft.base)
        self._kept: Final = _Kept(draft.base)
        self._accepted: set[str] = set()
        self._looked_at_again: Final[set[str]] = set()
        """Ids of the articles that were not read and wait since the one that they repeat has changed or is gone."""
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
            self._lay_down(article)
            taken()

    def ids(self) -> frozenset[str]:
        """Of the articles that wait."""
        return frozenset(self._signed.ids)

    def ready(self, leaving: Iterable[str] = ()) -> None:
        """All are laid down; `leaving` are the ids of articles of the release that go out of the draft."""
        gone = frozenset(leaving)
        read = self.ids()
        for id_ in gone:
            self._draft.remove_article(id_)
            self._records.remove(id_)
        changed = {waiting.id for waiting in self._waiting if not self._is_as_before(waiting)}
        for article in self._records.repeating(gone | changed):
            if article.id not in read and article.id not in gone:
                self._looked_at_again.add(article.id)
                self._lay_down(article)
        others = {id_ for id_, is_original in self.published.items() if is_original}.difference(self._signed.ids, gone)
        for id_ in sorted(others):
            signature = self._kept.signature(id_)
            if signature is not None:
                self._settled.add(id_, signature)

    def originals(self, as_before: Callable[[str], None]) -> Iterator[Article]:
        """The articles that wait and repeat no other, in the order that they were read.

        Those that the release has just so are not given: `as_before` is told their ids.
        """
        self._sort_out()
        repeating = {place for place, _, _ in self._repeats}
        for place, waiting in enumerate(self._waiting):
            if place in repeating:
                continue
            if self._is_as_before(waiting) and self._repeated_before(waiting.id) == 0:
                self._accepted.add(waiting.id)
                as_before(waiting.id)
            else:
                yield self._article(waiting)

    def accept(self, article: str) -> None:
        """An original, by its id, that has gone into the draft."""
        self._accepted.add(article)

    def reject(self, article: str) -> None:
        """An original that was accepted and had to go again."""
        self._accepted.discard(article)
        self._records.forget(article)

    def repeats(self, as_before: Callable[[Repeat], None]) -> Iterator[tuple[Article, Repeat]]:
        """The articles that repeat one that is in the draft by now; to be asked for when the originals are done.

        Those that the release has just so are not given: `as_before` is told of them. Those whose original did not go in wait
        on, for one of them to take its place; `len` counts them.
        """
        signatures = self._signed.records()
        for place, waiting in enumerate(self._waiting):
            if waiting.id in self._accepted:
                self._settled.add(waiting.id, signatures[place : place + 1])
                if not self._is_as_before(waiting) or self._repeated_before(waiting.id):
                    self._records.put(waiting.id, waiting.source)
        left = {place for place, original, _ in self._repeats if not self._draft.graph(mint.article_graph(original))}
        for place, original, share in self._repeats:
            if place not in left:
                waiting = self._waiting[place]
                article = self._article(waiting)
                repeat = Repeat(article.path, article.id, original, round(share, 2))
                if not self._is_as_before(waiting) or self._repeated_before(waiting.id) != key(original):
                    yield article, repeat
                elif waiting.id not in self._looked_at_again:
                    as_before(repeat)
        self._waiting, self._signed = [self._waiting[place] for place in sorted(left)], _Signed()
        for waiting, place in zip(self._waiting, sorted(left), strict=True):
            self._signed.add(waiting.id, signatures[place : place + 1])

    def record_repeat(self, article: Article, original: str) -> None:
        """An article that has gone into the draft as one that repeats another."""
        self._records.put_repeat(article, source(article, self._pipeline), original)

    def attach(self) -> None:
        """Keep with the draft, for the next build, what tells which articles have changed and which repeat another."""
        self._records.attach_to(self._draft)
        self._attach_signatures()

    def _lay_down(self, article: Article) -> None:
        date = (article.published or "") + _LAST_DAY[len(article.published or "") :]
        waiting = _Waiting(
            article.id, sys.intern(date), self._file.seek(0, io.SEEK_END), source(article, self._pipeline)
        )
        self._waiting.append(waiting)
        kept = self._kept.record(article.id) if self._is_as_before(waiting, even_anew=True) else None
        self._signed.add(article.id, likeness.signature(article.text) if kept is None else kept)
        pickle.dump(article, self._file, pickle.HIGHEST_PROTOCOL)

    def _is_as_before(self, waiting: _Waiting, *, even_anew: bool = False) -> bool:
        """Whether the release has the article, made from the same; `even_anew`: also where it is to be extracted again."""
        record = self._records.get(waiting.id) if self._reuse or even_anew else None
        return record is not None and record.source == waiting.source

    def _repeated_before(self, article: str) -> int | None:
        record = self._records.get(article)
        return record.original if record else None

    def _attach_signatures(self) -> None:
        """Keep the signatures of the originals."""
        records = np.zeros(len(self._settled.ids), _FORM)
        records["article"] = [key(id_) for id_ in self._settled.ids]
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
        return not self.published.get(waiting.id, False), waiting.date, waiting.id

    def _article(self, waiting: _Waiting) -> Article:
        self._file.seek(waiting.offset)
        article: Article = pickle.load(self._file)
        return article


def article_ids(release: Release | None) -> dict[str, bool]:
    """Ids of the articles of a release, in order; True for those that repeat no other."""
    if release is None:
        return {}
    store, union = release.open(), DefaultGraph()
    repeating = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(DCTERMS.isVersionOf), None, union)}
    articles = {quad.subject for quad in store.quads_for_pattern(None, _TYPE, NamedNode(SCHEMA.NewsArticle), union)}
    named = store.quads_for_pattern(None, NamedNode(DCTERMS.identifier), None, union)
    found = {
        quad.object.value: quad.subject not in repeating
        for quad in named
        if isinstance(quad.object, Literal) and quad.subject in articles
    }
    return dict(sorted(found.items()))


class _Kept:
    """The signatures that a release keeps of its originals."""

    def __init__(self, release: Release | None) -> None:
        self._release: Final = release
        self._records: Final = _read(release)

    def record(self, article: str) -> Signatures | None:
        """The signature of an article as it is kept; None where it isn't."""
        place = place_of(key(article), self._records["article"])
        return None if place is None else self._records["signature"][place : place + 1]

    def signature(self, article: str) -> Signatures | None:
        """The signature as it is kept, else made of the article's text; None without a text, which `thidua validate` tells."""
        found = self.record(article)
        if found is None and self._release is not None:
            try:
                return likeness.signature(self._release.text(article))
            except KeyError:
                return None
        return found


def _read(release: Release | None) -> Signatures:
    """The records that a release keeps, of `_FORM`; none where they can't be read."""
    content = release.attached(_FILE) if release else None
    try:
        records = np.load(io.BytesIO(content or b""), allow_pickle=False)
    except (ValueError, EOFError, OSError):
        return np.zeros(0, _FORM)
    return records if records.dtype == _FORM else np.zeros(0, _FORM)
