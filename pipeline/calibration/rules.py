"""The names of the rules, `component.rule`, as the components' source has them: so that none is left without a confidence unnoticed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parents[1] / "language"

TYPE_OF: Final = {
    "awards": "award",
    "conferences": "conference",
    "documents": "document",
    "leadership": "leadership",
    "memberships": "membership",
    "movements": "movement",
    "observations": "observation",
    "pacts": "pact",
    "participation": "participation",
    "posts": "post",
    "rankings": "ranking",
}
"""The type of the claims that a component makes."""


def type_of(rule: str) -> str:
    """The type of a rule's claims; empty for a component that there is not."""
    return TYPE_OF.get(rule.partition(".")[0], "")


@cache
def written_out() -> frozenset[str]:
    """The rules whose whole name stands in the source: `"posts.header"`."""
    return frozenset(text for text in _strings() if _is_rule(text))


def is_current(rule: str) -> bool:
    """Whether the source has a rule's name, whole or as the component's beginning (`f"observations.{measure}"`) and the rest apart."""
    component, _, name = rule.partition(".")
    return rule in written_out() or (f"{component}." in _beginnings() and name in _strings())


def _is_rule(text: str) -> bool:
    component, dot, name = text.partition(".")
    return bool(dot) and component in TYPE_OF and name.replace("-", "").isalpha()


@cache
def _strings() -> frozenset[str]:
    return frozenset(node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def _beginnings() -> frozenset[str]:
    """The constant texts that f-strings begin with."""
    return frozenset(
        node.values[0].value
        for node in _nodes()
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and isinstance(node.values[0].value, str)
    )


def _nodes() -> Iterator[ast.AST]:
    for path in sorted(_FOLDER.rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))
