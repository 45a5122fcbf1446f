"""One endpoint beside others: it is asked by few at a time, left alone while it fails, and holds nobody else up."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import pytest

from graph_store.errors import EndpointError, OverloadedError
from graph_store.federation import services
from graph_store.federation.listing import Listed
from graph_store.federation.services import Service, Services
from graph_store.pool.turns import asking
from tests.speaking import Say, Speaker, results, says, speaking

ANSWER = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
FAULT = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"


def ask(service: Service, seconds: float = 20, most: int = 1000, client: str = "") -> object:
    asking.set(client)
    return service.ask("SELECT * {}", time.monotonic() + seconds, most)


def waiting(let: threading.Event) -> Say:
    """Answers once it is let."""

    def say(connection: socket.socket, _: Speaker) -> None:
        let.wait(30)
        connection.sendall(results(ANSWER))

    return say


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_an_endpoint_that_fails_is_left_alone_for_a_while_and_then_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [FAULT, FAULT, FAULT, results(ANSWER)]
    with speaking(lambda connection, _: connection.sendall(answers.pop(0))) as speaker:
        service = Service(Listed(speaker.url, private=True))
        for _ in range(3):
            with pytest.raises(EndpointError, match="500 Oops"):
                ask(service)
        with pytest.raises(EndpointError, match="failed 3 times in a row, and is asked again in"):
            ask(service)
        assert len(speaker.queries) == 3
        assert 0 < service._rests_until - time.monotonic() <= services.REST
        monkeypatch.setattr(service, "_rests_until", time.monotonic())
        ask(service)
        assert (service.asked["failed"], service.asked["resting"], service.asked["answered"]) == (3, 1, 1)


def test_what_is_wrong_with_a_query_does_not_count_against_its_endpoint() -> None:
    refusal = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 8\r\n\r\nline 1\n?"
    with speaking(says(refusal)) as speaker:
        service = Service(Listed(speaker.url, private=True))
        for _ in range(5):
            with pytest.raises(EndpointError, match=r"400 Bad Request: line 1 \?"):
                ask(service)
    assert service.asked["refused"] == 5


def test_no_more_than_listed_ask_at_the_same_time_and_no_more_than_listed_wait() -> None:
    let = threading.Event()
    with speaking(waiting(let)) as speaker:
        service = Service(Listed(speaker.url, private=True, at_once=2, waiting=3))
        threads = [
            threading.Thread(target=ask, args=(service,), kwargs={"client": c}) for c in ("a", "b", "c", "d", "e")
        ]
        for thread in threads:
            thread.start()
        until(lambda: len(speaker.queries) == 2 and service.waiting == 3)
        with pytest.raises(OverloadedError, match=f"SERVICE <{speaker.url}>: 3 queries wait already"):
            ask(service, client="f")
        assert len(speaker.queries) == 2
        let.set()
        for thread in threads:
            thread.join()
    assert (service.asked["answered"], service.asked["busy"]) == (5, 1)


def test_an_endpoint_that_hangs_holds_no_other_up() -> None:
    let = threading.Event()
    with speaking(waiting(let)) as slow, speaking(says(results(ANSWER))) as quick:
        both = Services([Listed(slow.url, private=True, at_once=1), Listed(quick.url, private=True, at_once=1)])
        hanging, answering = both.get(slow.url), both.get(quick.url)
        assert hanging is not None
        assert answering is not None
        threads = [threading.Thread(target=ask, args=(hanging,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        until(lambda: len(slow.queries) == 1)
        for _ in range(20):
            ask(answering, seconds=5)
        let.set()
        for thread in threads:
            thread.join()
    assert answering.asked["answered"] == 20


@pytest.mark.parametrize(
    ("answer", "reason", "outcome"),
    [
        (results(b"{}", "text/html"), "no SPARQL results: it is text/html", "unreadable"),
        (results(b"<html/>", "application/sparql-results+xml"), "no SPARQL results", "unreadable"),
        (results(ANSWER[:-9]), "no SPARQL results", "unreadable"),
        (results(b" " * 2000), "longer than 1,000 bytes", "large"),
    ],
)
def test_what_is_no_answer_is_told(answer: bytes, reason: str, outcome: str) -> None:
    with speaking(says(answer)) as speaker:
        service = Service(Listed(speaker.url, private=True))
        with pytest.raises(EndpointError, match=reason):
            ask(service)
    assert service.asked[outcome] == 1


def test_results_in_xml_are_read_too() -> None:
    body = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
        b"<results><result><binding name='x'><uri>http://x/</uri></binding></result></results></sparql>"
    )
    with speaking(says(results(body, "application/sparql-results+xml; charset=utf-8"))) as speaker:
        (names, rows), length = Service(Listed(speaker.url, private=True)).ask("", time.monotonic() + 20, 1000)
    assert (names, [str(term) for term in rows[0]], length) == (["x"], ["<http://x/>"], len(body))
