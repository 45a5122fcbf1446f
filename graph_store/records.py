"""What a store writes down of its releases beside them: which are pinned, and which were removed.

    root/pins.json      id -> since, reason
    root/pruned.json    id -> removed, created, articles, claims, triples

A release's own directory never changes, so both lie in the store's; they are small and are replaced as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from graph_store.errors import StoreError
from graph_store.files import write_atomically

PINS: Final = "pins.json"
PRUNED: Final = "pruned.json"

Record = dict[str, dict[str, Any]]
"""By the id of a release, what is written of it."""


def read_record(path: Path) -> Record:
    """The record in that file, empty where there is none. Raises `StoreError` where it can't be read as one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: can't be read: {error}; mend it, or restore it from a backup") from error
    if not isinstance(content, dict) or not all(isinstance(value, dict) for value in content.values()):
        raise StoreError(f"{path}: is no JSON object of objects; mend it, or restore it from a backup")
    return content


def write_record(path: Path, record: Mapping[str, Mapping[str, Any]]) -> None:
    """Replace the record in that file."""
    write_atomically(path, json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n")
