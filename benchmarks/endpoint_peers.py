"""The peers of `endpoint.py` that are no Oxigraph of its own making: Virtuoso, and rdflib-endpoint over oxrdflib."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from endpoint_servers import Target, free_port, running, wait_for
from pyoxigraph import DefaultGraph, RdfFormat

from graph_store.release import Release

_FOLDER = Path(__file__).with_name("endpoint_peers")
_LOADED_WITHIN = 1200
"""Seconds that Virtuoso may take to load."""


@contextmanager
def virtuoso(release: Release) -> Iterator[Target | None]:
    """Virtuoso with the release's default graph as its own; None where it is not installed (virtuoso-opensource-7-bin)."""
    binary, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or shell is None:
        yield None
        return
    port, sql = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = (_FOLDER / "virtuoso.ini").read_text(encoding="utf-8")
        settings = settings.replace("$HTTP", f"127.0.0.1:{port}").replace("$SQL", f"127.0.0.1:{sql}")
        Path(folder, "virtuoso.ini").write_text(settings, encoding="utf-8")
        with Path(folder, "union.nt").open("wb") as file:
            release.open().dump(file, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        command = [binary, "+configfile", "virtuoso.ini", "+foreground"]
        with running(command, subprocess.DEVNULL, folder) as process:
            wait_for(port, process)
            load = [shell, f"127.0.0.1:{sql}", "dba", "dba", str(_FOLDER / "load.sql")]
            subprocess.run(load, check=True, capture_output=True, timeout=_LOADED_WITHIN)
            yield Target("Virtuoso", port, "/sparql")


@contextmanager
def rdflib_endpoint(release: Release) -> Iterator[Target | None]:
    """rdflib-endpoint with oxrdflib over the release's files; None where it is not installed."""
    if importlib.util.find_spec("rdflib_endpoint") is None or importlib.util.find_spec("oxrdflib") is None:
        yield None
        return
    port = free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        str(_FOLDER / "rdflib_server.py"),
        str(release.path / "graph"),
        str(port),
    ]
    with running(command, subprocess.DEVNULL) as process:
        wait_for(port, process)
        yield Target("rdflib-endpoint", port, "/")
