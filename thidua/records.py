"""What each article of a release was made from, so that a build need not extract and check again what has not changed.

The file lies in the release beside the texts. A record says that the article's graph is what the pipeline of that fingerprint
makes of that text with that metadata; another text, other metadata or another pipeline give another digest. A release without the
file, or with one that can't be read, has all articles extracted again.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from hashlib import blake2b
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_store.release import text_name
from graph_store.releases import Draft, Release
from pipeline.readers import Article

_FILE: Final = "articles-1.npy"
_REPEATS: Final = "repeats-1.jsonl"
_FORM: Final = np.dtype([("article", "<u8"), ("source", "V16"), ("original", "<u8")])
_NO_ARTICLE: Final = 0


class Record(NamedTuple):
    """What an article of a release was made from."""

    source: bytes
    """See `source`."""
    original: int
    """The key of the article that it repeats; 0 where it repeats none."""


def key(article: str) -> int:
    """64 bits that stand for an article's id; never 0."""
    return int.from_bytes(blake2b(article.encode(), digest_size=8).digest(), "little") or 1


def place_of(wanted: int, keys: NDArray[np.uint64]) -> int | None:
    """Where a key stands among sorted ones; None where it doesn't."""
    place = int(np.searchsorted(keys, np.uint64(wanted)))
    return place if place < len(keys) and int(keys[place]) == wanted else None


def source(article: Article, pipeline: str) -> bytes:
    """16 bytes that stand for an article's text and metadata, and for the pipeline that makes its graph."""
    said = {name: value for name, value in _metadata(article).items() if name != "id"}
    found = blake2b(json.dumps([pipeline, said], ensure_ascii=False).encode(), digest_size=16)
    found.update(article.text.encode())
    return found.digest()


class Records:
    """The records of a release, and what a build changes in them."""

    def __init__(self, release: Release | None) -> None:
        self._release: Final = release
        self._before: Final = _read(release)
        self._new: dict[int, Record | None] = {}
        self._repeats_before: Final = _read_repeats(release)
        self._repeats: Final = dict(self._repeats_before)

    def get(self, article: str) -> Record | None:
        """What the release's article of that id was made from, or None where that isn't known."""
        wanted = key(article)
        if wanted in self._new:
            return self._new[wanted]
        place = place_of(wanted, self._before["article"])
        if place is None:
            return None
        found = self._before[place]
        return Record(found["source"].tobytes(), int(found["original"]))

    def put(self, article: str, source: bytes) -> None:
        """An article, by its id, that is in the draft and repeats no other."""
        self._new[key(article)] = Record(source, _NO_ARTICLE)
        self._repeats.pop(article, None)

    def put_repeat(self, article: Article, source: bytes, original: str) -> None:
        """An article that is in the draft and repeats another, by the other's id."""
        self._new[key(article.id)] = Record(source, key(original))
        self._repeats[article.id] = {**_metadata(article), "original": original}

    def remove(self, article: str) -> None:
        """An article that is not in the draft any more."""
        self._new[key(article)] = None
        self._repeats.pop(article, None)

    def forget(self, article: str) -> None:
        """An article that is in the draft as the release has it, after all."""
        self._new.pop(key(article), None)
        self._repeats.pop(article, None)
        if article in self._repeats_before:
            self._repeats[article] = self._repeats_before[article]

    def repeating(self, originals: Iterable[str]) -> Iterator[Article]:
        """The release's articles that repeat one of those, as they were read."""
        wanted = frozenset(originals)
        for id_, said in sorted(self._repeats.items()):
            if said["original"] in wanted and self._release is not None:
                said_of: dict[str, Any] = {name: value for name, value in said.items() if name != "original"}
                said_of["further_urls"] = tuple(said_of["further_urls"])
                yield Article(text=self._release.text(id_), path=self._release.path / text_name(id_), **said_of)

    def attach_to(self, draft: Draft) -> None:
        """Keep the records with the draft, for the next build."""
        kept = self._before[~np.isin(self._before["article"], np.fromiter(self._new, "<u8", len(self._new)))]
        new = [(k, np.void(r.source), r.original) for k, r in self._new.items() if r is not None]
        records = np.concatenate([kept, np.array(new, _FORM)])
        content = io.BytesIO()
        np.save(content, records[np.argsort(records["article"])], allow_pickle=False)
        draft.attach(_FILE, content.getvalue())
        lines = (json.dumps(said, ensure_ascii=False) + "\n" for _, said in sorted(self._repeats.items()))
        draft.attach(_REPEATS, "".join(lines).encode())


_METADATA: Final = tuple(f.name for f in fields(Article) if f.name not in {"text", "path", "place"})


def _metadata(article: Article) -> dict[str, Any]:
    """All of an article but its text and where it was read."""
    return {name: getattr(article, name) for name in _METADATA}


def _read(release: Release | None) -> NDArray[np.void]:
    content = release.attached(_FILE) if release else None
    try:
        records = np.load(io.BytesIO(content or b""), allow_pickle=False)
    except (ValueError, EOFError, OSError):
        return np.zeros(0, _FORM)
    return records if records.dtype == _FORM else np.zeros(0, _FORM)


def _read_repeats(release: Release | None) -> dict[str, Mapping[str, object]]:
    content = release.attached(_REPEATS) if release else None
    try:
        lines = [json.loads(line) for line in (content or b"").splitlines()]
        return {line["id"]: line for line in lines}
    except (ValueError, TypeError, KeyError):
        return {}
