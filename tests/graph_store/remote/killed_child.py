"""Publishes a release, and kills its own process before the graph of the number given is sent."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import Triple

from graph_store.releases import ReleaseStore
from graph_store.remote.journal import PUBLICATION
from graph_store.remote.publishing import Publication
from graph_store.remote.store import RemoteStore
from tests.graph_store.remote.conftest import Quiet
from tests.other_stores import OtherStore

root, url, fatal = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
put = RemoteStore.put
sent = 0


def put_or_die(self: RemoteStore, iri: str, read: Callable[[], Iterable[Triple]], *, whole: bool = False) -> None:
    global sent  # noqa: PLW0603
    if iri != PUBLICATION:
        sent += 1
        if sent == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
    put(self, iri, read, whole=whole)


RemoteStore.put = put_or_die  # type: ignore[method-assign]
release = ReleaseStore(root).current()
with OtherStore(url).opened() as remote:
    Publication(release.open(), release.id, remote, Quiet()).load()
