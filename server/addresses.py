"""From IRIs to the server's own addresses, and to the short forms that people read."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from ontology.names import BASE, ID, TD, split

_VERSIONS = f"{BASE}ontology/"


def path_of(iri: str) -> str | None:
    """The path of an entity of ours below `/id/`; `None` for any other IRI."""
    return iri.removeprefix(str(ID)) if iri.startswith(str(ID)) and iri != str(ID) else None


def page(path: str) -> str:
    """The address of an entity's page; `path` is its path below `/id/`, which may have a fragment in it."""
    return f"/page/{quote(path)}"


def data(path: str, ending: str) -> str:
    """The address of an entity's description in the format whose file ending is `ending`."""
    return f"/data/{quote(path)}.{ending}"


def href(iri: str) -> str | None:
    """Where a link to `iri` leads: our page of it, our ontology's page, or the IRI itself if it is one of the web.

    `None` where there is nothing to follow: `urn:`, `javascript:` and the like.
    """
    path = path_of(iri)
    if path is not None:
        return page(path)
    if iri.startswith(str(TD)):
        return f"/ontology#{quote(iri.removeprefix(str(TD)))}"
    if iri.startswith(_VERSIONS):
        return f"/ontology/{quote(iri.removeprefix(_VERSIONS))}"
    return iri if urlsplit(iri).scheme in {"http", "https"} else None


def is_outside(iri: str) -> bool:
    """Whether following the IRI leaves this server."""
    address = href(iri)
    return address is not None and not address.startswith("/")


def short(iri: str) -> str:
    """The IRI with its prefix (`org:member`), or in angle brackets where no prefix fits."""
    found = split(iri)
    return ":".join(found) if found and found[1] else f"<{iri}>"
