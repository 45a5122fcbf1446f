"""Pages about the cells of the consolidated cubes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph_store.cube.graphs import cube_graphs
from graph_store.engine import EmbeddedEngine
from ontology import mint
from ontology.names import QB, TD
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource


@pytest.fixture(scope="module")
def with_cubes(store: Store) -> Store:
    """The three articles with the cubes that their claims give."""
    whole = Store()
    whole.extend(store)
    for name, triples in cube_graphs(store).items():
        for graph in (NamedNode(mint.graph(name)), DefaultGraph()):
            whole.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return whole


@pytest.fixture
def client(with_cubes: Store, tmp_path: Path) -> FlaskClient:
    source = FixedSource("20240401T000000Z-0000", EmbeddedEngine.over(with_cubes))
    return create_app(ServerConfig(store=tmp_path), source).test_client()


def a_cell(store: Store) -> str:
    cells = [q.subject for q in store.quads_for_pattern(None, NamedNode(QB.dataSet), None, DefaultGraph())]
    return min(cell.value for cell in cells if isinstance(cell, NamedNode) and "/ranks/" in cell.value)


def test_cell_shows_its_value_and_the_claims_that_it_rests_on_with_their_words(
    client: FlaskClient, with_cubes: Store
) -> None:
    cell = a_cell(with_cubes)
    claims = with_cubes.quads_for_pattern(NamedNode(cell), None, None, DefaultGraph())
    named = [str(q.object) for q in claims if "/id/claim/" in str(q.object)]
    answer = client.get(cell.replace("https://w3id.org/thidua/id", "/page"))
    assert answer.status_code == 200
    assert named
    assert all(claim.strip("<>").partition("/id/")[2] in answer.text for claim in named)
    assert "<mark" in answer.text


def test_page_of_a_province_does_not_list_the_cells_made_of_its_claims(client: FlaskClient, with_cubes: Store) -> None:
    cell = NamedNode(a_cell(with_cubes))
    (member,) = with_cubes.quads_for_pattern(cell, NamedNode(TD.member), None, DefaultGraph())
    html = client.get(str(member.object).strip("<>").replace("https://w3id.org/thidua/id", "/page")).text
    assert "trên 945 điểm" in html  # the claim itself
    assert "cell/ranks" not in html
    assert "cube-link" not in html


def test_cell_is_called_by_what_it_is_the_value_of(client: FlaskClient) -> None:
    ranks = client.get("/page/cell/ranks/bloc/tay-nam-bo/province/soc-trang/2023").text
    figures = client.get("/page/cell/indicators/province/ha-nam/2023-H1/grdp/growth/PERCENT").text

    assert "<h1>thứ hạng — Sóc Trăng, Tây Nam bộ, năm 2023" in ranks
    assert re.search(r'lang="en">rank — [^<]*, Southwest, 2023<', ranks)
    assert "GRDP" in figures
    assert " — Hà Nam, " in figures
    assert "Ô dữ liệu hợp nhất" in ranks
    assert "td:disputed</a></dt><dd>không" in ranks
