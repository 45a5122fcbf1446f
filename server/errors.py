"""Errors: one shape for every client, HTML or JSON, made in this one place.

The JSON form is that of RFC 9457 (problem details): `status`, `title` (what), `detail` (why), and `line` and `column`
where a query is at fault.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from graph_store.errors import (
    AnswerTooLargeError,
    ClientLimitError,
    EndpointError,
    MissingStoreError,
    OverloadedError,
    QueryDeadlineError,
    QueryDepthError,
    QueryError,
    QueryEvaluationError,
    QueryMemoryError,
    QuerySyntaxError,
    ServiceRefusedError,
    StoreError,
)
from graph_store.errors import NotAcceptableError as FormNotAcceptableError
from server.formats import HTML, UnknownFormatError
from server.negotiation import NotAcceptableError, negotiate
from server.queries import BadIriError
from server.record import note_error

PROBLEM = "application/problem+json"
_log = logging.getLogger(__name__)


class UnknownEntityError(Exception):
    """The graph says nothing of this IRI."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        super().__init__(f"the graph has no statement about {iri}")


@dataclass(eq=False)
class ProblemError(Exception):
    """An error as the client is told it; routes may raise it as it is."""

    status: int
    vi: str
    """What went wrong, in Vietnamese."""
    title: str
    """What went wrong, in English."""
    detail: str
    """Why, naming the thing."""
    line: int | None = None
    column: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    suggestions: Sequence[tuple[str, str]] = ()
    """What may have been meant: names and addresses."""

    def as_json(self) -> dict[str, object]:
        """The members of the problem document; those that are unknown are absent."""
        members: dict[str, object] = {"status": self.status, "title": self.title, "detail": self.detail}
        if self.line is not None:
            members |= {"line": self.line, "column": self.column}
        if self.suggestions:
            members["suggestions"] = [{"name": name, "href": address} for name, address in self.suggestions]
        return members


_NAMES = {
    400: ("Yêu cầu không hợp lệ", "Bad request"),
    404: ("Không tìm thấy trang", "No such page"),
    405: ("Phương thức không được dùng ở đây", "Method not allowed"),
    406: ("Không có định dạng được yêu cầu", "No acceptable format"),
    413: ("Yêu cầu quá lớn", "Request too large"),
    415: ("Kiểu nội dung không được hỗ trợ", "Unsupported media type"),
}


def problem_of(error: Exception) -> ProblemError:
    """What the client is told of `error`; what nobody foresaw is logged and told as 500 without its inside."""
    note_error(error)
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, QueryError):
        return _query_problem(error)
    if isinstance(error, UnknownEntityError):
        return ProblemError(404, "Không có thực thể này", "Unknown entity", f"{error}.")
    if isinstance(error, BadIriError):
        return ProblemError(404, "Địa chỉ không hợp lệ", "Not an IRI", f"{error}.")
    if isinstance(error, (NotAcceptableError, UnknownFormatError)):
        return ProblemError(406, *_NAMES[406], f"{error}.")
    if isinstance(error, MissingStoreError):
        return ProblemError(503, "Chưa có dữ liệu", "Nothing published yet", f"{error}.")
    if isinstance(error, StoreError):
        _log.error("the store can't be read: %s", error)
        return ProblemError(503, "Không đọc được kho dữ liệu", "The store can't be read", f"{error}.")
    if isinstance(error, HTTPException) and error.code is not None:
        return _http_problem(error, error.code)
    _log.error("%s %s failed", request.method, request.path, exc_info=error)
    return ProblemError(
        500, "Lỗi máy chủ", "Server error", "The server failed at this request; the fault has been logged."
    )


def answer_problem(problem: ProblemError) -> Response:
    """The problem as a response: HTML where `Accept` prefers it, else problem details in JSON."""
    try:
        wants_html = negotiate(request.headers.get("Accept"), [PROBLEM, "application/json", HTML]) == HTML
    except NotAcceptableError:
        wants_html = False
    if wants_html:
        body, media_type = render_template("error.html", problem=problem), f"{HTML}; charset=utf-8"
    else:
        body, media_type = json.dumps(problem.as_json(), ensure_ascii=False) + "\n", PROBLEM
    response = Response(body, problem.status, content_type=media_type)
    response.headers.update(problem.headers)
    response.vary.add("Accept")
    return response


def install(app: Flask) -> None:
    """Have every error of `app` answered by this module."""
    app.register_error_handler(Exception, lambda error: answer_problem(problem_of(error)))


def _query_problem(error: QueryError) -> ProblemError:
    if isinstance(error, QuerySyntaxError):
        place = f" (line {error.line}, column {error.column})" if error.line is not None else ""
        return ProblemError(
            400,
            "Truy vấn sai cú pháp",
            "Malformed query",
            f"{error.reason}{place}.",
            line=error.line,
            column=error.column,
        )
    if isinstance(error, QueryDepthError):
        return ProblemError(
            400,
            "Truy vấn lồng quá sâu",
            "The query is nested too deeply",
            f"{error}.",
            line=error.line,
            column=error.column,
        )
    if isinstance(error, ServiceRefusedError):
        return ProblemError(
            400, "SERVICE bị từ chối", "SERVICE refused", f"{error}.", line=error.line, column=error.column
        )
    if isinstance(error, FormNotAcceptableError):
        return ProblemError(406, *_NAMES[406], f"{error}.")
    if isinstance(error, (QueryDeadlineError, QueryMemoryError, AnswerTooLargeError)):
        return _limit_problem(error)
    if isinstance(error, OverloadedError):
        return _overload_problem(error)
    if isinstance(error, EndpointError):
        status = 504 if error.timed_out else 502
        return ProblemError(status, "Điểm truy vấn khác không trả lời", "Another endpoint failed", f"{error}.")
    if isinstance(error, QueryEvaluationError):
        return ProblemError(400, "Không thực hiện được truy vấn", "The query can't be answered", f"{error}.")
    return ProblemError(400, *_NAMES[400], f"{error}.")


def _limit_problem(error: QueryError) -> ProblemError:
    """A query that was ended: 503 for its time, which may do another day; 400 for what the query itself is too much of."""
    if isinstance(error, QueryDeadlineError):
        return ProblemError(503, "Truy vấn quá lâu", "The query took too long", f"{error}.")
    if isinstance(error, QueryMemoryError):
        return ProblemError(400, "Truy vấn cần quá nhiều bộ nhớ", "The query needs too much memory", f"{error}.")
    return ProblemError(400, "Câu trả lời quá dài", "The answer is too long", f"{error}.")


def _overload_problem(error: OverloadedError) -> ProblemError:
    headers = {"Retry-After": str(error.retry_after)}
    if isinstance(error, ClientLimitError):
        return ProblemError(
            429, "Quá nhiều truy vấn cùng lúc", "Too many queries at once", f"{error}.", headers=headers
        )
    return ProblemError(503, "Máy chủ đang bận", "The server is busy", f"{error}.", headers=headers)


def _http_problem(error: HTTPException, code: int) -> ProblemError:
    vi, title = _NAMES.get(code, ("Lỗi", error.name))
    detail = error.description or error.name
    if code == 404:
        detail = f"Nothing is at {request.path} on this server."
    if code == 405:
        detail = f"{request.method} is not allowed at {request.path}."
    # Werkzeug's own headers (Allow, Location, Retry-After) say what the status needs; its body headers do not fit ours.
    kept = {name: value for name, value in error.get_headers() if name not in {"Content-Type", "Content-Length"}}
    return ProblemError(code, vi, title, detail, headers=kept)
