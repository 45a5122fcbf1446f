"""Blocs by the names that articles give them, and the codes of CLAIMS.md."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from ontology.reference import bloc_named, blocs, codes, country, is_country, unit_iri
from ontology.tables.codes import concepts, schemes


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tây Nam bộ", "tay-nam-bo"),
        ("Cụm thi đua các tỉnh miền Tây Nam Bộ", "tay-nam-bo"),
        ("cụm 12 tỉnh Tây Nam bộ", "tay-nam-bo"),
        ("Đông Nam Bộ", "dong-nam-bo"),
        ("các tỉnh ĐBSH", "dong-bang-song-hong"),
        ("9 tỉnh đồng bằng sông Hồng", "dong-bang-song-hong"),
        ("7 tỉnh biên giới phía Bắc", "bien-gioi-phia-bac"),
        ("Trung du và miền núi phía Bắc", "trung-du-va-mien-nui-phia-bac"),
        ("Cụm thi đua 5 thành phố trực thuộc Trung ương", "5-thanh-pho-truc-thuoc-trung-uong"),
    ],
)
def test_bloc_is_found_by_what_articles_call_it(name: str, slug: str) -> None:
    found = bloc_named(name)

    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize("name", ["Hội Luật gia các tỉnh miền Đông Nam bộ", "số 8", "miền núi phía Bắc", "", "cụm"])
def test_bloc_of_another_body_or_of_unknown_name_is_not_found(name: str) -> None:
    assert bloc_named(name) is None


def test_every_bloc_says_where_its_name_is_attested() -> None:
    assert all(bloc.source and bloc.iri.endswith(f"/id/bloc/{bloc.slug}") for bloc in blocs())


def test_country_is_known_by_name() -> None:
    assert country().iri == "https://w3id.org/thidua/id/country/viet-nam"
    assert is_country("cả nước")
    assert not is_country("Tây Nguyên")


@pytest.mark.parametrize(
    ("notation", "iri"),
    [
        ("%", "http://qudt.org/vocab/unit/PERCENT"),
        ("USD", "http://qudt.org/vocab/unit/CCY_USD"),
        ("km2", "http://qudt.org/vocab/unit/KiloM2"),
        ("commune", "https://w3id.org/thidua/id/unit/commune"),
        ("industrial-cluster", "https://w3id.org/thidua/id/unit/industrial-cluster"),
    ],
)
def test_unit_has_qudts_iri_or_our_own(notation: str, iri: str) -> None:
    assert unit_iri(notation) == iri


def test_unknown_scheme_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="colour"):
        codes("colour")


def test_codes_are_told_apart_by_iri_within_all_schemes() -> None:
    iris = [code.iri for scheme in schemes() for code in concepts(scheme.name)]

    assert len(set(iris)) == len(iris)


def test_every_code_that_the_scorer_knows_has_a_concept(shared: Path) -> None:
    scorer = runpy.run_path(str(shared / "evaluation" / "score.py"))

    assert codes("indicator") >= scorer["INDICATORS"]
    assert codes("award") >= scorer["AWARDS"]
    assert codes("conference-kind") == scorer["KINDS"]
    assert codes("measure") == scorer["MEASURES"]
    assert codes("bound") == scorer["BOUNDS"]
    assert codes("role") == {"member", *scorer["ROLES"]["leadership"], *scorer["ROLES"]["participation"]}
    assert codes("unit") >= scorer["UNITS"]


@pytest.mark.parametrize(
    ("heading", "scheme"),
    [("kind", "conference-kind"), ("measure", "measure"), ("unit", "unit"), ("indicator", "indicator")],
)
def test_every_code_that_claims_md_lists_has_a_concept(shared: Path, heading: str, scheme: str) -> None:
    text = (shared / "evaluation" / "CLAIMS.md").read_text(encoding="utf-8")
    found = re.search(rf"^\*\*{heading}\*\*: (.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    listed = re.split("anything else|A conference that", found[1])[0]

    assert set(re.findall(r"`([^`]+)`", listed)) <= codes(scheme)
