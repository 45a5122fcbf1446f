"""Parameters of addresses: what they must be, and how a request is told that one is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import request

from server.errors import ProblemError
from server.language import LANGUAGES

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,6}")


def refused(name: str, given: str, wanted: str) -> ProblemError:
    """400 for a parameter that isn't what it must be."""
    detail = f"The parameter {name} is {given[:80]!r}; it must be {wanted}."
    return ProblemError(400, "Tham số không hợp lệ", "Bad parameter", detail)


def missing(vi: str, title: str, detail: str, status: int = 404) -> ProblemError:
    """404, or another status, for what isn't there."""
    return ProblemError(status, vi, title, detail)


def whole_number(name: str, otherwise: int, least: int = 0) -> int:
    """A whole number from `least` on, `otherwise` where it isn't given. Raises `ProblemError` (400)."""
    given = request.args.get(name, "")
    if not given:
        return otherwise
    if not _NUMBER.fullmatch(given) or int(given) < least:
        raise refused(name, given, f"a whole number from {least}")
    return int(given)


def page_number() -> int:
    """The parameter `page`, counted from 1, which it is where it isn't given. Raises `ProblemError` (400)."""
    return whole_number("page", 1, 1)


_T = TypeVar("_T")


@dataclass(frozen=True)
class Pager:
    """Which page of a long list this is; pages count from 1."""

    page: int
    pages: int
    total: int


def paged(listed: Sequence[_T], number: int, size: int) -> tuple[Sequence[_T], Pager]:
    """The page `number` of a list, of `size` each, and where it stands. Raises `ProblemError` (404) where there are fewer."""
    pages = max(1, -(-len(listed) // size))
    must_have_page(number, pages)
    return listed[(number - 1) * size : number * size], Pager(number, pages, len(listed))


def must_have_page(number: int, pages: int) -> None:
    """Raise `ProblemError` (404) where a list has fewer pages; an empty list has one."""
    if number > max(pages, 1):
        raise missing("Không có trang này", "No such page", f"page={number}: there are {max(pages, 1)} pages.")


def check_language() -> None:
    """Raise `ProblemError` (400) where `lang` is given and is no language of ours."""
    given = request.args.get("lang")
    if given is not None and given not in LANGUAGES:
        raise refused("lang", given, " or ".join(LANGUAGES))
