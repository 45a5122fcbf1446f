"""Tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence


def csv_of(columns: Sequence[str], lines: Iterable[Mapping[str, object]]) -> str:
    """The lines under a header of the columns (RFC 4180); what a line hasn't is empty."""
    written = io.StringIO()
    table = csv.DictWriter(written, columns, lineterminator="\r\n")
    table.writeheader()
    table.writerows(lines)
    return written.getvalue()
