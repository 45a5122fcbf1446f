"""The servers that `endpoint.py` measures, each on a free port of 127.0.0.1 and ended by its id."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat

from graph_store.release import Release

RUN = (
    "import json, sys; from pathlib import Path; from server.config import ServerConfig; from server.serve import serve; "
    "serve(ServerConfig(Path(sys.argv[1]), **json.loads(sys.argv[2])))"
)


@dataclass(frozen=True)
class Target:
    """A running server."""

    name: str
    port: int
    path: str
    pid: int = 0


@contextmanager
def our_server(root: Path, workers: int, cache_megabytes: int, **settings: int) -> Iterator[Target]:
    """Ours, once its graph is in memory."""
    port = free_port()
    told = {
        "port": port,
        "query_workers": workers,
        "cache_megabytes": cache_megabytes,
        "graph_in": "memory",
        "per_client": 1000,
    }
    command = [sys.executable, "-W", "ignore", "-c", RUN, str(root), json.dumps(told | settings)]
    with running(command, subprocess.PIPE) as process:
        assert process.stdout is not None
        if not process.stdout.readline():  # printed when the first request has been answered
            sys.exit("our server has ended before it was ready")
        while not _is_in_memory(port):
            time.sleep(0.2)
        yield Target("thidua, kept" if cache_megabytes else "thidua", port, "/sparql", process.pid)


def _is_in_memory(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as metrics:
        return b"thidua_graph_in_memory 1.0" in metrics.read()


@contextmanager
def native_on_disk(release: Release) -> Iterator[Target]:
    """The engine's own server, on the release's files."""
    port = free_port()
    command = [_binary(), "serve-read-only", "--location", str(release.path / "graph"), "--bind", f"127.0.0.1:{port}"]
    with running(command, subprocess.DEVNULL) as process:
        wait_for(port, process)
        yield Target("oxigraph disk", port, "/query", process.pid)


@contextmanager
def native_in_memory(release: Release) -> Iterator[Target]:
    """The engine's own server with no files, and the default graph of the release loaded into it."""
    port = free_port()
    with (
        running([_binary(), "serve", "--bind", f"127.0.0.1:{port}"], subprocess.DEVNULL) as process,
        tempfile.TemporaryFile() as file,
    ):
        wait_for(port, process)
        release.open().dump(file, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        length = file.tell()
        file.seek(0)
        headers = {"Content-Type": "application/n-triples", "Content-Length": str(length)}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/store?default", file, headers, method="PUT")
        urllib.request.urlopen(request, timeout=600).close()
        yield Target("oxigraph memory", port, "/query", process.pid)


def proportional_set_size(pid: int) -> float:
    """Megabytes that a process and all below it take, what they share counted once (`Pss` of proc(5))."""
    return sum(_pss(found) for found in _below(pid)) / 1024


def _pss(pid: int) -> int:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _below(pid: int) -> list[int]:
    """A process and all that it has started, and they."""
    return [pid, *(found for child in _children(pid) for found in _below(child))]


def _children(pid: int) -> list[int]:
    """Those that a process has started; none where it has ended meanwhile."""
    told = [_read(children) for children in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for child in " ".join(told).split()]


def _read(path: Path) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return path.read_text()
    return ""


def supervisors(pid: int) -> list[int]:
    """The processes below a server's that have the graph, and not their workers, which have the same command line."""
    found: list[int] = []
    for child in _children(pid):
        is_one = "pool.supervisor" in _read(Path(f"/proc/{child}/cmdline"))
        found += [child] if is_one else supervisors(child)
    return found


def _binary() -> str:
    binary = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if binary is None:
        sys.exit("the binary `oxigraph` is not installed: pip install oxigraph")
    return binary


@contextmanager
def running(command: Sequence[str], output: int, folder: str | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A server process, in that folder, that is ended, by its id, when the block ends."""
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the server listens, ends, or a minute has passed."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("a server has ended, or has not begun to listen, within a minute")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
