"""Titles of posts and their kinds: what decides, what spelling does not matter, and faulty tables refused by row."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from rdflib import RDF

from ontology.errors import OntologyError
from ontology.load import reference_graph
from ontology.names import ID, ORG, SKOS, TD
from ontology.tables import table
from ontology.tables.codes import path_of
from ontology.tables.posts import fold, post_kind, read_patterns, read_words

WORDS = {"place": (("tỉnh",), ("huyện",))}
CHAIR = "chair,chủ tịch,chair,Người đứng đầu.,Head.,,"
PROVINCE_CHAIR = "province-chair,chủ tịch tỉnh,province chair,Người đứng đầu tỉnh.,Head of a province.,chair,"
OTHER = "other,khác,other,Khác.,Other.,,"


def kind_of(title: str) -> str | None:
    kind = post_kind(title)
    return kind.notation if kind else None


def refusal(path: Path, *rows: str) -> str:
    path.write_text(
        "\n".join([path_of("post-kind").read_text(encoding="utf-8").split("\n", 1)[0], *rows, ""]), encoding="utf-8"
    )
    with pytest.raises(OntologyError) as raised:
        read_patterns(path, {name: tuple(fold(" ".join(w)) for w in words) for name, words in WORDS.items()})
    return str(raised.value)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Chủ tịch nước", "state-president"),
        ("Phó Thủ tướng Thường trực Chính phủ", "standing-deputy-prime-minister"),
        ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", "government-office-head"),
        ("Thứ trưởng Bộ Nội vụ", "deputy-minister"),
        ("Ủy viên Bộ Chính trị", "politburo-member"),
        ("Ủy viên dự khuyết Trung ương Đảng", "alternate-central-committee-member"),
        ("Phó Bí thư Thường trực Tỉnh ủy Quảng Nam", "provincial-party-standing-deputy-secretary"),
        ("Bí thư Thành ủy Đà Nẵng", "provincial-party-secretary"),
        ("Bí thư Thành ủy Thành phố Hồ Chí Minh", "provincial-party-secretary"),
        ("Chủ tịch Ủy ban nhân dân tỉnh Cà Mau", "provincial-peoples-committee-chair"),
        ("Phó Chủ tịch Ủy ban nhân dân thành phố Cần Thơ", "provincial-peoples-committee-vice-chair"),
        ("Phó Chủ tịch Hội đồng nhân dân tỉnh Long An", "provincial-peoples-council-vice-chair"),
        ("Chủ tịch Ủy ban nhân dân huyện Mỹ Tú", "district-peoples-committee-chair"),
        ("Chủ tịch Ủy ban nhân dân xã Tân Lập", "commune-peoples-committee-chair"),
        ("Phó giám đốc phụ trách Sở Nội vụ", "department-deputy-director"),
        ("Phó Trưởng ban Thường trực Ban Thi đua - Khen thưởng Trung ương", "central-emulation-board-deputy-head"),
        ("Phó Chủ tịch Thường trực Hội đồng Thi đua - Khen thưởng Trung ương", "central-emulation-council-vice-chair"),
        ("Phó Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "central-front-vice-chair"),
        ("Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Nam", "provincial-front-chair"),
        ("Chủ tịch Hội Luật gia tỉnh Bình Định", "provincial-association-chair"),
        ("Phó Chủ tịch Hội Luật gia Việt Nam", "central-association-vice-chair"),
        ("Giám đốc Công an tỉnh Bến Tre", "provincial-police-director"),
        ("Chủ tịch Hội đồng quản trị Công ty Cổ phần Minh Sơn", "board-chair"),
        ("Hiệu trưởng Trường Đại học Trà Vinh", "rector"),
    ],
)
def test_title_has_the_most_specific_kind_that_it_tells(title: str, kind: str) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    "title",
    [
        "Phó Chủ tịch UBND TP. Cần Thơ",
        "PHÓ CHỦ TỊCH UBND TP CẦN THƠ",
        "Phó chủ tịch Uỷ ban nhân dân Thành phố Cần Thơ",
        "Quyền Phó Chủ tịch UBND thành phố Cần Thơ",
        unicodedata.normalize("NFD", "Phó Chủ tịch Ủy ban nhân dân thành phố Cần Thơ"),
    ],
)
def test_spelling_of_a_title_does_not_matter(title: str) -> None:
    assert kind_of(title) == "provincial-peoples-committee-vice-chair"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Trưởng bản Háng Pu Xi", "village-head"),
        ("Trưởng Ban Nội chính Trung ương", "central-party-commission-head"),
        ("Chủ tịch Quốc hội", "national-assembly-chair"),
        ("Chủ tịch Quốc hội Lào", "foreign-leader"),
        ("Đại sứ Việt Nam tại Lào", "ambassador-of-viet-nam"),
        ("Đại sứ Lào tại Việt Nam", "foreign-ambassador"),
        ("Trưởng Ban Tổ chức Trung ương", "central-party-commission-head"),
        ("Trưởng Ban Tổ chức Đại hội", "event-committee-head"),
    ],
)
def test_titles_that_look_alike_are_told_apart(title: str, kind: str) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize("title", ["Chủ tịch Ủy ban nhân dân thành phố Sóc Trăng", "Chủ tịch UBND Thành phố"])
def test_city_that_may_be_below_a_province_gives_the_kind_without_a_level(title: str) -> None:
    assert kind_of(title) == "peoples-committee-chair"


@pytest.mark.parametrize("title", ["", "Chủ tịch", "nghệ sĩ", "nguyên Chủ tịch UBND tỉnh", "– 123"])
def test_title_of_no_known_kind_has_none(title: str) -> None:
    assert post_kind(title) is None


def test_kinds_form_a_hierarchy_of_org_roles() -> None:
    graph = reference_graph()
    standing = ID["post-kind/provincial-peoples-committee-standing-vice-chair"]

    assert set(graph.objects(standing, RDF.type)) == {SKOS.Concept, TD.PostKind, ORG.Role}
    assert [
        str(node).removeprefix(str(ID["post-kind/"])) for node in graph.transitive_objects(standing, SKOS.broader)
    ] == [
        "provincial-peoples-committee-standing-vice-chair",
        "provincial-peoples-committee-vice-chair",
        "peoples-committee-vice-chair",
        "local-government-post",
    ]


def test_titles_of_the_gold_claims_have_a_kind(shared: Path) -> None:
    paths = (shared / "evaluation" / "gold").glob("*.jsonl")
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    titles = {claim["title"] for claim in map(json.loads, lines) if claim["type"] == "post"}

    assert len(titles) > 200
    assert [title for title in titles if post_kind(title) is None] == []


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([CHAIR + "chủ tịch …"], "row 2: column titles: 'chủ tịch …' has … or $ out of place"),
        ([CHAIR + "chủ $ tịch"], "row 2: column titles: 'chủ $ tịch' has … or $ out of place"),
        ([CHAIR + "$"], "row 2: column titles: '$' has … or $ out of place"),
        (
            [CHAIR + "chủ tịch <town>"],
            "row 2: column titles: '<town>' of 'chủ tịch <town>' is no word of post-words.csv",
        ),
        ([CHAIR + "chủ tịch|"], "row 2: column titles has an empty value between bars"),
        (
            [CHAIR + "chủ tịch <place>", OTHER + "chủ tịch huyện"],
            "row 3: column titles: 'chủ tịch huyện' names chair already",
        ),
        ([CHAIR.replace(".,,", ".,boss,")], "row 2: column broader: no code 'boss' in this table"),
    ],
)
def test_faulty_kind_of_post_is_refused_with_file_row_and_reason(tmp_path: Path, rows: list[str], reason: str) -> None:
    assert refusal(tmp_path / "post-kinds.csv", *rows).startswith(f"post-kinds.csv, {reason}")


def test_pattern_of_a_kind_and_of_a_narrower_one_belongs_to_the_narrower(tmp_path: Path) -> None:
    path = tmp_path / "post-kinds.csv"
    header = path_of("post-kind").read_text(encoding="utf-8").split("\n", 1)[0]
    rows = [CHAIR + "chủ tịch <place>", PROVINCE_CHAIR + "chủ tịch tỉnh"]
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")

    found = {
        pattern.stretches: kind.notation
        for pattern, kind in read_patterns(path, {"place": (fold("tỉnh"), fold("huyện"))})
    }

    assert found == {
        (fold("chủ tịch tỉnh"),): "province-chair",
        (fold("chủ tịch huyện"),): "chair",
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Place,tỉnh,tỉnh,province", "column word: 'Place' is not of the form"),
        ("place,,tỉnh,province", "column alternatives is empty"),
        ("place,tỉnh|tỉnh,tỉnh,province", "column alternatives names a value twice"),
        ("place,tỉnh,tỉnh,", "column meaning_en is empty"),
    ],
)
def test_faulty_word_of_patterns_is_refused_with_file_row_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "post-words.csv"
    header = (table.FOLDER / "post-words.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")

    with pytest.raises(OntologyError) as raised:
        read_words(path)

    assert str(raised.value).startswith(f"post-words.csv, row 2: {reason}")
