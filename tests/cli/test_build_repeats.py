"""Articles that repeat another: told, recorded with their metadata, and not counted twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import NamedNode

from graph_store.releases import ReleaseStore
from ontology.names import DCTERMS
from pipeline.run import Extractor
from thidua import build as build_module

Run = Callable[..., Result]

BODY = """Sáng 27-3, tại tỉnh Sóc Trăng, Cụm thi đua các tỉnh miền Tây Nam bộ tổ chức hội nghị tổng kết công tác thi đua năm 2023.
Sóc Trăng là Cụm trưởng Cụm thi đua các tỉnh miền Tây Nam bộ năm 2023. Các tỉnh trong Cụm đã phát động nhiều phong trào thi đua
thiết thực, gắn với nhiệm vụ chính trị của từng địa phương, tạo khí thế sôi nổi trong cán bộ, công chức và nhân dân. GRDP của tỉnh Sóc
Trăng tăng 6,79% so với năm 2022. Hội nghị thống nhất tỉnh Long An làm Cụm trưởng năm 2024.
"""


def write(folder: Path, **articles: tuple[str, str]) -> Path:
    """Articles by id: title and date; all have the same body."""
    folder.mkdir(exist_ok=True)
    for name, (title, date) in articles.items():
        (folder / f"{name}.txt").write_text(f"{title}\n{date}\n{BODY}", encoding="utf-8")
    return folder


def recorded(built: Path) -> dict[str, str]:
    """Which article is recorded as repeating which, by IRI below /article/."""
    store = ReleaseStore(built).current().open()
    quads = store.quads_for_pattern(None, NamedNode(DCTERMS.isVersionOf), None, None)
    return {str(q.subject)[1:-1].rpartition("/")[2]: str(q.object)[1:-1].rpartition("/")[2] for q in quads}


def with_claims(run: Run, built: Path) -> set[str]:
    """The articles of these tests that state something."""
    return {"a", "b", "c"} & {
        json.loads(line)["article"] for line in run("claims", "--store", built).stdout.splitlines()
    }


def test_article_of_two_sites_is_recorded_twice_and_counted_once(run: Run, tmp_path: Path, built: Path) -> None:
    folder = write(tmp_path / "in", b=("Cụm Tây Nam bộ họp", "27/03/2024"), a=("Tổng kết Cụm thi đua", "28/03/2024"))
    result = run("build", folder, "--store", built)
    assert result.exit_code == 0
    assert "2 of them new or changed, 1 repeat others" in result.stdout
    assert "a.txt: a repeats b (likeness " in result.stderr
    release = ReleaseStore(built).current()
    assert (release.manifest.articles, recorded(built), with_claims(run, built)) == (5, {"a": "b"}, {"b"})
    assert release.text("a").startswith("Tổng kết Cụm thi đua\n")
    (kept,) = release.manifest.summary["repeats"]
    assert (kept["file"], kept["article"], kept["original"]) == ("a.txt", "a", "b")
    assert run("validate", "--store", built).exit_code == 0


@pytest.mark.parametrize(
    ("dates", "original"),
    [
        ({"a": "28/03/2024", "b": "27/03/2024"}, "b"),
        ({"a": "27/03/2024", "b": "27/03/2024"}, "a"),
        ({"a": "", "b": "27/03/2024"}, "b"),
    ],
    ids=["earlier date", "first id", "any date"],
)
def test_original_is_the_earlier_one_then_the_first_id_in_whatever_order_they_are_read(
    run: Run, tmp_path: Path, built: Path, dates: dict[str, str], original: str
) -> None:
    folder = write(tmp_path / "in", **{name: (f"Tin {name}", date) for name, date in dates.items()})
    for order in (["a.txt", "b.txt"], ["b.txt", "a.txt"]):
        store = shutil.copytree(built, tmp_path / "-".join(order))
        run("build", *(folder / name for name in order), "--store", store)
        assert with_claims(run, store) == {original}


def test_article_that_the_release_has_already_stays_the_original(run: Run, tmp_path: Path, built: Path) -> None:
    run("build", write(tmp_path / "one", b=("Tin b", "28/03/2024")), "--store", built)
    run("build", write(tmp_path / "two", a=("Tin a", "27/03/2024")), "--store", built)
    assert (recorded(built), with_claims(run, built)) == ({"a": "b"}, {"b"})


def test_signatures_that_a_release_lacks_are_made_of_its_texts(run: Run, tmp_path: Path, built: Path) -> None:
    run("build", write(tmp_path / "one", b=("Tin b", "28/03/2024")), "--store", built)
    (kept,) = ReleaseStore(built).current().path.glob("signatures-*.npy")
    kept.write_bytes(b"damaged")
    run("build", write(tmp_path / "two", a=("Tin a", "27/03/2024")), "--store", built)
    assert recorded(built) == {"a": "b"}


def test_building_repeated_articles_again_changes_nothing(run: Run, tmp_path: Path, built: Path) -> None:
    folder = write(tmp_path / "in", a=("Tin a", "28/03/2024"), b=("Tin b", "27/03/2024"), c=("Tin c", "26/03/2024"))
    run("build", folder, "--store", built)
    before = ReleaseStore(built).current().id
    for paths in ([folder], [folder / "a.txt"], [folder / "c.txt"], [folder / "b.txt", folder / "a.txt"]):
        assert f"Nothing changed; the current release stays {before}" in run("build", *paths, "--store", built).stdout


def test_article_read_again_with_another_text_is_an_update_and_repeats_nothing(
    run: Run, tmp_path: Path, built: Path
) -> None:
    folder = write(tmp_path / "in", a=("Tin a", "27/03/2024"), b=("Tin b", "28/03/2024"))
    run("build", folder, "--store", built)
    write(folder, a=("Tin a, đã sửa", "27/03/2024"))
    result = run("build", folder / "a.txt", "--store", built)
    assert "1 of them new or changed; 0 refused" in result.stdout
    assert (recorded(built), with_claims(run, built)) == ({"b": "a"}, {"a"})
    (folder / "b.txt").write_text("Tin b\nNăm 2023, GRDP của tỉnh Cà Mau tăng 7,8%.\n", encoding="utf-8")
    run("build", folder / "b.txt", "--store", built)
    assert (recorded(built), with_claims(run, built)) == ({}, {"a", "b"})


def test_where_the_original_can_not_go_in_one_that_repeats_it_takes_its_place(
    run: Run, tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    class Fails(Extractor):
        """The real extractor, which leaves out the article `a`."""

        def __init__(self) -> None:
            self.nlp = extractor.nlp

        def pipe(self, articles, report=None):  # type: ignore[no-untyped-def]
            return super().pipe((a for a in articles if a.id != "a"), report)

    monkeypatch.setattr(build_module, "load_extractor", lambda: (Fails(), "fails"))
    folder = write(tmp_path / "in", a=("Tin a", "26/03/2024"), b=("Tin b", "27/03/2024"), c=("Tin c", "28/03/2024"))
    run("build", folder, "--store", built)
    assert (recorded(built), with_claims(run, built)) == ({"c": "b"}, {"b"})


def test_lines_of_one_file_may_repeat_each_other(run: Run, tmp_path: Path, built: Path) -> None:
    lines = [{"id": f"dong-{n}", "text": BODY, "published": f"2024-03-{29 - n}"} for n in range(3)]
    (tmp_path / "bai.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run("build", tmp_path / "bai.jsonl", "--store", built)
    assert recorded(built) == {"dong-0": "dong-2", "dong-1": "dong-2"}
