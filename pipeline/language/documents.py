"""Documents: numbered official papers (`Chỉ thị số 03/CT-UBND`, `Nghị quyết 01, 02 của Chính phủ`), with day and issuer.

Stores `document` mentions, whose value is a `Paper`, and claims each document once. A number may stand with its code, spaced or
not (`34-CT/TW`, `34 - CT / TW`), or bare; what a later mention of the same document leaves out adds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Document
from pipeline.language.issuers import context_after, context_before
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, claim, found, keep, line_breaks, sentences, view_of
from pipeline.language.scan import Scan
from pipeline.view import View


@dataclass(frozen=True, slots=True)
class Paper:
    """What one mention tells of a document: kind and number as published, its day (ISO) and issuer where stated."""

    kind: str
    number: str
    date: str | None = None
    issuer: str | None = None

    @property
    def name(self) -> str:
        """Kind and number, as claims write them."""
        return f"{self.kind} {self.number}"


_YEAR = r"(?:19|20)\d\d(?!\d)"
_CODE = r"[A-ZĐƯ](?=[^\W_]{0,16}[A-ZĐƯ\d])[\w&]{1,18}"
_PART = rf"(?:{_YEAR}|{_CODE})"
_TIGHT = re.compile(rf"\d{{1,5}}[a-zA-Z]?(?:[-/.]{_PART}){{1,8}}")
_SPACED = re.compile(rf"\d{{1,5}}[a-zA-Z]?(?:[ ]?[-–/][ ]?{_PART}|[ ]{_CODE})(?:[ ]?[-–/][ ]?{_PART}){{0,3}}")
_BARE = re.compile(r"\d{1,5}(?:[a-z](?!\w))?(?![\w%]|[.,/-]\d)")
_NEXT_IN_LIST = re.compile(r"(?:[ ]*[,;][ ]*|[ ]+và[ ]+)(?P<so>số[ :]+)?(?=\d)")


@cache
def _kinds() -> Scan:
    return Scan(
        rf"(?<!\w)(?P<kind>{alternation(load('documents')['kinds'])})(?!\w)(?P<so>[ ]{{0,3}}\(?(?:số[ :]{{0,3}}){{1,3}}|[ ]{{1,3}})(?=\d)"
    )


@cache
def _numbered() -> Scan:
    """A coded number that stands apart from its kind: `Quyết định của Thủ tướng Chính phủ số 12/QĐ-TTg`."""
    return Scan(r"(?<!\w)số[ :]+(?=\d)")


@cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<kind>{alternation(load('documents')['kinds'])})[ ]+(?:của|do|ngày)[ ][^.;:,\n]{{3,90}}$"
    )


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(rf"[ ]*(?:$|[.,;:()\"'“”\n…-]|(?:{alternation(load('documents')['words']['follows'])})(?!\w))")


@Language.component("thidua_documents")
def find_documents(doc: Doc) -> Doc:
    """Store the documents and claim each one once."""
    view = _unwrapped(doc)
    bounds = sentences(doc)
    mentions = _shared(view, [_dated(doc, view, bounds, m) for m in _mentions(view)])
    keep(doc, "document", mentions)
    claim(doc, *_claims(mentions))
    return doc


def _unwrapped(doc: Doc) -> View:
    """The document's view with the line breaks of hard-wrapped text as blanks, so that a document may go over a line's end."""
    view = view_of(doc)
    whole = view.text
    places = [
        at
        for at in line_breaks(doc)
        if at and whole[at + 1 : at + 2].islower() and (whole[at - 1].isalnum() or whole[at - 1] in "_,")
    ]
    if not places:
        return view
    text, fold = list(whole), list(view.fold)
    for place in places:
        text[place] = fold[place] = " "
    return View("".join(text), "".join(fold), view.starts, view.ends, view.syllables)


def _mentions(view: View) -> Iterator[Mention]:
    taken = 0
    for match in _kinds().finditer(view):
        start = match.start()
        if start < taken:
            continue
        for mention in _listed(view, match, start):
            yield mention
            taken = mention.end
    yield from _apart(view)


def _listed(view: View, kind: re.Match[str], start: int) -> Iterator[Mention]:
    """The document that a kind opens, and those that go on the list after it (`01, 02`)."""
    word, at = kind["kind"], kind.end()
    so = "số" in kind["so"]
    while (number := _number(view, re.sub(r"\s+", " ", word), at, kind.start(), so=so)) is not None:
        end, written = number
        yield Mention(start, end, "document", Paper(load("documents")["kinds"][re.sub(r"\s+", " ", word)], written))
        more = _NEXT_IN_LIST.match(view.fold, end)
        if more is None:
            return
        start, at = more.start("so") if more["so"] else more.end(), more.end()
        so = more["so"] is not None


def _number(view: View, kind: str, at: int, opens: int, *, so: bool) -> tuple[int, str] | None:
    """Where the number at `at` ends and how it is published; None where the digits number no document of this kind."""
    coded = _coded(view, at)
    if coded is not None:
        return coded
    words = load("documents")["words"]
    bare = _BARE.match(view.text, at)
    if bare is None or kind in words["coded"]:
        return None
    year = re.fullmatch(_YEAR, bare[0]) is not None
    if so:
        return bare.end(), bare[0]
    may_be_bare = kind in words["bare"] or (kind in words["bare_capital"] and view.text[opens].isupper())
    if year or not may_be_bare or not _follows().match(view.fold, bare.end()):
        return None
    return bare.end(), bare[0]


def _coded(view: View, at: int) -> tuple[int, str] | None:
    tight = _TIGHT.match(view.text, at)
    if tight and not re.fullmatch(rf"{_YEAR}[-.]\d+", tight[0]):
        return tight.end(), tight[0].replace("–", "-")
    spaced = _SPACED.match(view.text, at)
    if spaced is None or "/" not in spaced[0]:
        return None
    return spaced.end(), re.sub(r"[ ]?([-–/])[ ]?", lambda m: m[1].replace("–", "-"), spaced[0])


def _apart(view: View) -> Iterator[Mention]:
    """Coded numbers after "số" whose kind stands further off, or is told by the code alone."""
    documents = load("documents")
    for match in _numbered().finditer(view):
        coded = _coded(view, match.end())
        if coded is None or _kinds().pattern.search(view.fold, max(0, match.start() - 30), match.end() + 1):
            continue
        before = _kind_before().search(view.fold, max(0, match.start() - 110), match.start())
        code = re.split(r"[-/ ]", coded[1].casefold())
        kind = next((documents["codes"][c] for c in code if c in documents["codes"]), None)
        if before:
            kind = documents["kinds"][re.sub(r"\s+", " ", before["kind"])]
        if kind:
            yield Mention(before.start() if before else match.start(), coded[0], "document", Paper(kind, coded[1]))


def _dated(doc: Doc, view: View, bounds: list[tuple[int, int]], mention: Mention) -> Mention:
    """The mention with the day and the issuer that its sentence states."""
    names = found(doc, "province")
    after = context_after(view, mention.end, found(doc, "date"), names)
    sentence = bounds[max(0, bisect_right(bounds, (mention.start, len(view.text))) - 1)][0]
    before = context_before(view, max(sentence, mention.start - 300), mention.start, found(doc, "date"), names)
    paper: Paper = mention.value
    paper = replace(paper, date=after.date or before.date, issuer=after.issuer or before.issuer)
    return Mention(mention.start, mention.end, mention.kind, paper)


def _shared(view: View, mentions: list[Mention]) -> list[Mention]:
    """Documents of one kind that stand in a row share the issuer that the last one names."""
    mentions = sorted(mentions)
    for i in range(len(mentions) - 2, -1, -1):
        here, following = mentions[i], mentions[i + 1]
        between = view.fold[here.end : following.start].strip()
        paper: Paper = here.value
        if (
            between in (",", "và", ";", "")
            and paper.kind == following.value.kind
            and not paper.issuer
            and not paper.date
        ):
            mentions[i] = Mention(here.start, here.end, here.kind, replace(paper, issuer=following.value.issuer))
    return mentions


def _claims(mentions: Sequence[Mention]) -> Iterator[Document]:
    """One claim a document, of its fullest number, at its first mention in that form."""
    alike: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        alike[_parts(mention.value.number)[0]].append(mention)
    for mention in mentions:
        paper: Paper = mention.value
        others = (m for m in alike[_parts(paper.number)[0]] if m is not mention)
        if any(_repeats(paper, other.value, later=other < mention) for other in others):
            continue
        yield Document(
            start=mention.start,
            end=mention.end,
            rule="documents.numbered",
            number=paper.name,
            date=paper.date,
            issuer=paper.issuer,
        )


def _repeats(paper: Paper, other: Paper, *, later: bool) -> bool:
    """Whether `paper` tells no more than `other`: the same number (`later`: in the same fullness), or the start of its number."""
    kind, longer = paper.kind.casefold(), other.kind.casefold()
    if kind not in longer and longer not in kind:
        return False
    parts, full = _parts(paper.number), _parts(other.number)
    if parts == full:
        return later if kind == longer else kind in longer or later
    return len(parts) < len(full) and full[: len(parts)] == parts


def _parts(number: str) -> list[str]:
    return [p.lstrip("0") or p for p in re.split(r"[-/. ]+", number.casefold())]
