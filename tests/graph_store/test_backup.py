"""Backup and restore: a store goes into one archive and comes out the same, or nothing comes out."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from graph_store.archive import SUMS, backup
from graph_store.checksums import file_faults, tree_files
from graph_store.disk import bytes_together
from graph_store.errors import BackupError, MissingStoreError, StoreExistsError, StoreLockedError, UnknownReleaseError
from graph_store.pruning import Policy, pin, pins, prune
from graph_store.release import text_name
from graph_store.releases import Release, ReleaseStore
from graph_store.restoring import restore

from .conftest import article

Refused = Callable[[Path, str], None]
Edit = Callable[[tarfile.TarInfo, bytes], "list[tuple[tarfile.TarInfo, bytes]]"]


def build(store: ReleaseStore, *articles: Any) -> Release:
    with store.draft() as draft:
        for found in articles:
            draft.put_article(*found.arguments)
        return draft.publish()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> ReleaseStore:
    """A store of three releases, rolled back to the second, the first pinned, one removed; nobody may change it."""
    store = ReleaseStore(tmp_path_factory.mktemp("full") / "store")
    build(store, article("a-0"))
    ids = [build(store, article(f"a-{n}", members=(f"tỉnh Đắk {n}",))).id for n in range(1, 4)]
    pin(store, ids[0], "Nguyễn 2026")
    prune(store, Policy(keep=3))
    store.rollback(ids[1])
    return store


@pytest.fixture(scope="module")
def archives(full: ReleaseStore, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The store as archives of each compression, by ending."""
    folder = tmp_path_factory.mktemp("archives")
    found = {ending: folder / f"store{ending}" for ending in (".tar", ".tar.gz", ".tar.zst")}
    for path in found.values():
        backup(full, path)
    return found


def content(store: ReleaseStore) -> dict[str, bytes]:
    """All that a reader could see of a store."""
    files = {f"releases/{name}" for name in tree_files(store.root / "releases")} | {
        "current",
        "pins.json",
        "pruned.json",
    }
    return {name: (store.root / name).read_bytes() for name in files}


def leftovers(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()} - {
        "releases",
        "current",
        "pins.json",
        "pruned.json",
        "drafts",
        "lock",
    }


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tar.zst"])
def test_a_store_comes_back_as_it_was_wherever_it_is_put(
    full: ReleaseStore, archives: dict[str, Path], tmp_path: Path, ending: str
) -> None:
    there = ReleaseStore(tmp_path / "elsewhere" / "data")
    ids = restore(there, archives[ending])
    assert ids == full.ids() == there.ids()
    assert content(there) == content(full)
    assert there.current().manifest == full.current().manifest
    assert set(there.current().open()) == set(full.current().open())
    assert pins(there) == pins(full)
    assert leftovers(there.root) == set()
    assert all(list(file_faults(release.path)) == [] for release in there.releases())
    assert build(there, article("b-1")).id > max(ids)


def test_files_that_releases_share_are_in_the_archive_once_and_shared_again_when_restored(
    full: ReleaseStore, archives: dict[str, Path], tmp_path: Path
) -> None:
    there = ReleaseStore(tmp_path / "data")
    restore(there, archives[".tar"])
    first, _, third = there.releases()
    name = text_name("a-0")
    assert (first.path / name).samefile(third.path / name)
    assert bytes_together(r.path for r in there.releases()) == bytes_together(r.path for r in full.releases())
    with tarfile.open(archives[".tar"]) as tar:
        assert sum(member.islnk() for member in tar) > 10


def test_the_archive_names_no_path_and_no_user_of_the_machine(archives: dict[str, Path], full: ReleaseStore) -> None:
    with tarfile.open(archives[".tar"]) as tar:
        for member in tar:
            assert not Path(member.name).is_absolute()
            assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")
    assert str(full.root).encode() not in archives[".tar"].read_bytes()


def test_the_same_store_gives_the_same_releases_in_the_archive(full: ReleaseStore, tmp_path: Path) -> None:
    for name in ("one.tar", "two.tar"):
        backup(full, tmp_path / name)
    sums = [dict(members(tmp_path / name))[SUMS].splitlines()[1:] for name in ("one.tar", "two.tar")]
    assert sums[0] == sums[1]  # but the first member, which says when it was made


def test_some_releases_alone_make_a_store_of_their_own(full: ReleaseStore, tmp_path: Path) -> None:
    first, current, last = full.ids()
    assert backup(full, tmp_path / "one.tgz", [last]) == [last]
    one = ReleaseStore(tmp_path / "one")
    restore(one, tmp_path / "one.tgz")
    assert (one.current().id, one.ids(), pins(one)) == (last, [last], {})
    assert set(one.current().open()) == set(full.release(last).open())
    backup(full, tmp_path / "two.tgz", [current, first])
    two = ReleaseStore(tmp_path / "two")
    assert restore(two, tmp_path / "two.tgz") == [first, current]
    assert (two.current().id, list(pins(two))) == (current, [first])


def test_what_cant_be_backed_up_leaves_no_archive(full: ReleaseStore, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"x\.zip: the name of an archive ends in \.tar\.zst"):
        backup(full, tmp_path / "x.zip")
    with pytest.raises(UnknownReleaseError):
        backup(full, tmp_path / "x.tgz", ["20990101T000000Z-0000"])
    with pytest.raises(MissingStoreError):
        backup(ReleaseStore(tmp_path / "none"), tmp_path / "x.tgz")
    with pytest.raises(BackupError, match="can't be written: No such file"):
        backup(full, tmp_path / "none" / "x.tgz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["changed", "missing", "added"])
def test_a_damaged_release_is_not_backed_up_and_the_archive_before_stays(
    full: ReleaseStore, tmp_path: Path, damage: str
) -> None:
    shutil.copytree(full.root, tmp_path / "store")
    store = ReleaseStore(tmp_path / "store")
    (tmp_path / "x.tar.zst").write_bytes(b"the backup of yesterday")
    file = store.current().path / text_name("a-0")
    if damage == "changed":
        file.write_bytes(file.read_bytes().swapcase())
    elif damage == "missing":
        file.unlink()
    else:
        (file.parent / "zz.txt").write_text("x")
    with pytest.raises(BackupError, match=rf"\.txt.*`thidua releases verify {store.current().id}`"):
        backup(store, tmp_path / "x.tar.zst")
    assert (tmp_path / "x.tar.zst").read_bytes() == b"the backup of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "x.tar.zst"]


def test_a_store_is_not_overwritten_unless_told(full: ReleaseStore, archives: dict[str, Path], tmp_path: Path) -> None:
    there = ReleaseStore(tmp_path / "data")
    mine = build(there, article("c-1"))
    with pytest.raises(StoreExistsError, match="--replace"):
        restore(there, archives[".tar"])
    assert there.releases() == [mine]


def test_replacing_leaves_the_archives_releases_and_lets_readers_of_the_old_one_end(
    full: ReleaseStore, archives: dict[str, Path], tmp_path: Path
) -> None:
    there = ReleaseStore(tmp_path / "data", lambda: datetime(2020, 1, 1, tzinfo=UTC))  # no id of the archive's
    mine = build(there, article("c-1"))
    pin(there, mine.id)
    reading = mine.open()
    restore(there, archives[".tar.zst"], replace=True)
    assert there.ids() == full.ids()
    assert there.current().id == full.current().id
    assert list(pins(there)) == list(pins(full))
    assert leftovers(there.root) == set()
    assert len(reading) == mine.manifest.quads + mine.manifest.triples
    with pytest.raises(UnknownReleaseError, match="it was removed"):
        there.release(mine.id)


def test_a_damaged_store_is_mended_from_its_backup(
    full: ReleaseStore, archives: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(full.root, tmp_path / "store")
    store = ReleaseStore(tmp_path / "store")
    (store.current().path / "manifest.json").write_text("{")
    (store.root / "current").write_text("?")
    with pytest.raises(StoreExistsError):
        restore(store, archives[".tar.gz"])
    restore(store, archives[".tar.gz"], replace=True)
    assert content(store) == content(full)


def test_nothing_is_restored_while_a_writer_is_at_work(archives: dict[str, Path], tmp_path: Path) -> None:
    store = ReleaseStore(tmp_path / "store")
    with store.draft(), pytest.raises(StoreLockedError):
        restore(store, archives[".tar"])
    assert leftovers(store.root) == set()


@pytest.fixture(scope="module")
def _one_article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = ReleaseStore(tmp_path_factory.mktemp("one") / "store")
    build(store, article("c-1"))
    return store.root


@pytest.fixture
def refused(tmp_path: Path, _one_article: Path) -> Refused:
    """Asserts that an archive is refused for a reason, and that neither an empty place nor a store is touched by it."""
    empty, there = ReleaseStore(tmp_path / "empty"), ReleaseStore(tmp_path / "there")
    shutil.copytree(_one_article, there.root)
    before = sorted(tree_files(there.root))

    def refused(archive: Path, match: str) -> None:
        for store in (empty, there):
            with pytest.raises(BackupError, match=match) as error:
                restore(store, archive, replace=True)
            assert str(archive) in str(error.value)
        assert sorted(tree_files(empty.root)) == ["lock"]
        assert sorted(tree_files(there.root)) == before
        there.current().open()

    return refused


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tar.zst"])
def test_an_archive_cut_off_anywhere_is_refused(
    archives: dict[str, Path], tmp_path: Path, refused: Refused, ending: str
) -> None:
    whole = archives[ending].read_bytes()
    # Where all the content is there, and known to be right, what follows it doesn't matter: the padding of tar, and the
    # last four bytes of zstd, its own checksum (RFC 8878, section 3.1.1).
    end = len(whole.rstrip(b"\0")) if ending == ".tar" else len(whole) - 4 * (ending == ".tar.zst")
    places = [0, 3, 511, 512, end // 3, end // 2, end - 1, *random.Random(7).sample(range(end), 5)]
    for place in places:
        (tmp_path / "cut").write_bytes(whole[:place])
        refused(tmp_path / "cut", "cut")


def test_an_archive_cut_off_between_two_members_is_refused(
    archives: dict[str, Path], tmp_path: Path, refused: Refused
) -> None:
    with tarfile.open(archives[".tar"]) as tar:
        ends = [member.offset for member in tar]
    whole = archives[".tar"].read_bytes()
    for end in (ends[1], ends[len(ends) // 2], ends[-1]):
        (tmp_path / "cut.tar").write_bytes(whole[:end] + b"\0" * 10240)
        refused(tmp_path / "cut.tar", f"has no {SUMS}")


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tar.zst"])
def test_a_flipped_bit_anywhere_is_refused(
    archives: dict[str, Path], tmp_path: Path, refused: Refused, ending: str
) -> None:
    whole = archives[ending].read_bytes()
    with tarfile.open(archives[".tar"]) as tar:
        kinds = {Path(m.name).suffix or Path(m.name).name: m.offset_data + m.size // 2 for m in tar if m.size}
    assert kinds.keys() >= {".json", ".sst", ".txt", ".log", "checksums", "current", SUMS}
    places = list(kinds.values()) if ending == ".tar" else random.Random(3).sample(range(20, len(whole) - 20), 8)
    for place in places:
        altered = bytearray(whole)
        altered[place] ^= 4
        (tmp_path / "altered").write_bytes(altered)
        try:
            refused(tmp_path / "altered", "altered")
        except pytest.fail.Exception:
            # A bit that no content depends on (padding, a flag of the compression): then all must be as it was.
            restored = ReleaseStore(tmp_path / "empty")
            assert ending != ".tar"
            assert all(list(file_faults(release.path)) == [] for release in restored.releases())
            shutil.rmtree(tmp_path / "empty")


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isreg() else None
            yield member.name, file.read() if file is not None else b""


def edited(source: Path, target: Path, edit: Edit) -> Path:
    """A copy of an archive whose members `edit` has changed, dropped or added to."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            file = old.extractfile(member) if member.isreg() else None
            for made, content in edit(member, file.read() if file is not None else b""):
                made.size = len(content) if made.isreg() else 0
                new.addfile(made, io.BytesIO(content))
    return target


def after_first(added: tarfile.TarInfo, content: bytes = b"x") -> Edit:
    """An edit that puts one more member behind the first."""

    def edit(member: tarfile.TarInfo, old: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        return [(member, old), (added, content)] if member.name == "thidua-backup.json" else [(member, old)]

    return edit


def link(name: str, to: str, type_: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = type_, to
    return member


INSIDE = "releases/20250701T080000Z-0000/texts/aa/x.txt"


@pytest.mark.parametrize(
    "name",
    [
        "/etc/thidua-test", "../outside", "releases/../../outside", "releases/20250701T080000Z-0000/../../../outside",
        "releases/20250701T080000Z-0000/./x", "releases/20250701T080000Z-0000", "releases/20250701T080000Z-0000//x",
        "releases/other/x", "lock", "drafts/x", "verified", "C:\\x", "releases/20250701T080000Z-0000/..\\x", "",
    ],
)  # fmt: skip
def test_a_member_that_leads_elsewhere_is_refused(
    archives: dict[str, Path], tmp_path: Path, refused: Refused, name: str
) -> None:
    path = edited(archives[".tar"], tmp_path / "x.tar", after_first(tarfile.TarInfo(name)))
    refused(path, "no name of a file of a store")
    assert not (tmp_path / "outside").exists()
    assert not Path("/etc/thidua-test").exists()


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (link(INSIDE, "/etc/hostname", tarfile.SYMTYPE), "neither a file nor a hard link"),
        (link(INSIDE, "../../../../../outside", tarfile.SYMTYPE), "neither a file nor a hard link"),
        (link(INSIDE, "/etc/hostname", tarfile.LNKTYPE), "no name of a file of a store"),
        (link(INSIDE, "../secret", tarfile.LNKTYPE), "no name of a file of a store"),
        (link(INSIDE, "releases/20250701T080000Z-0000/later", tarfile.LNKTYPE), "isn't before it"),
        (link("current", "thidua-backup.json", tarfile.LNKTYPE), "comes twice"),
        (link(INSIDE, "", tarfile.FIFOTYPE), "neither a file nor a hard link"),
        (link(INSIDE, "", tarfile.CHRTYPE), "neither a file nor a hard link"),
        (link(INSIDE, "", tarfile.DIRTYPE), "neither a file nor a hard link"),
        (tarfile.TarInfo("thidua-backup.json"), "comes twice"),
        (tarfile.TarInfo("pins.json"), "comes twice"),
    ],
    ids=lambda value: f"{value.type!r} {value.linkname or value.name}" if isinstance(value, tarfile.TarInfo) else "",
)
def test_a_member_that_is_no_file_of_its_own_is_refused(
    archives: dict[str, Path], tmp_path: Path, refused: Refused, member: tarfile.TarInfo, reason: str
) -> None:
    (tmp_path / "secret").write_text("x")
    path = edited(archives[".tar"], tmp_path / "x.tar", after_first(member))
    refused(path, reason)
    assert (tmp_path / "secret").stat().st_nlink == 1


def test_a_member_more_less_or_other_than_listed_is_refused(
    archives: dict[str, Path], tmp_path: Path, refused: Refused
) -> None:
    text = next(name for name, _ in members(archives[".tar"]) if name.endswith(".txt"))

    def dropped(member: tarfile.TarInfo, old: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        return [] if member.name == "pins.json" else [(member, old)]

    def changed(member: tarfile.TarInfo, old: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        return [(member, old.swapcase() if member.name == text else old)]

    def appended(member: tarfile.TarInfo, old: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        return [(member, old), (tarfile.TarInfo(INSIDE), b"x")] if member.name == SUMS else [(member, old)]

    for edit, reason in (
        (after_first(tarfile.TarInfo(INSIDE)), "isn't as SHA256SUMS says"),
        (dropped, "pruned.json isn't as SHA256SUMS says"),
        (changed, f"{text} isn't as SHA256SUMS says"),
        (appended, "comes after SHA256SUMS"),
    ):
        refused(edited(archives[".tar"], tmp_path / "x.tar", edit), reason)


def test_an_archive_whose_sums_were_altered_too_is_held_against_the_releases_own(
    archives: dict[str, Path], tmp_path: Path, refused: Refused
) -> None:
    text, old_text = next(item for item in members(archives[".tar"]) if item[0].endswith(".txt"))
    sums = [hashlib.sha256(content).hexdigest().encode() for content in (old_text, old_text.swapcase())]

    def edit(member: tarfile.TarInfo, old: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        if member.name == SUMS:
            return [(member, old.replace(*sums))]
        return [(member, old.swapcase() if member.name == text else old)]

    refused(edited(archives[".tar"], tmp_path / "x.tar", edit), "checksums says")


def test_what_is_no_backup_is_refused(tmp_path: Path, refused: Refused) -> None:
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("a"), io.BytesIO())
    refused(tmp_path / "other.tar", "no name of a file of a store")
    for name, content in (
        ("text", "không phải là kho".encode()),
        ("x.gz", gzip.compress(b"x" * 3000)),
        ("x.zst", zstandard.compress(b"x" * 3000)),
    ):
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, "no backup")
    with pytest.raises(BackupError, match="none: no such file"):
        restore(ReleaseStore(tmp_path / "s"), tmp_path / "none")
    assert not (tmp_path / "s").exists()


def test_an_archive_of_another_format_is_refused(archives: dict[str, Path], tmp_path: Path, refused: Refused) -> None:
    ((first, said),) = [item for item in members(archives[".tar"]) if item[0] == "thidua-backup.json"]
    newer = said.replace(b'"format": 1', b'"format": 2')
    sums = [hashlib.sha256(content).hexdigest().encode() for content in (said, newer)]

    def edit(member: tarfile.TarInfo, old: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        if member.name == SUMS:
            return [(member, old.replace(*sums))]
        return [(member, newer if member.name == first else old)]

    refused(edited(archives[".tar"], tmp_path / "x.tar", edit), "format that this version doesn't read")
