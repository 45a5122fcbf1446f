"""The gold claims as a graph: what a reader of the articles states, asserted just as the pipeline's own claims are.

A gold claim says less than a graph holds: no rule, no words of the value, no proposer. These are taken from the pipeline's claim of
the same fact, where it found it; they are no part of the fact. For a value that the pipeline missed, its words are the whole quote.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from pipeline.claims import Claim, Observation
from pipeline.language.mentions import claims_of, view_of
from pipeline.nlp import make_doc
from pipeline.readers import Article, Refusal
from pipeline.run import ArticleGraph, Extractor, extracted
from pipeline.view import View, make_view

TYPES: dict[str, type[Claim]] = {cls.type: cls for cls in Claim.__subclasses__()}
GOLD_RULE = "gold.read"
_REAL = frozenset({"value", "score"})


class GoldExtractor:
    """Stands where the pipeline's extractor stands in a build, and gives each article's graph of its gold claims."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._files = {path.stem: path for folder in folders for path in folder.glob("*.jsonl")}
        self._extractor = Extractor()

    def pipe(self, articles: Iterable[Article], report: Callable[[Refusal], None]) -> Iterator[ArticleGraph]:
        """The graph of each article, in order. Raises `KeyError` for an article without gold."""
        for article in articles:
            nlp = self._extractor.nlp
            doc = make_doc(nlp, make_view(article.text), article.published, article.presumed)
            for _, component in nlp.pipeline:
                doc = component(doc)
            records = map(json.loads, self._files[article.id].read_text(encoding="utf-8").splitlines())
            doc._.claims = [_gold_claim(record, doc) for record in records]
            yield extracted(doc, article)


def _gold_claim(record: Mapping[str, Any], doc: Doc) -> Claim:
    cls = TYPES[record["type"]]
    names = {field.name for field in fields(cls)} - {"start", "end", "rule"}
    start, end = _in_view(view_of(doc), record["start"], record["end"])
    stated = {name: float(value) if name in _REAL else value for name, value in record.items() if name in names}
    claim = cls(**stated, start=start, end=end, rule=GOLD_RULE)
    same = next((found for found in claims_of(doc) if found.key() == claim.key()), None)
    if same is None:
        return replace(claim, words=record["quote"]) if isinstance(claim, Observation) else claim
    return replace(claim, **{name: getattr(same, name) for name in cls.beside - {"start", "end"}})


def _in_view(view: View, start: int, end: int) -> tuple[int, int]:
    """Offsets into the view of a stretch of the stored text."""
    return bisect_right(view.starts, start) - 1, bisect_left(view.ends, end) + 1
