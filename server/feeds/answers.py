"""What the answers of feeds have in common: validators and caching."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from flask import Response, request

LASTING: Final = "public, max-age=31536000, immutable"
"""For what never changes under its address (RFC 8246)."""

SHORT: Final = "public, max-age=300"
"""For what changes when a release comes."""


def answered(body: bytes, content_type: str, caching: str) -> Response:
    """The body with a strong entity tag, or 304 where the client has it (RFC 9110, section 13.1.2)."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = caching
    response.set_etag(blake2b(body, digest_size=12).hexdigest())
    response.make_conditional(request)
    return response
