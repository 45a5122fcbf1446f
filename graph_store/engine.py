"""Query engines: SPARQL text in, an answer out.

The interface says nothing of processes or of stores, so that a pool of killable workers or a remote endpoint can take
the embedded engine's place.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Final, Protocol

from pyoxigraph import Store

from graph_store.depth import refuse_depth
from graph_store.evaluation import Form, evaluate
from graph_store.release import Release

_IN_MEMORY: Final = 8 << 20
"""Largest answer kept in memory, in bytes; a larger one is spooled to a temporary file."""

CHUNK: Final = 1 << 16
"""Longest piece of an answer, in bytes."""


@contextmanager
def spooled() -> Iterator[IO[bytes]]:
    """A file for the body of an answer, which the answer closes; it is closed here where the block doesn't come to its end."""
    body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it outlives the block
    try:
        yield body
    except BaseException:
        body.close()
        raise


class Answer:
    """An answer: its `form`, its `media_type` (no charset), and the bytes, whole or in chunks."""

    def __init__(self, form: Form, media_type: str, body: IO[bytes]) -> None:
        self.form: Final = form
        self.media_type: Final = media_type
        self._body = body
        self.size: int | None = body.tell()
        """Length of the body in bytes; None where the answer is long and still being computed (`read` and `file` wait)."""
        self.seconds: dict[str, float] = {}
        """What it took until the answer was there, or begun: by stage, where the engine tells."""

    def read(self) -> bytes:
        """The whole body."""
        return self.file().read()

    def file(self) -> IO[bytes]:
        """The body as a file, at its beginning; `close` closes it."""
        self._body.seek(0)
        return self._body

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces of at most 64 KiB; the body is closed at the end, so this runs once."""
        with self.file() as body:
            while piece := body.read(CHUNK):
                yield piece

    def close(self) -> None:
        """Give up the body (and its temporary file); it also goes with the answer itself."""
        self._body.close()

    def __del__(self) -> None:
        self._body.close()


class QueryEngine(Protocol):
    """Answers SPARQL queries over one release."""

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer one SPARQL 1.1 query.

        `accept`: media types, the best first; the first that fits the query's form is used, and where none is given,
        `application/sparql-results+json` or `text/turtle`. `default_graphs` and `named_graphs` are IRIs as in the
        SPARQL protocol (section 2.1.4): given either, they are the whole dataset; without both, the default graph is
        the union of all graphs, and every named graph can be reached by GRAPH. The
        project's prefixes may be left out, and relative IRIs are those of `id:`.

        Computation has ended when this returns, but for an answer of unknown `size`, which is raised from while it is read;
        so an error is never found in a body that looks whole. Raises the subclasses of `graph_store.errors.QueryError`.
        """
        ...


class EmbeddedEngine:
    """Runs queries in this process over a release, or over a store in memory (`EmbeddedEngine.over`)."""

    def __init__(self, release: Release) -> None:
        self._store = release.open()

    @classmethod
    def over(cls, store: Store) -> EmbeddedEngine:
        """An engine over an open store, whose default graph is to hold the union (see `graph_store.draft`)."""
        engine = cls.__new__(cls)
        engine._store = store
        return engine

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See `QueryEngine.query`. There is no limit of time or of memory, and the stack is that of whoever calls."""
        refuse_depth(text)
        evaluation = evaluate(self._store, text, accept, default_graphs, named_graphs)
        with spooled() as body:
            evaluation.write(body)
        return Answer(evaluation.form, evaluation.media_type, body)
