"""What keeps an article from being published: broken shapes, missing evidence, quotes that the text does not have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Store, Triple

from graph_store.release import text_name
from graph_store.releases import Release, ReleaseStore
from graph_store.validation import ArticleValidator, release_faults
from ontology import mint
from ontology.names import OA, ORG, PROV, RDF, RDFS, SH, TD, XSD

Make = Callable[..., Any]
CLAIM = str(mint.claim("a-1", "membership", "Tây Nam bộ Kiên Giang"))


@pytest.fixture(scope="module")
def validator() -> ArticleValidator:
    return ArticleValidator(rdflib.Graph().parse(Path(__file__).with_name("shapes.ttl")))


def without(article: Any, predicate: str, subject: str | None = None, value: str | None = None) -> list[Triple]:
    return [
        t
        for t in article.triples
        if t.predicate.value != str(predicate)
        or (subject is not None and t.subject.value != subject)
        or (value is not None and t.object.value != str(value))
    ]


def test_sound_article_has_no_fault_and_warnings_hold_nothing_back(
    validator: ArticleValidator, make_article: Make
) -> None:
    article = make_article("a-1")
    assert validator.faults(article.triples, article.text) == []


def test_broken_shape_is_told_with_the_claim_its_sentence_and_the_english_message(
    validator: ArticleValidator, make_article: Make
) -> None:
    article = make_article("a-1")
    (fault,) = validator.faults(without(article, ORG.member, CLAIM), article.text)
    assert fault.claim == CLAIM
    assert fault.sentence == article.text.strip()
    assert fault.reason == "a membership needs one member, at org:member"
    assert fault.reason_vi == "cần một thành viên, tại org:member"


def test_fault_of_a_selector_is_told_as_its_claims(validator: ArticleValidator, make_article: Make) -> None:
    article = make_article("a-1")
    position = NamedNode(f"{mint.evidence(CLAIM)}#position")
    typed = [*article.triples, Triple(position, NamedNode(RDF.type), NamedNode(OA.TextPositionSelector))]
    assert validator.faults(typed, article.text) == []
    text = Literal("seven", datatype=NamedNode(XSD.string))
    faults = validator.faults([*typed, Triple(position, NamedNode(OA.start), text)], article.text)
    assert {fault.claim for fault in faults} == {CLAIM}
    assert any("#position" in fault.reason for fault in faults)


def test_digest_of_the_shapes_is_that_of_their_triples_however_they_are_written(validator: ArticleValidator) -> None:
    shapes = rdflib.Graph().parse(Path(__file__).with_name("shapes.ttl"))
    written_otherwise = rdflib.Graph().parse(data=shapes.serialize(format="nt"), format="nt")
    assert ArticleValidator(written_otherwise).digest == validator.digest
    warning = (None, SH.severity, SH.Warning)
    written_otherwise.remove(warning)
    assert ArticleValidator(written_otherwise).digest != validator.digest


def test_claim_without_evidence_or_source_is_a_fault(validator: ArticleValidator, make_article: Make) -> None:
    article = make_article("a-1")
    (fault,) = validator.faults(without(article, TD.evidence, CLAIM), article.text)
    assert (fault.claim, fault.reason) == (CLAIM, "it has no evidence")
    (fault,) = validator.faults(without(article, PROV.wasDerivedFrom, CLAIM), article.text)
    assert (fault.claim, fault.reason) == (CLAIM, "it names no article that it comes from")


def test_quote_that_differs_from_the_text_is_a_fault_with_both(validator: ArticleValidator, make_article: Make) -> None:
    article = make_article("a-1")
    moved = article.text.replace("Kiên", "KIÊN")
    faults = [str(fault) for fault in validator.faults(without(article, TD.textDigest), moved)]
    assert any("quote “Kiên Giang” differs from the text at 37:47, “KIÊN Giang”" in fault for fault in faults)


@pytest.mark.parametrize(("change", "side"), [("Cụm thi đua", "prefix"), ("Cà Mau", "suffix")])
def test_words_beside_the_quote_that_differ_are_a_fault(
    validator: ArticleValidator, make_article: Make, change: str, side: str
) -> None:
    article = make_article("a-1", bloc="X", members=("Kiên Giang", "Cà Mau"))
    moved = article.text.replace(": Kiên", "; Kiên") if side == "prefix" else article.text.replace(", Cà", "; Cà")
    faults = validator.faults(without(article, TD.textDigest), moved)
    assert any(side in fault.reason for fault in faults)


def test_graph_made_from_another_text_is_a_fault(validator: ArticleValidator, make_article: Make) -> None:
    article = make_article("a-1")
    faults = validator.faults(article.triples, article.text + " ")
    assert [fault.claim for fault in faults] == [None]
    assert "made from another text" in faults[0].reason


def test_evidence_with_two_places_is_a_fault(validator: ArticleValidator, make_article: Make) -> None:
    article = make_article("a-1")
    place = NamedNode(f"{mint.evidence(CLAIM)}#position")
    second = Triple(place, NamedNode(OA.end), Literal("1", datatype=NamedNode(XSD.integer)))
    faults = validator.faults([*article.triples, second], article.text)
    assert [fault.reason for fault in faults] == ["its evidence needs one start, one end and one quote"]


def published(store: ReleaseStore, *articles: Any) -> Release:
    with store.draft() as draft:
        for article in articles:
            draft.put_article(*article.arguments)
        return draft.publish()


def test_sound_release_has_no_faults(validator: ArticleValidator, store: ReleaseStore, make_article: Make) -> None:
    assert list(release_faults(published(store, make_article("a-1")), validator)) == []


def test_release_is_told_of_a_changed_and_of_a_missing_text(
    validator: ArticleValidator, store: ReleaseStore, make_article: Make
) -> None:
    release = published(store, make_article("a-1"), make_article("a-2"))
    (release.path / text_name("a-1")).write_text("khác")
    (release.path / text_name("a-2")).unlink()
    faults = list(release_faults(release, validator))
    assert {article for article, _ in faults} == {"a-1", "a-2"}
    assert any("made from another text" in fault.reason for article, fault in faults if article == "a-1")
    assert ["text can't be read" in fault.reason for article, fault in faults if article == "a-2"] == [True]


def test_release_whose_graph_was_tampered_with_is_told_by_its_counts(
    validator: ArticleValidator, store: ReleaseStore, make_article: Make
) -> None:
    release = published(store, make_article("a-1"))
    graph = Store(str(release.path / "graph"))
    graph.remove_graph(NamedNode(mint.article_graph("a-1")))
    graph.flush()
    del graph
    reasons = [fault.reason for _, fault in release_faults(release, validator)]
    assert "the manifest says 1 articles, the graph has 0" in reasons


def test_claim_that_can_not_be_read_back_is_told(
    validator: ArticleValidator, store: ReleaseStore, make_article: Make
) -> None:
    article = make_article("a-1")
    unnamed = [t for t in article.triples if not (t.predicate.value == str(RDFS.label) and "bloc" in t.subject.value)]
    with store.draft() as draft:
        draft.put_article("a-1", mint.article_graph("a-1"), unnamed, article.text.encode())
        release = draft.publish()
    reasons = [fault.reason for _, fault in release_faults(release, validator)]
    assert len(reasons) == 1
    assert "can't be read back: the graph gives no bloc" in reasons[0]
