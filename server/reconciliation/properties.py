"""The properties of the service: what can refine a match, and what can be fetched of an entity that was matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rdflib import URIRef

from ontology.names import DCTERMS, PROV, RDFS, SCHEMA, SKOS, TD

_ALL: Final = frozenset[str]()
_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_GEONAMES: Final = "https://sws.geonames.org/"


@dataclass(frozen=True)
class Property:
    """A property, and where its values stand in the graph."""

    id: str
    vi: str
    en: str
    kinds: frozenset[str] = _ALL
    """Slugs of the kinds of entities that have it; empty for all."""
    forward: tuple[URIRef, ...] = ()
    """Values are those of these properties of the entity."""
    inverse: tuple[URIRef, ...] = ()
    """Values are what points to the entity by these properties."""
    claims: tuple[tuple[URIRef, URIRef], ...] = ()
    """Values are what claims that name the entity by the first property name by the second."""
    facet: str = ""
    """Values are those of this facet of the search."""
    language: str = ""
    """Only values in this language."""
    within: str = ""
    """Only IRIs that begin so; the value is the rest."""
    value_kind: str = ""
    """Where values are entities of the service: the slug of their kind."""

    @property
    def name(self) -> str:
        """Its name in both languages, since clients don't ask for one."""
        return f"{self.vi} ({self.en})"

    def of(self, kind: str) -> bool:
        """Whether entities of a kind (a slug) have it."""
        return not self.kinds or kind in self.kinds


def _kinds(*slugs: str) -> frozenset[str]:
    return frozenset(slugs)


_TABLE: Final = (
    Property("era", "thời kỳ tồn tại", "era", _kinds("province"), forward=(TD.validFrom, TD.validUntil)),
    Property("gso-code", "mã Tổng cục Thống kê", "GSO code", _kinds("province"), forward=(TD.gsoCode,)),
    Property("iso-code", "mã ISO 3166-2", "ISO 3166-2 code", _kinds("province"), forward=(TD.iso31662,)),
    Property("unit-kind", "loại đơn vị", "kind of unit", _kinds("province"), forward=(TD.unitKind,)),
    Property("valid-from", "tồn tại từ ngày", "valid from", _kinds("province"), forward=(TD.validFrom,)),
    Property("valid-until", "tồn tại đến ngày", "valid until", _kinds("province"), forward=(TD.validUntil,)),
    Property(
        "predecessor", "đơn vị tiền thân", "predecessor", _kinds("province"),
        inverse=(DCTERMS.isReplacedBy,), value_kind="province",
    ),
    Property(
        "successor", "đơn vị kế tục", "successor", _kinds("province"),
        forward=(DCTERMS.isReplacedBy,), value_kind="province",
    ),
    Property(
        "bloc", "cụm thi đua", "emulation bloc", _kinds("province", "conference", "pact"),
        forward=(SCHEMA.organizer, TD.bloc), inverse=(TD.hasMember,), facet="bloc", value_kind="bloc",
    ),
    Property("member", "thành viên", "member", _kinds("bloc"), forward=(TD.hasMember,), value_kind="province"),
    Property(
        "post", "chức vụ", "post", _kinds("official", "person"),
        claims=((TD.official, TD.post),), value_kind="post",
    ),
    Property(
        "conference", "hội nghị", "conference", _kinds("official", "person", "bloc"),
        inverse=(SCHEMA.organizer,), claims=((PROV.agent, TD.conference),), value_kind="conference",
    ),
    Property(
        "nominated-for", "được đề nghị tặng", "nominated for", _kinds("province", "official", "organisation", "bloc"),
        forward=(TD.nominatedFor,), value_kind="award",
    ),
    Property(
        "conferred", "được tặng", "conferred", _kinds("province", "official", "organisation", "bloc"),
        forward=(TD.wasConferred,), value_kind="award",
    ),
    Property(
        "province", "tỉnh, thành phố", "province", _kinds("official", "person", "conference", "article", "organisation"),
        forward=(SCHEMA.location,), facet="province", value_kind="province",
    ),
    Property("date", "ngày", "date", _kinds("conference", "article"), forward=(SCHEMA.startDate, SCHEMA.datePublished)),
    Property(
        "period", "thời kỳ", "period", _kinds("conference", "pact"),
        forward=(TD.periodReviewed, TD.forPeriod), value_kind="period",
    ),
    Property("year", "năm", "year", facet="year"),
    Property("conference-kind", "loại hội nghị", "kind of conference", _kinds("conference"), forward=(TD.conferenceKind,)),
    Property("publisher", "cơ quan báo chí", "publisher", _kinds("article"), forward=(SCHEMA.publisher,)),
    Property("url", "địa chỉ bài gốc", "address of the article", _kinds("article"), forward=(SCHEMA.url,)),
    Property("award-level", "cấp khen thưởng", "level of award", _kinds("award"), forward=(TD.awardLevel,)),
    Property("granted-by", "cơ quan tặng", "granted by", _kinds("award"), forward=(TD.grantedBy,)),
    Property("legal-basis", "căn cứ pháp lý", "legal basis", _kinds("award", "change"), forward=(TD.legalBasis,)),
    Property("broader", "khái niệm rộng hơn", "broader", _kinds("award", "indicator", "concept"), forward=(SKOS.broader,)),
    Property("usual-unit", "đơn vị đo thường dùng", "usual unit", _kinds("indicator"), forward=(TD.usualUnit,)),
    Property("notation", "mã", "code", _kinds("award", "indicator", "concept", "period"), forward=(SKOS.notation,)),
    Property("definition-vi", "định nghĩa tiếng Việt", "definition in Vietnamese", forward=(SKOS.definition,), language="vi"),
    Property("definition-en", "định nghĩa tiếng Anh", "definition in English", forward=(SKOS.definition,), language="en"),
    Property("wikidata", "mã Wikidata", "Wikidata item", forward=(SKOS.closeMatch, SKOS.exactMatch), within=_WIKIDATA),
    Property("geonames", "mã GeoNames", "GeoNames id", _kinds("province"), forward=(SKOS.closeMatch,), within=_GEONAMES),
    Property("label-vi", "tên tiếng Việt", "name in Vietnamese", forward=(RDFS.label,), language="vi"),
    Property("label-en", "tên tiếng Anh", "name in English", forward=(RDFS.label,), language="en"),
    Property("other-name", "tên khác", "other name", forward=(SKOS.altLabel,)),
)  # fmt: skip

PROPERTIES: Final = {each.id: each for each in _TABLE}
"""All properties by identifier, in the order in which they are offered."""
