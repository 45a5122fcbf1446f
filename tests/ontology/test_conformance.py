"""The checks of the ontology: each finds the fault it is there for, and none finds one in the ontology."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import owlready2
import owlrl
import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ontology.conformance import GROUPS, Check, checks, find, findings, own_terms, read_check, unknown_terms
from ontology.errors import OntologyError
from ontology.load import ontology_graph, reference_graph
from ontology.names import ID, TD
from ontology.reasoning import closure

SPOILED = Path(__file__).parent / "fixtures" / "checks"
CRITICAL = ["P03", "P05", "P06", "P14", "P15", "P16", "P19", "P27", "P28", "P29", "P31", "P39"]
"""Critical pitfalls of the OOPS! catalogue that a query can find; P40 is `unknown_terms`, P37 a test of the server."""


def found_in(check: Check, path: Path) -> set[str]:
    graph = Graph().parse(path)
    seen = closure([graph]) if check.group == "consistency" else graph
    store = Store()
    store.load(seen.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    return {finding.term for finding in find(check, store)}


@pytest.mark.parametrize("check", checks(), ids=lambda check: f"{check.group}/{check.name}")
def test_check_finds_the_fault_of_its_spoiled_ontology(check: Check) -> None:
    path = SPOILED / check.group / f"{check.name}.ttl"
    wanted = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# finds: ")

    found = found_in(check, path)

    assert found
    assert wanted.startswith("_:") or wanted in found


def test_no_check_finds_a_fault_in_the_ontology_and_its_reference_data() -> None:
    assert [str(finding) for finding in findings(ontology_graph(), [reference_graph()])] == []


def test_a_small_article_is_consistent_with_the_ontology(fixtures: Path) -> None:
    article = Graph().parse(fixtures / "article-graph.ttl")

    assert [str(f) for f in findings(ontology_graph(), [reference_graph(), article])] == []


def test_claim_that_is_a_bloc_is_a_contradiction(fixtures: Path) -> None:
    article = Graph().parse(fixtures / "article-graph.ttl")
    article.add((ID["claim/small/leadership-1"], RDF.type, TD.Bloc))

    found = findings(ontology_graph(), [article])

    assert {(f.check.name, f.term) for f in found} == {("disjoint-classes", str(ID["claim/small/leadership-1"]))}


def test_nomination_is_a_claim_and_no_conferral() -> None:
    nomination = ID["claim/a/award-1"]
    graph = Graph()
    graph.add((nomination, RDF.type, TD.AwardNomination))

    entailed = closure([ontology_graph(), graph])

    assert (nomination, RDF.type, TD.Claim) in entailed
    assert (nomination, RDF.type, TD.AwardConferral) not in entailed


def test_every_group_has_checks_and_the_critical_pitfalls_are_among_them() -> None:
    assert {check.group for check in checks()} == set(GROUPS)
    critical = {check.name[:3] for check in checks() if check.level == "critical"}
    assert critical == set(CRITICAL)


def test_terms_used_of_other_vocabularies_are_defined_there() -> None:
    assert unknown_terms(ontology_graph()) == []
    assert unknown_terms(reference_graph()) == []


def test_term_that_another_vocabulary_lacks_is_found() -> None:
    graph = Graph().parse(data="<https://e.org/a> a <http://www.w3.org/ns/org#Organisation> .")

    assert unknown_terms(graph) == ["http://www.w3.org/ns/org#Organisation"]


def test_own_terms_are_the_declared_ones_of_the_namespace() -> None:
    terms = own_terms(ontology_graph(), str(TD))

    assert str(TD.Bloc) in terms
    assert all(term.startswith(str(TD)) for term in terms)


def test_check_file_without_its_text_in_both_languages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms" / "nameless.rq"
    path.parent.mkdir()
    path.write_text("# Only English (en)\nSELECT ?term ?detail WHERE { }\n", encoding="utf-8")

    with pytest.raises(OntologyError, match=r"nameless\.rq, lines 1 and 2"):
        read_check(path)


def test_pitfall_without_a_level_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "oops" / "P99.rq"
    path.parent.mkdir()
    path.write_text("# Một (vi)\n# One (en)\nSELECT ?term ?detail WHERE { }\n", encoding="utf-8")

    with pytest.raises(OntologyError, match="a pitfall has a line"):
        read_check(path)


def test_two_reasoners_draw_the_same_conclusions_about_individuals(fixtures: Path) -> None:
    graphs = [ontology_graph(), Graph().parse(fixtures / "article-graph.ttl")]
    other = Graph()
    for graph in graphs:
        other += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(other)

    def of_individuals(graph: Graph) -> set[tuple[str, str, str]]:
        told = ((str(s), str(p), str(o)) for s, p, o in graph if str(s).startswith(str(ID)))
        trivial = (str(OWL.sameAs), str(OWL.Thing), str(RDFS.Resource))
        return {triple for triple in told if triple[1] not in trivial and triple[2] not in trivial}

    assert of_individuals(closure(graphs)) == of_individuals(other)


JAVA = shutil.which("javac") and shutil.which("java")
HERMIT = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
"""HermiT as owlready2 carries it, with the OWL API inside."""


def owl_api_violations(graph: Graph, folder: Path) -> list[str]:
    """What the OWL API's own check of the OWL 2 RL profile finds in a graph; RDF/XML is the format that it reads best."""
    document = folder / "ontology.rdf"
    graph.serialize(document, format="xml", encoding="utf-8")
    program = Path(__file__).with_name("ProfileReport.java")
    command = [str(JAVA), "-cp", str(HERMIT), str(program), str(document)]
    first, *violations = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert first.startswith("true") is (violations == [])
    assert int(first.split()[1]) > 0
    return violations


@pytest.mark.skipif(JAVA is None, reason="no Java compiler to ask the OWL API with")
def test_owl_api_agrees_that_the_ontology_is_owl_2_rl(tmp_path: Path) -> None:
    assert owl_api_violations(ontology_graph(), tmp_path) == []


@pytest.mark.skipif(JAVA is None, reason="no Java compiler to ask the OWL API with")
def test_owl_api_agrees_that_a_spoiled_ontology_is_not(tmp_path: Path) -> None:
    spoiled = Graph().parse(SPOILED / "owl2rl" / "05-datatype.ttl")

    violations = owl_api_violations(ontology_graph() + spoiled, tmp_path)

    assert len(violations) == 1
    assert "xsd:date" in violations[0]


def hermit_verdict(path: Path) -> list[str] | None:
    """What HermiT says of the N-Triples file: the classes that can have no member; None where it is inconsistent."""
    world = owlready2.World()
    loaded = world.get_ontology(path.as_uri()).load()
    try:
        with loaded:
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    return sorted(found.iri for found in world.inconsistent_classes() if found is not owlready2.Nothing)


def with_facts_of_others(fixtures: Path) -> Graph:
    """All that a release's article knows, and the disjointness that other vocabularies state of their own classes."""
    graph = Graph()
    for part in (ontology_graph(), reference_graph()):
        graph += part
    for name in ("article-graph.ttl", "foreign-axioms.ttl"):
        graph.parse(fixtures / name)
    return graph


def test_hermit_finds_the_ontology_consistent_and_every_class_satisfiable(fixtures: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.nt"
    with_facts_of_others(fixtures).serialize(path, format="nt", encoding="utf-8")

    assert hermit_verdict(path) == []


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "verdict"),
    [
        (ID["bloc/tay-nam-bo"], RDF.type, TD.Province, None),
        (TD.Pact, RDFS.subClassOf, TD.Conference, [str(TD.Pact)]),
    ],
    ids=["bloc that is a province", "pact that is an activity"],
)
def test_hermit_sees_a_contradiction(
    subject: URIRef, predicate: URIRef, value: URIRef, verdict: list[str] | None, fixtures: Path, tmp_path: Path
) -> None:
    path = tmp_path / "all.nt"
    graph = with_facts_of_others(fixtures)
    graph.add((subject, predicate, value))
    graph.serialize(path, format="nt", encoding="utf-8")

    assert hermit_verdict(path) == verdict
