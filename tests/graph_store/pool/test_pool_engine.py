"""Queries in worker processes: the same answers, and an end to each that goes on too long, takes too much or says too much."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph_store.engine import EmbeddedEngine
from graph_store.errors import (
    AnswerTooLargeError,
    NotAcceptableError,
    OverloadedError,
    QueryDeadlineError,
    QueryEvaluationError,
    QueryMemoryError,
    QuerySyntaxError,
    ServiceRefusedError,
    StoreError,
)
from graph_store.pool.answers import GrowingAnswer
from graph_store.pool.engine import PoolEngine
from graph_store.pool.handle import PoolError
from graph_store.pool.limits import Limits
from graph_store.pool.opening import open_pool
from graph_store.release import Release

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u }"
STEPS = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}, ?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(20))
DOUBLING = f"SELECT ?s20 {{ BIND('0123456789abcdef' AS ?s0) {STEPS} }}"
LONG = "SELECT ?a ?b ?d ?e ?g ?h { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def pool_of(two_articles: Release) -> Iterator[Callable[..., PoolEngine]]:
    """Makes pools over two articles, and ends them."""
    made: list[PoolEngine] = []

    def make(*, in_memory: bool = True, **limits: float) -> PoolEngine:
        pool = PoolEngine(two_articles, Limits(**{"workers": 2, **limits}), in_memory=in_memory)  # type: ignore[arg-type]
        pool.wait()
        made.append(pool)
        return pool

    yield make
    for pool in made:
        pool.close()


def children(pid: int) -> set[int]:
    return {int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def supervisor(pool: PoolEngine) -> int:
    return pool._control._process.pid


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def in_background(pool: PoolEngine, raised: list[StoreError]) -> threading.Thread:
    """Ask for what takes for ever."""

    def ask() -> None:
        try:
            pool.query(CROSS)
        except StoreError as error:
            raised.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("SELECT ?b ?n { ?b a td:Bloc ; rdfs:label ?n } ORDER BY ?b ?n", "application/sparql-results+json"),
        ("SELECT ?b ?n { ?b a td:Bloc ; rdfs:label ?n } ORDER BY ?b ?n", "text/csv"),
        ("ASK { ?b a td:Bloc }", "application/sparql-results+xml"),
        ("CONSTRUCT { ?b rdfs:label ?n } WHERE { ?b a td:Bloc ; rdfs:label ?n }", "application/n-triples"),
    ],
)
def test_a_pool_answers_as_the_embedded_engine_does(
    pool_of: Callable[..., PoolEngine], two_articles: Release, in_memory: bool, query: str, media_type: str
) -> None:
    ours = pool_of(in_memory=in_memory).query(query, [media_type])
    plain = EmbeddedEngine(two_articles).query(query, [media_type])
    assert (ours.form, ours.media_type, ours.size) == (plain.form, plain.media_type, plain.size)
    assert sorted(ours.read().splitlines()) == sorted(plain.read().splitlines())


def test_an_answer_tells_what_it_took(pool_of: Callable[..., PoolEngine]) -> None:
    pool = pool_of()
    quick, slow = pool.query("ASK {}").seconds, pool.query(f"{LONG} LIMIT 20000", ["text/csv"]).seconds
    assert set(quick) == set(slow) == {"wait", "query"}
    assert 0 < quick["query"] < slow["query"]


def test_a_dataset_of_the_request_is_all_that_the_query_sees(
    pool_of: Callable[..., PoolEngine], two_articles: Release
) -> None:
    graph = next(iter(two_articles.open().named_graphs()))
    embedded = EmbeddedEngine(two_articles)
    for dataset in ({"default_graphs": [graph.value]}, {"named_graphs": [graph.value]}):
        assert pool_of(in_memory=False).query(COUNT, **dataset).read() == embedded.query(COUNT, **dataset).read()


@pytest.mark.parametrize(
    ("query", "accept", "error"),
    [
        ("SELECT * {", [], QuerySyntaxError),
        ("ASK { SERVICE <http://127.0.0.1:9/> {} }", [], ServiceRefusedError),
        ("ASK {}", ["text/turtle"], NotAcceptableError),
    ],
)
def test_an_error_comes_through_as_it_is_and_the_worker_goes_on(
    pool_of: Callable[..., PoolEngine], two_articles: Release, query: str, accept: list[str], error: type[Exception]
) -> None:
    pool = pool_of()
    with pytest.raises(error) as ours:
        pool.query(query, accept)
    with pytest.raises(error) as plain:
        EmbeddedEngine(two_articles).query(query, accept)
    assert str(ours.value) == str(plain.value)
    assert pool.query("ASK {}").read()
    assert not pool.restarts


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_query_past_its_deadline_is_ended_and_its_worker_replaced(
    pool_of: Callable[..., PoolEngine], in_memory: bool
) -> None:
    pool = pool_of(in_memory=in_memory, workers=1, seconds=0.3)
    for _ in range(3):
        with pytest.raises(QueryDeadlineError, match=r"ended after 0\.3 s"):
            pool.query(CROSS)
        assert b"true" in pool.query("ASK {}").read()
    assert pool.restarts["killed"] == 3


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize("query", [DOUBLING, "SELECT * " + "{" * 50_000], ids=["memory", "stack"])
def test_a_query_that_wants_too_much_ends_alone(
    pool_of: Callable[..., PoolEngine], in_memory: bool, query: str
) -> None:
    pool = pool_of(in_memory=in_memory, megabytes=128)
    with pytest.raises(QueryMemoryError, match="128 MB"):
        pool.query(query)
    assert b"true" in pool.query("ASK {}").read()


def test_a_long_answer_is_read_while_it_grows_and_is_the_whole(pool_of: Callable[..., PoolEngine]) -> None:
    pool = pool_of(seconds=60)
    answer = pool.query(f"{LONG} LIMIT 60000", ["text/csv"])
    assert answer.size is None
    got = b"".join(answer.chunks())
    assert len(got) > 8 << 20
    assert len(got.splitlines()) == 60_001
    assert pool.query(f"{LONG} LIMIT 60000", ["text/csv"]).read() == got


def test_an_answer_that_is_too_long_raises_at_its_bound_and_never_looks_whole(
    pool_of: Callable[..., PoolEngine],
) -> None:
    pool = pool_of(answer_bytes=6 << 20, seconds=60)
    answer = pool.query(f"{LONG} LIMIT 500000", ["text/csv"])
    with pytest.raises(AnswerTooLargeError, match="6,291,456 bytes"):
        b"".join(answer.chunks())
    with pytest.raises(AnswerTooLargeError, match="1,000 bytes"):
        pool_of(answer_bytes=1000).query(LONG)


def test_a_deadline_in_the_middle_of_a_long_answer_is_raised_to_its_reader(
    pool_of: Callable[..., PoolEngine],
) -> None:
    answer = pool_of(seconds=1.5, answer_bytes=1 << 40).query(f"{LONG}", ["text/csv"])
    with pytest.raises(QueryDeadlineError):
        for _ in answer.chunks():
            pass


def test_an_answer_whose_writing_fails_never_looks_whole() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"more"
        raise OSError("no room left")

    ended: list[bool] = []
    answer = GrowingAnswer("solutions", "text/csv", b"begun ")
    answer.fill(pieces, lambda: ended.append(True))
    with pytest.raises(QueryEvaluationError, match="broke off: no room left"):
        b"".join(answer.chunks())
    assert ended == [True]


def test_an_answer_that_nobody_reads_on_gives_its_worker_up(pool_of: Callable[..., PoolEngine]) -> None:
    pool = pool_of(workers=1, seconds=60, answer_bytes=1 << 40)
    pool.query(LONG, ["text/csv"]).close()
    assert b"true" in pool.query("ASK {}").read()


def test_a_worker_that_dies_while_it_is_idle_costs_no_query(pool_of: Callable[..., PoolEngine]) -> None:
    pool = pool_of(workers=1)
    until(lambda: len(children(supervisor(pool))) == 1)
    (old,) = children(supervisor(pool))
    os.kill(old, signal.SIGKILL)
    until(lambda: pool.restarts["signal"] == 1)
    assert b"true" in pool.query("ASK {}").read()
    assert old not in children(supervisor(pool))


def test_workers_end_with_the_engine_and_also_when_nobody_holds_it(two_articles: Release) -> None:
    pool = PoolEngine(two_articles, Limits(workers=2), in_memory=False)
    pool.wait()
    pool.query("ASK {}").read()
    above = supervisor(pool)
    until(lambda: len(children(above)) == 2)
    pids = {above, *children(above)}
    del pool
    gc.collect()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_closing_does_not_wait_for_a_graph_that_is_being_loaded(two_articles: Release) -> None:
    pool = PoolEngine(two_articles, Limits(workers=1), in_memory=True)
    os.kill(supervisor(pool), signal.SIGSTOP)  # as one that hears nothing
    pool.close()
    with pytest.raises(PoolError):
        pool.wait()


def test_closing_does_not_wait_for_a_supervisor_that_hears_nothing(
    two_articles: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_store.pool.handle._ENDS_WITHIN", 0.1)
    pool = PoolEngine(two_articles, Limits(workers=1), in_memory=True)
    asked(pool)
    above = supervisor(pool)
    pids = {above, *children(above)}
    os.kill(above, signal.SIGSTOP)
    pool.close()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_closing_ends_what_is_being_asked(pool_of: Callable[..., PoolEngine]) -> None:
    pool = pool_of(workers=1, seconds=60)
    raised: list[StoreError] = []
    asking = [in_background(pool, raised) for _ in range(2)]  # one runs, one waits
    until(lambda: (pool.busy, pool.waiting) == (1, 1))
    pool.close()
    for thread in asking:
        thread.join(20)
    assert len(raised) == 2
    with pytest.raises(PoolError, match="no longer served"):
        pool.query("ASK {}")


def test_a_queue_that_is_full_turns_away_and_a_long_wait_ends(pool_of: Callable[..., PoolEngine]) -> None:
    pool = pool_of(workers=1, seconds=60, waiting=1, waiting_seconds=0.2)
    in_background(pool, [])
    until(lambda: pool.busy == 1)
    with pytest.raises(OverloadedError, match=r"no worker came free within 0\.2 s; try again in \d+ s"):
        pool.query("ASK {}")


def asked(pool: PoolEngine) -> None:
    pool.wait()
    pool.query("ASK {}")


def test_a_graph_that_is_not_there_is_an_error_with_its_reason(two_articles: Release, tmp_path: Path) -> None:
    elsewhere = Release(two_articles.id, tmp_path, two_articles.manifest)
    for in_memory in (True, False):
        pool = PoolEngine(elsewhere, Limits(workers=1), in_memory=in_memory)
        with pytest.raises(PoolError) as error:
            asked(pool)
        pool.close()
        assert str(tmp_path) in str(error.value)


def test_a_release_is_asked_at_once_and_from_memory_when_it_has_been_loaded(two_articles: Release) -> None:
    engine = open_pool(two_articles, Limits(workers=1), "auto", 100)
    assert not isinstance(engine, PoolEngine)
    before = engine.query(COUNT).read()
    until(lambda: engine.in_memory)
    assert engine.query(COUNT).read() == before
    engine.close()
    on_disk = open_pool(two_articles, Limits(workers=1), "auto", 0)
    assert isinstance(on_disk, PoolEngine)
    assert on_disk.query(COUNT).read() == before
    on_disk.close()
