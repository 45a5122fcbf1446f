"""Requests a second: our server against native `oxigraph serve-read-only`, on the same release, in one run.

    python benchmarks/endpoint.py                     on synthetic claims
    python benchmarks/endpoint.py --store data        on the current release of a store

Four kinds of query (benchmarks/endpoint_queries): a point lookup, an aggregate, a text filter, a large result. Each is
sent by several client processes over kept-alive connections; the two servers take turns, so that both meet the same
machine. What matters is the ratio; the absolute figures are this machine's.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from graph_store.releases import Release, ReleaseStore
from ontology import mint
from ontology.names import OA, ORG, PROV, RDF, RDFS, SCHEMA, TD

QUERIES = Path(__file__).with_name("endpoint_queries")
KINDS = ("point", "aggregate", "text", "large")
CLAIMS_AN_ARTICLE = 20
TRIPLES_A_CLAIM = 20
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
RUN = (
    "import sys; from pathlib import Path; from server.config import ServerConfig; from server.serve import serve; "
    "serve(ServerConfig(Path(sys.argv[1]), port=int(sys.argv[2]), query_workers=int(sys.argv[3]), cache_megabytes=0))"
)


@dataclass(frozen=True)
class Target:
    """A running server."""

    name: str
    port: int
    path: str


def main() -> None:
    """Run the benchmark and print its table."""
    options = _options()
    with ExitStack() as stack:
        root = options.store or _synthetic(Path(stack.enter_context(tempfile.TemporaryDirectory())), options.triples)
        release = ReleaseStore(root).current()
        ours = stack.enter_context(_our_server(root, options.workers))
        native = stack.enter_context(_native_server(release))
        print(
            f"release {release.id}: {release.manifest.triples:,} triples; {options.clients} client processes, ", end=""
        )
        print(f"{options.seconds:g} s or {options.requests:,} requests a figure\n")
        print(f"{'requests/s':<12}{ours.name:>16}{native.name:>16}{'ratio':>8}")
        for kind in KINDS:
            queries = _queries(kind, ours)
            _must_agree(queries[0], ours, native)
            rates = [_rate(target, queries, options) for target in (ours, native)]
            print(f"{kind:<12}{rates[0]:>16,.0f}{rates[1]:>16,.0f}{rates[0] / rates[1]:>8.2f}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", type=Path, help="a store's directory; without it, synthetic claims are made")
    parser.add_argument("--triples", type=int, default=200_000, help="about how many triples to make (%(default)s)")
    parser.add_argument("--seconds", type=float, default=4.0, help="longest time a figure takes (%(default)s)")
    parser.add_argument("--requests", type=int, default=20_000, help="most requests a figure takes (%(default)s)")
    parser.add_argument("--clients", type=int, default=2, help="client processes (%(default)s)")
    parser.add_argument("--workers", type=int, default=4, help="query workers of our server (%(default)s)")
    return parser.parse_args()


def _synthetic(root: Path, triples: int) -> Path:
    """A store with about as many triples, of leadership claims with their evidence as the pipeline writes them."""
    articles = max(1, triples // (CLAIMS_AN_ARTICLE * TRIPLES_A_CLAIM))
    with ReleaseStore(root).draft() as draft:
        for number in range(articles):
            name = f"made-{number:06}"
            draft.put_graph(mint.article_graph(name), _article(name, number))
        draft.publish({"made": "by benchmarks/endpoint.py"})
    return root


def _article(name: str, number: int) -> Iterator[Triple]:
    article = mint.article(name)
    yield _triple(article, RDF.type, NamedNode(SCHEMA.NewsArticle))
    yield _triple(article, RDFS.label, Literal(f"Hội nghị tổng kết cụm thi đua số {number % 9}", language="vi"))
    for index in range(CLAIMS_AN_ARTICLE):
        bloc, member, year = f"số {number % 9}", f"tỉnh {(number + index) % 63}", 2000 + number % 25
        sentence = f"Năm {year}, {member} làm {'Cụm trưởng' if index % 50 == 0 else 'Cụm phó'} cụm thi đua {bloc}."
        claim = mint.claim(name, "leadership", f"{bloc} {member} {index}")
        yield from _claim(claim, article, bloc, member, str(year))
        yield from _evidence(claim, article, sentence)


def _claim(claim: str, article: str, bloc: str, member: str, year: str) -> Iterator[Triple]:
    yield _triple(claim, RDF.type, NamedNode(TD.Claim))
    yield _triple(claim, RDF.type, NamedNode(TD.LeadershipClaim))
    yield _triple(claim, RDF.type, NamedNode(ORG.Membership))
    yield _triple(claim, PROV.wasDerivedFrom, NamedNode(article))
    yield _triple(claim, ORG.organization, NamedNode(mint.entity("bloc", bloc)))
    yield _triple(claim, ORG.member, NamedNode(mint.entity("province", member)))
    yield _triple(claim, ORG.role, NamedNode(mint.code("role", "leader")))
    yield _triple(claim, ORG.memberDuring, NamedNode(mint.period(year)))
    yield _triple(claim, TD.rule, Literal("benchmark"))
    yield _triple(claim, TD.evidence, NamedNode(mint.evidence(claim)))


def _evidence(claim: str, article: str, sentence: str) -> Iterator[Triple]:
    evidence = mint.evidence(claim)
    yield _triple(evidence, RDF.type, NamedNode(OA.Annotation))
    yield _triple(evidence, OA.hasBody, NamedNode(claim))
    yield _triple(evidence, TD.sentence, Literal(sentence, language="vi"))
    yield _triple(evidence, OA.hasTarget, NamedNode(f"{evidence}#target"))
    yield _triple(f"{evidence}#target", OA.hasSource, NamedNode(article))
    for part in ("position", "quote"):
        yield _triple(f"{evidence}#target", OA.hasSelector, NamedNode(f"{evidence}#{part}"))
    yield _triple(f"{evidence}#position", OA.start, Literal(0))
    yield _triple(f"{evidence}#position", OA.end, Literal(len(sentence)))
    yield _triple(f"{evidence}#quote", OA.exact, Literal(sentence, language="vi"))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)


@contextmanager
def _our_server(root: Path, workers: int) -> Iterator[Target]:
    port = _free_port()
    command = [sys.executable, "-c", RUN, str(root), str(port), str(workers)]
    with _running(command, subprocess.PIPE) as process:
        assert process.stdout is not None
        if not process.stdout.readline():  # printed when the first request has been answered
            sys.exit("our server has ended before it was ready")
        yield Target("thidua", port, "/sparql")


@contextmanager
def _native_server(release: Release) -> Iterator[Target]:
    binary = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if binary is None:
        sys.exit("the binary `oxigraph` is not installed: pip install oxigraph")
    port = _free_port()
    location = str(release.path / "graph")
    command = [binary, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]
    with _running(command, subprocess.DEVNULL) as process:
        _wait_for(port, process)
        yield Target("oxigraph", port, "/query")


@contextmanager
def _running(command: Sequence[str], output: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that is ended, by its id, when the block ends."""
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("oxigraph has ended, or has not begun to listen, within a minute")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _queries(kind: str, target: Target) -> list[str]:
    """The queries of one kind; the point lookup has a thousand, so that no cache answers for the graph."""
    text = (QUERIES / f"{kind}.rq").read_text(encoding="utf-8")
    if kind != "point":
        return [text]
    found = json.loads(_Client(target).ask((QUERIES / "claims.rq").read_text(encoding="utf-8")))
    claims = [NamedNode(row["claim"]["value"]) for row in found["results"]["bindings"]]
    if not claims:
        sys.exit("the release has no claims to look up")
    return [text.replace("UNDEF", str(claim)) for claim in claims]


def _must_agree(query: str, ours: Target, native: Target) -> None:
    """Both servers have to answer with as many rows, or the figures would compare different work."""
    rows = [len(json.loads(_Client(target).ask(query))["results"]["bindings"]) for target in (ours, native)]
    if rows[0] != rows[1] or not rows[0]:
        sys.exit(f"{ours.name} gives {rows[0]} rows and {native.name} {rows[1]} for\n{query}")


def _rate(target: Target, queries: list[str], options: argparse.Namespace) -> float:
    """Requests a second of all client processes together, between the first one's start and the last one's end."""
    share = max(1, options.requests // options.clients)
    work = [(target, queries[n :: options.clients] or queries, share, options.seconds) for n in range(options.clients)]
    with multiprocessing.get_context("spawn").Pool(options.clients) as pool:
        pool.starmap(_send, [(target, queries, 20, 1.0)] * options.clients)  # everything warm, on both sides alike
        done = pool.starmap(_send, work, chunksize=1)
    return sum(count for count, _, _ in done) / (max(end for _, _, end in done) - min(start for _, start, _ in done))


def _send(target: Target, queries: list[str], most: int, seconds: float) -> tuple[int, float, float]:
    """Send queries in turn until `most` are answered or the time is up: how many, from when, until when."""
    client = _Client(target)
    start = time.monotonic()
    count = 0
    while count < most and time.monotonic() - start < seconds:
        client.ask(queries[count % len(queries)])
        count += 1
    return count, start, time.monotonic()


class _Client:
    """One kept-alive connection. Made of a socket, since http.client would cost more than a point lookup does."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._socket = socket.create_connection(("127.0.0.1", target.port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb", buffering=1 << 16)

    def ask(self, query: str) -> bytes:
        """The body of the answer; anything but 200 ends the benchmark."""
        request = (
            f"GET {self._target.path}?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Accept: application/sparql-results+json\r\n\r\n"
        )
        self._socket.sendall(request.encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._file.readline()
            if not line:
                raise ConnectionError(f"{self._target.name} has closed the connection")
            head += line
        length = CONTENT_LENGTH.search(head)
        body = self._file.read(int(length[1])) if length else b"".join(self._chunks())
        if not head.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(f"{self._target.name}: {head.splitlines()[0].decode()}: {body[:200]!r}")
        return body

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self._file.readline(), 16):
            yield self._file.read(size)
            self._file.readline()
        self._file.readline()


if __name__ == "__main__":
    main()
