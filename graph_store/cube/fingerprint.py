"""By what code, queries and structures cells are made: cells that others made are made anew."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from graph_store.cube.values import structure
from ontology import bounds, mint, names


def cubes_digest() -> str:
    """SHA-256 of what the cells follow from beside the claims."""
    lines = sorted(map(str, structure().triples))
    return sha256("\n".join([_code(), *lines]).encode()).hexdigest()


@cache
def _code() -> str:
    here = Path(__file__).parent
    found = sha256()
    ours = [*here.glob("*.py"), *(here.parent / "queries" / "cube").glob("*.rq")]
    for path in sorted([*ours, *(Path(module.__file__ or "") for module in (bounds, mint, names))]):
        found.update(path.name.encode() + b"\n" + path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()
