"""What an extraction depends on beside the article: so that two machines can tell whether they extract alike."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pipeline.run import VERSION

_ROOT: Final = Path(__file__).parents[1]
_FOLDERS: Final = ("ontology", "pipeline")
_SUFFIXES: Final = frozenset({".csv", ".py", ".toml"})
"""Of the files that the pipeline runs or reads."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Versions, and the SHA-256 of code, lexicons and tables. Python is in it for its tables of Unicode."""

    pipeline: str
    files: str
    spacy: str
    pyoxigraph: str
    python: str

    def differences(self, other: Fingerprint) -> str:
        """What differs in `other`, in words: `pipeline 0.1.0 instead of 0.2.0`; empty where nothing does."""
        mine, others = asdict(self), asdict(other)
        return ", ".join(
            "other code, lexicons or tables" if name == "files" else f"{name} {others[name]} instead of {mine[name]}"
            for name in mine
            if mine[name] != others[name]
        )


@cache
def fingerprint() -> Fingerprint:
    """Of this process, as its files were at the first call."""
    python = ".".join(platform.python_version_tuple()[:2])
    return Fingerprint(VERSION, digest(_ROOT), version("spacy"), version("pyoxigraph"), python)


def digest(root: Path) -> str:
    """SHA-256 of the code, lexicons and tables of `ontology` and `pipeline` under `root`, with their names.

    Lines end as they do in the repository, whatever the system.
    """
    found = sha256()
    for path in sorted(path for folder in _FOLDERS for path in (root / folder).rglob("*")):
        if path.suffix in _SUFFIXES:
            content = path.read_bytes().replace(b"\r\n", b"\n")
            found.update(f"{path.relative_to(root).as_posix()}\n{len(content)}\n".encode() + content)
    return found.hexdigest()
