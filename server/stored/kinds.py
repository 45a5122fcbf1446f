"""The kinds of things that a stored query can be asked about: one parameter each, called as its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ontology.names import FOAF, ORG, SCHEMA, SKOS, TD
from ontology.questions import Words
from server.kinds import CLAIMS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity, or of claim."""

    name: str
    """Of the parameter."""
    words: Words
    path: str = ""
    """First segment of its entities' paths below `/id/`; empty where the values are those of `codes` alone."""
    classes: tuple[str, ...] = ()
    """IRIs of the classes of its entities."""
    example: str = ""
    """A value that the project's own data has."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Of a kind whose values are fixed: IRI by value."""


_CONCEPT: Final = (str(SKOS.Concept),)
_BODIES: Final = (str(ORG.Organization), str(ORG.FormalOrganization))

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("bloc", Words("cụm thi đua", "bloc"), "bloc", (str(TD.Bloc),), "tay-nam-bo"),
        Kind("province", Words("tỉnh, thành phố", "province"), "province", (str(TD.Province),), "soc-trang"),
        Kind("period", Words("thời kỳ", "period"), "period", (str(TD.Period),), "2023"),
        Kind("indicator", Words("chỉ tiêu", "indicator"), "indicator", (str(TD.Indicator),), "grdp"),
        Kind("measure", Words("cách đo", "measure"), "measure", _CONCEPT, "growth"),
        Kind("award", Words("khen thưởng", "award"), "award", (str(TD.Award),), "government-emulation-flag"),
        Kind("award-level", Words("cấp khen thưởng", "level of awards"), "award-level", _CONCEPT, "government"),
        Kind("role", Words("vai trò", "role"), "role", _CONCEPT, "leader"),
        Kind("post-kind", Words("loại chức vụ", "kind of post"), "post-kind", _CONCEPT, "emulation-post"),
        Kind("organisation", Words("cơ quan", "body"), "organisation", _BODIES, "thu-tuong-chinh-phu"),
        Kind("publisher", Words("cơ quan báo chí", "publisher"), "organisation", _BODIES, "bao-ba-ria-vung-tau"),
        Kind("document", Words("văn bản", "document"), "document", (str(TD.Document),), "luat-06-2022-qh15"),
        Kind(
            "conference",
            Words("hội nghị", "conference"),
            "conference",
            (str(TD.Conference),),
            "tay-nam-bo/2023/annual-review",
        ),
        Kind("official", Words("người giữ chức vụ", "official"), "official", (str(TD.Official), str(FOAF.Person))),
        Kind("article", Words("bài báo", "article"), "article", (str(SCHEMA.NewsArticle),), "digest-202"),
        Kind(
            "type",
            Words("loại thông tin", "type of claim"),
            example="leadership",
            codes={claim.slug: claim.iri for claim in CLAIMS},
        ),
    )
}
"""By the name of their parameter."""

YEAR: Final = "year"
"""A second name of the parameter `period`, for a plain year."""

LIMIT: Final = "limit"
OFFSET: Final = "offset"

MOST_ROWS: Final = 10_000
"""Rows of one answer at most, and where no `limit` is given."""

LAST_OFFSET: Final = 100_000_000
"""The largest `offset`."""

MOST_VALUES: Final = 50
"""Values of one parameter at most."""
