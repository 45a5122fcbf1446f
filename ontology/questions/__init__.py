"""The competency questions: what the graph must be able to answer, one SPARQL query a question, in `*.rq` of this folder.

A file begins with a header of comment lines, `# title vi: ...`, `# title en: ...`, `# question vi: ...`, `# question en: ...` and
`# theme: ...` (a slug of `themes.csv`), then a blank line and the query. The query runs as it stands on any SPARQL 1.1 store whose
default graph is the union of the named ones: it declares its prefixes and orders its rows. The rows that it must give are in
`expected/`, or where the seed articles add to them in `expected-with-seeds/`; tests/questions holds the queries to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ontology.errors import OntologyError
from ontology.files import read_text
from ontology.tables import table

FOLDER: Final = Path(__file__).parent
"""Where the project's own questions lie."""

_FIELDS: Final = ("title vi", "title en", "question vi", "question en", "theme")
_LINE: Final = re.compile(r"#\s*(?P<field>[a-z ]+?)\s*:\s*(?P<value>.*\S)\s*")
_NAME: Final = re.compile(r"\d{2}-[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of questions."""

    slug: str
    label: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A question that people ask, and the query that answers it. `name` is the file's name without its ending."""

    name: str
    theme: Theme
    title: Words
    question: Words
    query: str


@cache
def questions() -> tuple[Question, ...]:
    """The project's questions, in the order of their numbers. Raises `OntologyError` where a file is faulty."""
    return read_questions(FOLDER)


@cache
def themes() -> tuple[Theme, ...]:
    """The themes, in the order of their table. Raises `OntologyError` where it is faulty."""
    return tuple(read_themes(FOLDER / "themes.csv").values())


def read_themes(path: Path) -> dict[str, Theme]:
    """The themes of a table by slug. Raises `OntologyError` naming file, row and reason."""
    rows = table.read(path, ("slug", "label_vi", "label_en"))
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    return {
        row.text("slug"): Theme(row.text("slug"), Words(row.text("label_vi"), row.text("label_en"))) for row in rows
    }


def read_questions(folder: Path) -> tuple[Question, ...]:
    """The questions of a folder with its `themes.csv`, in the order of their file names.

    Raises `OntologyError` naming the file, the line and the reason: a header that is incomplete, out of order or names no theme of the
    table, a file name that does not begin with two digits, a title or question that another file has too.
    """
    known = read_themes(folder / "themes.csv")
    found = tuple(_read(path, known) for path in sorted(folder.glob("*.rq")))
    _refuse_repeats(
        folder, ((q.name, words) for q in found for words in (q.title.vi, q.title.en, q.question.vi, q.question.en))
    )
    return found


def _read(path: Path, known: dict[str, Theme]) -> Question:
    if not _NAME.fullmatch(path.stem):
        raise OntologyError(path, "its name must be two digits and a slug, as in 01-leaders-of-a-bloc.rq")
    query = read_text(path)
    lines = query.splitlines()
    header = [_field(path, lines, number, field) for number, field in enumerate(_FIELDS, 1)]
    if len(lines) <= len(_FIELDS) or lines[len(_FIELDS)].strip():
        raise OntologyError(path, "a blank line must end the header", f"line {len(_FIELDS) + 1}")
    title_vi, title_en, question_vi, question_en, theme = header
    if theme not in known:
        raise OntologyError(path, f"theme {theme!r} is none of {', '.join(sorted(known))}", f"line {len(_FIELDS)}")
    return Question(path.stem, known[theme], Words(title_vi, title_en), Words(question_vi, question_en), query)


def _field(path: Path, lines: list[str], number: int, field: str) -> str:
    match = _LINE.fullmatch(lines[number - 1]) if number <= len(lines) else None
    if match is None or match["field"] != field:
        raise OntologyError(path, f"expected the header line “# {field}: ...”", f"line {number}")
    return match["value"]


def _refuse_repeats(folder: Path, stated: Iterable[tuple[str, str]]) -> None:
    first: dict[str, str] = {}
    for name, words in stated:
        if words in first:
            raise OntologyError(folder / f"{name}.rq", f"{words!r} stands in {first[words]}.rq too")
        first[words] = name
