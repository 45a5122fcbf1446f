"""Pages as schema.org describes them (https://schema.org), for search engines and for previews of links."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from ontology.names import LICENCE
from server.language import absolute, here, language, named, say
from server.site.entity import EntityPage

_TYPES: Final = {
    "article": "NewsArticle",
    "award": "DefinedTerm",
    "bloc": "Organization",
    "body": "GovernmentOrganization",
    "conference": "Event",
    "document": "CreativeWork",
    "indicator": "DefinedTerm",
    "official": "Person",
    "organisation": "Organization",
    "person": "Person",
    "province": "AdministrativeArea",
}
"""By the slug of the kind; what is none of these is a Thing."""


def structured(page: EntityPage, title: str, description: str) -> Markup:
    """The JSON-LD of an entity's page: the entity, and the dataset that says so."""
    address = absolute(here(f"/page/{page.path}"))
    thing: dict[str, object] = {
        "@type": "Claim" if page.claim else _TYPES.get(page.kind.slug if page.kind else "", "Thing"),
        "@id": page.iri,
        "name": title,
        "url": address,
        "description": description,
    }
    if page.article is not None:
        thing |= {"headline": page.article.headline, "inLanguage": "vi"}
        if page.article.date:
            thing["datePublished"] = page.article.date.raw
        if page.article.url:
            thing["sameAs"] = page.article.url
    for statement in page.statements:
        if statement.property.iri == "https://schema.org/startDate":
            thing["startDate"] = statement.values[0].raw
        if statement.property.iri == "https://schema.org/location":
            thing["location"] = {"@type": "Place", "name": named(statement.values[0])}
    subject = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": address,
        "inLanguage": language(),
        "mainEntity": thing,
        "isPartOf": dataset(),
    }
    return as_script(subject)


def dataset() -> dict[str, object]:
    """The graph as a schema.org Dataset (https://developers.google.com/search/docs names the members that search engines read)."""
    return {
        "@type": "Dataset",
        "@id": absolute("/catalog"),
        "name": "Thi Đua Graph",
        "description": say(
            "Các cụm thi đua của Việt Nam: cụm trưởng, thành viên, xếp hạng, khen thưởng và chỉ tiêu, mỗi thông tin kèm câu văn nêu ra nó.",
            "Vietnam's emulation blocs: leaders, members, rankings, awards and indicators, each statement with the sentence it rests on.",
        ),
        "url": absolute("/catalog"),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Thi Đua Graph"},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/sparql-results+json",
                "contentUrl": absolute("/sparql"),
            },
            {"@type": "DataDownload", "encodingFormat": "text/turtle", "contentUrl": absolute("/catalog.ttl")},
        ],
    }


def as_script(members: Mapping[str, object]) -> Markup:
    """JSON that may stand inside a `script` element: no character of it can end the element (HTML, section 4.12.1.3)."""
    text = json.dumps(members, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
