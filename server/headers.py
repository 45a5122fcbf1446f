"""Headers that answers have whatever they say: against misuse of pages, and for scripts of other sites."""

from __future__ import annotations

from typing import Final

_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

SAFETY: Final = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
"""Of every answer."""

FOR_SCRIPTS: Final = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After, Server-Timing"),
    ("Timing-Allow-Origin", "*"),
)
"""Of data, which scripts of other sites may read (CORS, the Fetch standard)."""
