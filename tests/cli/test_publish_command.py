"""`thidua publish`: what it says, and its exit status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_store.releases import ReleaseStore
from graph_store.remote.connection import Connection
from ontology import mint
from tests.cli.conftest import Run
from tests.other_stores import OtherStore, free_port


@pytest.fixture
def there(oxigraph: OtherStore) -> Iterator[OtherStore]:
    """Oxigraph, empty."""
    oxigraph.empty()
    yield oxigraph
    oxigraph.empty()


def test_release_is_published_compared_and_not_sent_twice(run: Run, built: Path, there: OtherStore) -> None:
    held = ReleaseStore(built).current()

    first = run("publish", "--to", there.url, "--store", built)
    second = run("publish", "--to", there.url, "--store", built)

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert (
        f"Release {held.id}: 8 graphs of {held.manifest.quads:,} triples, and their union of {held.manifest.triples:,}"
        in first.output
    )
    assert "9 graphs sent, 0 there already" in first.output
    assert "compared: 9 the same" in first.output
    assert "0 graphs sent, 9 there already" in second.output


def test_check_sends_nothing_and_shows_what_differs(run: Run, built: Path, there: OtherStore) -> None:
    assert run("publish", "--to", there.url, "--store", built).exit_code == 0
    gone = mint.article_graph("hop-cum")
    with there.opened() as remote:
        remote.remove(gone)

    result = run("publish", "--to", there.url, "--store", built, "--check")

    assert result.exit_code == 1
    assert "sent" not in result.output
    assert "8 the same, 1 different" in result.output
    (row,) = [line.split() for line in result.output.splitlines() if line.endswith(gone)]
    assert row[1:] == ["0", gone]
    assert run("publish", "--to", there.url, "--store", built).exit_code == 0


def test_earlier_release_is_published_on_demand(run: Run, built: Path, there: OtherStore, tmp_path: Path) -> None:
    first = ReleaseStore(built).current().id
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "them.txt").write_text(
        "Tin thêm\nLong An là Cụm trưởng Cụm thi đua Tây Nam bộ năm 2024.\n", encoding="utf-8"
    )
    assert run("build", tmp_path / "more", "--store", built).exit_code == 0

    result = run("publish", "--to", there.url, "--store", built, "--release", first, "--no-union", "--sample", 1)

    assert result.exit_code == 0, result.output
    assert f"Release {first}: 8 graphs" in result.output
    assert "1 the same, 7 the same number of triples, not compared one by one" in result.output


def test_unknown_release_is_told(run: Run, built: Path, there: OtherStore) -> None:
    result = run("publish", "--to", there.url, "--store", built, "--release", "20200101T000000Z-0000")

    assert result.exit_code == 2
    assert "no release 20200101T000000Z-0000" in result.output


def test_store_that_is_not_there_is_told_in_one_line(run: Run, built: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/store"

    result = run("publish", "--to", url, "--store", built, "--remote-retries", 0)

    assert result.exit_code == 2
    (line,) = result.output.splitlines()
    assert line.startswith("thidua: http://127.0.0.1:")
    assert line.endswith("the connection is lost: Connection refused")


def test_wrong_password_is_told_and_not_shown(
    run: Run, built: Path, virtuoso: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_REMOTE_USER", "dba")
    monkeypatch.setenv("THIDUA_REMOTE_PASSWORD", "not-the-word")

    result = run("publish", "--to", virtuoso.url, "--store", built)

    assert result.exit_code == 2
    assert "the user's name or password, of THIDUA_REMOTE_USER and THIDUA_REMOTE_PASSWORD, is wrong" in result.output
    assert "not-the-word" not in result.output


def test_interruption_says_how_far_it_came(
    run: Run, built: Path, there: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, put = Connection.request, 0

    def interrupted(self: Connection, method: str, what: str, **options: object) -> object:
        nonlocal put
        put += method == "PUT"
        if put == 4:
            put += 1
            raise KeyboardInterrupt
        return request(self, method, what, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Connection, "request", interrupted)
    result = run("publish", "--to", there.url, "--store", built)
    monkeypatch.undo()

    assert result.exit_code == 130
    assert "interrupted; 2 of 9 graphs are there; the same command goes on from there" in result.output
    assert "7 graphs sent, 2 there already" in run("publish", "--to", there.url, "--store", built).output
