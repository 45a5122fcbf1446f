"""The claims as an Atom feed (RFC 4287): the newest first, in pages (RFC 5005, section 3), of all or of those about an entity."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology.names import TD
from server import queries
from server.addresses import path_of
from server.claims import Claim, Mention, read_claims
from server.feeds.history import History
from server.feeds.versions import Version, time_of
from server.keeping import Kept
from server.kinds import CLAIMS, OTHER_CLAIM, kind_of
from server.labels import Value, read_labels
from server.source import Reading

PER_PAGE: Final = 25
"""Entries of a page."""

_SELECTIONS: Final = 32
"""Selections that are remembered; each takes four bytes a claim."""

CLASSES: Final = {"bloc": str(TD.Bloc), "province": str(TD.Province)}
"""By what a feed may be narrowed: the parameter, which is also the segment of the entity's path, and the class."""


@dataclass(frozen=True)
class Entry:
    """A version as the feed shows it; without a claim where it is gone."""

    version: Version
    claim: Claim | None


@dataclass(frozen=True)
class FeedPage:
    """One page of a feed."""

    about: list[Value]
    """The entities that all entries are about; none where the feed has all claims."""
    updated: str
    number: int
    pages: int
    entries: list[Entry]


class UnknownFilterError(LookupError):
    """A filter that names no entity of its kind; its text is the entity's path."""


class Selections:
    """Which versions are about entities, newest first; those asked for last are kept. For several threads."""

    def __init__(self) -> None:
        self._kept: Kept[Sequence[int]] = Kept(_SELECTIONS)

    def of(self, reading: Reading, history: History, entities: tuple[str, ...]) -> Sequence[int]:
        """Places in the history of the versions of claims that name each of the entities; of all without any."""
        if not entities:
            return range(len(history.versions) - 1, -1, -1)
        return self._kept.get((reading.release, entities), lambda: _selected(reading, history, entities))


def entity_of(reading: Reading, kind: str, slug: str) -> str:
    """The IRI of the bloc or province that a filter names. Raises `UnknownFilterError`."""
    entity = queries.entity(f"{kind}/{slug}")
    rows = reading.rows(queries.bind("feed_classes", entity=[entity]))
    if CLASSES[kind] not in {row["class"].value for row in rows}:
        raise UnknownFilterError(f"{kind}/{slug}")
    return entity.value


def read_feed_page(
    reading: Reading, history: History, selections: Selections, entities: tuple[str, ...], number: int
) -> FeedPage | None:
    """Page `number`, counted from 1; `None` past the last one. A feed with no entry has one page."""
    places = selections.of(reading, history, entities)
    pages = max(1, -(-len(places) // PER_PAGE))
    if number > pages:
        return None
    shown = [history.versions[place] for place in places[(number - 1) * PER_PAGE : number * PER_PAGE]]
    updated = history.versions[places[0]].time if places else time_of(reading.release)
    labels = read_labels(reading, entities) if entities else None
    about = [labels.iri(entity) for entity in entities] if labels else []
    claims = _claims(reading, [version.iri for version in shown if not version.is_gone])
    entries = [Entry(version, None if version.is_gone else claims.get(version.iri)) for version in shown]
    return FeedPage(about, updated, number, pages, entries)


def _claims(reading: Reading, iris: Sequence[str]) -> dict[str, Claim]:
    if not iris:
        return {}
    classes: dict[str, set[str]] = {}
    for row in reading.rows(queries.bind("feed_kinds", claim=[NamedNode(iri) for iri in iris])):
        classes.setdefault(row["claim"].value, set()).add(row["class"].value)
    mentions = [Mention(iri, kind_of(classes.get(iri, set()), CLAIMS) or OTHER_CLAIM, ()) for iri in iris]
    return {claim.iri: claim for claim in read_claims(reading, mentions)[0]}


def _selected(reading: Reading, history: History, entities: tuple[str, ...]) -> Sequence[int]:
    wanted: set[str | None] | None = None
    for entity in entities:
        rows = reading.rows(queries.bind("feed_claims_about", entity=[NamedNode(entity)]))
        found = {path_of(row["claim"].value) for row in rows}
        wanted = found if wanted is None else wanted & found
    versions = history.versions
    last = len(versions) - 1
    return array("I", (last - at for at in range(len(versions)) if versions[last - at].claim in (wanted or ())))
