"""The front page's data: counts and the newest articles, read once a release."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology.names import TD
from server import drawing, queries, wording
from server.addresses import href
from server.drawing import data
from server.drawing.data import Era
from server.evidence import Article, read_articles
from server.kinds import CLAIMS, ENTITIES, Kind
from server.labels import Value, read_labels
from server.language import here, language, say
from server.site.compare import read_options
from server.site.eras import ERAS, by_era
from server.source import Reading

_SHOWN = ("article", "bloc", "province", "official", "conference", "award", "indicator")
"""Kinds of entities that the front page counts."""
_INDICATORS = 12
_BLOCS = 60


@dataclass(frozen=True)
class Front:
    """What the front page shows of one release."""

    claims: int
    by_claim: list[tuple[Kind, int]]
    by_entity: list[tuple[Kind, int]]
    blocs: list[Value]
    articles: list[Article]
    indicators: list[Value]
    """Those with the most values."""
    map: str
    """Of the provinces, by how many claims name them."""
    era: Era
    """Whose provinces the map has."""


def read_front(reading: Reading) -> Front:
    """The counts and lists of the front page, in the language of the request."""
    return reading.once(f"front {language()}", lambda: _read(reading))


def _read(reading: Reading) -> Front:
    counts = {row["class"].value: int(row["count"].value) for row in reading.rows(queries.text("counts"))}
    kinds = {kind.slug: kind for kind in ENTITIES}
    drawn, era = _map(reading)
    return Front(
        claims=counts.get(str(TD.Claim), 0),
        by_claim=[(kind, counts[kind.iri]) for kind in CLAIMS if counts.get(kind.iri)],
        by_entity=[(kinds[slug], counts.get(kinds[slug].iri, 0)) for slug in _SHOWN],
        blocs=_blocs(reading),
        articles=_newest(reading),
        indicators=list(dict.fromkeys(indicator for indicator, _ in read_options(reading).measures))[:_INDICATORS],
        map=drawn,
        era=era,
    )


def _blocs(reading: Reading) -> list[Value]:
    """The blocs by name, as many as a page can list."""
    rows = reading.rows(queries.bind("entities_of_classes", **{"class": [NamedNode(TD.Bloc)]}))
    iris = {row["entity"].value for row in rows}
    labels = read_labels(reading, iris)
    return sorted((labels.iri(iri) for iri in iris), key=lambda value: (wording.fold(value.text), value.iri))[:_BLOCS]


def _map(reading: Reading) -> tuple[str, Era]:
    """The provinces of before July 2025, which most articles speak of; those of after where more claims name them."""
    rows = reading.rows(queries.text("claims_by_province"))
    eras = by_era({row["province"].value: _cell(row["province"].value, int(row["count"].value)) for row in rows})
    era = max(ERAS, key=lambda one: sum(cell.value for cell in eras[one].values()))
    title = say("Các tỉnh trong báo chí về thi đua", "The provinces in the news of the emulation blocs")
    about = say("Số thông tin nhắc đến mỗi tỉnh.", "How many claims name each province.")
    return drawing.choropleth(era, eras[era], title, about, language(), prefix="front-map"), era


def _cell(iri: str, count: int) -> data.Cell:
    return data.Cell(count, say(f"{count} thông tin", f"{count} claims"), here(href(iri) or ""))


def _newest(reading: Reading) -> list[Article]:
    iris = list(dict.fromkeys(row["article"].value for row in reading.rows(queries.text("newest_articles"))))
    articles = read_articles(reading, iris)
    return [articles[iri] for iri in iris]
