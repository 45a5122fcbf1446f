"""Numbers in addresses."""

from __future__ import annotations

from flask import request


def page_number(name: str) -> int:
    """A page number from the address, counted from 1; what is none, or out of reason, is 1."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 8 and int(given) > 0 else 1
