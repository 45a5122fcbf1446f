"""Running the pipeline: articles in, their claims and graphs out. A pure map, one article independent of the others."""

from __future__ import annotations

import gc
import traceback
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Triple
from spacy.tokens import Doc

from ontology import mint
from ontology.tables.identities import identities
from parallel.ordered import batches
from pipeline.assertion import Located, assert_article, assert_repeat
from pipeline.calibration.circumstances import circumstances
from pipeline.claims import Claim
from pipeline.identity.blocs import numbering_bodies
from pipeline.language.focus import focus_of
from pipeline.language.mentions import claims_of, sentence_around, view_of
from pipeline.nlp import build_nlp, make_doc
from pipeline.readers import Article, Refusal
from pipeline.readers.header import stamp_end
from pipeline.view import make_view

VERSION = "0.2.0"
"""Version of the extraction: rules, lexicons and assertion. It is part of every claim's provenance."""

_BATCH, _CHARACTERS = 32, 100_000
"""Articles in a batch, and the characters that close one: the memory for it stays small however long articles are."""


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """An article with what it states: claims (offsets into the stored text) and the triples of its named graph."""

    article: Article
    claims: tuple[Claim, ...]
    graph_iri: str
    triples: Sequence[Triple]


Report = Callable[[Refusal], None]
_Made = TypeVar("_Made")


class Extractor:
    """The language pipeline, built once and used for any number of articles."""

    def __init__(self) -> None:
        """Raises `OntologyError` where the table of identities is faulty: it would fail on every article."""
        identities()
        self.nlp = build_nlp()

    def pipe(self, articles: Iterable[Article], report: Report | None = None) -> Iterator[ArticleGraph]:
        """Extract from `articles` in order, holding only a batch of them at a time.

        An article on which a component raises an error is told to `report`, with the file, the component and the error,
        and is left out; the others go on. Without `report` the error is raised.
        """
        return self._made(extracted, articles, report)

    @staticmethod
    def repeat(article: Article, original: str) -> ArticleGraph:
        """The graph of an article that repeats another, whose id is `original`: it states nothing a second time."""
        return ArticleGraph(article, (), mint.article_graph(article.id), assert_repeat(article, original))

    def claims(
        self, articles: Iterable[Article], report: Report | None = None
    ) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        """The claims of each article, from text to claims and no further: those that `pipe` asserts, without triples.

        Errors are told or raised as by `pipe`.
        """
        return self._made(_stated, articles, report)

    def _made(
        self, make: Callable[[Doc, Article], _Made], articles: Iterable[Article], report: Report | None
    ) -> Iterator[_Made]:
        """What `make` makes of the documents of the articles, a batch of them after the other."""
        for batch in batches(articles, _BATCH, lambda a: len(a.text), _CHARACTERS):
            # The documents are gone before the garbage collector looks through what there is: there are many things on them.
            with _uncollected():
                made = self._read(make, batch, report)
            yield from made

    def _read(
        self, make: Callable[[Doc, Article], _Made], batch: Sequence[Article], report: Report | None
    ) -> list[_Made]:
        """What `make` makes of the documents of a batch, read by every component."""
        read = [(doc, a) for a in batch if (doc := self._doc(a, report)) is not None]
        # Each component reads the whole batch before the next one does: then its patterns and its code stay in the
        # processor's cache, which is worth a quarter of the time.
        for name, component in self.nlp.pipeline:
            read = list(_applied(name, component, read, report))
        made: list[_Made] = []
        for doc, article in read:
            try:
                made.append(make(doc, article))
            except Exception as error:
                _leave_out(article, "assertion", error, report)
        return made

    def _doc(self, article: Article, report: Report | None) -> Doc | None:
        try:
            return make_doc(self.nlp, make_view(article.text), article.published, article.presumed)
        except Exception as error:
            _leave_out(article, "tokeniser", error, report)
            return None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through what is being read: it has no cycles, and grows with the text."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _applied(
    name: str, component: Callable[[Doc], Doc], read: Iterable[tuple[Doc, Article]], report: Report | None
) -> Iterator[tuple[Doc, Article]]:
    """Run a component on each document; an article that it fails on is told and left out."""
    for doc, article in read:
        try:
            done = component(doc)
        except Exception as error:
            _leave_out(article, name, error, report)
        else:
            yield done, article


def _leave_out(article: Article, component: str, error: Exception, report: Report | None) -> None:
    if report is None:
        raise error
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    said = "".join(traceback.format_exception_only(error)).strip()
    report(Refusal(article.path, f"the pipeline's component {component} failed on it: {said}{place}", article.place))


def extracted(doc: Doc, article: Article) -> ArticleGraph:
    """The graph of an article whose document has gone through the pipeline."""
    located = list(_located(doc, article))
    numbered = numbering_bodies(view_of(doc))
    triples = assert_article(article, located, VERSION, _written(doc, article), numbered)
    return ArticleGraph(article, tuple(c.claim for c in located), mint.article_graph(article.id), triples)


def _stated(doc: Doc, article: Article) -> tuple[Article, tuple[Claim, ...]]:
    """The claims of an article whose document has gone through the pipeline."""
    return article, tuple(c.claim for c in _located(doc, article))


def _located(doc: Doc, article: Article) -> Iterator[Located]:
    """The document's claims in order of place, each fact once, with offsets into the stored text."""
    view = view_of(doc)
    opening, focus = stamp_end(view.text), focus_of(doc)
    seen: set[tuple[object, ...]] = set()
    for claim in sorted(claims_of(doc), key=lambda c: (c.start, c.end, c.type)):
        fact = claim.fact()
        if fact in seen:
            continue
        seen.add(fact)
        start, end = view.stored(claim.start, claim.end)
        first, last = sentence_around(doc, claim.start)
        left, right = view.stored(min(max(first, opening), claim.start), max(last, claim.end))
        told = circumstances(claim, focus)
        yield Located(claim.at(start, end, told), article.text[left:right])


def _written(doc: Doc, article: Article) -> date | None:
    """The day of writing as far as it is known: the publication date, else the last day of the month or year inferred."""
    if article.published and len(article.published) == 10:
        return date.fromisoformat(article.published)
    focus = focus_of(doc)
    if not focus.year:
        return None
    month = focus.month or 12
    return date(focus.year, month, monthrange(focus.year, month)[1])
