"""Checksums of a release: what is written at publication, and that every kind of damage is found by file and reason."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_store import checksums
from graph_store.checksums import CHECKSUMS, file_faults, listed, tree_files
from graph_store.release import text_name
from graph_store.releases import Release, ReleaseStore

Make = Callable[..., Any]


def build(store: ReleaseStore, *articles: Any) -> Release:
    with store.draft() as draft:
        for article in articles:
            draft.put_article(*article.arguments)
        draft.attach("signatures-1.npy", b"\x93NUMPY of these articles")
        return draft.publish()


def flip(path: Path, place: int) -> None:
    """Change one bit of a file, in an inode of its own."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.unlink()
    path.write_bytes(content)


def faults(release: Release) -> dict[str, str]:
    return {fault.file: fault.reason for fault in file_faults(release.path)}


@pytest.fixture
def release(store: ReleaseStore, make_article: Make) -> Release:
    return build(store, make_article("a-1"), make_article("a-2", members=("Bến Tre",)))


def test_a_release_as_it_was_published_has_no_faults_and_lists_each_file_once(release: Release) -> None:
    names = [name for _, _, name in listed(release.path / CHECKSUMS)]
    assert names == [name for name in tree_files(release.path) if name != CHECKSUMS]
    assert {"manifest.json", str(text_name("a-1")), "graph/CURRENT", "signatures-1.npy"} <= set(names)
    assert faults(release) == {}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum (GNU coreutils)")
def test_sha256sum_reads_the_checksums_and_finds_what_we_find(release: Release) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", CHECKSUMS]
    assert subprocess.run(command, cwd=release.path, check=False, timeout=60).returncode == 0
    flip(release.path / text_name("a-2"), 3)
    done = subprocess.run(command, cwd=release.path, check=False, timeout=60, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [f"{text_name('a-2')}: FAILED"]


def test_a_flipped_bit_is_found_in_every_file_of_the_release(release: Release, tmp_path: Path) -> None:
    names = [name for name in tree_files(release.path) if (release.path / name).stat().st_size]
    assert {Path(name).suffix for name in names} >= {".sst", ".log", ".json", ".txt", ".npy"}
    for number, name in enumerate(names):
        damaged = tmp_path / str(number) / release.id
        shutil.copytree(release.path, damaged)
        flip(damaged / name, (damaged / name).stat().st_size // 2)
        found = [fault.file for fault in file_faults(damaged)]
        if name == CHECKSUMS:
            assert found
        else:
            assert found == [name]


def test_missing_and_unpublished_files_are_named(release: Release) -> None:
    (release.path / "manifest.json").unlink()
    (release.path / text_name("a-1")).unlink()
    (release.path / "a-note.txt").write_text("x")
    (release.path / "texts" / "zz").mkdir()
    (release.path / "texts" / "zz" / "z.txt").symlink_to("/etc/hostname")
    found = faults(release)
    assert found.pop("manifest.json") == "is missing"
    assert found.pop(str(text_name("a-1"))) == "is missing"
    assert sorted(found) == ["a-note.txt", "texts/zz/z.txt"]
    assert all("not among the checksums" in reason for reason in found.values())


def test_a_link_in_place_of_a_file_is_named_even_where_it_leads_to_the_same_content(release: Release) -> None:
    name = str(text_name("a-1"))
    (release.path / name).rename(release.path.parent / "elsewhere")
    (release.path / name).symlink_to(release.path.parent / "elsewhere")
    assert faults(release) == {name: "is no regular file"}


@pytest.mark.parametrize("line", ["", "abc  manifest.json", "g" * 64 + "  manifest.json", "0" * 64 + " manifest.json"])
def test_a_line_that_is_no_checksum_is_named_by_its_number(release: Release, line: str) -> None:
    lines = (release.path / CHECKSUMS).read_text().splitlines()
    (release.path / CHECKSUMS).write_text("\n".join([line, *lines]) + "\n")
    assert faults(release) == {CHECKSUMS: "line 1 is no checksum, or out of order"}


def test_a_release_without_checksums_says_so(release: Release) -> None:
    (release.path / CHECKSUMS).unlink()
    assert faults(release) == {CHECKSUMS: "is missing, so that no file can be checked"}


def test_publishing_one_article_reads_no_file_that_the_release_before_has(
    store: ReleaseStore, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(store, *(make_article(f"a-{n}", members=(f"tỉnh {n}",)) for n in range(20)))
    read: list[Path] = []
    digest_of = checksums._digest_of

    def counted(path: Path, told: Any = None) -> str:
        read.append(path)
        return digest_of(path, told)

    monkeypatch.setattr(checksums, "_digest_of", counted)
    second = build(store, make_article("b-1"))
    known = {path.name for path in first.path.rglob("*.txt")} | {path.name for path in first.path.rglob("*.sst")}
    assert read
    assert known.isdisjoint(path.name for path in read)
    assert faults(second) == {}


def test_a_file_spoilt_before_it_was_linked_is_found_in_the_new_release_too(
    store: ReleaseStore, make_article: Make
) -> None:
    first = build(store, make_article("a-1"))
    name = text_name("a-1")
    with (first.path / name).open("r+b") as file:  # in place: the inode that the next release will share
        file.write(b"X")
    second = build(store, make_article("a-2"))
    assert (second.path / name).samefile(first.path / name)
    assert list(faults(second)) == [str(name)]


def test_a_release_names_no_path_of_the_machine(release: Release) -> None:
    root = str(release.path.parents[1]).encode()
    assert [name for name in tree_files(release.path) if root in (release.path / name).read_bytes()] == []
