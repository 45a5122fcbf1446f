"""Pages of newspapers (HTML): the article in them, found by trafilatura, and what the page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import lxml.html
from lxml import etree

from pipeline.readers.article import UnreadableError
from pipeline.readers.content import decoded, whole
from pipeline.readers.drafting import Draft, with_title
from pipeline.readers.ids import is_address, of_address
from pipeline.readers.metadata import Metadata, usable

_FEWEST_WORDS: Final = 20
"""Words below which what was found on a page is no article but a heading, a notice or a menu."""

_MOST_LINKS: Final = 0.5
"""Share of the words found that may be links of a line each."""

_CONTROL = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[1245-9]|2\d|3[01]));?(?![0-9a-f])", re.IGNORECASE)
"""References to control characters: HTML forbids them, and trafilatura finds nothing on a page with one."""

_OPENING = re.compile(r"<(?:!doctype|html|head|body|meta)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLOCK_NAMES: Final = (
    "address article aside blockquote br caption dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre"
    " section table td th tr ul"
)
_BLOCKS: Final = tuple(_BLOCK_NAMES.split())
_BREAK: Final = "\u2028"
"""Between blocks while the words are gathered: a line break in the source of a page is a mere blank."""

_UNSAID: Final = ("script", "style", "noscript", "template", "iframe", "object", "svg")


def read_page(path: Path, name: str) -> Iterator[Draft]:
    """The article of a page, whose file has the id `name`: the headline, then its paragraphs, a line each.

    Title, date, publisher (the site's name) and canonical address come from the page's metadata. Raises `UnreadableError`, `OSError`.
    """
    html = _DECLARATION.sub("", decoded(whole(path), declared=True).removeprefix("\ufeff"))
    if not html.strip():
        raise UnreadableError("is empty")
    body, said = _found(_CONTROL.sub(" ", html))
    words = len(body.split())
    if words < _FEWEST_WORDS:
        raise UnreadableError(f"holds no article: {words} words of running text were found on the page")
    if _share_of_links(html, body) > _MOST_LINKS:
        raise UnreadableError("holds no article: most of the text found on the page is links to other pages")
    index = name.lower() == "index" and said.url is not None and is_address(said.url)
    yield Draft(of_address(said.url) if index and said.url else name, with_title(said.title, body), said)


def _found(html: str) -> tuple[str, Metadata]:
    """The running text that trafilatura finds on a page, empty where it finds none, and what the page says of it."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - it takes 0.3 s, which builds of text files save

    dates = {"extensive_search": False, "original_date": True}
    try:
        found = bare_extraction(html, include_comments=False, with_metadata=True, date_extraction_params=dates)
    except Exception as error:  # a page that breaks a library must not end the build
        raise UnreadableError(
            f"holds no article that can be found: trafilatura failed on the page: {error!r}"
        ) from error
    if found is None or isinstance(found, dict):
        return "", Metadata()
    return found.text or "", usable(found.title, found.date, found.sitename, found.url)


def _share_of_links(html: str, body: str) -> float:
    """The share of the words of a body whose line is nothing but a link of the page: near 1 on a page that lists articles."""
    tree = lxml.html.document_fromstring(html)
    links = {" ".join(link.text_content().split()) for link in tree.iter("a")}
    lines = [" ".join(line.strip("-| ").split()) for line in body.split("\n")]
    words = sum(len(line.split()) for line in lines)
    return sum(len(line.split()) for line in lines if line in links) / max(words, 1)


def looks_like_page(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return _OPENING.match(_DECLARATION.sub("", text.lstrip("\ufeff \t\r\n")).lstrip()) is not None


def text_of(fragment: str) -> str:
    """The words of a piece of HTML, all of them, each block on a line.

    >>> text_of("<p>Một</p><p>Hai <b>ba</b></p>")
    'Một\\nHai ba'
    """
    try:
        tree = lxml.html.fragment_fromstring(fragment, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    etree.strip_elements(tree, *_UNSAID, with_tail=False)
    for block in tree.iter(*_BLOCKS):
        block.text = _BREAK + (block.text or "")
        block.tail = _BREAK + (block.tail or "")
    lines = (" ".join(line.split()) for line in "".join(tree.itertext()).split(_BREAK))
    return "\n".join(line for line in lines if line)
