"""A command runner, a few short articles, and a store built from them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.run import Extractor
from thidua.cli import main

Run = Callable[..., Result]

TEXTS = {
    "hop-cum": (
        "Cụm thi đua các tỉnh miền Tây Nam bộ tổng kết năm 2023\n"
        "27/03/2024 - 10:00\n"
        "Sáng 27-3, tại tỉnh Sóc Trăng, Cụm thi đua các tỉnh miền Tây Nam bộ tổ chức hội nghị tổng kết công tác "
        "thi đua, khen thưởng năm 2023. Sóc Trăng là Cụm trưởng Cụm thi đua các tỉnh miền Tây Nam bộ năm 2023.\n"
    ),
    "kinh-te": "Kinh tế Kiên Giang\n28/07/2023 - 17:04\n6 tháng đầu năm 2023, GRDP Kiên Giang tăng 6,7% so cùng kỳ.\n",
    "khong-gi": "Thời tiết hôm nay\nTrời nhiều mây, có mưa rào và dông vài nơi.\n",
}


@pytest.fixture(autouse=True)
def _one_extractor(one_extractor: None) -> None:
    """Every build of these tests goes without loading the pipeline anew."""


def run_command(*arguments: object, stdin: str | None = None) -> Result:
    """Run a command line in this process; arguments may be paths."""
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def write_articles(folder: Path) -> Path:
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def run() -> Run:
    """`run_command`."""
    return run_command


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of three short articles, one of which states nothing that we look for."""
    return write_articles(tmp_path / "articles")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "store"


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Path:
    # The build loads an extractor of its own here, which warns of nothing once there is one.
    base = tmp_path_factory.mktemp("published")
    result = run_command("build", write_articles(base / "articles"), "--store", base / "store")
    assert result.exit_code == 0, result.output
    return base / "store"


@pytest.fixture
def built(_published: Path, root: Path) -> Path:
    """A store built from the short articles, to be changed at will."""
    shutil.copytree(_published, root)
    return root
