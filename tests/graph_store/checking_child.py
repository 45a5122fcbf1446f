"""Run by the tests of checking: checks articles in two worker processes, says so, and waits to be ended.

    checking_child.py ENDLESS

With ENDLESS, the stream of articles has no end; without, it stops after 8 articles and waits on standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from graph_store.checking import ArticleChecker, Content
from graph_store.validation import ArticleValidator

SHAPES = Path(__file__).with_name("shapes.ttl")


def numbers(endless: bool) -> Iterator[int]:
    yield from count() if endless else range(8)
    print("waiting", flush=True)
    sys.stdin.read()


def content(number: int) -> Content:
    node = NamedNode(f"http://example.org/{number}")
    return [Triple(node, node, Literal(str(number)))], ""


def main(endless: bool) -> None:
    validator = ArticleValidator(rdflib.Graph().parse(SHAPES))
    with ArticleChecker(validator, workers=2, alone=0) as checker:
        for number, faults in checker.check(numbers(endless), content):
            print(number, faults, flush=True)


if __name__ == "__main__":
    main(sys.argv[1] == "endless")
