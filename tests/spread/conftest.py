"""Articles of the demonstration corpus, a local cluster, and an extractor of this process to compare with."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.readers import Article, read_paths

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus" / "articles"
NUMBER = 16


@pytest.fixture(scope="session", autouse=True)
def _importable() -> Iterator[None]:
    """Worker processes find the modules of this folder."""
    sys.path.insert(0, str(HERE))
    yield
    sys.path.remove(str(HERE))


@pytest.fixture(autouse=True)
def _one_extractor(one_extractor: None) -> None:
    """Every build of these tests goes without loading the pipeline anew."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches so small that a few articles make several."""
    monkeypatch.setattr("pipeline.batches.BATCH", 2)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some of the demonstration articles."""
    made = tmp_path_factory.mktemp("articles")
    for path in sorted(CORPUS.glob("*.txt"))[:NUMBER]:
        shutil.copy(path, made)
    return made


@pytest.fixture(scope="session")
def articles(folder: Path) -> list[Article]:
    refused: list[object] = []
    found = list(read_paths([folder], refused.append))
    assert (len(found), refused) == (NUMBER, [])
    return found


@pytest.fixture(scope="session")
def local_cluster() -> Iterator[Any]:
    """A Dask cluster of three worker processes on this machine; one that dies is replaced."""
    dask = pytest.importorskip("dask", reason="the extra `cluster` (Dask) is not installed")
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` (Dask) is not installed")
    # Dask would let four workers die with a batch. One that dies as it starts is not replaced, so the fewer the better.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=3,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as cluster,
    ):
        yield cluster


@pytest.fixture
def address(local_cluster: Any) -> str:
    """Where the scheduler of the local cluster listens."""
    found: str = local_cluster.scheduler_address
    return found
