"""Running the pipeline: articles in, their claims and graphs out. A pure map, one article independent of the others."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Triple
from spacy.tokens import Doc

from ontology import mint
from pipeline.assertion import Located, assert_article
from pipeline.claims import Claim
from pipeline.language.focus import focus_of
from pipeline.language.mentions import claims_of, sentences, view_of
from pipeline.nlp import build_nlp, make_doc
from pipeline.readers import Article
from pipeline.view import make_view

VERSION = "0.1.0"
"""Version of the extraction: rules, lexicons and assertion. It is part of every claim's provenance."""

_BATCH = 32


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """An article with what it states: claims (offsets into the stored text) and the triples of its named graph."""

    article: Article
    claims: tuple[Claim, ...]
    graph_iri: str
    triples: list[Triple]


class Extractor:
    """The language pipeline, built once and used for any number of articles."""

    def __init__(self) -> None:
        self.nlp = build_nlp()

    def pipe(self, articles: Iterable[Article]) -> Iterator[ArticleGraph]:
        """Extract from `articles` in order, holding only a batch of them at a time."""
        pairs = ((make_doc(self.nlp, make_view(a.text), a.published), a) for a in articles)
        for doc, article in self.nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
            yield extracted(doc, article)


def extracted(doc: Doc, article: Article) -> ArticleGraph:
    """The graph of an article whose document has gone through the pipeline."""
    located = list(_located(doc, article))
    triples = assert_article(article, located, VERSION, _written(doc, article))
    return ArticleGraph(article, tuple(c.claim for c in located), mint.article_graph(article.id), triples)


def _located(doc: Doc, article: Article) -> Iterator[Located]:
    """The document's claims in order of place, each fact once, with offsets into the stored text."""
    view = view_of(doc)
    bounds = sentences(doc)
    seen: set[str] = set()
    for claim in sorted(claims_of(doc), key=lambda c: (c.start, c.end, c.type)):
        key = claim.key()
        if key in seen:
            continue
        seen.add(key)
        start, end = view.stored(claim.start, claim.end)
        first, last = next(((s, e) for s, e in bounds if s <= claim.start < e), (claim.start, claim.end))
        left, right = view.stored(first, max(last, claim.end))
        yield Located(claim.at(start, end), article.text[left:right])


def _written(doc: Doc, article: Article) -> date | None:
    """The day of writing as far as it is known: the publication date, else the last day of the month or year inferred."""
    if article.published and len(article.published) == 10:
        return date.fromisoformat(article.published)
    focus = focus_of(doc)
    if not focus.year:
        return None
    month = focus.month or 12
    return date(focus.year, month, monthrange(focus.year, month)[1])
