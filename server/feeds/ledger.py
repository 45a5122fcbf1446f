"""The ledger: a file in the store that remembers the versions of claims, so that they keep their time when releases are pruned.

It is gzip of a line `thidua-versions 1 RELEASE`, with the release up to which it goes, and one line a version: release, date
of the article, path of the claim and digest, parted by tabs. What it holds can be made again of the releases in the
store, as far as they go back; so it may be deleted, and a store that can't be written to does without.
"""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from graph_store.files import make_directories, write_atomically
from server.feeds.versions import Version

NAME: Final = "versions.gz"
_HEAD: Final = "thidua-versions 1 "
_log = logging.getLogger(__name__)


def ledger_file(root: Path) -> Path:
    """Where the ledger of the store at `root` lies."""
    return root / "feeds" / NAME


def read_ledger(path: Path) -> tuple[str, dict[str, Version]]:
    """The release up to which the ledger goes and the versions by claim; empty where there is none or it is damaged."""
    try:
        head, *lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        versions = [Version(*line.split("\t")) for line in lines]
    except (FileNotFoundError, NotADirectoryError):
        return "", {}
    except (OSError, EOFError, zlib.error, ValueError, TypeError) as error:
        _log.warning("%s is left aside: it can't be read: %s", path, error)
        return "", {}
    if not head.startswith(_HEAD):
        _log.warning("%s is left aside: it is no ledger of this form", path)
        return "", {}
    return head.removeprefix(_HEAD), {version.claim: version for version in versions}


def write_ledger(path: Path, release: str, versions: Mapping[str, Version]) -> None:
    """Replace the ledger; where that is refused, it is said in the log and nothing else."""
    lines = [f"{_HEAD}{release}", *("\t".join(version) for version in sorted(versions.values()))]
    try:
        make_directories(path.parent)
        write_atomically(path, gzip.compress(("\n".join(lines) + "\n").encode(), 6, mtime=0))
    except OSError as error:
        _log.info("%s can't be written, so versions go back as far as the releases do: %s", path, error)
