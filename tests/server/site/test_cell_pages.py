"""Pages about the cells of the consolidated cubes."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Store

from ontology.names import QB, TD


@pytest.fixture
def client(site: FlaskClient) -> FlaskClient:
    return site


def a_cell(store: Store) -> str:
    cells = [q.subject for q in store.quads_for_pattern(None, NamedNode(QB.dataSet), None, DefaultGraph())]
    return min(cell.value for cell in cells if isinstance(cell, NamedNode) and "/ranks/" in cell.value)


def test_cell_shows_its_value_and_the_claims_that_it_rests_on_with_their_words(
    client: FlaskClient, with_cubes: Store
) -> None:
    cell = a_cell(with_cubes)
    claims = with_cubes.quads_for_pattern(NamedNode(cell), None, None, DefaultGraph())
    named = [str(q.object) for q in claims if "/id/claim/" in str(q.object)]
    answer = client.get(cell.replace("https://w3id.org/thidua/id", "/vi/page"))
    assert answer.status_code == 200
    assert named
    assert all(claim.strip("<>").partition("/id/")[2] in answer.text for claim in named)
    assert "<mark" in answer.text


def test_page_of_a_province_does_not_list_the_cells_made_of_its_claims(client: FlaskClient, with_cubes: Store) -> None:
    cell = NamedNode(a_cell(with_cubes))
    (member,) = with_cubes.quads_for_pattern(cell, NamedNode(TD.member), None, DefaultGraph())
    html = client.get(str(member.object).strip("<>").replace("https://w3id.org/thidua/id", "/vi/page")).text
    assert "trên 945 điểm" in html  # the claim itself
    description = html.partition('id="description"')[2].partition('id="data"')[0]
    assert description.count("cell/ranks") == 0
    assert "cube-link" not in html


def test_cell_is_called_by_what_it_is_the_value_of(client: FlaskClient) -> None:
    ranks = client.get("/vi/page/cell/ranks/bloc/tay-nam-bo/province/soc-trang/2023").text
    figures = client.get("/vi/page/cell/indicators/province/ha-nam/2023-H1/grdp/growth/PERCENT").text

    assert "<h1>thứ hạng — Sóc Trăng, Tây Nam bộ, năm 2023" in ranks
    assert re.search(r'lang="en">rank — [^<]*, Southwest, 2023<', ranks)
    assert "GRDP" in figures
    assert " — Hà Nam, " in figures
    assert "Ô dữ liệu hợp nhất" in ranks
    assert "td:disputed</a></dt><dd>không" in ranks
