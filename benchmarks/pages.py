"""How long the server takes to render its pages over a large graph, with how many queries, and how heavy they are.

    python benchmarks/pages.py --from data        on the articles of a store, multiplied to a million triples
    python benchmarks/pages.py --store large      on a store as it is

Pages are asked of the application in this process, over the query processes that `thidua serve` would start; nothing is kept but what
every first page of a release makes (the search index, the counts of the front page). Of each type of page up to ten are asked for, in
both languages, three times each; the figures are the median of the first requests of each page (of what it reads nothing is kept), the
median and the slowest tenth of all. The weight of the front page is what a browser
that has nothing yet receives: the page, its style sheets and its script, as they are and as gzip.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient
from pages_store import multiplied

from graph_store.pool.opening import TwofoldEngine, open_pool
from graph_store.releases import ReleaseStore
from ontology.names import ID
from server.app import create_app
from server.config import ServerConfig
from server.source import Reading, ReleaseSource

CLASSES = {
    "bloc": "td:Bloc", "province": "td:Province", "official": "td:Official", "award": "td:Award", "indicator": "td:Indicator",
    "conference": "td:Conference", "article": "schema:NewsArticle", "claim": "td:Claim", "cell": "td:Cell",
}  # fmt: skip
"""Of each, those that the most statements name."""

FIXED = {
    "front": ("/",),
    "compare": ("/compare?area=bac-giang&area=ha-nam&of=grdp~growth",),
    "search": ("/search?q=soc+trang", "/search?q=tinh", "/search?kind=province"),
    "query": ("/query",),
    "downloads": ("/downloads",),
    "API guide": ("/api-guide",),
}
MOST = {"claim": 200, "cell": 200}


def main() -> None:
    """Run the benchmark and print its table."""
    options = _options()
    with ExitStack() as stack:
        root = options.store
        if root is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            root = multiplied(options.source, folder, options.triples)
        config = ServerConfig(store=root, query_workers=options.workers)
        release = ReleaseStore(root).current()
        source = ReleaseSource(root, lambda r: open_pool(r, config.limits, config.graph_in, config.memory_megabytes))
        reading = source.current()
        stack.callback(reading.engine.close)  # type: ignore[attr-defined]
        print(f"release {release.id}: {release.manifest.triples:,} triples, {release.manifest.claims:,} claims")
        while isinstance(reading.engine, TwofoldEngine) and not reading.engine.in_memory:
            time.sleep(0.1)
        client = create_app(config, source).test_client()
        _first(client)
        _table(client, reading, options)
        _weight(client)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", type=Path, help="a store to look at as it is")
    parser.add_argument(
        "--from", dest="source", type=Path, default=Path("data"), help="the store to multiply (%(default)s)"
    )
    parser.add_argument("--triples", type=int, default=1_000_000, help="about how many triples to make (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="query processes of each kind (%(default)s)")
    parser.add_argument("--pages", type=int, default=10, help="pages of a type (%(default)s)")
    return parser.parse_args()


def _first(client: FlaskClient) -> None:
    """What the first pages of a release make."""
    for path in ("/vi/search?q=a", "/vi/", "/en/", "/vi/compare", "/vi/downloads", "/vi/api-guide"):
        begun = time.perf_counter()
        status = client.get(path).status_code
        print(f"first {path}: {1000 * (time.perf_counter() - begun):,.0f} ms")
        if status != 200:
            sys.exit(f"{path}: {status}")


def _table(client: FlaskClient, reading: Reading, options: argparse.Namespace) -> None:
    print(
        f"\n{'page':<14}{'pages':>7}{'first ms':>12}{'median ms':>12}{'p90 ms':>10}{'queries':>10}{'kB':>8}{'kB gzip':>10}"
    )
    counted = _counting(reading)
    for kind in (*FIXED, *CLASSES):
        paths = FIXED.get(kind) or tuple(_paths(reading, kind, options.pages))
        first: list[float] = []
        took, queries, sizes, packed = [], [], [], []
        for path in paths:
            for language in ("vi", "en"):
                for _ in range(3):
                    before, begun = counted[0], time.perf_counter()
                    answer = client.get(f"/{language}{path}")
                    took.append(1000 * (time.perf_counter() - begun))
                    queries.append(counted[0] - before)
                    if answer.status_code != 200:
                        sys.exit(f"/{language}{path}: {answer.status_code}")
                first.append(took[-3])
                sizes.append(len(answer.data) / 1000)
                packed.append(len(gzip.compress(answer.data)) / 1000)
        slow = statistics.quantiles(took, n=10)[-1]
        print(
            f"{kind:<14}{len(paths):>7}{statistics.median(first[::2]):>12.1f}{statistics.median(took):>12.1f}{slow:>10.1f}{statistics.median(queries):>10.0f}"
            f"{statistics.median(sizes):>8.0f}{statistics.median(packed):>10.0f}",
            flush=True,
        )


def _counting(reading: Reading) -> list[int]:
    """How many queries the reading has been asked, from now on."""
    counted, engine = [0], reading.engine
    query = engine.query

    def counting(*arguments: object, **more: object) -> object:
        counted[0] += 1
        return query(*arguments, **more)  # type: ignore[arg-type]

    engine.query = counting  # type: ignore[method-assign, assignment]
    return counted


def _paths(reading: Reading, kind: str, most: int) -> Iterator[str]:
    """Pages of a class: those that the most statements name, or for a class of many the first."""
    chosen = f"SELECT ?e {{ ?e a {CLASSES[kind]} }} LIMIT {MOST.get(kind, 5_000)}"
    query = f"SELECT ?e (COUNT(?s) AS ?n) {{ {{ {chosen} }} ?s ?p ?e }} GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT {most}"
    for row in reading.rows(query):
        if row["e"].value.startswith(str(ID)):
            yield f"/page/{quote(row['e'].value.removeprefix(str(ID)))}"


def _weight(client: FlaskClient) -> None:
    page = client.get("/vi/").data
    parts = {"page": page}
    for address in re.findall(
        rb'<(?:link rel="stylesheet"|link rel="icon"|script)[^>]*?(?:href|src)="(/static/[^"]+)"', page
    ):
        with client.get(address.decode()) as answer:
            parts[address.decode()] = answer.data
    print("\nfront page: " + ", ".join(f"{name} {len(part) / 1000:.1f} kB" for name, part in parts.items()))
    whole, packed = sum(map(len, parts.values())), sum(len(gzip.compress(part)) for part in parts.values())
    scripts = sum(len(gzip.compress(part)) for name, part in parts.items() if name.endswith(".js"))
    print(f"in all {whole / 1000:.1f} kB, as gzip {packed / 1000:.1f} kB; JavaScript {scripts / 1000:.1f} kB as gzip")


if __name__ == "__main__":
    main()
