"""Jobs that may not write everywhere."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults import jobs, private


def build(root: str, state: int) -> int:
    """Build a state as a user who is not root."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    return jobs.build(root, state)


def build_read_only(root: str, folder: str, state: int) -> int:
    """Build a state where a folder is mounted read-only. Exits by `private.NOT_POSSIBLE` where nothing can be mounted."""
    try:
        private.enter()
        private.mount_read_only(Path(folder))
    except OSError:
        return private.NOT_POSSIBLE
    return jobs.build(root, state)
