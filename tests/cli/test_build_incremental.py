"""Builds that do what changed and nothing else: the release is that which building all anew gives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Triple

from graph_store.catalogue import updating
from graph_store.catalogue.graph import catalogue_faults
from graph_store.checking import ArticleChecker
from graph_store.counts import count
from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import DCTERMS, SDMX_MEASURE, XSD
from pipeline import fingerprint as fingerprint_module
from pipeline.readers import Article
from pipeline.run import VERSION, ArticleGraph, Extractor, Report
from tests.contents import content
from thidua import build as build_module
from thidua.build import build
from thidua.leaving import nobody_leaves, not_read

Run = Callable[..., Result]


def text(name: str, province: str, growth: str) -> str:
    return (
        f"Tin {name}\n27/03/2024\nSáng 27-3, Cụm thi đua các tỉnh miền Tây Nam bộ tổng kết năm 2023. Tỉnh {province} là Cụm trưởng "
        f"năm 2023. Năm 2023, GRDP tỉnh {province} tăng {growth}%. Tỉnh {province} đạt {growth} điểm, xếp thứ nhất năm 2023.\n"
    )


def canonical(root: Path) -> str:
    """The named graphs of the current release but its catalogue, which names it, in their canonical form (RDFC-1.0)."""
    dataset = Dataset(content(ReleaseStore(root).current()))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, dataset)))


class Quiet:
    def read(self) -> None: ...
    def expect(self, total: int) -> None: ...
    def done(self, claims: int) -> None: ...


class Counting(Extractor):
    """The real extractor, which notes the articles that it is given."""

    def __init__(self, extractor: Extractor) -> None:
        self.nlp = extractor.nlp
        self.given: list[str] = []

    def pipe(self, articles: Iterable[Article], report: Report | None = None) -> Iterator[ArticleGraph]:
        def noted() -> Iterator[Article]:
            for article in articles:
                self.given.append(article.id)
                yield article

        return super().pipe(noted(), report)


@pytest.fixture
def extracted(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the articles that were extracted, in order."""
    counting = Counting(extractor)
    monkeypatch.setattr(build_module, "load_extractor", lambda: (counting, VERSION))
    return counting.given


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles go in without SHACL, which many small builds have no time for."""
    monkeypatch.setattr(ArticleChecker, "check", lambda self, items, content: ((item, []) for item in items))


def test_articles_that_are_as_they_were_are_not_extracted(
    run: Run, articles: Path, root: Path, extracted: list[str]
) -> None:
    run("build", articles, "--store", root)
    assert sorted(extracted) == ["hop-cum", "khong-gi", "kinh-te"]
    extracted.clear()
    (articles / "moi.txt").write_text(text("mới", "Cà Mau", "7,5"), encoding="utf-8")
    result = run("build", articles, "--store", root)
    assert extracted == ["moi"]
    assert "4 articles in" in result.stdout
    assert "1 of them new or changed" in result.stdout
    anew = root.with_name("anew")
    run("build", articles, "--store", anew)
    assert canonical(root) == canonical(anew)
    assert run("validate", "--store", root).exit_code == 0


def test_other_metadata_has_an_article_extracted_again(
    run: Run, articles: Path, root: Path, tmp_path: Path, extracted: list[str]
) -> None:
    run("build", articles, "--store", root)
    extracted.clear()
    metadata = tmp_path / "sources.jsonl"
    metadata.write_text(json.dumps({"id": "kinh-te", "publisher": "Báo Kiên Giang"}), encoding="utf-8")
    run("build", articles, "--metadata", metadata, "--store", root)
    assert extracted == ["kinh-te"]


def test_another_pipeline_reads_all_again(
    run: Run, articles: Path, root: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", articles, "--store", root)
    before = canonical(root)
    extracted.clear()
    now = fingerprint_module.fingerprint()
    monkeypatch.setattr(fingerprint_module, "fingerprint", lambda: replace(now, files="other lexicons"))
    result = run("build", articles, "--store", root)
    assert len(extracted) == 3
    assert "Nothing changed" in result.stdout
    assert canonical(root) == before


def test_release_without_records_has_all_extracted_again(
    run: Run, articles: Path, root: Path, extracted: list[str]
) -> None:
    run("build", articles, "--store", root)
    (ReleaseStore(root).current().path / "articles-1.npy").write_bytes(b"damaged")
    extracted.clear()
    run("build", articles, "--store", root)
    assert len(extracted) == 3


@pytest.mark.parametrize("sort", ["same", "repeat"])
def test_withdrawn_article_leaves_nothing_and_one_that_repeats_it_takes_its_place(
    run: Run, articles: Path, root: Path, extracted: list[str], sort: str
) -> None:
    body = (
        text("một", "Cà Mau", "7,5")
        + "Các tỉnh trong Cụm đã phát động nhiều phong trào thi đua thiết thực, tạo khí thế sôi nổi.\n" * 2
    )
    (articles / "mot.txt").write_text(body, encoding="utf-8")
    if sort == "repeat":
        (articles / "sau.txt").write_text(
            body.replace("27/03/2024", "29/03/2024").replace("Tin một", "Tin lại"), "utf-8"
        )
    run("build", articles, "--store", root)
    extracted.clear()
    result = run("withdraw", "mot", "--reason", "rút theo yêu cầu", "--store", root)
    assert result.exit_code == 0
    assert "withdrawn: mot: rút theo yêu cầu" in result.stderr
    assert "1 withdrawn" in result.stdout
    release = ReleaseStore(root).current()
    assert release.manifest.summary["withdrawn"] == [{"article": "mot", "reason": "rút theo yêu cầu"}]
    with pytest.raises(KeyError):
        release.text("mot")
    assert not any(mint.article("mot") in str(quad) for quad in release.open())
    assert extracted == (["sau"] if sort == "repeat" else [])
    (articles / "mot.txt").unlink()
    anew = root.with_name("anew")
    run("build", articles, "--store", anew)
    assert canonical(root) == canonical(anew)
    assert run("validate", "--store", root).exit_code == 0


def test_withdrawing_what_is_not_there_is_told_and_the_others_leave(run: Run, built: Path) -> None:
    before = ReleaseStore(built).current().id
    result = run("withdraw", "khong-co", "--store", built)
    assert (result.exit_code, ReleaseStore(built).current().id) == (2, before)
    assert "unknown: khong-co: the release has no such article" in result.stderr
    result = run("withdraw", "khong-co", "kinh-te", "--store", built)
    assert result.exit_code == 1
    assert ReleaseStore(built).current().manifest.articles == 2


def test_mirror_takes_out_what_is_not_read(run: Run, articles: Path, built: Path) -> None:
    (articles / "kinh-te.txt").unlink()
    result = run("build", "--mirror", articles, "--store", built)
    assert result.exit_code == 0
    assert "withdrawn: kinh-te: it is not among the articles read" in result.stderr
    assert ReleaseStore(built).current().manifest.articles == 2
    anew = built.with_name("anew")
    run("build", articles, "--store", anew)
    assert canonical(built) == canonical(anew)


def test_mirror_takes_nothing_out_where_something_could_not_be_read(run: Run, articles: Path, built: Path) -> None:
    before = ReleaseStore(built).current().id
    (articles / "kinh-te.txt").write_bytes(b"\xff\xfe\xfd")
    result = run("build", "--mirror", articles, "--store", built)
    assert result.exit_code == 1
    assert "nothing was withdrawn: 1 articles of the release were not read" in result.stderr
    assert ReleaseStore(built).current().id == before


def test_mirror_of_an_empty_folder_publishes_nothing(run: Run, built: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    before = ReleaseStore(built).current().id
    assert run("build", "--mirror", tmp_path / "empty", "--store", built).exit_code == 2
    assert ReleaseStore(built).current().id == before


def test_strict_build_publishes_nothing_where_an_article_is_left_out(run: Run, articles: Path, root: Path) -> None:
    (articles / "hong.txt").write_bytes(b"\xff\xfe\xfd")
    result = run("build", "--strict", articles, "--store", root)
    assert result.exit_code == 2
    assert "refused: " in result.stderr
    assert "nothing was published, since --strict lets no article be left out (1 refused, 0 held back)" in result.stderr
    assert not (root / "current").exists()
    (articles / "hong.txt").unlink()
    assert run("build", "--strict", articles, "--store", root).exit_code == 0


class Worded(Counting):
    """The real extractor, which writes the figures of one article out in words."""

    def pipe(self, articles: Iterable[Article], report: Report | None = None) -> Iterator[ArticleGraph]:
        for graph in super().pipe(articles, report):
            spoiled = graph.article.id == "kinh-te"
            yield replace(graph, triples=list(map(in_words, graph.triples))) if spoiled else graph


def in_words(triple: Triple) -> Triple:
    if triple.predicate != NamedNode(SDMX_MEASURE.obsValue):
        return triple
    return Triple(triple.subject, triple.predicate, Literal("sáu phẩy bảy", datatype=NamedNode(XSD.string)))


def test_article_that_breaks_the_cubes_is_held_back_and_the_others_go_in(
    run: Run, articles: Path, root: Path, extractor: Extractor, unchecked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "load_extractor", lambda: (Worded(extractor), "worded"))
    result = run("build", articles, "--store", root)
    assert result.exit_code == 1
    assert f"held back: {articles / 'kinh-te.txt'}: 1 faults" in result.stderr
    assert "its claims break the consolidated cubes: claim " in result.stderr
    assert "thông tin của bài làm sai các khối dữ liệu hợp nhất" in result.stderr
    release = ReleaseStore(root).current()
    assert release.manifest.articles == 2
    assert release.manifest.cubes is not None
    assert run("validate", "--store", root).exit_code == 0


STEPS = st.lists(
    st.dictionaries(
        st.sampled_from(["m", "n", "o"]),
        st.one_of(st.none(), st.tuples(st.sampled_from(["Cà Mau", "Long An"]), st.sampled_from(["7,5", "8,1"]))),
        min_size=1,
    ),
    min_size=1,
    max_size=3,
)
"""Builds one after the other: of some articles, the province and the figure that they tell of, or None where they go."""


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_release_after_any_changes_is_that_of_building_all_anew(
    tmp_path_factory: pytest.TempPathFactory, unchecked: None, steps: list[dict[str, tuple[str, str] | None]]
) -> None:
    base = tmp_path_factory.mktemp("steps")
    folder, store = base / "articles", ReleaseStore(base / "store")
    folder.mkdir()
    (folder / "stays.txt").write_text("Thời tiết\nTrời nhiều mây.\n", encoding="utf-8")
    for step in steps:
        for name, told in step.items():
            (folder / f"{name}.txt").unlink(missing_ok=True)
            if told:
                (folder / f"{name}.txt").write_text(text(name, *told), encoding="utf-8")
        build(store, [folder], [], Quiet(), leave=not_read)
    shutil.rmtree(base / "anew", ignore_errors=True)
    build(ReleaseStore(base / "anew"), [folder], [], Quiet(), leave=nobody_leaves)
    assert canonical(base / "store") == canonical(base / "anew")
    for name in ("store", "anew"):
        release = ReleaseStore(base / name).current()
        found = asdict(count(release.open()))
        assert found == {field: getattr(release.manifest, field) for field in found}
        assert list(catalogue_faults(release.open(), release.manifest)) == []


def test_repeats_are_as_they_were_without_being_put_in_again(
    run: Run, articles: Path, root: Path, extracted: list[str]
) -> None:
    body = (
        text("một", "Cà Mau", "7,5")
        + "Các tỉnh trong Cụm đã phát động nhiều phong trào thi đua thiết thực, tạo khí thế sôi nổi.\n" * 2
    )
    (articles / "mot.txt").write_text(body, encoding="utf-8")
    (articles / "sau.txt").write_text(body.replace("27/03/2024", "29/03/2024"), encoding="utf-8")
    run("build", articles, "--store", root)
    extracted.clear()
    result = run("build", articles, "--store", root)
    assert "Nothing changed" in result.stdout
    assert "5 articles in" in result.stdout
    assert "1 repeat others" in result.stdout
    assert extracted == []
    # The original's text changes altogether: what repeated it is looked at again, and states something of its own.
    (articles / "mot.txt").write_text("Thời tiết hôm nay\nTrời nắng.\n", encoding="utf-8")
    run("build", articles / "mot.txt", "--store", root)
    assert extracted == ["mot", "sau"]
    quads = ReleaseStore(root).current().open().quads_for_pattern(None, NamedNode(DCTERMS.isVersionOf), None, None)
    assert list(quads) == []


def test_numbers_of_the_catalogue_are_brought_up_to_date_and_not_counted_anew(
    run: Run, articles: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", articles, "--store", root)

    def counted_anew(store: object) -> None:
        raise AssertionError("all is counted anew")

    monkeypatch.setattr(updating, "statistics", counted_anew)
    more = tmp_path / "more"
    more.mkdir()
    (more / "them.txt").write_text(text("thêm", "Cà Mau", "7,5"), encoding="utf-8")
    assert run("build", more, "--store", root).exit_code == 0
    assert run("withdraw", "them", "--store", root).exit_code == 0
    release = ReleaseStore(root).current()
    assert list(catalogue_faults(release.open(), release.manifest)) == []


def test_release_without_its_numbers_is_counted_anew(run: Run, articles: Path, root: Path, tmp_path: Path) -> None:
    run("build", articles, "--store", root)
    (ReleaseStore(root).current().path / updating.FILE).write_text("{", encoding="utf-8")
    more = tmp_path / "more"
    more.mkdir()
    (more / "them.txt").write_text(text("thêm", "Cà Mau", "7,5"), encoding="utf-8")
    assert run("build", more, "--store", root).exit_code == 0
    release = ReleaseStore(root).current()
    assert list(catalogue_faults(release.open(), release.manifest)) == []
