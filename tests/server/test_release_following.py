from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from graph_store.errors import MissingStoreError
from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import RDF, TD
from server.app import create_app
from server.config import ServerConfig
from server.source import ReleaseSource

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?bloc a td:Bloc }"


def publish(root: Path, name: str) -> str:
    bloc = Triple(NamedNode(mint.entity("bloc", name)), NamedNode(RDF.type), NamedNode(TD.Bloc))
    with ReleaseStore(root).draft() as draft:
        draft.put_graph(mint.graph(name), [bloc])
        return draft.publish({}).id


def blocs(source: ReleaseSource) -> str:
    return source.current().rows(COUNT)[0]["n"].value


def test_a_release_published_while_serving_is_read_from_the_next_request_on(tmp_path: Path) -> None:
    source = ReleaseSource(tmp_path)
    with pytest.raises(MissingStoreError):
        source.current()
    publish(tmp_path, "a")
    assert blocs(source) == "1"
    publish(tmp_path, "b")
    assert blocs(source) == "2"


def test_a_request_under_way_stays_with_its_release(tmp_path: Path) -> None:
    source = ReleaseSource(tmp_path)
    publish(tmp_path, "a")
    under_way = source.current()
    newer = publish(tmp_path, "b")
    assert source.current().release == newer
    assert under_way.rows(COUNT)[0]["n"].value == "1"


def test_the_release_is_opened_once_while_the_pointer_stays(tmp_path: Path) -> None:
    source = ReleaseSource(tmp_path)
    publish(tmp_path, "a")
    assert source.current() is source.current()


def test_a_release_that_cannot_be_opened_leaves_the_old_one_in_service(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = ReleaseSource(tmp_path)
    publish(tmp_path, "a")
    serving = source.current()
    (tmp_path / "current").write_text("20990101T000000Z-0000\n", encoding="utf-8")
    assert source.current() is serving
    assert "still serving" in caplog.text


def test_the_pages_of_an_application_follow_the_release(tmp_path: Path) -> None:
    publish(tmp_path, "a")
    client = create_app(ServerConfig(store=tmp_path)).test_client()
    assert client.get("/vi/page/bloc/b").status_code == 404
    publish(tmp_path, "b")
    assert client.get("/vi/page/bloc/b").status_code == 200
    assert client.get("/vi/search?kind=bloc").text.count("/vi/page/bloc/") == 0
