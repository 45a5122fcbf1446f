"""What a campaign has done and found, counted."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

COUNTED = {
    "kills": "kills",
    "during_publish": "of them while publishing",
    "answers": "answers of the server meanwhile",
    "cuts": "power cuts",
    "shutdowns": "of them of a real file system",
    "full": "full disks",
    "denied": "permissions lost",
    "damaged": "damaged releases",
    "races": "races of two writers",
    "clocks": "clock jumps",
}
"""What is counted, and what it is called."""

HALF_WRITTEN = "half-written releases served"
LOST = "published articles lost"
OTHER = "other faults"


@dataclass
class Tally:
    """Counts of what was tried, and every fault found, by kind. Several threads may add to it."""

    done: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)
    """Kind and what happened."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def count(self, what: str, number: int = 1) -> None:
        """Count something that was done, by a name of `COUNTED`."""
        if what not in COUNTED:
            raise KeyError(what)
        with self._lock:
            self.done[what] += number

    def fault(self, kind: str, what: str) -> None:
        """Record a fault."""
        with self._lock:
            self.faults.append((kind, what))

    def found(self, kind: str) -> int:
        """How many faults of a kind there were."""
        return sum(found == kind for found, _ in self.faults)

    def __str__(self) -> str:
        tried = ", ".join(f"{self.done[name]:,} {words}" for name, words in COUNTED.items() if self.done[name])
        told = [f"{self.found(kind)} {kind}" for kind in (HALF_WRITTEN, LOST)]
        if self.found(OTHER):
            told.append(f"{self.found(OTHER)} {OTHER}")
        return f"faults: {tried}: {', '.join(told)}"


TALLY = Tally()
"""Of this process, for the line at the end."""
