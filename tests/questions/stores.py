"""The releases that the questions are asked of: the corpus, and the corpus with the seeds, as the pipeline or the gold reads them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from pyoxigraph import Store

from graph_store.releases import ReleaseStore
from tests.questions.gold import GoldExtractor
from thidua import build

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
EVALUATION = ROOT.parent / "shared" / "evaluation"
ABSENT = "the seed articles are not beside the project (../shared/evaluation)"


def seeds() -> list[Path]:
    """The seed articles; none where the evaluation material is not beside the project."""
    return sorted((EVALUATION / "articles").glob("seed-*.txt"))


def build_corpus(root: Path, *, gold: bool = False) -> Store:
    """Publish a release of the corpus in `root`, from its gold claims or from what the pipeline finds, and open it."""
    return _build(root, [CORPUS / "articles"], [CORPUS / "sources.jsonl"], gold)


def add_seeds(corpus: Path, root: Path, *, gold: bool = False) -> Store:
    """Publish in `root` what the store `corpus` holds and the seeds, and open it."""
    shutil.copytree(corpus, root)
    return _build(root, seeds(), [], gold)


def _build(root: Path, articles: Sequence[Path], metadata: Sequence[Path], gold: bool) -> Store:
    def load_gold() -> tuple[GoldExtractor, str]:
        return GoldExtractor([CORPUS / "gold", EVALUATION / "gold"]), "gold"

    with patch.object(build, "load_extractor", load_gold if gold else build.load_extractor):
        report = build.build(ReleaseStore(root), articles, metadata, _Quiet())
    left_out = [*map(str, report.refused), *(f"{held.article}: {held.faults[0]}" for held in report.held_back)]
    if report.release is None or left_out:
        raise AssertionError(f"articles were left out: {left_out}")
    return report.release.open()


class _Quiet:
    """Progress that nobody looks at."""

    def read(self) -> None:
        pass

    def expect(self, total: int) -> None:
        pass

    def done(self, claims: int) -> None:
        """Say nothing."""
