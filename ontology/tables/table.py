"""Reads the tables in `tables/`: the CSV files that a maintainer edits, checked cell by cell.

A table is CSV as RFC 4180 has it, in UTF-8; other line ends and a byte order mark are ordinary input. Cells are taken
without the blanks around them and in the composed Unicode form (NFC). A cell that lists several values separates them by
`|`. Every fault names file, row and reason; the row number is the line that a text editor shows, so the header is row 1.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from ontology import mint
from ontology.errors import OntologyError
from ontology.files import read_text

FOLDER: Final = Path(__file__).parent
"""Where the project's own tables lie."""

_ADDRESS: Final = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+[^\s<>\"{}|\\^`]*")
"""An http(s) IRI: none has blanks or the other characters that RFC 3987, section 2.2, leaves out."""


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by column name, stripped, and where it stands; `number` is that of its first line."""

    path: Path
    number: int
    cells: dict[str, str]

    def fail(self, reason: str) -> NoReturn:
        """Raise `OntologyError` for this row."""
        raise OntologyError(self.path, reason, f"row {self.number}")

    def text(self, column: str) -> str:
        """A cell that must not be empty."""
        return self.cells[column] or self.fail(f"column {column} is empty")

    def optional(self, column: str) -> str | None:
        """A cell that may be empty: None then."""
        return self.cells[column] or None

    def matching(self, column: str, pattern: str) -> str | None:
        """An optional cell that, when filled, matches `pattern` as a whole."""
        value = self.optional(column)
        if value is not None and not re.fullmatch(pattern, value):
            self.fail(f"column {column}: {value!r} is not of the form {pattern}")
        return value

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """A cell that must hold one of the values in `allowed`."""
        value = self.text(column)
        if value not in allowed:
            self.fail(f"column {column}: {value!r} is none of {', '.join(sorted(allowed))}")
        return value

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a list cell, separated by `|`, without repeats."""
        values = tuple(part.strip() for part in self.cells[column].split("|")) if self.cells[column] else ()
        if "" in values:
            self.fail(f"column {column} has an empty value between bars")
        if len(set(values)) != len(values):
            self.fail(f"column {column} names a value twice")
        return values

    def name(self, column: str) -> str:
        """A cell that must not be empty and names something: it has a letter or digit, so that an IRI can be made of it."""
        return self._checked_name(column, self.text(column))

    def names(self, column: str) -> tuple[str, ...]:
        """The values of a list cell, each of which names something."""
        return tuple(self._checked_name(column, value) for value in self.several(column))

    def _checked_name(self, column: str, value: str) -> str:
        if not mint.slug_or_empty(value):
            self.fail(f"column {column}: {value!r} has no letter or digit to name anything by")
        return value

    def slug_of(self, column: str) -> str:
        """The cell `slug`, which must be the slug of the name in `column`."""
        slug, name = self.text("slug"), self.name(column)
        if slug != mint.slug(name):
            self.fail(f"column slug: {slug!r} is not the slug of {name!r}")
        return slug

    def address(self, column: str) -> str | None:
        """An optional address: an http(s) IRI."""
        return self._checked_address(column, value) if (value := self.optional(column)) else None

    def addresses(self, column: str) -> tuple[str, ...]:
        """The addresses of a list cell that must not be empty."""
        self.text(column)
        return tuple(self._checked_address(column, value) for value in self.several(column))

    def _checked_address(self, column: str, value: str) -> str:
        if not _ADDRESS.fullmatch(value):
            self.fail(f"column {column}: {value!r} is no address of the form https://example.org/page")
        return value

    def day(self, column: str) -> date | None:
        """An optional ISO date."""
        value = self.optional(column)
        if value is None:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"column {column}: {value!r} is not a date of the form 2025-07-01")

    def partial_day(self, column: str) -> str:
        """A cell with an ISO date that may be cut to its month or year, such as `2023-03`."""
        value = self.text(column)
        try:
            if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
                raise ValueError(value)
            date.fromisoformat(value + "-01-01"[len(value) - 4 :])
        except ValueError:
            self.fail(f"column {column}: {value!r} is not a date of the form 2025, 2025-07 or 2025-07-01")
        return value


def read(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of the CSV file `path`, whose header must be `columns` in this order.

    Raises `OntologyError` where the file cannot be read, is not UTF-8 or no CSV, has another header or a row of another length.
    """
    found = records(path, read_text(path))
    _, header = next(found, (1, None))
    if header is None:
        raise OntologyError(path, "is empty")
    if header != list(columns):
        raise OntologyError(path, f"header is {','.join(header)}, expected {','.join(columns)}", "row 1")
    return [_row(path, number, columns, cells) for number, cells in found]


def records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each record of a CSV text, with the number of the line that it begins on: a quoted cell may go over several.

    Raises `OntologyError` for `path` where the text is no CSV.
    """
    # Strict, since a quote that is never closed would make one cell of all that follows it.
    reader = csv.reader(io.StringIO(text), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise OntologyError(path, f"no CSV: {error}", f"row {number}") from error
        yield number, cells


def _row(path: Path, number: int, columns: Sequence[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise OntologyError(path, f"has {len(cells)} cells, expected {len(columns)}", f"row {number}")
    texts = (unicodedata.normalize("NFC", cell.strip()) for cell in cells)
    return Row(path, number, dict(zip(columns, texts, strict=True)))


def refuse_repeats(rows: Iterable[Row], key: Callable[[Row], str], what: str) -> None:
    """Raise `OntologyError` at the first row whose `key` an earlier row already has; `what` names the key."""
    seen: dict[str, int] = {}
    for row in rows:
        value = key(row)
        if value in seen:
            row.fail(f"{what} {value!r} already stands in row {seen[value]}")
        seen[value] = row.number
