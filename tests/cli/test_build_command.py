"""`thidua build`: what goes in, what is left out and said, and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import Literal, NamedNode

from graph_store.releases import ReleaseStore
from ontology import load, mint
from ontology.names import SCHEMA, TD
from pipeline.readers import Article
from pipeline.run import ArticleGraph, Extractor, Report
from thidua import build as build_module

Run = Callable[..., Result]


def test_build_publishes_all_articles_and_sums_up(run: Run, articles: Path, root: Path) -> None:
    result = run("build", articles, "--store", root)
    assert result.exit_code == 0
    release = ReleaseStore(root).current()
    assert release.manifest.articles == 3
    assert release.manifest.claims >= 2
    assert f"Published release {release.id} in {root}" in result.stdout
    assert "3 of them new or changed; 0 refused, 0 held back" in result.stdout
    assert release.text("kinh-te") == (articles / "kinh-te.txt").read_text("utf-8")
    graphs = {g.value for g in release.open().named_graphs() if isinstance(g, NamedNode)}
    assert {str(mint.graph("ontology")), str(mint.graph("reference"))} < graphs


def test_building_again_changes_nothing_and_says_so(run: Run, articles: Path, built: Path) -> None:
    before = ReleaseStore(built).current()
    result = run("build", articles, "--store", built)
    assert result.exit_code == 0
    assert f"Nothing changed; the current release stays {before.id}" in result.stdout
    assert [r.id for r in ReleaseStore(built).releases()] == [before.id]


def test_build_adds_to_the_articles_that_are_there(run: Run, articles: Path, root: Path) -> None:
    run("build", articles / "kinh-te.txt", "--store", root)
    result = run("build", articles / "hop-cum.txt", "--store", root)
    assert "1 articles in" in result.stdout
    assert ReleaseStore(root).current().manifest.articles == 2


NO_ARTICLES = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b"\n \n", "is empty"),
    "binary.txt": (b"\x00\x01\x02", "is binary"),
    "utf-16.txt": ("Thi đua".encode("utf-16")[:-1], "is not UTF-16"),
    "legacy.txt": (b"Vi\xeat Nam", "is not UTF-8"),
    "huge.txt": (b"a " * 2_600_000, "is too large"),
}


def test_files_that_give_no_article_are_refused_each_with_its_reason_and_the_others_go_in(
    run: Run, articles: Path, root: Path
) -> None:
    for name, (content, _) in NO_ARTICLES.items():
        (articles / name).write_bytes(content)
    result = run("build", articles, "--store", root)
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if line.startswith("refused: ")]
    assert len(lines) == len(NO_ARTICLES)
    for name, (_, reason) in NO_ARTICLES.items():
        (line,) = [line for line in lines if str(articles / name) in line]
        assert reason in line
    assert "6 refused, 0 held back" in result.stdout
    release = ReleaseStore(root).current()
    assert release.manifest.articles == 3
    assert [refused["file"] for refused in release.manifest.summary["refused"]] == sorted(NO_ARTICLES)


def test_file_that_may_not_be_read_is_refused(
    run: Run, articles: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def denied(path: Path) -> bytes:
        if path.name == "kinh-te.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    result = run("build", articles, "--store", root)
    assert result.exit_code == 1
    assert "kinh-te.txt: cannot be read: Permission denied" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_folder_that_may_not_be_read_is_refused(run: Run, articles: Path, root: Path) -> None:
    (articles / "closed").mkdir(mode=0)
    result = run("build", articles, "--store", root)
    assert result.exit_code == 1
    assert "closed: folder cannot be read" in result.stderr


def test_build_of_nothing_readable_publishes_nothing_and_exits_2(run: Run, tmp_path: Path, root: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    result = run("build", tmp_path / "empty.txt", "--store", root)
    assert result.exit_code == 2
    assert "thidua: nothing was published, since no article could go in (1 refused, 0 held back)" in result.stderr
    assert run("releases", "--store", root).exit_code == 2


def test_build_of_nothing_readable_leaves_the_current_release(run: Run, tmp_path: Path, built: Path) -> None:
    before = ReleaseStore(built).current()
    (tmp_path / "empty.txt").write_text("")
    assert run("build", tmp_path / "empty.txt", "--store", built).exit_code == 2
    assert ReleaseStore(built).current() == before


@pytest.mark.parametrize("arguments", [["gone"], ["{articles}", "--metadata", "gone"]])
def test_path_that_is_not_there_is_named_in_one_line(
    run: Run, articles: Path, root: Path, arguments: list[str]
) -> None:
    result = run("build", *(a.format(articles=articles) for a in arguments), "--store", root)
    assert result.exit_code == 2
    assert result.stderr == "thidua: gone: no such file or folder\n"
    assert not root.exists()


def test_metadata_gives_articles_their_source(run: Run, articles: Path, tmp_path: Path, root: Path) -> None:
    line = {"id": "kinh-te", "title": "Tiêu đề", "source_url": "https://example.org/1", "publisher": "Báo Kiên Giang"}
    (tmp_path / "sources.jsonl").write_text(json.dumps(line) + "\n")
    assert run("build", articles, "--metadata", tmp_path / "sources.jsonl", "--store", root).exit_code == 0
    store = ReleaseStore(root).current().open()
    url = store.quads_for_pattern(NamedNode(mint.article("kinh-te")), NamedNode(SCHEMA.url), None, None)
    assert {quad.object for quad in url} == {NamedNode("https://example.org/1")}


def test_faulty_metadata_line_is_told_with_its_number_and_the_rest_holds(
    run: Run, articles: Path, tmp_path: Path, root: Path
) -> None:
    (tmp_path / "sources.jsonl").write_text('{"id": "kinh-te"}\nnot JSON\n')
    result = run("build", articles, "--metadata", tmp_path / "sources.jsonl", "--store", root)
    assert result.exit_code == 1
    assert "sources.jsonl:2: " in result.stderr
    assert ReleaseStore(root).current().manifest.articles == 3


def test_second_build_at_the_same_time_is_refused_in_one_line(run: Run, articles: Path, built: Path) -> None:
    with ReleaseStore(built).draft():
        result = run("build", articles, "--store", built)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("thidua: the store is locked: process ")
    assert str(built / "lock") in line


def test_faulty_ontology_is_told_in_one_line(
    run: Run, articles: Path, root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def faulty() -> None:
        raise load.OntologyError(tmp_path / "thidua.ttl", "expected '.'", "line 3")

    monkeypatch.setattr(load, "shapes_graph", faulty)
    result = run("build", articles, "--store", root)
    assert result.exit_code == 2
    assert "thidua.ttl" in result.stderr
    assert "line 3" in result.stderr


class Interrupted(Extractor):
    """The real extractor, stopped by Ctrl-C after one article."""

    def pipe(self, articles: Iterable[Article], report: Report | None = None) -> Iterator[ArticleGraph]:
        yield next(iter(super().pipe(articles, report)))
        raise KeyboardInterrupt


def test_interrupted_build_leaves_the_store_and_exits_130(
    run: Run, articles: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ReleaseStore(built).current()
    (articles / "hop-cum.txt").write_text("Khác\nKhác hẳn.\n")
    monkeypatch.setattr(build_module, "load_extractor", lambda: (Interrupted(), "interrupted"))
    result = run("build", articles, "--store", built)
    assert result.exit_code == 130
    assert f"thidua: interrupted; the current release is still {before.id}" in result.stderr
    assert ReleaseStore(built).current() == before
    assert not list((built / "drafts").iterdir())


OFTEN = "from thidua import cli, progress; progress._EVERY_ARTICLES = 20; cli.main()"
"""The command, telling of its progress more often."""


def test_build_process_ends_on_ctrl_c_with_one_line_and_a_whole_store(articles: Path, built: Path) -> None:
    before = ReleaseStore(built).current()
    for n in range(400):
        (articles / f"them-{n}.txt").write_text(f"Tin {n}\nHôm nay tỉnh Kiên Giang có tin số {n}.\n")
    command = [sys.executable, "-c", OFTEN, "build", str(articles), "--store", str(built)]
    pipe = subprocess.PIPE
    # Ctrl-C in a terminal goes to all processes of the group: to those that check articles too.
    with subprocess.Popen(command, stderr=pipe, stdout=pipe, text=True, start_new_session=True) as child:
        assert child.stderr is not None
        overdue = threading.Timer(120, child.kill)
        overdue.start()
        assert re.match(r"\d+ of 403 articles, ", child.stderr.readline())
        overdue.cancel()
        os.killpg(child.pid, signal.SIGINT)
        out, errors = child.communicate(timeout=60)
    assert child.returncode == 130
    assert out == ""
    assert errors.splitlines()[-1] == f"thidua: interrupted; the current release is still {before.id}"
    assert "Traceback" not in errors
    assert ReleaseStore(built).current() == before


def test_claims_of_the_release_have_the_words_of_the_stored_text(run: Run, built: Path) -> None:
    release = ReleaseStore(built).current()
    lines = [json.loads(line) for line in run("claims", "--store", built).stdout.splitlines()]
    assert len(lines) == release.manifest.claims
    for claim in lines:
        assert release.text(claim["article"])[claim["start"] : claim["end"]] == claim["quote"]
        assert 0 < claim["confidence"] < 1
    store = release.open()
    digests = {q.object for q in store.quads_for_pattern(None, NamedNode(TD.textDigest), None, None)}
    assert all(isinstance(digest, Literal) for digest in digests)
    assert len(digests) == 3
