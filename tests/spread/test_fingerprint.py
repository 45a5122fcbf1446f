"""The fingerprint tells a pipeline with another file or version from this one, and nothing else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.fingerprint import digest, fingerprint

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("ontology", "pipeline"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.ttl", "*.geojson"))
    return tmp_path


def test_same_files_elsewhere_with_other_line_ends_and_compiled_have_the_same_digest(copy: Path) -> None:
    lexicon = next(copy.glob("pipeline/language/lexicon/*.toml"))
    lexicon.write_bytes(lexicon.read_bytes().replace(b"\n", b"\r\n"))
    (copy / "pipeline" / "run.pyc").write_bytes(b"compiled")
    assert digest(copy) == digest(ROOT) == fingerprint().files


@pytest.mark.parametrize("pattern", ["pipeline/language/lexicon/*.toml", "ontology/tables/*.csv", "pipeline/run.py"])
def test_a_changed_lexicon_table_or_module_changes_the_digest(copy: Path, pattern: str) -> None:
    path = next(copy.glob(pattern))
    path.write_bytes(path.read_bytes() + b"\n")
    assert digest(copy) != digest(ROOT)


def test_a_renamed_file_changes_the_digest(copy: Path) -> None:
    path = next(copy.glob("pipeline/language/lexicon/*.toml"))
    path.rename(path.with_stem("khac"))
    assert digest(copy) != digest(ROOT)


def test_differences_name_what_the_other_has() -> None:
    here = fingerprint()
    assert here.differences(here) == ""
    other = replace(here, pipeline="0.0.1", files="")
    assert here.differences(other) == f"pipeline 0.0.1 instead of {here.pipeline}, other code, lexicons or tables"
