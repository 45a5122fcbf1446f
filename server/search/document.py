"""The answer to a search as JSON.

An object with `release`, `query`, `filters` (dimension to value), `total`, `groups` and `facets`. A group has `kind`, `label`,
`count` and `hits`; a hit of an entity has `id` (its IRI), `name`, `kind`, `detail` (what tells namesakes apart) and `url`
(its page, without a language); a hit of a sentence has `sentence`, `marks` (pairs of code points, the end exclusive),
`claims` (IRIs), `articles` (as entities) and `article_count`. A facet has `dimension` and `choices`, each with `value`,
`label`, `count` and `chosen`. Every `label`, `name` and `detail` is an object with `vi` and `en`.
"""

from __future__ import annotations

from collections.abc import Mapping

from server.search.hits import Answer, Facet, Hit, HitGroup, Passage, Words


def document(base: str, release: str, query: str, filters: Mapping[str, str], answer: Answer) -> dict[str, object]:
    """The members of the document; `base` is the server's own address, with a slash at the end."""
    return {
        "release": release,
        "query": query,
        "filters": dict(filters),
        "total": answer.total,
        "groups": [_group(base, group) for group in answer.groups],
        "facets": [_facet(facet) for facet in answer.facets],
    }


def _group(base: str, group: HitGroup) -> dict[str, object]:
    hits = [_hit(base, hit) for hit in group.hits] or [_passage(base, passage) for passage in group.passages]
    label = {"vi": group.kind.vi, "en": group.kind.en}
    return {"kind": group.kind.slug, "label": label, "count": group.count, "hits": hits}


def _hit(base: str, hit: Hit) -> dict[str, object]:
    return {
        "id": hit.iri,
        "name": {"vi": hit.name, "en": hit.en},
        "kind": hit.kind.slug,
        "detail": _both(hit.detail),
        "url": base.rstrip("/") + hit.href,
    }


def _passage(base: str, passage: Passage) -> dict[str, object]:
    marks: list[list[int]] = []
    at = 0
    for part in passage.parts:
        if part.marked:
            marks.append([at, at + len(part.text)])
        at += len(part.text)
    return {
        "sentence": passage.sentence,
        "marks": marks,
        "claims": passage.claims,
        "articles": [_hit(base, article) for article in passage.articles],
        "article_count": passage.article_count,
        "url": base.rstrip("/") + passage.href,
    }


def _facet(facet: Facet) -> dict[str, object]:
    choices = [
        {"value": choice.value, "label": _both(choice.label), "count": choice.count, "chosen": choice.chosen}
        for choice in facet.choices
    ]
    return {"dimension": facet.dimension, "choices": choices}


def _both(words: Words) -> dict[str, str]:
    return {"vi": words.text, "en": words.en}
