"""The description of the CSV tables (W3C Metadata Vocabulary for Tabular Data, 2015; Tabular Data to RDF)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from graph_store.exports.tables import CLAIM_KEY, Column, Kind, Table
from graph_store.exports.terms import SOURCE, TITLE
from graph_store.release import Manifest
from ontology import mint
from ontology.names import LICENCE, RDF

NAME: Final = "csv-metadata.json"
"""Where a CSVW processor looks of itself when it is given a CSV file of the folder (Model for Tabular Data, section 5.3)."""

_DATATYPES: Final[dict[Kind, str]] = {
    "iri": "anyURI",
    "string": "string",
    "integer": "integer",
    "decimal": "decimal",
    "number": "decimal",
    "date": "date",
}


def table_group(manifest: Manifest, tables: Iterable[Table]) -> bytes:
    """The table group as JSON: titles in both languages, datatypes, keys, and what each cell states in terms of the ontology."""
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _both(f"{TITLE.vi}, {manifest.id}", f"{TITLE.en}, {manifest.id}"),
        "dc:identifier": manifest.id,
        "dc:isPartOf": {"@id": mint.release(manifest.id)},
        "dc:created": {"@value": manifest.created, "@type": "xsd:dateTime"},
        "dc:license": {"@id": LICENCE},
        "dc:source": _both(SOURCE.vi, SOURCE.en),
        "tables": [_table(table) for table in tables],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _table(table: Table) -> dict[str, Any]:
    of_class = {"name": "row_class", "virtual": True, "propertyUrl": str(RDF.type), "valueUrl": table.class_}
    schema: dict[str, Any] = {
        "columns": [*map(_column, table.columns), of_class],
        "primaryKey": table.key,
        "aboutUrl": f"{{+{table.key}}}",
    }
    keys = _foreign_keys(table)
    if keys:
        schema["foreignKeys"] = keys
    return {"url": f"{table.name}.csv", "dc:title": _both(table.title.vi, table.title.en), "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        # The header is the name in no language, which must be among the titles.
        "titles": {"und": column.name, "vi": column.title.vi, "en": column.title.en},
        "datatype": _DATATYPES[column.kind],
    }
    if column.required:
        described["required"] = True
    if column.lang:
        described["lang"] = column.lang
    if column.property:
        described["propertyUrl"] = column.property
    if column.about:
        described["aboutUrl"] = column.about
    if column.kind == "iri":
        described["valueUrl"] = f"{{+{column.name}}}"
    if not column.shown or column.property is None:
        described["suppressOutput"] = True
    return described


def _foreign_keys(table: Table) -> list[dict[str, Any]]:
    columns = {column.name for column in table.columns}
    joins = {"article_iri": "articles", CLAIM_KEY: "claims"}
    return [
        {"columnReference": column, "reference": {"resource": f"{other}.csv", "columnReference": column}}
        for column, other in joins.items()
        if column in columns and other != table.name
    ]


def _both(vi: str, en: str) -> list[dict[str, str]]:
    return [{"@value": vi, "@language": "vi"}, {"@value": en, "@language": "en"}]
