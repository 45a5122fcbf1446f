"""`/exports/RELEASE/FILE`: the files of an export as they lie in the store."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph_store.exports.folder import export_release
from graph_store.releases import ReleaseStore
from server.app import create_app
from server.config import ServerConfig
from tests.exports.conftest import Silent, put_hard_article

OF_FORMAT = {"nquads": "application/gzip", "csv": "text/csv; charset=utf-8; header=present", "csvw": "application/csvm+json",
             "parquet": "application/vnd.apache.parquet", "markdown": "text/markdown; charset=utf-8"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("served") / "store"
    with ReleaseStore(root).draft() as draft:
        put_hard_article(draft)
        release = draft.publish()
    return export_release(release, root / "exports" / release.id, Silent()).folder


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(ServerConfig(store=folder.parents[1])).test_client()


def test_every_file_is_sent_as_it_lies_there(client: FlaskClient, folder: Path) -> None:
    answer = client.get(f"/exports/{folder.name}/index.json", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    for file in json.loads(answer.data)["files"]:
        answer = client.get(f"/exports/{folder.name}/{file['name']}", buffered=True)
        assert answer.status_code == 200
        assert sha256(answer.data).hexdigest() == file["sha256"]
        assert answer.headers["ETag"] == f'"{file["sha256"]}"'
        assert answer.headers["Content-Length"] == str(file["bytes"])
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Content-Type"] == OF_FORMAT.get(file["format"], answer.headers["Content-Type"])


def test_range_and_known_content(client: FlaskClient, folder: Path) -> None:
    path = f"/exports/{folder.name}/dataset.nq.gz"
    whole = (folder / "dataset.nq.gz").read_bytes()
    part = client.get(path, headers={"Range": "bytes=10-19"}, buffered=True)
    assert (part.status_code, part.data) == (206, whole[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    etag = part.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}, buffered=True).status_code == 304
    other = client.get(path, headers={"Range": "bytes=10-19", "If-Range": '"other"'}, buffered=True)
    assert (other.status_code, other.data) == (200, whole)
    assert client.get(path, headers={"Range": f"bytes={len(whole)}-"}, buffered=True).status_code == 416
    head = client.head(path, buffered=True)
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(whole)))


def test_csv_leads_to_its_description(client: FlaskClient, folder: Path) -> None:
    link = client.get(f"/exports/{folder.name}/claims.csv", buffered=True).headers["Link"]
    assert link == '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'


@pytest.mark.parametrize(
    "path",
    [
        "{id}/none.csv",
        "{id}/.lock",
        "{id}/..%2f..%2fcurrent",
        "20200101T000000Z-0000/index.json",
        "../index.json",
        "x/index.json",
    ],
)
def test_what_is_no_file_of_an_export_is_not_found(client: FlaskClient, folder: Path, path: str) -> None:
    answer = client.get(
        f"/exports/{path.format(id=folder.name)}", headers={"Accept": "application/json"}, buffered=True
    )
    assert answer.status_code == 404


def test_file_that_is_gone_is_not_found(client: FlaskClient, folder: Path) -> None:
    path = folder / "pacts.csv"
    content = path.read_bytes()
    path.unlink()
    try:
        answer = client.get(f"/exports/{folder.name}/pacts.csv", headers={"Accept": "application/json"}, buffered=True)
        assert answer.status_code == 404
        assert "has no file pacts.csv" in json.loads(answer.data)["detail"]
    finally:
        path.write_bytes(content)
