"""A whole release, articles and cubes included, contradicts the ontology nowhere and uses no term that nobody defines."""

from __future__ import annotations

import rdflib
from pyoxigraph import DefaultGraph, Store

from graph_store.terms import to_rdflib
from ontology.conformance import findings, unknown_terms
from ontology.load import ontology_graph


def test_release_is_consistent_with_the_ontology_and_takes_only_terms_that_exist(corpus: Store) -> None:
    union = (quad.triple for quad in corpus.quads_for_pattern(None, None, None, DefaultGraph()))
    release = to_rdflib(union, rdflib.Graph(bind_namespaces="none"))

    assert [str(finding) for finding in findings(ontology_graph(), [release])] == []
    assert unknown_terms(release) == []
