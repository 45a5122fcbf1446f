"""References to persons without their names: a bare title (`Thủ tướng`) or a pronoun (`bà`), resolved to the person meant.

A title means whoever holds a post of that wording and was named last; a pronoun the person of that sex who was named last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from pipeline.claims import Post
from pipeline.language.lexicon import load
from pipeline.language.mentions import Mention
from pipeline.language.scan import Scan
from pipeline.language.wording import words_of
from pipeline.view import View, fold_text

_PRONOUN = Scan(r"(?<![\w/])(?P<word>ông|bà|anh|chị)(?!\w)(?![ \t]+(?:hùng|em|con|mẹ|ấy|chị|bà|ngoại|nội|già)\b)")
_OWNED = re.compile(
    r"(?:của|do|từ|bởi|về|nguyên|các|thừa|được|báo cáo|gặp|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d)[ \t]+$"
)


def references(
    view: View, titles: Sequence[Mention], people: Sequence[Mention], posts: Iterable[Post]
) -> list[Mention]:
    """The references that can be resolved; the value is the person's name."""
    by_post: dict[str, set[tuple[str, ...]]] = {}
    for post in posts:
        by_post.setdefault(post.person, set()).add(words_of(post.title))
    bare = list(_bare_titles(view, titles, people, by_post))
    return sorted([*bare, *_pronouns(view, people, bare)])


def _bare_titles(
    view: View, titles: Sequence[Mention], people: Sequence[Mention], by_post: dict[str, set[tuple[str, ...]]]
) -> Iterator[Mention]:
    starts = [p.start for p in people]
    for title in titles:
        if _OWNED.search(view.fold, max(0, title.start - 12), title.start):
            continue
        words = words_of(title.value)
        last = bisect_right(starts, title.start)
        before = people[max(0, last - 30) : last]
        holding = (p.value for p in reversed(before) if any(_means(words, o) for o in by_post.get(p.value, ())))
        person = next(holding, None)
        if person is not None:
            yield Mention(title.start, title.end, "reference", person)


def _means(words: tuple[str, ...], post: tuple[str, ...]) -> bool:
    """Whether a title's words are those of a post, or the post's first ones with others left out."""
    head = 3 if words[0] == "phó" else 2
    if words[:head] != post[: min(head, len(words))]:
        return False
    rest = iter(post)
    return all(word in rest for word in words)


def _pronouns(view: View, people: Sequence[Mention], bare: Sequence[Mention]) -> Iterator[Mention]:
    """The pronouns; the one spoken of by a title in the sentences right before goes before others."""
    starts = [p.start for p in people]
    titles = [t.start for t in bare]
    addressed = _addressed(view, people)
    sexes = {p.value: _sex(p.value, addressed.get(p.value)) for p in people}
    for match in _PRONOUN.finditer(view):
        following = view.text[match.end() :][:4].lstrip(" \t,")
        if following[:1].isupper():
            continue
        wanted = load("names")["honorifics"][match["word"]]
        last = bisect_right(starts, match.start())
        near = [p.value for p in reversed(people[max(0, last - 8) : last])]
        said = [n for n in near if addressed.get(n) == match["word"]]
        fitting = said or [n for n in near if sexes.get(n, "") in {wanted, ""}]
        titled = bisect_right(titles, match.start())
        if titled and (not last or bare[titled - 1].start > people[last - 1].start):
            fitting = [n for n in [bare[titled - 1].value] if sexes.get(n, "") in {wanted, ""}] + fitting
        person = next(iter(fitting), None)
        if person is not None:
            yield Mention(match.start(), match.end(), "reference", person)


def _addressed(view: View, people: Sequence[Mention]) -> dict[str, str]:
    """The word of respect that the article gives each person (`ông`, `bà`, `anh`, `chị`)."""
    words: dict[str, str] = {}
    for person in people:
        match = re.search(r"(ông|bà|anh|chị)[ \t]+$", view.fold[max(0, person.start - 8) : person.start])
        if match:
            words.setdefault(person.value, match[1])
    return words


def _sex(name: str, addressed: str | None) -> str:
    """`m` or `f`, or "" where neither the word of respect nor the name tells."""
    if addressed:
        sex: str = load("names")["honorifics"][addressed]
        return sex
    folded = fold_text(name)
    return "f" if " thị " in folded else "m" if " văn " in folded else ""
