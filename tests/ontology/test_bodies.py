"""Central bodies: their names, what they are parts of, and when they ended."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from ontology import mint
from ontology.building.bodies import add_bodies
from ontology.errors import OntologyError
from ontology.names import DCTERMS, ID, M8G, ORG, TD, XSD
from ontology.tables.bodies import bodies, body_named, read_bodies
from ontology.tables.codes import read_codes

GOVERNMENT = "chinh-phu,Chính phủ,Government,,,government,,Hiến pháp 2013,,,,"
FINANCE = (
    "bo-tai-chinh,Bộ Tài chính,Ministry of Finance,BTC,chinh-phu,ministry,,Nghị quyết 176/2025/QH15,"
    "{source_url},,{last},{successor}"
)


def finance(source_url: str = "", last: str = "", successor: str = "") -> str:
    """The row of the Ministry of Finance, right but for these cells."""
    return FINANCE.format(source_url=source_url, last=last, successor=successor)


@pytest.fixture(scope="module")
def graph() -> Graph:
    built = Graph()
    add_bodies(built)
    return built


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Chính phủ", "chinh-phu"),
        ("Thủ tướng", "thu-tuong-chinh-phu"),
        ("UBTVQH", "uy-ban-thuong-vu-quoc-hoi"),
        ("Ban Bí thư Trung ương Đảng", "ban-bi-thu"),
        ("Ban Thi đua – Khen thưởng Trung ương", "ban-thi-dua-khen-thuong-trung-uong"),
        ("Hội đồng Thi đua- Khen thưởng Trung ương", "hoi-dong-thi-dua-khen-thuong-trung-uong"),
        ("BỘ NỘI VỤ", "bo-noi-vu"),
        ("Bộ Nông nghiệp và PTNT", "bo-nong-nghiep-va-phat-trien-nong-thon"),
        ("Bộ Văn hoá, Thể thao và Du lịch", "bo-van-hoa-the-thao-va-du-lich"),
        ("Ủy ban Trung ương MTTQ Việt Nam", "uy-ban-trung-uong-mat-tran-to-quoc-viet-nam"),
        ("Hội luật gia Việt Nam", "hoi-luat-gia-viet-nam"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_body_is_found_by_what_articles_call_it(name: str, slug: str, form: str) -> None:
    found = body_named(unicodedata.normalize(form, name))

    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize(
    "name", ["Sở Nội vụ tỉnh Khánh Hòa", "Cục Thống kê", "Hội Luật gia tỉnh Thái Bình", "Bộ", "", "…"]
)
def test_body_that_is_not_central_is_not_found(name: str) -> None:
    assert body_named(name) is None


def test_body_has_the_iri_that_articles_mint_for_its_name() -> None:
    for body in bodies():
        assert body.iri == mint.entity("organisation", body.name) == str(ID[f"organisation/{body.slug}"])


def test_no_two_bodies_share_a_name() -> None:
    bearers: dict[str, set[str]] = {}
    for body in bodies():
        for name in (body.name, *body.alt_names):
            bearers.setdefault(mint.slug(name), set()).add(body.slug)

    assert [slugs for slugs in bearers.values() if len(slugs) > 1] == []


def test_graph_has_every_body_with_its_class_and_kind(graph: Graph) -> None:
    nodes = {str(node) for node in graph.subjects(RDF.type, TD.CentralBody)}

    assert nodes == {body.iri for body in bodies()}
    assert len(nodes) == 65
    for node in nodes:
        assert (URIRef(node), RDF.type, ORG.FormalOrganization) in graph
        assert str(graph.value(URIRef(node), ORG.classification)).startswith(f"{ID}body-kind/")


def test_body_is_part_of_the_one_above_it(graph: Graph) -> None:
    council = ID["organisation/ban-thi-dua-khen-thuong-trung-uong"]

    assert graph.value(council, ORG.subOrganizationOf) == ID["organisation/bo-noi-vu"]
    assert graph.value(ID["organisation/bo-noi-vu"], ORG.subOrganizationOf) == ID["organisation/chinh-phu"]


def test_ministry_that_ended_says_when_and_what_took_over(graph: Graph) -> None:
    transport = ID["organisation/bo-giao-thong-van-tai"]
    agriculture = ID["organisation/bo-nong-nghiep-va-moi-truong"]

    assert graph.value(transport, TD.validUntil) == Literal("2025-02-28", datatype=XSD.date)
    assert graph.value(transport, DCTERMS.isReplacedBy) == ID["organisation/bo-xay-dung"]
    assert graph.value(agriculture, TD.validFrom) == Literal("2025-03-01", datatype=XSD.date)
    assert graph.value(ID["organisation/bo-xay-dung"], TD.validFrom) is None


def test_ministries_of_both_structures_are_there() -> None:
    government = [body for body in bodies() if body.kind in ("ministry", "ministerial-agency")]

    assert len([body for body in government if body.last is None]) == 17
    assert len([body for body in government if body.first is None]) == 22


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (finance().replace("bo-tai-chinh", "btc"), "column slug: 'btc' is not the slug of 'Bộ Tài chính'"),
        (finance().replace("Ministry of Finance", ""), "column name_en is empty"),
        (finance().replace(",chinh-phu,", ",quoc-hoi,"), "column parent: no body 'quoc-hoi'"),
        (finance().replace(",chinh-phu,", ",bo-tai-chinh,"), "column parent: 'bo-tai-chinh' stands below itself"),
        (finance().replace(",ministry,", ",bureau,"), "column kind: 'bureau' is none of association, "),
        (finance().replace("ministry,,", "ministry,881,"), "column wikidata: '881' is not of the form"),
        (finance().replace("Nghị quyết 176/2025/QH15", ""), "column source is empty"),
        (finance(source_url="lawnet.vn/1"), "column source_url: 'lawnet.vn/1' is no address"),
        (finance(last="28/2/2025"), "column last: '28/2/2025' is not a date"),
        (finance(successor="bo-cong-an"), "column successor: no body 'bo-cong-an'"),
        (finance().replace(",BTC,", ",Chính Phủ,"), "the name 'Chính Phủ' already means 'chinh-phu' in row 2"),
        (finance().replace(",BTC,", ",BTC||BTC,"), "column alt_names has an empty value between bars"),
        (GOVERNMENT, "slug 'chinh-phu' already stands in row 2"),
    ],
)
def test_faulty_body_is_refused_with_file_row_and_reason(refusal: Callable[..., str], row: str, reason: str) -> None:
    assert refusal(read_bodies, "bodies.csv", GOVERNMENT, row).startswith(f"bodies.csv, row 3: {reason}")


def test_bodies_below_each_other_are_refused(refusal: Callable[..., str]) -> None:
    below = GOVERNMENT.replace("Government,,,", "Government,,bo-tai-chinh,")

    assert refusal(read_bodies, "bodies.csv", below, finance()) == (
        "bodies.csv, row 2: column parent: 'chinh-phu' stands below itself"
    )


def test_successor_that_does_not_begin_the_day_after_is_refused(refusal: Callable[..., str]) -> None:
    new = "bo-moi,Bộ Mới,New Ministry,,,ministry,,Luật,,2025-03-02,,"

    assert refusal(read_bodies, "bodies.csv", GOVERNMENT, finance(last="2025-02-28", successor="bo-moi"), new) == (
        "bodies.csv, row 3: column successor: 'bo-moi' does not begin the day after this one ends"
    )


@pytest.mark.parametrize(
    ("slug", "of_state"),
    [("bo-noi-vu", True), ("quoc-hoi", True), ("bo-chinh-tri", False), ("hoi-luat-gia-viet-nam", False)],
)
def test_only_bodies_of_the_state_are_public_organisations(slug: str, of_state: bool, graph: Graph) -> None:
    node = ID[f"organisation/{slug}"]

    assert ((node, RDF.type, TD.StateBody) in graph) is of_state
    assert ((node, RDF.type, M8G.PublicOrganisation) in graph) is of_state


def test_kind_that_is_neither_of_the_state_nor_empty_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "body-kinds.csv"
    path.write_text(
        "notation,label_vi,label_en,definition_vi,definition_en,of_state\nbody,a,b,c,d,no\n", encoding="utf-8"
    )

    with pytest.raises(OntologyError, match=r"body-kinds\.csv, row 2: column of_state: 'no' is none of yes"):
        read_codes("body-kind", path)
