"""Checking in worker processes: the same faults in the same order, a bounded number ahead, and no process left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Triple

from graph_store.checking import ArticleChecker
from graph_store.validation import ArticleValidator, Fault
from ontology import mint
from ontology.names import ORG, TD

HERE = Path(__file__).parent
Make = Callable[..., Any]


@pytest.fixture(scope="module")
def validator() -> ArticleValidator:
    return ArticleValidator(rdflib.Graph().parse(HERE / "shapes.ttl"))


@pytest.fixture(scope="module")
def workers(validator: ArticleValidator) -> Iterator[ArticleChecker]:
    """A checker whose two processes serve several tests."""
    with ArticleChecker(validator, workers=2, alone=0) as checker:
        yield checker


def articles(make_article: Make, number: int) -> list[tuple[str, list[Triple], str]]:
    """Articles of which every third lacks its evidence and every fifth the member of one claim."""
    made = []
    for n in range(number):
        article = make_article(f"a-{n}")
        claim = mint.claim(article.id, "membership", "Tây Nam bộ Cà Mau")
        left_out = {str(TD.evidence)} if n % 3 == 0 else set()
        triples = [
            t
            for t in article.triples
            if t.predicate.value not in left_out
            and not (n % 5 == 0 and (t.subject.value, t.predicate.value) == (claim, str(ORG.member)))
        ]
        made.append((article.id, triples, article.text))
    return made


def test_processes_find_what_one_process_finds_in_the_order_of_the_articles(
    workers: ArticleChecker, validator: ArticleValidator, make_article: Make
) -> None:
    given = articles(make_article, 24)
    found = [(item[0], faults) for item, faults in workers.check(given, lambda item: item[1:])]
    assert found == [(name, validator.faults(triples, text)) for name, triples, text in given]
    assert sum(faults != [] for _, faults in found) == 11


def test_article_with_nothing_to_check_keeps_its_place(workers: ArticleChecker, make_article: Make) -> None:
    given = articles(make_article, 9)
    found = list(workers.check(given, lambda item: None if item[0] in {"a-1", "a-8"} else item[1:]))
    assert [item[0] for item, _ in found] == [f"a-{n}" for n in range(9)]
    assert [item[0] for item, faults in found if faults is None] == ["a-1", "a-8"]


def test_no_more_than_a_few_articles_are_read_ahead(workers: ArticleChecker, make_article: Make) -> None:
    read = 0

    def reading() -> Iterator[tuple[str, list[Triple], str]]:
        nonlocal read
        for item in articles(make_article, 60):
            read += 1
            yield item

    for done, _ in enumerate(workers.check(reading(), lambda item: item[1:]), 1):
        assert read - done <= 8


@pytest.mark.parametrize(("workers", "alone"), [(1, 0), (2, 5)])
def test_one_processor_or_a_few_articles_start_no_process(
    validator: ArticleValidator, make_article: Make, workers: int, alone: int
) -> None:
    before = set(multiprocessing.active_children())
    with ArticleChecker(validator, workers, alone) as checker:
        assert len(list(checker.check(articles(make_article, 5), lambda item: item[1:]))) == 5
        assert set(multiprocessing.active_children()) == before


def test_process_that_is_killed_loses_no_article(validator: ArticleValidator, make_article: Make) -> None:
    before = set(multiprocessing.active_children())
    given = articles(make_article, 24)
    found = []
    with ArticleChecker(validator, 2, 0) as checker:
        for item, faults in checker.check(given, lambda item: item[1:]):
            if not found:
                (set(multiprocessing.active_children()) - before).pop().kill()
            found.append((item[0], faults))
    assert found == [(name, validator.faults(triples, text)) for name, triples, text in given]
    assert set(multiprocessing.active_children()) == before


class DiesOf(ArticleValidator):
    """A validator whose process is killed, as by the system where memory runs out, with one text."""

    def faults(self, triples: Iterable[Triple], text: str) -> list[Fault]:
        if text == "quá lớn":
            os.kill(os.getpid(), signal.SIGKILL)
        return []


def test_article_whose_check_ends_its_process_each_time_has_that_as_its_fault_and_the_others_are_checked(
    make_article: Make,
) -> None:
    given = [(name, triples, "quá lớn" if name == "a-4" else text) for name, triples, text in articles(make_article, 9)]
    with ArticleChecker(DiesOf(rdflib.Graph().parse(HERE / "shapes.ttl")), 2, 0) as checker:
        found = {item[0]: faults for item, faults in checker.check(given, lambda item: item[1:])}
    (fault,) = found.pop("a-4") or []
    assert fault.reason == (
        "it can't be checked: each of 2 worker processes that had it alone died (killed, or out of memory)"
    )
    assert fault.reason_vi
    assert found == {f"a-{n}": [] for n in range(9) if n != 4}


@contextmanager
def checking_child(mode: str, wait_for: str) -> Iterator[subprocess.Popen[str]]:
    """A process, in a group of its own, that has printed the line; killed where it takes a minute to end."""
    command = [sys.executable, str(HERE / "checking_child.py"), mode]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as child:
        overdue = threading.Timer(60, os.killpg, (child.pid, signal.SIGKILL))
        overdue.start()
        try:
            assert child.stdout is not None
            assert any(line.startswith(wait_for) for line in child.stdout)
            yield child
        finally:
            overdue.cancel()


def test_processes_end_when_the_one_that_started_them_is_killed() -> None:
    with checking_child("8", "waiting") as child:
        child.kill()
        # The workers hold the other ends of standard output and error: these end when the last of them has.
        out, _ = child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert out == ""


@pytest.mark.parametrize(("mode", "wait_for"), [("endless", "0 "), ("8", "waiting")])
def test_ctrl_c_in_the_terminal_ends_all_processes_with_one_traceback(mode: str, wait_for: str) -> None:
    with checking_child(mode, wait_for) as child:
        os.killpg(child.pid, signal.SIGINT)
        _, errors = child.communicate()
    assert child.returncode == -signal.SIGINT
    assert errors.count("Traceback") == errors.count("KeyboardInterrupt") == 1
