"""The export folder: there whole or not at all, whatever happens, and checked file by file."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from filelock import FileLock
from pyoxigraph import Literal, NamedNode, Triple

from graph_store.errors import ExportError
from graph_store.exports import writers
from graph_store.exports.checking import folder_faults
from graph_store.exports.folder import Exported, export_release
from graph_store.exports.index import Index
from graph_store.release import Release
from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import SKOS, TD
from tests.exports.conftest import Silent, put_hard_article

ROOT = Path(__file__).parents[2]
KEYS = ["name", "kind", "table", "format", "media_type", "compression", "bytes", "sha256", "rdfc10", "rows", "title"]


class Recorded(Silent):
    """Progress that is remembered, and that may be interrupted."""

    def __init__(self, interrupted_at: str = "") -> None:
        self.parts: list[str] = []
        self._at = interrupted_at

    def begin(self, part: str, unit: str, total: int | None) -> None:
        self.parts.append(part)

    def advance(self, units: int) -> None:
        if self.parts[-1] == self._at:
            raise KeyboardInterrupt


@pytest.fixture(scope="module")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small") / "store"
    with ReleaseStore(root).draft() as draft:
        put_hard_article(draft)
        codes = (("indicator", "grdp"), ("measure", "growth"))
        said = [Triple(NamedNode(mint.code(*code)), NamedNode(SKOS.notation), Literal(code[1])) for code in codes]
        draft.put_graph(mint.graph("reference"), said)
        draft.publish()
    return root


@pytest.fixture
def small(small_root: Path) -> Release:
    return ReleaseStore(small_root).current()


def visible(folder: Path) -> list[str]:
    """What is in a folder beside the lock, which is an empty file."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def inodes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.iterdir()}


def test_index_has_every_file_with_its_size_and_sum(exported: Exported, release: Release) -> None:
    index = json.loads((exported.folder / "index.json").read_text(encoding="utf-8"))
    assert list(index) == ["release", "created", "files"]
    assert index["release"] == release.id
    assert {file["name"] for file in index["files"]} == {p.name for p in exported.folder.iterdir()} - {"index.json"}
    for file in index["files"]:
        assert list(file) == KEYS
        content = (exported.folder / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), sha256(content).hexdigest())
        assert file["title"]["vi"]
        assert file["title"]["en"]
        assert (file["rdfc10"] is not None) == (file["kind"] in {"dataset", "graph"})
        assert (file["table"] is not None) == (file["kind"] == "table") == file["name"].endswith((".csv", ".parquet"))
    assert {file["media_type"] for file in index["files"]} == {
        "application/n-quads", "application/trig", "text/turtle", "application/n-triples", "application/ld+json",
        "application/rdf+xml", "text/csv", "application/vnd.apache.parquet", "application/csvm+json", "text/markdown", "text/plain",
    }  # fmt: skip
    assert Index.at(exported.folder) == exported.index


def test_sums_file_is_what_sha256sum_takes(exported: Exported) -> None:
    done = subprocess.run(
        ["sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS"], cwd=exported.folder, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    listed = {line.split()[1] for line in (exported.folder / "SHA256SUMS").read_text().splitlines()}
    assert listed == {path.name for path in exported.folder.iterdir()} - {"SHA256SUMS", "index.json"}


def test_readme_says_in_both_languages_what_is_there_and_how_to_cite_it(exported: Exported, release: Release) -> None:
    text = (exported.folder / "README.md").read_text(encoding="utf-8")
    cited = f"Thi Đua Graph, release {release.id} ({release.manifest.created[:10]}), CC BY 4.0"
    assert text.count(f"> {cited}, https://w3id.org/thidua/id/release/{release.id}") == 2
    assert text.count("https://creativecommons.org/licenses/by/4.0/") == 2
    for file in exported.index.files:
        if file.name not in {"README.md", "SHA256SUMS"}:
            assert text.count(f"| [{file.name}]({file.name}) |") == 2
            assert f"`{file.sha256}`" in text
            assert file.title.vi in text
    assert set(re.findall(r"`([0-9a-f]{64})` \(", text)) == {file.rdfc10 for file in exported.index.files} - {None}
    assert max(map(len, text.split("Columns / Cột")[0].splitlines())) < 400


@pytest.mark.parametrize("packed", ["gzip", "zstd", None])
def test_examples_of_the_readme_run(small: Release, tmp_path: Path, packed: str | None) -> None:
    made = export_release(small, tmp_path / "all", Silent(), packed)
    examples = re.findall(
        r"^```python\n(.*?)^```$", (made.folder / "README.md").read_text(encoding="utf-8"), re.M | re.S
    )
    assert len(examples) == 4
    for example in examples:
        graph = next((name for name in ("store", "graph") if f"{name} = " in example), None)
        code = f"{example}print(len({graph}), 'statements')" if graph else example
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=made.folder, capture_output=True, check=False, text=True
        )
        assert done.returncode == 0, done.stderr
        size = small.manifest.quads if graph == "store" else small.manifest.triples
        assert (f"{size} statements" if graph else "2023-H1") in done.stdout


def test_whole_export_is_kept_and_made_anew_on_demand(small: Release, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    first = export_release(small, folder, Silent())
    before = inodes(folder)
    kept = export_release(small, folder, recorded := Recorded())
    assert (first.new, kept.new) == (True, False)
    assert kept.index == first.index
    assert recorded.parts == []
    assert inodes(folder) == before
    anew = export_release(small, folder, Silent(), "zstd", force=True)
    assert anew.new
    assert (folder / "dataset.nq.zst").exists()
    assert not (folder / "dataset.nq.gz").exists()
    assert visible(tmp_path) == ["all"]


def test_export_that_lacks_a_file_is_made_anew(small: Release, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    export_release(small, folder, Silent())
    (folder / "claims.csv").unlink()
    assert export_release(small, folder, Silent()).new
    assert list(folder_faults(folder, Silent())) == []


@pytest.mark.parametrize("force", [False, True])
def test_folder_with_something_else_stays(small: Release, tmp_path: Path, force: bool) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(ExportError, match=r"mine: there is something else here, which stays"):
        export_release(small, folder, Silent(), force=force)
    assert visible(folder) == ["thesis.txt"]
    made = tmp_path / "all"
    export_release(small, made, Silent())
    (made / "thesis.txt").write_text("years of work")
    with pytest.raises(ExportError, match=r"thesis\.txt is no part of the export here, which stays"):
        export_release(small, made, Silent(), force=force)
    assert (made / "thesis.txt").exists()


def test_empty_folder_may_be_filled(small: Release, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    assert export_release(small, tmp_path / "all", Silent()).new


def test_second_export_to_a_place_is_refused_while_one_is_at_work(small: Release, tmp_path: Path) -> None:
    with FileLock(tmp_path / ".all.lock"), pytest.raises(ExportError, match="another export is writing it"):
        export_release(small, tmp_path / "all", Silent())
    assert export_release(small, tmp_path / "all", Silent()).new


@pytest.mark.parametrize("part", ["RDFC-1.0 hash of the named graphs", "union.ttl.gz", "union.rdf.gz", "tables"])
def test_interruption_leaves_nothing(
    small: Release, tmp_path: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_store.exports.files._OFTEN", 10)
    with pytest.raises(KeyboardInterrupt):
        export_release(small, tmp_path / "all", Recorded(interrupted_at=part))
    assert visible(tmp_path) == []


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond 4 KB: writing fails as it does on a full disk, in the system.

    It holds for the writing alone and not for a whole test, whose result pytest may write to a file as well.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("packed", ["gzip", "zstd", None])
def test_full_disk_leaves_nothing_and_says_so(small: Release, tmp_path: Path, packed: str | None) -> None:
    with pytest.raises(ExportError, match=r"all: can't be written: File too large"), full_disk():
        export_release(small, tmp_path / "all", Silent(), packed)
    assert visible(tmp_path) == []


def test_full_disk_while_tables_are_written(small: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_store.exports.files.ExportWriter._write_rdf", lambda *_: None)
    with pytest.raises(ExportError, match=r"all: can't be written: .*File too large"), full_disk():
        export_release(small, tmp_path / "all", Silent())
    assert visible(tmp_path) == []


@pytest.mark.parametrize("part", ["RDFC-1.0 hash of the named graphs", "dataset.trig.gz", "tables"])
def test_killed_export_leaves_the_one_before_and_the_next_cleans_up(
    small_root: Path, small: Release, tmp_path: Path, part: str
) -> None:
    folder = tmp_path / "all"
    before = export_release(small, folder, Silent())
    command = [sys.executable, "-m", "tests.exports.crash_child", str(small_root), str(folder), part]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert visible(tmp_path) == [".all.partial", "all"]
    assert list(folder_faults(folder, Silent())) == []
    assert export_release(small, folder, Silent()).index == before.index
    assert visible(tmp_path) == ["all"]


def test_export_that_was_moved_away_when_its_successor_died_comes_back(small: Release, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    before = export_release(small, folder, Silent())
    folder.rename(tmp_path / ".all.replaced")
    kept = export_release(small, folder, Silent())
    assert (kept.new, kept.index) == (False, before.index)
    assert visible(tmp_path) == ["all"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_folder_without_permission_is_named(small: Release, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match=r"all: can't be written: Permission denied"):
        export_release(small, tmp_path / "all", Silent())


def test_file_in_the_way_is_named(small: Release, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match=r"file/all: can't be written: (File exists|Not a directory)"):
        export_release(small, tmp_path / "file" / "all", Silent())


def test_format_that_cannot_hold_a_character_is_left_out(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        put_hard_article(draft)
        draft.put_graph(
            "https://example.org/graph/g", [Triple(NamedNode(TD.Claim), NamedNode(TD.rule), Literal("năm\x0b2023"))]
        )
        release = draft.publish()
    made = export_release(release, tmp_path / "all", Silent())
    (reason,) = made.left_out
    assert reason.startswith("union.rdf.gz: RDF/XML can't hold U+000B, which stands behind ")
    assert "union.rdf.gz" not in {path.name for path in made.folder.iterdir()}
    assert {file.format for file in made.index.files} >= {"turtle", "jsonld", "csv"}
    assert (made.folder / "README.md").read_text(encoding="utf-8").count("RDF/XML can't hold U+000B") == 2
    assert list(folder_faults(made.folder, Silent())) == []


def test_parquet_without_pyarrow_says_what_to_install(
    small: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "pa", None)
    with pytest.raises(ExportError, match=r"Parquet needs pyarrow, .*pip install 'thidua\[parquet\]'"):
        export_release(small, tmp_path / "all", Silent())
    assert visible(tmp_path) == []


def test_check_finds_nothing_in_a_whole_export(exported: Exported) -> None:
    recorded = Recorded()
    assert list(folder_faults(exported.folder, recorded)) == []
    assert recorded.parts == [file.name for file in exported.index.files]


def rewrite_index(folder: Path, name: str, **changed: object) -> None:
    content = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    (file,) = [file for file in content["files"] if file["name"] == name]
    file.update(changed)
    (folder / "index.json").write_text(json.dumps(content), encoding="utf-8")


def test_check_names_each_fault(changeable: Path) -> None:
    (changeable / "claims.csv").unlink()
    path = changeable / "union.ttl.gz"
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    with (changeable / "awards.csv").open("ab") as file:
        file.write(b"\r\n")
    rewrite_index(changeable, "union.nt.gz", rdfc10="0" * 64)
    rewrite_index(changeable, "posts.parquet", rows=3)
    (changeable / "extra.txt").write_text("")
    found = list(folder_faults(changeable, Silent()))
    assert [fault.split(": ")[0] for fault in found] == [
        "union.ttl.gz", "union.nt.gz", "claims.csv", "awards.csv", "posts.parquet", "extra.txt",
    ]  # fmt: skip
    assert found[1].endswith(f"its RDFC-1.0 hash is not {'0' * 64}")
    assert found[2] == "claims.csv: No such file or directory"
    assert re.search(r"bytes instead of", found[3])
    assert re.search(r"rows instead of 3", found[4])


@pytest.mark.parametrize("name", ["dataset.nq.gz", "union.rdf.gz", "claims.parquet", "posts.csv"])
def test_file_that_cannot_be_read_is_told_even_where_its_sum_is_right(changeable: Path, name: str) -> None:
    path = changeable / name
    content = path.read_bytes()[: path.stat().st_size // 2] + b'"'
    path.write_bytes(content)
    rewrite_index(changeable, name, bytes=len(content), sha256=sha256(content).hexdigest())
    (fault,) = folder_faults(changeable, Silent())
    assert re.match(rf"{re.escape(name)}: (.*can't be read|.* rows instead of)", fault)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no export here"),
        ("{", r"index\.json: "),
        ('{"release": "x"}', r"index\.json: "),
        ("[]", r"index\.json: "),
    ],
)
def test_index_that_is_missing_or_damaged_is_named(tmp_path: Path, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "index.json").write_text(content)
    with pytest.raises(ExportError, match=reason):
        list(folder_faults(tmp_path, Silent()))
