"""A command loads what it needs itself, so that help and queries answer at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("spacy", "shapely", "reasonable", "pyshacl", "flask", "pipeline", "server")


def loaded(*arguments: str) -> set[str]:
    """The packages of `HEAVY` that are loaded once a command of this process has answered."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "thidua", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    modules = {
        line.rpartition("|")[2].strip() for line in result.stderr.splitlines() if line.startswith("import time:")
    }
    assert result.stdout
    assert "thidua.output" in modules
    return {name.partition(".")[0] for name in modules} & set(HEAVY)


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("validate", "--help")])
def test_help_loads_nothing_that_a_build_or_a_server_needs(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments) == set()


def test_query_claims_and_export_load_no_language_no_shapes_and_no_server(built: Path) -> None:
    assert loaded("query", "ASK { ?s ?p ?o }", "--store", str(built)) == set()
    assert loaded("claims", "--store", str(built)) == set()
    assert loaded("export", "--format", "nquads", "--store", str(built)) == set()
