"""`thidua exports`, and compressed files of `thidua export`: what they write, print and answer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from graph_store.exports.folder import export_release
from graph_store.releases import ReleaseStore
from thidua.progress import PartLines, parts

Run = Callable[..., Result]


def test_current_release_is_exported_into_the_store(run: Run, built: Path) -> None:
    release = ReleaseStore(built).current().id
    result = run("exports", "--store", built)
    assert result.exit_code == 0, result.output
    folder = built / "exports" / release
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    size = sum(file["bytes"] for file in index["files"])
    assert result.stdout == f"Exported release {release} in {folder}: {len(index['files'])} files, {size:,} bytes\n"
    assert "dataset.nq.gz\n" in result.stderr
    again = run("exports", "--store", built)
    assert again.exit_code == 0
    assert again.stdout.startswith("Already there, and whole (--force makes it anew): release")
    checked = run("exports", "--check", "--store", built)
    assert (checked.exit_code, checked.stdout) == (
        0,
        f"{folder}: release {release}, {len(index['files'])} files, 0 faults\n",
    )


def test_earlier_release_goes_where_it_is_told(run: Run, built: Path, articles: Path, tmp_path: Path) -> None:
    earlier = ReleaseStore(built).current()
    (articles / "them.txt").write_text(
        "Kinh tế Cà Mau\n28/07/2023\nNăm 2022, GRDP Cà Mau tăng 5,1%.\n", encoding="utf-8"
    )
    assert run("build", articles / "them.txt", "--store", built).exit_code == 0
    assert ReleaseStore(built).current().id != earlier.id
    result = run("exports", tmp_path / "out", "--release", earlier.id, "--compression", "zstd", "--store", built)
    assert result.exit_code == 0, result.output
    index = json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))
    assert index["release"] == earlier.id
    assert {file["compression"] for file in index["files"] if file["kind"] in {"dataset", "graph"}} == {"zstd"}
    assert "GRDP Cà Mau" not in (tmp_path / "out" / "claims.csv").read_text(encoding="utf-8")


def test_check_of_a_damaged_export_prints_the_faults(run: Run, built: Path, tmp_path: Path) -> None:
    run("exports", tmp_path / "out", "--store", built)
    (tmp_path / "out" / "README.md").write_text("")
    result = run("exports", "--check", tmp_path / "out")
    assert result.exit_code == 1
    first, last = result.stdout.splitlines()
    assert first.startswith("README.md: 0 bytes instead of ")
    assert last.endswith(", 1 faults")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--release", "20200101T000000Z-0000"], "no release 20200101T000000Z-0000 in "),
        (["--check"], "no export here (index.json is missing)"),
    ],
)
def test_what_is_not_there_is_named_in_one_line(run: Run, built: Path, arguments: list[str], reason: str) -> None:
    result = run("exports", *arguments, "--store", built)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("thidua: ")
    assert reason in line


def test_interruption_has_its_status_and_leaves_nothing(run: Run, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: PartLines, part: str, unit: str, total: int | None) -> None:
        if part == "tables":
            raise KeyboardInterrupt

    monkeypatch.setattr(PartLines, "begin", interrupted)
    result = run("exports", "--store", built)
    assert (result.exit_code, result.stderr) == (130, "\nthidua: interrupted\n")
    assert [path for path in (built / "exports").iterdir() if path.is_dir()] == []


def test_export_compresses_by_the_ending(run: Run, built: Path, tmp_path: Path) -> None:
    plain = run("export", "--format", "turtle", "--store", built).stdout_bytes
    assert run("export", "--output", tmp_path / "all.ttl.gz", "--store", built).exit_code == 0
    assert gzip.decompress((tmp_path / "all.ttl.gz").read_bytes()) == plain


class Terminal:
    """A stream that says that it is a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True


def test_terminal_shows_a_bar_for_each_part(built: Path, tmp_path: Path) -> None:
    terminal = Terminal()
    with parts(terminal) as shown:  # type: ignore[arg-type]
        export_release(ReleaseStore(built).current(), tmp_path / "out", shown)
        shown.begin("the last part", "B", 10)
        shown.advance(10)
    assert all(f"\r{part}:" in terminal.text for part in ("dataset.nq.gz", "tables", "the last part"))


def test_long_part_has_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    times = iter([0.0, 0.0, 5.0, 10.0, 10.0, 15.0])
    with (tmp_path / "lines").open("w+", encoding="utf-8") as out:
        lines = PartLines(out, lambda: next(times))
        lines.begin("tables", "articles", 40_000)
        for _ in range(3):
            lines.advance(1500)
        out.seek(0)
        assert out.read().splitlines() == ["tables", "tables: 3,000 of 40,000 articles"]
