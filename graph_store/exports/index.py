"""The index of an export folder, `index.json`: its files, with what a catalogue and a checker need to know of each."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from graph_store.compression import ENDINGS
from graph_store.errors import ExportError
from graph_store.exports.tables import Title

NAME: Final = "index.json"

_FILE_NAME: Final = re.compile(r"[^/\\\0]+\Z")
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+\Z")
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")


class ExportIndexError(ExportError):
    """An index of exports that is there but doesn't say what it must."""


def exports_folder(root: Path, release_id: str) -> Path:
    """Where the exports of a release lie in the store at `root`."""
    return root / "exports" / release_id


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
        """The index of a folder.

        Raises `ExportError` where there is none, `ExportIndexError`, naming the file and the field, where it is faulty.
        """
        path = folder / NAME
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise ExportError(f"{folder}: no export here ({NAME} is missing)") from None
        except (OSError, ValueError) as error:
            raise ExportIndexError(f"{path}: {error}") from error
        files = content.get("files") if isinstance(content, dict) else None
        if not isinstance(files, list):
            raise ExportIndexError(f"{path}: it has no list “files”")
        for name in ("release", "created"):
            if not isinstance(content.get(name), str):
                raise ExportIndexError(f"{path}: “{name}” can't be {content.get(name)!r}")
        entries = (_entry(entry, f"{path}, file {number}") for number, entry in enumerate(files, 1))
        return cls(content["release"], content["created"], tuple(entries))

    def to_json(self) -> bytes:
        """The index as the bytes of `index.json`."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode() + b"\n"


def _entry(entry: Any, place: str) -> FileEntry:
    if not isinstance(entry, dict):
        raise ExportIndexError(f"{place}: it is no JSON object")
    name = entry.get("name")
    title: Any = entry.get("title")
    checks = {
        "name": isinstance(name, str) and _FILE_NAME.match(name) and name not in {".", ".."},
        "kind": isinstance(entry.get("kind"), str),
        "table": isinstance(entry.get("table"), str | None),
        "format": isinstance(entry.get("format"), str),
        "media_type": isinstance(entry.get("media_type"), str) and _MEDIA_TYPE.match(entry["media_type"]),
        "compression": entry.get("compression") in {None, *ENDINGS},
        "bytes": _is_number(entry.get("bytes")),
        "sha256": isinstance(entry.get("sha256"), str) and _SHA256.match(entry["sha256"]),
        "rdfc10": isinstance(entry.get("rdfc10"), str | None),
        "rows": entry.get("rows") is None or _is_number(entry["rows"]),
        "title": isinstance(title, dict) and all(isinstance(title.get(lang), str) for lang in ("vi", "en")),
    }
    for field, sound in checks.items():
        if not sound:
            raise ExportIndexError(f"{place}: “{field}” can't be {entry.get(field)!r}")
    fields: dict[str, Any] = {field: entry.get(field) for field in checks}
    return FileEntry(**(fields | {"title": Title(title["vi"], title["en"])}))


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
