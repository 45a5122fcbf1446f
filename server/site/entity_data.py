"""What an entity's page shows, as plain JSON and as a table: for those who take it along without RDF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from flask import current_app
from markupsafe import Markup
from pyoxigraph import NamedNode

from ontology.names import LICENCE
from server.addresses import data
from server.claims import Claim, mentions_of, read_claims
from server.labels import Value
from server.language import Language, absolute, language
from server.parameters import must_have_page, paged
from server.site.citing import claim_citation
from server.site.csv_table import csv_of
from server.site.entity import EntityPage, View, read_entity
from server.source import Reading

PAGE: Final = 500
"""Claims on one page of the data; `Link: rel="next"` leads to those after."""

COLUMNS: Final = (
    *("claim", "kind", "statement_vi", "statement_en", "confidence", "rule", "sentence", "quote"),
    *("article", "headline", "publisher", "published", "url", "citation"),
)
"""The columns of the table: a line for each quotation that a claim rests on."""


@dataclass(frozen=True)
class EntityData:
    """An entity with one page of the claims that name it; of a claim, with itself alone."""

    page: EntityPage
    claims: list[Claim]
    total: int
    number: int
    release: str

    @property
    def next(self) -> int | None:
        """The number of the page after this one."""
        return self.number + 1 if self.number * PAGE < self.total else None


def read_data(reading: Reading, iri: NamedNode, number: int) -> EntityData:
    """Read the data of `iri` with the claims of page `number`, counted from 1.

    Raises `UnknownEntityError`, and `ProblemError` (404) where there are fewer pages.
    """
    page = read_entity(reading, iri, View(group_size=0, page_size=PAGE, page=number))
    if page.claim is not None:
        must_have_page(number, 1)
        return EntityData(page, [page.claim], 1, 1, reading.release)
    if page.article is not None:
        listed = [claim for group in page.sentences for claim in group.claims]
        return EntityData(page, listed, page.pager.total if page.pager else len(listed), number, reading.release)
    mentions = mentions_of(reading, iri)
    shown, _ = paged(mentions, number, PAGE)
    claims, _ = read_claims(reading, shown)
    return EntityData(page, claims, len(mentions), number, reading.release)


def as_json(found: EntityData) -> str:
    """The entity as one object: its names, statements, claims with their sentences, and how to go on and to cite."""
    page = found.page
    ending = next_page(found)
    members = {
        "iri": page.iri,
        "kind": page.kind.slug if page.kind else None,
        "label": _both(page.title),
        "classes": [value.iri for value in page.types],
        "release": found.release,
        "licence": LICENCE,
        "statements": [
            {"property": s.property.iri, "label": _both(s.property), "values": [_value(v) for v in s.values]}
            for s in page.statements
        ],
        "claims": {
            "total": found.total,
            "page": found.number,
            "items": [_claim(c, found.release) for c in found.claims],
        },
        "next": absolute(data(page.path, "json") + ending) if ending else None,
    }
    return json.dumps(members, ensure_ascii=False, indent=1) + "\n"


def next_page(found: EntityData) -> str:
    """The query part of the address of the page after this one, in the same language; empty where there is none."""
    return f"?page={found.next}&lang={language()}" if found.next else ""


def as_csv(found: EntityData) -> str:
    """The claims as a table (RFC 4180), a line for each quotation."""
    return csv_of(COLUMNS, (line for claim in found.claims for line in _lines(claim, found.release)))


def in_words(claim: Claim, of: Language) -> str:
    """What a claim states, as a sentence without links."""
    words = cast(Any, current_app.jinja_env.get_template("claim_words.html").module)
    said = words.vi(claim) if of == "vi" else words.en(claim)
    return " ".join(Markup(said).striptags().split())


def _lines(claim: Claim, release: str) -> Iterable[Mapping[str, str]]:
    common = {
        "claim": claim.iri,
        "kind": claim.kind.slug,
        "statement_vi": in_words(claim, "vi"),
        "statement_en": in_words(claim, "en"),
        "confidence": _raw(claim, "td:confidence"),
        "rule": _raw(claim, "td:rule"),
        "citation": claim_citation(claim, release),
    }
    for one in claim.evidence:
        article = one.article
        yield common | {
            "sentence": one.sentence,
            "quote": one.quote,
            "article": article.iri,
            "headline": article.headline,
            "publisher": article.credit.text if article.credit else "",
            "published": article.date.raw if article.date else "",
            "url": article.url or "",
        }
    if not claim.evidence:
        yield common


def _claim(claim: Claim, release: str) -> dict[str, object]:
    lines = list(_lines(claim, release))
    of_quotation = COLUMNS[COLUMNS.index("sentence") : COLUMNS.index("citation")]
    return {
        "iri": claim.iri,
        "kind": claim.kind.slug,
        "statement": {"vi": lines[0]["statement_vi"], "en": lines[0]["statement_en"]},
        "values": {name: [_value(v) for v in values] for name, values in claim.values.items() if name != "td:evidence"},
        "evidence": [
            {name: line[name] for name in of_quotation if line.get(name)} for line in lines if "sentence" in line
        ],
        "citation": lines[0]["citation"],
    }


def _raw(claim: Claim, name: str) -> str:
    value = claim.get(name)
    return value.raw if value else ""


def _both(value: Value) -> dict[str, str]:
    return {"vi": value.text, "en": value.en}


def _value(value: Value) -> dict[str, object]:
    if value.iri:
        return {"iri": value.iri, "label": _both(value)}
    return {"value": value.raw or value.text, **({"language": value.lang} if value.lang else {})}
