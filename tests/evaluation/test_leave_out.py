"""Leaving out what is known of a bloc: what is left out, and that another process reads without it."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w

from pipeline.evaluation.apart import read_apart
from pipeline.evaluation.gold import GoldArticle, read_gold
from pipeline.evaluation.leave_out import leave_out, leave_out_table
from pipeline.evaluation.reading import read_against
from pipeline.evaluation.reduction import names_of, write_reduced
from pipeline.language.lexicon import load

LEXICONS = Path("pipeline/language/lexicon")
TABLES = Path("ontology/tables")


@pytest.fixture
def southeast(corpus: Callable[..., Path]) -> list[GoldArticle]:
    return read_gold(corpus("digest-004"), print)


def lexicon(overlay: Path, name: str) -> dict[str, object]:
    return tomllib.loads((overlay / LEXICONS / f"{name}.toml").read_text("utf-8"))


def test_reduced_lexicons_and_tables_lack_what_names_the_bloc_and_keep_the_rest(
    southeast: list[GoldArticle], tmp_path: Path
) -> None:
    count = write_reduced(names_of("Đông Nam bộ", southeast), tmp_path)
    regions = lexicon(tmp_path, "blocs")["regions"]
    assert isinstance(regions, list)
    assert "đông nam bộ" not in regions
    assert {"tây nam bộ", "đồng bằng sông hồng"} <= set(regions)
    for table, column in (("blocs", "slug"), ("bloc-names", "bloc"), ("bloc-memberships", "bloc")):
        with (tmp_path / TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            slugs = {row[column] for row in csv.DictReader(file)}
        assert "dong-nam-bo" not in slugs
        assert "tay-nam-bo" in slugs
    assert count > 30


def test_towns_that_the_articles_name_are_left_out_and_provinces_stay(
    tmp_path: Path, corpus: Callable[..., Path]
) -> None:
    write_reduced(names_of("Đông Nam bộ", read_gold(corpus("digest-003"), print)), tmp_path)
    towns = lexicon(tmp_path, "towns")["province_of"]
    assert isinstance(towns, dict)
    assert "Vũng Tàu" not in towns
    assert "Sa Đéc" in towns
    assert not (tmp_path / TABLES / "provinces.csv").exists()


def test_another_process_reads_with_the_files_of_the_overlay(southeast: list[GoldArticle], tmp_path: Path) -> None:
    place = tmp_path / LEXICONS / "units.toml"
    place.parent.mkdir(parents=True)
    units = load("units")
    kept = {code: words for code, words in units["unit"].items() if code != "USD"}
    place.write_text(tomli_w.dumps(units | {"unit": kept}), encoding="utf-8")
    full, reduced = (
        reads[0].found for reads in (read_against(southeast, print), read_apart(southeast, tmp_path, print))
    )
    assert {claim["unit"] for claim in full if claim["type"] == "observation"} >= {"USD", "VND"}
    assert "USD" not in {claim.get("unit") for claim in reduced}
    assert {claim["type"] for claim in reduced} >= {"conference", "participation", "post"}


def test_overlay_that_stops_the_pipeline_is_told_with_what_the_process_said(
    southeast: list[GoldArticle], tmp_path: Path
) -> None:
    place = tmp_path / TABLES / "provinces.csv"
    place.parent.mkdir(parents=True)
    place.write_text("slug,name\n", encoding="utf-8")
    with pytest.raises(ChildProcessError, match=r"provinces\.csv"):
        read_apart(southeast, tmp_path, print)


def test_bloc_that_nobody_prepared_for_is_read_almost_as_well(corpus: Callable[..., Path]) -> None:
    gold = read_gold(corpus("digest-004", "digest-006", "digest-206"), print)
    left_out = list(leave_out(gold, print))
    assert {one.bloc for one in left_out} >= {"Đông Nam bộ", "biên giới phía Bắc"}
    assert all(one.with_entries.f1 - one.without.f1 < 0.05 for one in left_out)
    assert all(one.entries > 0 for one in left_out)
    table = leave_out_table(left_out)
    assert table.rows[-1][0] == "ALL"
    assert len(table.rows) == len(left_out) + 1
