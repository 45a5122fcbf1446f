"""How a page, a claim or a table is cited, in words."""

from __future__ import annotations

from server.claims import Claim
from server.language import Language, absolute, language, named


def citation(title: str, iri: str, release: str) -> str:
    """A line to cite a page of one release by: what it is about, the graph, the release, the IRI."""
    return f"“{title}”. {_of_graph(iri, release, language())}"


def _of_graph(iri: str, release: str, of: Language) -> str:
    return f"Thi Đua Graph, {'bản phát hành' if of == 'vi' else 'release'} {release}. {iri} (CC BY 4.0)."


def table_citation(title: str, address: str, release: str) -> str:
    """A line to cite a table by, which has an address of this server and no IRI."""
    return citation(title, absolute(address), release)


def claim_citation(claim: Claim, release: str) -> str:
    """A line to cite a claim by, its first source before the graph: `Headline, publisher, date, address. Thi Đua Graph, ...`."""
    own = _of_graph(claim.iri, release, language())
    if not claim.evidence:
        return own
    article = claim.evidence[0].article
    parts = [
        article.headline,
        named(article.credit) if article.credit else "",
        named(article.date) if article.date else "",
        article.url or article.iri,
    ]
    return ", ".join(part for part in parts if part) + f". {own}"
