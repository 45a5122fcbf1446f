"""Terms by what they mean, for stores that keep the value of a literal and not the letters it came in.

`"6.70"^^xsd:decimal` may come back as `"6.7"^^xsd:decimal`, `"x"@vi-VN` as `"x"@vi-vn`. Two terms with one value here are
equal by the value spaces of XSD 1.1 Part 2, and language tags by RFC 5646, section 2.1.1, which takes their case for the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import rdflib
from pyoxigraph import Literal, Triple

from ontology.names import XSD


def value_of(triple: Triple) -> tuple[Hashable, ...]:
    """What stands for all triples that mean the same: equal for two of them where their terms have equal values."""
    return str(triple.subject), str(triple.predicate), _term(triple.object)


def _term(term: object) -> Hashable:
    if not isinstance(term, Literal):
        return str(term)
    if term.language:
        return "text", _composed(term.value), term.language.lower()
    datatype = term.datatype.value
    value: Any = None
    if datatype != str(XSD.string):
        value = rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False).value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return "number", Decimal(value)  # the integers are among the decimals (XSD 1.1 Part 2, section 3.4.13)
    if value is None or not isinstance(value, Hashable) or value != value:  # noqa: PLR0124 - NaN
        return "text", _composed(term.value), datatype
    return "value", value, datatype


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
