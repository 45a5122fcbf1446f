"""Documents: a number alone names no document, since offices number theirs anew each year, and every province has the same codes.

The same document has the same number and, unless the number holds its year (`122/2016/NĐ-CP`) or its legislature (`QH15`), the same year
of issue; where the code is one of every province (`UBND`) or there is none, the same issuer too. What the article leaves open of
this keeps the document within the article.
"""

from __future__ import annotations

import re

from ontology import mint
from ontology.tables.bodies import body_named
from pipeline.claims import Document
from pipeline.identity.bodies import province_in

_DATED_NUMBER = re.compile(r"/(?:19|20)\d\d/|\bQH\d+\b")
_CODE = re.compile(r"\d[-/ ]*([A-ZĐ]{2,}.*)$")
_LOCAL_CODE = re.compile(r"\b(?:UBND|HĐND|TU|ThU|HU|QU|ĐU|TĐKT|SNV|BTC|HĐTĐKT)\b", re.IGNORECASE)


def document_iri(claim: Document, scope: str) -> str:
    """The IRI of the document that a claim cites; `scope` is the article's own."""
    dated = _DATED_NUMBER.search(claim.number) is not None
    code = _CODE.search(claim.number)
    common = code is None or _LOCAL_CODE.search(code[1]) is not None
    if (not dated and not claim.date) or (common and not _is_told(claim.issuer)):
        return mint.within("document", claim.number, scope)
    issue = [claim.issuer or ""] if common else []
    issue += [claim.date[:4]] if claim.date and not dated else []
    return mint.within("document", claim.number, " ".join(issue)) if issue else mint.entity("document", claim.number)


def _is_told(issuer: str | None) -> bool:
    """Whether an issuer's name is that of one body alone."""
    return issuer is not None and bool(body_named(issuer) or province_in(issuer))
