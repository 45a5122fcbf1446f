"""A faulty table is refused with its file, its row and the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import table
from ontology.codes import read_codes, read_schemes
from ontology.load import OntologyError
from ontology.places import provinces, read_changes, read_provinces
from ontology.reference import read_blocs, read_country

HANOI = "ha-noi,Hà Nội,Hanoi,centrally-run-city,01,VN-HN,Q1858,1581129,,,,"
HUE = "thua-thien-hue,Thừa Thiên Huế,Thua Thien Hue,province,46,VN-26,Q36399,1565033,,,,"
AWARD = "hero-of-labour,Anh hùng Lao động,Hero of Labour,Danh hiệu.,Title.,state,"
IIP = "iip,Chỉ số,Index,Chỉ số.,Index.,,"
MERGER = "2025-x,merger,2025-07-01,,,an-giang|kien-giang,an-giang-2025,,,Sáp nhập,Merger"


def header(name: str) -> str:
    return (table.FOLDER / name).read_text(encoding="utf-8").split("\n", 1)[0]


def faults(read: Callable[[Path], object], path: Path, *rows: str) -> str:
    path.write_text("\n".join([header(path.name), *rows]) + "\n", encoding="utf-8")
    with pytest.raises(OntologyError) as raised:
        read(path)
    return str(raised.value)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (HUE.replace("thua-thien-hue", "hue"), "column slug: 'hue' is neither the slug of 'Thừa Thiên Huế'"),
        (HUE.replace(",46,", ",6,"), "column gso_code: '6' is not of the form"),
        (HUE.replace(",46,", ",,"), "column gso_code is empty"),
        (HUE.replace(",province,", ",city,"), "column kind: 'city' is none of centrally-run-city, province"),
        (HUE.replace("Q36399", "36399"), "column wikidata: '36399' is not of the form"),
        (HUE[:-2] + "1/7/2025,,", "column last: '1/7/2025' is not a date"),
        (HUE[:-3] + "2025-07-01,2025-06-30,,", "column last lies before column first"),
        (HUE + "hue", "column successor: no province 'hue'"),
        (HUE.replace(",Thua Thien Hue,", ",,"), "column name_en is empty"),
        (HUE[:-1] + "Huế||TT-Huế,", "column alt_names has an empty value between bars"),
        (HUE[:-1] + "Huế|Huế,", "column alt_names names a value twice"),
        (HUE + ",more", "has 13 cells, expected 12"),
        (HANOI, "slug 'ha-noi' already stands in row 2"),
    ],
)
def test_faulty_province_is_refused_with_file_row_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    message = faults(read_provinces, tmp_path / "provinces.csv", HANOI, row)

    assert message.startswith("provinces.csv, row 3: ")
    assert reason in message


def test_successor_that_does_not_begin_the_day_after_is_refused(tmp_path: Path) -> None:
    old = "an-giang,An Giang,An Giang,province,89,,,,,2025-06-29,,an-giang-2025"
    new = "an-giang-2025,An Giang,An Giang,province,91,,,,2025-07-01,,,"

    message = faults(read_provinces, tmp_path / "provinces.csv", old, new)

    assert message == (
        "provinces.csv, row 2: column successor: 'an-giang-2025' does not begin the day after this one ends"
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (MERGER.replace("kien-giang", "kien-giang-9"), "no province 'kien-giang-9'"),
        (MERGER.replace("kien-giang", "ca-mau"), "the successor of an-giang, ca-mau is not an-giang-2025"),
        (MERGER.replace("2025-07-01", ""), "column operating_date is empty"),
        (MERGER.replace("merger", "split"), "column kind: 'split' is none of merger, status-change"),
        (MERGER.replace("merger", "status-change"), "column kind_before is empty"),
        (
            MERGER.replace("merger", "status-change").replace(",,,Sáp", ",province,province,Sáp"),
            "a status change needs two kinds",
        ),
    ],
)
def test_faulty_change_is_refused_with_file_row_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    message = faults(lambda path: read_changes(path, provinces()), tmp_path / "changes.csv", row)

    assert message.startswith("changes.csv, row 2: ")
    assert reason in message


@pytest.mark.parametrize(
    ("scheme", "name", "row", "reason"),
    [
        ("award", "awards.csv", AWARD.replace(",state,", ",world,"), "column level: 'world' is none of"),
        (
            "award",
            "awards.csv",
            AWARD.replace("hero-of-labour", "Hero of Labour"),
            "is no slug, 'hero-of-labour' would be",
        ),
        ("award", "awards.csv", AWARD.replace("Title.", ""), "column definition_en is empty"),
        (
            "indicator",
            "indicators.csv",
            IIP.replace(".,,", ".,growth,"),
            "column broader: no code 'growth' in this table",
        ),
        ("indicator", "indicators.csv", IIP.replace(".,,", ".,iip,"), "column broader: 'iip' is its own"),
        (
            "unit",
            "units.csv",
            "%,phần trăm,per cent,A.,B.,unit:PERCENT",
            "column qudt: 'unit:PERCENT' is not of the form",
        ),
    ],
)
def test_faulty_code_is_refused_with_file_row_and_reason(
    tmp_path: Path, scheme: str, name: str, row: str, reason: str
) -> None:
    message = faults(lambda path: read_codes(scheme, path), tmp_path / name, row)

    assert message.startswith(f"{name}, row 2: ")
    assert reason in message


def test_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    message = faults(lambda path: read_codes("award", path), tmp_path / "awards.csv", AWARD, AWARD)

    assert message == "awards.csv, row 3: code 'hero-of-labour' already stands in row 2"


def test_bloc_under_a_foreign_slug_is_refused(tmp_path: Path) -> None:
    message = faults(read_blocs, tmp_path / "blocs.csv", "tnb,Tây Nam bộ,Southwest,,articles")

    assert message == "blocs.csv, row 2: column slug: 'tnb' is not the slug of 'Tây Nam bộ'"


def test_two_countries_are_refused(tmp_path: Path) -> None:
    row = "viet-nam,Việt Nam,Viet Nam,VN,Q881,1562822,"

    assert faults(read_country, tmp_path / "country.csv", row, row) == "country.csv: has 2 rows, expected one"


def test_scheme_without_definition_is_refused(tmp_path: Path) -> None:
    message = faults(read_schemes, tmp_path / "schemes.csv", "award,awards,Khen thưởng,Awards,,Awards.")

    assert message == "schemes.csv, row 2: column definition_vi is empty"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "blocs.csv: is empty"),
        (b"slug,name\n", "blocs.csv, row 1: header is slug,name, expected slug,name,name_en,alt_names,source"),
        ("slug,tên\n".encode("utf-16"), "blocs.csv: not UTF-8 at byte 0"),
    ],
)
def test_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "blocs.csv"
    path.write_bytes(content)

    with pytest.raises(OntologyError, match=re.escape(reason)):
        read_blocs(path)


def test_missing_table_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"blocs\.csv: No such file"):
        read_blocs(tmp_path / "blocs.csv")


def test_row_number_counts_lines_even_after_a_quoted_cell(tmp_path: Path) -> None:
    quoted = '5-thanh-pho,"5 thành phố",Five,,"a, b"'

    assert faults(read_blocs, tmp_path / "blocs.csv", quoted, "x,Y,,,").startswith("blocs.csv, row 3: ")


def test_shared_facts_on_provinces_are_carried_over_whole(shared: Path) -> None:
    old = table.read(
        shared / "reference" / "provinces-until-2025.csv",
        ("gso_code", "name", "kind", "iso_3166_2", "wikidata", "geonames", "successor_gso_code_2025"),
    )
    ours = {unit.name: unit for unit in provinces() if unit.first is None}
    by_slug = {unit.slug: unit for unit in provinces()}

    assert len(old) == len(ours) == 63
    for row in old:
        unit = ours[row.text("name")]
        after = by_slug[unit.successor or unit.slug]
        assert (unit.gso_code, unit.iso, unit.wikidata, unit.geonames, after.gso_code) == (
            row.text("gso_code"),
            row.optional("iso_3166_2"),
            row.optional("wikidata"),
            row.optional("geonames"),
            row.text("successor_gso_code_2025"),
        )


def test_shared_facts_on_provinces_from_2025_are_carried_over_whole(shared: Path) -> None:
    path = shared / "reference" / "provinces-from-2025.csv"
    new = table.read(path, ("gso_code", "name", "kind", "geonames"))
    ours = {unit.gso_code: unit for unit in provinces() if unit.last is None}

    assert len(new) == len(ours) == 34
    for row in new:
        unit = ours[row.text("gso_code")]
        assert row.text("name") in (unit.name, *unit.alt_names)
        assert unit.geonames == row.text("geonames")
