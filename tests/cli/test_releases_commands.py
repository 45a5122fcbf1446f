"""`thidua releases ...`, `backup` and `restore`: what they print, write and return."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import RdfFormat, parse

from graph_store.release import text_name
from graph_store.releases import ReleaseStore
from thidua import progress

Run = Callable[..., Result]


@pytest.fixture
def two(run: Run, articles: Path, built: Path) -> Path:
    """The store built twice: a figure corrected, a sentence more, an article more, one that can't be read."""
    text = (articles / "kinh-te.txt").read_text()
    (articles / "kinh-te.txt").write_text(text.replace("6,7%", "7,6%"))
    (articles / "them.txt").write_text(
        "Cụm thi đua các tỉnh miền Tây Nam bộ\n28/03/2024 - 10:00\n"
        "Cà Mau là Cụm trưởng Cụm thi đua các tỉnh miền Tây Nam bộ năm 2024.\n"
    )
    (articles / "hong.txt").write_bytes(b"\x00\x01")
    assert run("build", articles, "--store", built).exit_code == 1
    return built


def ids(root: Path) -> list[str]:
    return ReleaseStore(root).ids()


def test_list_says_of_each_release_what_it_holds_and_how_its_build_went(run: Run, two: Path) -> None:
    first, second = ids(two)
    run("releases", "pin", first, "--reason", "Nguyễn 2026", "--store", two)
    head, *rows, together = run("releases", "--store", two).stdout.splitlines()
    assert head.split() == [
        "release", "created", "articles", "claims", "triples", "accepted", "refused", "held", "shapes", "own", "shared",
    ]  # fmt: skip
    assert rows[0].startswith(f"  {first}  ")
    assert rows[0].endswith("  pinned: Nguyễn 2026")
    assert rows[1].startswith(f"* {second}  ")
    assert re.search(r"  4  +1  +0  +kept  ", rows[1])
    assert together.startswith("2 releases take ")


def test_list_as_json_has_numbers_and_sizes_in_bytes(run: Run, two: Path) -> None:
    first, second = json.loads(run("releases", "--json", "--store", two).stdout)
    assert (first["id"], second["previous"], second["current"]) == (ids(two)[0], first["id"], True)
    assert second["validation"] == {"accepted": 4, "refused": 1, "held_back": 0, "shapes_kept": True}
    assert second["articles"] == 4
    assert second["disk"]["own"] > 0
    assert second["disk"]["shared"] % 512 == 0
    assert second["pinned"] is None


def test_list_goes_on_past_a_damaged_release_and_names_it(run: Run, two: Path) -> None:
    first, second = ids(two)
    (two / "releases" / second / "manifest.json").write_text("{")
    result = run("releases", "--store", two)
    assert result.exit_code == 0
    assert re.search(rf"^! {second}  current, damaged: .*manifest\.json", result.stdout, re.MULTILINE)
    assert f"  {first}  " in result.stdout


def test_option_before_the_command_is_refused_rather_than_ignored(run: Run, two: Path) -> None:
    result = run("releases", "--store", two, "diff")
    assert result.exit_code == 2
    assert "options come after the command: `thidua releases diff ...`" in result.stderr


def test_diff_shows_what_a_build_changed(run: Run, two: Path) -> None:
    lines = run("releases", "diff", "--store", two).stdout.splitlines()
    (changed,) = [line for line in lines if line.startswith("  ~ ")]
    assert changed.startswith("  ~ observation  Kiên Giang, grdp, growth, 2023-H1: value 6.7 -> 7.6; ")
    (added,) = [line for line in lines if line.startswith("  + leadership")]
    assert "Cà Mau" in added
    assert lines.index("article kinh-te") < lines.index(changed) < lines.index("article them") < lines.index(added)
    assert any(line.startswith("graph cube: ") for line in lines)
    assert f"{ids(two)[0]} -> {ids(two)[1]}" in lines
    assert "  articles: 1 new, 0 gone, 1 changed" in lines


def test_diff_in_all_formats_tells_of_the_same_claims(run: Run, two: Path, tmp_path: Path) -> None:
    objects = [
        json.loads(line) for line in run("releases", "diff", "--format", "jsonl", "--store", two).stdout.splitlines()
    ]
    rows = list(csv.DictReader(io.StringIO(run("releases", "diff", "--format", "csv", "--store", two).stdout)))
    assert [o["change"] for o in objects].count("changed") == 1
    assert [r["claim"] for r in rows] == [i for o in objects for i in (o["claim_before"], o["claim_after"]) if i]
    (old, new) = [row for row in rows if row["change"] == "changed"]
    assert (old["side"], old["value"], new["side"], new["value"]) == ("old", "6.7", "new", "7.6")
    assert (old["counterpart"], new["counterpart"]) == (new["claim"], old["claim"])
    run("releases", "diff", "--format", "csv", "--output", tmp_path / "changes.csv", "--store", two)
    with (tmp_path / "changes.csv").open(newline="") as file:
        assert list(csv.DictReader(file)) == rows


def test_diff_as_patch_and_as_nquads_makes_the_one_export_of_the_other(run: Run, two: Path, tmp_path: Path) -> None:
    def quads(text: str) -> set[str]:
        return {str(quad) for quad in parse(text, RdfFormat.N_QUADS)}

    new = quads(run("export", "--store", two).stdout)
    patch = run("releases", "diff", "--format", "patch", "--store", two).stdout
    run("releases", "diff", "--format", "patch", "-o", tmp_path / "x.rdfp", "--store", two)
    assert (tmp_path / "x.rdfp").read_text() == patch
    assert run("releases", "diff", "--format", "nquads", "-o", tmp_path / "x", "--store", two).exit_code == 0
    added, removed = (quads((tmp_path / "x" / f"{name}.nq").read_text()) for name in ("added", "removed"))
    assert {line[2:-2] for line in patch.splitlines() if line.startswith("A ")} == added
    run("releases", "rollback", ids(two)[0], "--store", two)
    assert (quads(run("export", "--store", two).stdout) - removed) | added == new


def test_diff_of_nquads_needs_a_folder_and_a_first_release_has_nothing_before_it(run: Run, built: Path) -> None:
    result = run("releases", "diff", "--store", built)
    assert result.exit_code == 2
    assert result.stderr == f"thidua: there is no release before {ids(built)[0]} to compare it with\n"
    assert run("releases", "diff", ids(built)[0], "--format", "nquads", "--store", built).exit_code == 2


def test_rollback_then_build_then_diff(run: Run, two: Path, articles: Path) -> None:
    first, second = ids(two)
    before = run("claims", "--store", two).stdout
    result = run("releases", "rollback", first, "--store", two)
    assert (result.exit_code, result.stdout) == (0, f"The current release is now {first} in {two}\n")
    assert "7.6" not in run("claims", "--store", two).stdout
    assert ids(two) == [first, second]
    run("build", articles, "--store", two)
    third = ids(two)[2]
    assert third > second
    assert ReleaseStore(two).current().manifest.previous == first
    assert run("claims", "--store", two).stdout == before
    # By default against the release that it was made from, which is the one rolled back to.
    assert f"{first} -> {third}" in run("releases", "diff", "--store", two).stdout
    same = run("releases", "diff", second, third, "--store", two).stdout
    # The catalogue names its release, so it alone differs.
    assert [line.partition(":")[0] for line in same.splitlines()[:2]] == ["graph catalogue", f"{second} -> {third}"]
    assert "claims: 0 added, 0 withdrawn, 0 changed" in same


def test_prune_shows_what_would_go_and_removes_it_only_when_told(run: Run, two: Path) -> None:
    first, second = ids(two)
    shown = run("releases", "prune", "--keep", 1, "--store", two)
    assert f"{first}  would go" in shown.stdout
    assert f"{second}  stays: current, one of the 1 newest" in shown.stdout
    assert re.search(r"1 releases would go and free [\d.]+ k?M?B; --delete removes them", shown.stdout)
    assert ids(two) == [first, second]
    exported = two / "exports" / first
    exported.mkdir(parents=True)
    done = run("releases", "prune", "--keep", 1, "--delete", "--store", two)
    assert f"{first}  removed" in done.stdout
    assert not exported.exists()
    assert re.search(r"Removed 1 releases, which freed [\d.]+ k?M?B", done.stdout)
    assert ids(two) == [second]
    again = run("releases", "rollback", first, "--store", two)
    assert again.exit_code == 2
    assert "it was removed on" in again.stderr
    assert run("releases", "prune", "--keep", 1, "--delete", "--store", two).stdout.endswith("Nothing to remove\n")


def test_pinned_release_stays_until_its_pin_is_taken(run: Run, two: Path) -> None:
    first, second = ids(two)
    run("releases", "pin", first, "--store", two)
    assert "stays: pinned" in run("releases", "prune", "--keep-days", 0, "--delete", "--store", two).stdout
    assert ids(two) == [first, second]
    assert run("releases", "unpin", first, "--store", two).exit_code == 0
    run("releases", "prune", "--keep-days", 0, "--delete", "--store", two)
    assert ids(two) == [second]


def test_prune_without_a_policy_is_refused(run: Run, two: Path) -> None:
    result = run("releases", "prune", "--delete", "--store", two)
    assert result.exit_code == 2
    assert "--keep N" in result.stderr
    assert len(ids(two)) == 2


def test_verify_finds_nothing_in_what_was_published(run: Run, two: Path) -> None:
    result = run("releases", "verify", "--all", "--store", two)
    assert result.stdout.splitlines() == [f"{id_}: its files are as published, 0 faults in them" for id_ in ids(two)]
    assert result.exit_code == 0


@pytest.mark.parametrize("file", ["graph", "text", "manifest.json", "checksums", "signatures-1.npy"])
def test_verify_names_a_damaged_newest_release_with_file_and_reason(run: Run, two: Path, file: str) -> None:
    first, second = ids(two)
    release = two / "releases" / second
    name = {"graph": next(release.glob("graph/*.sst")).relative_to(release), "text": text_name("them")}.get(
        file, Path(file)
    )
    content = bytearray((release / name).read_bytes())
    content[len(content) // 2] ^= 1
    (release / name).unlink()
    (release / name).write_bytes(content)
    result = run("releases", "verify", "--store", two)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{second}: ")
    assert (str(name) in result.stdout) or file == "checksums"
    assert run("releases", "verify", first, "--checksums-only", "--store", two).exit_code == 0
    both = run("releases", "verify", "--all", "--checksums-only", "--store", two)
    assert both.exit_code == 1
    assert f"{first}: its files are as published\n" in both.stdout


def test_verify_checks_what_is_in_files_whose_checksums_are_right(run: Run, two: Path) -> None:
    from graph_store.checksums import write_checksums  # noqa: PLC0415 - what nobody else does: to lie about a file

    release = ReleaseStore(two).current()
    (release.path / text_name("them")).unlink()
    (release.path / text_name("them")).write_text("khác")
    write_checksums(release.path)
    result = run("releases", "verify", "--store", two)
    assert result.exit_code == 1
    assert f"{release.id}: them: the graph was made from another text" in result.stdout
    assert run("releases", "verify", "--checksums-only", "--store", two).exit_code == 0


def test_readers_of_a_damaged_release_are_told_how_to_go_back_and_it_works(run: Run, two: Path) -> None:
    first, second = ids(two)
    (two / "releases" / second / "graph" / "CURRENT").unlink()
    for command in ("claims", "export", "validate"):
        result = run(command, "--store", two)
        assert result.exit_code == 2
        assert f"`thidua releases verify {second}`" in result.stderr
        assert "`thidua releases rollback ID`" in result.stderr
    assert run("releases", "rollback", first, "--store", two).exit_code == 0
    assert run("claims", "--store", two).exit_code == 0


def test_verify_all_goes_on_where_the_pointer_is_damaged(run: Run, two: Path) -> None:
    (two / "current").write_text("?")
    result = run("releases", "verify", "--all", "--checksums-only", "--store", two)
    assert result.exit_code == 1
    assert "'?' is no release id; `thidua releases rollback" in result.stdout
    assert result.stdout.count("its files are as published") == 2


def test_store_goes_into_an_archive_and_out_again_elsewhere(run: Run, two: Path, tmp_path: Path) -> None:
    archive, there = tmp_path / "store.tar.zst", tmp_path / "there"
    result = run("backup", archive, "--store", two)
    assert result.stdout.startswith(f"Wrote 2 releases to {archive} (")
    result = run("restore", archive, "--store", there)
    assert result.stdout == f"Restored 2 releases to {there}; the current one is {ids(two)[1]}\n"
    for command in (("claims",), ("export",), ("releases",)):
        assert run(*command, "--store", there).stdout == run(*command, "--store", two).stdout
    again = run("restore", archive, "--store", there)
    assert again.exit_code == 2
    assert "--replace" in again.stderr
    assert run("restore", archive, "--replace", "--store", there).exit_code == 0
    assert run("releases", "verify", "--all", "--store", there).exit_code == 0


def test_backup_of_the_current_release_or_of_one_by_its_id(run: Run, two: Path, tmp_path: Path) -> None:
    first, second = ids(two)
    for options, id_ in ((("--current",), second), (("--release", first), first)):
        assert run("backup", tmp_path / "x.tgz", *options, "--store", two).exit_code == 0
        assert run("restore", tmp_path / "x.tgz", "--store", tmp_path / id_).exit_code == 0
        assert ids(tmp_path / id_) == [id_]
    assert run("backup", tmp_path / "x.tgz", "--current", "--release", first, "--store", two).exit_code == 2
    assert run("backup", tmp_path / "x.tgz", "--release", "20990101T000000Z-0000", "--store", two).exit_code == 2


def test_what_is_no_backup_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.tar.gz").write_text("x")
    for name in ("x.tar.gz", "none.tar.gz"):
        result = run("restore", tmp_path / name, "--store", tmp_path / "there")
        assert result.exit_code == 2
        assert result.stderr.startswith(f"thidua: {tmp_path / name}: ")
        assert result.stderr.count("\n") == 1


def test_long_reading_shows_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 3.0, 11.0, 11.0, 12.0])
    with progress.bytes_read(sys.stderr, 3_000_000, lambda: next(times)) as told:
        for _ in range(3):
            told(1_000_000)
    assert capsys.readouterr().err == "2 of 3 MB\n"
