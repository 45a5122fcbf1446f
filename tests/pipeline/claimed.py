"""What the tests of extraction look at: the claims of a text, and their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Claims = Callable[..., list[dict[str, Any]]]


def facts(found: list[dict[str, Any]], *names: str) -> set[tuple[Any, ...]]:
    """The values of the named fields of each claim, None for one that it lacks."""
    return {tuple(c.get(n) for n in names) for c in found}
