"""The exports of a release as `dcat:Distribution`s, read from the index that lies beside the files.

    root/exports/<release id>/index.json

DCAT 3, section 6.8; DCAT-AP 3.0.1, Distribution and Checksum.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Triple

from graph_store.catalogue.names import DCAT, DCATAP, EU, IANA, LICENCE, SPDX, VOID, export_address
from graph_store.catalogue.terms import link, typed, words
from graph_store.errors import StoreError
from ontology import mint
from ontology.names import DCTERMS, FOAF, RDF, XSD

FOLDER: Final = "exports"
"""Where the exports lie below the root of a store."""

_SHA256: Final = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_FILE_TYPES: Final = {
    "application/n-quads": "RDF_N_QUADS",
    "application/trig": "RDF_TRIG",
    "text/turtle": "RDF_TURTLE",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "text/csv": "CSV",
    "application/vnd.apache.parquet": "PARQUET",
}
"""Media type to the name in the table of file types of the European Union, where there is one."""

_NAME: Final = re.compile(r"[^/\\\0]+\Z")
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+\Z")
_SHA: Final = re.compile(r"[0-9a-f]{64}\Z")
_COMPRESSIONS: Final = (None, "gzip", "zstd")
_DATA: Final = frozenset({"dataset", "graph", "table"})


class ExportIndexError(StoreError):
    """An index of exports that is there but doesn't say what it must."""


@dataclass(frozen=True)
class ExportedFile:
    """One file of the exports of a release, as the index tells it."""

    name: str
    kind: str
    table: str | None
    media_type: str
    """Of the content before it was compressed."""
    compression: str | None
    bytes: int
    sha256: str
    title: Mapping[str, str]


def exported_files(root: Path, release_id: str) -> list[ExportedFile]:
    """The exports of a release in the store at `root`; none where it was not exported.

    Raises `ExportIndexError`, naming the index and what is wrong with it.
    """
    path = root / FOLDER / release_id / "index.json"
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        raise ExportIndexError(f"{path}: {error}") from error
    files = index.get("files") if isinstance(index, dict) else None
    if not isinstance(files, list):
        raise ExportIndexError(f"{path}: it has no list “files”")
    if index.get("release") != release_id:
        raise ExportIndexError(f"{path}: it is the index of {index.get('release')!r}, not of {release_id}")
    return [_file(entry, f"{path}, file {number}") for number, entry in enumerate(files, 1)]


def _file(entry: Any, place: str) -> ExportedFile:
    if not isinstance(entry, dict):
        raise ExportIndexError(f"{place}: it is no JSON object")
    title, size = entry.get("title"), entry.get("bytes")
    checks = {
        "name": isinstance(entry.get("name"), str) and _NAME.match(entry["name"]) and entry["name"] not in {".", ".."},
        "kind": isinstance(entry.get("kind"), str),
        "table": isinstance(entry.get("table"), str | None),
        "media_type": isinstance(entry.get("media_type"), str) and _MEDIA_TYPE.match(entry["media_type"]),
        "compression": entry.get("compression") in _COMPRESSIONS,
        "bytes": isinstance(size, int) and not isinstance(size, bool) and size >= 0,
        "sha256": isinstance(entry.get("sha256"), str) and _SHA.match(entry["sha256"]),
        "title": isinstance(title, dict) and all(isinstance(title.get(lang), str) for lang in ("vi", "en")),
    }
    for name, sound in checks.items():
        if not sound:
            raise ExportIndexError(f"{place}: “{name}” can't be {entry.get(name)!r}")
    kept: dict[str, Any] = {field.name: entry.get(field.name) for field in fields(ExportedFile)}
    return ExportedFile(**kept)


def distributions(release_id: str, files: Iterable[ExportedFile]) -> list[Triple]:
    """The files as distributions of the release.

    A README is a page about what it goes with, and metadata (CSVW) is a schema that its tables conform to.
    """
    known = list(files)
    found: list[Triple] = []
    for file in known:
        if file.kind in _DATA:
            found += _distribution(release_id, file, [other for other in known if _goes_with(other, file)])
        elif file.kind == "readme" and file.table is None:
            found += _page(mint.release(release_id), release_id, file)
    return found


def _goes_with(other: ExportedFile, file: ExportedFile) -> bool:
    """Whether a README or metadata is about the file of a table."""
    if file.kind != "table" or other.table not in {None, file.table}:
        return False
    return other.kind == "readme" or (other.kind == "metadata" and file.media_type == "text/csv")


def _distribution(release_id: str, file: ExportedFile, beside: Iterable[ExportedFile]) -> Iterator[Triple]:
    dataset = mint.release(release_id)
    node = f"{dataset}#{export_address(release_id, file.name).rpartition('/')[2]}"
    address = export_address(release_id, file.name)
    yield link(dataset, DCAT.distribution, node)
    if file.kind != "table":
        yield link(dataset, VOID.dataDump, address)
    yield link(node, RDF.type, DCAT.Distribution)
    yield from words(node, (DCTERMS.title, DCTERMS.description), {key: file.title[key] for key in ("vi", "en")})
    yield link(node, DCTERMS.license, LICENCE)
    yield link(node, DCATAP.availability, EU["planned-availability/STABLE"])
    yield link(node, DCAT.accessURL, address)
    yield link(node, DCAT.downloadURL, address)
    yield typed(node, DCAT.byteSize, file.bytes, XSD.nonNegativeInteger)
    yield from _media_type(node, DCAT.mediaType, file.media_type)
    if file.media_type in _FILE_TYPES:
        yield link(node, DCTERMS["format"], EU[f"file-type/{_FILE_TYPES[file.media_type]}"])
    if file.compression is not None:
        yield from _media_type(node, DCAT.compressFormat, f"application/{file.compression}")
    yield from _checksum(node, file.sha256)
    for other in beside:
        if other.kind == "readme":
            yield from _page(node, release_id, other)
        else:
            schema = export_address(release_id, other.name)
            yield link(node, DCTERMS.conformsTo, schema)
            yield link(schema, RDF.type, DCTERMS.Standard)
            yield from words(schema, (DCTERMS.title,), {key: other.title[key] for key in ("vi", "en")})


def _media_type(node: str, predicate: str, name: str) -> Iterator[Triple]:
    yield link(node, predicate, IANA[name])
    yield link(IANA[name], RDF.type, DCTERMS.MediaType)


def _checksum(node: str, sha256: str) -> Iterator[Triple]:
    checksum = f"{node}-sha256"
    yield link(node, SPDX.checksum, checksum)
    yield link(checksum, RDF.type, SPDX.Checksum)
    yield link(checksum, SPDX.algorithm, _SHA256)
    yield typed(checksum, SPDX.checksumValue, sha256, XSD.hexBinary)


def _page(node: str, release_id: str, file: ExportedFile) -> Iterator[Triple]:
    address = export_address(release_id, file.name)
    yield link(node, FOAF.page, address)
    yield link(address, RDF.type, FOAF.Document)
    yield from words(address, (DCTERMS.title,), {key: file.title[key] for key in ("vi", "en")})
