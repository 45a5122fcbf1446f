import pytest

from server.formats import GRAPHS, RESULTS, UnknownFormatError, chosen, named
from server.negotiation import NotAcceptableError, negotiate

TYPES = ["text/turtle", "application/n-triples", "application/rdf+xml"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("APPLICATION/RDF+XML", "application/rdf+xml"),
        ("application/rdf+xml;charset=utf-8", "application/rdf+xml"),
        ("text/turtle;q=0.5, application/rdf+xml;q=0.6", "application/rdf+xml"),
        ("text/turtle ; q = 0.5 , application/rdf+xml ; q=0.6", "application/rdf+xml"),
        ("image/png, application/n-triples;q=0.1", "application/n-triples"),
    ],
)
def test_accept_header_chooses_the_type_of_highest_quality(accept: str | None, expected: str) -> None:
    assert negotiate(accept, TYPES) == expected


def test_the_most_specific_range_gives_a_type_its_quality() -> None:
    assert negotiate("text/turtle;q=0.2, text/*;q=0.9, */*;q=0.5", TYPES) == "application/n-triples"


def test_a_type_refused_with_q_zero_is_not_given_by_a_wildcard() -> None:
    assert negotiate("text/turtle;q=0, */*", TYPES) == "application/n-triples"


def test_among_equal_qualities_the_type_that_is_named_wins_over_a_wildcard() -> None:
    assert negotiate("application/rdf+xml, */*", TYPES) == "application/rdf+xml"


def test_among_types_that_are_named_alike_the_servers_favourite_wins() -> None:
    assert negotiate("application/rdf+xml, application/n-triples", TYPES) == "application/n-triples"


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "text/plain, image/*"])
def test_nothing_acceptable_is_an_error_that_lists_what_is_offered(accept: str) -> None:
    with pytest.raises(NotAcceptableError, match="text/turtle, application/n-triples") as caught:
        negotiate(accept, TYPES)
    assert caught.value.accept == accept


@pytest.mark.parametrize("accept", ["garbage", "text/turtle;q=lots", "*/turtle", ";;,", "text/turtle;q=7"])
def test_ranges_that_cannot_be_read_are_left_out(accept: str) -> None:
    assert negotiate(accept, TYPES) == "text/turtle"
    assert negotiate(f"{accept}, application/rdf+xml", TYPES) == "application/rdf+xml"


def test_an_alias_is_answered_under_the_name_that_the_client_knows() -> None:
    choice = chosen("application/json", RESULTS)
    assert choice is not None
    assert (choice.format.name, choice.content_type) == ("json", "application/json")
    assert choice.engine_type == "application/sparql-results+json"


def test_plain_json_of_a_graph_is_json_ld() -> None:
    choice = chosen("application/json", GRAPHS)
    assert choice is not None
    assert (choice.content_type, choice.engine_type) == ("application/json", "application/ld+json")


def test_textual_formats_say_that_they_are_utf_8() -> None:
    assert named("csv", RESULTS).content_type == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "place", "is_page"),
    [
        ("*/*", "first", True),
        ("*/*", "last", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "last", True),
        ("text/html;q=0.5, text/turtle", "first", False),
    ],
)
def test_the_page_goes_to_who_names_it_or_where_it_is_the_favourite(accept: str, place: str, is_page: bool) -> None:
    assert (chosen(accept, GRAPHS, html="first" if place == "first" else "last") is None) is is_page


def test_a_format_by_name_or_media_type() -> None:
    assert named("ttl", GRAPHS).format is named("text/turtle", GRAPHS).format


def test_an_unknown_format_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownFormatError, match=r"“pdf”.*ttl, nt, jsonld, json, rdf"):
        named("pdf", GRAPHS)
