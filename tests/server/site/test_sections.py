"""What pages of each kind begin with: tables, charts and maps of the consolidated values, each with its sentence."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, Store

from graph_store.engine import EmbeddedEngine
from ontology import mint
from ontology.names import ORG, PROV
from server import drawing
from server.app import create_app
from server.config import ServerConfig
from server.labels import Value
from server.site.sections.cells import Cell, series, span
from server.source import FixedSource


def page(site: FlaskClient, path: str, language: str = "vi", **query: str) -> str:
    answer = site.get(f"/{language}/page/{path}", query_string=query)
    assert answer.status_code == 200
    return unescape(answer.text)


def section(html: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">(.*?)</section>', html, re.DOTALL)
    assert found, f"no section {name}"
    return found[1]


def visible(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)).split())


def test_a_bloc_has_its_ranking_by_year_with_ranks_and_points_that_lead_to_their_cells(site: FlaskClient) -> None:
    standings = section(page(site, "bloc/tay-nam-bo"), "standings")
    assert "Cà Mau hạng 1 (trên 945 điểm)" in visible(standings)
    assert "Kiên Giang hạng 4 (932,88 điểm)" in visible(standings)
    assert 'href="/vi/page/cell/ranks/bloc/tay-nam-bo/province/ca-mau/2023"' in standings
    assert 'href="/vi/page/cell/scores/bloc/tay-nam-bo/province/ca-mau/2023"' in standings
    assert visible(standings).index("Cà Mau") < visible(standings).index("Kiên Giang")


def test_a_bloc_has_its_members_by_year_and_in_which_role(site: FlaskClient) -> None:
    members = section(page(site, "bloc/tay-nam-bo", "en"), "members")
    rows = [visible(row) for row in re.findall(r"<tr>(.*?)</tr>", members, re.DOTALL)]
    assert rows[0].split()[1:] == ["2024", "2023", "2022"]
    dong_thap = next(row for row in rows if row.startswith("Dong Thap"))
    assert dong_thap.split()[2:] == ["Leader"]
    assert 'aria-label="Ca Mau, 2024: member"' in members


def test_a_bloc_has_its_leaders_and_conferences(site: FlaskClient) -> None:
    html = page(site, "bloc/tay-nam-bo", "en")
    assert "2023 Soc Trang" in visible(section(html, "leaders"))
    assert "27 March 2024, Soc Trang" in visible(section(html, "conferences"))


@pytest.fixture
def with_members(with_cubes: Store, tmp_path: Path) -> FlaskClient:
    """A claim that Bắc Ninh is in the bloc of the Red River Delta, which none of the three articles has."""
    whole = Store()
    whole.extend(with_cubes)
    claim = NamedNode(mint.claim("dong-bang-2023-h1", "membership", "Bắc Ninh"))
    values = {
        ORG.organization: mint.entity("bloc", "đồng bằng sông Hồng"),
        ORG.member: mint.entity("province", "Bắc Ninh"),
        ORG.role: mint.code("role", "member"),
        PROV.wasDerivedFrom: mint.article("dong-bang-2023-h1"),
    }
    whole.extend(Quad(claim, NamedNode(name), NamedNode(value)) for name, value in values.items())
    return create_app(ServerConfig(store=tmp_path), FixedSource("r", EmbeddedEngine.over(whole))).test_client()


def test_indicators_of_a_blocs_members_are_compared_with_the_sentence_on_the_spot(with_members: FlaskClient) -> None:
    html = page(with_members, "bloc/dong-bang-song-hong")
    shown = section(html, "indicators")
    assert "Bắc Ninh −12,59%" in visible(shown)
    assert "<mark>" in shown
    assert 'href="/vi/page/province/ha-nam"' not in shown  # it is no member
    assert "Bắc Ninh" in visible(section(html, "members"))


def test_a_province_has_its_ranks_blocs_and_awards(site: FlaskClient) -> None:
    html = page(site, "province/ca-mau")
    assert "năm 2023 Tây Nam bộ 1" in visible(section(html, "standings"))
    assert "trên 945" in visible(section(html, "standings"))
    assert "Cờ thi đua của Chính phủ" in visible(section(html, "honours"))
    assert "<mark>" in section(html, "honours")
    assert "Tây Nam bộ" in visible(section(html, "blocs"))


def test_a_provinces_officials_are_those_whose_iri_ends_in_its_name(site: FlaskClient) -> None:
    assert "Trần Văn Lâu" in visible(section(page(site, "province/soc-trang"), "officials"))
    assert 'id="officials"' not in page(site, "province/ca-mau")


def test_an_indicator_has_a_map_and_a_league_table_in_order(site: FlaskClient) -> None:
    values = section(page(site, "indicator/grdp", "en"), "values")
    rows = [visible(row) for row in re.findall(r"<tr>(.*?)</tr>", values, re.DOTALL)][1:]
    assert len(rows) == 2
    assert [row.split("%")[0] for row in rows] == sorted(
        (row.split("%")[0] for row in rows),
        key=lambda row: -float(row.rpartition(" ")[2].replace("−", "-")),
    )
    assert values.count("<svg") >= 2


@pytest.mark.parametrize("query", [{"measure": "nothing"}, {"period": "1066"}, {"of": "growth~1066"}])
def test_a_choice_that_has_no_values_is_told_so(site: FlaskClient, query: dict[str, str]) -> None:
    answer = site.get("/en/page/indicator/grdp", query_string=query)
    assert answer.status_code == 400
    assert "1066" in answer.text or "nothing" in answer.text


def test_an_award_tells_nominations_from_conferrals(site: FlaskClient) -> None:
    html = page(site, "award/government-emulation-flag", "en")
    assert "Ca Mau" in visible(section(html, "nominated"))
    assert 'id="conferred"' not in html


def test_an_official_has_posts_as_attested_and_conferences(site: FlaskClient) -> None:
    path = re.findall(r'href="/vi/page/(official/[^"]+)"', page(site, "province/soc-trang"))[0]
    html = page(site, path, "en")
    assert "27 March 2024" in visible(section(html, "posts"))
    assert "phát biểu" in visible(section(page(site, path), "conferences"))


def test_a_conference_names_who_took_part(site: FlaskClient) -> None:
    assert "Trần Văn Lâu" in visible(section(page(site, "conference/tay-nam-bo/2023/annual-review"), "people"))


def test_the_front_page_has_a_map_with_names(site: FlaskClient) -> None:
    html = site.get("/en/").text
    assert "<svg" in html
    assert "Ca Mau: " in unescape(html)


def test_no_two_elements_of_a_page_have_one_id(site: FlaskClient) -> None:
    for path in ("bloc/tay-nam-bo", "province/ca-mau", "indicator/grdp", "award/government-emulation-flag"):
        ids = re.findall(r' id="([^"]+)"', page(site, path))
        assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)


@pytest.mark.parametrize(
    ("notation", "part"),
    [
        ("2023", "year"), ("2024", "year"), ("2023-H1", "H1"), ("2023-Q2", "Q"), ("2024-Q3", "Q"),
        ("2024-01/2024-09", "01-09"), ("2021/2025", "2021/2025"), ("2024-07", "07"),
    ],
)  # fmt: skip
def test_figures_of_parts_of_a_year_dont_make_one_line_with_those_of_whole_years(notation: str, part: str) -> None:
    assert span(notation) == part


def test_a_chart_draws_the_months_so_far_of_each_year(monkeypatch: pytest.MonkeyPatch) -> None:
    def cell(period: str) -> Cell:
        of = {name: Value(text=name, en=name, iri=f"https://w3id.org/thidua/id/x/{name}") for name in "aim"}
        when = Value(text=period, en=period, iri=f"https://w3id.org/thidua/id/period/{period}")
        return Cell("x", of["a"], of["i"], of["m"], when, Value(text="1", en="1"), 1.0, "", 1, False)

    with Flask("x").test_request_context("/vi/"):
        drawn = series([cell("2023-01--2023-09"), cell("2024-01--2024-09")], "x")
        assert drawing.trend([drawn], "x", "x", "vi").count("<circle") >= 2
