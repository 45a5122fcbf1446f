"""From a query engine's answer to a response: one place for both the endpoint and the linked data."""

from __future__ import annotations

from flask import Response

from graph_store.engine import Answer
from server.formats import Choice
from server.source import Reading

_WHOLE = 1 << 18
"""Answers up to this size (bytes) are sent in one piece; a stream would cost more than it saves."""


def send_graph(reading: Reading, query: str, choice: Choice) -> Response:
    """The graph that a CONSTRUCT or DESCRIBE gives, in the format chosen."""
    return send(reading.engine.query(query, [choice.engine_type]), choice.content_type)


def send(answer: Answer, content_type: str) -> Response:
    """The answer with its length where it is known; a long one is streamed from where the engine has put it, or puts it.

    Where the rest of one of unknown length doesn't come, the server breaks the connection: it never looks whole.
    """
    headers = {"Content-Type": content_type, "Vary": "Accept"}
    if answer.size is not None:
        headers["Content-Length"] = str(answer.size)
    if answer.size is not None and answer.size <= _WHOLE:
        body = answer.read()
        answer.close()
        return Response(body, headers=headers)
    response = Response(answer.chunks(), headers=headers)
    response.call_on_close(answer.close)
    return response
