"""The example queries: `examples/*.rq`, each with its title in its first two comment lines, `# ... (vi)`, `# ... (en)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "examples"
_TITLE = re.compile(r"#\s*(?P<title>.+?)\s*\((?P<language>vi|en)\)\s*$")


@dataclass(frozen=True)
class Example:
    """A query to begin from."""

    name: str
    vi: str
    en: str
    query: str


@cache
def examples() -> tuple[Example, ...]:
    """All examples, in the order of their file names.

    Raises `ValueError` naming a file that lacks a title.
    """
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.rq")))


def _read(path: Path) -> Example:
    query = path.read_text(encoding="utf-8")
    titles = {m["language"]: m["title"] for line in query.splitlines()[:2] if (m := _TITLE.match(line))}
    if titles.keys() != {"vi", "en"}:
        raise ValueError(f"{path.name} must begin with its titles, “# ... (vi)” and “# ... (en)”")
    return Example(path.stem, titles["vi"], titles["en"], query)
