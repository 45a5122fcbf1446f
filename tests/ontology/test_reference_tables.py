"""A faulty table is refused with its file, its row and the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.load import OntologyError
from ontology.reference import read_country
from ontology.tables import table
from ontology.tables.blocs import read_blocs
from ontology.tables.places import provinces, read_changes, read_provinces

HANOI = "ha-noi,Hà Nội,Hanoi,centrally-run-city,01,VN-HN,Q1858,1581129,,,,,,https://example.org/codes"
HUE = (
    "thua-thien-hue,Thừa Thiên Huế,Thua Thien Hue,province,46,VN-26,Q36399,1565033,"
    "{first},{last},{alt_names},{successor},{alt_names_en},{source}"
)
MERGER = (
    "2025-x,merger,2025-07-01,,2025-06-12,an-giang|kien-giang,an-giang-2025,,,,,Sáp nhập,Merger,https://example.org/law"
)
RENAMING = (
    "2025-hue,status-change,2025-01-01,,,thua-thien-hue,thua-thien-hue,province,centrally-run-city,"
    "Thừa Thiên Huế,Huế,Đổi tên,Renaming,https://example.org/law"
)

Refusal = Callable[..., str]


def hue(**cells: str) -> str:
    """The row of Thừa Thiên Huế, right but for these cells."""
    right = dict.fromkeys(("first", "last", "alt_names", "successor", "alt_names_en"), "") | {"source": "https://x.org"}
    return HUE.format(**right | cells)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (hue().replace("thua-thien-hue", "hue"), "column slug: 'hue' is neither the slug of 'Thừa Thiên Huế'"),
        (hue().replace(",46,", ",6,"), "column gso_code: '6' is not of the form"),
        (hue().replace(",46,", ",,"), "column gso_code is empty"),
        (hue().replace(",province,", ",city,"), "column kind: 'city' is none of centrally-run-city, province"),
        (hue().replace("Q36399", "36399"), "column wikidata: '36399' is not of the form"),
        (hue().replace(",Thua Thien Hue,", ",,"), "column name_en is empty"),
        (hue(last="1/7/2025"), "column last: '1/7/2025' is not a date"),
        (hue(last="20250701"), "column last: '20250701' is not a date"),
        (hue(last="2025-02-29"), "column last: '2025-02-29' is not a date"),
        (hue(first="2025-07-01", last="2025-06-30"), "column last lies before column first"),
        (hue(successor="hue"), "column successor: no province 'hue'"),
        (hue(alt_names="Huế||TT-Huế"), "column alt_names has an empty value between bars"),
        (hue(alt_names="Huế|Huế"), "column alt_names names a value twice"),
        (hue(alt_names="HÀ NỘI"), "the name 'HÀ NỘI' means 'ha-noi' at the same time"),
        (hue(alt_names_en="Ha Noi"), "the name 'Ha Noi' means 'ha-noi' at the same time"),
        (hue(source=""), "column source is empty"),
        (hue(source="the statistics office"), "column source: 'the statistics office' is no address"),
        (hue(source="https://example.org/a b"), "column source: 'https://example.org/a b' is no address"),
        (hue() + ",more", "has 15 cells, expected 14"),
        (HANOI, "slug 'ha-noi' already stands in row 2"),
    ],
)
def test_faulty_province_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(read_provinces, "provinces.csv", HANOI, row)

    assert message.startswith("provinces.csv, row 3: ")
    assert reason in message


def test_successor_that_does_not_begin_the_day_after_is_refused(refusal: Refusal) -> None:
    old = "an-giang,An Giang,An Giang,province,89,,,,,2025-06-29,,an-giang-2025,,https://x.org"
    new = "an-giang-2025,An Giang,An Giang,province,91,,,,2025-07-01,,,,,https://x.org"

    assert refusal(read_provinces, "provinces.csv", old, new) == (
        "provinces.csv, row 2: column successor: 'an-giang-2025' does not begin the day after this one ends"
    )


def test_units_of_two_eras_may_share_a_name(tmp_path: Path) -> None:
    old = "an-giang,An Giang,An Giang,province,89,,,,,2025-06-30,,an-giang-2025,,https://x.org"
    new = "an-giang-2025,An Giang,An Giang,province,91,,,,2025-07-01,,,,,https://x.org"
    path = tmp_path / "provinces.csv"
    header = (table.FOLDER / "provinces.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    path.write_text(f"{header}\n{old}\n{new}\n", encoding="utf-8")

    assert [unit.slug for unit in read_provinces(path)] == ["an-giang", "an-giang-2025"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (MERGER.replace("kien-giang", "kien-giang-9"), "no province 'kien-giang-9'"),
        (MERGER.replace("kien-giang", "ca-mau"), "the successor of an-giang, ca-mau is not an-giang-2025"),
        (MERGER.replace("2025-07-01", ""), "column operating_date is empty"),
        (MERGER.replace("2025-06-12", "2025-07-02"), "column legal_date lies after column operating_date"),
        (MERGER.replace("2025-06-12", "12/6/2025"), "column legal_date: '12/6/2025' is not a date"),
        (MERGER.replace("merger", "split"), "column kind: 'split' is none of merger, status-change"),
        (MERGER.replace("https://example.org/law", ""), "column source is empty"),
        (MERGER.replace("merger", "status-change"), "a status change is of one unit, which stays"),
        (RENAMING.replace("province,centrally", ",centrally"), "column kind_before is empty"),
        (RENAMING.replace(",province,", ",centrally-run-city,"), "a status change needs two kinds"),
        (RENAMING.replace(",Huế,", ",,"), "a change of name needs both column name_before and column name_after"),
        (RENAMING.replace(",Huế,", ",Phú Xuân,"), "column name_after: 'Phú Xuân' is no name of thua-thien-hue"),
    ],
)
def test_faulty_change_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(lambda path: read_changes(path, provinces()), "changes.csv", row)

    assert message.startswith("changes.csv, row 2: ")
    assert reason in message


def test_two_countries_are_refused(refusal: Refusal) -> None:
    row = "viet-nam,Việt Nam,Viet Nam,VN,Q881,1562822,"

    assert refusal(read_country, "country.csv", row, row) == "country.csv: has 2 rows, expected one"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "blocs.csv: is empty"),
        (b"slug,name\n", "blocs.csv, row 1: header is slug,name, expected slug,name,name_en,alt_names,source,"),
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


@pytest.mark.parametrize(
    ("cell", "row"), [('"a, b"', 3), ('"two\nlines"', 4), ('"three\n\nlines"', 5), ("a\u2028b", 3), ("a\x0cb", 3)]
)
def test_row_number_is_the_line_of_a_text_editor_whatever_the_cells_before(
    refusal: Refusal, cell: str, row: int
) -> None:
    before = f"5-thanh-pho,5 thành phố,Five,,{cell},Cụm.,Bloc."

    assert refusal(read_blocs, "blocs.csv", before, "x,Y,,,,,").startswith(f"blocs.csv, row {row}: ")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_table_as_spreadsheets_write_it_is_read_alike(tmp_path: Path, ending: str, mark: str) -> None:
    (tmp_path / "t.csv").write_bytes(f'{mark}slug,text{ending}a," one{ending}two\xa0"{ending}b,\xa0{ending}'.encode())

    rows = table.read(tmp_path / "t.csv", ("slug", "text"))

    assert [(row.number, row.cells) for row in rows] == [
        (2, {"slug": "a", "text": "one\ntwo"}),
        (4, {"slug": "b", "text": ""}),
    ]


def test_cells_are_taken_in_composed_form(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(unicodedata.normalize("NFD", "slug\nHòa Bình\n"), encoding="utf-8")

    assert [row.text("slug") for row in table.read(tmp_path / "t.csv", ("slug",))] == ["Hòa Bình"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('x,"Y', "unexpected end of data"),
        ('"x"y,Y', "',' expected after '\"'"),
        (f"x,{'y' * 200_000}", "field larger than field limit (131072)"),
    ],
)
def test_broken_csv_is_refused_at_the_row_that_it_begins_in(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"slug,text\na,A\n{row}\nb,B\n", encoding="utf-8")

    with pytest.raises(OntologyError, match=re.escape(f"t.csv, row 3: no CSV: {reason}")):
        table.read(path, ("slug", "text"))


def test_name_without_a_letter_is_refused(refusal: Refusal) -> None:
    nameless = {
        "provinces.csv, row 2: column name: '…'": (read_provinces, HANOI.replace("Hà Nội", "…")),
        "provinces.csv, row 2: column alt_names_en: '/'": (read_provinces, hue(alt_names_en="Hue|/")),
        "changes.csv, row 2: column slug: '-'": (lambda p: read_changes(p, provinces()), MERGER.replace("2025-x", "-")),
        "country.csv, row 2: column name: '?'": (read_country, "viet-nam,?,Viet Nam,VN,Q881,1562822,"),
        "blocs.csv, row 2: column alt_names: '…'": (read_blocs, "x,X,X,…,articles,Cụm.,Bloc."),
    }
    for message, (read, row) in nameless.items():
        said = refusal(read, message.partition(",")[0], row)
        assert said == f"{message} has no letter or digit to name anything by"


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
