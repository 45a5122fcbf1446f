"""Asks the query on standard input on a thread with 2 MB of stack, as a server's threads have; exit status 0 where it survives."""

from __future__ import annotations

import sys
import threading

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store


def main(query: str) -> None:
    answer = Store().query(query)
    assert isinstance(answer, QuerySolutions)
    answer.serialize(format=QueryResultsFormat.JSON)


if __name__ == "__main__":
    threading.stack_size(2 << 20)
    asking = threading.Thread(target=main, args=(sys.stdin.read(),))
    asking.start()
    asking.join()
