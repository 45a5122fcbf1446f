"""The page of errors: one HTML file that holds its style, scripts and articles, works offline, and exports corrected gold.

It holds articles in full: of articles that belong to their publishers it is for the maintainer's own eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.evaluation.files import write_whole
from pipeline.evaluation.reading import Read
from pipeline.evaluation.report.data import labels, page_data, shown_articles
from pipeline.evaluation.scores import Score
from pipeline.run import Extractor

__all__ = ["write_report"]

_FOLDER: Final = Path(__file__).parent
_SCRIPTS: Final = ("offsets.js", "ledger.js", "editor.js", "workbench.js", "page.js")
"""In the order in which they need each other."""


def write_report(path: Path, reads: Sequence[Read], scores: Sequence[Score]) -> None:
    """Write the page about `reads`, whose figures are `scores` (the last row counts all facts), to `path`."""
    environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    # Keys keep their order, so that exported gold lines read as the lines that came in.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    articles = shown_articles(reads, Extractor())
    page = environment.get_template("report.html").render(
        articles=articles,
        scores=scores,
        labels=labels(),
        data=page_data(reads),
        style=Markup(_text("report.css")),
        scripts=[Markup(_text(name)) for name in _SCRIPTS],
        missed=sum(one.error.kind == "missed" for article in articles for one in article.errors),
        wrong=sum(one.error.kind == "wrong" for article in articles for one in article.errors),
        kinds=sorted({one.error.fact.kind for article in articles for one in article.errors}),
    )
    write_whole(path, page)


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
