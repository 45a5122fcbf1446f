"""Whether the memory of an export grows with the number of articles: peak resident memory and seconds, for stores of several sizes.

    python benchmarks/exports.py [--articles 100 400] [--compression gzip|zstd|none]

Each size is a store of synthetic articles of ten claims, made of one template, with the reference data; no text is read by the
pipeline. Each export runs in a process of its own, which tells its peak of resident memory (`VmHWM`, Linux) before the export, when
the libraries are loaded and the release is open, and after it. `MB read` is the peak of a process that does nothing but read every
quad of the release by pyoxigraph: RocksDB's caches and indices are in both, and are not ours. `seconds` are of the export alone;
those of its parts are printed for the last size. `quads` count the statements of the named graphs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory import peak

from graph_store.export import named_quads
from graph_store.exports.folder import export_release
from graph_store.releases import ReleaseStore


def main() -> None:
    """Make the stores, export each in a process of its own, print the table."""
    arguments = _arguments()
    if arguments.child:
        done = _read(arguments.child) if arguments.read else _exported(arguments.child, arguments.compression)
        print(json.dumps(done))
        return
    # Not loaded by the processes that are measured: the pipeline takes more memory than an export.
    from synthetic_articles import CLAIMS, build  # noqa: PLC0415

    print(f"{'articles':>9} {'claims':>9} {'quads':>11} {'seconds':>8} {'MB before':>10} {'MB peak':>8} {'MB read':>8}")
    parts: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for articles in arguments.articles:
            root = Path(folder, str(articles))
            build(root, articles)
            command = [sys.executable, __file__, "--child", str(root), "--compression", arguments.compression]
            told, read = (
                json.loads(subprocess.run(each, check=True, stdout=subprocess.PIPE, text=True).stdout)
                for each in (command, [*command, "--read"])
            )
            parts = told["parts"]
            print(
                f"{articles:>9,} {articles * CLAIMS:>9,} {told['quads']:>11,} {told['seconds']:>8.1f} "
                f"{told['before']:>10.0f} {told['peak']:>8.0f} {read['peak']:>8.0f}"
            )
    print("\nseconds of the last, by part:", ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[100, 400])
    parser.add_argument("--compression", choices=["gzip", "zstd", "none"], default="zstd")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


class _Clock:
    """Progress that notes how long each part took."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self._part, self._since = "", time.monotonic()

    def begin(self, part: str, unit: str, total: int | None) -> None:
        self.end()
        self._part = part

    def advance(self, units: int) -> None:
        pass

    def end(self) -> None:
        now = time.monotonic()
        if self._part:
            self.parts[self._part] = now - self._since
        self._since = now


def _exported(root: Path, compression: str) -> dict[str, object]:
    """Export the store's release; what it took."""
    release = ReleaseStore(root).current()
    release.open()
    before, clock, start = peak(), _Clock(), time.monotonic()
    export_release(release, root / "all", clock, None if compression == "none" else compression)
    clock.end()
    return {
        "quads": release.manifest.quads, "seconds": time.monotonic() - start, "before": before, "peak": peak(),
        "parts": clock.parts,
    }  # fmt: skip


def _read(root: Path) -> dict[str, object]:
    """Read every quad of the store's release, and nothing else."""
    for _ in named_quads(ReleaseStore(root).current().open()):
        pass
    return {"peak": peak()}


if __name__ == "__main__":
    main()
