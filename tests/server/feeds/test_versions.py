"""Which versions claims have, and that they keep their time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from graph_store.releases import ReleaseStore
from ontology.names import ID, PROV
from server.feeds.history import Histories, History
from server.feeds.ledger import ledger_file, read_ledger
from server.feeds.versions import Version, time_of
from tests.server.feeds.following import FIRST, SECOND, THIRD, reading_of, with_confidence, without_article

CLAIM = f"{ID}claim/nfd-2022/leadership-6b174f4e"


def by_claim(history: History) -> dict[str, Version]:
    return {version.claim: version for version in history.versions}


def test_every_claim_of_the_first_release_begins_with_it(quads: list[Quad], tmp_path: Path) -> None:
    history = Histories(tmp_path).of(reading_of(FIRST, quads))
    claims = {
        q.subject.value for q in quads if q.predicate.value == str(PROV.wasDerivedFrom) and "/claim/" in q.subject.value
    }
    assert {version.iri for version in history.versions} == claims
    assert {version.time for version in history.versions} == {"2024-04-01T00:00:00Z"}


def test_what_did_not_change_keeps_its_version_and_what_changed_gets_a_new_one(
    quads: list[Quad], tmp_path: Path
) -> None:
    histories = Histories(tmp_path)
    before = by_claim(histories.of(reading_of(FIRST, quads)))
    after = by_claim(histories.of(reading_of(SECOND, with_confidence(quads, CLAIM, "0.5"))))
    path = CLAIM.removeprefix(str(ID))
    assert after[path].release == SECOND
    assert after[path].content != before[path].content
    assert {name: v for name, v in after.items() if name != path} == {n: v for n, v in before.items() if n != path}


def test_another_run_is_no_change(quads: list[Quad], tmp_path: Path) -> None:
    newer = [
        Quad(q.subject, q.predicate, NamedNode(f"{ID}run/9.9.9"), q.graph_name)
        if q.predicate.value == str(PROV.wasGeneratedBy)
        else q
        for q in quads
    ]
    assert newer != quads
    histories = Histories(tmp_path)
    before = histories.of(reading_of(FIRST, quads)).versions
    assert histories.of(reading_of(SECOND, newer)).versions == before


def test_withdrawn_claim_is_told_of_and_comes_back_as_a_new_version(quads: list[Quad], tmp_path: Path) -> None:
    histories = Histories(tmp_path)
    histories.of(reading_of(FIRST, quads))
    path = CLAIM.removeprefix(str(ID))
    gone = by_claim(histories.of(reading_of(SECOND, without_article(quads, "nfd-2022"))))[path]
    assert gone.is_gone
    assert gone.release == SECOND
    back = by_claim(histories.of(reading_of(THIRD, quads)))[path]
    assert not back.is_gone
    assert back.release == THIRD


def test_versions_keep_their_time_when_only_the_newest_release_is_left(quads: list[Quad], tmp_path: Path) -> None:
    """As with a store elsewhere, or after pruning: the ledger remembers."""
    Histories(tmp_path).of(reading_of(FIRST, quads))
    again = Histories(tmp_path).of(reading_of(SECOND, quads))
    assert {version.release for version in again.versions} == {FIRST}
    assert read_ledger(ledger_file(tmp_path)) == (SECOND, by_claim(again))


def test_damaged_ledger_is_left_aside(quads: list[Quad], tmp_path: Path) -> None:
    path = ledger_file(tmp_path)
    path.parent.mkdir()
    for content in (b"no gzip", b"", b"\x1f\x8b\x08\x00"):
        path.write_bytes(content)
        assert read_ledger(path) == ("", {})
    assert Histories(tmp_path).of(reading_of(SECOND, quads)).versions[0].release == SECOND


def test_store_that_cannot_be_written_does_without_ledger(quads: list[Quad], tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("a file where the folder would be")
    assert Histories(tmp_path).of(reading_of(FIRST, quads)).versions


def test_rolled_back_store_has_the_history_of_its_release(quads: list[Quad], tmp_path: Path) -> None:
    Histories(tmp_path).of(reading_of(FIRST, quads))
    changed = with_confidence(quads, CLAIM, "0.5")
    Histories(tmp_path).of(reading_of(SECOND, changed))
    back = by_claim(Histories(tmp_path).of(reading_of(FIRST, quads)))
    assert {version.release for version in back.values()} == {FIRST}
    later = by_claim(Histories(tmp_path).of(reading_of(THIRD, quads)))
    assert later[CLAIM.removeprefix(str(ID))].release == THIRD


def test_releases_in_the_store_are_read_where_there_is_no_ledger(quads: list[Quad], tmp_path: Path) -> None:
    days = iter([datetime(2024, 4, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)])
    store = ReleaseStore(tmp_path, lambda: next(days))
    for held in (quads, with_confidence(quads, CLAIM, "0.5")):
        with store.draft() as draft:
            for graph in {quad.graph_name.value for quad in held}:
                draft.put_graph(graph, [quad.triple for quad in held if quad.graph_name.value == graph])
            draft.publish()
    current = store.current()
    history = Histories(tmp_path).of(reading_of(current.id, with_confidence(quads, CLAIM, "0.5")))
    releases = {version.iri: version.release for version in history.versions}
    assert releases.pop(CLAIM) == current.id == SECOND
    assert set(releases.values()) == {FIRST}


@pytest.mark.parametrize(("release", "time"), [(FIRST, "2024-04-01T00:00:00Z"), ("old", "1970-01-01T00:00:00Z")])
def test_time_of_a_release_is_when_it_was_begun(release: str, time: str) -> None:
    assert time_of(release) == time


def test_one_change_renames_few_pages() -> None:
    """Of the pages of a long history, those that a change leaves alone keep their names."""
    versions = [Version(FIRST, "", f"claim/article-{n // 20:04}/post-{n:08x}", f"{n:016x}") for n in range(5000)]
    before = History(FIRST, tuple(versions)).pages
    changed = [*versions[:1000], *versions[1001:], versions[1000]._replace(release=SECOND, content="f" * 16)]
    after = History(SECOND, tuple(sorted(changed))).pages
    assert len(before) > 80
    assert len(before.keys() - after.keys()) <= 6
    assert [page.start for page in after.values()] == [0, *[page.stop for page in after.values()][:-1]]
