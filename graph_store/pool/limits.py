"""What a query may cost: one frozen record, given to whoever starts a pool."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import Any, Literal

Mode = Literal["auto", "memory", "disk"]


@dataclass(frozen=True)
class Limits:
    """Bounds of a pool, of each query and of each client."""

    workers: int = 0
    """Processes that answer queries; 0 is two for each processor, so that a long query leaves others room."""
    seconds: float = 10.0
    """Longest time that a query is computed, from when a worker takes it."""
    megabytes: int = 512
    """Memory (address space) that a worker may take beside the graph."""
    answer_bytes: int = 256 << 20
    """Longest answer."""
    waiting: int = 64
    """Queries that may wait for a worker; one more is turned away."""
    waiting_seconds: float = 10.0
    """Longest wait for a worker."""
    per_client: int = 16
    """Queries of one client that may wait or run at the same time."""

    @property
    def processes(self) -> int:
        """How many workers there are."""
        return self.workers or 2 * (os.cpu_count() or 1)

    @property
    def running_per_client(self) -> int:
        """Workers that one client may have at the same time: three quarters of them, so that nobody has them all."""
        return max(1, self.processes * 3 // 4)

    def as_json(self) -> dict[str, Any]:
        """The record as JSON has it."""
        return asdict(self)
