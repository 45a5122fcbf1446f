"""What a worker can't do, shown in a process of its own against a listener that would see it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

TRY = """
import socket, subprocess, sys, os, threading
from pyoxigraph import Store
from graph_store.pool import sandbox

space = sandbox.AddressSpace()
for name in sys.argv[2:]:
    getattr(sandbox, name)()
port = sys.argv[1]
tries = {
    "socket": lambda: socket.create_connection(("127.0.0.1", int(port)), 2),
    "socket6": lambda: socket.socket(socket.AF_INET6),
    "pair": lambda: socket.socketpair(),
    "program": lambda: subprocess.run(["true"]),
    "process": lambda: os.fork() or os._exit(0),
    "service": lambda: list(Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")),
    "load": lambda: Store().update(f"LOAD <http://127.0.0.1:{port}/>"),
}
only = os.environ.get("ONLY", "")
for name, attempt in tries.items():
    if only not in {"", name}:
        continue
    try:
        attempt()
        print(name, "DONE")
    except (OSError, RuntimeError) as error:
        print(name, "refused")
space.limit(64)
try:
    bytearray(128 << 20)
    print("memory DONE")
except MemoryError:
    print("memory refused")
"""


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


def tried(canary: socket.socket, *sandboxed: str, only: str = "") -> dict[str, str]:
    port = canary.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(port), *sandboxed], capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "ONLY": only},
    )  # fmt: skip
    return dict(line.split() for line in done.stdout.splitlines())


def reached(canary: socket.socket) -> bool:
    try:
        canary.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_without_the_sandbox_the_listener_is_reached(canary: socket.socket) -> None:
    assert tried(canary, only="socket")["socket"] == "DONE"
    assert reached(canary)


@pytest.mark.parametrize("means", ["forbid_network", "forbid_new_files"])
def test_each_means_alone_keeps_a_process_from_the_network(canary: socket.socket, means: str) -> None:
    found = tried(canary, means)
    network = ("socket", "socket6", "pair", "service", "load")
    assert {found[name] for name in network} == {"refused"}
    assert not reached(canary)
    assert found["memory"] == "refused"


def test_the_filter_refuses_programs_and_processes_too(canary: socket.socket) -> None:
    found = tried(canary, "forbid_network")
    assert (found["program"], found["process"]) == ("refused", "refused")
