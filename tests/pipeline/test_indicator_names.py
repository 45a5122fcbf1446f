"""What indicators and units are called: no code that reading gives is without a label, in words that are spelled right."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import chain

import pytest
from pyoxigraph import Literal, NamedNode

from ontology import mint
from ontology.names import RDFS
from ontology.tables.codes import codes, concepts
from pipeline.identity.indicators import indicator_names
from pipeline.language import capital, refining
from pipeline.language.lexicon import load
from pipeline.readers import Article
from pipeline.run import Extractor

BOTH = {"vi", "en"}
THINGS = {code: entry for code, entry in load("things").items() if code != "context"}
PARTS = load("parts")
OF_CAPITAL = ("fdi-new", "fdi-adjusted", "fdi-share-purchase", "fdi-in-zones", "registered-capital-in-zones")


@pytest.mark.parametrize(
    ("lexicon", "given"),
    [
        ("indicators", set(load("indicators"))),
        ("counts", {rule["code"] for rule in chain.from_iterable(load("counts").values())}),
        ("things", set(THINGS)),
        ("parts", set(PARTS["index"].values())),
        ("refining", {*OF_CAPITAL, *capital.CAPITAL_OF, *capital.CAPITAL_OF.values()}),
    ],
)
def test_every_indicator_that_a_lexicon_gives_is_a_concept(lexicon: str, given: set[str]) -> None:
    assert sorted(given - codes("indicator")) == [], f"{lexicon}: add them to ontology/tables/indicators.csv"


def test_every_unit_that_a_lexicon_gives_is_a_concept() -> None:
    given = {*load("units")["unit"], *load("counts"), *(thing["unit"] for thing in THINGS.values())}

    assert sorted(given - codes("unit")) == [], "add them to ontology/tables/units.csv"


def test_a_counted_thing_is_usually_given_in_the_unit_that_counts_it() -> None:
    usual = {code.notation: code.extra["usual_unit"] for code in concepts("indicator")}

    assert {code: usual[code] for code in THINGS} == {code: thing["unit"] for code, thing in THINGS.items()}


def test_every_part_of_an_indicator_has_a_name_in_both_languages() -> None:
    given = {*PARTS["goods"], *PARTS["branches"], *refining.SECTORS, "part"}

    assert sorted(given - PARTS["names"].keys()) == [], "add them to [names] of lexicon/parts.toml"
    assert all(name.keys() == BOTH and all(name.values()) for name in PARTS["names"].values())


@pytest.mark.parametrize("scheme", ["indicator", "unit"])
def test_vietnamese_labels_are_composed_letters(scheme: str) -> None:
    texts = [text for code in concepts(scheme) for text in (code.label_vi, code.definition_vi)]

    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []


@pytest.mark.parametrize(
    ("notation", "words", "vi", "en"),
    [
        ("cooperatives", "", "Số hợp tác xã", "Cooperatives"),
        ("jobs-created-part", "", "Việc làm tạo mới, một phần", "Jobs created, part"),
        ("export-turnover-rice-part", "", "Kim ngạch xuất khẩu, gạo, một phần", "Export turnover, rice, part"),
        (
            "industrial-employment-non-state-sector",
            "",
            "Lao động công nghiệp, khu vực ngoài nhà nước",
            "Industrial employment, non-State sector",
        ),
        ("rolled-steel-output", "", "Sản lượng thép cán", "Output of rolled steel"),
        ("may-gat-dap-output", "máy gặt đập", "Sản lượng máy gặt đập", None),
        ("export-turnover-ca-tra-phi-le", "cá tra phi lê", "Kim ngạch xuất khẩu, cá tra phi lê", None),
        ("ty-le-hoa-giai-thanh", "tỷ lệ hòa giải thành", "Tỷ lệ hòa giải thành", None),
        ("ty-le-hoa-giai-thanh-part", "tỷ lệ hòa giải thành", "Tỷ lệ hòa giải thành, một phần", None),
        ("ty-le-hoa-giai-thanh", "tỷ lệ phá án", None, None),
        ("heard-of-nowhere", "", None, None),
    ],
)
def test_code_put_together_is_called_by_its_parts(notation: str, words: str, vi: str | None, en: str | None) -> None:
    names = indicator_names(notation, words)

    assert (names.get("vi"), names.get("en")) == (vi, en)


@pytest.fixture
def labels(extractor: Extractor, article: Callable[..., Article]) -> Callable[[str, str], set[tuple[str, str | None]]]:
    """The labels that the graph of an article gives an indicator, each with its language."""

    def read(text: str, indicator: str) -> set[tuple[str, str | None]]:
        (graph,) = extractor.pipe([article(text)])
        about = (NamedNode(mint.code("indicator", indicator)), NamedNode(RDFS.label))
        said = [t.object for t in graph.triples if (t.subject, t.predicate) == about]
        return {(label.value, label.language) for label in said if isinstance(label, Literal)}

    return read


@pytest.mark.parametrize(
    ("said", "indicator", "label"),
    [
        ("Tỷ lệ hòa giải thành đạt 85%.", "ty-le-hoa-giai-thanh", "Tỷ lệ hòa giải thành"),
        ("Có 92% hộ dân dùng mạng VNPT.", "ty-le-ho-dan-dung-mang-vnpt", "Tỷ lệ hộ dân dùng mạng VNPT"),
        (
            "Tỷ lệ nhà vệ sinh đạt tiêu chuẩn là 78%.",
            "ty-le-nha-ve-sinh-dat-tieu",
            "Tỷ lệ nhà vệ sinh đạt tiêu …",
        ),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_rate_is_called_by_the_words_of_the_article(
    labels: Callable[[str, str], set[tuple[str, str | None]]], said: str, indicator: str, label: str, form: str
) -> None:
    text = unicodedata.normalize(form, f"Tỉnh Sóc Trăng tổng kết năm 2023. {said}")

    assert labels(text, indicator) == {(label, "vi")}


def test_rate_spelled_in_two_ways_has_one_label_in_an_article(
    labels: Callable[[str, str], set[tuple[str, str | None]]],
) -> None:
    text = "Năm 2023, tỉnh Sóc Trăng có tỷ lệ hoà giải thành đạt 85%. Tỷ lệ hòa giải thành của tỉnh Trà Vinh đạt 86%."

    assert labels(text, "ty-le-hoa-giai-thanh") == {("Tỷ lệ hòa giải thành", "vi")}


def test_goods_that_no_lexicon_has_are_called_by_the_words_of_the_article(
    labels: Callable[[str, str], set[tuple[str, str | None]]],
) -> None:
    text = (
        "Năm 2023, chỉ số sản xuất công nghiệp của tỉnh Sóc Trăng tăng 6,1% so với cùng kỳ năm trước. "
        "Một số sản phẩm tăng cao so với cùng kỳ năm trước là thép cán tăng 22,8%; máy gặt đập tăng 2,2%."
    )

    assert labels(text, "may-gat-dap-output") == {("Sản lượng máy gặt đập", "vi")}
    assert labels(text, "rolled-steel-output") == {("Sản lượng thép cán", "vi"), ("Output of rolled steel", "en")}
