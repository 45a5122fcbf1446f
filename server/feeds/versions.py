"""Versions of claims: what makes a claim new or changed, and since when it has been as it is.

The rule. A claim's *content* is all that a release says of it and of its evidence, but for the run that extracted it.
A *version* begins with the first release that has the claim with that content, and lasts until a release has it otherwise
or no more; its time is when that release was begun. Of each claim the last version is kept, and of a claim that
is gone, that it is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final, NamedTuple

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from graph_store.engine import QueryEngine
from graph_store.release import begun
from ontology.names import ID
from server import queries
from server.addresses import path_of

_JSON: Final = "application/sparql-results+json"
_BATCH: Final = 250
"""Articles whose claims are read by one query: half a second where an article has twenty claims."""

_UNDATED: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Version(NamedTuple):
    """The last version of a claim. Its order is that of the feeds: by release, then by article, the older first."""

    release: str
    """The release that it begins with."""
    date: str
    """When its article was published, as the graph says it (`2024`, `2024-03`, `2024-03-27`); empty where it doesn't."""
    claim: str
    """Path of the claim below `/id/`."""
    content: str
    """Digest of the content; empty of a claim that is gone since the release."""

    @property
    def iri(self) -> str:
        """The claim's IRI."""
        return f"{ID}{self.claim}"  # a plain text: rdflib's IRIs equal no other

    @property
    def version_iri(self) -> str:
        """The version's own IRI: that of the claim with the release as its fragment, so it leads to the claim."""
        return f"{ID}{self.claim}#{self.release}"

    @property
    def time(self) -> str:
        """When the version begins, as `xsd:dateTime` in UTC."""
        return time_of(self.release)

    @property
    def is_gone(self) -> bool:
        """Whether the claim is in the graph no more."""
        return not self.content


Contents = Mapping[str, tuple[str, str]]
"""Of each claim, by its path, the digest of its content and the date of its article."""


def time_of(release: str) -> str:
    """When a release was begun, as `xsd:dateTime` in UTC; 1970 where its id doesn't tell."""
    try:
        at = begun(release)
    except ValueError:
        at = _UNDATED
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_contents(engine: QueryEngine) -> dict[str, tuple[str, str]]:
    """The contents of all claims of a release, a few hundred articles to a query. Raises `QueryError`."""
    dates: dict[str, str] = {}
    for article, date in _rows(engine, queries.text("feed_articles"), "article", "date"):
        dates[article] = min(date, dates.get(article, date))
    found: dict[str, tuple[str, str]] = {}
    articles = sorted(dates)
    for begin in range(0, len(articles), _BATCH):
        batch = [NamedNode(article) for article in articles[begin : begin + _BATCH]]
        query = queries.bind("feed_contents", article=batch)
        for claim, article, hashes in _rows(engine, query, "claim", "article", "content"):
            path = path_of(claim)
            if path is not None and path.startswith("claim/"):
                found[path] = (_digest(sorted(hashes.split())), dates[article])
    return found


def folded(before: Mapping[str, Version], release: str, contents: Contents) -> dict[str, Version]:
    """The versions after `release`, by the paths of their claims, of those before it."""
    after = {}
    for claim, (content, date) in contents.items():
        known = before.get(claim)
        after[claim] = (
            known if known is not None and known.content == content else Version(release, date, claim, content)
        )
    for claim, known in before.items():
        if claim not in after:
            after[claim] = known if known.is_gone else Version(release, known.date, claim, "")
    return after


def _digest(words: Iterable[str]) -> str:
    return blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def _rows(engine: QueryEngine, query: str, *names: str) -> list[list[str]]:
    """The values of some variables in each row; an unbound one is empty."""
    answer = engine.query(query, [_JSON])
    rows = parse_query_results(answer.file(), QueryResultsFormat.JSON)
    assert isinstance(rows, QuerySolutions)
    found = [["" if (term := row[name]) is None else str(getattr(term, "value", "")) for name in names] for row in rows]
    answer.close()
    return found
