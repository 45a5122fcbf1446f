"""Blocs: which bloc a name means.

A bloc of provinces' governments is its region; one of other bodies is the kind of its members and the region, however "các tỉnh",
"7 tỉnh, thành phố", "khu vực", "miền" stand between. A number tells blocs apart only within the body whose blocs are numbered
(`so-8--bo-cong-an`); where the article does not name that body, or a name has neither region nor number, the bloc is known within the
article alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ontology import mint, reference
from ontology.tables.bodies import Body, body_named
from pipeline.view import View, fold_text

_NUMBERED = re.compile(r"số 0*(?P<number>\d+)(?: (?P<body>.+))?", re.IGNORECASE)

_UNITS = re.compile(
    r"-(?:(?:cac|\d+)-)?(?:tinh(?:-(?:va-)?thanh(?:-pho)?)?|thanh-pho|khu-vuc|vung|mien(?=-[a-z]+-[a-z]+-bo\b))(?=-|$)"
    r"|-viet-nam(?=-(?:cac|\d+|khu-vuc)-)"
)
"""What stands between the kind of members and the region, in a slug."""

_OF_PROVINCES = re.compile(r"(?:cac|\d+|tinh|thanh-pho)-")
"""How the name of a bloc without a kind of members begins, where no table knows it."""

_FRONT = re.compile(r"^uy-ban-(?=mat-tran-)")
"""The Front's committee and the Front are one body in a bloc's name."""

_REACH = 80
"""Characters after a bloc's number in which its body is looked for."""

_NUMBER_IN_TEXT = re.compile(r"\bcụm(?: thi đua)? (?P<number>số \d+)")
_CONNECTING = re.compile(r"^[\s,(–-]*(?:khối[^.;,]{0,40}?(?:của|thuộc)\s+|(?:của|trực thuộc|thuộc|do)\s+)?")


def bloc_iri(name: str, scope: str, numbered: Mapping[str, str]) -> str:
    """The IRI of the bloc of that name; `scope` is the article's own, `numbered` gives the body of a number (`numbering_bodies`)."""
    known = reference.bloc_named(name)
    if known is not None:
        return known.iri
    if number := _NUMBERED.fullmatch(name):
        stated = f"số {number['number']}"
        body = number["body"] or numbered.get(stated) or scope
        return mint.within("bloc", stated, body)
    slug = _FRONT.sub("", mint.slug(name))
    key = slug if _OF_PROVINCES.match(slug) else _UNITS.sub("", slug)
    if key != slug and _is_kind_alone(name):
        return mint.within("bloc", name, scope)
    return mint.entity("bloc", key)


def _is_kind_alone(name: str) -> bool:
    """Whether nothing follows the units of a bloc's name: "Bộ Chỉ huy Quân sự 12 tỉnh, thành phố"."""
    return re.search(r"\b(?:tỉnh|thành|thành phố)$", fold_text(name)) is not None


def numbering_bodies(view: View) -> dict[str, str]:
    """The body that each number of a bloc belongs to (`số 8` to `Bộ Công an`), where the article names just one beside it."""
    found: dict[str, set[str]] = {}
    for match in _NUMBER_IN_TEXT.finditer(view.fold):
        number = f"số {int(match['number'].split()[1])}"
        if body := _body_at(view.text[match.end() : match.end() + _REACH]):
            found.setdefault(number, set()).add(body.slug)
    return {number: next(iter(bodies)) for number, bodies in found.items() if len(bodies) == 1}


def _body_at(text: str) -> Body | None:
    """The central body that a text begins with, the words that join it to what goes before left out; its name is the longest that fits."""
    words = re.split(r"[.;:)\n]", _CONNECTING.sub("", fold_text(text)), maxsplit=1)[0].split()
    named = (body_named(" ".join(words[:length]).rstrip(",")) for length in range(min(12, len(words)), 1, -1))
    return next((body for body in named if body), None)
