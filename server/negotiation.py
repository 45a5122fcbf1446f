"""Content negotiation: which of the media types on offer a client's `Accept` header asks for (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class NotAcceptableError(Exception):
    """None of the media types on offer is acceptable; `offered` names them."""

    def __init__(self, accept: str, offered: Sequence[str]) -> None:
        self.accept = accept
        self.offered = tuple(offered)
        super().__init__(f"none of {', '.join(offered)} is accepted by “Accept: {accept}”")


@dataclass(frozen=True)
class _Range:
    """One media range of an `Accept` header."""

    kind: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """2 for the type itself, 1 for `type/*`, 0 for `*/*`, -1 where `media_type` is outside this range."""
        kind, _, subtype = media_type.partition("/")
        if (self.kind, self.subtype) == (kind, subtype):
            return 2
        if self.subtype != "*":
            return -1
        if self.kind == kind:
            return 1
        return 0 if self.kind == "*" else -1


def negotiate(accept: str | None, offered: Sequence[str]) -> str:
    """Choose the member of `offered` (media types, the server's favourite first) that `accept` likes best.

    For each type on offer the most specific range that holds it gives its quality. The highest quality wins; among
    equals the one that the client named more exactly, then the server's favourite. A header that is absent, empty or
    has no range that can be read accepts everything. Parameters other than `q` are not compared.

    Raises `NotAcceptableError` where every type on offer is refused or not mentioned.
    """
    ranges = _parse(accept or "") or [_Range("*", "*", 1.0)]
    best: str | None = None
    best_score = (0.0, -1)
    for media_type in offered:
        specificity, quality = max((r.specificity(media_type), r.quality) for r in ranges)
        score = (quality, specificity)
        if specificity >= 0 and quality > 0 and score > best_score:
            best, best_score = media_type, score
    if best is None:
        raise NotAcceptableError(accept or "", offered)
    return best


def _parse(accept: str) -> list[_Range]:
    """The media ranges of an `Accept` header; those that cannot be read are left out."""
    ranges = []
    for item in accept.split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        kind, slash, subtype = name.lower().partition("/")
        quality = _quality(parameters)
        if kind and slash and subtype and quality is not None and (kind != "*" or subtype == "*"):
            ranges.append(_Range(kind, subtype, quality))
    return ranges


def _quality(parameters: Sequence[str]) -> float | None:
    """The `q` among a range's parameters, 1 where there is none, `None` where it is no number from 0 to 1."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
            return quality if 0 <= quality <= 1 else None
    return 1.0
