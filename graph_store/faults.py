"""What keeps a graph from being published, said to people: faults, and the results of a SHACL report in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.names import SH, XSD, split

_VI: Final = {"at": "tại", "value": "giá trị"}
_SIGNS: Final = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class Words(NamedTuple):
    """A reason in both languages."""

    en: str
    vi: str


@dataclass(frozen=True)
class Fault:
    """One reason not to publish an article."""

    reason: str
    claim: str | None = None
    """IRI of the claim at fault, or of the one that names what is; None where the fault is the article's."""
    sentence: str | None = None
    """The sentence that the claim rests on."""
    reason_vi: str | None = None
    """The reason in Vietnamese, where it is known."""

    def __str__(self) -> str:
        place = f"{self.claim}: " if self.claim else ""
        words = f" [“{self.sentence}”]" if self.sentence else ""
        return f"{place}{self.reason}{words}"


@dataclass(frozen=True)
class Violation:
    """One result of a validation (SHACL, section 3.6.2) whose severity is sh:Violation."""

    focus: str
    words: Words
    """What the broken shape demands, where (a path with prefixes) and, if it is one term, which value breaks it."""


def violations(report: rdflib.Graph) -> Iterator[Violation]:
    """The violations of a validation report, in no order; warnings and what only informs are left out."""
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        if report.value(result, SH.resultSeverity) == SH.Violation:
            focus = str(report.value(result, SH.focusNode))
            yield Violation(focus, Words(_sentence(report, result, "en"), _sentence(report, result, "vi")))


def path_in_words(graph: rdflib.Graph, path: Node) -> str:
    """A property path of SHACL (section 2.3.1) in the notation of SPARQL, with the project's prefixes.

    >>> path_in_words(rdflib.Graph(), rdflib.URIRef("http://www.w3.org/ns/org#memberDuring"))
    'org:memberDuring'
    """
    if isinstance(path, rdflib.URIRef):
        return term_in_words(path)
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return f"^{path_in_words(graph, inverse)}"
    if (alternatives := graph.value(path, SH.alternativePath)) is not None:
        return f"({'|'.join(path_in_words(graph, step) for step in Collection(graph, alternatives))})"
    for kind, sign in _SIGNS.items():
        if (step := graph.value(path, kind)) is not None:
            return f"{path_in_words(graph, step)}{sign}"
    return "/".join(path_in_words(graph, step) for step in Collection(graph, path))


def term_in_words(term: rdflib.URIRef | rdflib.Literal) -> str:
    """A term as Turtle writes it: with a prefix, but for individuals of the project, whose IRIs are given in full."""
    if isinstance(term, rdflib.Literal):
        written = rdflib.Literal(str(term)).n3()
        if term.language:
            return f"{written}@{term.language}"
        typed = term.datatype is not None and term.datatype != XSD.string
        return f"{written}^^{term_in_words(rdflib.URIRef(str(term.datatype)))}" if typed else written
    found = split(term)
    return ":".join(found) if found and found[0] != "id" else f"<{term}>"


def _sentence(report: rdflib.Graph, result: Node, language: str) -> str:
    """The result's message with place and value."""
    words = _VI if language == "vi" else {name: name for name in _VI}
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    parts = [
        _message(report, result, language),
        f"{words['at']} {path_in_words(report, path)}" if path is not None else "",
        f"{words['value']} {term_in_words(value)}" if isinstance(value, rdflib.URIRef | rdflib.Literal) else "",
    ]
    return ", ".join(filter(None, parts))


def _message(report: rdflib.Graph, result: Node, language: str) -> str:
    """The result's message in a language, else in English, else in any."""
    messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)]
    messages.sort(key=lambda m: (m.language != language, m.language != "en", str(m)))
    return str(messages[0]).rstrip(".") if messages else "it breaks a shape"
