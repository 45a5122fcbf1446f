"""Posts: who holds which title, as the article writes it.

Of several forms of one post ("Bí thư Tỉnh ủy", "Bí thư Tỉnh ủy Sơn La") the fullest is kept. "nguyên ..." and functions
such as Cụm trưởng are no posts; a body named at a chain's end ("Phó Chủ tịch kiêm Tổng Thư ký Hội ...") goes to every link.
Stores `holder` mentions as well: the noun phrase around each person, titles included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Post
from pipeline.language.holders import Holder, apply_elections, apply_headers, find_holders
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, claim, found, keep, sentences, view_of
from pipeline.language.titles import Title, find_titles, surroundings
from pipeline.language.wording import words_of, write_out
from pipeline.view import View, fold_text


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """The value of a `holder` mention: the person's name, and where the name itself ends."""

    person: str
    name_end: int


@dataclass(frozen=True, slots=True)
class _Stated:
    """A post as one place of the article states it."""

    person: str
    title: str
    start: int
    end: int
    rule: str

    @property
    def words(self) -> tuple[str, ...]:
        """The title's words, folded."""
        return words_of(self.title)


@Language.component("thidua_posts")
def find_posts(doc: Doc) -> Doc:
    """Add the posts, and store `title` mentions (value: written out) and `holder` mentions."""
    view = view_of(doc)
    people = found(doc, "person")
    titles = find_titles(view, surroundings(view, [p.start for p in people], found(doc, "province")))
    holders = find_holders(view, people, titles)
    apply_headers(view, holders, titles, sentences(doc))
    apply_elections(view, holders, titles, sentences(doc))
    keep(doc, "title", (Mention(t.start, t.end, "title", write_out(view.text[t.start : t.end])) for t in titles))
    keep(doc, "holder", (Mention(h.start, h.end, "holder", Held(h.person.value, h.person.end)) for h in holders))
    stated = [s for h in holders for s in _stated(view, h)]
    claim(doc, *(Post(person=s.person, title=s.title, start=s.start, end=s.end, rule=s.rule) for s in fullest(stated)))
    return doc


def _stated(view: View, holder: Holder) -> Iterator[_Stated]:
    """The posts that one noun phrase states."""
    person = holder.person
    if (
        holder.header is not None
        and not holder.header.former
        and not holder.header.mute
        and _names_post(view, holder.header)
    ):
        yield from _of(view, holder, [holder.header], "posts.header")
    yield from _of(view, holder, holder.before, "posts.before-name")
    yield from _of(view, holder, holder.after, "posts.after-name")
    for title in holder.elected:
        if not title.mute and not title.former:
            yield from _posts(
                view,
                title,
                "",
                (min(person.start, title.start), max(person.end, title.end)),
                person.value,
                "posts.elected",
            )


def _names_post(view: View, header: Title) -> bool:
    """Whether a header's words name a post of their own ("các Phó Chủ tịch gồm:" leaves the body to the text)."""
    return header.end > header.head_end or view.fold[header.start : header.end] in load("titles")["complete"]


def _of(view: View, holder: Holder, chain: Sequence[Title], rule: str) -> Iterator[_Stated]:
    """The posts of one chain; "nguyên" makes the rest of the chain former, up to "nay là"."""
    shared, former, last = _shared_body(view, chain), False, holder.start
    for title in chain:
        former = title.former or (former and not _NOW.search(view.fold, last, title.start))
        last = title.end
        if former or title.mute:
            continue
        span = (min(title.start, holder.person.start), max(title.end, holder.person.end))
        yield from _posts(view, title, shared if title is not chain[-1] else "", span, holder.person.value, rule)


_NOW = re.compile(r"\b(?:nay|hiện nay|hiện|hiện tại) (?:là|giữ chức|làm|đảm nhiệm)\b")


def _posts(view: View, title: Title, shared: str, span: tuple[int, int], person: str, rule: str) -> Iterator[_Stated]:
    words = view.text[title.start : title.end].replace("(", "").replace(")", "")
    for wording in split_bodies(words, title.head_end - title.start):
        written = write_out(wording.lower() if wording.isupper() and len(wording) > 6 else wording)
        if shared and is_shareable(written):
            written = f"{written} {shared}"
        yield _Stated(person, written[:1].upper() + written[1:], span[0], span[1], rule)


def split_bodies(title: str, head: int) -> list[str]:
    """A title of two bodies of one kind as two titles; `head` is the length of its head.

    >>> split_bodies("Giám đốc Trung tâm An Phú và Trung tâm An Lộc", 8)
    ['Giám đốc Trung tâm An Phú', 'Giám đốc Trung tâm An Lộc']
    """
    first, joint, second = title[head:].partition(" và ")
    kind = " ".join(first.split()[:2])
    if joint and len(kind.split()) == 2 and second.startswith(kind + " "):
        return [title[:head] + first, f"{title[:head]} {second}"]
    return [title]


def is_shareable(title: str) -> bool:
    """Whether a written-out title lacks the body that the chain's end names."""
    return fold_text(title) in _shared_heads()


@cache
def _shared_heads() -> frozenset[str]:
    return frozenset(fold_text(write_out(h)) for h in load("titles")["shared_heads"])


@cache
def _shared_bodies() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(fold_text(write_out(k)) for k in load('titles')['shared_bodies'])})(?!\w)")


def _shared_body(view: View, chain: Sequence[Title]) -> str:
    """The body of the chain's last title where it serves the bare titles before it, else ""."""
    if len(chain) < 2 or chain[-1].mute or chain[-1].former:
        return ""
    last = chain[-1]
    body = write_out(view.text[last.head_end : last.end])
    committee = _COMMITTEE.search(body)
    if committee and all(is_of_committee(view.fold[t.start : t.end]) for t in chain[:-1]):
        return committee[0]
    kind = _shared_bodies().match(fold_text(body))
    named = kind is not None and (len(body) > kind.end() + 2 or fold_text(body) in load("titles")["bare_bodies"])
    return body if named else ""


_COMMITTEE = re.compile(
    r"(?:(?:Tỉnh ủy|Thành ủy|Huyện ủy)(?:\s[A-ZĐÀ-Ỹ]\w*)*|Trung ương (?:Hội|Đoàn)(?:\s\w+){0,7}|Tổng Liên đoàn Lao động Việt Nam)$"
)
"""The house of a department, which its committee belongs to as well: "Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức | Tỉnh ủy Lào Cai"."""
_OF_COMMITTEE = re.compile(
    r"ủy viên đoàn chủ tịch|(?:ủy viên )?(?:ban )?(?:thường vụ|btv|ban chấp hành|bch)|uvbtv|uv btv|ủy viên thường vụ"
)


def is_of_committee(title: str) -> bool:
    """Whether a folded title is a bare seat in a committee."""
    return _OF_COMMITTEE.fullmatch(title) is not None


def fullest(stated: Sequence[_Stated]) -> list[_Stated]:
    """Each person's posts, once each: a form is left out where a fuller form of the same post is stated."""
    by_person: dict[str, dict[str, _Stated]] = {}
    for post in stated:
        by_person.setdefault(post.person, {}).setdefault(" ".join(post.words), post)
    kept: list[_Stated] = []
    for posts in by_person.values():
        kept += [p for p in posts.values() if not any(_is_fuller(o, p) for o in posts.values())]
    return sorted(kept, key=lambda p: (p.start, p.end))


def _is_fuller(other: _Stated, post: _Stated) -> bool:
    """Whether `other` has all words of `post`, in order and from the same first words on, and more."""
    if len(other.words) <= len(post.words) or other.words[:2] != post.words[:2]:
        return False
    rest = iter(other.words)
    return all(word in rest for word in post.words)
