"""The exports of a release as `dcat:Distribution`s, read from the index that lies beside the files.

    root/exports/<release id>/index.json

DCAT 3, section 6.8; DCAT-AP 3.0.1, Distribution and Checksum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Triple

from graph_store.catalogue.names import DCAT, DCATAP, EU, IANA, SPDX, VOID, export_address
from graph_store.catalogue.terms import link, typed, words
from graph_store.exports.index import NAME, ExportIndexError, FileEntry, Index, exports_folder
from ontology import mint
from ontology.names import DCTERMS, FOAF, LICENCE, RDF, XSD

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

_DATA: Final = frozenset({"dataset", "graph", "table"})


def exported_files(root: Path, release_id: str) -> tuple[FileEntry, ...]:
    """The exports of a release in the store at `root`; none where it was not exported.

    Raises `ExportIndexError`, naming the index and what is wrong with it.
    """
    folder = exports_folder(root, release_id)
    if not (folder / NAME).exists():
        return ()
    index = Index.at(folder)
    if index.release != release_id:
        raise ExportIndexError(f"{folder / NAME}: it is the index of {index.release!r}, not of {release_id}")
    return index.files


def distributions(release_id: str, files: Iterable[FileEntry]) -> list[Triple]:
    """The files as distributions of the release.

    A README is a page about what it goes with, and metadata (CSVW) is a schema that its tables conform to.
    """
    known = tuple(files)
    found: list[Triple] = []
    for file in known:
        if file.kind in _DATA:
            found += _distribution(release_id, file, [other for other in known if _goes_with(other, file)])
        elif file.kind == "readme" and file.table is None:
            found += _page(mint.release(release_id), release_id, file)
    return found


def _goes_with(other: FileEntry, file: FileEntry) -> bool:
    """Whether a README or metadata is about the file of a table."""
    if file.kind != "table" or other.table not in {None, file.table}:
        return False
    return other.kind == "readme" or (other.kind == "metadata" and file.media_type == "text/csv")


def _distribution(release_id: str, file: FileEntry, beside: Iterable[FileEntry]) -> Iterator[Triple]:
    dataset = mint.release(release_id)
    node = f"{dataset}#{export_address(release_id, file.name).rpartition('/')[2]}"
    address = export_address(release_id, file.name)
    yield link(dataset, DCAT.distribution, node)
    if file.kind != "table":
        yield link(dataset, VOID.dataDump, address)
    yield link(node, RDF.type, DCAT.Distribution)
    yield from words(node, (DCTERMS.title, DCTERMS.description), file.title.by_language)
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
            yield from words(schema, (DCTERMS.title,), other.title.by_language)


def _media_type(node: str, predicate: str, name: str) -> Iterator[Triple]:
    yield link(node, predicate, IANA[name])
    yield link(IANA[name], RDF.type, DCTERMS.MediaType)


def _checksum(node: str, sha256: str) -> Iterator[Triple]:
    checksum = f"{node}-sha256"
    yield link(node, SPDX.checksum, checksum)
    yield link(checksum, RDF.type, SPDX.Checksum)
    yield link(checksum, SPDX.algorithm, _SHA256)
    yield typed(checksum, SPDX.checksumValue, sha256, XSD.hexBinary)


def _page(node: str, release_id: str, file: FileEntry) -> Iterator[Triple]:
    address = export_address(release_id, file.name)
    yield link(node, FOAF.page, address)
    yield link(address, RDF.type, FOAF.Document)
    yield from words(address, (DCTERMS.title,), file.title.by_language)
