"""`thidua build --cluster` on a local Dask cluster: the same quads, whatever dies, and clear words where it can't."""

from __future__ import annotations

import importlib
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Quad

from graph_store.releases import ReleaseStore
from parallel.cluster import Cluster, ClusterWorkers
from parallel.errors import WorkersError
from parallel.ordered import GivenUp, answers_in_order, batches
from pipeline.batches import OtherPipelineError, extract_batch
from pipeline.fingerprint import fingerprint
from pipeline.readers import Article
from tests.contents import content
from thidua import extractors
from thidua.build import BuildReport, build
from thidua.cli import main
from thidua.spread import HERE, Spread


class Doing:
    """Progress that does something after the first article."""

    def __init__(self, first: Callable[[], object] = lambda: None) -> None:
        self.articles = 0
        self._first = first

    def read(self) -> None:
        pass

    def expect(self, total: int) -> None:
        pass

    def done(self, claims: int) -> None:
        self.articles += 1
        if self.articles == 1:
            self._first()


def quads(root: Path) -> frozenset[Quad]:
    """What the current release holds."""
    return content(ReleaseStore(root).current())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="session")
def built_here(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[Quad]:
    """The quads of a build in this process."""
    root = tmp_path_factory.mktemp("here")
    assert build(ReleaseStore(root), [folder], [], Doing(), HERE).status == 0
    return quads(root)


def built_on(address: str, folder: Path, root: Path, progress: Doing, deadline: float = 60) -> BuildReport:
    return build(ReleaseStore(root), [folder], [], progress, Spread(cluster=address, deadline=deadline))


def test_build_publishes_the_same_quads_though_a_worker_is_killed_midway(
    address: str, folder: Path, tmp_path: Path, built_here: frozenset[Quad]
) -> None:
    with Cluster(address, 60) as cluster:
        pids = cluster.ask(os.getpid)
    (killed, *others) = [pid for pid in pids.values() if isinstance(pid, int)]
    assert len(others) == 2

    def kill() -> None:
        os.kill(killed, signal.SIGKILL)

    report = built_on(address, folder, tmp_path, Doing(kill))
    assert report.status == 0
    assert report.accepted == len(list(folder.iterdir()))
    assert quads(tmp_path) == built_here


def test_command_builds_on_the_cluster_and_refuses_what_can_not_be_read(
    address: str, articles: list[Article], tmp_path: Path
) -> None:
    (tmp_path / "articles").mkdir()
    for article in articles[:4]:
        (tmp_path / "articles" / article.path.name).write_bytes(article.text.encode())
    (tmp_path / "articles" / "empty.txt").write_text("")
    result = run("build", tmp_path / "articles", "--store", tmp_path / "store", "--cluster", address)
    assert result.exit_code == 1, result.output
    assert "empty.txt: is empty" in result.stderr
    assert "4 articles in" in result.stdout
    release = ReleaseStore(tmp_path / "store").current()
    assert [release.text(article.id) for article in articles[:4]] == [article.text for article in articles[:4]]


def test_interrupted_build_leaves_the_store_whole_and_nothing_on_the_cluster(
    address: str, local_cluster: Any, folder: Path, tmp_path: Path, articles: list[Article]
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / articles[0].path.name).write_bytes(articles[0].text.encode())
    store = ReleaseStore(tmp_path / "store")
    before = build(store, [tmp_path / "one"], [], Doing()).release

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        built_on(address, folder, tmp_path / "store", Doing(interrupt))
    assert store.current() == before
    assert not list((tmp_path / "store" / "drafts").iterdir())
    assert not [key for key in local_cluster.scheduler.tasks if str(key).startswith("thidua-")]


def test_worker_with_another_pipeline_is_refused_before_anything_is_read(
    address: str, folder: Path, tmp_path: Path
) -> None:
    deadly: Any = importlib.import_module("deadly")
    with Cluster(address, 60) as cluster:
        cluster.ask(partial(deadly.pretend, "0.0.1"))
    result = run("build", folder, "--store", tmp_path, "--cluster", address)
    with Cluster(address, 60) as cluster:
        cluster.ask(partial(deadly.pretend, fingerprint().pipeline))
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    there = f"it has pipeline 0.0.1 instead of {fingerprint().pipeline}"
    assert line.startswith("thidua: the worker tcp://127.0.0.1:")
    assert line.endswith(f" would extract otherwise: {there}; install there what is installed here")
    assert run("releases", "--store", tmp_path).exit_code == 2


def test_worker_that_joins_later_with_another_pipeline_is_found_by_its_first_batch(
    address: str, articles: list[Article]
) -> None:
    work = partial(extract_batch, like=replace(fingerprint(), spacy="0"))
    with Cluster(address, 60) as cluster:
        spread = extractors.OnCluster(ClusterWorkers(cluster, work), address)
        with pytest.raises(WorkersError, match=f"cluster at {address} would extract otherwise: spacy") as caught:
            list(spread.pipe(articles, list[object]().append))
    assert isinstance(caught.value.__cause__, OtherPipelineError)


def test_address_where_nothing_answers_is_told_in_one_line_within_the_deadline(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` (Dask) is not installed")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # and does not listen
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        result = run("build", folder, "--store", tmp_path, "--cluster", address, "--cluster-deadline", 1)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"thidua: no cluster answers at {address} within 1 s: ")


def test_malformed_address_is_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` (Dask) is not installed")
    result = run("build", folder, "--store", tmp_path, "--cluster", "gopher://x", "--cluster-deadline", 1)
    assert result.exit_code == 2
    assert result.stderr.startswith("thidua: no cluster answers at gopher://x within 1 s: ")


def test_cluster_without_a_worker_is_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` (Dask) is not installed")
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty:
        address = empty.scheduler_address
        result = run("build", folder, "--store", tmp_path, "--cluster", address, "--cluster-deadline", 1)
    assert result.exit_code == 2
    assert result.stderr == f"thidua: the cluster at {address} has no worker after 1 s\n"


def test_cluster_that_ends_midway_ends_the_build_with_one_line(folder: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` (Dask) is not installed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        address = cluster.scheduler_address
        with pytest.raises(WorkersError, match=f"the scheduler of the cluster at {address} is lost"):
            built_on(address, folder, tmp_path, Doing(cluster.close), 2)


def test_without_dask_the_command_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("build", folder, "--store", tmp_path, "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "a cluster needs Dask, which is not installed" in result.stderr
    assert "pip install 'thidua[cluster]'" in result.stderr


def test_article_that_kills_every_worker_is_given_up_and_the_others_are_extracted(
    address: str, articles: list[Article]
) -> None:
    deadly: Any = importlib.import_module("deadly")
    killer = replace(articles[4], text=deadly.MARKER)
    given = [*articles[:4], killer, *articles[5:9]]
    with Cluster(address, 60) as cluster:
        workers: ClusterWorkers[Article, Any] = ClusterWorkers(cluster, deadly.extract_or_die)
        found = list(answers_in_order(batches(given, 3), workers))
    assert [article for article, _ in found] == given
    assert [article for article, answer in found if isinstance(answer, GivenUp)] == [killer]
