"""Names and members of blocs, each with the article that attests it and its date."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from ontology.building.blocs import add_blocs
from ontology.names import DCTERMS, ID, ORG, SKOS, SKOSXL, TD, XSD
from ontology.tables.blocs import (
    bloc_memberships,
    bloc_named,
    bloc_names,
    blocs,
    read_bloc_memberships,
    read_bloc_names,
    read_blocs,
)
from ontology.tables.places import provinces

Refusal = Callable[..., str]

TAY_NAM_BO = ID["bloc/tay-nam-bo"]
NAME = "tay-nam-bo,Cụm thi đua Tây Nam bộ,vi,2022-04,digest-201,https://example.org/1"
MEMBER = "tay-nam-bo,an-giang,2024-03-27,,digest-012,https://example.org/1"
BLOC = "tay-nam-bo,Tây Nam bộ,Southwest,,articles,Cụm.,Bloc."


@pytest.fixture(scope="module")
def graph() -> Graph:
    built = Graph()
    add_blocs(built)
    return built


def test_member_is_attested_on_the_articles_date_with_its_address(graph: Graph) -> None:
    node = ID["membership/tay-nam-bo/an-giang/2024-03-27-digest-012"]

    assert set(graph.objects(node, RDF.type)) == {TD.BlocMembership, ORG.Membership}
    assert graph.value(node, ORG.organization) == TAY_NAM_BO
    assert graph.value(node, ORG.member) == ID["province/an-giang"]
    assert graph.value(node, ORG.role) == ID["role/member"]
    assert graph.value(node, TD.attestedOn) == Literal("2024-03-27", datatype=XSD.date)
    assert graph.value(node, DCTERMS.source) == URIRef(
        "https://www.sggp.org.vn/12-tinh-tay-nam-bo-ky-ket-giao-uoc-thi-dua-nam-2024-post732581.html"
    )
    assert (TAY_NAM_BO, TD.hasMember, ID["province/an-giang"]) in graph


def test_member_that_an_article_without_address_attests_rests_on_the_article(graph: Graph) -> None:
    node = ID["membership/tay-nam-bo/an-giang/2022-04-seed-000"]

    assert graph.value(node, DCTERMS.source) == ID["article/seed-000"]
    assert graph.value(node, TD.attestedOn) == Literal("2022-04", datatype=XSD.gYearMonth)


def test_membership_of_a_year_is_a_year(graph: Graph) -> None:
    node = ID["membership/bien-gioi-phia-bac/cao-bang/2009-digest-108"]

    assert graph.value(node, TD.attestedOn) == Literal("2009", datatype=XSD.gYear)


def test_every_membership_is_in_the_graph_and_no_period_is_made_up(graph: Graph) -> None:
    nodes = {str(node) for node in graph.subjects(RDF.type, TD.BlocMembership)}

    assert nodes == {membership.iri for membership in bloc_memberships()}
    assert len(nodes) == 107
    assert not list(graph.objects(None, ORG.memberDuring))


def test_each_member_is_stated_once_by_each_article() -> None:
    stated = Counter((m.bloc.slug, m.member.slug, m.source) for m in bloc_memberships())

    assert set(stated.values()) == {1}


def test_memberships_are_those_of_the_gold_claims(shared: Path) -> None:
    named = {bloc.name: bloc.slug for bloc in blocs()}
    units = {unit.name: unit.slug for unit in provinces() if unit.first is None}
    lines = [
        json.loads(line)
        for file in sorted((shared / "evaluation" / "gold").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    gold = {
        (named[claim["bloc"]], units[claim["member"]], claim["article"])
        for claim in lines
        if claim["type"] == "membership" and claim["bloc"] in named
    }

    assert {(m.bloc.slug, m.member.slug, m.source) for m in bloc_memberships()} == gold


def test_date_and_address_are_those_of_the_articles_metadata(shared: Path) -> None:
    text = (shared / "evaluation" / "digest-sources.jsonl").read_text(encoding="utf-8")
    known = {record["id"]: record for record in map(json.loads, text.splitlines())}
    attested = [entry for entry in (*bloc_memberships(), *bloc_names()) if entry.source in known]

    assert len(attested) > 80
    for entry in attested:
        record = known[entry.source]
        assert entry.attested_on == record["published"], entry.iri
        assert entry.source_url in (None, record["source_url"]), entry.iri


def test_one_address_attests_on_one_date() -> None:
    attested = [entry for entry in (*bloc_memberships(), *bloc_names()) if entry.source_url is not None]
    dates = {(entry.source_url, entry.attested_on) for entry in attested}

    assert len(attested) > 80
    assert len(dates) == len({address for address, _ in dates})


def test_stated_period_is_described_beside_the_membership(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bloc-memberships.csv"
    row = MEMBER.replace(",,digest", ",2023,digest")
    path.write_text(f"bloc,member,attested_on,period,source,source_url\n{row}\n", encoding="utf-8")
    read = read_bloc_memberships(path, blocs(), provinces())
    monkeypatch.setattr("ontology.building.blocs.bloc_memberships", lambda: read)
    built = Graph()

    add_blocs(built)

    assert built.value(URIRef(read[0].iri), ORG.memberDuring) == ID["period/2023"]
    assert (ID["period/2023"], RDF.type, TD.Period) in built


def test_name_of_a_bloc_has_its_source_and_date(graph: Graph) -> None:
    node = ID["bloc/dong-bang-song-hong#name-3"]
    name = Literal("Cụm thi đua 9 tỉnh đồng bằng sông Hồng", lang="vi")

    assert (ID["bloc/dong-bang-song-hong"], SKOSXL.altLabel, node) in graph
    assert graph.value(node, SKOSXL.literalForm) == name
    assert (ID["bloc/dong-bang-song-hong"], SKOS.altLabel, name) in graph
    assert graph.value(node, TD.attestedOn) == Literal("2021-01", datatype=XSD.gYearMonth)
    assert str(graph.value(node, DCTERMS.source)).startswith("http://banthiduakhenthuongtw.gov.vn/")


def test_every_attested_name_means_its_bloc() -> None:
    assert {name.bloc.slug for name in bloc_names()} <= {bloc.slug for bloc in blocs()}
    assert all(bloc_named(name.name) == name.bloc for name in bloc_names())


def test_bloc_is_defined_in_both_languages_and_labelled_once_in_each(graph: Graph) -> None:
    for bloc in blocs():
        for predicate in (SKOS.definition, RDFS.label):
            texts = list(graph.objects(URIRef(bloc.iri), predicate))
            assert sorted(t.language or "" for t in texts if isinstance(t, Literal)) == ["en", "vi"], bloc.slug


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (BLOC.replace(",Cụm.", ","), "column definition_vi is empty"),
        (BLOC.replace("tay-nam-bo", "tnb"), "column slug: 'tnb' is not the slug of 'Tây Nam bộ'"),
        (BLOC.replace("Southwest,,", "Southwest,ĐÔNG NAM BỘ,"), "the name 'ĐÔNG NAM BỘ' already means 'dong-nam-bo'"),
    ],
)
def test_faulty_bloc_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    first = "dong-nam-bo,Đông Nam bộ,Southeast,,articles,Cụm.,Bloc."

    assert refusal(read_blocs, "blocs.csv", first, row) == f"blocs.csv, row 3: {reason}"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (NAME.replace("tay-nam-bo", "so-8"), "column bloc: 'so-8' is none of "),
        (NAME.replace("Tây Nam", "Đông Nam"), "column name: 'Cụm thi đua Đông Nam bộ' is not understood as tay-nam-bo"),
        (NAME.replace(",vi,", ",fr,"), "column language: 'fr' is none of en, vi"),
        (NAME.replace("2022-04", "2022-13"), "column attested_on: '2022-13' is not a date of the form"),
        (NAME.replace("2022-04", "April"), "column attested_on: 'April' is not a date of the form"),
        (NAME.replace("2022-04", ""), "column attested_on is empty"),
        (NAME.replace("digest-201", ""), "column source is empty"),
        (NAME.replace("digest-201", "Digest 201"), "column source: 'Digest 201' is not of the form"),
        (NAME.replace("https://", "example"), "column source_url: 'exampleexample.org/1' is no address"),
    ],
)
def test_faulty_name_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(lambda path: read_bloc_names(path, blocs()), "bloc-names.csv", row)

    assert message.startswith(f"bloc-names.csv, row 2: {reason}")


def test_name_that_stands_twice_is_refused(refusal: Refusal) -> None:
    message = refusal(lambda path: read_bloc_names(path, blocs()), "bloc-names.csv", NAME, NAME)

    assert message == "bloc-names.csv, row 3: name of 'tay-nam-bo: Cụm thi đua Tây Nam bộ' already stands in row 2"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (MEMBER.replace("tay-nam-bo", "so-8"), "column bloc: 'so-8' is none of "),
        (MEMBER.replace("an-giang", "sai-gon"), "column member: no province 'sai-gon'"),
        (MEMBER.replace("an-giang", "an-giang-2025"), "column member: 'an-giang-2025' does not exist on 2024-03-27"),
        (MEMBER.replace("2024-03-27", "2025-07"), "column member: 'an-giang' does not exist on 2025-07"),
        (MEMBER.replace("2024-03-27", "2026"), "column member: 'an-giang' does not exist on 2026"),
        (MEMBER.replace("2024-03-27", "27/3/2024"), "column attested_on: '27/3/2024' is not a date of the form"),
        (MEMBER.replace(",,digest", ",year 2023,digest"), "column period: period 'year 2023' is none of the forms"),
        (MEMBER.replace("digest-012", ""), "column source is empty"),
        (MEMBER.replace("https://example.org/1", "ftp://x"), "column source_url: 'ftp://x' is no address"),
    ],
)
def test_faulty_membership_is_refused_with_file_row_and_reason(refusal: Refusal, row: str, reason: str) -> None:
    message = refusal(lambda path: read_bloc_memberships(path, blocs(), provinces()), "bloc-memberships.csv", row)

    assert message.startswith(f"bloc-memberships.csv, row 2: {reason}")


def test_member_that_an_article_states_twice_is_refused(refusal: Refusal) -> None:
    message = refusal(
        lambda path: read_bloc_memberships(path, blocs(), provinces()), "bloc-memberships.csv", MEMBER, MEMBER
    )

    assert message.startswith("bloc-memberships.csv, row 3: member 'an-giang in tay-nam-bo, digest-012' already stands")


def test_year_in_which_a_unit_ended_may_attest_it_and_its_successor(tmp_path: Path) -> None:
    path = tmp_path / "bloc-memberships.csv"
    rows = [MEMBER.replace("2024-03-27", "2025").replace("an-giang", slug) for slug in ("an-giang", "an-giang-2025")]
    header = "bloc,member,attested_on,period,source,source_url"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")

    read = read_bloc_memberships(path, blocs(), provinces())

    assert [membership.member.slug for membership in read] == ["an-giang", "an-giang-2025"]
