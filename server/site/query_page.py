"""The query page: a plain form, which the bundle of `server/browser/query` (YASGUI) takes the place of where it can run.

The page itself reads nothing of the graph. Beside it lie what its script asks for: the example queries, the terms that a
query may be written with, and the names of the IRIs in an answer.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, json, render_template, request

from ontology.names import PREFIXES
from ontology.questions import Question
from server import queries
from server.addresses import href, short
from server.config import ServerConfig
from server.errors import ProblemError
from server.examples import by_theme, questions
from server.labels import read_labels
from server.language import PREFIX, Language, here, to_language
from server.queries import BadIriError
from server.source import Reading, Source

BUNDLE: Final = ("query/query.js", "query/query.css")
"""What `npm run build` leaves in the static folder."""

MOST_LABELS: Final = 1000
"""IRIs whose names one request may ask for."""


def blueprint(config: ServerConfig, source: Source) -> Blueprint:
    """The page in each language and what its script asks for, answering from `source`."""
    routes = Blueprint("query_page", __name__)

    @routes.get("/query")
    def without_language() -> Response:
        """302 (Found) to the page in the reader's language."""
        return to_language()

    @routes.get(f"{PREFIX}/query")
    def page(language: Language) -> str:
        """The page, with the query of `query=` or the example of `example=` filled in."""
        example = _example(request.args.get("example", ""))
        query = _given(config.max_query_bytes) or _shown(example or questions()[0], language)
        return render_template(
            "query.html",
            page=here("/query", language),
            query=query,
            is_given="query" in request.args or example is not None,
            example=example.name if example else "",
            themes=by_theme(),
            prefixes=PREFIXES,
            bundled=_is_bundled(),
        )

    @routes.get("/query/examples.json")
    def examples() -> Response:
        """The competency questions: name, title and question in both languages, query without the header of its file."""
        return _json(_examples())

    @routes.get("/query/terms.json")
    def terms() -> Response:
        """Prefixes, and the classes and properties of the graph: `iri`, `kind`, `short`, and `vi` and `en` where they have a name."""
        reading = source.current()
        return _json(reading.once("query terms", lambda: _terms(reading)))

    @routes.route("/query/labels", methods=["GET", "POST"])
    def labels() -> Response:
        """What IRIs are called and where links to them lead: of `iri=` (repeated), or of a POST of `{"iris": [...]}`."""
        return _json(_labels(source.current(), _asked_iris()))

    return routes


def _given(most: int) -> str:
    """The query of the address, with Unix lines; empty where there is none. Raises `ProblemError` where it is too long."""
    query = request.args.get("query", "")
    size = len(query.encode("utf-8", "replace"))
    if size > most:
        detail = f"The query is {size} bytes long; the longest taken is {most}."
        raise ProblemError(413, "Truy vấn quá dài", "The query is too long", detail)
    return query.replace("\r\n", "\n").replace("\0", "")


def _example(name: str) -> Question | None:
    if not name:
        return None
    found = next((question for question in questions() if question.name == name), None)
    if found is None:
        raise ProblemError(404, "Không có câu hỏi mẫu này", "No such example", f"{name!r} names no example question.")
    return found


def _shown(question: Question, language: Language) -> str:
    """The query as the editor begins with it: below its question in one language, without the header of its file."""
    return f"# {getattr(question.question, language)}\n\n{_body(question)}"


def _body(question: Question) -> str:
    return question.query.partition("\n\n")[2]


def _is_bundled() -> bool:
    """Whether the script has been built; without it the page is the plain form alone."""
    folder = Path(current_app.static_folder or "")
    return all((folder / file).is_file() for file in BUNDLE)


@cache
def _examples() -> str:
    return _written(
        {
            "examples": [
                {
                    "name": question.name,
                    "theme": question.theme.slug,
                    "title": {"vi": question.title.vi, "en": question.title.en},
                    "question": {"vi": question.question.vi, "en": question.question.en},
                    "query": _body(question),
                }
                for question in questions()
            ]
        }
    )


def _terms(reading: Reading) -> str:
    rows = reading.rows(queries.text("query_page_terms"))
    found = sorted({(row["term"].value, row["kind"].value) for row in rows})
    names = read_labels(reading, (iri for iri, _ in found))
    terms = []
    for iri, kind in found:
        if short(iri).startswith("<"):
            continue  # one that no prefix shortens is a slip of somebody's data, not a term to offer
        term = {"iri": iri, "kind": kind, "short": short(iri)}
        if names.has(iri):
            term |= {"vi": names.vi(iri) or "", "en": names.en(iri) or ""}
        terms.append(term)
    return _written({"prefixes": PREFIXES, "terms": terms})


def _asked_iris() -> list[str]:
    """Raises `ProblemError` 400 where the request isn't of the form documented, names no absolute IRI or too many."""
    given: Any = request.args.getlist("iri")
    if request.method == "POST":
        body = request.get_json(force=True, silent=True)
        given = body.get("iris") if isinstance(body, dict) else None
    if not isinstance(given, list) or not all(isinstance(iri, str) for iri in given):
        detail = 'Ask with iri= (repeated), or POST {"iris": ["https://..."]} as JSON.'
        raise ProblemError(400, "Yêu cầu không hợp lệ", "Bad request", detail)
    if len(given) > MOST_LABELS:
        detail = f"{len(given)} IRIs were asked for; one request may ask for {MOST_LABELS}."
        raise ProblemError(400, "Quá nhiều IRI", "Too many IRIs", detail)
    try:
        return [queries.iri(iri).value for iri in given]
    except (BadIriError, UnicodeEncodeError) as error:
        raise ProblemError(400, "Không phải là IRI", "Not an IRI", f"{error}.") from error


def _labels(reading: Reading, iris: list[str]) -> str:
    names = read_labels(reading, iris)
    labels: dict[str, dict[str, str]] = {}
    for iri in iris:
        value = names.iri(iri)
        labels[iri] = {"vi": value.text, "en": value.en} if names.has(iri) else {}
        if (address := href(iri)) is not None:
            labels[iri]["href"] = address
    return _written({"labels": labels})


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _json(text: str) -> Response:
    return Response(text, content_type="application/json")
