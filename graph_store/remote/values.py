"""Terms by what they mean, for stores that keep the value of a literal and not the letters it came in.

`"6.70"^^xsd:decimal` may come back as `"6.7"^^xsd:decimal`. Two literals with one value here are equal by the value spaces
of XSD 1.1 Part 2, text also in other forms of Unicode, and geometries by their coordinates (GeoSPARQL 1.1, section
8.5.1), whatever their datatype is called. Language tags have one case already (pyoxigraph gives the lower one).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable
from decimal import Decimal
from typing import Any, Final

import rdflib
import shapely
from pyoxigraph import Literal, Triple

from ontology.names import GEO, XSD

_GEOMETRIES: Final = frozenset({str(GEO.wktLiteral), "http://www.openlinksw.com/schemas/virtrdf#Geometry"})
"""Datatypes of geometries in well-known text: that of GeoSPARQL, and what Virtuoso makes of it."""


def value_of(triple: Triple) -> tuple[Hashable, ...]:
    """What stands for all triples that mean the same: equal for two of them where their terms have equal values."""
    return str(triple.subject), str(triple.predicate), _term(triple.object)


def _term(term: object) -> Hashable:
    if not isinstance(term, Literal):
        return str(term)
    if term.language:
        return "text", _composed(term.value), term.language
    datatype = term.datatype.value
    if datatype in _GEOMETRIES and (geometry := _geometry(term.value)) is not None:
        return "geometry", geometry
    value: Any = None
    if datatype != str(XSD.string):
        value = rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False).value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return "number", Decimal(value)  # the integers are among the decimals (XSD 1.1 Part 2, section 3.4.13)
    if value is None or not isinstance(value, Hashable) or value != value:  # noqa: PLR0124 - NaN
        return "text", _composed(term.value), datatype
    return "value", value, datatype


def _geometry(text: str) -> bytes | None:
    """A geometry as its well-known binary; None where it is none, or names a system of coordinates before it."""
    try:
        return bytes(shapely.from_wkt(text).wkb)
    except shapely.errors.GEOSException:
        return None


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
