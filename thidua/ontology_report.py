"""`thidua validate --ontology`: what is checked of the ontology and its reference data, and what is found at fault."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import OWL, RDF

from graph_store.engine import EmbeddedEngine
from graph_store.terms import as_stored, from_rdflib
from ontology import load, mint
from ontology.conformance import GROUPS, Check, Finding, checks, findings, own_terms, unknown_terms
from ontology.names import BASE, TD

if TYPE_CHECKING:
    from flask.testing import FlaskClient

_MEDIA_TYPES: Final = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")
"""Formats that the ontology must be served in, beside HTML."""


@dataclass
class OntologyReport:
    """The lines of the report, each with its group's outcome, and every fault found."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, title: str, what: str, faults: list[str]) -> None:
        """One more line: whether `title` holds, and what was looked at."""
        mark = "ok   " if not faults else "FAULT"
        self.lines.append(f"{mark} {title}: {what}")
        self.faults += faults


def ontology_report() -> OntologyReport:
    """Check the ontology, its alignment and its reference data. Raises `OntologyError` where a file can't be read."""
    ontology, reference = load.ontology_graph(), load.reference_graph()
    report = OntologyReport()
    terms = own_terms(ontology, str(TD))
    classes = sum(1 for term in set(ontology.subjects(RDF.type, OWL.Class)) if str(term).startswith(str(TD)))
    number = next(iter(ontology.objects(None, OWL.versionInfo)), "without a version")
    report.lines.append(f"ontology {number}: {classes} classes, {len(terms) - classes} properties")
    found, told = findings(ontology, [reference]), len(ontology) + len(reference)
    for group, title in GROUPS.items():
        of_group = [check for check in checks() if check.group == group]
        faults = [finding for finding in found if finding.check.group == group]
        looked_at = _described(of_group, terms, faults) if group == "terms" else _looked_at(group, of_group, told)
        report.say(title, looked_at, [str(fault) for fault in faults])
    unknown = [f"oops/P40: {term} is no term of its vocabulary" for term in unknown_terms(ontology + reference)]
    report.say("OOPS! P40", "terms taken from other vocabularies exist there", unknown)
    report.say("served", "HTML, Turtle, RDF/XML, JSON-LD, N-Triples; version IRI; an anchor a term", list(_served()))
    return report


def _looked_at(group: str, of_group: list[Check], told: int) -> str:
    """What the checks of a group are; `told` is the number of triples that consistency is looked for in."""
    count = f"{len(of_group)} checks"
    if group == "consistency":
        return f"{count} over {told:,} triples and what they entail (OWL RL, reasonable {version('reasonable')})"
    if group == "oops":
        levels = (
            f"{level}: {', '.join(check.name.partition('-')[0] for check in of_group if check.level == level)}"
            for level in ("critical", "important", "minor")
        )
        return f"{count}, {'; '.join(levels)}"
    return f"{count}: {', '.join(re.sub(r'^[0-9]+-', '', check.name) for check in of_group)}"


def _described(of_group: list[Check], terms: list[str], faults: list[Finding]) -> str:
    """How many of our terms pass all checks of how terms are described."""
    whole = len(set(terms) - {fault.term for fault in faults})
    return (
        f"{len(of_group)} checks, {whole} of {len(terms)} terms ({100 * whole / len(terms):.4g} %) have label, definition "
        "and example in vi and en"
    )


def _served() -> Iterator[str]:
    """What the server gets wrong about the ontology; it answers in this process, over the ontology and its reference data."""
    from server.app import create_app  # noqa: PLC0415 - other commands save the time of loading a server
    from server.config import ServerConfig  # noqa: PLC0415
    from server.source import FixedSource  # noqa: PLC0415

    store = Store()
    for name, graph in (("ontology", load.ontology_graph()), ("reference", load.reference_graph())):
        homes = (NamedNode(mint.graph(name)), DefaultGraph())
        store.extend(Quad(t.subject, t.predicate, t.object, home) for t in from_rdflib(graph) for home in homes)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(ServerConfig(store=Path(folder)), FixedSource("ontology", EmbeddedEngine.over(store)))
        yield from _serving_faults(app.test_client())


def _serving_faults(client: FlaskClient) -> Iterator[str]:
    ontology = load.ontology_graph()
    expected = as_stored(from_rdflib(ontology))
    versions = [str(iri) for iri in ontology.objects(None, OWL.versionIRI)]
    for iri in (f"{BASE}ontology", *versions):
        for media_type in _MEDIA_TYPES:
            answer = client.get("/" + iri.removeprefix(BASE), headers={"Accept": media_type})
            format_ = RdfFormat.from_media_type(media_type)
            if answer.status_code != 200 or format_ is None:
                yield f"served: {iri} as {media_type}: status {answer.status_code}"
            elif frozenset(quad.triple for quad in parse(answer.data, format=format_)) != expected:
                yield f"served: {iri} as {media_type}: not the triples of the ontology"
    page = client.get("/ontology", headers={"Accept": "text/html"}).get_data(as_text=True)
    for term in own_terms(ontology, str(TD)):
        if f'id="{term.removeprefix(str(TD))}"' not in page:
            yield f"served: {term}: the page has no anchor for it"
    for path in ("context.jsonld", "shapes"):
        if (status := client.get(f"/{path}").status_code) != 200:
            yield f"served: {BASE}{path}: status {status}"
