"""A store of synthetic leadership claims, as many triples as asked for, for `endpoint.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import OA, ORG, PROV, RDF, RDFS, SCHEMA, TD

CLAIMS_AN_ARTICLE = 20
TRIPLES_A_CLAIM = 20


def synthetic(root: Path, triples: int) -> Path:
    """A store with about as many triples, of leadership claims with their evidence as the pipeline writes them."""
    articles = max(1, triples // (CLAIMS_AN_ARTICLE * TRIPLES_A_CLAIM))
    with ReleaseStore(root).draft() as draft:
        for number in range(articles):
            name = f"made-{number:06}"
            draft.put_graph(mint.article_graph(name), _article(name, number))
        draft.publish({"made": "by benchmarks/endpoint.py"})
    return root


def _article(name: str, number: int) -> Iterator[Triple]:
    article = mint.article(name)
    yield _triple(article, RDF.type, NamedNode(SCHEMA.NewsArticle))
    yield _triple(article, RDFS.label, Literal(f"Hội nghị tổng kết cụm thi đua số {number % 9}", language="vi"))
    for index in range(CLAIMS_AN_ARTICLE):
        bloc, member, year = f"số {number % 9}", f"tỉnh {(number + index) % 63}", 2000 + number % 25
        sentence = f"Năm {year}, {member} làm {'Cụm trưởng' if index % 50 == 0 else 'Cụm phó'} cụm thi đua {bloc}."
        claim = mint.claim(name, "leadership", f"{bloc} {member} {index}")
        yield from _claim(claim, article, bloc, member, str(year))
        yield from _evidence(claim, article, sentence)


def _claim(claim: str, article: str, bloc: str, member: str, year: str) -> Iterator[Triple]:
    yield _triple(claim, RDF.type, NamedNode(TD.Claim))
    yield _triple(claim, RDF.type, NamedNode(TD.LeadershipClaim))
    yield _triple(claim, RDF.type, NamedNode(ORG.Membership))
    yield _triple(claim, PROV.wasDerivedFrom, NamedNode(article))
    yield _triple(claim, ORG.organization, NamedNode(mint.entity("bloc", bloc)))
    yield _triple(claim, ORG.member, NamedNode(mint.entity("province", member)))
    yield _triple(claim, ORG.role, NamedNode(mint.code("role", "leader")))
    yield _triple(claim, ORG.memberDuring, NamedNode(mint.period(year)))
    yield _triple(claim, TD.rule, Literal("benchmark"))
    yield _triple(claim, TD.evidence, NamedNode(mint.evidence(claim)))


def _evidence(claim: str, article: str, sentence: str) -> Iterator[Triple]:
    evidence = mint.evidence(claim)
    yield _triple(evidence, RDF.type, NamedNode(OA.Annotation))
    yield _triple(evidence, OA.hasBody, NamedNode(claim))
    yield _triple(evidence, TD.sentence, Literal(sentence, language="vi"))
    yield _triple(evidence, OA.hasTarget, NamedNode(f"{evidence}#target"))
    yield _triple(f"{evidence}#target", OA.hasSource, NamedNode(article))
    for part in ("position", "quote"):
        yield _triple(f"{evidence}#target", OA.hasSelector, NamedNode(f"{evidence}#{part}"))
    yield _triple(f"{evidence}#position", OA.start, Literal(0))
    yield _triple(f"{evidence}#position", OA.end, Literal(len(sentence)))
    yield _triple(f"{evidence}#quote", OA.exact, Literal(sentence, language="vi"))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)
