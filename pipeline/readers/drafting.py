"""From a text with what is said of it to an article, or to the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.readers.article import Article, UnreadableError
from pipeline.readers.content import MAX_BYTES
from pipeline.readers.header import head
from pipeline.readers.language import LEAST, vietnamese_share
from pipeline.readers.metadata import Metadata

_FEWEST: Final = 2
"""Words of an article; a single one states nothing."""

_WORD = re.compile(r"[^\W_]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1d]")
"""Control characters that are no white space."""

_LOST = "\ufffd"
_MOJIBAKE = re.compile("á»|áº")
"""How the first bytes of most Vietnamese letters in UTF-8 look when they are taken for Latin letters."""
_FEW_FAULTS: Final = 3
_RARE: Final = 500
"""Fewer faults, or less than one in so many characters, a sound text may have: a lost symbol, a quotation."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader found: a text, its id, where it stands in its file, and what is said of it there."""

    id: str
    text: str
    said: Metadata = field(default_factory=Metadata)
    place: str = ""


def article_of(draft: Draft, path: Path, known: Mapping[str, Metadata]) -> Article:
    """The article of a draft; `known` is the metadata by id, which goes before what the file itself says.

    Raises `UnreadableError` where the text is none that the project reads.
    """
    _require_readable(draft.text)
    title, published = head(draft.text)
    said = known.get(draft.id, Metadata()).over(draft.said).over(Metadata(title=title, published=published))
    return Article(
        id=draft.id,
        text=draft.text,
        path=path,
        title=said.title or "",
        published=said.published,
        publisher=said.publisher,
        url=said.url,
        further_urls=said.further_urls,
        place=draft.place,
        presumed=said.presumed,
    )


def with_title(title: str | None, body: str) -> str:
    """The text of an article whose headline stands apart from its body: the headline as a line of its own, unless the body has it."""
    if not title or not body or body.lstrip().casefold().startswith(title.casefold()):
        return body
    return f"{title}\n{body}"


def _require_readable(text: str) -> None:
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableError("is empty")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise UnreadableError(f"is too large for an article: at most {MAX_BYTES:,} bytes are read")
    _require_well_decoded(text)
    words = sum(1 for _, _ in zip(range(_FEWEST), _WORD.finditer(text), strict=False))
    if words < _FEWEST:
        raise UnreadableError("is no article: it has one word" if words else "is no article: it has no word")
    share = vietnamese_share(text)
    if share is not None and share < LEAST:
        raise UnreadableError(
            f"is not in Vietnamese: {share:.0%} of its words are built as Vietnamese syllables, at least {LEAST:.0%} must be"
        )


def _require_well_decoded(text: str) -> None:
    control = _CONTROL.search(text)
    if control is not None:
        raise UnreadableError(f"is binary: control character 0x{ord(control[0]):02x}", _at(control.start()))
    surrogate = next((i for i, c in enumerate(text) if "\ud800" <= c <= "\udfff"), None) if not _encodes(text) else None
    if surrogate is not None:
        raise UnreadableError(
            f"has half a character: surrogate U+{ord(text[surrogate]):04X} alone", f"character {surrogate}"
        )
    few = max(_FEW_FAULTS, len(text) // _RARE)
    lost = text.count(_LOST)
    if lost >= few:
        raise UnreadableError(f"has lost {lost:,} characters (U+FFFD) in an earlier decoding", _at(text.index(_LOST)))
    wrong = _MOJIBAKE.findall(text)
    if len(wrong) >= few:
        first = text.index(wrong[0])
        raise UnreadableError(
            f"was decoded wrongly before: “{text[first : first + 8]}” is UTF-8 read as Latin letters", _at(first)
        )


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _at(offset: int) -> str:
    return f"character {offset}"
