"""Feeds: RSS 2.0 (and 1.0) and Atom (RFC 4287), whose items carry whole articles.

Of RSS the text is `content:encoded` (RSS 1.0 modules, Content), of Atom `atom:content`. A description or summary is taken for the
text only where it is long and does not break off: most feeds give a teaser there, which is no article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.readers.article import Refusal, UnreadableError
from pipeline.readers.content import pieces
from pipeline.readers.drafting import Draft, with_title
from pipeline.readers.ids import of_item
from pipeline.readers.metadata import usable
from pipeline.readers.pages import text_of

_WHOLE: Final = 120
"""Words from which a description is taken for the article itself."""

_BROKEN_OFF: Final = ("…", "...", "[…]", "[...]")
_VIETNAM: Final = timezone(timedelta(hours=7))
_ROOTS: Final = frozenset(["rss", "feed", "RDF"])
_PARENTS: Final = _ROOTS | {"channel"}


def read_feed(path: Path, name: str, report: Callable[[Refusal], None]) -> Iterator[Draft]:
    """The articles of a feed's items; `name` is the file's name without its endings.

    An item that gives none is told to `report` with its line. Where the XML is malformed the items before are read, and
    `UnreadableError` names the line. Raises `OSError`.
    """
    parser = etree.XMLPullParser(("start", "end"), resolve_entities=False, no_network=True)
    known = any_item = False
    for event, node in _events(parser, path):
        known = known or _is_feed(node)
        if event == "end" and _local(node.getparent()) in _PARENTS:
            if _local(node) in {"item", "entry"}:
                any_item = True
                yield from _drafts(node, name, lambda reason, place: report(Refusal(path, reason, place)))
            _forget(node)
    if not any_item:
        raise UnreadableError("is a feed without items")


def _events(parser: etree.XMLPullParser, path: Path) -> Iterator[tuple[str, etree._Element]]:
    """The starts and ends of elements. Raises `UnreadableError` on malformed XML, after the events of what stands before."""
    try:
        for piece in pieces(path):
            parser.feed(piece)
            yield from parser.read_events()
        parser.close()
    except etree.XMLSyntaxError as error:
        yield from parser.read_events()
        reason = f"is malformed XML: {error.msg}; the items before are read"
        raise UnreadableError(reason, f"line {error.lineno}") from None


def _is_feed(root: etree._Element) -> bool:
    """True; raises `UnreadableError` where the first element is not that of a feed."""
    if _local(root) not in _ROOTS:
        raise UnreadableError(f"is XML but no RSS or Atom feed: its root is {_local(root)}")
    return True


def _drafts(item: etree._Element, name: str, refuse: Callable[[str, str], None]) -> Iterator[Draft]:
    place = f"line {item.sourceline}"
    try:
        yield _draft(item, name, place)
    except UnreadableError as error:
        refuse(error.reason, place)


def _draft(item: etree._Element, name: str, place: str) -> Draft:
    link = _link(item)
    try:
        id_ = of_item(_words(item, "guid", "id"), link, name)
    except ValueError as error:
        raise UnreadableError(f"item can't be named: {error}") from None
    if id_ is None:
        raise UnreadableError("item has neither guid, id nor link")
    title = text_of(_words(item, "title") or "").replace("\n", " ")
    said = usable(title, _day(item), _publisher(item), link)
    return Draft(id_, with_title(said.title, _body(item)), said, place)


def _body(item: etree._Element) -> str:
    """The text of an item. Raises `UnreadableError` where it has none, or a teaser."""
    for name, least in (("encoded", 0), ("content", 0), ("description", _WHOLE), ("summary", _WHOLE)):
        node = item.find(f"{{*}}{name}")
        text = _text(node) if node is not None else ""
        if text and len(text.split()) >= least and not text.endswith(_BROKEN_OFF):
            return text
    raise UnreadableError("item has only a teaser, and no text of the article")


def _text(node: etree._Element) -> str:
    """The words of a content element: escaped HTML, XHTML, or plain text (RFC 4287, section 4.1.3)."""
    kind = (node.get("type") or ("text" if _is_atom(node) else "html")).lower()
    if kind == "xhtml" or len(node):
        return text_of("".join(etree.tostring(child, encoding="unicode") for child in node))
    return (
        "\n".join((node.text or "").split("\n")).strip() if kind in {"text", "text/plain"} else text_of(node.text or "")
    )


def _is_atom(node: etree._Element) -> bool:
    return bool(etree.QName(node).namespace == "http://www.w3.org/2005/Atom")


def _link(item: etree._Element) -> str | None:
    """The address of an item: RSS has it as words, Atom as an attribute of the link that is `alternate`, or has no relation."""
    for node in item.findall("{*}link"):
        if node.text and node.text.strip():
            return str(node.text).strip()
        if node.get("href") and node.get("rel", "alternate") == "alternate":
            return str(node.get("href")).strip()
    return None


def _publisher(item: etree._Element) -> str | None:
    """Whom the item itself names as its publisher; a feed's own title often names a section or the feed."""
    source = item.find("{*}source")
    named = source.findtext("{*}title") or source.text if source is not None else None
    return _words(item, "publisher") or named


def _day(item: etree._Element) -> str | None:
    """The day of publication in Vietnam."""
    said = _words(item, "pubDate", "published", "date", "issued", "updated")
    if said is None:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(said)
        except (ValueError, TypeError):
            continue
        return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date().isoformat()
    return None


def _words(item: etree._Element, *names: str) -> str | None:
    """The words of the first of the named children that has any."""
    for name in names:
        node = item.find(f"{{*}}{name}")
        words = "".join(node.itertext()).strip() if node is not None else ""
        if words:
            return words
    return None


def _local(node: etree._Element | None) -> str:
    return etree.QName(node).localname if node is not None and isinstance(node.tag, str) else ""


def _forget(item: etree._Element) -> None:
    """Free an element that is done, so that memory does not grow with the feed."""
    item.clear()
    parent = item.getparent()
    while parent is not None and item.getprevious() is not None:
        del parent[0]
