"""A release is put into other stores and is the same there, whatever happens on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph_store.errors import RemoteStoreError
from graph_store.releases import Release, ReleaseStore
from graph_store.remote.equality import Verdict, content, triples_of
from graph_store.remote.journal import PUBLICATION
from graph_store.remote.publishing import Outcome, Publication
from graph_store.remote.store import UNION
from ontology import mint
from tests.graph_store.conftest import article
from tests.graph_store.remote.conftest import Quiet, articles, released
from tests.other_stores import OtherStore

ROOT = Path(__file__).parents[3]
CHILD = "tests.graph_store.remote.killed_child"


def publish(
    release: Release, there: OtherStore, *, union: bool = True, batch: int = 50_000, format_: str = "ntriples"
) -> Outcome:
    with there.opened(batch, format_) as remote:
        publication = Publication(release.open(), release.id, remote, Quiet(), union=union)
        publication.load()
        publication.check()
        return publication.outcome


def verdicts(outcome: Outcome) -> set[Verdict]:
    return {found.verdict for found in outcome.comparisons}


def graph_there(there: OtherStore, iri: str) -> frozenset[Triple]:
    with there.opened() as remote:
        return remote.graph(iri, remote.counts(iri).get(iri, 0))


def test_every_graph_and_their_union_are_there_with_the_same_triples(
    store: ReleaseStore, each_store: OtherStore
) -> None:
    release = released(store, articles(3))

    outcome = publish(release, each_store)

    assert (outcome.graphs, outcome.sent, outcome.present, outcome.removed) == (4, 4, 0, 0)
    assert verdicts(outcome) == {Verdict.SAME}
    for iri in (mint.article_graph("bai-01"), UNION):
        assert graph_there(each_store, iri) == frozenset(triples_of(release.open(), iri))


def test_second_run_sends_nothing(store: ReleaseStore, each_store: OtherStore) -> None:
    release = released(store, articles(3))
    publish(release, each_store)

    outcome = publish(release, each_store)

    assert (outcome.sent, outcome.present) == (0, 4)
    assert verdicts(outcome) == {Verdict.SAME}


def test_later_release_sends_what_changed_and_takes_out_what_left(store: ReleaseStore, each_store: OtherStore) -> None:
    publish(released(store, articles(4)), each_store)
    later = released(store, [article("bai-01", members=("Long An",))], removed=("bai-02",))

    outcome = publish(later, each_store)

    assert (outcome.sent, outcome.present, outcome.removed) == (2, 2, 1), "the article and the union"
    assert verdicts(outcome) == {Verdict.SAME}
    assert graph_there(each_store, mint.article_graph("bai-02")) == frozenset()


def test_going_back_to_the_release_before_brings_its_graphs_back(store: ReleaseStore, there: OtherStore) -> None:
    first = released(store, articles(3))
    publish(first, there)
    publish(released(store, [article("bai-01", members=("Long An",))], removed=("bai-02",)), there)

    outcome = publish(first, there)

    assert (outcome.sent, outcome.removed) == (3, 0)
    assert verdicts(outcome) == {Verdict.SAME}


@pytest.mark.parametrize("format_", ["ntriples", "turtle"])
def test_graph_larger_than_a_request_is_put_whole(store: ReleaseStore, each_store: OtherStore, format_: str) -> None:
    release = released(store, articles(1))

    outcome = publish(release, each_store, batch=7, format_=format_)

    assert verdicts(outcome) == {Verdict.SAME}


def test_blank_nodes_stay_joined_although_the_graph_is_sent_in_parts(
    store: ReleaseStore, each_store: OtherStore
) -> None:
    joined = [
        Triple(NamedNode(f"https://example.org/{n}"), NamedNode("https://example.org/has"), BlankNode(f"n{n % 3}"))
        for n in range(9)
    ]
    others = [Triple(BlankNode(f"n{n}"), NamedNode("https://example.org/number"), Literal(n)) for n in range(3)]
    plain = [
        Triple(NamedNode(f"https://example.org/{n}"), NamedNode("https://example.org/p"), Literal("x"))
        for n in range(9)
    ]
    with store.draft() as draft:
        draft.put_graph(mint.graph("nodes"), [*plain, *joined, *others])
        release = draft.publish()

    outcome = publish(release, each_store, batch=4)

    assert verdicts(outcome) == {Verdict.SAME}


def test_graph_that_a_store_hands_out_in_part_only_is_compared_whole(store: ReleaseStore, virtuoso: OtherStore) -> None:
    virtuoso.empty()
    subjects = (NamedNode(f"https://example.org/{n}") for n in range(10_500))
    triples = [Triple(s, NamedNode("https://example.org/name"), Literal("Bến Tre", language="vi")) for s in subjects]
    with store.draft() as draft:
        draft.put_graph(mint.graph("large"), triples)
        release = draft.publish()

    outcome = publish(release, virtuoso, union=False)
    virtuoso.empty()

    assert [(found.here, found.there, found.verdict) for found in outcome.comparisons] == [
        (10_500, 10_500, Verdict.SAME)
    ]


@pytest.mark.parametrize("fatal", [1, 9, 21])
def test_killed_midway_the_next_run_goes_on_and_sends_little_again(
    store: ReleaseStore, there: OtherStore, fatal: int
) -> None:
    release = released(store, articles(24))

    killed = subprocess.run(
        [sys.executable, "-m", CHILD, store.root, there.url, str(fatal)], cwd=ROOT, check=False, timeout=60
    )
    outcome = publish(release, there)

    assert killed.returncode == -signal.SIGKILL
    assert outcome.sent + outcome.present == 25
    assert outcome.present >= (fatal - 1) // 16 * 16, "at most 16 graphs are not remembered"
    assert verdicts(outcome) == {Verdict.SAME}


def test_killed_while_a_graph_is_replaced_it_is_not_taken_for_the_older_one(
    store: ReleaseStore, there: OtherStore
) -> None:
    first = released(store, articles(3))
    publish(first, there)
    released(store, articles(3, members=("Đắk Lắk", "Bến Tre")))
    killed = subprocess.run(
        [sys.executable, "-m", CHILD, store.root, there.url, "3"], cwd=ROOT, check=False, timeout=60
    )

    outcome = publish(first, there)

    assert killed.returncode == -signal.SIGKILL
    assert verdicts(outcome) == {Verdict.SAME}


def test_interrupted_the_next_run_sends_none_again_that_is_there(store: ReleaseStore, there: OtherStore) -> None:
    release = released(store, articles(12))

    def interrupt(what: str, number: int) -> None:
        if (what, number) == ("sent", 5):
            raise KeyboardInterrupt

    with there.opened() as remote:
        publication = Publication(release.open(), release.id, remote, Quiet(interrupt))
        with pytest.raises(KeyboardInterrupt):
            publication.load()
        assert publication.outcome.sent == 5
    outcome = publish(release, there)

    assert (outcome.present, outcome.sent) == (5, 8)
    assert verdicts(outcome) == {Verdict.SAME}


def test_graph_left_behind_by_a_run_that_was_killed_leaves_with_a_release_without_it(
    store: ReleaseStore, there: OtherStore
) -> None:
    released(store, articles(6))
    subprocess.run([sys.executable, "-m", CHILD, store.root, there.url, "5"], cwd=ROOT, check=False, timeout=60)

    outcome = publish(released(store, [], removed=("bai-00", "bai-01")), there)

    assert outcome.removed == 2
    assert graph_there(there, mint.article_graph("bai-00")) == frozenset()
    assert verdicts(outcome) == {Verdict.SAME}


def test_graph_that_others_emptied_is_sent_again(store: ReleaseStore, there: OtherStore) -> None:
    release = released(store, articles(3))
    publish(release, there)
    with there.opened() as remote:
        remote.remove(mint.article_graph("bai-01"))

    outcome = publish(release, there)

    assert (outcome.sent, outcome.present) == (1, 3)
    assert verdicts(outcome) == {Verdict.SAME}


def test_graph_that_others_changed_is_found_different_and_sent_at_the_next_run(
    store: ReleaseStore, there: OtherStore
) -> None:
    release, iri = released(store, articles(3)), mint.article_graph("bai-01")
    publish(release, there)
    theirs = list(triples_of(release.open(), iri))
    theirs[0] = Triple(theirs[0].subject, theirs[0].predicate, Literal("theirs"))
    with there.opened() as remote:
        remote.put(iri, lambda: theirs)

    found = publish(release, there)
    repaired = publish(release, there)

    assert [(one.graph, one.here, one.there) for one in found.different] == [(iri, len(theirs), len(theirs))]
    assert found.different[0].missing
    assert found.different[0].extra == (str(theirs[0]),)
    assert (found.sent, repaired.sent) == (0, 1)
    assert verdicts(repaired) == {Verdict.SAME}


def test_mere_comparison_with_another_release_writes_nothing(store: ReleaseStore, there: OtherStore) -> None:
    first = released(store, articles(3))
    second = released(store, [article("bai-01", members=("Long An",))])
    publish(second, there)
    journal = graph_there(there, PUBLICATION)

    with there.opened() as remote:
        publication = Publication(first.open(), first.id, remote, Quiet())
        publication.check(strike=False)

    assert {found.graph for found in publication.outcome.different} == {mint.article_graph("bai-01"), UNION}
    assert graph_there(there, PUBLICATION) == journal


def test_graphs_of_others_are_told_and_left_alone(store: ReleaseStore, there: OtherStore) -> None:
    theirs = mint.graph("theirs")
    triple = Triple(NamedNode(theirs), NamedNode("https://example.org/p"), Literal("x"))
    with there.opened() as remote:
        remote.put(theirs, lambda: [triple])

    outcome = publish(released(store, articles(1)), there)

    assert outcome.foreign == [theirs]
    assert graph_there(there, theirs) == {triple}
    assert verdicts(outcome) == {Verdict.SAME}


def test_default_graph_of_others_is_not_overwritten(store: ReleaseStore, there: OtherStore) -> None:
    triple = Triple(NamedNode("https://example.org/s"), NamedNode("https://example.org/p"), Literal("x"))
    with there.opened() as remote:
        remote.put(UNION, lambda: [triple])
    release = released(store, articles(1))

    with pytest.raises(RemoteStoreError, match="1 triples that no publication put there"):
        publish(release, there)
    outcome = publish(release, there, union=False)

    assert verdicts(outcome) == {Verdict.SAME}
    assert graph_there(there, UNION) == {triple}


def test_union_leaves_when_it_is_no_longer_wanted(store: ReleaseStore, each_store: OtherStore) -> None:
    release = released(store, articles(2))
    publish(release, each_store)

    outcome = publish(release, each_store, union=False)

    assert (outcome.sent, outcome.removed) == (0, 1)
    with each_store.opened() as remote:
        assert UNION not in remote.counts(mint.graph(""))


def test_sample_compares_some_by_hash_and_the_others_by_their_count(store: ReleaseStore, there: OtherStore) -> None:
    release = released(store, articles(5))
    with there.opened() as remote:
        publication = Publication(release.open(), release.id, remote, Quiet(), union=False)
        publication.load()
        publication.check(sample=2)

    found = [one.verdict for one in publication.outcome.comparisons]
    assert sorted(found, key=lambda verdict: verdict.name) == [Verdict.COUNTED] * 3 + [Verdict.SAME] * 2


def test_journal_is_a_graph_of_its_own_that_names_the_release(store: ReleaseStore, there: OtherStore) -> None:
    release, iri = released(store, articles(1)), mint.article_graph("bai-00")
    publish(release, there)

    journal = graph_there(there, PUBLICATION)

    said = {(t.subject.value, t.predicate.value.rpartition("/")[2], str(t.object).strip('"<>')) for t in journal}
    assert (PUBLICATION, "version", release.id) in said
    assert (PUBLICATION, "hasPart", iri) in said
    assert (iri, "sha256", content(triples_of(release.open(), iri), iri).hash) in said
