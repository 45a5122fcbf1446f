"""What a build leaves out, having read it: articles that a component fails on or that break a rule; and what it checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Graph
from spacy.language import Language
from spacy.tokens import Doc

from graph_store.releases import ReleaseStore
from graph_store.validation import ArticleValidator, Fault
from ontology import load, mint
from ontology.names import RDFS, SH, TD
from pipeline.readers import Article
from pipeline.run import ArticleGraph, Extractor, Report
from tests.contents import content
from thidua import build as build_module

Run = Callable[..., Result]


class Spoiled(Extractor):
    """The real extractor, which breaks the quotes of one article."""

    def pipe(self, articles: Iterable[Article], report: Report | None = None) -> Iterator[ArticleGraph]:
        for graph in super().pipe(articles, report):
            if graph.article.id != "hop-cum":
                yield graph
                continue
            yield replace(graph, triples=[t for t in graph.triples if t.predicate != NamedNode(TD.evidence)])


def test_article_that_breaks_a_rule_is_held_back_with_its_claims_and_the_others_go_in(
    run: Run, articles: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "load_extractor", lambda: (Spoiled(), "spoiled"))
    result = run("build", articles, "--store", root)
    assert result.exit_code == 1
    assert f"held back: {articles / 'hop-cum.txt'}: " in result.stderr
    assert "/id/claim/hop-cum/" in result.stderr
    assert "it has no evidence" in result.stderr
    assert "        không có dẫn chứng" in result.stderr.splitlines()
    release = ReleaseStore(root).current()
    assert release.manifest.articles == 2
    assert [held["article"] for held in release.manifest.summary["held_back"]] == ["hop-cum"]
    assert release.manifest.summary["pipeline"] == "spoiled"


class Renamed(Extractor):
    """The real extractor, which gives the conference of an article a label in no language."""

    def pipe(self, articles: Iterable[Article], report: Report | None = None) -> Iterator[ArticleGraph]:
        for graph in super().pipe(articles, report):
            yield replace(graph, triples=[_unspoken(t) if _is_label_of_conference(t) else t for t in graph.triples])


def _is_label_of_conference(triple: Triple) -> bool:
    return "/id/conference/" in str(triple.subject) and triple.predicate == NamedNode(RDFS.label)


def _unspoken(triple: Triple) -> Triple:
    assert isinstance(triple.object, Literal)
    return Triple(triple.subject, triple.predicate, Literal(triple.object.value))


def test_fault_of_a_thing_is_told_with_article_claim_and_sentence_in_both_languages(
    run: Run, articles: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "load_extractor", lambda: (Renamed(), "renamed"))
    result = run("build", articles, "--store", root)
    assert result.exit_code == 1
    held, first, second, *_ = result.stderr.splitlines()
    assert held == f"held back: {articles / 'hop-cum.txt'}: 2 faults"
    assert re.fullmatch(
        r"    \S+/id/claim/hop-cum/conference-\w+: A conference has a label in Vietnamese, at rdfs:label, value \".+\", "
        r"of \S+/id/conference/tay-nam-bo/2023/annual-review, which the claim names \[“.*tổ chức hội nghị tổng kết.*”\]",
        first,
    )
    assert second.startswith("        Hội nghị phải có nhãn tiếng Việt, tại rdfs:label, giá trị ")
    (entry,) = ReleaseStore(root).current().manifest.summary["held_back"]
    assert (entry["file"], entry["article"]) == ("hop-cum.txt", "hop-cum")
    fault = entry["faults"][0]
    assert "/id/claim/hop-cum/conference-" in fault["claim"]
    assert fault["reason"].startswith("A conference has a label in Vietnamese, at rdfs:label")
    assert fault["reason_vi"].startswith("Hội nghị phải có nhãn tiếng Việt, tại rdfs:label")
    assert "tổ chức hội nghị tổng kết" in fault["sentence"]


def test_held_back_article_keeps_the_version_published_before(
    run: Run, articles: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ReleaseStore(built).current()
    (articles / "kinh-te.txt").write_text("Kinh tế Kiên Giang năm 2022\nGRDP tỉnh Kiên Giang năm 2022 tăng 7,4%.\n")
    monkeypatch.setattr(build_module, "load_extractor", lambda: (Spoiled(), "spoiled"))
    result = run("build", articles, "--store", built)
    assert result.exit_code == 1
    assert "the version published before stays" in result.stderr
    after = ReleaseStore(built).current()
    graph = NamedNode(mint.article_graph("hop-cum"))
    for release in (before, after):
        assert list(release.open().quads_for_pattern(None, NamedNode(TD.evidence), None, graph))
    assert after.id != before.id


@Language.component("fails_on_hop_cum")
def fails_on_hop_cum(doc: Doc) -> Doc:
    if "Cụm trưởng" in doc.text:
        raise ValueError("không hiểu")
    return doc


def test_article_that_a_component_fails_on_is_refused_by_name_and_the_others_go_in(
    run: Run, articles: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extractor = Extractor()
    extractor.nlp.add_pipe("fails_on_hop_cum", before="thidua_places")
    monkeypatch.setattr(build_module, "load_extractor", lambda: (extractor, "failing"))
    result = run("build", articles, "--store", root)
    assert result.exit_code == 1
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("refused: ")]
    assert f"{articles / 'hop-cum.txt'}: the pipeline's component fails_on_hop_cum failed on it: ValueError:" in line
    assert "1 refused, 0 held back" in result.stdout
    release = ReleaseStore(root).current()
    assert release.manifest.articles == 2
    assert [refused["file"] for refused in release.manifest.summary["refused"]] == ["hop-cum.txt"]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """First lines of the texts that were checked, in order."""
    titles: list[str] = []
    faults = ArticleValidator.faults

    def noted(self: ArticleValidator, triples: Iterable[Triple], text: str) -> list[Fault]:
        titles.append(text.splitlines()[0])
        return faults(self, triples, text)

    monkeypatch.setattr(ArticleValidator, "faults", noted)
    return titles


def test_article_that_is_as_it_was_is_not_checked_again_and_a_changed_one_is(
    run: Run, articles: Path, built: Path, checked: list[str]
) -> None:
    assert run("build", articles, "--store", built).exit_code == 0
    assert checked == []
    (articles / "kinh-te.txt").write_text("Kinh tế năm 2022\nGRDP tỉnh Kiên Giang năm 2022 tăng 7,4%.\n", "utf-8")
    result = run("build", articles, "--store", built)
    assert checked == ["Kinh tế năm 2022"]
    assert "3 articles in" in result.stdout
    assert "1 of them new or changed" in result.stdout


def test_changed_shapes_have_each_article_checked_that_is_put_in_once(
    run: Run,
    articles: Path,
    built: Path,
    checked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shapes = Graph() + load.shapes_graph()
    shapes.parse(data=f"[] a <{SH.NodeShape}> ; <{SH.targetClass}> <{TD.Pact}> .", format="turtle")
    own = load.shapes_graph
    monkeypatch.setattr(load, "shapes_graph", lambda name="article": shapes if name == "article" else own(name))
    before = ReleaseStore(built).current()
    run("build", articles / "kinh-te.txt", "--store", built)
    assert checked == ["Kinh tế Kiên Giang"]
    assert ReleaseStore(built).current() == before  # the other articles have not been checked against the new shapes
    checked.clear()
    assert run("build", articles, "--store", built).exit_code == 0
    assert len(checked) == 3
    after = ReleaseStore(built).current()
    assert after.manifest.shapes not in {None, before.manifest.shapes}
    assert content(after) == content(before)
    checked.clear()
    run("build", articles, "--store", built)
    assert checked == []


def test_article_that_breaks_changed_shapes_is_held_back(
    run: Run, articles: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = Graph() + load.shapes_graph()
    shape = f"[] <{SH.targetClass}> <{TD.IndicatorObservation}> ; <{SH.nodeKind}> <{SH.Literal}> ."
    shapes.parse(data=shape, format="turtle")
    own = load.shapes_graph
    monkeypatch.setattr(load, "shapes_graph", lambda name="article": shapes if name == "article" else own(name))
    result = run("build", articles, "--store", built)
    assert result.exit_code == 1
    assert f"held back: {articles / 'kinh-te.txt'}: " in result.stderr
    assert "the version published before stays" in result.stderr
    assert ReleaseStore(built).current().manifest.articles == 3
