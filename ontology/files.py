"""Reads the files of the ontology as text."""

from __future__ import annotations

from pathlib import Path

from ontology.errors import OntologyError
from ontology.overlay import standing_in


def read_text(path: Path) -> str:
    """The UTF-8 text of the file `path`, every line end as `\n`, without the byte order mark that some editors write.

    A file of an overlay stands in for it (`ontology.overlay`).

    Raises `OntologyError` where the file cannot be read or is not UTF-8.
    """
    try:
        return standing_in(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OntologyError(path, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise OntologyError(path, f"not UTF-8 at byte {error.start}") from error
