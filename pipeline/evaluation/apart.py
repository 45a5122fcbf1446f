"""Reading articles in a process of its own, with files of an overlay in place of the project's (`ontology.overlay`).

Lexicons and tables are read once a process and kept, so other ones need another process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ontology.overlay import ROOT, VARIABLE
from pipeline.evaluation.gold import GoldArticle
from pipeline.evaluation.reading import Read, read_articles
from pipeline.readers import Refusal, read_paths


def read_apart(
    gold: Sequence[GoldArticle], overlay: Path, report: Callable[[Refusal], None], metadata: Sequence[Path] = ()
) -> list[Read]:
    """What the pipeline finds in articles with gold when the files in `overlay` stand in for its own.

    Raises `ChildProcessError` with what the process said where it failed.
    """
    paths = {one.article.id: str(one.article.path.resolve()) for one in gold}
    order = json.dumps({"paths": list(paths.values()), "metadata": [str(path.resolve()) for path in metadata]})
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-m", __name__],
        input=order,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {VARIABLE: str(overlay), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    if done.returncode:
        raise ChildProcessError(f"reading with the lexicons in {overlay} failed: {done.stderr.strip()}")
    found: dict[str, dict[str, Any]] = {}
    for line in done.stdout.splitlines():
        row = json.loads(line)
        if "article" in row:
            found[row["article"]] = row
        else:
            report(Refusal(Path(row["path"]), row["reason"], row["place"]))
    nothing: dict[str, Any] = {"found": [], "rules": []}
    rows = [(one, found.get(one.article.id, nothing)) for one in gold]
    return [Read(one.article, one.claims, row["found"], row["rules"]) for one, row in rows]


def _main() -> None:
    """Read the articles that standard input names; one JSON object a line for each, and for each refusal."""

    def report(refusal: Refusal) -> None:
        print(json.dumps({"path": str(refusal.path), "reason": refusal.reason, "place": refusal.place}))

    order = json.load(sys.stdin)
    articles = read_paths([Path(path) for path in order["paths"]], report, [Path(path) for path in order["metadata"]])
    for read in read_articles(articles, report):
        print(json.dumps({"article": read.article.id, "found": read.found, "rules": read.rules}))


if __name__ == "__main__":
    try:
        _main()
    except KeyboardInterrupt:
        sys.exit(130)  # the process that started this one is interrupted as well, and tells
