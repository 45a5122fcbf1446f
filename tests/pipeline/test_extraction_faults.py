"""An article that a component fails on: it is told and left out, and the others are extracted, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import run
from pipeline.assertion import assert_article
from pipeline.nlp import make_doc
from pipeline.readers import Article, Refusal
from pipeline.run import Extractor
from pipeline.view import make_view

MARKER = "kỳ lạ"
Make = Callable[..., Article]


@Language.component("fails_on_marker")
def fails_on_marker(doc: Doc) -> Doc:
    if MARKER in doc.text:
        raise ValueError("không hiểu")
    return doc


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    """The real pipeline with a component among the others that fails on the marker."""
    extractor = Extractor()
    extractor.nlp.add_pipe("fails_on_marker", before="thidua_places")
    return extractor


@pytest.fixture
def articles(article: Make) -> list[Article]:
    texts = [f"Tin {n}\nHôm nay có tin {MARKER if n in {0, 33, 69} else 'mới'}.\n" for n in range(70)]
    return [article(text, id=f"a-{n}", title=f"Tin {n}") for n, text in enumerate(texts)]


def test_article_that_a_component_fails_on_is_told_with_file_component_and_error_and_the_others_go_on(
    extractor: Extractor, articles: list[Article]
) -> None:
    told: list[Refusal] = []
    found = [graph.article for graph in extractor.pipe(articles, told.append)]
    assert found == [a for a in articles if MARKER not in a.text]
    assert [str(refusal.path) for refusal in told] == ["a-0.txt", "a-33.txt", "a-69.txt"]
    assert told[0].reason.startswith("the pipeline's component fails_on_marker failed on it: ValueError: không hiểu (")
    assert "test_extraction_faults.py, line " in told[0].reason


def test_article_whose_claims_can_not_be_asserted_is_told_and_the_others_go_on(
    extractor: Extractor, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_two(article: Article, *rest: object) -> object:
        if article.id == "a-2":
            raise KeyError("unit")
        return assert_article(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "assert_article", fails_on_two)
    told: list[Refusal] = []
    assert [graph.article.id for graph in extractor.pipe(articles[1:4], told.append)] == ["a-1", "a-3"]
    assert "component assertion failed on it: KeyError: 'unit'" in told[0].reason


def test_article_that_can_not_be_cut_into_syllables_is_told_and_the_others_go_on(
    extractor: Extractor, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extractor.nlp, "max_length", len(articles[1].text))
    told: list[Refusal] = []
    assert [graph.article.id for graph in extractor.pipe(articles[1:12], told.append)] == [
        f"a-{n}" for n in range(1, 10)
    ]
    assert [refusal.path.name for refusal in told] == ["a-10.txt", "a-11.txt"]
    assert "component tokeniser failed on it: ValueError: " in told[0].reason


def test_without_a_report_the_error_is_raised(extractor: Extractor, articles: list[Article]) -> None:
    with pytest.raises(ValueError, match="không hiểu"):
        list(extractor.pipe(articles))
    doc = make_doc(extractor.nlp, make_view(articles[0].text))
    with pytest.raises(ValueError, match="không hiểu"):
        list(extractor.nlp.pipe([doc]))
