"""Reads the files of the ontology as text."""

from __future__ import annotations

from pathlib import Path

from ontology.errors import OntologyError


def read_text(path: Path) -> str:
    """The UTF-8 text of the file `path`, every line end as `\n`, without the byte order mark that some editors write.

    Raises `OntologyError` where the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OntologyError(path, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise OntologyError(path, f"not UTF-8 at byte {error.start}") from error
