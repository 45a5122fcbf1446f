"""Serving with granian: one worker process that answers on several threads."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any, Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from graph_store.engine import QueryEngine
from graph_store.errors import QueryError
from graph_store.federation.engine import FederatingEngine
from graph_store.federation.listing import read_listing
from graph_store.federation.services import Services
from graph_store.pool.opening import open_pool
from graph_store.release import Release
from graph_store.releases import ReleaseStore
from graph_store.remote.credentials import find
from graph_store.remote.engine import RemoteEngine
from graph_store.remote.holding import Holding
from server.access_log import must_be_writable
from server.app import create_app
from server.config import ServerConfig
from server.connections import SILENT, watch
from server.remote_source import RemoteSource
from server.source import ReleaseSource, Source
from server.watching import Wsgi
from server.writing import TokenError, read_token

_ANSWER_WITHIN = 30.0
"""Seconds that the worker has to answer its first request."""

CONNECTIONS = 512
"""Connections at the same time; further ones wait to be accepted. Each may hold a thread while its body comes or its answer goes."""

_HEADERS_WITHIN = 10.0
"""Seconds in which the headers of a request must have come, from the connection or the answer before on."""

_HEADER_BYTES = 128 * 1024
"""Longest head of a request; a longer one is answered 431. The address in it may have 65,534 bytes, else 414."""

STOP_WITHIN = 40
"""Seconds that requests under way have to end when the server is stopped."""


class AddressInUseError(OSError):
    """The address can't be listened on; the message names it and the reason."""


def serve(config: ServerConfig, silent: float = SILENT) -> None:
    """Serve the store until interrupted (Ctrl-C, SIGTERM); returns when all requests under way have ended.

    A connection that makes no headway for `silent` seconds is cut (`server.connections`).

    Prints one line with the address on standard output when the first request has been answered; the server's own
    complaints go to standard error. Raises `graph_store.errors.MissingStoreError` where nothing is published and
    `AddressInUseError` where the address is taken, before anything is started, as it does `server.writing.TokenError` and
    `graph_store.federation.listing.ListingError`.
    """
    if config.engine:
        _must_suit_engine(config)
        holding(config).held()
    else:
        ReleaseStore(config.store).current()
    _must_be_free(config)
    must_be_writable(config.access_log)
    if config.write_token:
        read_token(Path(config.write_token))
    _services(config)
    # The worker is a fresh process: forked from one that has built a store, or shown progress, it would inherit locks of
    # threads that it doesn't have.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "server.app:create_app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=1,
        # How many requests are answered at a time is bounded by `server.bodies`, once they are there.
        blocking_threads=CONNECTIONS,
        backpressure=CONNECTIONS,
        # On its own, and not `auto`: while granian waits to be told the version, it sets a silent client no time.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(_HEADERS_WITHIN * 1000), max_buffer_size=_HEADER_BYTES),
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=_ON_STANDARD_ERROR,
        workers_kill_timeout=STOP_WITHIN,
    )
    server.serve(target_loader=partial(_load, config, silent), wrap_loader=False)


def address(config: ServerConfig) -> str:
    """The address of the front page, `http://127.0.0.1:8000/`."""
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"http://{host}:{config.port}/"


class _Plainly(logging.Filter):
    """Keeps back granian's advice to have few threads, for ours wait for clients, and tells in one line of an answer broken off."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        last = said.rstrip().rpartition("\n")[2]
        if said.startswith("Application callable raised an exception") and last.partition(":")[0] in _BREAKING:
            record.msg, record.args, record.exc_info = f"an answer was broken off: {last.partition(': ')[2]}", (), None
        return not said.startswith("Configuration allows spawning up to")


_BREAKING = frozenset(kind.__name__ for kind in QueryError.__subclasses__())
"""What may end a query in the middle of its answer, as a traceback's last line has it."""


_ON_STANDARD_ERROR: dict[str, Any] = {
    "filters": {"plainly": {"()": _Plainly}},
    "handlers": {
        "console": {
            "formatter": "generic",
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "filters": ["plainly"],
        },
        "access": {"formatter": "access", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
    },
}
"""Standard output has the address alone, so that scripts can read it."""


_AGAIN: Final = 0.1
"""Seconds between two words to a worker that it is to stop."""
_KEPT_OPEN: Final[list[socket.socket]] = []
"""Sockets that live as long as the process."""


def _load(config: ServerConfig, silent: float) -> Wsgi:
    """The application, made inside the worker process.

    It is the worker that announces: it alone knows when it serves, and the main process may be about to end.
    """
    threading.Thread(target=_announce, args=(config,), daemon=True).start()
    _tell_again(config)
    _allow_descriptors()
    watch(config.port, silent)
    services = _services(config)
    source = _source(config, services)
    source.current()
    return create_app(config, source, services).wsgi_app


def _tell_again(config: ServerConfig) -> None:
    """Have the worker told to stop until it does: granian's own word is lost now and then where connections come in fast."""
    heard, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)

    def tell() -> None:
        stopping = {signal.SIGTERM, signal.SIGINT}
        while (number := int.from_bytes(heard.recv(1))) not in stopping:
            pass
        pause = threading.Event()
        while not pause.wait(_AGAIN) and _listens(config):  # told once it has heard, it would give up answers under way
            handler = signal.getsignal(number)
            if callable(handler):
                handler(number, None)

    threading.Thread(target=tell, name="told to stop", daemon=True).start()
    _KEPT_OPEN.append(wakes)


def _listens(config: ServerConfig) -> bool:
    """Whether a new connection is taken."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host, config.host)
    try:
        socket.create_connection((host, config.port), _AGAIN).close()
    except OSError:
        return False
    return True


def _source(config: ServerConfig, services: Services) -> Source:
    if not config.engine:
        return ReleaseSource(config.store, lambda release: _federating(_pool(config, release), services))
    there = holding(config)
    return RemoteSource(there, lambda id_: _federating(RemoteEngine(there, id_, config.limits), services))


def holding(config: ServerConfig) -> Holding:
    """The store that the setting `engine` names. Raises `graph_store.errors.RemoteStoreError` where it can't be asked."""
    return Holding(config.engine, find(config.engine, os.environ))


def _must_suit_engine(config: ServerConfig) -> None:
    if config.write_token:
        raise TokenError(
            f"{config.write_token}: with --engine nothing is written: writes go to the store that is published from"
        )


def _services(config: ServerConfig) -> Services:
    return Services(read_listing(Path(config.services)) if config.services else ())


def _pool(config: ServerConfig, release: Release) -> QueryEngine:
    return open_pool(release, config.limits, config.graph_in, config.memory_megabytes)


def _federating(engine: QueryEngine, services: Services) -> QueryEngine:
    return FederatingEngine(engine, services) if services else engine


def _allow_descriptors() -> None:
    """Let the process have a descriptor for each connection, as far as the system lets it."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8 * CONNECTIONS
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
        )


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
