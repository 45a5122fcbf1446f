"""Serving with granian: one worker process that answers on several threads."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import socket
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from graph_store.engine import QueryEngine
from graph_store.pool.opening import open_pool
from graph_store.release import Release
from graph_store.releases import ReleaseStore
from server.app import create_app
from server.config import ServerConfig
from server.source import ReleaseSource

_ANSWER_WITHIN = 30.0
"""Seconds that the worker has to answer its first request."""


class AddressInUseError(OSError):
    """The address can't be listened on; the message names it and the reason."""


def serve(config: ServerConfig) -> None:
    """Serve the store until interrupted (Ctrl-C, SIGTERM); returns when all requests under way have ended.

    Prints one line with the address on standard output when the first request has been answered; the server's own
    complaints go to standard error. Raises `graph_store.errors.MissingStoreError` where nothing is published and
    `AddressInUseError` where the address is taken, before anything is started.
    """
    ReleaseStore(config.store).current()
    _must_be_free(config)
    # The worker is a fresh process: forked from one that has built a store, or shown progress, it would inherit locks of
    # threads that it doesn't have.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "server.app:create_app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=config.threads,
        backpressure=config.threads,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=_ON_STANDARD_ERROR,
        workers_kill_timeout=10,
    )
    server.serve(target_loader=partial(_load, config), wrap_loader=False)


def address(config: ServerConfig) -> str:
    """The address of the front page, `http://127.0.0.1:8000/`."""
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"http://{host}:{config.port}/"


def _no_advice() -> Callable[[logging.LogRecord], bool]:
    """A filter that drops granian's advice to have few threads: most of ours wait for a worker, and hold no lock meanwhile."""
    return lambda record: "Python threads" not in record.getMessage()


_ON_STANDARD_ERROR: dict[str, Any] = {
    "filters": {"no_advice": {"()": _no_advice}},
    "handlers": {
        "console": {
            "formatter": "generic",
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "filters": ["no_advice"],
        },
        "access": {"formatter": "access", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
    },
}
"""Standard output has the address alone, so that scripts can read it."""

_Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _load(config: ServerConfig) -> _Wsgi:
    """The application, made inside the worker process.

    It is the worker that announces: it alone knows when it serves, and the main process may be about to end.
    """
    threading.Thread(target=_announce, args=(config,), daemon=True).start()
    source = ReleaseSource(config.store, partial(_pool, config))
    source.current()
    return create_app(config, source).wsgi_app


def _pool(config: ServerConfig, release: Release) -> QueryEngine:
    return open_pool(release, config.limits, config.graph_in, config.memory_megabytes)


def _must_be_free(config: ServerConfig) -> None:
    """Fail early and clearly: granian would start a second server on the same port and share the requests with it."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            raise AddressInUseError(
                f"can't listen on {config.host}:{config.port}: {error.strerror or error}"
            ) from error


def _announce(config: ServerConfig) -> None:
    """Print the address once a request is answered. The first attempts may come before the worker listens."""
    health = address(config).replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:") + "health"
    waited = threading.Event()
    for _ in range(int(_ANSWER_WITHIN / 0.02)):
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(health, timeout=_ANSWER_WITHIN):
                pass
            print(f"Thi Đua Graph: {address(config)}", flush=True)
            return
        waited.wait(0.02)
    print(f"no answer from {health} within {_ANSWER_WITHIN:.0f} s", file=sys.stderr, flush=True)
