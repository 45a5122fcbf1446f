"""Ids of articles: stable, so that an article read again replaces its earlier version, and told apart from one another.

- A file with one article: its name without the endings of its kind (`a.txt`, `a.html.gz` give `a`). A page that is named `index` has the
  id of its address where it states one.
- A line of JSON: its `id`, or else the id of its address.
- An item of a feed: its `guid` (RSS) or `id` (Atom), or else its link. Where that is an address, the id of the address; else the host of
  its link, or the file's name, before it, since feeds number their items each for itself.

The id of an address is its host and path (and query) without `www.`, with hyphens for what is no letter or digit; one that is too long is
cut, with a hash of the whole (`ontology.mint.slug`). The scheme and a fragment do not count.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ontology import mint


def of_address(url: str) -> str:
    """The id of an article at an address.

    >>> of_address("https://www.example.org/tin-tuc/bai-1.html")
    'example-org-tin-tuc-bai-1-html'

    Raises `ValueError` where the address has no host.
    """
    host = host_of(url)
    parts = urlsplit(url)
    return mint.slug(f"{host} {parts.path} {parts.query}")


def of_item(guid: str | None, link: str | None, file: str) -> str | None:
    """The id of a feed's item by its own identifier, its link and the name of its file; None where it has neither of the first two."""
    named = guid or link
    if not named:
        return None
    if is_address(named):
        return of_address(named)
    host = host_of(link) if link and is_address(link) else file
    return mint.slug(f"{host} {named}")


def is_address(text: str) -> bool:
    """Whether a text is an http address with a host."""
    return text.lower().startswith(("http://", "https://")) and bool(host_of(text))


def host_of(url: str) -> str:
    """The host of an address, without `www.`; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
