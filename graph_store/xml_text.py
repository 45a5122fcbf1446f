"""Literals in RDF/XML as every XML parser reads them back.

Oxigraph (0.5.13) writes a carriage return as it is, which an XML parser takes for a line feed (XML 1.0, section 2.11), and
control characters that no XML document may hold (section 2.2).
"""

from __future__ import annotations

import re
from typing import IO, Final

from graph_store.errors import UnrepresentableError

_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0B\x0C\x0E-\x1F]|\xEF\xBF[\xBE\xBF]")
"""UTF-8 of the characters outside of XML 1.0's Char."""

_BEFORE: Final = 60
"""Bytes before a forbidden character that are shown."""


class XmlText:
    """What a serialiser of RDF/XML writes to, before `output`. Writing raises `UnrepresentableError` on what XML can't hold."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._before = b""

    def write(self, piece: bytes) -> int:
        """Write a piece of the document on."""
        self._check(self._before + piece)
        self._output.write(piece.replace(b"\r", b"&#xD;"))
        self._before = (self._before + piece)[-_BEFORE:]
        return len(piece)

    def flush(self) -> None:
        """Flush the output."""
        self._output.flush()

    def _check(self, content: bytes) -> None:
        found = _FORBIDDEN.search(content)
        if found:
            character = ord(found[0].decode())
            words = content[max(0, found.start() - _BEFORE) : found.start()].decode(errors="ignore")
            raise UnrepresentableError(
                f"RDF/XML can't hold U+{character:04X}, which stands behind {words!r}; the other formats can"
            )
