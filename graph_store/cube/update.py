"""The graphs of the consolidated cubes in a draft, brought up to date cell by cell; memory holds some cells at a time.

The outcome is that of `graph_store.cube.graphs.cube_graphs` over all claims. Where few articles have changed, only the cells that
they touch are made again; and only cells that are new or differ are checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import Final

from pyoxigraph import NamedNode, Triple

from graph_store.cube.cells import CUBES, Cell, cells
from graph_store.cube.fingerprint import cubes_digest
from graph_store.cube.integrity import integrity_faults
from graph_store.cube.touched import Touched, graph_of
from graph_store.cube.values import CUBE, LINK, Place, Values, dimensions_of, structure
from graph_store.cube.view import link_observations
from graph_store.draft import Changes, Draft
from graph_store.errors import ClaimFormError, IntegrityError
from graph_store.terms import as_stored, graph_triples
from ontology import names
from parallel.ordered import batches

_AT_ONCE: Final = 2_000
"""Cells made and checked together."""

_ANEW: Final = 4
"""All cells are made anew where at least one article in this many has changed."""

_SHOWN: Final = 3
"""How many faults are shown."""

_CELL: Final = f"{names.ID}cell/"
_DATA_SET, _OBSERVATION = NamedNode(names.QB.dataSet), NamedNode(names.CUBE.observation)

Check = Callable[[str, Collection[Triple]], Iterable[tuple[str, str]]]
"""Checks triples of the graph of that IRI against its shapes: the nodes that break them, and how."""

Blamed = dict[str, list[str]]
"""What is wrong, by the IRI of an article's graph."""

Triples = frozenset[Triple]


def update_cubes(draft: Draft, check: Check, *, anew: bool = False, recheck: bool = False) -> Blamed:
    """Bring the graphs up to date with the changed articles of the draft, or make them `anew`.

    Returns what is wrong with cells that changed articles state something of; these cells are not written then, and the graphs are
    of use only once the articles are gone and this was called again. Where nothing is wrong `draft.changes` begins anew.
    Other code than made those of the release before makes all anew. `recheck` checks also what is as it was.

    Raises `graph_store.errors.IntegrityError` where cells break an integrity constraint of the RDF Data Cube or a shape and no
    changed article is to blame, and `graph_store.errors.ClaimFormError` where a claim of such an article has no number.
    """
    base, digest = draft.base, cubes_digest()
    if (
        base is None
        or recheck
        or draft.cubes != digest
        or len(draft.changes.graphs) * _ANEW >= max(base.manifest.articles, 1)
    ):
        anew = True
    update = _Update(draft, check, anew=anew, recheck=recheck)
    try:
        update.run()
    except ClaimFormError as error:
        graph = error.claim and graph_of(draft.contents(), error.claim)
        if not graph or graph not in draft.changes.graphs:
            raise
        update.blamed[graph].append(str(error))
    if not update.blamed:
        draft.changes, draft.cubes = Changes(), digest
    elif update.has_written:
        draft.cubes = None  # half of the cells are new and the rest is not: what follows can't be told from the changes
    return update.blamed


class _Update:
    def __init__(self, draft: Draft, check: Check, *, anew: bool, recheck: bool) -> None:
        self._draft: Final = draft
        self._check: Final = check
        self._anew: Final = anew
        self._recheck: Final = recheck
        self._structure: Final = structure()
        self._store: Final = draft.contents()
        self._is_new: Final = not any(True for _ in graph_triples(self._store, CUBE))
        self.blamed: Final[Blamed] = defaultdict(list)
        self.has_written = False

    def run(self) -> None:
        """Make the cells, then what depends on all of them."""
        before = Values.listed(self._store, self._structure.shapes)
        if self._anew:
            self._check_structure()
            values, seen = Values(), set[str]()
            for batch in batches(cells(self._store), _AT_ONCE):
                self._put(batch, values)
                seen.update(cell.iri for cell in batch)
            if self.blamed:
                return
            if not self._is_new:
                self._drop(iri for iri in self._stored_cells() if iri not in seen)
            self._put_rest({graph: self._stored_rest(graph) for graph in (CUBE, LINK)}, values)
            return
        if not self._draft.changes.graphs:
            return
        values = before.copy()
        touched = Touched(self._store, self._draft.changes)
        for iris in batches(touched.iris, _AT_ONCE):
            found = list(touched.cells(iris))
            self._put(found, values)
            if self.blamed:
                return
            gone = self._drop(set(iris).difference(cell.iri for cell in found))
            for place, value in gone:
                if not self._is_used(place, value):
                    values.used[place].discard(value)
        self._put_rest(before.rest(self._structure), values)

    def _check_structure(self) -> None:
        found = [f"{node}: {words}" for node, words in self._check(CUBE, self._structure.triples)]
        if found:
            raise IntegrityError(f"the consolidated cubes break their shapes: {_shown(found)}")
        if faults := integrity_faults(self._structure.triples):
            raise _not_well_formed(list(map(str, faults)))

    def _put(self, batch: Sequence[Cell], values: Values) -> None:
        """Write the cells that are new or differ, unless something is wrong with them."""
        wanted = {cell.iri: as_stored(cell.triples()) for cell in batch}
        links = _by_cell(as_stored(link_observations(self._structure.triples, chain.from_iterable(wanted.values()))))
        changed: list[Cell] = []
        gone: dict[str, set[Triple]] = {CUBE: set(), LINK: set()}
        for cell in batch:
            values.add(cell)
            present = self._present(cell.iri)
            if present[CUBE] != wanted[cell.iri] or present[LINK] != links[cell.iri]:
                gone[CUBE] |= present[CUBE] - wanted[cell.iri]
                gone[LINK] |= present[LINK] - links[cell.iri]
                changed.append(cell)
        reasons = self._reasons(batch if self._recheck else changed)
        for cell in batch:
            if cell.iri in reasons:
                self._blame(cell, reasons[cell.iri])
        if not self.blamed:
            self.has_written = True
            new = [cell.iri for cell in changed]
            self._draft.patch_graph(CUBE, list(chain.from_iterable(wanted[iri] for iri in new)), gone[CUBE])
            self._draft.patch_graph(LINK, list(chain.from_iterable(links[iri] for iri in new)), gone[LINK])

    def _reasons(self, changed: Sequence[Cell]) -> dict[str, list[str]]:
        """What is wrong with some cells. Raises `IntegrityError` where something is and no cell is to blame."""
        if not changed:
            return {}
        triples = frozenset(chain.from_iterable(as_stored(cell.triples()) for cell in changed))
        listed = frozenset(chain.from_iterable(cell.code_lists() for cell in changed))
        links = as_stored(link_observations(self._structure.triples, triples))
        found: list[tuple[tuple[str, ...], str]] = [
            (fault.nodes, str(fault)) for fault in integrity_faults([*self._structure.triples, *listed, *triples])
        ]
        for graph, cell_triples in (
            (CUBE, triples),
            (LINK, frozenset(t for t in links if t.predicate != _OBSERVATION)),
        ):
            found += [((node,), f"{node}: {words}") for node, words in self._check(graph, cell_triples)]
        reasons: dict[str, list[str]] = defaultdict(list)
        theirs = {cell.iri for cell in changed}
        for nodes, reason in found:
            mine = theirs.intersection(nodes)
            if not mine:
                raise _not_well_formed([reason for _, reason in found])
            for iri in mine:
                reasons[iri].append(reason)
        return reasons

    def _blame(self, cell: Cell, reasons: Sequence[str]) -> None:
        """Lay a faulty cell to the changed articles that state something of it: to those whose claims alone give a faulty one, where
        there are some. Raises `IntegrityError` where no changed article does."""
        by_graph: dict[str, list[int]] = defaultdict(list)
        for number, claim in enumerate(cell.claims):
            graph = graph_of(self._store, claim.claim)
            if graph in self._draft.changes.graphs and graph is not None:
                by_graph[graph].append(number)
        if not by_graph:
            raise _not_well_formed(reasons)
        alone = []
        if len(by_graph) > 1:
            for graph, numbers in by_graph.items():
                if self._reasons([Cell(cell.cube, cell.values, tuple(cell.claims[n] for n in numbers))]):
                    alone.append(graph)
        for graph in alone or by_graph:
            self.blamed[graph] += reasons

    def _drop(self, iris: Iterable[str]) -> set[tuple[Place, str]]:
        """Take cells out that no claim is about; the dimension values that they had."""
        gone: dict[str, set[Triple]] = {CUBE: set(), LINK: set()}
        values: set[tuple[Place, str]] = set()
        for iri in iris:
            present = self._present(iri)
            for graph in gone:
                gone[graph] |= present[graph]
            for cube in CUBES:
                if iri.startswith(f"{_CELL}{cube.name}/"):
                    values.update(dimensions_of(present[CUBE], cube))
        for graph, triples in gone.items():
            if triples:
                self._draft.patch_graph(graph, (), triples)
        return values

    def _put_rest(self, before: dict[str, Triples], values: Values) -> None:
        for graph, wanted in values.rest(self._structure).items():
            changed = wanted != before[graph]
            if changed or self._recheck:
                found = [f"{node}: {words}" for node, words in self._check(graph, wanted)]
                if found:
                    raise IntegrityError(f"the consolidated cubes break their shapes: {_shown(found)}")
            if changed:
                self._draft.patch_graph(graph, wanted - before[graph], before[graph] - wanted)

    def _present(self, iri: str) -> dict[str, Triples]:
        """What the graphs hold of a cell."""
        if self._is_new:
            return {CUBE: frozenset(), LINK: frozenset()}
        cell, link = NamedNode(iri), NamedNode(LINK)
        observations = self._store.quads_for_pattern(None, _OBSERVATION, cell, link)
        return {
            CUBE: frozenset(q.triple for q in self._store.quads_for_pattern(cell, None, None, NamedNode(CUBE))),
            LINK: frozenset(
                q.triple for q in chain(self._store.quads_for_pattern(cell, None, None, link), observations)
            ),
        }

    def _stored_cells(self) -> set[str]:
        """IRIs of all cells that a graph has."""
        cubes = self._store.quads_for_pattern(None, _DATA_SET, None, NamedNode(CUBE))
        links = self._store.quads_for_pattern(None, _OBSERVATION, None, NamedNode(LINK))
        return {str(q.subject)[1:-1] for q in cubes} | {str(q.object)[1:-1] for q in links}

    def _stored_rest(self, graph: str) -> Triples:
        """What a graph holds beside cells."""
        if self._is_new:
            return frozenset()
        return frozenset(
            triple
            for triple in graph_triples(self._store, graph)
            if not str(triple.subject).startswith(f"<{_CELL}") and triple.predicate != _OBSERVATION
        )

    def _is_used(self, place: Place, value: str) -> bool:
        """Whether a cell of the cube has a value in a dimension."""
        cube = next(cube for cube in CUBES if cube.name == place[0])
        property_ = NamedNode(cube.dimensions[place[1]])
        quads = self._store.quads_for_pattern(None, property_, NamedNode(value), NamedNode(CUBE))
        return any(str(quad.subject).startswith(f"<{_CELL}{cube.name}/") for quad in quads)


def _by_cell(links: Iterable[Triple]) -> dict[str, Triples]:
    """Triples of the view by the cell that they are about."""
    found: dict[str, set[Triple]] = defaultdict(set)
    for triple in links:
        node = triple.object if triple.predicate == _OBSERVATION else triple.subject
        found[str(node)[1:-1]].add(triple)
    return defaultdict(frozenset, {iri: frozenset(triples) for iri, triples in found.items()})


def _not_well_formed(reasons: Sequence[str]) -> IntegrityError:
    return IntegrityError(f"the consolidated cubes are not well formed, {len(reasons):,} faults: {_shown(reasons)}")


def _shown(reasons: Sequence[str]) -> str:
    more = f" (and {len(reasons) - _SHOWN:,} faults more)" if len(reasons) > _SHOWN else ""
    return "; ".join(reasons[:_SHOWN]) + more
