"""Other stores as tests run them: on 127.0.0.1, with their data in a folder of the test, ended with it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from graph_store.remote.addresses import addresses
from graph_store.remote.connection import Patience
from graph_store.remote.credentials import find
from graph_store.remote.store import UNION, RemoteStore

_START: Final = 60
"""Seconds in which a store must answer."""

VIRTUOSO: Final = Path(__file__).with_name("virtuoso.ini")
USER: Final = {"THIDUA_REMOTE_USER": "dba", "THIDUA_REMOTE_PASSWORD": "dba"}
"""Virtuoso's first user and password."""


@dataclass(frozen=True)
class OtherStore:
    """A store that runs, and how it is spoken to."""

    url: str
    environment: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def opened(self, batch: int = 50_000, format_: str = "ntriples") -> Iterator[RemoteStore]:
        """A client of it."""
        patience = Patience(timeout=60, retries=0)
        where = addresses(self.url, patience=patience)
        with RemoteStore(where, lambda url: find(url, self.environment), patience, format_, batch) as remote:
            yield remote

    def empty(self) -> None:
        """Take out all that a test may have put in."""
        with self.opened() as remote:
            for iri in {*remote.counts("https://w3id.org/thidua/"), UNION}:
                remote.remove(iri)


@contextmanager
def oxigraph(folder: Path) -> Iterator[OtherStore]:
    """The native server of Oxigraph."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no `oxigraph` beside this Python: install the package of that name")
    port = free_port()
    command = [binary, "serve", "--location", str(folder / "oxigraph"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
        yield OtherStore(f"http://127.0.0.1:{port}")


@contextmanager
def virtuoso(folder: Path) -> Iterator[OtherStore]:
    """Virtuoso 7 with small buffers."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("no `virtuoso-t`: Debian has it in virtuoso-opensource-7-bin")
    port, sql = free_port(), free_port()
    settings = (
        VIRTUOSO.read_text(encoding="utf-8").replace("$HTTP", f"127.0.0.1:{port}").replace("$SQL", f"127.0.0.1:{sql}")
    )
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    command = [binary, "+configfile", "virtuoso.ini", "+foreground"]
    with _running(command, folder, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"):
        yield OtherStore(f"http://127.0.0.1:{port}/sparql-graph-crud-auth", USER)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], folder: Path, ready: str) -> Iterator[None]:
    """Run a server until the block ends, which begins once it answers at `ready`."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + _START
        while not _answers(ready):
            said = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"{command[0]} has ended: {said}"
            assert time.monotonic() < deadline, f"{command[0]} does not answer within {_START} s: {said}"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):
            return True
    except (URLError, OSError):
        return False
