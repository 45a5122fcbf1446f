"""How a page, a claim or a table is cited, in words."""

from __future__ import annotations

from server.claims import Claim
from server.language import Language, absolute, say

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def citation(title: str, iri: str, release: str) -> str:
    """A line to cite a page of one release by: what it is about, the graph, the release, the IRI."""
    graph = say("bản phát hành", "release")
    return f"“{title}”. Thi Đua Graph, {graph} {release}. {iri} (CC BY 4.0)."


def table_citation(title: str, address: str, release: str) -> str:
    """A line to cite a table by, which has an address of this server and no IRI."""
    return citation(title, absolute(address), release)


def claim_citation(claim: Claim, release: str, language: Language) -> str:
    """A line to cite a claim by, its first source before the graph: `Headline, publisher, date, address. Thi Đua Graph, ...`."""
    graph = "bản phát hành" if language == "vi" else "release"
    own = f"Thi Đua Graph, {graph} {release}. {claim.iri} (CC BY 4.0)."
    if not claim.evidence:
        return own
    article = claim.evidence[0].article
    parts = [
        article.headline,
        (article.publisher.text if language == "vi" else article.publisher.en) if article.publisher else "",
        (article.date.text if language == "vi" else article.date.en) if article.date else "",
        article.url or article.iri,
    ]
    return ", ".join(part for part in parts if part) + f". {own}"
