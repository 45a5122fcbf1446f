"""Files that stand in for the project's own: a folder that holds some of them in another version, at the same places.

The variable THIDUA_OVERLAY names the folder. It is read whenever a lexicon or table is, and what is read is kept, so it must be
set before the process starts. A maintainer tries out a lexicon with it, and the evaluation leaves entries out.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "THIDUA_OVERLAY"
"""The environment variable that names the folder."""

ROOT: Final = Path(__file__).resolve().parents[1]
"""The folder that `ontology` and `pipeline` lie in: an overlay's files have the same places below it."""


def standing_in(path: Path) -> Path:
    """The overlay's version of the project's file `path` where there is one, else `path`."""
    folder = os.environ.get(VARIABLE)
    if not folder or not path.resolve().is_relative_to(ROOT):
        return path
    other = Path(folder, path.resolve().relative_to(ROOT))
    return other if other.exists() else path
