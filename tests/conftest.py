"""The pipeline's extractor and other stores, built or started once for all tests that use them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from pipeline.run import VERSION, Extractor
from tests import other_stores
from tests.other_stores import OtherStore
from tests.questions.stores import build_corpus
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


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Path:
    """The store of the demonstration articles, as the pipeline reads them."""
    root = tmp_path_factory.mktemp("demo") / "store"
    with patch.object(build_module, "load_extractor", lambda: (extractor, VERSION)):
        build_corpus(root)
    return root


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherStore]:
    """The native server of Oxigraph, left empty by whoever uses it."""
    with other_stores.oxigraph(tmp_path_factory.mktemp("oxigraph")) as started:
        yield started


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherStore]:
    """Virtuoso, left empty by whoever uses it."""
    with other_stores.virtuoso(tmp_path_factory.mktemp("virtuoso")) as started:
        yield started
