"""What one more article costs a store of N, beside building all of them: wall clock of each, and of the stages of both.

    python benchmarks/builds.py [--articles N ...] [--unchecked] [--whole-folder] [--equal] [--keep FOLDER]

For each N the synthetic articles 0 to N-1 (`synthetic.py`) are built into a fresh store; then article N is added, as `thidua build
ONE-FILE` and, with --whole-folder, as `thidua build FOLDER` over all N+1. Each build is a process of its own, as for a user, its start
included. --equal builds all N+1 anew as well and compares the quads of both releases by a hash of their sorted N-Quads, which for
releases, whose nodes all have names, is as good as a canonical one.

--unchecked leaves SHACL out of the builds of all (what takes most of their time), to see at large N what grows with the store. Then the
seconds of building all say nothing, and no ratio is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from memory import peak
from synthetic import write_folder

HERE = Path(__file__).resolve()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[300])
    parser.add_argument("--unchecked", action="store_true")
    parser.add_argument("--whole-folder", action="store_true")
    parser.add_argument("--equal", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for articles and stores, kept; a store that is there is used")
    parser.add_argument("--child", nargs="+", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], asked.child[1:], unchecked=asked.unchecked)
        return
    for count in asked.articles:
        with folder_for(asked.keep) as folder:
            measure(folder, count, asked)


@contextmanager
def folder_for(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="thidua-builds-") as name:
        yield Path(name)


def measure(folder: Path, count: int, asked: argparse.Namespace) -> None:
    print(f"## {count:,} articles")
    articles, store = folder / f"articles-{count}", folder / f"store-{count}"
    write_folder(articles, count)
    full = None
    if not (store / "current").exists():
        full = run([articles], store, unchecked=asked.unchecked)
        show("all", full)
    write_folder(articles, 1, first=count)
    (new,) = articles.rglob(f"*-{count:06}.txt")
    one = run([new], store)
    show("one more, its file alone", one)
    if full and not asked.unchecked:
        print(f"all / one more: {full['seconds'] / one['seconds']:.1f}")
    if asked.whole_folder:
        second = folder / f"second-{count}"
        write_folder(second, 1, first=count + 1)
        for path in second.rglob("*.txt"):
            path.rename(articles / path.name)
        show("one more, the whole folder", run([articles], store))
    if asked.equal:
        anew = folder / f"anew-{count}"
        run([articles], anew, unchecked=asked.unchecked)
        same = digest(store) == digest(anew)
        print(f"the same quads as building all: {'yes' if same else 'NO'}")


def run(paths: list[Path], store: Path, *, unchecked: bool = False) -> dict[str, Any]:
    """Build in a process of its own; its stages and the seconds of the whole process."""
    flags = ["--unchecked"] if unchecked else []
    began = time.perf_counter()
    done = subprocess.run([sys.executable, HERE, *flags, "--child", store, *paths], check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(done.stdout)
    return {**told, "seconds": time.perf_counter() - began}


def show(name: str, told: dict[str, Any]) -> None:
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in told["stages"].items() if seconds >= 0.005)
    print(f"{name}: {told['seconds']:.2f} s, {told['articles']:,} articles in the store, {told['triples']:,} triples, "
          f"peak {told['peak']:,.0f} MB\n    {stages}", flush=True)  # fmt: skip


def child(store: Path, paths: list[Path], *, unchecked: bool) -> None:
    """One build, its stages timed, as JSON on standard output."""
    began = time.perf_counter()
    from graph_store.checking import ArticleChecker  # noqa: PLC0415 - loading is part of what is timed
    from graph_store.releases import ReleaseStore  # noqa: PLC0415
    from thidua.build import build  # noqa: PLC0415
    from thidua.progress import progress  # noqa: PLC0415
    from thidua.spread import Spread  # noqa: PLC0415

    clock = Clock()
    clock.add("import", time.perf_counter() - began)
    clock.watch_build()
    if unchecked:
        ArticleChecker.check = lambda self, items, content: ((item, []) for item in items)  # type: ignore[method-assign]
    with progress(sys.stderr) as shown:
        report = build(ReleaseStore(store), paths, [], shown, Spread(0))
    if report.release is None:
        raise SystemExit("nothing was published")
    manifest = report.release.manifest
    told = {"stages": clock.seconds, "articles": manifest.articles, "triples": manifest.triples, "peak": peak()}
    print(json.dumps(told))


class Clock:
    """Seconds by stage. Stages may lie within each other; generators are not watched."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def add(self, stage: str, seconds: float) -> None:
        self.seconds[stage] += seconds

    def watch(self, owner: Any, name: str, stage: str | None = None) -> None:
        own: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return own(*args, **named)
            finally:
                self.add(stage or name.strip("_"), time.perf_counter() - began)

        setattr(owner, name, timed)

    def watch_build(self) -> None:
        from graph_store import draft  # noqa: PLC0415
        from graph_store.draft import Draft  # noqa: PLC0415
        from thidua import background, build, intake  # noqa: PLC0415

        for owner, names in (
            (build, ("load_extractor", "ArticleValidator")),
            (Draft, ("__init__", "put_article", "has_article", "put_graph", "publish", "_write", "_link_unchanged_texts")),
            (background.Background, ("put_ontology", "put_cubes")),
            (intake.Intake, ("__init__", "take", "_sort_out", "attach_signatures")),
            (draft, ("count", "sync_tree")),
        ):  # fmt: skip
            for name in names:
                if hasattr(owner, name):
                    self.watch(owner, name, f"{owner.__name__}.{name}" if name == "__init__" else None)


def digest(store: Path) -> str:
    """A hash of the sorted quads of the current release's named graphs."""
    from pyoxigraph import DefaultGraph, NamedNode  # noqa: PLC0415 - as in `child`

    from graph_store.catalogue.names import GRAPH  # noqa: PLC0415
    from graph_store.releases import ReleaseStore  # noqa: PLC0415

    # The catalogue names its release, and the union holds what it states.
    apart = (DefaultGraph(), NamedNode(GRAPH))
    lines = sorted(str(quad) for quad in ReleaseStore(store).current().open() if quad.graph_name not in apart)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


if __name__ == "__main__":
    main()
