"""What a build puts in beside the articles: ontology, reference data, cubes and the catalogue.

None of the first three may break its shapes. A fault here stops the build before anything is published. What is as it was
in the release before, and was checked against the same shape files then, is not checked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import Triple

from graph_store import materialised
from graph_store.catalogue.updating import put_catalogue
from graph_store.cube.update import Blamed, update_cubes
from graph_store.faults import Violation
from graph_store.releases import Draft
from graph_store.terms import as_stored, from_rdflib
from graph_store.validation import ShapeChecker, cube_violations
from ontology import load, mint, origin, shape_check
from ontology.conformance import findings
from ontology.errors import OntologyError


class Background:
    """The graphs of no article in a draft. Raises `OntologyError` where a shape file can't be read."""

    def __init__(self, draft: Draft) -> None:
        self._draft: Final = draft
        self.digest: Final = shape_check.digest(shape_check.all_shape_files())
        """Of the shape files that the graphs keep to once they are put in; it goes into the manifest."""
        self._as_before: Final = draft.has_kept(self.digest)
        self._cubes_as_before = self._as_before

    def put_ontology(self) -> None:
        """Put in the ontology and the reference data.

        Raises `OntologyError`, naming the file and what in it, where one of their files, tables or shapes is faulty, or
        the two contradict each other.
        """
        ontology = from_rdflib(load.ontology_graph())
        changed = self._draft.put_graph(mint.graph("ontology"), ontology) or not self._as_before
        if changed:
            declared = frozenset(load.ontology_graph().subjects())
            shape_check.check_shape_files(shape_check.all_shape_files(), declared)
            self._require("ontology", ontology)
        reference = from_rdflib(load.reference_graph())
        if self._draft.put_graph(mint.graph("reference"), reference) or not self._as_before:
            self._require("reference", reference)
            changed = True
        if changed:
            _require_sound(frozenset(ontology), frozenset(reference))

    def put_cubes(self) -> Blamed:
        """Bring the consolidated cubes up to date, and check the cells that are new or differ.

        Returns what is wrong with the cells of changed articles, by the IRI of the article's graph: then those have to go, and
        the cubes to be put in once more. Raises `graph_store.errors.IntegrityError` where a cube breaks its shapes or an
        integrity constraint of the RDF Data Cube and no changed article is to blame.
        """
        blamed = update_cubes(self._draft, self._cube_faults, recheck=not self._cubes_as_before)
        self._cubes_as_before = not blamed
        return blamed

    def _cube_faults(self, graph: str, triples: Collection[Triple]) -> Iterator[tuple[str, str]]:
        name = graph.removeprefix(mint.graph(""))
        found = cube_violations(_checker(name, self.digest), triples)
        return ((violation.focus, violation.words.en) for violation in found)

    def put_catalogue(self, shapes: str | None = None) -> None:
        """Put in the catalogue, last of all, since it counts the rest; `shapes` as for `Draft.publish`."""
        put_catalogue(self._draft, shapes, self.digest)

    def put_entailed(self, wanted: bool | None) -> None:
        """Put in what all graphs entail, or take it out; None does as the release before. It comes before the catalogue alone."""
        if wanted is None:
            wanted = bool(self._draft.graph(materialised.GRAPH))
        self._draft.put_graph(materialised.GRAPH, materialised.entailed(self._draft.contents()) if wanted else ())

    def _require(self, name: str, triples: Iterable[Triple]) -> None:
        found = _violations(name, self.digest, as_stored(triples))
        if found:
            tell = origin.file_of if name == "ontology" else origin.table_of
            raise _told(found[0].focus, tell(found[0].focus) or Path(name), _reason(found))


@lru_cache(maxsize=4)
def _checker(name: str, digest: str) -> ShapeChecker:
    """The checker of the graph of that name by the shape files of that digest."""
    return ShapeChecker(load.shapes_graph(name))


@lru_cache(maxsize=4)
def _violations(name: str, digest: str, triples: frozenset[Triple]) -> tuple[Violation, ...]:
    """What in the graph breaks its shapes; a process that builds several times finds out once."""
    return tuple(_checker(name, digest).violations(triples))


@lru_cache(maxsize=4)
def _require_sound(ontology: frozenset[Triple], reference: frozenset[Triple]) -> None:
    """Raise `OntologyError` where the ontology leaves OWL 2 RL or contradicts itself or the reference data.

    The graphs are the loaded ones; a process that builds several times asks once.
    """
    found = findings(load.ontology_graph(), [load.reference_graph()])
    if found:
        file = origin.file_of(found[0].term) or origin.table_of(found[0].term) or load.ontology_files()[0]
        raise _told(found[0].term, file, f"{found[0]}{_more(len(found))}")


def _told(iri: str, file: Path, reason: str) -> OntologyError:
    """The error for a term or an entity of that file, with the row or line where it stands."""
    return OntologyError(file, reason, origin.place_of(iri, file))


def _reason(found: Sequence[Violation]) -> str:
    """The first violation in words, and how many more there are."""
    return f"{found[0].focus}: {found[0].words.en}{_more(len(found))}"


def _more(faults: int) -> str:
    return f" (and {faults - 1:,} faults more)" if faults > 1 else ""
