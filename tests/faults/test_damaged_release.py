"""The newest release damaged on the disk: readers are told the file, answers are never wrong, and the way back is stated."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph_store.engine import EmbeddedEngine
from graph_store.errors import DamagedReleaseError, StoreError
from graph_store.export import write_file
from graph_store.releases import ReleaseStore
from server.source import ReleaseSource
from tests.faults import states
from tests.faults.kills import QUERY
from tests.faults.nursery import Nursery
from tests.faults.tally import Tally
from thidua.cli import main


@pytest.fixture(scope="module")
def published(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the states 1 and 2, the second upon files of the first."""
    root = tmp_path_factory.mktemp("published") / "store"
    for state in (1, 2):
        assert nursery.run("jobs:build", root=root, state=state) == 0
    return root


@pytest.fixture
def store(published: Path, tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(Path(shutil.copytree(published, tmp_path / "store")))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def flip(path: Path, at: int) -> None:
    """Turn round the bits of one byte."""
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.unlink()  # it may have other names
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2])


def largest(store: ReleaseStore, pattern: str) -> Path:
    return max((store.current().path / "graph").glob(pattern), key=lambda path: path.stat().st_size)


def graph_cannot_be_opened(store: ReleaseStore) -> list[tuple[str, Callable[[], object]]]:
    graph = store.current().path / "graph"
    manifest, table = largest(store, "MANIFEST-*"), largest(store, "*.sst")
    return [
        ("a table is cut short", lambda: cut_short(table)),
        ("a table is missing", table.unlink),
        ("CURRENT is missing", (graph / "CURRENT").unlink),
        ("CURRENT is garbage", lambda: (graph / "CURRENT").write_bytes(b"\0\xff garbage")),
        ("the graph's manifest is missing", manifest.unlink),
        ("the graph's manifest is cut short", lambda: cut_short(manifest)),
        ("a byte of the graph's manifest is turned", lambda: flip(manifest, manifest.stat().st_size // 2)),
        ("the graph is missing", lambda: shutil.rmtree(graph)),
    ]


@pytest.mark.parametrize("case", range(8))
def test_graph_that_cannot_be_opened_is_named_to_every_reader(store: ReleaseStore, tally: Tally, case: int) -> None:
    serving = ReleaseSource(store.root)
    whole = serving.current()
    release = store.current()
    what, damage = graph_cannot_be_opened(store)[case]
    damage()
    tally.count("damaged")
    graph = re.escape(str(release.path / "graph"))
    with pytest.raises(DamagedReleaseError, match=f"{graph}: the graph can't be opened: ") as told:
        release.open()
    assert "\n" not in str(told.value), what
    commands: list[tuple[str, ...]] = [("claims",), ("export",), ("query", QUERY)]
    for command in commands if case else [*commands, ("validate",)]:  # this one takes a second to load the shapes
        result = run(*command, "--store", store.root)
        assert result.exit_code == 2, (what, command, result.output)
        assert result.output.startswith(f"thidua: {release.path / 'graph'}: the graph can't be opened: ")
        assert result.output.count("\n") == 1
    with pytest.raises(DamagedReleaseError), store.draft():
        pass
    assert list((store.root / "drafts").iterdir()) == []
    with pytest.raises(DamagedReleaseError):
        ReleaseSource(store.root).current()
    assert serving.current() is whole  # a server that had it open goes on


def test_server_stays_with_the_release_before_where_the_new_one_is_damaged(store: ReleaseStore, tally: Tally) -> None:
    newest, oldest = store.current(), store.releases()[0]
    (store.root / "current").write_text(oldest.id, encoding="utf-8")
    serving = ReleaseSource(store.root)
    assert serving.current().release == oldest.id
    flip(next((newest.path / "graph").glob("MANIFEST-*")), 200)
    (store.root / "current").write_text(f"{newest.id}\n", encoding="utf-8")
    tally.count("damaged")
    assert serving.current().release == oldest.id
    assert len(serving.current().rows(QUERY)) == len(states.versions(1))


def test_turned_bytes_give_the_right_answer_or_an_error_that_names_the_file(
    store: ReleaseStore, tally: Tally, tmp_path: Path
) -> None:
    wanted = states.content(store.current())
    graph = store.current().path / "graph"
    rows = len(states.versions(2))
    told = 0
    for table in sorted(graph.glob("*.sst")):
        kept = table.read_bytes()
        for part in (0.05, 0.5):
            flip(table, int(len(kept) * part))
            tally.count("damaged")
            told += sum(
                named(graph, read)
                for read in (
                    lambda: states.content(store.current()) == wanted,
                    lambda: len(EmbeddedEngine(store.current()).query(QUERY, ["text/csv"]).read().split()) == rows + 1,
                    lambda: write_file(store.current().open(), "nquads", tmp_path / "all.nq") is None,
                )
            )
            table.write_bytes(kept)
    assert told > 3
    assert states.content(store.current()) == wanted


def named(graph: Path, read: Callable[[], bool]) -> bool:
    """Whether reading ends with an error, which then names a file of the graph; without one, what was read is right."""
    told = ""
    try:
        right = read()
    except (StoreError, RuntimeError) as error:
        told, right = str(error), True
    assert right
    assert not told or ("Corruption: " in told and str(graph) in told), told
    return bool(told)


def test_turned_byte_in_the_words_of_a_graph_is_a_fault_to_validate_and_one_line_to_others(
    nursery: Nursery, store: ReleaseStore, tally: Tally, tmp_path: Path
) -> None:
    release = store.current()
    for table in (release.path / "graph").glob("*.sst"):
        if table.stat().st_size > 4096:  # in small ones the byte may be needed to open the graph
            flip(table, table.stat().st_size // 20)
    tally.count("damaged")
    said = tmp_path / "said"
    for command, status in (
        (["validate"], 1), (["export"], 2), (["export", "-o", str(tmp_path / "all.ttl")], 2), (["query", QUERY], 2),
    ):  # fmt: skip
        given = [*command, "--store", str(store.root)]
        assert nursery.run("jobs:thidua", said, arguments=given, memory=4 << 30) == status, (command, said.read_text())
        line = next(line for line in said.read_text(encoding="utf-8").splitlines() if "Corruption: block" in line)
        assert line.startswith(f"{release.id}: the graph is damaged: " if status == 1 else "thidua: ")
        assert str(release.path / "graph") in line
    assert not (tmp_path / "all.ttl").exists()
    assert nursery.run("jobs:build", said, root=store.root, state=3) == 2
    assert said.read_text(encoding="utf-8").startswith(f"thidua: {store.root}: the graph is damaged: ")
    assert list((store.root / "drafts").iterdir()) == []


@pytest.mark.parametrize("manifest", ["", "{", '{"id": 1}', "[]", "\0\0\0\0", None])
def test_manifest_that_cannot_be_read_is_named_and_the_way_back_stated(
    store: ReleaseStore, tally: Tally, manifest: str | None
) -> None:
    oldest, newest = store.releases()
    path = newest.path / "manifest.json"
    path.unlink()
    if manifest is not None:
        path.write_text(manifest, encoding="utf-8")
    tally.count("damaged")
    back(store, oldest.id, str(path) if manifest is not None else f"{newest.path}: manifest.json is missing")


@pytest.mark.parametrize(
    "pointer", [b"", b"garbage", b"\xff\xfe", b"../../etc", b"20990101T000000Z-0000\n", b"0" * 100_000, None]
)
def test_pointer_that_leads_nowhere_is_named_and_the_way_back_stated(
    store: ReleaseStore, tally: Tally, pointer: bytes | None
) -> None:
    newest = store.current().id
    (store.root / "current").unlink()
    if pointer is not None:
        (store.root / "current").write_bytes(pointer)
    tally.count("damaged")
    back(store, newest, f"{store.root / 'current'}: ")


def back(store: ReleaseStore, other: str, named: str) -> None:
    """Every reader and the next build are told `named`, and how to go back to `other`, which then works again."""
    way = f"; `thidua releases rollback {other}` goes back to the newest other release"
    assert (
        named.partition(": ")[0] in run("releases", "--store", store.root).output
    )  # which lists the others all the same
    for command in (("validate",), ("claims",), ("export",), ("query", "ASK {}")):
        result = run(*command, "--store", store.root)
        assert result.exit_code == 2, (command, result.output)
        assert result.output.startswith("thidua: "), result.output
        assert result.output.endswith(f"{way}\n"), result.output
        assert named in result.output
    with pytest.raises(DamagedReleaseError, match=re.escape(way)), store.draft() as draft:
        states.put(draft, 3)
    assert run("releases", "rollback", other, "--store", store.root).exit_code == 0
    assert store.current().id == other
    with store.draft() as draft:
        states.put(draft, 3)
        draft.publish()
    assert states.content(store.current()) == states.expected(3)
