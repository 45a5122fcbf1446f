"""What a CKAN portal harvests of the catalogue.

CKAN pins its dependencies to versions of its own, so it can't share our environment. The first test reads the catalogue
by the rules that ckanext-dcat publishes for its profile `euro_dcat_ap_3` (its table “RDF DCAT to CKAN dataset mapping”). The
second has ckanext-dcat itself parse it, where the variable CKAN_PYTHON names the Python of an environment with it:

    python -m venv ckan && ckan/bin/pip install ckanext-dcat 'ckan[requirements]'
    CKAN_PYTHON=$PWD/ckan/bin/python python -m pytest tests/graph_store/test_catalogue_harvest.py
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from rdflib import RDF, Graph, Literal, URIRef

from graph_store.catalogue.graph import release_catalogue, whole_catalogue
from graph_store.catalogue.names import DCAT, SPDX
from graph_store.catalogue.statistics import statistics
from graph_store.catalogue.writing import written
from graph_store.releases import Release
from ontology import mint
from ontology.names import DCTERMS, FOAF

SHA = "0f" * 32
FILES = (
    ("thidua.nq.gz", "dataset", "application/n-quads", "gzip"),
    ("scores.csv", "table", "text/csv", None),
)


@pytest.fixture
def catalogue(two_articles: Release, tmp_path: Path) -> bytes:
    """The catalogue of a release that was exported, as Turtle."""
    files = [
        {
            "name": name, "kind": kind, "table": None, "format": "x", "media_type": media_type, "compression": compression, "bytes": 99,
            "sha256": SHA, "title": {"vi": f"Tệp {name}", "en": f"File {name}"},
        }
        for name, kind, media_type, compression in FILES
    ]  # fmt: skip
    release = tmp_path / "releases" / two_articles.id
    release.mkdir(parents=True)
    (release / "manifest.json").write_bytes(two_articles.manifest.to_json())
    exports = tmp_path / "exports" / two_articles.id
    exports.mkdir(parents=True)
    (exports / "index.json").write_text(
        json.dumps({"release": two_articles.id, "created": "2024-04-01T00:00:00Z", "files": files}), encoding="utf-8"
    )
    held = release_catalogue(two_articles.id, None, statistics(two_articles.open()))
    return written(
        whole_catalogue(tmp_path, two_articles.id, held, lambda error: pytest.fail(str(error))), RdfFormat.TURTLE
    )


def in_english(data: Graph, node: URIRef, predicate: URIRef) -> list[str]:
    """The values that a portal whose language is English takes."""
    return [str(v) for v in data.objects(node, predicate) if isinstance(v, Literal) and v.language == "en"]


def test_fields_that_the_profile_reads_are_there_in_the_form_that_it_reads(
    catalogue: bytes, two_articles: Release
) -> None:
    data = Graph().parse(data=catalogue, format="turtle")
    (dataset,) = data.subjects(RDF.type, DCAT.Dataset)
    assert isinstance(dataset, URIRef)
    assert in_english(data, dataset, DCTERMS.title) == [f"Thi Đua Graph, release {two_articles.id}"]
    assert len(in_english(data, dataset, DCTERMS.description)) == 1
    assert "province" in in_english(data, dataset, DCAT.keyword)
    assert str(data.value(dataset, DCTERMS.identifier)) == str(dataset)
    assert str(data.value(dataset, DCAT.version)) == two_articles.id
    assert data.value(data.value(dataset, DCTERMS.publisher), FOAF.name) is not None
    files = {
        str(data.value(f, DCAT.downloadURL)).rpartition("/")[2]: f for f in data.objects(dataset, DCAT.distribution)
    }
    for name, _, media_type, _ in FILES:
        file = files[name]
        assert isinstance(file, URIRef)
        assert in_english(data, file, DCTERMS.title) == [f"File {name}"]
        assert data.value(file, DCAT.accessURL) == data.value(file, DCAT.downloadURL)
        assert str(data.value(file, DCAT.mediaType)).endswith(media_type)
        assert str(data.value(file, DCTERMS["format"])).startswith(
            "http://publications.europa.eu/resource/authority/file-type/"
        )
        assert int(str(data.value(file, DCAT.byteSize))) == 99
        assert str(data.value(data.value(file, SPDX.checksum), SPDX.checksumValue)) == SHA
        assert data.value(file, DCTERMS.license) is not None


def test_ckanext_dcat_makes_a_dataset_with_its_resources(catalogue: bytes, two_articles: Release) -> None:
    python = os.environ.get("CKAN_PYTHON")
    if not python:
        pytest.skip("CKAN_PYTHON names no environment with CKAN and ckanext-dcat")
    child = Path(__file__).with_name("ckan_child.py")
    done = subprocess.run([python, str(child)], input=catalogue, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()

    (dataset,) = json.loads(done.stdout)
    extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
    assert dataset["title"] == f"Thi Đua Graph, release {two_articles.id}"
    assert dataset["version"] == two_articles.id
    assert {"name": "province"} in dataset["tags"]
    assert (extras["uri"], extras["identifier"]) == (mint.release(two_articles.id),) * 2
    assert extras["publisher_name"]
    resources = {resource["url"].rpartition("/")[2]: resource for resource in dataset["resources"]}
    for name, _, media_type, compression in FILES:
        resource = resources[name]
        assert resource["name"] == f"File {name}"
        assert resource["download_url"] == resource["access_url"] == resource["url"]
        assert resource["mimetype"].endswith(media_type)
        assert (int(resource["size"]), resource["hash"]) == (99, SHA)
        assert resource["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert ("compress_format" in resource) is (compression is not None)
    assert "https://w3id.org/thidua/sparql" in {resource["url"] for resource in dataset["resources"]}
