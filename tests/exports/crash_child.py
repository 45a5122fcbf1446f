"""A process that exports the current release of a store and is killed when a part of the export begins.

python -m tests.exports.crash_child STORE FOLDER PART
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from graph_store.exports.folder import export_release
from graph_store.releases import ReleaseStore


class _Killed:
    def __init__(self, part: str) -> None:
        self._part = part

    def begin(self, part: str, unit: str, total: int | None) -> None:
        if part == self._part:
            os.kill(os.getpid(), signal.SIGKILL)

    def advance(self, units: int) -> None:
        pass


if __name__ == "__main__":
    export_release(ReleaseStore(Path(sys.argv[1])).current(), Path(sys.argv[2]), _Killed(sys.argv[3]), force=True)
