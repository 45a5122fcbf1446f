"""Organisations and posts: which name means the same body, or post, in every article.

A central body is known by all its names. A name that names its province or a central body means one organisation everywhere, and
so does a company's, since the law lets no two companies of the country bear one name (Law on Enterprises 59/2020/QH14, article 38). Any
other ("Sở Y tế", "Trường Tiểu học Hòa Bình") has namesakes: it is known within the article. A post is told by its title
with the body that it names, else by its title and the body that its holder serves, else within the article.
"""

from __future__ import annotations

import re

from ontology import mint
from ontology.tables.bodies import body_named
from pipeline.identity.bodies import central_body, province_in
from pipeline.identity.people import LEADERSHIP, body_in
from pipeline.view import fold_text

_COMPANY = re.compile(r"(?:tập đoàn|tổng công ty|công ty|ngân hàng)\b")
_NATIONAL = re.compile(r"\b(?:việt nam|trung ương(?! (?:hội|đoàn)$)|quốc gia|toàn quốc|chính phủ|nhà nước)\b")
"""Words in the name of what there is one of in the country."""


def organisation_iri(name: str, scope: str) -> str:
    """The IRI of the organisation of that name; `scope` is the article's own."""
    if known := body_named(name):
        return known.iri
    folded = fold_text(name)
    if _COMPANY.match(folded) or _NATIONAL.search(folded) or province_in(name) or central_body(name):
        return mint.entity("organisation", name)
    return mint.within("organisation", name, scope)


def post_iri(title: str, holders_body: str, scope: str) -> str:
    """The IRI of the post of that title; `holders_body` is the body that its holder serves, as far as it is known."""
    if body_in([title]) or _NATIONAL.search(fold_text(title)):
        return mint.entity("post", title)
    return mint.within("post", title, scope if holders_body == LEADERSHIP else holders_body)
