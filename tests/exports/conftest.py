"""A release with every type of claim, and one article whose words are hard on formats; and exports of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph_store.exports.folder import Exported, export_release
from graph_store.releases import Draft, Release, ReleaseStore
from graph_store.terms import from_rdflib
from ontology import mint
from ontology.load import reference_graph
from pipeline.assertion.article import assert_article
from pipeline.assertion.evidence import Located
from pipeline.claims import Claim, Document, Movement, Observation, Ranking
from pipeline.readers import Article, read_paths
from pipeline.run import Extractor
from tests.questions.stores import CORPUS

HARD = "kho-doc"
"""Id of the article with line breaks, quotation marks, commas, decomposed and confusable letters in its quotes."""

_LINES = (
    'GRDP "Đắk Lắk",\r\n6 tháng đầu năm 2023; tăng 6,70%',
    "Đăk Nông: thu ngân sách\nđạt 88.000.000.000.000 đồng\u00a0(\u2028tăng)",
    "Ho\u0300a Bi\u0300nh, 'đứng thứ 2' (938,21 điểm)\t\\n",
    "phong trào \u201cDân vận, khéo\u201d; <b>&amp;</b>",
    "Chỉ thị 03/CT-UBND\r ngày 5/1/2023",
)


class Silent:
    """Progress that nobody looks at."""

    def begin(self, part: str, unit: str, total: int | None) -> None:
        pass

    def advance(self, units: int) -> None:
        pass


def hard_article(article_id: str = HARD, extra: str = "") -> tuple[str, list[tuple[Claim, str]]]:
    """The text of the hard article, and its claims with their quotes."""
    text = "\n\n".join(_LINES) + extra
    places = [(text.index(line), text.index(line) + len(line)) for line in _LINES]
    rules = ["observations.growth", "observations.level", "rankings.stated", "movements.quoted", "documents.numbered"]
    of = [{"start": start, "end": end, "rule": rule} for (start, end), rule in zip(places, rules, strict=True)]
    claims: list[Claim] = [
        Observation(
            area="Đắk Lắk", indicator="grdp", measure="growth", value=6.7, unit="%", period="2023-H1", words="tăng 6,70%", **of[0]
        ),
        Observation(
            area="Đắk Nông", indicator="budget-revenue", measure="level", value=88e12, unit="VND", period="2023",
            bound="above", **of[1],
        ),
        Ranking(bloc="Tây Bắc", member="Hòa Bình", period="2023", rank=2, score=938.21, bound="exact", **of[2]),
        Movement(name="Dân vận, khéo", **of[3]),
        Document(number="Chỉ thị 03/CT-UBND", date="2023-01-05", issuer="Hòa Bình", **of[4]),
    ]  # fmt: skip
    return text, [(claim, text[claim.start : claim.end]) for claim in claims]


def put_hard_article(draft: Draft, article_id: str = HARD, extra: str = "") -> None:
    text, claims = hard_article(article_id, extra)
    article = Article(
        article_id, text, Path(f"{article_id}.txt"), 'Tin "nóng",\nvà lạnh', published="2023-07-05", publisher="Báo A, B & C",
        url="https://example.org/tin?a=1&b=2",
    )  # fmt: skip
    triples = assert_article(article, [Located(claim, quote) for claim, quote in claims], "thử", None)
    draft.put_article(article_id, mint.article_graph(article_id), triples, text.encode())


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Path:
    """A store with one release: twenty articles of the corpus as the pipeline reads them, the hard one, the reference data."""
    root = tmp_path_factory.mktemp("exports") / "store"
    sources = [CORPUS / "sources.jsonl"]
    files = sorted((CORPUS / "articles").glob("digest-0*.txt"))
    with ReleaseStore(root).draft() as draft:
        draft.put_graph(mint.graph("reference"), from_rdflib(reference_graph()))
        for graph in extractor.pipe(read_paths(files, lambda refusal: pytest.fail(str(refusal)), sources)):
            text = graph.article.text.encode()
            draft.put_article(graph.article.id, graph.graph_iri, graph.triples, text)
        put_hard_article(draft)
        draft.publish()
    return root


@pytest.fixture(scope="session")
def release(root: Path) -> Release:
    return ReleaseStore(root).current()


@pytest.fixture(scope="session")
def store(release: Release) -> Store:
    return release.open()


@pytest.fixture(scope="session")
def exported(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """An export, which nobody may change."""
    return export_release(release, tmp_path_factory.mktemp("exported") / "all", Silent())


@pytest.fixture
def changeable(exported: Exported, tmp_path: Path) -> Path:
    """A copy of the export, to be changed at will."""
    return Path(shutil.copytree(exported.folder, tmp_path / "copy"))
