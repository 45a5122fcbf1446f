"""Requests a second of our SPARQL endpoint beside the engine's own server, on the same release, in one run.

    python benchmarks/endpoint.py                     on synthetic claims
    python benchmarks/endpoint.py --store data        on the current release of a store

Contenders: ours with nothing kept and the union of its graphs in memory, ours from what is kept, native `oxigraph` on the release's
files, native `oxigraph` with the release's default graph in memory, and, where they are installed, rdflib-endpoint with oxrdflib and
Virtuoso. Kinds of queries (benchmarks/endpoint_queries): a point look-up (a thousand different ones in turn), a selective aggregate, a
census (an aggregate over all claims), a text filter that goes through all sentences, the first twenty sentences with a common word, 5,000
rows. Each is sent by several client processes over kept-alive connections; the servers take turns, so that all meet the same machine, and
must give equally many rows. Of R rounds the best counts. Then: latencies of a mix of all kinds but the census and the text filter under 32
clients, and the memory of ours with two workers. What matters are the ratios; the absolute figures are this machine's.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from endpoint_clients import Load, latencies, must_agree, queries_of, rate
from endpoint_peers import rdflib_endpoint, virtuoso
from endpoint_servers import Target, native_in_memory, native_on_disk, our_server, proportional_set_size
from endpoint_store import synthetic

from graph_store.releases import Release, ReleaseStore

KINDS = ("point", "aggregate", "census", "text", "first", "large")
MIXED = ("point", "aggregate", "first", "large")


def main() -> None:
    """Run the benchmark and print its tables."""
    options = _options()
    with ExitStack() as stack:
        root = options.store or synthetic(Path(stack.enter_context(tempfile.TemporaryDirectory())), options.triples)
        release = ReleaseStore(root).current()
        print(f"release {release.id}: {release.manifest.triples:,} triples; {options.clients} client processes\n")
        peers = (native_on_disk, native_in_memory, rdflib_endpoint, virtuoso)
        targets = [
            stack.enter_context(our_server(root, options.workers, 0)),
            stack.enter_context(our_server(root, options.workers, 256)),
            *(target for target in (stack.enter_context(peer(release)) for peer in peers) if target is not None),
        ]
        _rates(targets, options)
        _latencies([targets[0], *targets[2:]], options)
        _memory(root, release)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", type=Path, help="a store's directory; without it, synthetic claims are made")
    parser.add_argument("--triples", type=int, default=1_000_000, help="about how many triples to make (%(default)s)")
    parser.add_argument("--seconds", type=float, default=3.0, help="longest time a figure takes (%(default)s)")
    parser.add_argument("--requests", type=int, default=60_000, help="most requests a figure takes (%(default)s)")
    parser.add_argument("--clients", type=int, default=8, help="client processes (%(default)s)")
    parser.add_argument("--workers", type=int, default=4, help="query workers of our server (%(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="of which the best counts (%(default)s)")
    return parser.parse_args()


def _rates(targets: list[Target], options: argparse.Namespace) -> None:
    load = Load(options.clients, options.seconds, options.requests)
    print(
        f"{'requests/s':<12}{''.join(f'{t.name:>18}' for t in targets)}{'ours/disk':>11}{'ours/memory':>13}{'kept/disk':>11}"
    )
    for kind in KINDS:
        queries = queries_of(kind, targets[0])
        must_agree(queries[0], targets)
        rounds = [[rate(target, queries, load) for target in targets] for _ in range(options.rounds)]
        best = [max(found) for found in zip(*rounds, strict=True)]
        ours, kept, disk, memory = best[:4]
        figures = "".join(f"{found:>18,.0f}" for found in best)
        print(f"{kind:<12}{figures}{ours / disk:>11.2f}{ours / memory:>13.2f}{kept / disk:>11.2f}", flush=True)


def _latencies(targets: list[Target], options: argparse.Namespace) -> None:
    queries = [query for kind in MIXED for query in queries_of(kind, targets[0])[:1]]
    print(f"\n{'32 clients, a mix of the four short kinds':<48}{'p50 ms':>10}{'p99 ms':>10}")
    for target in targets:
        took = latencies(target, queries, Load(32, 2 * options.seconds, options.requests))
        print(
            f"{target.name:<48}{took[len(took) // 2] * 1000:>10.1f}{took[len(took) * 99 // 100] * 1000:>10.1f}",
            flush=True,
        )


def _memory(root: Path, release: Release) -> None:
    with our_server(root, 2, 64) as target:
        for kind in MIXED:
            rate(target, queries_of(kind, target), Load(4, 1.0, 2000))
        print(
            f"\nmemory with 2 workers, {release.manifest.triples:,} triples: {proportional_set_size(target.pid):,.0f} MB"
        )


if __name__ == "__main__":
    sys.exit(main())
