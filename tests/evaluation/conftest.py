"""Fixtures of the evaluation's tests: the project's own articles, and folders of articles with gold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline.run import Extractor
from thidua.cli import main

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared" / "evaluation"

Claim = dict[str, Any]


@pytest.fixture(scope="session", autouse=True)
def _loaded(extractor: Extractor) -> None:
    """The command loads extractors of its own, which warn of nothing once there is one."""


@pytest.fixture
def shared() -> Path:
    """The folder of the shared evaluation; without it, the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip("the evaluation articles are not beside the project (../shared/evaluation)")
    return SHARED


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Path]:
    """Copies articles of the project's corpus with their gold; the gold's folder is given back."""

    def copy(*names: str) -> Path:
        for folder, ending in (("articles", "txt"), ("gold", "jsonl")):
            (tmp_path / folder).mkdir(exist_ok=True)
            for name in names:
                shutil.copy(CORPUS / folder / f"{name}.{ending}", tmp_path / folder)
        return tmp_path / "gold"

    return copy


@pytest.fixture
def labelled(tmp_path: Path) -> Callable[[str, str, list[Claim | str]], Path]:
    """Writes an article and its gold: claims whose quote stands in the text get their place, strings are lines as they are."""

    def write(name: str, text: str, claims: list[Claim | str]) -> Path:
        lines = [claim if isinstance(claim, str) else json.dumps(_placed(claim, name, text)) for claim in claims]
        for folder, ending, content in (("articles", "txt", text), ("gold", "jsonl", "\n".join(lines))):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / f"{name}.{ending}").write_bytes(content.encode())
        return tmp_path / "gold"

    return write


def _placed(claim: Claim, article: str, text: str) -> Claim:
    start = text.find(claim["quote"])
    return {"article": article, "start": start, "end": start + len(claim["quote"])} | claim


@pytest.fixture
def evaluate() -> Callable[..., Result]:
    """Runs `thidua evaluate` in this process."""
    return lambda *arguments: CliRunner().invoke(main, ["evaluate", *map(str, arguments)])
