"""What becomes of a build and of each article in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_store.releases import Release
from graph_store.validation import Fault
from pipeline.readers import Refusal
from thidua.intake import Repeat


@dataclass(frozen=True)
class HeldBack:
    """An article whose graph breaks a rule, so that it was not published; a version published before stays."""

    path: Path
    article: str
    faults: tuple[Fault, ...]
    stays: bool
    """Whether an earlier version of the article stays in the release."""


@dataclass
class BuildReport:
    """What a build did. `release` is the current release afterwards, or None where nothing could be published."""

    release: Release | None = None
    published: bool = False
    """Whether `release` is new; a build that changes nothing keeps the release before."""
    accepted: int = 0
    """Articles that are in the release and were read by this build."""
    changed: int = 0
    """Those of them that are new or differ from the release before."""
    checked: int = 0
    """Articles checked against the shapes and their texts, those held back among them; what the release before has with
    the same graph, text and shapes isn't checked again."""
    seconds: float = 0.0
    refused: list[Refusal] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    """Those of the accepted that repeat another article, so that they state nothing a second time."""
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    """Articles of the release before that left, by id, each with the reason."""
    not_withdrawn: int = 0
    """Articles that were not read and stay all the same, since something could not be read."""
    unknown: list[str] = field(default_factory=list)
    """Ids of articles to be withdrawn that the release does not have."""
    stopped: bool = False
    """Whether nothing was published because of what was left out (`strict`)."""

    @property
    def status(self) -> int:
        """The exit status: 0 all went in, 1 some articles were refused or held back, 2 nothing was published."""
        if self.release is None:
            return 2
        return 1 if self.refused or self.held_back or self.unknown else 0


def summary(report: BuildReport, version: str) -> dict[str, Any]:
    """What the release's manifest keeps of the build: names of files, not where they lie on the builder's machine."""
    return {
        "pipeline": version,
        "accepted": report.accepted,
        "changed": report.changed,
        "refused": [{"file": r.path.name, "place": r.place, "reason": r.reason} for r in report.refused],
        "held_back": [
            {"file": h.path.name, "article": h.article, "faults": [_said(fault) for fault in h.faults]}
            for h in report.held_back
        ],
        "withdrawn": [{"article": article, "reason": reason} for article, reason in report.withdrawn.items()],
        "repeats": [
            {"file": r.path.name, "article": r.article, "original": r.original, "likeness": r.likeness}
            for r in report.repeats
        ],
    }


def _said(fault: Fault) -> dict[str, str | None]:
    return {"claim": fault.claim, "reason": fault.reason, "reason_vi": fault.reason_vi, "sentence": fault.sentence}
