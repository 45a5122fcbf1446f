"""Literals that a store writes otherwise are told from literals that mean something else."""

from __future__ import annotations

import unicodedata

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph_store.remote.equality import Verdict, by_value, content
from ontology.names import GEO, XSD

NFC, NFD = (unicodedata.normalize(form, "Đắk Lắk: hội nghị tổng kết") for form in ("NFC", "NFD"))
GEOMETRY = "http://www.openlinksw.com/schemas/virtrdf#Geometry"


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD[name]))


def graph(*values: Literal) -> frozenset[Triple]:
    return frozenset(
        Triple(NamedNode("https://example.org/s"), NamedNode("https://example.org/p"), value) for value in values
    )


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (typed("6.70", "decimal"), typed("6.7", "decimal")),
        (typed("7.0", "decimal"), typed("7", "integer")),
        (typed("7", "nonNegativeInteger"), typed("7", "integer")),
        (typed("5.0E0", "double"), typed("5", "double")),
        (typed("1", "boolean"), typed("true", "boolean")),
        (typed("2024-03-27T10:00:00+07:00", "dateTime"), typed("2024-03-27T03:00:00Z", "dateTime")),
        (Literal(NFC), Literal(NFD)),
        (Literal(NFC, language="vi"), Literal(NFD, language="vi")),
        (
            Literal("POINT (105.8 21.03)", datatype=NamedNode(GEO.wktLiteral)),
            Literal("POINT(105.8 21.03)", datatype=NamedNode(GEOMETRY)),
        ),
    ],
)
def test_other_form_of_the_same_value_is_normalised_and_not_different(here: Literal, there: Literal) -> None:
    found = by_value("https://example.org/g", graph(here), graph(there))

    assert (found.verdict, found.other_forms, found.missing, found.extra) == (Verdict.NORMALISED, 1, (), ())


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (typed("6.7", "decimal"), typed("6.71", "decimal")),
        (typed("6.7", "decimal"), Literal("6.7")),
        (typed("1", "integer"), typed("1", "boolean")),
        (typed("2023", "gYear"), typed("2023", "integer")),
        (typed("2023", "gYear"), typed("2023-01-01", "date")),
        (typed("2023-01-01", "date"), typed("2023-01-02", "date")),
        (typed("2024-03-27T10:00:00Z", "dateTime"), typed("2024-03-27T10:00:00", "dateTime")),
        (Literal("hoà"), Literal("hòa")),
        (Literal("tỉnh", language="vi"), Literal("tỉnh")),
        (Literal("tỉnh", language="vi"), Literal("tỉnh", language="en")),
        (Literal("Đắk Lắk"), Literal("Đăk Lăk")),
        (Literal("một hai"), Literal("một  hai")),
        (
            Literal("POINT (105.8 21.03)", datatype=NamedNode(GEO.wktLiteral)),
            Literal("POINT(105.8 21.04)", datatype=NamedNode(GEOMETRY)),
        ),
    ],
)
def test_other_value_is_different(here: Literal, there: Literal) -> None:
    found = by_value("https://example.org/g", graph(here), graph(there))

    assert found.verdict is Verdict.DIFFERENT
    assert len(found.missing) == len(found.extra) == 1


def test_two_forms_that_a_store_keeps_as_one_are_normalised() -> None:
    found = by_value("https://example.org/g", graph(Literal(NFC), Literal(NFD)), graph(Literal(NFC)))

    assert (found.verdict, found.here, found.there) == (Verdict.NORMALISED, 2, 1)


def test_value_that_is_not_of_its_datatype_is_compared_by_its_letters() -> None:
    ill = graph(typed("chưa rõ", "decimal"))

    assert by_value("https://example.org/g", ill, ill).verdict is Verdict.SAME
    assert by_value("https://example.org/g", ill, graph(typed("không rõ", "decimal"))).verdict is Verdict.DIFFERENT


def test_count_that_is_not_what_was_read_back_is_different() -> None:
    same = graph(Literal("x"))

    assert by_value("https://example.org/g", same, same, count=2).verdict is Verdict.DIFFERENT


def test_hash_is_that_of_the_sorted_lines() -> None:
    # printf '%s' LINES | LC_ALL=C sort | sha256sum
    found = content(graph(Literal("b"), Literal("a")), "https://example.org/g")

    assert found.triples == 2
    assert found.hash == "ea52dbbe5d89c4829b5f3b8f93c50ca6d63500f1c2500de91e432bcbb142ea36"
