"""Nurseries for the campaigns, a place where syncing costs nothing, and the line with the counts at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.nursery import Nursery
from tests.faults.tally import TALLY, Tally

_MEMORY = Path("/dev/shm")
_ENOUGH = 512 << 20


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TALLY.done:
        terminalreporter.write_line(str(TALLY))
        for kind, what in TALLY.faults:
            terminalreporter.write_line(f"    {kind}: {what}")


@pytest.fixture
def tally() -> Iterator[Tally]:
    """Counts of one test, which go into those of the campaign."""
    one = Tally()
    yield one
    TALLY.done += one.done
    TALLY.faults += one.faults


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery


@pytest.fixture(scope="session")
def command_nursery() -> Iterator[Nursery]:
    """A nursery that has the pipeline loaded, for `thidua build`."""
    with Nursery("jobs:load_pipeline") as nursery:
        yield nursery


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is room: a process that is killed leaves the same there as on a disk, and sooner."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH:
        folder = Path(tempfile.mkdtemp(prefix="thidua-faults-", dir=_MEMORY))
        yield folder
        shutil.rmtree(folder)
    else:
        yield tmp_path
