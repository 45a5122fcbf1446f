"""The answer to a stored query, as a response: with what it rests on, under which licence, and where its next rows are.

An answer has a bounded number of rows, so it is made whole, and kept as the endpoint keeps its own (`server.answering`).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Response
from werkzeug.datastructures import Headers

from ontology import mint
from ontology.names import LICENCE
from server.answer_cache import AnswerCache, Kept, entity_tag
from server.answering import Client, Sent, matches, not_modified, sent
from server.coding import LEAST, coded, coding
from server.headers import FOR_SCRIPTS, SAFETY
from server.record import noted
from server.source import Reading
from server.stored.asking import Asked
from server.stored.records import Form

DESCRIPTION: Final = "/api/openapi.json"
"""Where the description of all stored queries is."""


def reply(cache: AnswerCache, reading: Reading, asked: Asked, form: Form, client: Client) -> Response:
    """The answer in a format, or 304 where the client has it. Raises the engine's errors."""
    noted().query = text = asked.text
    code = coding(client.accept_encoding)
    key = ("stored", reading.release, asked.query.name, asked.parameters, form.ending, code)
    tag = entity_tag((*key, text))
    if matches(client.if_none_match, tag):
        return _response(not_modified(tag))
    kept = cache.get(key)
    noted().cache = "miss" if kept is None else "hit"
    if kept is not None:
        cache.hits += 1
        return _response(sent(kept))
    cache.misses += 1
    kept = _made(reading, asked, form, code, tag)
    cache.put(key, kept)
    return _response(sent(kept))


def _made(reading: Reading, asked: Asked, form: Form, code: str, tag: str) -> Kept:
    answer = reading.engine.query(asked.text, [form.engine_type])
    body = answer.read()
    answer.close()
    written = form.written(body)
    headers = [
        ("Content-Type", form.content_type),
        ("Content-Disposition", _disposition(reading.release, asked, form)),
        ("Link", _links(reading.release, asked, form, written.rows)),
        ("ETag", tag),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Encoding"),
        *SAFETY,
        *FOR_SCRIPTS,
    ]
    body = written.body
    if code and len(body) >= LEAST:
        body = coded(body, code)
        headers.append(("Content-Encoding", code))
    return Kept([*headers, ("Content-Length", str(len(body)))], body, tag, asked.text)


def _disposition(release: str, asked: Asked, form: Form) -> str:
    """A file's name says of which release it is (RFC 6266); JSON is shown where it is, a table is saved."""
    how = "attachment" if form.ending in {"csv", "tsv"} else "inline"
    return f'{how}; filename="thidua-{asked.query.name}-{release}.{form.ending}"'


def _links(release: str, asked: Asked, form: Form, rows: int) -> str:
    """Licence (RFC 4946), description (POWDER), what to cite (RFC 8574), and the next rows (RFC 8288) where there may be some."""
    links = [
        f'<{LICENCE}>; rel="license"',
        f'<{DESCRIPTION}>; rel="describedby"; type="application/json"',
        f'<{quote(mint.release(release), safe=":/")}>; rel="cite-as"',
    ]
    if rows >= asked.limit:
        links.append(f'<{asked.address(form.ending, asked.offset + asked.limit)}>; rel="next"')
    return ", ".join(links)


def _response(made: Sent) -> Response:
    return Response(made.body, status=made.status, headers=Headers(made.headers))
