"""The kinds of claims and of entities that pages group by, with their names in Vietnamese and English.

One table each; the order of a table is the order on the page.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from ontology.names import FOAF, ORG, SCHEMA, SKOS, TD


@dataclass(frozen=True)
class Kind:
    """A class as people call a group of its members."""

    slug: str
    """Its name in addresses and in templates."""
    iri: str
    vi: str
    en: str
    """Of a group; English has a plural."""
    one: str = ""
    """In English, of one member."""


CLAIMS = (
    Kind("leadership", str(TD.LeadershipClaim), "Cụm trưởng, Cụm phó", "Leaders and deputies"),
    Kind("ranking", str(TD.RankingClaim), "Xếp hạng", "Rankings"),
    Kind("nomination", str(TD.AwardNomination), "Đề nghị khen thưởng", "Award nominations"),
    Kind("conferral", str(TD.AwardConferral), "Được khen thưởng", "Awards conferred"),
    Kind("revocation", str(TD.AwardRevocation), "Bị thu hồi khen thưởng", "Awards revoked"),
    Kind("conference", str(TD.ConferenceClaim), "Hội nghị", "Conferences"),
    Kind("pact", str(TD.PactClaim), "Giao ước thi đua", "Emulation pacts"),
    Kind("membership", str(TD.MembershipClaim), "Thành viên cụm", "Memberships"),
    Kind("observation", str(TD.IndicatorObservation), "Chỉ tiêu, số liệu", "Indicator observations"),
    Kind("post", str(TD.PostClaim), "Chức vụ", "Posts held"),
    Kind("participation", str(TD.ParticipationClaim), "Tham dự, chủ trì, phát biểu", "Participation"),
    Kind("movement", str(TD.MovementClaim), "Phong trào thi đua", "Emulation movements"),
    Kind("document", str(TD.DocumentClaim), "Văn bản được viện dẫn", "Documents cited"),
)
"""Every class of claim that an article graph states."""

OTHER_CLAIM = Kind("claim", str(TD.Claim), "Thông tin khác", "Other claims")
"""Where a claim has none of the classes above."""

ENTITIES = (
    Kind("bloc", str(TD.Bloc), "Cụm thi đua", "Emulation blocs", "Emulation bloc"),
    Kind("province", str(TD.Province), "Tỉnh, thành phố", "Provinces and cities", "Province"),
    Kind("conference", str(TD.Conference), "Hội nghị", "Conferences", "Conference"),
    Kind("official", str(TD.Official), "Người giữ chức vụ", "Officials", "Official"),
    Kind("award", str(TD.Award), "Hình thức khen thưởng", "Awards", "Award"),
    Kind("indicator", str(TD.Indicator), "Chỉ tiêu", "Indicators", "Indicator"),
    Kind("movement", str(TD.Movement), "Phong trào thi đua", "Emulation movements", "Emulation movement"),
    Kind("document", str(TD.Document), "Văn bản", "Documents", "Document"),
    Kind("pact", str(TD.Pact), "Giao ước thi đua", "Emulation pacts", "Emulation pact"),
    Kind("post", str(ORG.Post), "Chức vụ", "Posts", "Post"),
    Kind("period", str(TD.Period), "Thời kỳ", "Periods", "Period"),
    Kind("article", str(SCHEMA.NewsArticle), "Bài báo", "Articles", "Article"),
    Kind(
        "change",
        str(ORG.ChangeEvent),
        "Sắp xếp đơn vị hành chính",
        "Changes of administrative units",
        "Change of administrative units",
    ),
    Kind("body", str(TD.CentralBody), "Cơ quan, tổ chức Trung ương", "Central bodies", "Central body"),
    Kind("organisation", str(ORG.Organization), "Tổ chức", "Organisations", "Organisation"),
    Kind("cell", str(TD.Cell), "Ô dữ liệu hợp nhất", "Cells of the consolidated cubes", "Cell of a consolidated cube"),
    Kind("person", str(FOAF.Person), "Người", "People", "Person"),
    Kind("concept", str(SKOS.Concept), "Mã, khái niệm", "Codes and concepts", "Code"),
)
"""Kinds that search groups by; an entity belongs to the first of its classes that is listed here."""


def kind_of(classes: Collection[str], table: tuple[Kind, ...]) -> Kind | None:
    """The first kind of `table` whose class is among `classes` (IRIs)."""
    places = _places(table)
    place = min((places[iri] for iri in classes if iri in places), default=None)
    return None if place is None else table[place]


@cache
def _places(table: tuple[Kind, ...]) -> dict[str, int]:
    return {kind.iri: place for place, kind in enumerate(table)}


def by_slug(slug: str, table: tuple[Kind, ...]) -> Kind | None:
    """The kind of `table` that addresses call `slug`."""
    return next((kind for kind in table if kind.slug == slug), None)
