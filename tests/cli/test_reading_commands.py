"""`claims`, `query`, `export`, `validate`, `releases`: what they print and how they fail."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import DefaultGraph, RdfFormat, parse

from graph_store.release import text_name
from graph_store.releases import ReleaseStore

Run = Callable[..., Result]


@pytest.mark.parametrize("command", ["claims", "query ASK{}", "export", "validate", "releases", "serve"])
def test_missing_store_is_named_in_one_line_with_the_way_out(run: Run, tmp_path: Path, command: str) -> None:
    result = run(*command.split(), "--store", tmp_path / "none")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"thidua: no store in {tmp_path / 'none'}: ")
    assert "thidua build" in line


def test_claims_as_csv_hold_the_same_as_json_lines(run: Run, built: Path) -> None:
    objects = [json.loads(line) for line in run("claims", "--store", built).stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("claims", "--format", "csv", "--store", built).stdout)))
    assert objects
    assert [{k: v for k, v in row.items() if v} for row in rows] == [{k: str(v) for k, v in o.items()} for o in objects]


def test_claims_are_utf_8_whatever_the_locale(built: Path) -> None:
    command = [sys.executable, "-m", "thidua", "claims", "--store", str(built)]
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, check=True, timeout=60, env=environment)
    assert "Tây Nam bộ" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("query", "format_", "expected"),
    [
        ("SELECT (1 AS ?x) {}", None, "x\r\n1\r\n"),
        ("ASK {}", None, "true"),
        ("SELECT (1 AS ?x) {}", "tsv", "?x\n1\n"),
        (
            "CONSTRUCT { <a> rdfs:label 'x' } {}",
            "ntriples",
            "<https://w3id.org/thidua/id/a> <http://www.w3.org/2000/01/",
        ),
        ("CONSTRUCT { <a> rdfs:label 'x' } {}", None, "@prefix sdmx-attribute: "),
    ],
)
def test_query_is_answered_in_the_format_asked_for(
    run: Run, built: Path, query: str, format_: str | None, expected: str
) -> None:
    result = run("query", query, *(["--format", format_] if format_ else []), "--store", built)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode().startswith(expected)


def test_query_comes_from_a_file_or_standard_input(run: Run, built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT (COUNT(*) AS ?n) { ?a a schema:NewsArticle }")
    assert run("query", "--file", tmp_path / "q.rq", "--store", built).stdout == "n\n3\n"
    assert run("query", "--file", "-", "--store", built, stdin="ASK {}").stdout == "true"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["SELECT *\nWHERE { ?s ?p }"],
            "thidua: malformed query at 2:16: unexpected text near “WHERE { ?s ?p }”; the query may",
        ),
        (["SELECT * { SERVICE <http://example.org/> {} }"], "thidua: SERVICE at 1:12 is refused"),
        (["ASK {}", "--format", "turtle"], "thidua: a boolean answer can't be written as text/turtle"),
        ([], "give a query, or a file with one by --file"),
        (["ASK {}", "--file", "-"], "give a query, or a file with one by --file"),
        (["--file", "gone.rq"], "gone.rq"),
        (["ASK {}", "--format", "parquet"], "'parquet' is not one of"),
    ],
)
def test_query_that_can_not_be_answered_is_told_why_and_exits_2(
    run: Run, built: Path, arguments: list[str], message: str
) -> None:
    result = run("query", *arguments, "--store", built)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_query_file_that_is_not_utf_8_is_named(run: Run, built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"ASK { <a> <b> '\xff' }")
    result = run("query", "--file", tmp_path / "q.rq", "--store", built)
    assert result.exit_code == 2
    assert "q.rq: not UTF-8 at byte 15" in result.stderr


def test_export_writes_the_named_graphs_to_standard_output_or_a_file(run: Run, built: Path, tmp_path: Path) -> None:
    printed = run("export", "--store", built).stdout_bytes
    assert run("export", "--output", tmp_path / "all.nq", "--store", built).exit_code == 0
    assert (tmp_path / "all.nq").read_bytes() == printed
    found = set(parse(printed, format=RdfFormat.N_QUADS))
    assert found == {q for q in ReleaseStore(built).current().open() if not isinstance(q.graph_name, DefaultGraph)}


@pytest.mark.parametrize(("ending", "begin"), [("ttl", b"@prefix "), ("rdf", b"<?xml"), ("nt", b"<"), ("bin", b"<")])
def test_export_takes_its_format_from_the_ending_of_the_file(
    run: Run, built: Path, tmp_path: Path, ending: str, begin: bytes
) -> None:
    assert run("export", "-o", tmp_path / f"all.{ending}", "--store", built).exit_code == 0
    assert (tmp_path / f"all.{ending}").read_bytes().startswith(begin)


@pytest.mark.parametrize("graph", ["article/kinh-te", "https://w3id.org/thidua/id/graph/article/kinh-te"])
def test_export_of_one_graph_takes_its_name_or_its_iri(run: Run, built: Path, graph: str) -> None:
    turtle = run("export", "--format", "turtle", "--graph", graph, "--store", built).stdout
    assert "/id/article/kinh-te> a schema:NewsArticle" in turtle
    assert "hop-cum" not in turtle


def test_export_of_an_unknown_graph_or_to_an_impossible_place_exits_2(run: Run, built: Path, tmp_path: Path) -> None:
    result = run("export", "--graph", "article/none", "--store", built)
    assert result.exit_code == 2
    assert result.stderr == "thidua: no graph <https://w3id.org/thidua/id/graph/article/none> in this release\n"
    result = run("export", "--output", tmp_path / "no" / "x.nq", "--store", built)
    assert result.exit_code == 2
    assert "x.nq: can't be written: No such file or directory" in result.stderr


def test_validate_finds_no_fault_in_what_build_published(run: Run, built: Path) -> None:
    result = run("validate", "--store", built)
    assert result.exit_code == 0, result.output
    assert ": 3 articles, " in result.stdout
    assert result.stdout.endswith(" 0 faults\n")


def test_validate_tells_of_a_changed_text_and_exits_1(run: Run, built: Path) -> None:
    release = ReleaseStore(built).current()
    (release.path / text_name("kinh-te")).write_text("đã bị sửa")
    result = run("validate", "--store", built)
    assert result.exit_code == 1
    assert "kinh-te: the graph was made from another text" in result.stdout


def test_releases_are_listed_with_their_numbers_and_the_current_one_marked(
    run: Run, articles: Path, built: Path
) -> None:
    (articles / "khong-gi.txt").write_text("Thời tiết ngày mai\nTrời nắng.\n")
    run("build", articles, "--store", built)
    head, first, second, _ = run("releases", "--store", built).stdout.splitlines()
    assert head.split()[:5] == ["release", "created", "articles", "claims", "triples"]
    store = ReleaseStore(built)
    assert first.split()[0] == store.releases()[0].id
    assert second.split()[:2] == ["*", store.current().id]
    assert second.split()[4] == "3"
