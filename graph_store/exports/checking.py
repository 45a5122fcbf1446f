"""Checking an export folder: every file there, as it was written, and read back with the content it is to have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import parse

from graph_store import compression
from graph_store.canonical import Canonical, canonical
from graph_store.errors import ExportError
from graph_store.exports import index
from graph_store.exports.files import ExportProgress, sha256_of
from graph_store.exports.index import FileEntry, Index
from graph_store.exports.writers import rows_of
from graph_store.formats import DATASETS, GRAPHS


def folder_faults(folder: Path, progress: ExportProgress) -> Iterator[str]:
    """What is wrong with an export folder, a line a fault, naming the file; nothing where it is as it was written.

    Each file's size and SHA-256 are compared with the index, and RDF files and tables are read back: RDFC-1.0 hash, number
    of rows. Raises `ExportError` where there is no index.
    """
    listed = Index.at(folder)
    for entry in listed.files:
        progress.begin(entry.name, "B", entry.bytes)
        fault = _fault(folder / entry.name, entry)
        if fault:
            yield f"{entry.name}: {fault}"
        progress.advance(entry.bytes)
    names = {entry.name for entry in listed.files} | {index.NAME}
    yield from sorted(f"{path.name}: not listed in {index.NAME}" for path in folder.iterdir() if path.name not in names)


def rdf_content(path: Path, entry: FileEntry) -> Canonical:
    """What an RDF file holds. Raises `ExportError` where it can't be read."""
    format_ = {**DATASETS, **GRAPHS}[entry.format]
    try:
        with compression.decompressed(path, entry.compression) as file:
            return canonical(parse(file, format=format_))
    except (OSError, EOFError, ValueError, SyntaxError) as error:
        raise ExportError(f"can't be read: {error}") from error


def _fault(path: Path, entry: FileEntry) -> str | None:
    try:
        size = path.stat().st_size
        if size != entry.bytes:
            return f"{size:,} bytes instead of {entry.bytes:,}"
        if sha256_of(path) != entry.sha256:
            return f"its SHA-256 is not {entry.sha256}"
        if entry.rdfc10 is not None and rdf_content(path, entry).sha256 != entry.rdfc10:
            return f"its RDFC-1.0 hash is not {entry.rdfc10}"
        if entry.kind == "table" and rows_of(path) != entry.rows:
            return f"{rows_of(path):,} rows instead of {entry.rows:,}"
    except OSError as error:
        return error.strerror or str(error)
    except ExportError as error:
        return str(error)
    return None
