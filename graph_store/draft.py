"""A draft: a copy of the current release that a build changes, and that becomes the next release or is thrown away."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from graph_store.checksums import write_checksums
from graph_store.counts import article_graphs
from graph_store.files import link_or_copy, sync_tree
from graph_store.release import Manifest, Release, text_name
from graph_store.spool import Spool, quads
from graph_store.tally import Tally
from graph_store.terms import as_stored, graph_triples, with_stable_blank_nodes
from ontology import mint
from ontology.names import PROV

_BATCH: Final = 250_000
"""New triples gathered on the disk before they are written: bulk loading takes large batches best, and each batch leaves
files of its own for the compaction."""

_BULK: Final = 10_000
"""Fewest triples worth a bulk load, which writes new files each time; fewer go through a transaction."""

_COMPACT: Final = 4
"""The graph is compacted where at least one triple in this many is new: compacting rewrites all files, and so gives up
the hard links to the release before."""


_DERIVED: Final = NamedNode(PROV.wasDerivedFrom)
"""What every claim has: its article."""


@dataclass
class Changes:
    """What of a release a draft has changed, as far as it matters to what is made of several articles."""

    graphs: set[str] = field(default_factory=set)
    """IRIs of the graphs of articles that are new, differ or are gone."""
    claims: set[str] = field(default_factory=set)
    """IRIs of the claims that those graphs had before."""


class Draft:
    """The changes of one build, made by `ReleaseStore.draft`. Not safe for several threads.

    Beside each named graph the store's default graph holds the union of them all, each triple once. Told to use the
    union as default graph, Oxigraph up to 0.5.13 gives a triple that two graphs share twice (its issue 1919), so that
    counts come out wrong; kept as triples of their own they are right, and joins run up to twice as fast.
    """

    def __init__(self, path: Path, base: Release | None, commit: Callable[[Path], Release]) -> None:
        self.path: Final = path
        self.base: Final = base
        self._commit = commit
        self._changed = False
        self.changes = Changes()
        """Of articles, since they were last put to use; who does that begins anew: `draft.changes = Changes()`."""
        self.cubes: str | None = base.manifest.cubes if base else None
        """Digest of what the consolidated cubes were made by (`graph_store.cube.fingerprint`)."""
        self._removed_texts: set[Path] = set()
        self._put: set[str] = set()
        path.mkdir(parents=True)
        if base is not None:
            base.open().backup(str(path / "graph"))
        self._pending: Final = Spool(path)
        self._tally: Final = Tally(base.manifest if base else None)
        self._store: Store | None = Store(str(path / "graph"))

    @property
    def changed(self) -> bool:
        """Whether anything differs from the release that the draft began from."""
        return self._changed

    @property
    def id(self) -> str:
        """The id that the release will have, should there be one."""
        return self.path.name

    def put_article(self, article_id: str, graph_iri: str, triples: Iterable[Triple], text: bytes) -> bool:
        """Replace all that is known from one article: its named graph and its stored text (UTF-8).

        Returns whether anything changed.
        """
        self._put.add(str(graph_iri))
        graph_changed = self.put_graph(graph_iri, triples)
        return self._put_text(text_name(article_id), text) or graph_changed

    def put_graph(self, iri: str, triples: Iterable[Triple]) -> bool:
        """Replace a named graph. Only what differs is written; returns whether anything did."""
        iri = str(iri)  # an rdflib.URIRef is a str that equals no plain one
        wanted = as_stored(with_stable_blank_nodes(triples, iri))
        present = self.graph(iri)
        if present == wanted:
            return False
        self._changed = True
        self._note(iri, present, wanted)
        if present and iri not in self._pending:
            self._replace(iri, wanted - present, present - wanted)
        else:
            self._pending.put(iri, wanted)
            if self._pending.triples >= _BATCH:
                self._write_pending()
        return True

    def patch_graph(self, iri: str, added: Collection[Triple], removed: Collection[Triple]) -> bool:
        """Add triples to a named graph and take others out, all as the store holds them; returns whether anything changed.

        For graphs too large to be given as a whole; not for those of articles.
        """
        self._write_pending()
        store, graph = self._open_store(), NamedNode(iri)
        new = frozenset(t for t in added if Quad(t.subject, t.predicate, t.object, graph) not in store)
        gone = frozenset(t for t in removed if Quad(t.subject, t.predicate, t.object, graph) in store).difference(added)
        before = next(store.quads_for_pattern(None, None, None, graph), None) is not None
        self._replace(iri, new, gone)
        after = next(store.quads_for_pattern(None, None, None, graph), None) is not None
        self._tally.patched(iri, after - before, len(new) - len(gone))
        self._changed |= bool(new or gone)
        return bool(new or gone)

    def remove_article(self, article_id: str) -> bool:
        """Take an article, its graph and its text, out of the draft; returns whether it was there."""
        graph_there = self.put_graph(mint.article_graph(article_id), ())
        name = text_name(article_id)
        text_there = self._text(name) is not None
        self._removed_texts.add(name)
        (self.path / name).unlink(missing_ok=True)
        self._changed |= text_there
        return graph_there or text_there

    def restore_article(self, article_id: str) -> bool:
        """Have an article as the release before has it; returns whether it is there."""
        iri = mint.article_graph(article_id)
        before = list(graph_triples(self.base.open(), iri)) if self.base else []
        if self.base is None or not before:
            self.remove_article(article_id)
            return False
        self.put_article(article_id, iri, before, self.base.text(article_id).encode())
        return True

    @property
    def changed_triples(self) -> frozenset[Triple] | None:
        """The triples that the release before states and the draft does not, or the other way round; None where they are many."""
        self._write_pending()
        return self._tally.changed

    @property
    def changed_graphs(self) -> Mapping[str, tuple[int, int]]:
        """By kind of graph: how many more of them than in the release before, and how many more triples they hold."""
        return self._tally.graphs

    def attach(self, name: str, content: bytes) -> None:
        """Put a file of that name beside the graph and the texts; it goes with the release, should there be one.

        By itself it makes no new release.
        """
        (self.path / name).write_bytes(content)

    def has_article(self, article_id: str, graph_iri: str, triples: Iterable[Triple], text: bytes) -> bool:
        """Whether the article is there with just this graph and this text, so that putting it changes nothing."""
        iri = str(graph_iri)
        if self._text(text_name(article_id)) != text:
            return False
        return self.graph(iri) == as_stored(with_stable_blank_nodes(triples, iri))

    def graph(self, iri: str) -> frozenset[Triple]:
        """The triples of a named graph as they now stand; empty where there is no such graph."""
        if str(iri) in self._pending:
            return self._pending.get(str(iri))
        return frozenset(graph_triples(self._open_store(), iri))

    def contents(self) -> Store:
        """All that has been put so far, to be read and not to be changed; its default graph holds the union."""
        self._write_pending()
        return self._open_store()

    def publish(
        self, summary: Mapping[str, Any] | None = None, shapes: str | None = None, background: str | None = None
    ) -> Release:
        """Make the draft the current release and return it; `summary` (JSON) goes into its manifest.

        `shapes` is the digest of the shapes that all articles put in keep to. The manifest has it where those that were
        there before keep to them too: they were checked against the same shapes, or none is left that was not put in.
        `background` is that of the shape files that the graphs of no article keep to.

        Where nothing changed, the current release stays and is returned, and its manifest is as it was, unless the
        shapes are what changed. All is on the disk before the pointer moves. The draft is of no use afterwards.
        """
        self._write_pending()
        if self.base and not self.makes_release(shapes, background):
            self.close()
            return self.base
        kept_to = self._all_keep_to(shapes)
        manifest = self._manifest(summary or {}, kept_to, background)
        if self._tally.written * _COMPACT >= manifest.triples:
            self._open_store().optimize()
        self._open_store().flush()
        self.close()
        self._link_unchanged_texts()
        self._remove_logs()
        (self.path / "manifest.json").write_bytes(manifest.to_json())
        write_checksums(self.path, self.base.path if self.base else None)
        sync_tree(self.path)
        return self._commit(self.path)

    def makes_release(self, shapes: str | None = None, background: str | None = None) -> bool:
        """Whether `publish`, called now with the same digests, would make a new release."""
        if self.base is None or self._changed or not self.has_kept(background):
            return True
        return self._all_keep_to(shapes) not in {None, self.base.manifest.shapes}

    def _all_keep_to(self, shapes: str | None) -> str | None:
        """The digest, where every article keeps to its shapes, whether put in now or there before."""
        self._write_pending()
        return shapes if self.kept_to(shapes) or self._put.issuperset(article_graphs(self._open_store())) else None

    def kept_to(self, shapes: str | None) -> bool:
        """Whether every article of the release that the draft began from keeps to the shapes of this digest."""
        return self.base is not None and shapes is not None and self.base.manifest.shapes == shapes

    def has_kept(self, background: str | None) -> bool:
        """Whether the graphs of no article were checked against the shape files of this digest; True for None."""
        return background is None or (self.base is not None and self.base.manifest.background == background)

    def close(self) -> None:
        """Close the graph, leaving its files."""
        self._store = None
        self._pending.close()

    def _open_store(self) -> Store:
        if self._store is None:
            raise ValueError(f"the draft {self.path.name} is closed")
        return self._store

    def _manifest(self, summary: Mapping[str, Any], shapes: str | None, background: str | None) -> Manifest:
        return Manifest(
            id=self.path.name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            previous=self.base.id if self.base else None,
            **asdict(self._tally.result(self._open_store())),
            summary=dict(summary),
            shapes=shapes,
            background=background,
            cubes=None if self.changes.graphs else self.cubes,
        )

    def _note(self, iri: str, present: frozenset[Triple], wanted: frozenset[Triple]) -> None:
        """Keep count of a graph that is being replaced, and of what it stated if it is an article's."""
        self._tally.graph(iri, len(present), len(wanted))
        if iri.startswith(mint.graph("article/")):
            self.changes.graphs.add(iri)
            self.changes.claims.update(str(t.subject)[1:-1] for t in present if t.predicate == _DERIVED)

    def _write_pending(self) -> None:
        pending = self._pending
        if not pending.triples:
            pending.clear()
            return
        self._tally.adding(self._open_store(), pending.distinct(), pending.triples)
        if pending.triples >= _BULK:
            pending.load_into(self._open_store())
        else:
            pending.extend(self._open_store())

    def _replace(self, iri: str, new: frozenset[Triple], gone: frozenset[Triple]) -> None:
        """Add to a graph triples that it lacks, and remove some that it has."""
        store = self._open_store()
        self._tally.adding(store, new, len(new))
        if len(new) >= _BULK:
            store.bulk_extend(quads(iri, new))
        else:
            store.extend(quads(iri, new))
        for triple in gone:
            self._remove(iri, triple)
        if gone and not any(True for _ in graph_triples(store, iri)):
            store.remove_graph(NamedNode(iri))

    def _remove(self, iri: str, triple: Triple) -> None:
        store, (s, p, o) = self._open_store(), (triple.subject, triple.predicate, triple.object)
        store.remove(Quad(s, p, o, NamedNode(iri)))
        last = all(isinstance(quad.graph_name, DefaultGraph) for quad in store.quads_for_pattern(s, p, o, None))
        if last:
            store.remove(Quad(s, p, o, DefaultGraph()))
        self._tally.removed(triple, from_all=last)

    def _text(self, name: Path) -> bytes | None:
        """An article's text as it now stands."""
        for root in (self.path, self.base.path if self.base and name not in self._removed_texts else None):
            if root is not None and (root / name).is_file():
                return (root / name).read_bytes()
        return None

    def _put_text(self, name: Path, text: bytes) -> bool:
        if self._text(name) == text:
            return False
        self._changed = True
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
        return True

    def _remove_logs(self) -> None:
        """Remove what the graph's engine has noted of its work: nothing reads it, and it names paths of this machine."""
        for log in (self.path / "graph").glob("LOG*"):
            log.unlink()

    def _link_unchanged_texts(self) -> None:
        (self.path / "texts").mkdir(exist_ok=True)
        if self.base is None:
            return
        for folder in os.scandir(self.base.path / "texts"):
            (self.path / "texts" / folder.name).mkdir(exist_ok=True)
            for source in os.scandir(folder):
                name = Path("texts", folder.name, source.name)
                if name not in self._removed_texts and not (self.path / name).exists():
                    link_or_copy(Path(source), self.path / name)
