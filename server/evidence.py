"""Evidence as pages show it: the sentence, the quotes marked inside it, the article they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from server import queries, wording
from server.addresses import href
from server.labels import Value
from server.source import Reading, Row


@dataclass(frozen=True)
class Part:
    """A stretch of a sentence, marked where a claim rests on it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Article:
    """An article as it is named beside a quotation."""

    iri: str
    href: str
    headline: str
    date: Value | None
    publisher: Value | None
    url: str | None
    """The publisher's page, where it is known and is an address of the web."""
    retold: bool = False
    """Whether the text is not the publisher's own, but tells again what stands there (`schema:isBasedOn` its address)."""

    @property
    def credit(self) -> Value | None:
        """Whose words these are: the publisher's, or those of a digest after the publisher's."""
        if self.publisher is None or not self.retold:
            return self.publisher
        return replace(
            self.publisher, text=f"tóm lược theo {self.publisher.text}", en=f"digest after {self.publisher.en}"
        )


@dataclass(frozen=True)
class Evidence:
    """The words that a claim rests on; offsets are code points into the article's stored text, `end` exclusive."""

    article: Article
    sentence: str
    quote: str
    prefix: str
    suffix: str
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int] | None:
        """Where in the sentence the quote stands; `None` where it is not in it to the letter."""
        return quote_span(self.sentence, self.quote, self.prefix, self.suffix)

    @property
    def parts(self) -> list[Part]:
        """The sentence with the quote marked."""
        return marked(self.sentence, [self.span])


def quote_span(sentence: str, quote: str, prefix: str, suffix: str) -> tuple[int, int] | None:
    """Where `quote` stands in `sentence`; of several places, the one whose surroundings agree longest with the selector.

    `prefix` and `suffix` are those of the Web Annotation text quote selector (W3C 2017, section 4.2.4).
    """
    places = []
    start = sentence.find(quote) if quote else -1
    while start >= 0:
        places.append(start)
        start = sentence.find(quote, start + 1)
    if not places:
        return None
    end = len(quote)
    best = max(places, key=lambda at: _common(sentence[:at], prefix, -1) + _common(sentence[at + end :], suffix, 1))
    return best, best + end


def marked(sentence: str, spans: Iterable[tuple[int, int] | None]) -> list[Part]:
    """The sentence cut into parts, with the union of `spans` marked; spans may overlap or be absent."""
    parts: list[Part] = []
    at = 0
    for start, end in sorted(span for span in spans if span is not None):
        if start > at:
            parts.append(Part(sentence[at:start], marked=False))
        if end > at:
            piece = sentence[max(start, at) : end]
            if start <= at and parts and parts[-1].marked:
                parts[-1] = Part(parts[-1].text + piece, marked=True)
            else:
                parts.append(Part(piece, marked=True))
            at = end
    if at < len(sentence):
        parts.append(Part(sentence[at:], marked=False))
    return parts


def read_evidence(reading: Reading, claims: Iterable[str]) -> dict[str, list[Evidence]]:
    """The evidence of each claim, in the order of the text."""
    rows = reading.rows(queries.bind("evidence", claim=[NamedNode(claim) for claim in claims]))
    articles = read_articles(reading, {row["article"].value for row in rows})
    found: dict[str, list[Evidence]] = {}
    for row in sorted(rows, key=lambda row: int(row["start"].value)):
        article = articles.get(row["article"].value) or _unnamed(row["article"].value)
        found.setdefault(row["claim"].value, []).append(_evidence(row, article))
    return found


def read_articles(reading: Reading, iris: Iterable[str]) -> dict[str, Article]:
    """Headline, date, publisher and address of the articles."""
    articles: dict[str, Article] = {}
    for row in reading.rows(queries.bind("articles", article=[NamedNode(iri) for iri in sorted(iris)])):
        articles.setdefault(row["article"].value, _article(row))
    return articles


def date_value(row: Row) -> Value | None:
    """The `date` of a row, in both languages."""
    if "date" not in row:
        return None
    raw = row["date"].value
    return Value(text=wording.date_vi(raw), en=wording.date_en(raw), raw=raw)


def _article(row: Row) -> Article:
    iri = row["article"].value
    publisher = None
    if "publisher" in row:
        of = row["publisher"].value
        name = row["publisherName"].value if "publisherName" in row else of
        publisher = Value(text=name, en=name, iri=of, href=href(of))
    url = row["url"].value if "url" in row else None
    retold = "retold" in row and row["retold"].value == "true"
    return Article(
        iri,
        href(iri) or iri,
        row["headline"].value,
        date_value(row),
        publisher,
        url if url and _web(url) else None,
        retold,
    )


def _evidence(row: Row, article: Article) -> Evidence:
    return Evidence(
        article,
        row["sentence"].value,
        row["quote"].value,
        row["prefix"].value if isinstance(row.get("prefix"), Literal) else "",
        row["suffix"].value if isinstance(row.get("suffix"), Literal) else "",
        int(row["start"].value),
        int(row["end"].value),
    )


def _unnamed(iri: str) -> Article:
    """An article without a headline: it is named by the last part of its IRI."""
    return Article(iri, href(iri) or iri, iri.rpartition("/")[2], None, None, None)


def _web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _common(one: str, other: str, step: int) -> int:
    """How many characters agree, from the end (`step` -1) or from the beginning (1)."""
    count = 0
    for a, b in zip(one[::step], other[::step], strict=False):
        if a != b:
            break
        count += 1
    return count
