"""Each page in Vietnamese and in English: by its address, by `Accept-Language`, by the switch."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

PAGES = (
    "/",
    "/page/bloc/tay-nam-bo",
    "/page/indicator/grdp",
    "/page/province/ca-mau",
    "/compare",
    "/search?q=ca+mau",
    "/query",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("accepted", "language"),
    [("en-GB,en;q=0.9,vi;q=0.8", "en"), ("vi-VN,vi;q=0.9", "vi"), ("fr", "vi"), ("", "vi"), ("fr, en;q=0.1", "en")],
)
def test_an_address_without_a_language_leads_to_the_readers(
    site: FlaskClient, path: str, accepted: str, language: str
) -> None:
    answer = site.get(path, headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}{path}")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_is_in_the_language_of_its_address_whatever_is_accepted(
    site: FlaskClient, path: str, language: str
) -> None:
    other = {"vi": "en", "en": "vi"}[language]
    page = site.get(f"/{language}{path}", headers={"Accept-Language": other}).text
    assert f'<html lang="{language}">' in page
    assert ("Đến nội dung" in page) == (language == "vi")
    assert ("Skip to the content" in page) == (language == "en")


@pytest.mark.parametrize("path", PAGES)
def test_links_of_a_page_stay_in_its_language_but_the_switch(site: FlaskClient, path: str) -> None:
    site.get(f"/vi{path}")  # what is worked out for one language must not stay for the other
    page = site.get(f"/en{path}").text
    main = re.sub(r'<a [^>]*class="switch"[^>]*>', "", page.partition("<body>")[2])
    assert 'href="/en/' in main
    assert 'href="/vi' not in main
    assert not re.findall(r'href="/(?:page/|compare|query|downloads|search\?)', main)


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_and_the_alternates_lead_to_the_same_page_in_the_other_language(
    site: FlaskClient, path: str
) -> None:
    page = site.get(f"/en{path}").text.replace("&amp;", "&")
    assert f'<a href="/vi{path}" hreflang="vi" lang="vi" class="switch">Tiếng Việt</a>' in page
    assert f'<link rel="alternate" hreflang="vi" href="http://localhost/vi{path}">' in page
    assert f'<link rel="canonical" href="http://localhost/en{path}">' in page


def test_identifiers_lead_to_the_page_in_the_readers_language(site: FlaskClient) -> None:
    answer = site.get("/id/bloc/tay-nam-bo", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/page/bloc/tay-nam-bo")
    assert {"Accept", "Accept-Language"} <= set(re.split(r", ?", answer.headers["Vary"]))


@pytest.mark.parametrize(("path", "words"), [("/vi/nowhere", "Không tìm thấy trang"), ("/en/nowhere", "No such page")])
def test_errors_are_told_in_the_language_of_the_address(site: FlaskClient, path: str, words: str) -> None:
    answer = site.get(path, headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert answer.status_code == 404
    assert f"<h1>{words}</h1>" in answer.text


def test_there_is_no_third_language(site: FlaskClient) -> None:
    assert site.get("/fr/page/bloc/tay-nam-bo").status_code == 404


@pytest.mark.parametrize("path", ["/catalog", "/ontology", "/limits"])
def test_a_page_without_a_language_in_its_address_says_it_in_a_parameter(site: FlaskClient, path: str) -> None:
    page = site.get(f"{path}?lang=en", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert f'href="{path}?lang=vi"' in page.text
