"""A live server that may be written to."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from graph_store.releases import ReleaseStore
from tests.live import Server

TOKEN = "a-token-of-the-tests"


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of the standards, over a store that begins empty."""
    folder = tmp_path_factory.mktemp("standards")
    (folder / "token").write_text(f"{TOKEN}\n")
    with ReleaseStore(folder / "store").draft() as draft:
        draft.publish({})
    server = Server(folder / "store", write_token=str(folder / "token"), query_workers=2, graph_in="disk")
    try:
        yield server
    finally:
        server.stop(signal.SIGTERM)
