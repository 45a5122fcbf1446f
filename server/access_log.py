"""The access log: one line of JSON a request, without personal data unless that is asked for.

A line has no client's address, no user agent and no query text, only the beginning of the query's hash, by which equal
queries can be counted. The fields are told in docs/operating.md.
"""

from __future__ import annotations

import hashlib
import json
import logging
import logging.handlers
import sys
import weakref
from pathlib import Path
from typing import Final

from graph_store.query_form import form
from server.record import RequestRecord

STANDARD_ERROR: Final = "-"
"""The name of the log that goes to standard error."""

_HASH: Final = 16
"""Hexadecimal digits of a query's SHA-256 that are logged."""

_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class AccessLog:
    """Writes records as lines to a file, or to standard error where `target` is `-`.

    The file is opened anew where it has been moved away or removed, so that logrotate needs no signal. `clients` adds
    the client's address, `queries` the query text. Raises `OSError` where the file can't be written.
    """

    def __init__(self, target: str, *, clients: bool = False, queries: bool = False) -> None:
        self._clients = clients
        self._queries = queries
        self._handler: logging.Handler = (
            logging.StreamHandler(sys.stderr)
            if target == STANDARD_ERROR
            else logging.handlers.WatchedFileHandler(target, encoding="utf-8")
        )
        weakref.finalize(self, self._handler.close)  # the log goes with its application

    def __call__(self, record: RequestRecord) -> None:
        """Write the line of a request that has ended."""
        line = json.dumps(self.fields(record), ensure_ascii=True)  # a lone surrogate or a line break stays an escape
        self._handler.handle(logging.makeLogRecord({"msg": line}))

    def fields(self, record: RequestRecord) -> dict[str, object]:
        """The members of a line; those that are empty are absent."""
        members: dict[str, object] = {
            "time": record.came.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "method": record.method,
            "route": record.route,
            "path": record.path,
            "status": record.status,
            "bytes": record.sent,
            "seconds": round(record.seconds, 6),
            "outcome": record.outcome,
            "release": record.release,
            "cache": record.cache,
        }
        if record.query is not None:
            members |= _of_query(record.query)
            members["query_text"] = record.query if self._queries else ""
        members["client"] = record.client if self._clients else ""
        return {name: value for name, value in members.items() if value != ""}


def must_be_writable(target: str) -> None:
    """Raise `OSError`, which names the file, where no log can be written to `target`."""
    if target and target != STANDARD_ERROR:
        with Path(target).open("a", encoding="utf-8"):
            pass


def _of_query(query: str) -> dict[str, object]:
    keyword = form(query)
    digest = hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()
    return {"query": digest[:_HASH], "form": keyword if keyword in _FORMS else ""}
