"""The server as it is run: a process of its own over a published release, on a free port of this machine."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Triple, parse

from graph_store.releases import ReleaseStore

ARTICLES = Path(__file__).parent / "server" / "articles.trig"

_RUN = (
    "import json, sys; from pathlib import Path; from server.config import ServerConfig; from server.serve import serve; "
    "serve(ServerConfig(store=Path(sys.argv[1]), port=int(sys.argv[2]), **json.loads(sys.argv[3])))"
)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def publish(root: Path) -> None:
    """Three small articles as the current release of the store."""
    graphs: dict[str, list[Triple]] = {}
    for quad in parse(path=str(ARTICLES)):
        assert isinstance(quad.graph_name, NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    with ReleaseStore(root).draft() as draft:
        for name, triples in graphs.items():
            draft.put_graph(name, triples)
        draft.publish({})


class Server:
    """A running server: the process, the line it printed when it was ready, and where it listens."""

    def __init__(self, root: Path, **settings: Any) -> None:
        self.root = root
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _RUN, str(root), str(self.port), json.dumps(settings)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()  # ends with the process at the latest

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, accept: str = "*/*") -> tuple[int, dict[str, str], bytes]:
        return self.ask("GET", path, headers={"Accept": accept})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request over a connection of its own: status, headers in lower case, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def stop(self, by: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(by)
        try:
            _, errors = self.process.communicate(timeout=30)
        finally:
            self.process.kill()
        return self.process.returncode, errors


def threads_of(pid: int) -> str:
    """What each thread of a process and of its children waits for, and the signals it has not taken: of one that is stuck."""
    told: list[str] = []
    for status in sorted(Path(f"/proc/{pid}/task").glob("*/status")):
        with contextlib.suppress(OSError):
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            waits = (status.parent / "wchan").read_text()
            signals = {name: fields[name] for name in ("SigPnd", "ShdPnd", "SigBlk")}
            told.append(f"{pid}/{status.parent.name} {fields['Name']} {fields['State']} {waits} {signals}")
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            told += [threads_of(int(child)) for child in children.read_text().split()]
    return "\n".join(told)
