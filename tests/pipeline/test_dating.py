"""When an article was written: by its metadata, by what is presumed of it, by the jubilee that it tells of, by the years it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.language.focus import focus_of
from pipeline.nlp import make_doc
from pipeline.readers.metadata import read_metadata
from pipeline.view import make_view


def year_of(nlp: Language, text: str, published: str | None = None, presumed: int | None = None) -> int:
    doc = make_doc(nlp, make_view(text), published, presumed)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return focus_of(doc).year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (
            "Lễ kỷ niệm 40 năm ngày thành lập Sở Công Thương tỉnh Lâm Đồng (12/5/1979-12/5/2019) diễn ra sáng 10/5.",
            2019,
        ),
        ("Tỉnh Bắc Ninh kỷ niệm 25 năm tái lập. Từ khi tái lập tỉnh năm 1997, kinh tế tăng trưởng liên tục.", 2022),
        ("Tỉnh Quảng Ngãi mừng 30 năm tái lập tỉnh và 44 năm ngày giải phóng (24/3/1975).", 2019),
        ("60 năm ngày truyền thống ngành Y tế. Ngày 27/2/1955, ngành được thành lập.", 2015),
    ],
)
def test_jubilee_tells_the_year(nlp: Language, text: str, year: int) -> None:
    assert year_of(nlp, text) == year


def test_jubilee_still_to_come_or_before_the_years_told_tells_none(nlp: Language) -> None:
    assert year_of(nlp, "Tỉnh X hướng tới 100 năm thành lập, vốn được thành lập năm 1997.") == 1997
    assert year_of(nlp, "Tỉnh X kỷ niệm 10 năm tái lập năm 1997. Năm 2018, tỉnh thu ngân sách 900 tỷ đồng.") == 2018


def test_plan_of_some_years_is_no_jubilee(nlp: Language) -> None:
    text = "Năm 2016, tỉnh Bạc Liêu xuất khẩu 450 triệu USD, mở đầu kế hoạch phát triển 5 năm (2016-2020)."
    assert year_of(nlp, text) == 2016


def test_deadline_is_not_the_year_of_writing(nlp: Language) -> None:
    text = "Năm 2016, tỉnh Bạc Liêu xuất khẩu 450 triệu USD. Con số này phải đạt 1 tỷ USD trước năm 2025."
    assert year_of(nlp, text) == 2016


def test_history_is_not_the_year_of_writing(nlp: Language) -> None:
    assert year_of(nlp, "Ngày 3/7/1957, Thủ tướng ban hành Nghị định 290. Lực lượng không ngừng lớn mạnh.") == 0


TOLD = "Năm 2016, tỉnh Bạc Liêu xuất khẩu 450 triệu USD."


@pytest.mark.parametrize(
    ("text", "published", "presumed", "year"),
    [
        ("Tỉnh Bạc Liêu xuất khẩu 450 triệu USD.", None, 2017, 2017),  # the text tells none
        (TOLD, None, 2017, 2016),  # one year apart: the text is right
        (TOLD, None, 2019, 2019),  # far apart: the text looks back
        ("Tỉnh Bạc Liêu tổng kết năm 2016.", None, 2019, 2017),  # a review dates its article
        (TOLD, "2018-03-01", 2012, 2018),  # what is known goes before what is presumed
    ],
)
def test_presumed_year_helps_where_the_text_leaves_it_open(
    nlp: Language, text: str, published: str | None, presumed: int, year: int
) -> None:
    assert year_of(nlp, text, published, presumed) == year


def test_metadata_tell_a_year_as_known_or_as_a_guess(tmp_path: Path) -> None:
    lines = [
        {"id": "known", "date": None, "year": 2019, "year_is_guess": False},
        {"id": "guessed", "date": None, "year": "2017", "year_is_guess": True},
        {"id": "dated", "date": "2021-04-27", "year": 2021, "year_is_guess": False},
    ]
    path = tmp_path / "sources.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    known = read_metadata([path], lambda refusal: pytest.fail(str(refusal)))
    told = {id: (said.published, said.presumed) for id, said in known.items()}
    assert told == {"known": ("2019", None), "guessed": (None, 2017), "dated": ("2021-04-27", None)}
