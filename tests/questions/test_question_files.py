"""The files of the competency questions: headers, form, what they cover, and the errors that faulty ones give."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import OWL, RDF
from rdflib.plugins.sparql import prepareQuery

from ontology.errors import OntologyError
from ontology.load import ontology_graph
from ontology.names import TD
from ontology.questions import Question, questions, read_questions, themes

ROOT = Path(__file__).parents[2]
QUESTIONS = pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
NOT_ASKED_BY_NAME = {"AwardClaim", "Cell", "Country", "Document", "Movement", "Pact", "Period"}
"""Classes whose instances questions reach by a property, or by a class below."""

HEADER = "# title vi: Tựa\n# title en: Title\n# question vi: Gì?\n# question en: What?\n# theme: blocs\n"
QUERY = "\nSELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s\n"
THEMES = "slug,label_vi,label_en\nblocs,Cụm,Blocs\n"


def pattern_lines(query: str) -> list[str]:
    """The lines between the outer braces, without blank lines and comments."""
    body = query[query.index("{") + 1 : query.rindex("}")]
    return [line for line in map(str.strip, body.splitlines()) if line and not line.startswith("#")]


def test_there_are_at_least_28_questions_of_every_theme() -> None:
    assert len(questions()) >= 28
    assert {question.theme for question in questions()} == set(themes())


@QUESTIONS
def test_pattern_has_at_most_twelve_lines_none_of_them_long(question: Question) -> None:
    assert 1 <= len(pattern_lines(question.query)) <= 12
    assert all(len(line) <= 120 for line in question.query.splitlines() if not line.startswith("#"))


@QUESTIONS
def test_query_is_a_select_that_runs_without_help_and_names_its_order(question: Question) -> None:
    assert isinstance(Store().query(question.query), QuerySolutions)
    assert "ORDER BY" in question.query
    assert "LIMIT" not in question.query
    assert "SELECT *" not in question.query


@QUESTIONS
def test_query_is_one_to_rdflib_too(question: Question) -> None:
    """By itself: what its parser leaves behind holds the frames of its callers until some thread collects it, and with them any
    solutions there, which pyoxigraph lets go in their own thread alone."""
    prepareQuery(question.query)


@QUESTIONS
def test_words_are_vietnamese_and_english_and_the_question_is_one(question: Question) -> None:
    assert question.question.vi.endswith("?")
    assert question.question.en.endswith("?")
    assert question.title.en.isascii()
    assert not question.question.vi.isascii()


@QUESTIONS
def test_prefixes_declared_are_those_used(question: Question) -> None:
    declared = re.findall(r"^PREFIX ([\w-]+):", question.query, re.MULTILINE)
    body = re.sub(r'<[^>]*>|"[^"]*"', "", question.query.partition("SELECT")[2])
    assert sorted(declared) == sorted(set(re.findall(r"(?<![\w-])([a-z][\w-]*):", body)))


def test_numbers_follow_each_other_and_themes_their_table() -> None:
    assert [question.name[:2] for question in questions()] == [f"{n:02d}" for n in range(1, len(questions()) + 1)]
    order = [theme.slug for theme in themes()]
    assert [q.theme.slug for q in questions()] == sorted((q.theme.slug for q in questions()), key=order.index)


def test_every_class_of_the_ontology_is_asked_for() -> None:
    classes = set(map(str, ontology_graph().subjects(RDF.type, OWL.Class)))
    classes = {name.removeprefix(TD) for name in classes if name.startswith(TD)}
    asked = set(re.findall(r"td:([A-Z]\w+)", "".join(question.query for question in questions())))
    assert classes - asked == NOT_ASKED_BY_NAME


def test_page_of_the_questions_lists_them_all_by_theme() -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    lines = []
    for theme, found in groupby(questions(), lambda question: question.theme):
        lines += ["", f"## {theme.label.en} · {theme.label.vi}", ""]
        for q in found:
            link = f"[{q.title.en}](../ontology/questions/{q.name}.rq)"
            lines.append(f"- {q.name[:2]} {link}: {q.question.en} *{q.question.vi}*")
    assert page.endswith("\n".join([*lines, ""]))


@pytest.mark.parametrize("page", ["README.md", "docs/ontology.md"])
def test_query_that_a_document_shows_is_one_of_the_questions(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = [query_alone(block) for block in re.findall(r"^```sparql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]
    assert shown
    assert set(shown) <= {query_alone(question.query) for question in questions()}


def query_alone(text: str) -> str:
    """A query without its comment lines."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def folder_of(path: Path, **files: str) -> Path:
    (path / "themes.csv").write_text(THEMES, encoding="utf-8")
    for name, text in files.items():
        (path / f"{name.removeprefix('q').replace('_', '-')}.rq").write_text(text, encoding="utf-8")
    return path


def test_a_file_gives_its_question(tmp_path: Path) -> None:
    (found,) = read_questions(folder_of(tmp_path, q01_a=HEADER + QUERY))
    assert (found.name, found.theme.label.vi, found.title.en, found.question.vi) == ("01-a", "Cụm", "Title", "Gì?")
    assert found.query == HEADER + QUERY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "01-a.rq, line 1: expected the header line “# title vi: ...”"),
        (
            HEADER.replace("# title en: Title\n", "") + QUERY,
            "01-a.rq, line 2: expected the header line “# title en: ...”",
        ),
        (HEADER.replace(": What?", ":") + QUERY, "01-a.rq, line 4: expected the header line “# question en: ...”"),
        (HEADER.replace("blocs", "x") + QUERY, "01-a.rq, line 5: theme 'x' is none of blocs"),
        (HEADER + QUERY.lstrip(), "01-a.rq, line 6: a blank line must end the header"),
    ],
)
def test_a_faulty_header_is_told_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=f"^{re.escape(message)}$"):
        read_questions(folder_of(tmp_path, q01_a=text))


def test_a_title_that_another_file_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=re.escape("02-b.rq: 'Tựa' stands in 01-a.rq too")):
        read_questions(folder_of(tmp_path, q01_a=HEADER + QUERY, q02_b=HEADER + QUERY))


def test_a_file_name_without_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=re.escape("a.rq: its name must be two digits and a slug")):
        read_questions(folder_of(tmp_path, a=HEADER + QUERY))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder_of(tmp_path)
    (tmp_path / "01-a.rq").write_bytes(b"# title vi: \xe9")
    with pytest.raises(OntologyError, match=re.escape("01-a.rq: not UTF-8 at byte 12")):
        read_questions(tmp_path)


def test_a_faulty_table_of_themes_is_told_with_file_and_row(tmp_path: Path) -> None:
    folder_of(tmp_path)
    (tmp_path / "themes.csv").write_text(THEMES + "blocs,Cụm,Blocs\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=re.escape("themes.csv, row 3: slug 'blocs' already stands in row 2")):
        read_questions(tmp_path)
