"""The consolidated cubes of real articles: the demonstration corpus, and all articles beside the project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyshacl
import pytest
import rdflib
from pyoxigraph import Quad, QuerySolution, QuerySolutions, RdfFormat, Store, Triple, parse

from graph_store.cube.graphs import cube_graphs
from graph_store.cube.integrity import integrity_faults
from graph_store.terms import as_stored, to_rdflib
from ontology.names import CUBE, ID, PREFIXES, QB, SH
from pipeline.readers import read_paths
from pipeline.run import Extractor

ROOT = Path(__file__).parents[2]
EVALUATION = ROOT.parent / "shared" / "evaluation"
DISAGREEMENTS = Path(__file__).with_name("cube") / "disagreements.rq"


@dataclass(frozen=True)
class Consolidation:
    """What was made of a folder of articles: a store of the claims and the cubes, and the graphs of the latter."""

    store: Store
    graphs: dict[str, frozenset[Triple]]

    def rows(self, query: str) -> list[QuerySolution]:
        return list(cast(QuerySolutions, self.store.query(query, prefixes=PREFIXES)))


@pytest.fixture(scope="module", params=["corpus", "evaluation"])
def made(request: pytest.FixtureRequest, extractor: Extractor) -> Consolidation:
    folder = ROOT / "corpus" if request.param == "corpus" else EVALUATION
    if not folder.is_dir():
        pytest.skip("the evaluation articles are not beside the project (../shared/evaluation)")
    store, refused = Store(), list[object]()
    metadata = sorted(folder.glob("*sources.jsonl"))
    for graph in extractor.pipe(read_paths([folder / "articles"], refused.append, metadata), refused.append):
        store.extend(Quad(t.subject, t.predicate, t.object) for t in graph.triples)
    assert refused == []
    graphs = {name: as_stored(triples) for name, triples in cube_graphs(store).items()}
    store.extend(Quad(t.subject, t.predicate, t.object) for graph in graphs.values() for t in graph)
    return Consolidation(store, graphs)


def test_cubes_of_all_articles_keep_every_integrity_constraint(made: Consolidation) -> None:
    assert integrity_faults(made.graphs["cube"]) == []
    assert sum(t.predicate.value == str(QB.dataSet) for t in made.graphs["cube"]) > 400


def test_every_claim_of_a_value_stands_in_one_way_at_the_one_cell_of_its_dimensions(made: Consolidation) -> None:
    values = made.rows(
        """SELECT ?claim (COUNT(?way) AS ?ways) WHERE {
          VALUES (?claimClass ?measure ?cellClass) {
            (td:IndicatorObservation sdmx-measure:obsValue td:IndicatorCell)
            (td:RankingClaim td:score td:ScoreCell) (td:RankingClaim td:rank td:RankCell)
          }
          ?claim a ?claimClass ; ?measure ?value .
          OPTIONAL { ?cell ?way ?claim ; a ?cellClass }
        } GROUP BY ?claim ?cellClass"""
    )
    assert len(values) > 500
    assert {str(row["ways"]) for row in values} == {'"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}


def test_disagreements_are_found_by_a_query_with_both_values_and_quotes(made: Consolidation) -> None:
    rows = made.rows(DISAGREEMENTS.read_text(encoding="utf-8"))
    disputed = {str(row["cell"]) for row in made.rows("SELECT ?cell WHERE { ?cell td:disputed true }")}
    assert {str(row["cell"]) for row in rows} == disputed
    assert len(disputed) > 5
    assert all(row["value"] != row["otherValue"] and row["quote"] and row["otherQuote"] for row in rows)


def test_known_disagreement_is_told(made: Consolidation) -> None:
    """Two articles of the corpus give GRDP of Bắc Ninh another fall in the first quarter of 2023."""
    rows = made.rows(DISAGREEMENTS.read_text(encoding="utf-8"))
    found = [
        row for row in rows if "cell/indicators/province/bac-ninh/2023-Q1/grdp/growth/PERCENT>" in str(row["cell"])
    ]
    assert {str(row[name]).partition("^^")[0] for row in found for name in ("value", "otherValue")} == {
        '"-9.6"',
        '"-11.85"',
    }


def test_cube_link_observations_of_all_articles_keep_to_their_constraints(made: Consolidation) -> None:
    graph = to_rdflib(made.graphs["cube-link"], rdflib.Graph(bind_namespaces="none"))
    for cube in list(graph.subjects(rdflib.RDF.type, CUBE.Cube)):
        constraint = graph.value(cube, CUBE.observationConstraint)
        assert constraint is not None
        for observation in graph.objects(graph.value(cube, CUBE.observationSet), CUBE.observation):
            graph.add((constraint, SH.targetNode, observation))
    conforms, _, report = pyshacl.validate(graph, shacl_graph=graph, inplace=True)
    assert conforms, report


def test_turtle_on_the_page_of_the_cubes_is_what_its_articles_give(extractor: Extractor, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "cube.md").read_text(encoding="utf-8")
    texts = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[:3]
    for number, text in enumerate(texts, 1):
        (tmp_path / f"vi-du-{number}.txt").write_text(text, encoding="utf-8")
    refused, store = list[object](), Store()
    for graph in extractor.pipe(read_paths([tmp_path], refused.append), refused.append):
        store.extend(Quad(t.subject, t.predicate, t.object) for t in graph.triples)
    assert refused == []
    (shown,) = re.findall(r"^```turtle\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    wanted = as_stored(quad.triple for quad in parse(head + shown, RdfFormat.TURTLE, base_iri=str(ID)))
    assert sorted(map(str, wanted - as_stored(cube_graphs(store)["cube"]))) == []
