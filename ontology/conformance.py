"""The checks of the ontology itself: OWL 2 RL, consistency, modelling pitfalls, metadata, descriptions of terms.

Each check is a query in `checks/GROUP/*.rq` whose rows are its findings: the term at fault and a detail. Its first lines
are what it holds of a sound ontology, in Vietnamese and in English. The groups:

- `owl2rl`: the OWL 2 RL profile (OWL 2 Profiles, section 4.2) for an ontology without anonymous nodes, and the
  conditions on typing and reserved terms of OWL 2 DL that the direct semantics rests on;
- `consistency`: the clashes of the OWL 2 RL rules (section 4.3), looked for in the closure of ontology and data;
- `oops`: pitfalls of the OOPS! catalogue (Poveda-Villalón et al. 2014) that a query can find, with their level;
- `foops`: metadata as FOOPS! asks for it (Garijo et al. 2021);
- `terms`: what the project asks of every term of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Protocol, cast

import rdflib.namespace
from pyoxigraph import DefaultGraph, QuerySolutions, RdfFormat, Store
from rdflib import Graph, URIRef

from ontology.errors import OntologyError
from ontology.files import read_text
from ontology.names import RDF
from ontology.reasoning import closure

_FOLDER: Final = Path(__file__).parent / "checks"
_HEAD: Final = re.compile(r"#\s*(?P<text>.+?)\s*\((?P<language>vi|en)\)\s*$")
_LEVEL: Final = re.compile(r"^# level: (critical|important|minor)$", re.MULTILINE)

GROUPS: Final = {
    "owl2rl": "OWL 2 RL",
    "consistency": "consistent",
    "oops": "OOPS! pitfalls",
    "foops": "FOOPS!-style metadata",
    "terms": "terms described",
}
"""The groups in the order of a report, with what a sound ontology is in each."""


@dataclass(frozen=True)
class Check:
    """One check: its group and name (`P06-cycle`), what it holds in both languages, its level in `oops`, its query."""

    group: str
    name: str
    vi: str
    en: str
    level: str | None
    query: str


@dataclass(frozen=True)
class Finding:
    """A term that a check finds at fault, and what it found there."""

    check: Check
    term: str
    detail: str

    def __str__(self) -> str:
        return f"{self.check.group}/{self.check.name}: {self.term}: {self.detail} ({self.check.en})"


@cache
def checks() -> tuple[Check, ...]:
    """All checks, group by group. Raises `OntologyError` where a file lacks a line that says what it holds."""
    return tuple(read_check(path) for group in GROUPS for path in sorted((_FOLDER / group).glob("*.rq")))


def read_check(path: Path) -> Check:
    """The check in a query file. Raises `OntologyError` where its first two lines are not its text in vi and in en."""
    query = read_text(path)
    said = {m["language"]: m["text"] for line in query.splitlines()[:2] if (m := _HEAD.match(line))}
    if said.keys() != {"vi", "en"}:
        raise OntologyError(path, "must begin with what it holds, “# ... (vi)” and “# ... (en)”", "lines 1 and 2")
    level = _LEVEL.search(query)
    if (path.parent.name == "oops") != (level is not None):
        raise OntologyError(
            path, "a pitfall has a line “# level: critical”, important or minor; other checks have none"
        )
    return Check(path.parent.name, path.stem, said["vi"], said["en"], level[1] if level else None, query)


def findings(ontology: Graph, data: Iterable[Graph] = ()) -> list[Finding]:
    """What all checks find in `ontology`; those of consistency look at it together with `data`."""
    plain = _store(ontology)
    reasoned = _store(closure((ontology, *data)))
    return [
        finding
        for check in checks()
        for finding in find(check, reasoned if check.group == "consistency" else plain)
    ]  # fmt: skip


def find(check: Check, store: Store) -> Iterator[Finding]:
    """What one check finds in the default graph of `store`."""
    rows = cast(QuerySolutions, store.query(check.query))
    for term, detail in sorted((_text(row["term"]), _text(row["detail"])) for row in rows):
        yield Finding(check, term, detail)


def unknown_terms(graph: Graph) -> list[str]:
    """Terms in the namespaces of well-known vocabularies that these do not define (OOPS! P40, namespace hijacking).

    Known are the vocabularies whose terms rdflib carries: ORG, Data Cube, PROV, SKOS, FOAF, schema.org, OWL-Time,
    GeoSPARQL, DCMI Terms, VANN and the W3C core ones.
    """
    used = {term for triple in graph for term in triple if isinstance(term, URIRef)}
    return sorted(str(term) for term in used for known in _vocabularies() if _is_missing(term, known))


class _Vocabulary(Protocol):
    def __contains__(self, term: str) -> bool: ...


@cache
def _vocabularies() -> tuple[_Vocabulary, ...]:
    names = ("ORG", "QB", "PROV", "SKOS", "FOAF", "SDO", "TIME", "GEO", "DCTERMS", "VANN", "OWL", "RDF", "RDFS", "XSD")
    return tuple(cast(_Vocabulary, getattr(rdflib.namespace, name)) for name in names)


def _is_missing(term: URIRef, known: _Vocabulary) -> bool:
    base = str(known)
    local = str(term).removeprefix(base)
    return str(term).startswith(base) and local.isidentifier() and term not in known


def own_terms(ontology: Graph, namespace: str) -> list[str]:
    """The classes and properties that `ontology` declares in `namespace`."""
    return sorted({str(term) for term in ontology.subjects(RDF.type) if str(term).startswith(namespace)})


def _store(graph: Graph) -> Store:
    store = Store()
    store.load(graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    return store


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
