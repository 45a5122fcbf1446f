"""Tidy tables as CSV and as Parquet, written as their rows come."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from graph_store.errors import ExportError
from graph_store.exports.rows import Row, Value
from graph_store.exports.tables import Kind, Table

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError:  # an extra: who only builds and serves does without
    pa = parquet = None

_ROW_GROUP: Final = 8 << 20
"""Least size of a Parquet row group before compression, in bytes: it lies in memory until it is written, one a table."""

_TYPES: Final[dict[Kind, str]] = {
    "iri": "string",
    "string": "string",
    "integer": "int64",
    "decimal": "float64",
    "number": "float64",
    "date": "date32",
}
"""Arrow types. A decimal becomes a double, which pandas, R and DuckDB calculate with as it is: it keeps any 15 significant digits,
and newspapers print fewer. The CSV file and the graph keep every digit."""


class TableFiles:
    """The CSV and the Parquet file of a table, made by `table_files`."""

    def __init__(self, table: Table, text: IO[str], output: IO[bytes], about: Mapping[str, str]) -> None:
        self.table: Final = table
        self.rows = 0
        self._names = [column.name for column in table.columns]
        self._csv = csv.writer(text)
        self._csv.writerow(self._names)
        self._schema = _schema(table, about)
        self._parquet = parquet.ParquetWriter(output, self._schema, compression="zstd")
        self._waiting: list[Any] = []

    def add(self, rows: list[Row]) -> None:
        """Write rows; those for Parquet once they make up a row group."""
        if not rows:
            return
        self.rows += len(rows)
        self._csv.writerows([_text(row[name]) for name in self._names] for row in rows)
        columns = [pa.array([_plain(row[name]) for row in rows], self._schema.field(name).type) for name in self._names]
        self._waiting.append(pa.record_batch(columns, schema=self._schema))
        if sum(batch.nbytes for batch in self._waiting) >= _ROW_GROUP:
            self._write()

    def finish(self) -> None:
        """Write what is left, and the end of the Parquet file."""
        self._write()
        self._parquet.close()

    def abandon(self) -> None:
        """Close the Parquet file, whole or not, while its output is open; what goes wrong then has gone wrong before."""
        with suppress(OSError):
            self._parquet.close()
        self._parquet.is_open = False  # else it would try again when it is collected

    def _write(self) -> None:
        if self._waiting:
            group = pa.Table.from_batches(self._waiting)
            self._parquet.write_table(group, row_group_size=group.num_rows)
            self._waiting.clear()


@contextmanager
def table_files(folder: Path, tables: Iterable[Table], about: Mapping[str, str]) -> Iterator[dict[str, TableFiles]]:
    """The files NAME.csv and NAME.parquet of each table in `folder`, by the table's name; they are whole when the block ends.

    CSV is as RFC 4180 has it, UTF-8, an empty cell where there is no value. `about` goes into the Parquet files' metadata.
    Raises `ExportError` where pyarrow is missing.
    """
    if pa is None:
        raise ExportError("Parquet needs pyarrow, which is not installed: pip install 'thidua[parquet]'")
    with ExitStack() as files:
        made = {}
        for table in tables:
            text = files.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
            output = files.enter_context((folder / f"{table.name}.parquet").open("wb"))
            made[table.name] = TableFiles(table, text, output, about)
            files.callback(made[table.name].abandon)
        yield made
        for each in made.values():
            each.finish()


def rows_of(path: Path) -> int:
    """The number of rows of a CSV file with a header, or of a Parquet file. Raises `ExportError` where it can't be read."""
    try:
        if path.suffix == ".parquet":
            return int(parquet.read_metadata(path).num_rows)
        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.reader(file, strict=True)) - 1
    except (OSError, ValueError, csv.Error) as error:  # pyarrow's errors are ValueErrors
        raise ExportError(f"{path.name}: its rows can't be read: {error}") from error


def _schema(table: Table, about: Mapping[str, str]) -> Any:
    fields = []
    for column in table.columns:
        said = {"title@vi": column.title.vi, "title@en": column.title.en, "property": column.property or ""}
        kind = pa.date32() if column.kind == "date" else getattr(pa, _TYPES[column.kind])()
        fields.append(
            pa.field(column.name, kind, nullable=not column.required, metadata={k: v for k, v in said.items() if v})
        )
    return pa.schema(fields, metadata={"title@vi": table.title.vi, "title@en": table.title.en, **about})


def _text(value: Value) -> str | int | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else value


def _plain(value: Value) -> Value:
    return float(value) if isinstance(value, Decimal) else value
