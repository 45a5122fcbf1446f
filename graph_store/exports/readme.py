"""The README of an export folder, from `readme.md.jinja`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined

from graph_store import compression
from graph_store.canonical import Canonical
from graph_store.exports import csvw
from graph_store.exports.index import FileEntry
from graph_store.exports.tables import Table
from graph_store.exports.terms import LICENCE_NAME, TITLE, citation
from graph_store.release import Manifest
from ontology.names import LICENCE

NAME: Final = "README.md"
SUMS: Final = "SHA256SUMS"

_TEMPLATE: Final = Path(__file__).with_name("readme.md.jinja")


@dataclass(frozen=True)
class _Opening:
    """How Python opens a file of a compression."""

    imports: str
    function: str

    def call(self, name: str) -> str:
        return f'{self.function}("{name}", "rb")'


_OPENINGS: Final = {
    None: _Opening("", "open"),
    "gzip": _Opening("import gzip\n", "gzip.open"),
    "zstd": _Opening("import zstandard\n", "zstandard.open"),
}
_CAT: Final = {None: "cat", "gzip": "zcat", "zstd": "zstdcat"}


def readme(
    manifest: Manifest,
    files: Sequence[FileEntry],
    tables: Iterable[Table],
    dataset: Canonical,
    union: Canonical,
    left_out: Iterable[str],
) -> bytes:
    """The README as Markdown in Vietnamese and English; `left_out` are the reasons for files that could not be written."""
    by_format = {file.format: file.name for file in files}
    packed = compression.by_ending(by_format["nquads"])
    # Markdown, not HTML: nothing is to be escaped.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters |= {"vi": lambda number: _number(number, "."), "en": lambda number: _number(number, ",")}
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    text = template.render(
        manifest=manifest,
        files=files,
        tables=list(tables),
        dataset=dataset,
        union=union,
        left_out=list(left_out),
        title=TITLE,
        licence=LICENCE,
        licence_name=LICENCE_NAME,
        citation=citation(manifest),
        csvw=csvw.NAME,
        sums=SUMS,
        nquads=by_format["nquads"],
        ntriples=by_format["ntriples"],
        opening=_OPENINGS[packed],
        cat=_CAT[packed],
    )
    return text.encode()


def _number(number: int | None, separator: str) -> str:
    return "" if number is None else f"{number:,}".replace(",", separator)
