"""The catalogue as a whole: the graph of a release, and that graph with all that came after the release.

The graph of a release (`mint.graph("catalogue")`) says what is known when it is built: the catalogue, the series, the
release itself and its statistics. It never changes; so exports, which are made later, and the other releases of the
store, which come and go, are added where the catalogue is read (`whole_catalogue`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Store, Triple

from graph_store.catalogue.exports import distributions, exported_files
from graph_store.catalogue.names import GRAPH
from graph_store.catalogue.releases import ReleaseFacts, current, facts_of, release_dataset
from graph_store.catalogue.statistics import Statistics, statistics
from graph_store.catalogue.terms import described, from_file
from graph_store.catalogue.void import description
from graph_store.errors import StoreError
from graph_store.release import Manifest, Release
from graph_store.terms import as_stored, graph_triples
from ontology import mint
from ontology.names import TD

_SHOWN: Final = 3
"""How many differences are shown."""


def release_catalogue(release_id: str, previous: str | None, found: Statistics) -> list[Triple]:
    """The catalogue as the release of that id holds it; `previous` is the id of the one that it was built from."""
    facts = facts_of(release_id, previous, found, found.classes.get(str(TD.Claim), 0))
    return [
        *from_file("catalogue.ttl"),
        *release_dataset(facts),
        *current(release_id, found.coverage, found.graphs),
        *description(mint.release(release_id), found),
    ]


def whole_catalogue(
    root: Path, release_id: str, held: Iterable[Triple], tell: Callable[[StoreError], None]
) -> list[Triple]:
    """The catalogue of a store: that of the release, the other releases that are there, and the exports of each.

    `held` is the catalogue's graph in the release; where it has none (a release older than the catalogue) the parts
    without statistics are made anew. `tell` is called with what can't be read, which is left out. No triple is there
    twice.
    """
    triples = list(held) or _without_statistics(root, release_id)
    for manifest in _manifests(root, tell):
        if manifest.id != release_id:
            facts = ReleaseFacts(manifest.id, manifest.previous, manifest.articles, manifest.claims)
            triples += release_dataset(facts)
        try:
            triples += distributions(manifest.id, exported_files(root, manifest.id))
        except StoreError as error:
            tell(error)
    return list(dict.fromkeys(_with_names(triples)))


def catalogue_faults(store: Store, manifest: Manifest) -> Iterator[str]:
    """What a release's catalogue states that its content does not give, or the reverse; nothing where it has none."""
    stated = frozenset(graph_triples(store, GRAPH))
    if not stated:
        return
    wanted = as_stored(release_catalogue(manifest.id, manifest.previous, statistics(store)))
    for triples, what in ((wanted - stated, "lacks"), (stated - wanted, "has, and the release doesn't give,")):
        if triples:
            shown = "; ".join(sorted(map(str, triples))[:_SHOWN])
            yield f"the graph {GRAPH} {what} {len(triples):,} triples: {shown}{' ...' if len(triples) > _SHOWN else ''}"


def _without_statistics(root: Path, release_id: str) -> list[Triple]:
    """The catalogue of a release that was built without one, by its manifest."""
    try:
        manifest = Release.at(root / "releases" / release_id).manifest
        facts = ReleaseFacts(release_id, manifest.previous, manifest.articles, manifest.claims)
    except StoreError:
        facts = ReleaseFacts(release_id, None)
    return [*from_file("catalogue.ttl"), *release_dataset(facts), *current(release_id, None)]


def _manifests(root: Path, tell: Callable[[StoreError], None]) -> Iterator[Manifest]:
    folder = root / "releases"
    for path in sorted(folder.glob("[!.]*")):
        try:
            yield Release.at(path).manifest
        except StoreError as error:
            tell(error)


def _with_names(triples: list[Triple]) -> list[Triple]:
    """With what DCAT-AP wants beside the concepts, agents and documents that are named."""
    return [*triples, *described(triples, from_file("vocabularies.ttl"))]
