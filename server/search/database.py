"""The full-text database of a release: built once in a temporary file, read by a few connections, gone with them.

SQLite's FTS5 with folded words. The tables keep words alone (`detail=none`, no content): which names and sentences have
them all is looked up there, and how well each fits is computed from the tables beside. The file has no name any more once
the connections are open, so it goes with the process however that ends.
"""

from __future__ import annotations

import queue
import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from server.search.folding import accented, fold
from server.search.material import Entity, Sentence
from server.search.names import with_general_words

_READERS: Final = 4
"""Searches that run at the same time; a further one waits for some milliseconds."""

_TABLES: Final = Path(__file__).with_name("tables.sql")


class Database:
    """Connections that read the database; for several threads."""

    def __init__(self, connections: Iterable[sqlite3.Connection]) -> None:
        self._free: Final[queue.LifoQueue[sqlite3.Connection]] = queue.LifoQueue()
        kept = list(connections)
        for connection in kept:
            self._free.put(connection)
        self._closed: Final = weakref.finalize(self, _close, kept)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own while the block runs."""
        connection = self._free.get()
        try:
            yield connection
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """Close the connections, which frees the file's space; it is done too when the last reference goes."""
        self._closed()


def build(entities: Iterable[tuple[int, Entity]], sentences: Iterable[tuple[int, Sentence]]) -> Database:
    """A database of entities and sentences, each with its number as an item of the index."""
    with tempfile.NamedTemporaryFile(prefix="thidua-search-", suffix=".sqlite", delete=False) as made:
        path = Path(made.name)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.executescript(_TABLES.read_text(encoding="utf-8"))
            writer.execute("BEGIN")
            _fill_entities(writer, entities)
            _fill_sentences(writer, sentences)
            writer.execute("COMMIT")
        address = f"{path.as_uri()}?mode=ro&immutable=1"
        connections = [sqlite3.connect(address, uri=True, check_same_thread=False) for _ in range(_READERS)]
        for connection in connections:
            connection.execute("SELECT count(*) FROM entity").fetchone()  # opens the file, which has no name after this
    finally:
        path.unlink()
    return Database(connections)


def _fill_entities(writer: sqlite3.Connection, entities: Iterable[tuple[int, Entity]]) -> None:
    number = 0
    for item, entity in entities:
        first, last = entity.years or (None, None)
        writer.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(item, entity.iri, entity.kind.slug, entity.best("vi"), entity.best("en")),
                *(entity.detail.text, entity.detail.en, first, last),
            ),
        )
        labels = [name.text for name in entity.names if name.is_label]
        rest = [name.text for name in entity.names if not name.is_label]
        rest += with_general_words(entity.kind.slug, labels + rest)
        seen = set()
        for is_other, names in ((0, labels), (1, rest)):
            for name in names:
                key, form = fold(name), accented(name)
                if key and (key, form) not in seen:
                    seen.add((key, form))
                    number += 1
                    squeezed = key.replace(" ", "")
                    writer.execute(
                        "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", (number, item, key, form, squeezed, is_other)
                    )
                    writer.execute("INSERT INTO name_words (rowid, key) VALUES (?, ?)", (number, key))


def _fill_sentences(writer: sqlite3.Connection, sentences: Iterable[tuple[int, Sentence]]) -> None:
    for item, sentence in sentences:
        key = fold(sentence.text)
        writer.execute("INSERT INTO sentence VALUES (?, ?, ?, ?)", (item, sentence.text, key, accented(sentence.text)))
        writer.execute("INSERT INTO sentence_words (rowid, key) VALUES (?, ?)", (item, key))
        writer.executemany(
            "INSERT INTO claim VALUES (?, ?, ?)", ((item, claim, article) for claim, article in sentence.claims)
        )


def _close(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()
