"""The files of an export: which there are, and writing them into a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import IO, Final, Literal, Protocol, TypeVar, cast

from pyoxigraph import DefaultGraph, Quad, Store

from graph_store import compression as packing
from graph_store.canonical import Canonical, canonical
from graph_store.errors import ExportError, UnrepresentableError
from graph_store.export import named_quads, write
from graph_store.exports import csvw, readme
from graph_store.exports.index import FileEntry
from graph_store.exports.rows import batches
from graph_store.exports.tables import Table, Title, tables
from graph_store.exports.terms import TITLE, citation
from graph_store.exports.writers import TableFiles, table_files
from graph_store.formats import DATASETS, GRAPHS, media_type
from graph_store.release import Manifest, Release
from ontology import mint
from ontology.names import LICENCE

_T = TypeVar("_T")

_NAMES: Final = {
    "nquads": "N-Quads",
    "trig": "TriG",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
}
_CONTENT: Final = {
    "dataset": Title("các đồ thị có tên", "the named graphs"),
    "graph": Title("hợp của các đồ thị có tên", "the union of the named graphs"),
}
_TABLE_FORMATS: Final = {"csv": ("CSV", "text/csv"), "parquet": ("Parquet", "application/vnd.apache.parquet")}

_OFTEN: Final = 10_000
"""Quads between two reports of progress."""


class ExportProgress(Protocol):
    """Told of each part of an export as it begins, and of how far it has come."""

    def begin(self, part: str, unit: str, total: int | None) -> None:
        """A part begins: a file's name, or what is done, of `total` units where that is known."""
        ...

    def advance(self, units: int) -> None:
        """So many units more are done."""
        ...


class ExportWriter:
    """Writes the files of a release into the folder `folder`; `entries` are those written so far, in the order of the index.

    `left_out` has a reason for each file that could not be written since its format can't hold the content.
    """

    def __init__(self, release: Release, folder: Path, compression: str | None, progress: ExportProgress) -> None:
        self.entries: Final[list[FileEntry]] = []
        self.left_out: Final[list[str]] = []
        self._manifest: Final[Manifest] = release.manifest
        self._store: Final[Store] = release.open()
        self._folder, self._compression, self._progress = folder, compression, progress

    def write_all(self) -> None:
        """Write everything but the index. Raises `ExportError` and `OSError`."""
        held = self._manifest
        dataset = self._hash("RDFC-1.0 hash of the named graphs", named_quads(self._store), held.quads)
        union = self._hash("RDFC-1.0 hash of their union", _union(self._store), held.triples)
        for format_ in DATASETS:
            self._write_rdf("dataset", format_, dataset)
        for format_ in GRAPHS:
            self._write_rdf("graph", format_, union)
        self._write_tables()
        self._write_text(
            csvw.NAME, csvw.table_group(held, tables().values()), "metadata", "csvw", "application/csvm+json"
        )
        described = list(self.entries)
        content = readme.readme(held, described, tables().values(), dataset, union, self.left_out)
        self._write_text(readme.NAME, content, "readme", "markdown", "text/markdown")
        sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in self.entries)
        self._write_text(readme.SUMS, sums.encode(), "metadata", "sha256sums", "text/plain")

    def _hash(self, part: str, quads: Iterable[Quad], total: int) -> Canonical:
        self._progress.begin(part, "quads", total)
        return canonical(self._counted(quads), scratch=self._folder)

    def _write_rdf(self, kind: Literal["dataset", "graph"], format_: str, held: Canonical) -> None:
        extension = {**DATASETS, **GRAPHS}[format_].file_extension
        packed = packing.ENDINGS[self._compression] if self._compression else ""
        path = self._folder / f"{'dataset' if kind == 'dataset' else 'union'}.{extension}{packed}"
        self._progress.begin(path.name, "B", None)
        try:
            with path.open("wb") as file, packing.compressing(file, self._compression) as output:
                write(self._store, format_, cast(IO[bytes], _Counting(output, self._progress)))
        except UnrepresentableError as error:
            path.unlink()
            self.left_out.append(f"{path.name}: {error}")
            return
        what = _CONTENT[kind]
        title = Title(f"{_NAMES[format_]}: {what.vi}", f"{_NAMES[format_]}: {what.en}")
        self._enter(
            path,
            kind,
            format_,
            media_type(format_),
            title,
            rdfc10=held.sha256,
            rows=held.quads,
            packed=self._compression,
        )

    def _write_tables(self) -> None:
        held = self._manifest
        about = {"title": TITLE.en, "release": held.id, "created": held.created, "licence": LICENCE}
        about |= {"iri": mint.release(held.id), "citation": citation(held)}
        self._progress.begin("tables", "articles", held.articles)
        with table_files(self._folder, tables().values(), about) as files:
            for rows in batches(self._store):
                for name, file in files.items():
                    file.add(rows[name])
                self._progress.advance(len(rows["articles"]))
        if files["claims"].rows != held.claims:
            raise ExportError(f"{files['claims'].rows:,} of the release's {held.claims:,} claims can be read")
        for file in files.values():
            for format_ in _TABLE_FORMATS:
                self._enter_table(file.table, format_, file)

    def _enter_table(self, table: Table, format_: str, written: TableFiles) -> None:
        name, type_ = _TABLE_FORMATS[format_]
        title = Title(f"{name}: {table.title.vi}", f"{name}: {table.title.en}")
        path = self._folder / f"{table.name}.{format_}"
        self._enter(path, "table", format_, type_, title, table=table.name, rows=written.rows)

    def _write_text(
        self, name: str, content: bytes, kind: Literal["metadata", "readme"], format_: str, type_: str
    ) -> None:
        path = self._folder / name
        path.write_bytes(content)
        self._enter(path, kind, format_, type_, _TEXTS[name])

    def _enter(  # noqa: PLR0913 - the fields of an entry
        self,
        path: Path,
        kind: Literal["dataset", "graph", "table", "metadata", "readme"],
        format_: str,
        type_: str,
        title: Title,
        *,
        table: str | None = None,
        rdfc10: str | None = None,
        rows: int | None = None,
        packed: str | None = None,
    ) -> None:
        size, digest = path.stat().st_size, sha256_of(path)
        entry = FileEntry(path.name, kind, table, format_, type_, packed, size, digest, rdfc10, rows, title)
        self.entries.append(entry)

    def _counted(self, items: Iterable[_T]) -> Iterator[_T]:
        for number, item in enumerate(items, 1):
            yield item
            if number % _OFTEN == 0:
                self._progress.advance(_OFTEN)


class _Counting:
    """A stream that tells how many bytes go through it."""

    def __init__(self, output: IO[bytes], progress: ExportProgress) -> None:
        self._output, self._progress = output, progress

    def write(self, piece: bytes) -> int:
        self._progress.advance(len(piece))
        return self._output.write(piece)

    def flush(self) -> None:
        self._output.flush()


_TEXTS: Final = {
    csvw.NAME: Title("Mô tả các bảng CSV (CSV on the Web)", "Description of the CSV tables (CSV on the Web)"),
    readme.NAME: Title("Hướng dẫn", "Guide"),
    readme.SUMS: Title("Mã SHA-256 của các tệp", "SHA-256 sums of the files"),
}


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as it lies there, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _union(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, DefaultGraph())
