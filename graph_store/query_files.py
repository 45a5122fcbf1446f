"""The SPARQL of this package, which lies in `queries/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template
from typing import Final

_FOLDER: Final = Path(__file__).parent / "queries"


@cache
def query_text(name: str) -> str:
    """A query or an update as it stands in its file; `name` is the path below `queries/`: `cube/link-values.rq`."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def filled(name: str, **values: str) -> str:
    """A query of a file with `$name` replaced by text that is SPARQL already."""
    return Template(query_text(name)).substitute(values)
