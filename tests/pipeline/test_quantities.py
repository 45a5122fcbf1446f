"""Numbers, units and bounds as newspapers write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.language.mentions import found
from pipeline.language.quantities import Quantity, read_number, times


@pytest.mark.parametrize(
    ("digits", "percent", "value"),
    [
        ("88.000", False, 88000),
        ("98,000", False, 98000),
        ("98 000", False, 98000),
        ("17.899", False, 17899),
        ("2.360.000", False, 2360000),
        ("8.585,0", False, 8585),
        ("33,448.222", False, 33448.222),
        ("1.5", False, 1.5),
        ("771,470", False, 771.47),
        ("7.61", True, 7.61),
        ("50,048", True, 50.048),
        ("6,7", True, 6.7),
    ],
)
def test_number_is_read_as_newspapers_mean_it(digits: str, percent: bool, value: float) -> None:
    assert read_number(digits, percent=percent) == pytest.approx(value)


@pytest.mark.parametrize(
    ("words", "number", "unit", "bound"),
    [
        ("gần 88.000 tỉ đồng", 88e12, "VND", "below"),
        ("trên 23 tỷ USD", 23e9, "USD", "above"),
        ("hơn 1,2 nghìn tỷ đồng", 1.2e12, "VND", "above"),
        ("khoảng 18,03%", 18.03, "%", "about"),
        ("71,2 triệu đồng/người/năm", 71.2e6, "VND/person/year", "exact"),
        ("vượt mốc 5 triệu lượt khách", 5e6, "person", "above"),
        ("232 doanh nghiệp", 232, "enterprise", "exact"),
        ("không quá 3%", 3, "%", "at-most"),
        ("chưa đến 500 ha", 500, "hectare", "below"),
        ("11.000 triệu USD", 11e9, "USD", "exact"),
        ("47 tỷ 978 triệu đồng", 47_978e6, "VND", "exact"),
        ("0,34 điểm phần trăm", 0.34, "percentage-point", "exact"),
    ],
)
def test_quantity_has_base_unit_and_bound(
    read_doc: Callable[[str], Doc], words: str, number: float, unit: str, bound: str
) -> None:
    (mention,) = found(read_doc(f"Con số là {words}."), "quantity")
    quantity: Quantity = mention.value
    assert (quantity.number, quantity.unit, quantity.bound) == (pytest.approx(number), unit, bound)


def test_at_least_needs_its_second_half(read_doc: Callable[[str], Doc]) -> None:
    first, second = found(read_doc("Các tỉnh đạt từ 98,8% kế hoạch trở lên; năm sau tính từ 50%."), "quantity")
    assert (first.value.bound, second.value.bound) == ("at-least", "exact")


def test_first_of_two_numbers_takes_unit_and_scale_of_the_second(read_doc: Callable[[str], Doc]) -> None:
    mentions = found(read_doc("Hai tỉnh lần lượt có 80,33 và 73,74 triệu đồng."), "quantity")
    assert [m.value.number for m in mentions] == [80330000, 73740000]


@pytest.mark.parametrize("text", ["Ngày 27-3-2024 họp.", "Theo Nghị quyết số 01/NQ-CP.", "Năm 2023 qua đi."])
def test_dates_and_document_numbers_are_no_quantities(read_doc: Callable[[str], Doc], text: str) -> None:
    assert found(read_doc(text), "quantity") == []


@pytest.mark.parametrize(("text", "number"), [("A (-9,6%)", -9.6), ("B (+3,34%)", 3.34), ("C -18,39%", -18.39)])
def test_sign_belongs_to_the_number(read_doc: Callable[[str], Doc], text: str, number: float) -> None:
    (mention,) = found(read_doc(text), "quantity")
    assert mention.value.number == pytest.approx(number)


def test_product_of_number_and_scale_is_exact_in_decimal_figures() -> None:
    assert [repr(times(*pair)) for pair in ((2.03, 1e15), (68.4, 1e9), (33.8, 1e9))] == [
        "2030000000000000.0",
        "68400000000.0",
        "33800000000.0",
    ]
