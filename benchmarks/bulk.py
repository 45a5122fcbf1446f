"""A million triples of article graphs into a release, beside a bare `pyoxigraph.bulk_load` of the same: triples a second of wall clock.

    python benchmarks/bulk.py [--triples N ...] [--rounds R]

The graphs are those of synthetic articles (`synthetic.py`), extracted once and then given other article ids until there are enough, so
that every triple is of its own. They lie in a file of N-Quads, which is what the bare loads read; ours reads the same file, graph by
graph, and puts each through `Draft.put_article` with its text, and publishes: comparing, counting, compacting, syncing and all.
Parsing the file into triples of Python is given apart, since in a build they come from the extraction; it is not in our seconds.

A release keeps the union of its graphs in the default graph too, so that each triple is written twice. The fair peer loads the same
quads, those of the default graph among them; the other one the named graphs alone. Both are followed by `optimize` and `flush`, as ours
is. Each is a process of its own, and its peak memory is told; contenders take turns, and of R rounds the best counts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from memory import peak
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse, serialize
from synthetic import articles

HERE = Path(__file__).resolve()
_SAMPLE = 60
"""Articles that are extracted."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--child", nargs=3, metavar=("CONTENDER", "FOLDER", "STORE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], Path(asked.child[1]), Path(asked.child[2]))
        return
    for wanted in asked.triples:
        with tempfile.TemporaryDirectory(prefix="thidua-bulk-") as name:
            measure(Path(name), wanted, asked.rounds)


def measure(folder: Path, wanted: int, rounds: int) -> None:
    triples, graphs = write_graphs(folder, wanted)
    print(f"## {triples:,} triples in {graphs:,} articles")
    best: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for contender in CONTENDERS:
            store = folder / "store"
            done = subprocess.run(
                [sys.executable, HERE, "--child", contender, folder, store], check=True, stdout=subprocess.PIPE
            )
            told = json.loads(done.stdout)
            shutil.rmtree(store)
            if contender not in best or told["seconds"] < best[contender]["seconds"]:
                best[contender] = told
    ours = best["release"]["seconds"]
    for contender, told in best.items():
        print(f"{contender:15} {triples / told['seconds']:9,.0f} triples/s, {told['seconds']:6.2f} s ({told['cpu']:.2f} s of CPU), "
              f"peak {told['peak']:,.0f} MB, ours is {told['seconds'] / ours:.2f} of it", flush=True)  # fmt: skip


def write_graphs(folder: Path, wanted: int) -> tuple[int, int]:
    """Write `named.nq`, and `both.nq` with the triples in the default graph too; how many triples and graphs."""
    from pipeline.readers import Article  # noqa: PLC0415 - the measured processes need no spaCy
    from pipeline.run import Extractor  # noqa: PLC0415

    sample = (Article(a.id, a.text, Path(a.id), a.title, a.published) for a in articles(_SAMPLE))
    made = [
        (
            graph.article.id,
            graph.graph_iri,
            serialize(graph.triples, format=RdfFormat.N_TRIPLES) or b"",
            len(graph.triples),
        )
        for graph in Extractor().pipe(sample)
    ]
    count = graphs = 0
    with (folder / "named.nq").open("wb") as named, (folder / "both.nq").open("wb") as both:
        while count < wanted:
            id_, iri, content, size = made[graphs % len(made)]
            other = f"{id_}-{graphs:06}"
            lines = content.replace(id_.encode(), other.encode())
            quads = lines.replace(b" .\n", f" <{iri.replace(id_, other)}> .\n".encode())
            named.write(quads)
            both.write(quads + lines)
            count, graphs = count + size, graphs + 1
    return count, graphs


def child(contender: str, folder: Path, store: Path) -> None:
    told = CONTENDERS[contender](folder, store)
    print(json.dumps({**told, "peak": peak()}))


def load(file: Path, store: Path) -> dict[str, float]:
    began, cpu = time.perf_counter(), time.process_time()
    graph = Store(str(store))
    graph.bulk_load(path=str(file), format=RdfFormat.N_QUADS)
    graph.optimize()
    graph.flush()
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}


def release(folder: Path, root: Path) -> dict[str, float]:
    from graph_store.releases import ReleaseStore  # noqa: PLC0415 - the bare loads do without

    text = b"text " * 400
    parsing = parsing_cpu = 0.0
    began, cpu = time.perf_counter(), time.process_time()
    with ReleaseStore(root).draft() as draft:
        graphs = read_graphs(folder / "named.nq")
        while True:
            start, start_cpu = time.perf_counter(), time.process_time()
            found = next(graphs, None)
            parsing += time.perf_counter() - start
            parsing_cpu += time.process_time() - start_cpu
            if found is None:
                break
            iri, triples = found
            draft.put_article(iri.rpartition("/")[2], iri, triples, text)
        draft.publish()
    return {"seconds": time.perf_counter() - began - parsing, "cpu": time.process_time() - cpu - parsing_cpu}


def read_graphs(file: Path) -> Iterator[tuple[str, list[Triple]]]:
    quads = parse(path=str(file), format=RdfFormat.N_QUADS)
    for graph, same in groupby(quads, key=lambda quad: quad.graph_name):
        assert isinstance(graph, NamedNode)
        yield graph.value, [quad.triple for quad in same]


CONTENDERS = {
    "release": release,
    "bulk_load": lambda folder, store: load(folder / "both.nq", store),
    "bulk_load, named": lambda folder, store: load(folder / "named.nq", store),
}

if __name__ == "__main__":
    main()
