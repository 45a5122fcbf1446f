"""What observations state: the value of an indicator, as a qb:Observation."""

from __future__ import annotations

from pyoxigraph import Triple

from ontology import bounds, periods
from ontology.names import QB, SDMX_ATTRIBUTE, SDMX_DIMENSION, SDMX_MEASURE, TD
from pipeline.claims import Observation
from pipeline.entities import Entities
from pipeline.readers import Article
from pipeline.triples import decimal, link, literal, typed, vietnamese

_BOUND_PROPERTIES: dict[bounds.Side, str] = {"lower": TD.lowerBound, "upper": TD.upperBound}


def observation(node: str, claim: Observation, entities: Entities, article: Article) -> list[Triple]:
    """The value with its dimensions, its bound and what growth is compared with."""
    triples = [
        *typed(node, TD.IndicatorObservation, QB.Observation),
        link(node, TD.indicator, entities.indicator(claim.indicator, claim.called)),
        link(node, TD.measure, entities.code("measure", claim.measure)),
        link(node, SDMX_DIMENSION.refArea, entities.area(claim.area, claim.period)),
        link(node, SDMX_DIMENSION.refPeriod, entities.period(claim.period)),
        literal(node, SDMX_MEASURE.obsValue, decimal(claim.value)),
        link(node, SDMX_ATTRIBUTE.unitMeasure, entities.code("unit", claim.unit)),
        link(node, TD.qualifier, entities.code("bound", claim.bound)),
    ]
    if claim.words:
        triples.append(literal(node, TD.statedAs, vietnamese(claim.words)))
    if side := bounds.side(claim.bound, claim.value):
        triples.append(literal(node, _BOUND_PROPERTIES[side], decimal(claim.value)))
    if claim.measure == "growth":
        triples.append(link(node, TD.comparedWith, entities.period(periods.year_before(claim.period))))
    return triples
