"""Laws and their articles: the IRI that an article's citation gives, their dates, and faulty tables refused by row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import RDF, Literal

from ontology import mint
from ontology.load import reference_graph
from ontology.names import DCTERMS, FOAF, ID, RDFS, SCHEMA, TD, XSD
from ontology.tables.laws import laws, provisions, read_laws, read_provisions, references
from ontology.tables.places import changes

LAW = "luat-1-2003-qh11,Luật 1/2003/QH11,Luật Một,Law One,law,quoc-hoi,2003-11-26,2004-07-01,2023-12-31,,luat-2-2022-qh15,"
NEXT = "luat-2-2022-qh15,Luật 2/2022/QH15,,,law,quoc-hoi,2022-06-15,2024-01-01,,,,https://example.org/law"
LAW_2022 = ID["document/luat-06-2022-qh15"]


Refusal = Callable[..., str]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (LAW.replace("luat-1-", "law-1-"), "column slug: 'law-1-2003-qh11' is not the slug of 'Luật 1/2003/QH11'"),
        (LAW.replace(",law,", ",decree,"), "column kind: 'decree' is none of law, resolution"),
        (LAW.replace(",law,", ",resolution,"), "column number: 'Luật 1/2003/QH11' does not begin with Nghị quyết"),
        (LAW.replace(",quoc-hoi,", ",vua,"), "column issuer: 'vua' is none of "),
        (LAW.replace("Law One", ""), "column title_vi and column title_en: one is filled and the other is not"),
        (LAW.replace("2003-11-26", "26/11/2003"), "column issued: '26/11/2003' is not a date"),
        (LAW.replace("2003-11-26", "2005-11-26"), "column in_force: 2004-07-01 lies before 2005-11-26"),
        (LAW.replace("2023-12-31", "2003-12-31"), "column until: 2003-12-31 lies before 2004-07-01"),
        (
            LAW.replace(",luat-2-2022-qh15,", ",luat-3-2023-qh15,"),
            "column replaced_by: no other law 'luat-3-2023-qh15'",
        ),
        (LAW.replace("-12-31,,", "-12-31,luat-1-2003-qh11,"), "column amends: no other law 'luat-1-2003-qh11'"),
        (LAW + "example.org", "column source: 'example.org' is no address"),
        (NEXT, "slug 'luat-2-2022-qh15' already stands in row 2"),
    ],
)
def test_faulty_law_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(read_laws, "laws.csv", NEXT, row)

    assert message.startswith("laws.csv, row 3: ")
    assert reason in message


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("luat-9,25,Cờ,Flag", "column law: no law 'luat-9'"),
        ("luat-06-2022-qh15,25a,Cờ,Flag", "column article: '25a' is not of the form"),
        ("luat-06-2022-qh15,,Cờ,Flag", "column article is empty"),
        ("luat-06-2022-qh15,25,Cờ,", "column subject_en is empty"),
        ("luat-06-2022-qh15,1,Lại,Again", "article 'luat-06-2022-qh15 Điều 1' already stands in row 2"),
    ],
)
def test_faulty_article_of_a_law_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    first = "luat-06-2022-qh15,1,Phạm vi,Scope"

    message = refusal(lambda path: read_provisions(path, laws()), "provisions.csv", first, row)

    assert message.startswith("provisions.csv, row 3: ")
    assert reason in message


@pytest.mark.parametrize("cited", ["Luật 06/2022/QH15", "luật 06/2022/qh15"])
def test_law_has_the_iri_that_a_citation_of_it_has(cited: str) -> None:
    assert references()["luat-06-2022-qh15"] == mint.entity("document", cited) == str(LAW_2022)


def test_article_of_a_law_is_a_part_of_it_with_labels_in_both_languages() -> None:
    graph = reference_graph()
    article = ID["document/luat-06-2022-qh15#dieu-25"]

    assert (article, RDF.type, TD.Provision) in graph
    assert graph.value(article, DCTERMS.isPartOf) == LAW_2022
    assert set(graph.objects(article, RDFS.label)) == {
        Literal("Điều 25, Luật 06/2022/QH15", lang="vi"),
        Literal("Article 25, Law 06/2022/QH15", lang="en"),
    }
    assert Literal("Cờ thi đua của Chính phủ", lang="vi") in set(graph.objects(article, DCTERMS.title))


def test_law_of_2003_is_in_force_until_that_of_2022_replaces_it() -> None:
    graph = reference_graph()
    law = ID["document/luat-15-2003-qh11"]

    assert set(graph.objects(law, RDF.type)) == {TD.Document, FOAF.Document}
    assert graph.value(law, TD.validUntil) == Literal("2023-12-31", datatype=XSD.date)
    assert graph.value(law, DCTERMS.isReplacedBy) == LAW_2022
    assert graph.value(LAW_2022, TD.validFrom) == Literal("2024-01-01", datatype=XSD.date)
    assert set(graph.subjects(SCHEMA.legislationChanges, law)) == {
        ID[f"document/luat-{number}"] for number in ("47-2005-qh11", "32-2009-qh12", "39-2013-qh13")
    }


def test_day_that_is_not_recorded_is_absent() -> None:
    graph = reference_graph()

    assert graph.value(LAW_2022, TD.validUntil) is None


def test_every_article_that_is_listed_is_cited_by_an_award() -> None:
    cited = set(reference_graph().objects(None, TD.legalBasis))

    assert [found.iri for found in provisions() if ID[found.iri.removeprefix(str(ID))] not in cited] == []


def test_every_document_that_a_change_rests_on_is_described_with_the_same_day() -> None:
    issued = {law.number: law.issued for law in laws()}
    cited = {(change.legal_basis, change.legal_date) for change in changes() if change.legal_basis}

    assert {number for number, _ in cited} <= issued.keys()
    assert all(issued[number] == day for number, day in cited if number and day)
