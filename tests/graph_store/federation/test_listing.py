"""The file that lists the endpoints which SERVICE may ask: read whole, or refused with the entry and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_store.federation.listing import Listed, ListingError, read_listing


def test_each_endpoint_has_its_bounds_or_those_that_suit_most(tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_text(
        '[[endpoint]]\niri = "https://query.wikidata.org/sparql"\ntitle = "Wikidata của Việt Nam"\nseconds = 2.5\n'
        '[[endpoint]]\niri = "http://stats.example/sparql"\naddress = "http://10.0.0.7:8890/sparql"\nprivate = true\n',
        encoding="utf-8",
    )
    wikidata, stats = read_listing(tmp_path / "services.toml")
    assert wikidata == Listed("https://query.wikidata.org/sparql", "Wikidata của Việt Nam", seconds=2.5)
    assert (stats.url, stats.private, stats.seconds) == ("http://10.0.0.7:8890/sparql", True, 10.0)


FAULTY = {
    "[[endpoint": "can't be read",
    "x = 1": "not 'x'",
    "endpoint = 1": "only",
    "[[endpoint]]\ntitle='x'": "endpoint 1: it has no `iri`",
    "[[endpoint]]\niri='http://x/'\n[[endpoint]]\niri='http://x/'": "endpoint 2: <http://x/> is listed twice",
    "[[endpoint]]\niri='ftp://x/'": "endpoint 1: .*ftp://x/",
    "[[endpoint]]\niri='http://x/'\naddress='x'": "endpoint 1: ",
    "[[endpoint]]\niri='http://user:secret@x/'": "endpoint 1: ",
    "[[endpoint]]\niri='http://x/'\nsecnds=1": "endpoint 1: `secnds` is not known; there are iri, ",
    "[[endpoint]]\niri='http://x/'\nseconds='1'": "`seconds` is '1', and is to be a number above 0",
    "[[endpoint]]\niri='http://x/'\nseconds=0": "`seconds` is 0, ",
    "[[endpoint]]\niri='http://x/'\nbytes=1.5": "`bytes` is 1.5, and is to be a whole number from 1",
    "[[endpoint]]\niri='http://x/'\nat_once=true": "`at_once` is True",
    "[[endpoint]]\niri='http://x/'\nprivate=1": "`private` is 1, and is to be true or false",
}


@pytest.mark.parametrize(("text", "reason"), FAULTY.items())
def test_a_fault_is_told_with_file_entry_and_reason(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_text(text)
    with pytest.raises(ListingError, match=rf"services\.toml: .*{reason}") as caught:
        read_listing(tmp_path / "services.toml")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ListingError, match=r"services\.toml: .*No such file"):
        read_listing(tmp_path / "services.toml")


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ListingError, match="utf-8"):
        read_listing(tmp_path / "services.toml")
