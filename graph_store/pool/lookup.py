"""Look-ups: queries of one triple pattern with a known subject, which need no process that can be killed.

    SELECT ?property ?value { <https://w3id.org/thidua/id/bloc/tay-nam-bo> ?property ?value }

A clause of a few known things and one pattern about them takes the engine some fifty microseconds, and can't take much more: what it
goes through are the triples of those subjects. To hand it to a worker and back takes ten times as long. So these are answered in the
server's own process, from the disk. What is a look-up is told by a grammar that is far narrower than SPARQL's; all else goes to workers,
and so does an answer that grows too long.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Sequence
from typing import Final

from pyoxigraph import Store

from graph_store.engine import Answer
from graph_store.evaluation import evaluate

_LONGEST: Final = 4096
"""Characters of a look-up, at most."""
_SUBJECTS: Final = 16
"""Subjects of a look-up, at most."""
_LARGEST: Final = 1 << 20
"""Bytes of its answer, at most."""

_IRI: Final = r"<[^\x00-\x20<>\"{}|^`\\]*+>"
_NAME: Final = r"[A-Za-z][\w-]*+:[\w-]++"
_VARIABLE: Final = r"[?$]\w++"
_LITERAL: Final = rf"(?:\"[^\"\\\r\n]*+\"(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|\^\^(?:{_IRI}|{_NAME}))?+|\d++(?![\w.]))"
_KNOWN: Final = rf"(?:{_IRI}|{_NAME})"

_LOOKUP: Final = re.compile(
    rf"""
    (?:PREFIX\ [A-Za-z][\w-]*+:\ ?{_IRI}\ ?)*+
    (?:SELECT\ ?(?:DISTINCT\ ?)?+(?:\*|{_VARIABLE}(?:\ {_VARIABLE})*+)|ASK)\ ?
    (?:WHERE\ ?)?+\{{\ ?
    (?:VALUES\ (?P<of>{_VARIABLE})\ ?\{{\ ?(?:{_KNOWN}\ ?){{1,{_SUBJECTS}}}\}}\ ?\.?\ ?)?+
    (?P<subject>{_KNOWN}|{_VARIABLE})\ ?
    (?:{_IRI}|{_NAME}\ |{_VARIABLE}|a\ )\ ?
    (?:{_KNOWN}|{_VARIABLE}|{_LITERAL})\ ?\.?\ ?
    \}}\ ?(?:LIMIT\ \d++)?+\ ?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""A look-up with its white space made one blank. The names of things are ASCII; literals need not be."""

_LEADING: Final = re.compile(r"(?:\s*+#[^\r\n]*+[\r\n])*+\s*+")
"""Comments before a query."""


def is_lookup(text: str) -> bool:
    """Whether a query is sure to go through the triples of a few subjects alone."""
    if len(text) > _LONGEST:
        return False
    lead = _LEADING.match(text)
    found = _LOOKUP.fullmatch(" ".join(text[lead.end() if lead else 0 :].split()))
    if found is None:
        return False
    of, subject = found["of"], found["subject"]
    return subject == of if subject[0] in "?$" else of is None


class Lookups:
    """Answers look-ups over an open store, whose default graph holds the union of all."""

    def __init__(self, store: Store) -> None:
        self._store: Final = store

    def answer(self, text: str, accept: Sequence[str]) -> Answer | None:
        """The answer; None where the query is none, or its answer is long. Raises what `QueryEngine.query` does."""
        if not is_lookup(text):
            return None
        began = time.monotonic()
        evaluation = evaluate(self._store, text, accept)
        body = _Bounded()
        try:
            evaluation.write(body)
        except _TooLongError:
            return None
        answer = Answer(evaluation.form, evaluation.media_type, body)
        answer.seconds = {"wait": 0.0, "query": time.monotonic() - began}
        return answer


class _TooLongError(Exception):
    pass


class _Bounded(io.BytesIO):
    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > _LARGEST:
            raise _TooLongError
        return super().write(data)
