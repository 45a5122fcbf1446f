"""Faults as people read them: the claim and sentence that a faulty node belongs to, paths with prefixes, both languages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Triple, parse

from graph_store.faults import Fault, path_in_words, term_in_words
from graph_store.terms import from_rdflib
from graph_store.validation import ArticleValidator
from ontology.load import shapes_graph
from ontology.names import ID, PREFIXES, TD

SMALL = Path(__file__).parents[1] / "ontology" / "fixtures" / "article-graph.ttl"
TEXT = "Sóc Trăng làm Cụm trưởng năm 2023. Tỉnh tăng 6,7%."
LEADERSHIP, OBSERVATION = (f"{ID}claim/small/{name}-1" for name in ("leadership", "observation"))
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@base <{ID}> .\n"


@pytest.fixture(scope="module")
def validator() -> ArticleValidator:
    return ArticleValidator(shapes_graph())


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEAD + text, RdfFormat.TURTLE)]


def faults(validator: ArticleValidator, more: str, less: str = "") -> list[Fault]:
    """The faults of the small article with triples more and less."""
    data = rdflib.Graph().parse(SMALL)
    article = rdflib.URIRef(f"{ID}article/small")
    data.set((article, TD.textDigest, rdflib.Literal(hashlib.sha256(TEXT.encode()).hexdigest())))
    left = set(turtle(less))
    return validator.faults([*(t for t in from_rdflib(data) if t not in left), *turtle(more)], TEXT)


def test_small_article_is_sound(validator: ArticleValidator) -> None:
    assert faults(validator, "") == []


def test_fault_of_a_claim_names_path_and_value_with_prefixes_in_both_languages(validator: ArticleValidator) -> None:
    (fault,) = faults(validator, "<claim/small/leadership-1> org:role <role/deputy> .")
    assert (fault.claim, fault.sentence) == (LEADERSHIP, "Sóc Trăng làm Cụm trưởng năm 2023.")
    assert fault.reason == "The role is leader or deputy, at org:role"
    assert fault.reason_vi == "Vai trò là Cụm trưởng hoặc Cụm phó, tại org:role"
    (fault,) = faults(validator, "<claim/small/observation-1> td:rank 2 .")
    assert fault.reason == (
        'An indicator observation has no property beyond those of its kind, at td:rank, value "2"^^xsd:integer'
    )


def test_fault_of_a_sequence_of_steps_is_told_by_all_of_them(validator: ArticleValidator) -> None:
    start = '<evidence/small/leadership-1#position> oa:start "0"^^xsd:nonNegativeInteger .'
    found = faults(validator, "", start)
    reasons = [fault.reason for fault in found]
    assert any("at oa:hasTarget/oa:hasSelector/oa:start, of " in reason for reason in reasons)
    assert {fault.claim for fault in found} == {LEADERSHIP}


@pytest.mark.parametrize(
    ("more", "claim", "reason"),
    [
        ("<bloc/tay-nam-bo> a td:Bloc , org:OrganizationalCollaboration .", LEADERSHIP, "A bloc has its name as label"),
        ("<indicator/grdp> a td:Indicator , skos:Concept ; rdfs:label \"GRDP\"@en .", OBSERVATION, "exactly one notation"),
        ("<period/2022> a time:ProperInterval , td:Period ; skos:notation \"2022\" ; rdfs:label \"2022\"@en .", OBSERVATION,
         "A period has one label in Vietnamese and one in English"),
    ],
)  # fmt: skip
def test_fault_of_a_thing_is_told_with_the_claim_that_names_it_and_its_sentence(
    more: str, claim: str, reason: str, validator: ArticleValidator
) -> None:
    (first, *_) = [fault for fault in faults(validator, more) if reason in fault.reason]
    assert first.claim == claim
    assert first.sentence is not None
    assert first.reason.endswith(", which the claim names")
    assert first.reason_vi is not None
    assert first.reason_vi.endswith(", mà thông tin nêu")


def test_fault_of_a_day_of_a_period_is_told_with_the_claim_that_names_the_period(validator: ArticleValidator) -> None:
    more = '<period/2022> time:hasBeginning <period/2022#begin> . <period/2022#begin> rdfs:label "2022"@en .'
    found = [fault for fault in faults(validator, more) if "#begin" in fault.reason]
    assert found
    assert {fault.claim for fault in found} == {OBSERVATION}


def test_thing_that_two_claims_name_is_told_with_the_first_of_the_text(validator: ArticleValidator) -> None:
    (fault,) = faults(validator, '<province/soc-trang> td:wasConferred "Huân chương"@vi .')[:1]
    assert fault.claim == LEADERSHIP


def test_fault_of_the_article_or_of_the_run_is_no_claims(validator: ArticleValidator) -> None:
    found = faults(validator, "<article/small> td:rank 1 . <run/0.1.0> td:rank 1 .")
    assert {(fault.claim, fault.sentence) for fault in found} == {(None, None)}
    assert {fault.reason.rpartition(" of ")[2] for fault in found} == {f"{ID}article/small", f"{ID}run/0.1.0"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("org:member", "org:member"),
        ("[ sh:inversePath oa:hasBody ]", "^oa:hasBody"),
        ("( td:evidence oa:hasTarget )", "td:evidence/oa:hasTarget"),
        ("[ sh:alternativePath ( td:rank td:score ) ]", "(td:rank|td:score)"),
        ("( [ sh:inversePath oa:hasBody ] [ sh:zeroOrMorePath skos:broader ] )", "^oa:hasBody/skos:broader*"),
        ("<http://example.org/p>", "<http://example.org/p>"),
    ],
)
def test_path_is_written_as_in_sparql(path: str, words: str) -> None:
    graph = rdflib.Graph().parse(data=f"{HEAD} <x> sh:path {path} .", format="turtle")
    (node,) = graph.objects(None, rdflib.URIRef(f"{PREFIXES['sh']}path"))
    assert path_in_words(graph, node) == words


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (rdflib.URIRef(f"{ID}role/leader"), f"<{ID}role/leader>"),
        (rdflib.URIRef(TD.Bloc), "td:Bloc"),
        (rdflib.Literal('"hơn" 14', lang="vi"), '"\\"hơn\\" 14"@vi'),
        (rdflib.Literal("x"), '"x"'),
        (rdflib.Literal("x", datatype=rdflib.XSD.string), '"x"'),
        (rdflib.Literal("0.50", datatype=rdflib.XSD.decimal, normalize=False), '"0.50"^^xsd:decimal'),
    ],
)
def test_value_is_written_as_in_turtle(term: rdflib.URIRef | rdflib.Literal, words: str) -> None:
    assert term_in_words(term) == words
