"""Counted things (`45 dự án FDI`, `66 xã đạt chuẩn nông thôn mới`): which indicator a number of them states."""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.lexicon import load

_REACH = 90


@cache
def _rules(unit: str) -> list[tuple[str, dict[str, re.Pattern[str]]]]:
    entries = load("counts").get(unit, [])
    return [
        (e["code"], {side: re.compile(rf"(?<!\w)(?:{p})(?!\w)") for side, p in e.items() if side != "code"})
        for e in entries
    ]


def counted(unit: str, before: str, number: str, after: str) -> str | None:
    """The indicator that a number of `unit` states, by lexicon/counts.toml, or None.

    `before` and `after` are the folded clause on either side, `number` the folded figure with its unit's words.
    """
    left, right = before[-_REACH:], after[:_REACH]
    near = f"{left}{number}{right}"
    for code, conditions in _rules(unit):
        texts = {"before": left, "after": right, "near": near}
        if all(pattern.search(texts[side]) for side, pattern in conditions.items()):
            return code
    return None


def is_counted(unit: str) -> bool:
    """Whether figures of this unit are counts with rules of their own."""
    return bool(_rules(unit))
