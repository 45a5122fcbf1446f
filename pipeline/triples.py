"""Small constructors of RDF terms and triples (pyoxigraph), so that assertions read as statements."""

from __future__ import annotations

from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from ontology.names import RDF, RDFS, XSD

_TYPE = NamedNode(RDF.type)
_LABEL = NamedNode(RDFS.label)


def link(subject: str, predicate: str, target: str) -> Triple:
    """A triple between two IRIs."""
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def literal(subject: str, predicate: str, value: Literal) -> Triple:
    """A triple that ends in a literal."""
    return Triple(NamedNode(subject), NamedNode(predicate), value)


def typed(subject: str, *classes: str) -> list[Triple]:
    """The classes of a thing."""
    return [Triple(NamedNode(subject), _TYPE, NamedNode(c)) for c in classes]


def label(subject: str, text: str) -> Triple:
    """The Vietnamese label of a thing."""
    return Triple(NamedNode(subject), _LABEL, vietnamese(text))


def vietnamese(text: str) -> Literal:
    """Vietnamese text."""
    return Literal(text, language="vi")


def whole(number: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(number), datatype=NamedNode(XSD.integer))


def offset(number: int) -> Literal:
    """An xsd:nonNegativeInteger, as Web Annotation's text positions are (section 4.2.5)."""
    return Literal(str(number), datatype=NamedNode(XSD.nonNegativeInteger))


def decimal(number: float) -> Literal:
    """An xsd:decimal in plain notation, without the noise of binary fractions."""
    text = format(Decimal(repr(number)), "f")
    return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=NamedNode(XSD.decimal))


def day(iso: str) -> Literal:
    """A date, of the precision that it is given with: xsd:date, xsd:gYearMonth or xsd:gYear."""
    datatype = {10: XSD.date, 7: XSD.gYearMonth}.get(len(iso), XSD.gYear)
    return Literal(iso, datatype=NamedNode(datatype))
