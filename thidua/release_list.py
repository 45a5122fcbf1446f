"""The list of releases: numbers, outcome of the build, disk use, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from graph_store.disk import bytes_together, disk_use
from graph_store.errors import StoreError
from graph_store.pruning import pins
from graph_store.release import Manifest, Release
from graph_store.releases import ReleaseStore

_COLUMNS: Final = (
    ("release", 21), ("created", 20), ("articles", 9), ("claims", 10), ("triples", 12),
    ("accepted", 8), ("refused", 7), ("held", 5), ("shapes", 7), ("own", 9), ("shared", 9),
)  # fmt: skip
"""Heads and widths; the first two are words, the others numbers."""


def described(store: ReleaseStore) -> list[dict[str, Any]]:
    """All that is to say of each release, the oldest first; of one that can't be read, `damaged` says why.

    Raises `MissingStoreError` where nothing is published, `DamagedReleaseError` where the pointer can't be read.
    """
    current, pinned = store.current_id(), pins(store)
    if current is None or current not in store.ids():
        store.current()  # which says what is wrong
    return [_described(store, id_, current, pinned.get(id_)) for id_ in store.ids()]


def _described(store: ReleaseStore, id_: str, current: str | None, pin: dict[str, Any] | None) -> dict[str, Any]:
    said: dict[str, Any] = {"id": id_, "current": id_ == current, "pinned": pin}
    try:
        manifest = Release.at(store.path(id_)).manifest
    except StoreError as error:
        return said | {"damaged": str(error)}
    use = disk_use(store.path(id_))
    return said | {
        **{name: getattr(manifest, name) for name in ("created", "previous", "articles", "claims", "triples", "quads")},
        "validation": _outcome(manifest),
        "disk": {"own": use.own, "shared": use.shared},
    }


def _outcome(manifest: Manifest) -> dict[str, Any]:
    """What the build that made the release said of it; a number that it doesn't say is None."""
    summary = manifest.summary
    return {
        "accepted": summary.get("accepted"),
        "refused": _number(summary.get("refused")),
        "held_back": _number(summary.get("held_back")),
        "shapes_kept": manifest.shapes is not None,
    }


def _number(things: object) -> int | None:
    return len(things) if isinstance(things, list) else None


def table(store: ReleaseStore) -> Iterator[str]:
    """The lines of the table: a head, one a release, the sum. `*` marks the current release, `!` one that is damaged."""
    found = described(store)
    yield "  " + _row([name for name, _ in _COLUMNS])
    for said in found:
        mark = "!" if "damaged" in said else "*" if said["current"] else " "
        if "damaged" in said:
            yield f"{mark} {said['id']}  {'current, ' if said['current'] else ''}damaged: {said['damaged']}"
            continue
        line = f"{mark} {_row(_cells(said))}"
        pin = said["pinned"]
        yield line if pin is None else f"{line}  pinned{': ' if pin.get('reason') else ''}{pin.get('reason', '')}"
    together = bytes_together(store.path(said["id"]) for said in found)
    yield f"{len(found):,} releases take {size(together)} together, what they share by hard links counted once"


def _cells(said: dict[str, Any]) -> list[str]:
    outcome = said["validation"]
    numbers = [said["articles"], said["claims"], said["triples"]]
    numbers += [outcome["accepted"], outcome["refused"], outcome["held_back"]]
    return [
        said["id"],
        said["created"].replace("T", " ").replace("+00:00", "Z"),
        *("-" if number is None else f"{number:,}" for number in numbers),
        "kept" if outcome["shapes_kept"] else "unknown",
        size(said["disk"]["own"]),
        size(said["disk"]["shared"]),
    ]


def _row(cells: list[str]) -> str:
    padded = [
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, (_, width)) in enumerate(zip(cells, _COLUMNS, strict=True))
    ]
    return "  ".join(padded).rstrip()


def size(count: int) -> str:
    """Bytes in words, in units of 1,000: `31.4 MB`."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
