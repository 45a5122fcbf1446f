"""Claims as RDF: one graph an article, evidence for every claim, provinces of the right era, the same triples every time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology import mint
from ontology.names import FOAF, ID, OA, ORG, PROV, RDF, RDFS, SCHEMA, SDMX_DIMENSION, SDMX_MEASURE, TD
from pipeline.assertion import Located, assert_article
from pipeline.claims import Post
from pipeline.readers import Article
from pipeline.run import ArticleGraph, Extractor

MakeArticle = Callable[..., Article]

TEXT = (
    "Cụm thi đua các tỉnh Tây Nam bộ tổng kết năm 2023\n\n"
    "Sáng 27-3-2024, tại tỉnh Sóc Trăng, Cụm thi đua các tỉnh Tây Nam bộ tổ chức hội nghị tổng kết năm 2023. "
    "Cụm gồm Long An, Bến Tre, Trà Vinh và Cà Mau. "
    "Thu ngân sách toàn cụm đạt gần 98.000 tỷ đồng. GRDP của Trà Vinh giảm 1,5%. "
    "Ông Trần Văn Lâu, Chủ tịch UBND tỉnh Sóc Trăng (đơn vị Cụm trưởng năm 2023), phát biểu tại hội nghị."
)


@pytest.fixture
def extract(extractor: Extractor, article: MakeArticle) -> Callable[..., ArticleGraph]:
    def run(text: str, **metadata: object) -> ArticleGraph:
        (graph,) = extractor.pipe([article(text, **metadata)])
        return graph

    return run


def subjects(triples: list[Triple], class_iri: str) -> list[str]:
    node = NamedNode(class_iri)
    return [t.subject.value for t in triples if t.predicate.value == str(RDF.type) and t.object == node]


def objects(triples: list[Triple], subject: str, predicate: str) -> list[str]:
    return [t.object.value for t in triples if t.subject.value == subject and t.predicate.value == str(predicate)]


def test_every_claim_has_evidence_whose_words_stand_in_the_text(extract: Callable[..., ArticleGraph]) -> None:
    text = unicodedata.normalize("NFD", TEXT)
    graph = extract(text)
    nodes = subjects(graph.triples, TD.Claim)
    assert len(nodes) == len(graph.claims) > 8
    for node in nodes:
        (evidence,) = objects(graph.triples, node, TD.evidence)
        (start,) = objects(graph.triples, f"{evidence}#position", OA.start)
        (end,) = objects(graph.triples, f"{evidence}#position", OA.end)
        (exact,) = objects(graph.triples, f"{evidence}#quote", OA.exact)
        (sentence,) = objects(graph.triples, evidence, TD.sentence)
        assert text[int(start) : int(end)] == exact
        assert exact in sentence
        assert objects(graph.triples, node, PROV.wasDerivedFrom) == [mint.article("a")]


def test_leader_is_an_org_membership_of_the_unit_of_its_year(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT).triples
    (node,) = subjects(triples, TD.LeadershipClaim)
    assert objects(triples, node, RDF.type) == [str(TD.Claim), str(TD.LeadershipClaim), str(ORG.Membership)]
    assert objects(triples, node, ORG.organization) == [mint.entity("bloc", "Tây Nam bộ")]
    assert objects(triples, node, ORG.member) == [mint.entity("province", "Sóc Trăng")]
    assert objects(triples, node, ORG.role) == [mint.code("role", "leader")]
    assert objects(triples, node, ORG.memberDuring) == [mint.period("2023")]


def test_bound_is_kept_beside_the_stated_value(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT).triples
    (node,) = [n for n in subjects(triples, TD.IndicatorObservation) if objects(triples, n, TD.upperBound)]
    assert objects(triples, node, SDMX_MEASURE.obsValue) == ["98000000000000"]
    assert objects(triples, node, TD.upperBound) == ["98000000000000"]
    assert objects(triples, node, TD.qualifier) == [mint.code("bound", "below")]
    assert objects(triples, node, SDMX_DIMENSION.refArea) == [mint.entity("bloc", "Tây Nam bộ")]


def test_bound_of_a_fall_is_on_the_other_side(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(
        "6 tháng đầu năm 2023, kim ngạch xuất khẩu của tỉnh Bắc Ninh giảm hơn 25% so với cùng kỳ."
    ).triples
    (node,) = subjects(triples, TD.IndicatorObservation)
    assert objects(triples, node, SDMX_MEASURE.obsValue) == ["-25"]
    assert objects(triples, node, TD.qualifier) == [f"{ID}bound/above"]
    assert objects(triples, node, TD.upperBound) == ["-25"]
    assert objects(triples, node, TD.lowerBound) == []


def test_growth_says_what_it_is_compared_with(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT).triples
    (node,) = [n for n in subjects(triples, TD.IndicatorObservation) if objects(triples, n, TD.comparedWith)]
    assert objects(triples, node, SDMX_MEASURE.obsValue) == ["-1.5"]
    assert objects(triples, node, TD.comparedWith) == [mint.period("2022")]
    assert objects(triples, node, TD.statedAs) == ["giảm 1,5%"]


@pytest.mark.parametrize(
    ("when", "slug"),
    [("năm 2023", "an-giang"), ("6 tháng đầu năm 2025", "an-giang"), ("9 tháng năm 2025", "an-giang-2025")],
)
def test_province_is_the_unit_of_the_period(extract: Callable[..., ArticleGraph], when: str, slug: str) -> None:
    triples = extract(f"Kinh tế tỉnh\n15/12/2025\n\nTrong {when}, GRDP của An Giang tăng 7,1%.").triples
    (node,) = subjects(triples, TD.IndicatorObservation)
    assert objects(triples, node, SDMX_DIMENSION.refArea) == [str(ID[f"province/{slug}"])]


def test_yearly_figure_of_2025_before_the_merger_is_of_the_old_unit(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract("Kinh tế\n15/05/2025\n\nNăm 2025, thu ngân sách của An Giang đạt 5.000 tỷ đồng.").triples
    (node,) = subjects(triples, TD.IndicatorObservation)
    assert objects(triples, node, SDMX_DIMENSION.refArea) == [str(ID["province/an-giang"])]


def test_person_is_a_name_with_the_body_they_serve(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT).triples
    (person,) = subjects(triples, TD.Official)
    assert person == mint.official("Trần Văn Lâu", "Sóc Trăng")
    assert objects(triples, person, FOAF.name) == ["Trần Văn Lâu"]


def test_post_leads_to_its_kind(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT).triples
    (post,) = subjects(triples, ORG.Post)
    assert objects(triples, post, RDFS.label) == ["Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng"]
    assert objects(triples, post, ORG.role) == [str(ID["post-kind/provincial-peoples-committee-chair"])]


def test_post_of_no_known_kind_leads_to_none(article: MakeArticle) -> None:
    treasurer = Post(person="Lê Văn Nam", title="Thủ quỹ", start=0, end=4, rule="posts.beside")
    triples = assert_article(article("Thủ quỹ Lê Văn Nam."), [Located(treasurer, "Thủ quỹ Lê Văn Nam.")], "0", None)
    (post,) = subjects(triples, ORG.Post)
    assert objects(triples, post, RDFS.label) == ["Thủ quỹ"]
    assert objects(triples, post, ORG.role) == []


def test_nomination_says_who_proposes_and_tells_persons_from_bodies(extract: Callable[..., ArticleGraph]) -> None:
    text = (
        TEXT
        + " Hội nghị suy tôn tỉnh Trà Vinh đề nghị tặng Cờ thi đua của Chính phủ. Bà Lê Thị Hoa nhận Bằng khen của Thủ tướng Chính phủ."
    )
    triples = extract(text).triples
    (nomination,) = subjects(triples, TD.AwardNomination)
    assert objects(triples, nomination, TD.nominatedBy) == [mint.entity("bloc", "Tây Nam bộ")]
    (conferral,) = subjects(triples, TD.AwardConferral)
    assert objects(triples, conferral, TD.recipient) == [mint.official("Lê Thị Hoa", "bai-a")]
    assert mint.official("Lê Thị Hoa", "bai-a") in subjects(triples, FOAF.Person)


def test_body_named_after_a_person_is_no_province(extract: Callable[..., ArticleGraph]) -> None:
    text = "Tin\n\nÔng Bùi Quang Huy, Bí thư Thứ nhất Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh, phát biểu tại hội nghị."
    (person,) = subjects(extract(text).triples, TD.Official)
    assert person == mint.official("Bùi Quang Huy", "doan-thanh-nien-cong-san-ho-chi-minh")


def test_metadata_of_the_article_is_stated_with_its_precision(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT, published="2024-03", publisher="Báo Sóc Trăng", url="https://example.org/1").triples
    iri = mint.article("a")
    dates = [t.object for t in triples if t.subject.value == iri and t.predicate.value == str(SCHEMA.datePublished)]
    assert [d.datatype.value.rpartition("#")[2] for d in dates if isinstance(d, Literal)] == ["gYearMonth"]
    assert objects(triples, iri, SCHEMA.publisher) == [mint.entity("organisation", "Báo Sóc Trăng")]


@pytest.mark.parametrize("name", ["Ban Bí thư Trung ương Đảng", "Ban Bí thư", "BAN BÍ THƯ"])
def test_central_body_has_one_iri_under_all_its_names(extract: Callable[..., ArticleGraph], name: str) -> None:
    triples = extract(TEXT, publisher=name).triples
    iri = mint.entity("organisation", "Ban Bí thư")
    assert objects(triples, mint.article("a"), SCHEMA.publisher) == [iri]
    # Its name is the reference graph's to say: with one from each article it would have several.
    assert objects(triples, iri, RDFS.label) == []


def test_body_of_a_province_is_no_central_body(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT, publisher="Ban Thi đua - Khen thưởng tỉnh Thái Bình").triples
    assert objects(triples, mint.article("a"), SCHEMA.publisher) == [
        mint.entity("organisation", "Ban Thi đua - Khen thưởng tỉnh Thái Bình")
    ]


def test_no_blank_node_and_every_entity_has_a_label(extract: Callable[..., ArticleGraph]) -> None:
    triples = extract(TEXT).triples
    assert not any(isinstance(term, BlankNode) for t in triples for term in (t.subject, t.object))
    conferences = subjects(triples, TD.Conference)
    assert conferences
    assert all(objects(triples, c, RDFS.label) for c in conferences)


def test_the_same_article_gives_the_same_triples(extract: Callable[..., ArticleGraph]) -> None:
    assert extract(TEXT).triples == extract(TEXT).triples


def test_sentence_of_a_stamped_article_starts_behind_the_stamp(extract: Callable[..., ArticleGraph]) -> None:
    graph = extract(" date 2022-04 Ngày 1-4, tại tỉnh Kiên Giang, Cụm thi đua các tỉnh Tây Nam bộ tổng kết năm 2021.")
    (node,) = subjects(graph.triples, TD.ConferenceClaim)
    (evidence,) = objects(graph.triples, node, TD.evidence)
    (sentence,) = objects(graph.triples, evidence, TD.sentence)
    assert sentence.startswith("Ngày 1-4, tại tỉnh Kiên Giang")
