"""An overlay: files that stand in for the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.files import read_text
from ontology.overlay import ROOT, VARIABLE, standing_in
from ontology.tables.blocs import read_blocs
from ontology.tables.table import FOLDER


def test_file_of_the_overlay_stands_in_for_the_one_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    other = tmp_path / (FOLDER / "blocs.csv").relative_to(ROOT)
    other.parent.mkdir(parents=True)
    header, first = read_text(FOLDER / "blocs.csv").splitlines()[:2]
    other.write_text(f"{header}\n{first}\n", encoding="utf-8")
    assert [bloc.slug for bloc in read_blocs(FOLDER / "blocs.csv")] == [first.partition(",")[0]]
    assert standing_in(FOLDER / "provinces.csv") == FOLDER / "provinces.csv"


def test_file_that_is_none_of_the_projects_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "overlay"))
    own = tmp_path / "table.csv"
    own.write_text("a\n", encoding="utf-8")
    assert read_text(own) == "a\n"


def test_without_an_overlay_the_projects_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert standing_in(FOLDER / "blocs.csv") == FOLDER / "blocs.csv"
