"""The index of an export folder, `index.json`: its files, with what a catalogue and a checker need to know of each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from graph_store.errors import ExportError
from graph_store.exports.tables import Title

NAME: Final = "index.json"


@dataclass(frozen=True)
class FileEntry:
    """One file of the folder."""

    name: str
    kind: Literal["dataset", "graph", "table", "metadata", "readme"]
    """`dataset`: named graphs; `graph`: the union of them; `table`: rows; `metadata`: of the tables, or sums."""
    table: str | None
    """The table's name; None where the file is none."""
    format: str
    """Short name: of `graph_store.formats`, or csv, parquet, csvw, markdown, sha256sums."""
    media_type: str
    """Of the content before compression."""
    compression: str | None
    """gzip, zstd, or None."""
    bytes: int
    """Size as the file lies there."""
    sha256: str
    """Of the file as it lies there, in hexadecimal."""
    rdfc10: str | None
    """`graph_store.canonical` hash of the content; None where the file is no RDF."""
    rows: int | None
    """Rows of a table, triples of a graph, quads of a dataset; None for other files."""
    title: Title


@dataclass(frozen=True)
class Index:
    """What an export folder holds."""

    release: str
    created: str
    """When the export was made, UTC, ISO 8601."""
    files: tuple[FileEntry, ...]

    @classmethod
    def at(cls, folder: Path) -> Index:
        """The index of a folder. Raises `ExportError` where there is none, or it can't be read."""
        path = folder / NAME
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            files = tuple(FileEntry(**{**entry, "title": Title(**entry["title"])}) for entry in content["files"])
            return cls(content["release"], content["created"], files)
        except FileNotFoundError:
            raise ExportError(f"{folder}: no export here ({NAME} is missing)") from None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ExportError(f"{path}: {error}") from error

    def to_json(self) -> bytes:
        """The index as the bytes of `index.json`."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode() + b"\n"
