"""The pipeline's extractor, built once for all tests that use it as it is."""

from __future__ import annotations

import warnings

import pytest

from pipeline.run import VERSION, Extractor
from thidua import build as build_module


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The real extractor: what spaCy and the plug-ins of other packages warn of as they load is not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Extractor()


@pytest.fixture
def one_extractor(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process extract with `extractor` and load none."""
    monkeypatch.setattr(build_module, "load_extractor", lambda: (extractor, VERSION))
