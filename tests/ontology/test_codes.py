"""A faulty table of codes is refused with its file, its row and the reason; awards rest on bodies and laws that are known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.tables.awards import awards, granter, legal_basis, read_awards
from ontology.tables.codes import codes, concepts, path_of, read_codes, read_schemes, schemes
from ontology.tables.mappings import Match

LABOUR = "labour-order,Huân chương Lao động,Labour Order,Huân chương.,Order.,award,orders,state,chu-tich-nuoc,luat-06-2022-qh15"
ORDERS = "orders,huân chương,orders,Nhóm.,Group.,group,,,,"
GRDP = "grdp,Tổng sản phẩm,Gross product,Giá trị.,Value.,,VND,higher-is-better,close:NY.GDP.MKTP.CN,related:8.1,2.2"
GROWTH = "growth,tăng trưởng,growth,Phần trăm.,Per cent.,previous-year"


Refusal = Callable[..., str]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (LABOUR.replace(",state,", ",world,"), "column level: 'world' is none of government, grassroots, ministry"),
        (LABOUR.replace(",award,", ",medal,"), "column kind: 'medal' is none of award, group"),
        (LABOUR.replace(",award,", ",group,"), "column kind: a group has neither level nor granted_by"),
        (LABOUR.replace("labour-order,", "Labour Order,"), "'Labour Order' is no slug, 'labour-order' would be"),
        (LABOUR.replace("Order.", ""), "column definition_en is empty"),
        (LABOUR.replace(",orders,", ",medals,"), "column broader: no code 'medals' in this table"),
        (LABOUR.replace("chu-tich-nuoc", "vua"), "column granted_by: 'vua' is none of "),
        (LABOUR.replace("luat-06-2022-qh15", "luat-1"), "column legal_basis: no law or article 'luat-1' in laws.csv"),
        (LABOUR + "#dieu-999", "column legal_basis: no law or article 'luat-06-2022-qh15#dieu-999'"),
        (LABOUR + "|luat-06-2022-qh15", "column legal_basis names a value twice"),
        (ORDERS, "code 'orders' already stands in row 2"),
        (LABOUR.replace("Huân chương Lao động", "huân chương"), "label 'huân chương' already stands in row 2"),
    ],
)
def test_faulty_award_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(read_awards, "awards.csv", ORDERS, row)

    assert message.startswith("awards.csv, row 3: ")
    assert reason in message


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GRDP.replace(",VND,", ",đồng,"), "column usual_unit: 'đồng' is none of "),
        (
            GRDP.replace("higher-is-better", "good"),
            "column polarity: 'good' is none of higher-is-better, lower-is-better",
        ),
        (
            GRDP.replace("close:NY", "same:NY"),
            "column world_bank: 'same:NY.GDP.MKTP.CN' begins with none of exact:, close:",
        ),
        (GRDP.replace("NY.GDP.MKTP.CN", "GDP now"), "column world_bank: 'GDP now' is not of the form"),
        (GRDP.replace("related:8.1", "related:goal 8"), "column sdg: 'goal 8' is not of the form"),
        (GRDP.replace("related:8.1", "8.1"), "column sdg: '8.1' begins with none of exact:"),
        (GRDP[:-3] + "9.9", "column sdmx_subject: '9.9' is no domain of the form 2.4.1"),
        (GRDP.replace(".,,VND", ".,growth,VND"), "column broader: no code 'growth' in this table"),
        (GRDP.replace(".,,VND", ".,grdp,VND"), "column broader: 'grdp' is its own, by way of 'grdp'"),
    ],
)
def test_faulty_indicator_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(lambda path: read_codes("indicator", path), "indicators.csv", row)

    assert message.startswith("indicators.csv, row 2: ")
    assert reason in message


def test_broader_codes_that_go_round_are_refused_at_the_first_of_them(refusal: Refusal) -> None:
    rows = [
        f"{own},mức {own},value {own},Mức.,Value.,{broader}" for own, broader in (("a", "b"), ("b", "c"), ("c", "a"))
    ]

    message = refusal(lambda path: read_codes("comparison-basis", path), "comparison-bases.csv", *rows)

    assert message == "comparison-bases.csv, row 2: column broader: 'a' is its own, by way of 'b'"


@pytest.mark.parametrize(
    ("scheme", "name", "row", "reason"),
    [
        (
            "unit",
            "units.csv",
            "%,phần trăm,per cent,A.,B.,unit:PERCENT",
            "column qudt: 'unit:PERCENT' is not of the form",
        ),
        (
            "measure",
            "measures.csv",
            GROWTH.replace("previous-year", "today"),
            "column comparison_basis: 'today' is none of",
        ),
        ("unit", "units.csv", "%,phần trăm,per cent,A.,B.,", "column notation: '%' has no letter or digit"),
        ("bound", "bounds.csv", "…,bằng,exact,Bằng.,Equal.", "column notation: '…' has no letter or digit"),
        ("bound", "bounds.csv", "exact,bằng,exact,Bằng.", "has 4 cells, expected 5"),
    ],
)
def test_faulty_code_is_refused_with_file_row_and_reason(
    refusal: Refusal, scheme: str, name: str, row: str, reason: str
) -> None:
    message = refusal(lambda path: read_codes(scheme, path), name, row)

    assert message.startswith(f"{name}, row 2: ")
    assert reason in message


def test_scheme_without_definition_is_refused(refusal: Refusal) -> None:
    message = refusal(read_schemes, "schemes.csv", "award,awards,Khen thưởng,Awards,,Awards.")

    assert message == "schemes.csv, row 2: column definition_vi is empty"


@pytest.mark.parametrize("missing", sorted(scheme.name for scheme in schemes()))
def test_table_of_schemes_without_one_that_is_used_is_refused(refusal: Refusal, missing: str) -> None:
    lines = path_of("award").with_name("schemes.csv").read_text(encoding="utf-8").splitlines()[1:]
    others = [line for line in lines if not line.startswith(f"{missing},")]

    assert refusal(read_schemes, "schemes.csv", *others) == f"schemes.csv: has no scheme {missing!r}"


def test_group_of_awards_is_a_concept_but_no_code_of_a_claim() -> None:
    orders = next(code for code in concepts("award") if code.notation == "orders")

    assert orders.is_group
    assert "orders" not in codes("award")
    assert "labour-order-1" in codes("award")


def test_award_names_who_grants_it_and_the_articles_of_both_laws() -> None:
    order = next(award for award in awards() if award.notation == "labour-order-2")

    assert granter(order) == "https://w3id.org/thidua/id/organisation/chu-tich-nuoc"
    assert legal_basis(order) == (
        "https://w3id.org/thidua/id/document/luat-06-2022-qh15#dieu-43",
        "https://w3id.org/thidua/id/document/luat-15-2003-qh11#dieu-43",
    )


def test_legal_bases_may_stand_with_blanks_around_the_bars(tmp_path: Path) -> None:
    header = path_of("award").read_text(encoding="utf-8").split("\n", 1)[0]
    path = tmp_path / "awards.csv"
    path.write_text(f"{header}\n{ORDERS}\n{LABOUR} | luat-15-2003-qh11\n", encoding="utf-8")

    assert legal_basis(read_awards(path)[1]) == (
        "https://w3id.org/thidua/id/document/luat-06-2022-qh15",
        "https://w3id.org/thidua/id/document/luat-15-2003-qh11",
    )


def test_award_of_many_possible_granters_names_none_of_them() -> None:
    certificate = next(award for award in awards() if award.notation == "provincial-certificate")

    assert granter(certificate) is None
    assert "that very province" in certificate.definition_en


def test_indicator_maps_to_codes_elsewhere_by_the_relation_that_holds() -> None:
    by_notation = {code.notation: code for code in concepts("indicator")}

    assert by_notation["land-area"].matches == (
        Match("close", "https://data.worldbank.org/indicator/AG.SRF.TOTL.K2"),
        Match("related", "https://data.worldbank.org/indicator/AG.LND.TOTL.K2"),
    )
    assert by_notation["poverty-rate"].matches[-1] == Match("related", "http://metadata.un.org/sdg/1.2")
    assert by_notation["cpi"].subjects == ("http://purl.org/linked-data/sdmx/2009/subject#2.7",)


def test_every_indicator_says_its_unit_its_polarity_and_what_it_counts() -> None:
    incomplete = [
        code.notation
        for code in concepts("indicator")
        if not {"usual_unit", "polarity"} <= code.extra.keys() or len(code.definition_en.split()) < 8
    ]

    assert incomplete == []
