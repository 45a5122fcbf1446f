"""A faulty table, shape, ontology or cube file stops the build before anything is published, and is named."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result

from graph_store.releases import ReleaseStore
from ontology import load
from ontology.tables import geometry, table
from tests.contents import content

Run = Callable[..., Result]


class Spoiled(NamedTuple):
    """A change of one file of the ontology, and what the build says of it."""

    file: str
    old: str
    new: str
    said: str


TABLES = {
    "empty-cell": Spoiled(
        "tables/provinces.csv",
        "ha-noi,Hà Nội,Hanoi,centrally-run-city",
        "ha-noi,Hà Nội,Hanoi,",
        "provinces.csv, row 2: column kind is empty",
    ),
    "unknown-header": Spoiled(
        "tables/country.csv", "slug,name,name_en", "slug,nom,name_en", "country.csv, row 1: header is slug,nom"
    ),
    "row-of-another-length": Spoiled(
        "tables/country.csv", ",1562822,", ",", "country.csv, row 2: has 6 cells, expected 7"
    ),
    "value-that-only-a-shape-refuses": Spoiled(
        "tables/country.csv",
        ",VN,",
        ",VNM,",
        "country.csv, row 2: https://w3id.org/thidua/id/country/viet-nam: A country has exactly one code of ISO 3166-1, "
        'of two letters, at td:iso31662, value "VNM"',
    ),
}
SHAPES = {
    "syntax": Spoiled(
        "shapes/reference/country.ttl",
        "shape:Country a sh:NodeShape ;",
        "shape:Country a sh:NodeShape",
        "reference/country.ttl, line ",
    ),
    "term-that-shacl-lacks": Spoiled(
        "shapes/article/pact.ttl",
        "sh:minCount 1",
        "sh:mincount 1",
        "shape:Pact uses sh:mincount, a term that SHACL does not have",
    ),
    "term-that-nobody-declares": Spoiled(
        "shapes/article/pact.ttl",
        "sh:targetClass td:Pact ;",
        "sh:targetClass td:Pacts ;",
        "shape:Pact uses td:Pacts, a term that the ontology does not declare",
    ),
    "message-in-one-language": Spoiled(
        "shapes/shared/period.ttl",
        '"Kỳ bắt đầu vào đúng một ngày."@vi , ',
        "",
        "shared/period.ttl, line 12: shape:Period needs one sh:message in vi and one in en",
    ),
    "no-shape-to-shacl": Spoiled(
        "shapes/cube/cell.ttl",
        "sh:qualifiedMinCount 1",
        'sh:qualifiedMinCount "one"',
        "shape:Cell is no SHACL at sh:qualifiedMinCount",
    ),
}
ONTOLOGY = {
    "syntax": Spoiled("thidua.ttl", "td:Bloc a owl:Class ;", "td:Bloc a owl:Class", "thidua.ttl, line "),
    "lost-label": Spoiled(
        "thidua.ttl",
        'rdfs:label "cụm thi đua"@vi , "emulation bloc"@en',
        'rdfs:label "emulation bloc"@en',
        "thidua.ttl, line 45: https://w3id.org/thidua/ontology#Bloc: A term has one label in Vietnamese and one in English",
    ),
    "outside-owl-2-rl": Spoiled(
        "thidua.ttl",
        "td:hasMember a owl:ObjectProperty ;",
        "td:hasMember a owl:ObjectProperty , owl:ReflexiveProperty ;",
        "thidua.ttl, line 445: owl2rl/02-construct: https://w3id.org/thidua/ontology#hasMember: ",
    ),
    "contradicts-the-reference-data": Spoiled(
        "alignment.ttl",
        "td:Country rdfs:subClassOf schema:Country .",
        "td:Country rdfs:subClassOf schema:Country , td:Province .",
        "consistency/",
    ),
    "cube-syntax": Spoiled("cube.ttl", "<cube/scores> a qb:DataSet ;", "<cube/scores> a", "cube.ttl, line "),
    "cube-without-licence": Spoiled(
        "cube.ttl",
        "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n",
        "",
        "the consolidated cubes break their shapes: https://w3id.org/thidua/id/cube/",
    ),
}
CASES = {f"{kind}-{name}": case for kind, cases in (("table", TABLES), ("shape", SHAPES), ("ontology", ONTOLOGY))
         for name, case in cases.items()}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the ontology's files, which the build reads instead of the project's own."""
    copy = tmp_path / "ontology"
    shutil.copytree(load.SHAPES.parent, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    with monkeypatch.context() as patch:
        patch.setattr(load, "_FOLDER", copy)
        patch.setattr(load, "SHAPES", copy / "shapes")
        patch.setattr(table, "FOLDER", copy / "tables")
        patch.setattr(geometry, "FOLDER", copy / "geometry")
        forget()
        yield copy
    forget()


def forget() -> None:
    """Empty what the modules of the ontology keep of its files."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "ontology":
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_faulty_file_stops_the_build_and_leaves_the_current_release(
    case: Spoiled, run: Run, articles: Path, built: Path, files: Path
) -> None:
    before = ReleaseStore(built).current()
    path = files / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text
    path.write_text(text.replace(case.old, case.new), encoding="utf-8")

    result = run("build", articles, "--store", built)

    assert result.exit_code == 2, result.output
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("thidua: ")]
    assert case.said in line
    assert ReleaseStore(built).current() == before
    assert [release.id for release in ReleaseStore(built).releases()] == [before.id]
    assert list((built / "drafts").iterdir()) == []


def test_first_build_with_a_faulty_file_publishes_nothing(run: Run, articles: Path, root: Path, files: Path) -> None:
    path = files / "tables" / "country.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",VN,", ",VNM,"), encoding="utf-8")

    assert run("build", articles, "--store", root).exit_code == 2
    assert run("releases", "--store", root).exit_code == 2


def test_file_that_can_not_be_read_is_named(run: Run, articles: Path, built: Path, files: Path) -> None:
    (files / "shapes" / "article" / "pact.ttl").write_bytes(b"\xff\xfe")

    result = run("build", articles, "--store", built)

    assert result.exit_code == 2
    assert "thidua: article/pact.ttl: not UTF-8 at byte 0" in result.stderr


def test_sound_copy_of_the_files_changes_nothing(run: Run, articles: Path, built: Path, files: Path) -> None:
    before = ReleaseStore(built).current()

    result = run("build", articles, "--store", built)

    assert result.exit_code == 0, result.output
    assert ReleaseStore(built).current() == before


def test_shape_file_with_another_comment_has_the_background_checked_again_and_a_release_made(
    run: Run, articles: Path, built: Path, files: Path
) -> None:
    before = ReleaseStore(built).current()
    path = files / "shapes" / "reference" / "country.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\n# Noted.\n", encoding="utf-8")

    assert run("build", articles, "--store", built).exit_code == 0
    after = ReleaseStore(built).current()
    assert after.manifest.background not in {None, before.manifest.background}
    assert after.manifest.shapes == before.manifest.shapes
    assert content(after) == content(before)
