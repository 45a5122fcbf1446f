"""Queries made to bring an endpoint down, 32 at a time, while an honest client asks.

    python benchmarks/bombs.py [--minutes 10] [--triples 200000] [--store DIR]

The bombs are benchmarks/bombs/*.rq and some that are made here (nesting, long chains). They come from 127.0.0.2, the honest client,
a process of its own, from 127.0.0.3: it asks point look-ups and the competency questions, first in quiet and then under fire.
Counted are the outcomes: a status that fits, or a connection that breaks in the middle of an answer; a bomb may take its deadline,
its wait for a worker, and 0.2 s. A listener at the address that SERVICE and LOAD name tells whether anything has left a worker. At the
end the server's processes have to be the same ones, but for the workers. Ends with status 1 where one of these is not so; the honest
client's latencies are told and not judged.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import multiprocessing
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from endpoint_clients import queries_of
from endpoint_servers import Target, our_server, proportional_set_size, supervisors
from endpoint_store import synthetic

from ontology.questions import questions

BOMBS = Path(__file__).with_name("bombs")
AT_ONCE = 32
SECONDS = 2
WAITING = 5
FITTING = {200, 400, 413, 429, 503}
SLACK = 0.2


@dataclass
class Fire:
    """What the bombs have met."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, outcome: str, seconds: float) -> None:
        """One bomb has ended."""
        with self.lock:
            self.outcomes.setdefault(name, Counter())[outcome] += 1
            self.longest = max(self.longest, seconds)
            if seconds > SECONDS + WAITING + SLACK:
                self.faults.append(f"{name}: {outcome} after {seconds:.2f} s")
            if not outcome.startswith("broken") and int(outcome) not in FITTING:
                self.faults.append(f"{name}: {outcome}")


class Canary:
    """A listener that counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            self._socket.accept()[0].close()
            self.visits += 1


def bombs(canary: str) -> dict[str, str]:
    """The queries by name."""
    found = {
        path.stem: path.read_text(encoding="utf-8").replace("CANARY", canary) for path in sorted(BOMBS.glob("*.rq"))
    }
    found["nested groups"] = "SELECT * WHERE " + "{" * 20_000 + "}" * 20_000
    found["nested brackets"] = f"SELECT ({'(' * 20_000}1{')' * 20_000} AS ?x) {{}}"
    found["long path"] = f"ASK {{ ?a {'/'.join(['<urn:p>'] * 8000)} ?b }}"
    found["many unions"] = "SELECT * WHERE { " + " UNION ".join(["{ ?s ?p ?o }"] * 3000) + " }"
    found["many values"] = (
        "SELECT * WHERE { VALUES ?x { " + " ".join(map(str, range(15_000))) + " } ?s ?p ?x . ?a ?b ?x }"
    )
    return found


def ask(target: Target, query: str, source: str) -> str:
    """One query by POST: its status, or how the connection broke."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60, source_address=(source, 0))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
    try:
        connection.request("POST", target.path, urlencode({"query": query}), headers)
        answer = connection.getresponse()
        while answer.read(1 << 20):
            pass
        return str(answer.status)
    except (http.client.IncompleteRead, ConnectionError) as error:
        return f"broken: {type(error).__name__}"
    finally:
        connection.close()


def throw(target: Target, found: dict[str, str], offset: int, until: float, fire: Fire) -> None:
    """One thread of bombs."""
    names = itertools.cycle([*list(found)[offset % len(found) :], *list(found)[: offset % len(found)]])
    for name in names:
        if time.monotonic() >= until:
            return
        began = time.monotonic()
        try:
            outcome = ask(target, found[name], "127.0.0.2")
        except (OSError, http.client.HTTPException) as error:
            with fire.lock:
                fire.faults.append(f"{name}: {error!r}")
            continue
        fire.note(name, outcome, time.monotonic() - began)


def honest(target: Target, queries: list[str], seconds: float) -> tuple[list[float], Counter[str]]:
    """What an honest client's requests took, in ascending order, and how they ended."""
    until = time.monotonic() + seconds
    took: list[float] = []
    ended = Counter[str]()
    for query in itertools.cycle(queries):
        if time.monotonic() >= until:
            return sorted(took), ended
        began = time.monotonic()
        ended[ask(target, query, "127.0.0.3")] += 1
        took.append(time.monotonic() - began)
    raise AssertionError("a cycle has no end")


def apart(target: Target, queries: list[str], seconds: float) -> tuple[list[float], Counter[str]]:
    """`honest` in a process of its own, which waits for none of the threads here."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(honest, (target, queries, seconds))


def main() -> int:
    """Run the campaign and print its tables."""
    options = _options()
    canary = Canary()
    with ExitStack() as stack:
        root = options.store or synthetic(Path(stack.enter_context(tempfile.TemporaryDirectory())), options.triples)
        target = stack.enter_context(
            our_server(
                root,
                options.workers,
                0,
                query_seconds=SECONDS,
                waiting_seconds=WAITING,
                per_client=64,
                answer_bytes=64 << 20,
            )
        )
        queries = [*queries_of("point", target)[:50], *(question.query for question in questions())]
        before = supervisors(target.pid)
        quiet, _ = apart(target, queries, min(30.0, options.minutes * 30))
        fire = Fire()
        under, ended, peak = _campaign(target, bombs(canary.address), queries, options.minutes * 60, fire)
        same = before == supervisors(target.pid)
        still = ask(target, "ASK {}", "127.0.0.3")
    return _told(fire, quiet, under, ended, peak, canary.visits, same and still == "200")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--triples", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--store", type=Path)
    return parser.parse_args()


def _campaign(
    target: Target, found: dict[str, str], queries: list[str], seconds: float, fire: Fire
) -> tuple[list[float], Counter[str], float]:
    until = time.monotonic() + seconds
    throwing = [threading.Thread(target=throw, args=(target, found, n, until, fire)) for n in range(AT_ONCE)]
    peaks = [0.0]

    def watch() -> None:
        while time.monotonic() < until:
            peaks[0] = max(peaks[0], proportional_set_size(target.pid))
            time.sleep(0.5)

    watching = threading.Thread(target=watch)
    for thread in (*throwing, watching):
        thread.start()
    under, ended = apart(target, queries, seconds)
    for thread in (*throwing, watching):
        thread.join()
    return under, ended, peaks[0]


def _told(
    fire: Fire, quiet: list[float], under: list[float], ended: Counter[str], peak: float, visits: int, is_same: bool
) -> int:
    print(f"{'bomb':<18} how it ended")
    for name, outcomes in sorted(fire.outcomes.items()):
        print(f"{name:<18} {', '.join(f'{outcome}: {count}' for outcome, count in sorted(outcomes.items()))}")
    thrown = sum(sum(outcomes.values()) for outcomes in fire.outcomes.values())
    print(f"\n{thrown:,} bombs, the longest {fire.longest:.2f} s (deadline {SECONDS} s, wait up to {WAITING} s)")
    for name, took in (("quiet", quiet), ("under fire", under)):
        print(f"honest, {name}: {len(took):,} requests, p50 {_share(took, 50):.1f} ms, p99 {_share(took, 99):.1f} ms")
    print(
        f"p99 under fire is {_share(under, 99) / _share(quiet, 99):.1f} times that in quiet; honest requests ended {dict(ended)}"
    )
    print(
        f"peak memory of all processes {peak:,.0f} MB; {visits} connections to the listener; same server, same supervisor: {is_same}"
    )
    for fault in fire.faults[:20]:
        print(f"FAULT {fault}")
    return 1 if fire.faults or visits or not is_same else 0


def _share(took: list[float], percent: int) -> float:
    """The time that so many percent of the requests took at most, in milliseconds."""
    return took[len(took) * percent // 100] * 1000


if __name__ == "__main__":
    sys.exit(main())
