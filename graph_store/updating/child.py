"""Evaluates one update on a copy of the graph, and does nothing else: it can make no socket and is killed at its deadline.

    python -P -m graph_store.updating.child GRAPH MEGABYTES

reads the update from standard input (UTF-8) and writes nothing where it is done, else an error as `graph_store.pool.wire` has it.
"""

from __future__ import annotations

import sys

from pyoxigraph import Store

from graph_store.errors import QueryError, QueryMemoryError
from graph_store.evaluation import raising
from graph_store.pool import sandbox, wire
from ontology.names import ID, PREFIXES


def main(graph: str, megabytes: int) -> bytes:
    """Evaluate the update; the error as it is told, or nothing."""
    update = sys.stdin.buffer.read().decode()
    store = Store(graph)
    space = sandbox.AddressSpace()
    sandbox.forbid_network(processes=True)
    space.limit(megabytes)
    try:
        with raising(update):
            store.update(update, base_iri=str(ID), prefixes=PREFIXES)
        store.flush()
    except QueryError as error:
        return wire.error_payload(error)
    except MemoryError:
        return wire.error_payload(QueryMemoryError(megabytes))
    return b""


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1], int(sys.argv[2])))
