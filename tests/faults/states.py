"""The states that the campaign publishes, each known in advance to the last quad, and a reader that tells what is served.

State N has ten articles, some of which change from state to state, and one more for each of the last dozen states: so each
build adds an article, changes three or four and, from state 13 on, takes one out. What a release must hold is worked
out here, without the store's own code.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from graph_store.releases import Draft, Release
from ontology import mint
from ontology.names import RDF, TD

VERSION_OF = "http://example.org/version"
SHARED = Triple(NamedNode("http://example.org/shared"), NamedNode("http://example.org/in"), Literal("Đắk Lắk"))
"""Stated by every article, so that it stands once in the union and must stay there when one article goes."""
_CATALOGUE = NamedNode(mint.graph("catalogue"))
LASTS = 12
"""States that an added article stays for."""


def versions(state: int) -> dict[str, int]:
    """The articles of a state by id, each with the number of its version."""
    base = {f"a-{n}": max((m for m in range(state + 1) if (n + m) % 3 == 0), default=0) for n in range(10)}
    return base | {f"them-{n}": n for n in range(max(1, state - LASTS + 1), state + 1)}


def triples(article: str, version: int) -> list[Triple]:
    """An article's graph: who it is, its version, one claim, and some more."""
    subject, claim = NamedNode(mint.article(article)), NamedNode(mint.claim(article, "post", str(version)))
    lines = [
        Triple(subject, NamedNode(f"http://example.org/{n}"), Literal(f"{article} {version} {n}")) for n in range(8)
    ]
    return [
        SHARED,
        Triple(subject, NamedNode(VERSION_OF), Literal(str(version))),
        Triple(claim, NamedNode(RDF.type), NamedNode(TD.Claim)),
        *lines,
    ]


def text(article: str, version: int) -> bytes:
    """An article's text, to be kept to the byte: its accents are composed in even versions, decomposed in odd ones."""
    words = f"Bài {article}, bản {version}: Cụm thi đua các tỉnh Tây Nguyên gồm Đắk Lắk và Đăk Nông.\n" * 6
    return unicodedata.normalize("NFD" if version % 2 else "NFC", words).encode()


def put(draft: Draft, state: int) -> None:
    """Make a draft of any earlier state one of this state."""
    wanted = versions(state)
    for article, version in wanted.items():
        draft.put_article(article, mint.article_graph(article), triples(article, version), text(article, version))
    for number in range(1, state - LASTS + 1):
        draft.remove_article(f"them-{number}")


@dataclass(frozen=True)
class Content:
    """What a release holds, or must hold: a digest of all its quads and texts, and its numbers."""

    digest: str
    articles: int
    claims: int
    triples: int
    quads: int

    @classmethod
    def of(cls, quads: frozenset[Quad], texts: dict[str, bytes]) -> Content:
        """The content that these quads, those of the union among them, and these texts by file name make."""
        key = sha256()
        for line in sorted(map(str, quads)):
            key.update(line.encode() + b"\n")
        for name in sorted(texts):
            key.update(name.encode() + b"\0" + sha256(texts[name]).digest())
        union = {quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)}
        claims = [t for t in union if t.predicate == NamedNode(RDF.type) and t.object == NamedNode(TD.Claim)]
        graphs = {quad.graph_name for quad in quads if str(quad.graph_name).startswith(f"<{mint.graph('article/')}")}
        return cls(key.hexdigest(), len(graphs), len(claims), len(union), len(quads) - len(union))


@cache
def expected(state: int) -> Content:
    """What the release of that state must hold."""
    quads: set[Quad] = set()
    for article, version in versions(state).items():
        graph = NamedNode(mint.article_graph(article))
        for triple in triples(article, version):
            quads |= {Quad(*triple, graph), Quad(*triple, DefaultGraph())}
    texts = {f"{article}.txt": text(article, version) for article, version in versions(state).items()}
    return Content.of(frozenset(quads), texts)


def content(release: Release) -> Content:
    """What a release holds but its catalogue, which names the release, read anew.

    Raises what reading it raises, and `ValueError` where its manifest counts otherwise.
    """
    texts = {path.name: path.read_bytes() for path in (release.path / "texts").glob("*/*.txt")}
    quads = frozenset(release.open())
    found = Content.of(quads, texts)
    told = release.manifest
    if (told.articles, told.claims, told.triples, told.quads) != (
        found.articles,
        found.claims,
        found.triples,
        found.quads,
    ):
        raise ValueError(f"{release.path}: the manifest says {told}, the graph has {found}")
    return Content.of(without_catalogue(quads), texts)


def without_catalogue(quads: frozenset[Quad]) -> frozenset[Quad]:
    """The quads without those of the catalogue, and without what the union has of it alone."""
    named = [quad for quad in quads if quad.graph_name not in (DefaultGraph(), _CATALOGUE)]
    stated = {quad.triple for quad in named}
    return frozenset(named).union(q for q in quads if q.graph_name == DefaultGraph() and q.triple in stated)


def disk_use(folder: Path) -> int:
    """Bytes that the files below a folder take, each once however many names it has."""
    sizes = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        if path.is_file():
            sizes[status.st_ino] = status.st_size
    return sum(sizes.values())
