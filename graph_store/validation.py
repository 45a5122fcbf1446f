"""What may be published: article graphs that keep to the shapes (SHACL) and whose evidence stands in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, Store, Triple

from graph_store.claims import read_claims
from graph_store.counts import article_graphs, count
from graph_store.errors import StoreError
from graph_store.evidence import Description, Fault, evidence_faults
from graph_store.release import Manifest, Release
from graph_store.shapes import prepared
from graph_store.terms import as_stored, from_rdflib, to_rdflib, with_stable_blank_nodes
from ontology.names import DCTERMS, SH

__all__ = ["ArticleValidator", "Fault", "release_faults"]


class ArticleValidator:
    """Checks article graphs against `shapes`, one by one.

    Articles are checked apart: in a batch, one could lend another a label that it lacks, and two that contradict each
    other about one conference would look like a fault. It costs some time (pySHACL 0.40, 25 news articles of some 20
    claims: 143 ms an article, in one batch 91 ms).
    """

    def __init__(self, shapes: rdflib.Graph) -> None:
        triples = with_stable_blank_nodes(from_rdflib(shapes), "shapes")
        self.digest = sha256("\n".join(sorted(map(str, triples))).encode()).hexdigest()
        """SHA-256 of the shapes, the same for the same triples however they are written."""
        self._shapes = prepared(shapes)

    def faults(self, triples: Iterable[Triple], text: str) -> list[Fault]:
        """What keeps an article with this graph and stored text from being published; empty where nothing does."""
        stored = as_stored(triples)
        description = Description(stored)
        return [*evidence_faults(description, text), *self._shape_faults(stored, description)]

    def _shape_faults(self, triples: frozenset[Triple], description: Description) -> Iterator[Fault]:
        data = to_rdflib(triples, rdflib.Graph(bind_namespaces="none"))
        conforms, report, words = pyshacl.validate(
            data, shacl_graph=self._shapes, inplace=True, allow_warnings=True, allow_infos=True
        )
        if conforms:
            return
        if not isinstance(report, rdflib.Graph):
            yield Fault(f"the shapes can't be checked: {words}")
            return
        yield from sorted(_shape_faults(report, description), key=str)


def release_faults(release: Release, validator: ArticleValidator) -> Iterator[tuple[str, Fault]]:
    """Everything wrong in a published release, each fault with the name of its article (or of the release).

    Checked: each article's evidence and shapes, the counts of the manifest, and that every claim can be read back.
    """
    store = release.open()
    for name in article_graphs(store):
        triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(name))]
        article = _identifier(triples) or name
        try:
            text = release.text(article)
        except (KeyError, OSError, ValueError) as error:
            yield article, Fault(f"its text can't be read: {error!r}")
            continue
        yield from ((article, fault) for fault in validator.faults(triples, text))
    yield from ((release.id, Fault(reason)) for reason in _count_faults(store, release.manifest))


def _count_faults(store: Store, manifest: Manifest) -> Iterator[str]:
    found = count(store)
    for name, number in asdict(found).items():
        if number != getattr(manifest, name):
            yield f"the manifest says {getattr(manifest, name)} {name}, the graph has {number}"
    try:
        readable = sum(1 for _ in read_claims(store))
    except StoreError as error:
        yield str(error)
        return
    if readable != found.claims:
        yield f"{readable} of {found.claims} claims can be read back"


def _identifier(triples: Iterable[Triple]) -> str | None:
    named = NamedNode(DCTERMS.identifier)
    return next((t.object.value for t in triples if t.predicate == named and isinstance(t.object, Literal)), None)


def _shape_faults(report: rdflib.Graph, description: Description) -> Iterator[Fault]:
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        if report.value(result, SH.resultSeverity) != SH.Violation:
            continue
        focus = str(report.value(result, SH.focusNode))
        claim = description.claim_of(focus)
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        parts = [
            _message(report, result),
            f"at {path}" if isinstance(path, rdflib.URIRef) else "",
            f"value {value.n3()}" if isinstance(value, rdflib.URIRef | rdflib.Literal) else "",
            "" if focus == claim else f"of {focus}",
        ]
        yield Fault(", ".join(filter(None, parts)), claim, description.sentence(claim) if claim else None)


def _message(report: rdflib.Graph, result: rdflib.term.Node) -> str:
    """The result's message in English where it has one."""
    messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)]
    messages.sort(key=lambda m: (m.language != "en", str(m)))
    return str(messages[0]).rstrip(".") if messages else "it breaks a shape"
