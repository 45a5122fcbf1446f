"""Stores of synthetic articles from one template, their claims asserted as the pipeline does it, and no text read."""

from __future__ import annotations

from pathlib import Path

from graph_store.releases import ReleaseStore
from graph_store.terms import from_rdflib
from ontology import mint
from ontology.load import reference_graph
from ontology.tables.places import provinces
from pipeline.assertion.article import assert_article
from pipeline.assertion.evidence import Located
from pipeline.claims import Claim, Membership, Observation
from pipeline.readers import Article

CLAIMS = 10
"""Claims of an article."""


def build(root: Path, articles: int) -> None:
    """Publish a release of so many articles and the reference data in the store `root`."""
    names = [province.name for province in provinces()]
    with ReleaseStore(root).draft() as draft:
        draft.put_graph(mint.graph("reference"), from_rdflib(reference_graph()))
        for number in range(articles):
            article, located = _article(number, names)
            triples = assert_article(article, located, "benchmark", None)
            draft.put_article(article.id, mint.article_graph(article.id), triples, article.text.encode())
        draft.publish()


def _article(number: int, names: list[str]) -> tuple[Article, list[Located]]:
    """An article of ten sentences, each with a claim."""
    text, located = "", []
    for line in range(CLAIMS):
        name, value = names[(number + line) % len(names)], (number * CLAIMS + line) % 997 / 10
        sentence = f"Năm {2014 + number % 10}, GRDP của {name} tăng {value}% so với cùng kỳ, theo báo cáo thứ {number}."
        place = {"start": len(text), "end": len(text) + len(sentence)}
        period = str(2014 + number % 10)
        claim: Claim = Observation(
            area=name, indicator="grdp", measure="growth", value=value, unit="%", period=period, words=f"tăng {value}%",
            rule="observations.growth", **place,
        ) if line else Membership(bloc="Tây Nam bộ", member=name, rule="memberships.list", **place)  # fmt: skip
        located.append(Located(claim, sentence))
        text += sentence + "\n"
    return Article(
        f"bench-{number:06}", text, Path(f"bench-{number:06}.txt"), f"Bài số {number}", published="2024-01-05",
        publisher="Báo Mẫu", url=f"https://example.org/{number}",
    ), located  # fmt: skip
