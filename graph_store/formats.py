"""The formats of answers and of exports: short name, media type and the serialiser of pyoxigraph."""

from __future__ import annotations

from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph_store.compression import without_ending
from ontology.names import PREFIXES

SOLUTIONS: Final[dict[str, QueryResultsFormat]] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""Formats of SELECT and ASK answers, the default first."""

GRAPHS: Final[dict[str, RdfFormat]] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""Formats of CONSTRUCT and DESCRIBE answers and of one graph, the default first."""

DATASETS: Final[dict[str, RdfFormat]] = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
"""Formats that keep the named graphs apart, the default first."""


WRITTEN_PREFIXES: Final = {name: iri for name, iri in PREFIXES.items() if name != "id"}
"""Prefixes of written graphs. Our individuals' IRIs have slashes, which a prefixed name would have to escape."""


def media_type(name: str) -> str:
    """The media type of a format by its short name, without charset: `"csv"` gives `text/csv`.

    Raises `KeyError` on a name that no table above holds.
    """
    return _ALL[name].media_type.partition(";")[0]


def by_ending(file_name: str) -> str | None:
    """The short name of the format of graphs or datasets that a file's ending stands for (`.ttl`), None where none.

    An ending of a compression behind it (`.ttl.gz`) is passed over.
    """
    ending = without_ending(file_name).rpartition(".")[2]
    return next((name for name, format_ in {**DATASETS, **GRAPHS}.items() if format_.file_extension == ending), None)


def by_media_type(table: dict[str, QueryResultsFormat] | dict[str, RdfFormat]) -> dict[str, str]:
    """Media type to short name, for one of the tables above."""
    return {media_type(name): name for name in table}


_ALL: Final[dict[str, QueryResultsFormat | RdfFormat]] = {**SOLUTIONS, **GRAPHS, **DATASETS}
