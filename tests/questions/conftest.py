"""The corpus, and the corpus with the seeds, as the pipeline reads them: built once for all questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from graph_store.releases import ReleaseStore
from tests.questions.stores import ABSENT, add_seeds, build_corpus, seeds


@pytest.fixture(scope="session")
def corpus_root(demo_store: Path) -> Path:
    return demo_store


@pytest.fixture(scope="session")
def corpus(corpus_root: Path) -> Store:
    return ReleaseStore(corpus_root).current().open()


@pytest.fixture(scope="session")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The corpus as its gold claims have it."""
    return build_corpus(tmp_path_factory.mktemp("questions") / "gold", gold=True)


@pytest.fixture(scope="session")
def corpus_and_seeds(corpus_root: Path) -> Store:
    if not seeds():
        pytest.skip(ABSENT)
    return add_seeds(corpus_root, corpus_root.with_name("corpus-and-seeds"))
