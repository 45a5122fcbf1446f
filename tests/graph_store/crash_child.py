"""Run by the crash tests in processes of their own: builds a release of synthetic articles, tells what it has done, and
may kill itself.

It is run with the globals TASK (store, round, step or None) and SAY (given each line). Each round changes some of 40
articles and adds 10. With a step, the process kills itself (SIGKILL) at that many of the steps that publishing takes:
every file or directory forced to the disk, every rename, every removal.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graph_store import draft as drafts
from graph_store import files, releases
from ontology import mint


def triples(article: int, round_: int) -> list[Triple]:
    version = round_ if article % 4 == 0 else 0
    subject = NamedNode(mint.article(f"a-{article}"))
    return [
        Triple(subject, NamedNode(f"http://example.org/{n}"), Literal(f"{article} {version} {n}")) for n in range(60)
    ]


def main(say: Callable[[str], None], root: Path, round_: int, fatal_step: int | None) -> None:
    steps = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            say(f"step {steps}")
            if steps == fatal_step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)

        return wrapper

    drafts._BATCH, drafts._BULK = 600, 400  # type: ignore[misc]  # so that much is written before publishing
    with releases.ReleaseStore(root).draft() as draft:
        for article in range(40 + 10 * round_):
            text = f"bài {article} {round_ if article % 4 == 0 else 0}"
            draft.put_article(
                f"a-{article}", mint.article_graph(f"a-{article}"), triples(article, round_), text.encode()
            )
            say(f"article {article}")
        files.sync_file = counted(files.sync_file)
        releases.sync_file = counted(releases.sync_file)  # type: ignore[attr-defined]
        Path.replace = counted(Path.replace)  # type: ignore[method-assign]
        Path.rename = counted(Path.rename)  # type: ignore[method-assign]
        Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]
        draft.publish()
    say("published")


if "TASK" in globals():
    main(globals()["SAY"], *globals()["TASK"])
