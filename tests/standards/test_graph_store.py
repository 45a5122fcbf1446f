"""The W3C's tests of the SPARQL 1.1 Graph Store HTTP Protocol, both ways to name a graph, against a live server."""

from __future__ import annotations

import pytest

from tests.live import Server
from tests.standards.conftest import TOKEN
from tests.standards.w3c import FOLDER, Case, cases, run

CASES = cases("graph-store-protocol/manifest-direct.ttl") + cases("graph-store-protocol/manifest-indirect.ttl")
absent = pytest.mark.skipif(not CASES, reason=f"the W3C's test data is not in {FOLDER}")


@absent
def test_all_tests_of_the_manifests_are_run() -> None:
    assert len(CASES) == 13


@absent
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_requests_of_the_w3c_are_answered_as_the_manifest_says(case: Case, writable: Server) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    assert writable.ask("POST", "/sparql", b"CLEAR ALL", headers)[0] == 204  # some expect a graph to be new
    run(case, writable, TOKEN, gsp="/graphs")
