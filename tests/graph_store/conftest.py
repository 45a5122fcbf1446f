"""Small articles with claims and evidence, made by hand as the pipeline makes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph_store.releases import Release, ReleaseStore
from ontology import mint
from ontology.names import DCTERMS, OA, ORG, PROV, RDF, RDFS, SCHEMA, TD, XSD


@dataclass(frozen=True)
class SmallArticle:
    """An article ready for `Draft.put_article`."""

    id: str
    text: str
    triples: tuple[Triple, ...]

    @property
    def arguments(self) -> tuple[str, str, tuple[Triple, ...], bytes]:
        return self.id, mint.article_graph(self.id), self.triples, self.text.encode()


def triple(subject: str, predicate: str, value: str | int | Literal) -> Triple:
    """A triple whose object is an IRI where it is a string, an xsd:integer where it is a number."""
    if isinstance(value, int):
        value = Literal(str(value), datatype=NamedNode(XSD.integer))
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value) if isinstance(value, str) else value)


def article(
    article_id: str, bloc: str = "Tây Nam bộ", members: tuple[str, ...] = ("Kiên Giang", "Cà Mau")
) -> SmallArticle:
    """An article that says which provinces belong to a bloc: a membership claim each, all with evidence."""
    text = f"Cụm thi đua {bloc} gồm các tỉnh: {', '.join(members)}.\n"
    me = mint.article(article_id)
    bloc_iri = mint.entity("bloc", bloc)
    triples = [
        triple(me, RDF.type, SCHEMA.NewsArticle),
        triple(me, DCTERMS.identifier, Literal(article_id)),
        triple(me, TD.textDigest, Literal(hashlib.sha256(text.encode()).hexdigest())),
        triple(bloc_iri, RDF.type, TD.Bloc),
        triple(bloc_iri, RDFS.label, Literal(bloc, language="vi")),
    ]
    for member in members:
        province = mint.entity("province", member)
        claim = mint.claim(article_id, "membership", f"{bloc} {member}")
        triples += [
            triple(province, RDF.type, TD.Province),
            triple(province, RDFS.label, Literal(member, language="vi")),
            triple(claim, RDF.type, TD.Claim),
            triple(claim, RDF.type, TD.MembershipClaim),
            triple(claim, ORG.organization, bloc_iri),
            triple(claim, ORG.member, province),
            triple(claim, PROV.wasDerivedFrom, me),
            *evidence(claim, me, text, text.index(member), text.index(member) + len(member)),
        ]
    return SmallArticle(article_id, text, tuple(triples))


def evidence(claim: str, source: str, text: str, start: int, end: int) -> list[Triple]:
    """The annotation that joins a claim to `text[start:end]`."""
    note = mint.evidence(claim)
    return [
        triple(claim, TD.evidence, note),
        triple(note, RDF.type, OA.Annotation),
        triple(note, OA.hasBody, claim),
        triple(note, TD.sentence, Literal(text.strip(), language="vi")),
        triple(note, OA.hasTarget, f"{note}#target"),
        triple(f"{note}#target", OA.hasSource, source),
        triple(f"{note}#target", OA.hasSelector, f"{note}#position"),
        triple(f"{note}#target", OA.hasSelector, f"{note}#quote"),
        triple(f"{note}#position", OA.start, start),
        triple(f"{note}#position", OA.end, end),
        triple(f"{note}#quote", OA.exact, Literal(text[start:end], language="vi")),
        triple(f"{note}#quote", OA.prefix, Literal(text[max(0, start - 5) : start])),
        triple(f"{note}#quote", OA.suffix, Literal(text[end : end + 5])),
    ]


@pytest.fixture
def make_article() -> Callable[..., SmallArticle]:
    return article


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    """An empty store."""
    return ReleaseStore(tmp_path / "store")


@pytest.fixture(scope="session")
def two_articles(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of two articles about one bloc, which nobody may change."""
    with ReleaseStore(tmp_path_factory.mktemp("two-articles")).draft() as draft:
        draft.put_article(*article("a-1").arguments)
        draft.put_article(*article("a-2", members=("Bến Tre",)).arguments)
        return draft.publish()
