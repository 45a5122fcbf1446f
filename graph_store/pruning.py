"""Which releases may go, and their removal; and the pins that make cited releases stay.

The policy: the current release and the pinned ones always stay. Beside them stay the `keep` newest, and those begun in the last
`keep_days` days; what no rule keeps is removed. Age and order are those of the ids, which rise whatever the clock does.

A release leaves by one rename, after its id was written down as removed, and is deleted where it has been moved to: a
crash leaves it whole in the store, or out of it for the next writer to delete. Who has its graph open goes on reading
(POSIX `unlink`: a file lives on while it is open).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graph_store.disk import bytes_freed
from graph_store.errors import MissingStoreError, StoreError
from graph_store.exports.index import exports_folder
from graph_store.records import PINS, PRUNED, read_record, write_record
from graph_store.release import Release, begun
from graph_store.releases import ReleaseStore
from graph_store.switching import LEAVING, move_away


@dataclass(frozen=True)
class Policy:
    """What stays beside the current release and the pinned ones; a rule that is None keeps nothing."""

    keep: int | None = None
    """So many of the newest releases, the current one counted where it is among them."""
    keep_days: int | None = None
    """Those begun in so many last days."""


@dataclass(frozen=True)
class Verdict:
    """Whether a release stays; `reason` says why, and is empty where it goes."""

    release_id: str
    reason: str

    @property
    def stays(self) -> bool:
        """Whether a rule keeps it."""
        return bool(self.reason)


@dataclass(frozen=True)
class Pruning:
    """What a policy comes to: a verdict on each release, the oldest first, and the bytes that are freed."""

    verdicts: tuple[Verdict, ...]
    freed: int

    @property
    def going(self) -> list[str]:
        """The ids of the releases that go."""
        return [verdict.release_id for verdict in self.verdicts if not verdict.stays]


def plan(store: ReleaseStore, policy: Policy, now: datetime | None = None) -> Pruning:
    """What `prune` would do. Raises `StoreError` where the pointer or the pins can't be read: then nothing may go."""
    current = store.current_id()
    if current is None:
        raise MissingStoreError(store.root)
    pins, ids = read_record(store.root / PINS), store.ids()
    newest = set(ids[-policy.keep :]) if policy.keep else set()
    since = None if policy.keep_days is None else (now or datetime.now(UTC)) - timedelta(days=policy.keep_days)
    verdicts = []
    for id_ in ids:
        rules = {
            "current": id_ == current,
            "pinned": id_ in pins,
            f"one of the {policy.keep} newest": id_ in newest,
            f"of the last {policy.keep_days} days": since is not None and begun(id_) >= since,
        }
        verdicts.append(Verdict(id_, ", ".join(rule for rule, holds in rules.items() if holds)))
    return Pruning(tuple(verdicts), bytes_freed(store.path(v.release_id) for v in verdicts if not v.stays))


def prune(store: ReleaseStore, policy: Policy, now: datetime | None = None) -> Pruning:
    """Remove what the policy doesn't keep, under the writer's lock; returns what was done.

    Raises `StoreLockedError` where a writer is at work, and what `plan` raises.
    """
    plan(store, policy, now)  # what can't be planned touches nothing and makes no directory
    with store.writing():
        done = plan(store, policy, now)
        if done.going:
            removed = read_record(store.root / PRUNED) | {id_: _epitaph(store.path(id_)) for id_ in done.going}
            write_record(store.root / PRUNED, removed)
            move_away(store.root, done.going)
            shutil.rmtree(store.root / LEAVING)
            for id_ in done.going:  # what was exported of it is made anew by whoever has a backup of it
                shutil.rmtree(exports_folder(store.root, id_), ignore_errors=True)
    return done


def pins(store: ReleaseStore) -> dict[str, dict[str, Any]]:
    """The pinned releases by id: `since` (UTC) and `reason`, which may be empty."""
    return read_record(store.root / PINS)


def pin(store: ReleaseStore, release_id: str, reason: str = "") -> None:
    """Let a release stay whatever is pruned; pinned again, it gets the new reason. Raises `UnknownReleaseError`."""
    store.release(release_id)
    with store.writing():
        store.release(release_id)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        write_record(store.root / PINS, pins(store) | {release_id: {"since": since, "reason": reason}})


def unpin(store: ReleaseStore, release_id: str) -> None:
    """Take the pin from a release. Raises `StoreError` where it has none."""
    if release_id not in pins(store):
        raise StoreError(f"release {release_id} is not pinned")
    with store.writing():
        left = {id_: said for id_, said in pins(store).items() if id_ != release_id}
        write_record(store.root / PINS, left)


def _epitaph(path: Path) -> dict[str, Any]:
    """What is kept of a release that goes, so that who cites it learns that it was there."""
    said: dict[str, Any] = {"removed": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        manifest = Release.at(path).manifest
    except StoreError:
        return said
    return said | {name: getattr(manifest, name) for name in ("created", "articles", "claims", "triples")}
