"""`thidua build --materialise`: what the graphs entail comes, stays, follows and goes."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad

from graph_store.claims import read_claims
from graph_store.materialised import GRAPH, entailed
from graph_store.releases import Release, ReleaseStore
from graph_store.terms import graph_triples
from ontology import mint
from tests.cli.conftest import Run
from tests.contents import content

QUERY = "SELECT ?claim { ?claim a <https://schema.org/Claim> }"


def current(root: Path) -> Release:
    return ReleaseStore(root).current()


def consequences(root: Path) -> frozenset[object]:
    return frozenset(graph_triples(current(root).open(), GRAPH))


def stated(root: Path) -> frozenset[Quad]:
    """What the named graphs of the current release state, but the consequences and the catalogue, which names the release."""
    return content(current(root), GRAPH)


def answers(run: Run, root: Path) -> int:
    return len(run("query", QUERY, "--store", root).output.splitlines()) - 1


def test_consequences_are_published_beside_what_is_stated(run: Run, built: Path, articles: Path) -> None:
    before, told = current(built), stated(built)
    assert answers(run, built) == 0

    result = run("build", articles, "--store", built, "--materialise")

    after = current(built)
    found = consequences(built)
    assert result.exit_code == 0, result.output
    assert answers(run, built) == before.manifest.claims > 0
    assert stated(built) == told
    assert found.isdisjoint(quad.triple for quad in told), "no consequence is stated"
    assert after.manifest.claims == before.manifest.claims
    assert list(read_claims(after.open())) == list(read_claims(before.open()))
    assert run("validate", "--store", built).exit_code == 0


def test_build_without_changes_publishes_nothing_and_keeps_the_consequences(
    run: Run, built: Path, articles: Path
) -> None:
    run("build", articles, "--store", built, "--materialise")
    before = current(built).id

    for option in ([], ["--materialise"]):
        assert "Nothing changed" in run("build", articles, "--store", built, *option).output
        assert current(built).id == before


def test_consequences_follow_a_changed_article_and_the_cubes_stay_the_same(
    run: Run, built: Path, articles: Path
) -> None:
    run("build", articles, "--store", built, "--materialise")
    text = "Cụm thi đua miền Tây Nam bộ\nLong An là Cụm trưởng Cụm thi đua các tỉnh miền Tây Nam bộ năm 2024.\n"
    (articles / "hop-cum.txt").write_text(text, encoding="utf-8")

    assert run("build", articles, "--store", built).exit_code == 0

    store = current(built).open()
    assert consequences(built) == entailed(store)
    assert run("validate", "--store", built).exit_code == 0
    materialised = {name: frozenset(graph_triples(store, mint.graph(name))) for name in ("cube", "cube-link")}
    assert run("build", articles, "--store", built, "--no-materialise").exit_code == 0
    plain = current(built).open()
    assert materialised == {name: frozenset(graph_triples(plain, mint.graph(name))) for name in materialised}


def test_consequences_are_taken_out_again(run: Run, built: Path, articles: Path) -> None:
    before = stated(built)
    run("build", articles, "--store", built, "--materialise")

    assert run("build", articles, "--store", built, "--no-materialise").exit_code == 0

    assert not current(built).open().contains_named_graph(NamedNode(GRAPH))
    assert stated(built) == before
    assert run("validate", "--store", built).exit_code == 0
