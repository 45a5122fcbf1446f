"""Fixtures of the pipeline's tests: the pipeline itself, and short ways to read a text with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.mentions import claims_of
from pipeline.nlp import build_nlp, make_doc
from pipeline.readers import Article
from pipeline.readers.header import head
from pipeline.view import make_view

Reader = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return build_nlp()


@pytest.fixture(scope="session")
def read_doc(nlp: Language) -> Callable[..., Doc]:
    """The document of a text after the whole pipeline; the date line at its head counts as metadata, where no other day is given."""

    def read(text: str, published: str | None = None) -> Doc:
        doc = make_doc(nlp, make_view(text), published or head(text)[1])
        for _, component in nlp.pipeline:
            doc = component(doc)
        return doc

    return read


@pytest.fixture(scope="session")
def claims(read_doc: Callable[..., Doc]) -> Callable[..., list[dict[str, Any]]]:
    """The claims of a text as records with their quotes, of one type where it is named."""

    def read(text: str, type: str | None = None, published: str | None = None) -> list[dict[str, Any]]:
        doc = read_doc(text, published)
        view = doc._.view
        found = [c.at(*view.stored(c.start, c.end)) for c in claims_of(doc)]
        return [c.record("a", text) for c in found if type in (None, c.type)]

    return read


@pytest.fixture
def article() -> Callable[..., Article]:
    """An article of a text, without a file."""

    def make(text: str, id: str = "a", **metadata: Any) -> Article:
        title, published = head(text)
        values = {"title": title, "published": published} | metadata
        return Article(id=id, text=text, path=Path(f"{id}.txt"), **values)

    return make
