"""The rules of comparison (comparison.toml), read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Comparison:
    """What claims of each type must and may hold, the codes of their fields, and how names are written out."""

    required: dict[str, tuple[str, ...]]
    optional: dict[str, tuple[str, ...]]
    codes: dict[str, tuple[str, ...]]
    """Codes by field (`bound`), or by type and field (`award.status`)."""
    told_apart: dict[str, frozenset[str]]
    abbreviations: tuple[tuple[re.Pattern[str], str], ...]

    def fields(self, type_: str) -> tuple[str, ...]:
        """The fields of a type, those that it must have first."""
        return self.required[type_] + self.optional[type_]

    def codes_of(self, type_: str, field: str) -> tuple[str, ...]:
        """The codes that a field may hold; none where it is free."""
        return self.codes.get(f"{type_}.{field}") or self.codes.get(field, ())


@cache
def comparison() -> Comparison:
    """The rules of the project."""
    rules = tomllib.loads((Path(__file__).parent / "comparison.toml").read_text(encoding="utf-8"))
    return Comparison(
        required={type_: tuple(fields) for type_, fields in rules["required"].items()},
        optional={type_: tuple(fields) for type_, fields in rules["optional"].items()},
        codes={name: tuple(codes) for name, codes in rules["codes"].items()},
        told_apart={field: frozenset(codes) for field, codes in rules["told_apart"].items()},
        abbreviations=tuple((re.compile(rule["pattern"]), rule["full"]) for rule in rules["abbreviation"]),
    )
