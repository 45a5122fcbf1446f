"""The W3C's tests of the SPARQL 1.1 Protocol, queries and updates, against a live server."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.live import Server
from tests.standards.conftest import TOKEN
from tests.standards.w3c import FOLDER, Case, cases, run

CASES = cases("protocol/manifest.ttl")
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.skipif(not CASES, reason=f"the W3C's test data is not in {FOLDER}")
def test_all_tests_of_the_manifest_are_run() -> None:
    assert len(CASES) == 34


@pytest.mark.skipif(not CASES, reason=f"the W3C's test data is not in {FOLDER}")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_requests_of_the_w3c_are_answered_as_the_manifest_says(case: Case, writable: Server) -> None:
    for name, path in case.data:
        headers = {**HEADERS, "Content-Type": "application/n-triples"}
        status, _, content = writable.ask("PUT", f"/graphs?graph={quote(name, safe='')}", path.read_bytes(), headers)
        assert status in {201, 204}, content
    run(case, writable, TOKEN)
