"""Exceptions to the rules of identity: what a row says, and which rows are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.names import ID
from ontology.tables import identities as module
from ontology.tables.identities import identities, moved_to, read_identities, settled

Refusal = Callable[..., str]

SAME = ",movement/dong-khoi,movement/dong-khoi-moi,Một phong trào.,a"
OTHER = "b,official/le-van-an-1f3c--ben-tre,official/le-van-an-1f3c--bai-b,Hai người trùng tên.,b"


@pytest.fixture
def stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's table is this one."""
    path = tmp_path / "identities.csv"
    path.write_text(f"article,thing,same_as,why,source\n{SAME}\n{OTHER}\n", encoding="utf-8")
    known = {(row.article, row.thing): row.same_as for row in read_identities(path)}
    monkeypatch.setattr(module, "exceptions", lambda: known)


@pytest.mark.usefixtures("stated")
def test_two_things_that_are_one_get_its_iri_in_every_article() -> None:
    assert settled(str(ID["movement/dong-khoi"]), "a") == str(ID["movement/dong-khoi-moi"])
    assert settled(str(ID["movement/dong-khoi"]), "b") == str(ID["movement/dong-khoi-moi"])
    assert moved_to(str(ID["movement/dong-khoi"])) == str(ID["movement/dong-khoi-moi"])


@pytest.mark.usefixtures("stated")
def test_namesake_in_one_article_is_another_there_and_nowhere_else() -> None:
    person = str(ID["official/le-van-an-1f3c--ben-tre"])

    assert settled(person, "b") == str(ID["official/le-van-an-1f3c--bai-b"])
    assert settled(person, "a") == person
    assert moved_to(person) is None


@pytest.mark.usefixtures("stated")
def test_thing_without_a_row_keeps_the_iri_that_the_rules_give() -> None:
    assert settled(str(ID["movement/khac"]), "a") == str(ID["movement/khac"])


def test_row_for_one_article_goes_before_one_for_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "identities.csv"
    in_one = SAME.replace(",movement/dong-khoi,movement/dong-khoi-moi", "c,movement/dong-khoi,movement/dong-khoi-cu")
    path.write_text(f"article,thing,same_as,why,source\n{SAME}\n{in_one}\n", encoding="utf-8")
    known = {(row.article, row.thing): row.same_as for row in read_identities(path)}
    monkeypatch.setattr(module, "exceptions", lambda: known)

    assert settled(str(ID["movement/dong-khoi"]), "c") == str(ID["movement/dong-khoi-cu"])
    assert settled(str(ID["movement/dong-khoi"]), "d") == str(ID["movement/dong-khoi-moi"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",person/a,person/b,Vì.,a", "column thing: 'person/a' begins with none of bloc, conference,"),
        (",movement/a,movement,Vì.,a", "column same_as: 'movement' is not of the form movement/NAME"),
        (",movement/a b,movement/c,Vì.,a", "column thing: 'movement/a b' is not of the form movement/NAME"),
        (",conference/a/2023,conference/b/2023/other,Vì.,a", "is not of the form conference/NAME/NAME/NAME"),
        (",movement/a,document/a,Vì.,a", "column same_as: 'document/a' is of another kind than 'movement/a'"),
        (",movement/a,movement/a,Vì.,a", "columns thing and same_as are alike"),
        ("bài một,movement/a,movement/b,Vì.,a", "column article: 'bài một' is not of the form"),
        (",movement/a,movement/b,,a", "column why is empty"),
        (",movement/a,movement/b,Vì.,", "column source is empty"),
        (SAME, "thing 'movement/dong-khoi in every article' already stands in row 2"),
        (",bloc/tay-nam-bo,bloc/khac,Vì.,a", "column thing: a table describes 'bloc/tay-nam-bo'"),
        (",movement/a,movement/dong-khoi,Vì.,a", "column same_as: 'movement/dong-khoi' is itself given up in row 2"),
    ],
)
def test_faulty_row_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(read_identities, "identities.csv", SAME, row)

    assert message.startswith("identities.csv, row 3: ")
    assert reason in message


def test_rows_of_the_project_say_why_and_name_no_thing_twice() -> None:
    rows = identities()

    assert rows
    assert len({(row.article, row.thing) for row in rows}) == len(rows)
    assert all(row.why and row.source for row in rows)
