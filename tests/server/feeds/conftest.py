"""The feeds over the three small articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Quad, parse

from tests.server.feeds.following import ARTICLES, FIRST, OneOf, reading_of, served


@pytest.fixture(scope="session")
def quads() -> list[Quad]:
    """What the first release holds."""
    return list(parse(path=str(ARTICLES)))


@pytest.fixture
def client(quads: list[Quad], tmp_path: Path) -> FlaskClient:
    """A client of a server of the first release."""
    return served(OneOf(reading_of(FIRST, quads)), tmp_path)
