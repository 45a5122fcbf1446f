"""Assertion: an article's claims as RDF, one named graph an article, every claim with its evidence.

The modelling is docs/ontology.md's: one node a claim (W3C ORG, Data Cube, schema.org and PROV classes beside our own), its words
as a Web Annotation (W3C Recommendation 2017, sections 3 and 4.2) on the article. No blank nodes and no clock: the same claims give
the same triples.
"""

from __future__ import annotations

from pipeline.assertion.article import assert_article, assert_repeat
from pipeline.assertion.evidence import Located

__all__ = ["Located", "assert_article", "assert_repeat"]
