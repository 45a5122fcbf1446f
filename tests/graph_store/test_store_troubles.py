"""What goes wrong with the store's files, told as errors of the store, and stores that dead writers have left behind."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_store import files
from graph_store.errors import DamagedReleaseError, DiskFullError, MissingStoreError, StoreError, UnknownReleaseError
from graph_store.releases import Release, ReleaseStore
from graph_store.troubles import told


def publish(store: ReleaseStore, article: tuple[object, ...]) -> Release:
    with store.draft() as draft:
        draft.put_article(*article)  # type: ignore[arg-type]
        return draft.publish()


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskFullError, "data: the disk is full: no room to write data;"),
        (OSError(errno.EDQUOT, "x", "data/drafts/1/a"), DiskFullError, "data: the disk is full: no room to write data/drafts/1/a;"),
        (
            OSError("IO error: Unable to persist Options file: IO error: While appending to file: data/g/7.sst: No space left on device"),
            DiskFullError,
            "no room to write data/g/7.sst;",
        ),
        (OSError("IO error: While appending to file: data/a b/7.sst: File too large"), StoreError, "data/a b/7.sst: the store can't be"),
        (OSError(errno.EACCES, "Permission denied", "data/lock"), StoreError, "data/lock: the store can't be written: Permission"),
        (OSError(errno.EACCES, "Permission denied", "data/drafts/1", None, "data/releases/1"), StoreError, "data/releases/1: the"),
        (OSError(errno.EROFS, "Read-only file system"), StoreError, "data: the store can't be written: Read-only file system"),
        (RuntimeError("Corruption: block checksum mismatch:\n in data/7.sst"), DamagedReleaseError, "data: the graph is damaged: Corr"),
    ],
    ids=str,
)  # fmt: skip
def test_trouble_with_the_stores_files_names_the_place(error: Exception, kind: type[StoreError], words: str) -> None:
    with pytest.raises(kind) as raised, told(Path("data")):
        raise error
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.__cause__ is error


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory", "articles/a.txt"),
        OSError(errno.ENOSPC, "No space left on device", "elsewhere/a"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
        RuntimeError("something else"),
    ],
    ids=str,
)
def test_trouble_with_anything_else_is_raised_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, told(Path("data")):
        raise error
    assert raised.value is error


def test_release_that_is_current_while_its_writer_has_not_ended_can_be_had_by_its_id(
    store: ReleaseStore, make_article: Callable[..., object]
) -> None:
    release = publish(store, make_article("a-1").arguments)  # type: ignore[attr-defined]
    (store.root / "publishing").write_text(release.id)  # killed after the pointer had moved
    assert store.release(release.id) == release
    assert store.releases() == [release]


def test_release_of_a_writer_killed_before_the_pointer_moved_is_no_release(
    store: ReleaseStore, make_article: Callable[..., object]
) -> None:
    first, second = (publish(store, make_article(f"a-{n}").arguments) for n in (1, 2))  # type: ignore[attr-defined]
    (store.root / "publishing").write_text(second.id)
    (store.root / "current").write_text(first.id)
    assert store.releases() == [first]
    with pytest.raises(UnknownReleaseError):
        store.release(second.id)


def test_first_release_of_a_killed_writer_leaves_a_store_without_any(
    store: ReleaseStore, make_article: Callable[..., object]
) -> None:
    release = publish(store, make_article("a-1").arguments)  # type: ignore[attr-defined]
    (store.root / "publishing").write_text(release.id)
    (store.root / "current").unlink()
    with pytest.raises(MissingStoreError):
        store.current()
    publish(store, make_article("a-2").arguments)  # type: ignore[attr-defined]
    assert len(store.releases()) == 1


def test_store_whose_pointer_is_missing_is_damaged_and_not_empty(
    store: ReleaseStore, make_article: Callable[..., object]
) -> None:
    release = publish(store, make_article("a-1").arguments)  # type: ignore[attr-defined]
    (store.root / "current").unlink()
    with pytest.raises(DamagedReleaseError, match=f"current: is missing, though .* rollback {release.id}"):
        store.current()
    with pytest.raises(DamagedReleaseError), store.draft():
        pass


def test_file_that_lies_among_the_drafts_does_not_stop_builds(
    store: ReleaseStore, make_article: Callable[..., object]
) -> None:
    publish(store, make_article("a-1").arguments)  # type: ignore[attr-defined]
    (store.root / "drafts" / ".DS_Store").touch()
    publish(store, make_article("a-2").arguments)  # type: ignore[attr-defined]
    assert list((store.root / "drafts").iterdir()) == []


def test_lock_is_held_and_let_go_where_its_holder_cannot_be_written_down(
    store: ReleaseStore, make_article: Callable[..., object]
) -> None:
    store.root.mkdir()
    (store.root / "lock.holder").mkdir()
    publish(store, make_article("a-1").arguments)  # type: ignore[attr-defined]
    publish(store, make_article("a-2").arguments)  # type: ignore[attr-defined]
    assert len(store.releases()) == 2


def test_directories_that_are_made_have_their_names_forced_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[Path] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (forced.append(Path(f"/proc/self/fd/{fd}").readlink()), fsync(fd))[1])
    files.make_directories(tmp_path / "a" / "b")
    files.make_directories(tmp_path / "a" / "b")
    assert forced == [tmp_path, tmp_path / "a"]
