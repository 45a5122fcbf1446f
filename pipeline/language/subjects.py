"""Subjects: the recipients that are the subject of a receiving verb ("Sở Nội vụ tỉnh X được tặng", "bệnh viện đạt")."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from functools import cache

from pipeline.language.awarded import Names, Recipient, item_at
from pipeline.language.bodies import bodies, write_body
from pipeline.language.lexicon import alternation, load
from pipeline.language.recipients import recipients_at
from pipeline.view import View

_OTHERS = re.compile(
    r"(?<!\w)(?:tỉnh|thành phố|đơn vị|địa phương|thành viên|tập thể|cá nhân|người|doanh nghiệp)[ ]+"
    r"(?:còn lại|khác|này|đó|ấy|kia|trên|nói trên)(?!\w)"
)
"""Somebody else, or somebody whom nothing names."""
_SOMEONE = re.compile(
    r"[;,][ ]*(?:và |còn |riêng |cùng )?(?:ông|bà|anh|chị|cô|cụ|em|thầy|đồng chí|bác sĩ)[ ]+[^\W\d_]+[ ]"
)
"""A person behind the subject who is called by a name that nothing explains: the subject of what follows."""
_NOT_ALONE = re.compile(r"[ ]+(?:nào|khác|phải|cần|sẽ|muốn)(?!\w)")


@cache
def counted() -> re.Pattern[str]:
    """A group that a count or a plural leaves unnamed: `5 đơn vị`, `nhiều tập thể`, `hai người của tỉnh`."""
    words = load("awards")["recipients"]
    counts, classes = alternation(words["counts"]), alternation(words["classes"])
    return re.compile(rf"(?<!\w)(?:\d+|{counts})[ ]+(?:lượt[ ]+)?(?:{classes})(?!\w)")


@cache
def _and_others() -> re.Pattern[str]:
    """Unnamed ones who receive together with whom the sentence names: `ông X và 8 đảng viên được tặng`."""
    return re.compile(rf"^[ ]*(?:và|cùng|cùng với)[ ]+(?:{counted().pattern})")


@cache
def _clause() -> re.Pattern[str]:
    words = alternation(load("awards")["recipients"]["clause"])
    mark = r"[-–•*+]"
    return re.compile(rf"(?:^|[,;:\"“(\n]|(?<!\w)(?:{words})(?!\w)|\d{{4}}|{mark})[ ]*(?:{mark}[ ]*)?")


def subject_before(names: Names, start: int, verb: int) -> list[Recipient]:
    """The recipients that are the subject of the verb at `verb`, from `start` on: the last list at clause level before it."""
    view = names.view
    position = start
    subject: list[Recipient] = []
    while position < verb:
        opening = _opening(names, position, verb)
        if opening is None:
            break
        listed = recipients_at(names, opening, verb)
        if listed:
            apposed = (
                subject
                and subject[-1].kind == "person"
                and listed[0].kind != "person"
                and view.fold[max(0, opening - 3) : opening].rstrip().endswith(",")
            )
            if not apposed:
                subject = listed
            position = max(listed[-1].end, opening + 1)
        else:
            position = opening + 1
    if not subject:
        return list(_common_subject(names, start, verb))
    return [] if _turned_away(view.fold[subject[-1].end : verb]) else subject


def _turned_away(gap: str) -> bool:
    """Whether the words between subject and verb make someone else the subject: an unnamed group, or another's gift."""
    gap = _and_others().sub(" ", gap, count=1)
    gap = re.sub(r"(?<!\w)được[^,;]{0,80}?(?:trao tặng|truy tặng|phong tặng|tặng|trao)(?!\w)", " ", gap)
    if _OTHERS.search(gap) or _SOMEONE.search(gap):
        return True
    unnamed = counted().search(gap.replace("một trong", "    "))
    return (
        bool(unnamed and "là     " not in gap.replace("một trong", "    "))
        or re.search(r"(?<!\w)(?:trao|tặng)(?!\w)", gap) is not None
    )


def _common_subject(names: Names, start: int, verb: int) -> Iterator[Recipient]:
    """The body that a common noun stands for (`bệnh viện nhiều năm liền đạt`): the last one so called before."""
    view = names.view
    # From the end of the sentence before on: "^" stands for the start of the text alone.
    nouns = deque(_common().finditer(view.fold, max(0, start - 2), verb), maxlen=1)
    if not nouns:
        return
    noun = nouns[0]
    if _turned_away(view.fold[noun.end() : verb]) or _NOT_ALONE.match(view.fold, noun.end()):
        return
    head = "trường" if noun["noun"] == "nhà trường" else noun["noun"]
    alike = [
        span for span in bodies(view, max(0, start - 4000), start, names.both) if view.fold.startswith(head, span[0])
    ]
    if alike:
        written = Counter(write_body(view, *span) for span in reversed(alike))
        yield Recipient(written.most_common(1)[0][0], noun.start("noun"), noun.end("noun"), "body")


def _opening(names: Names, position: int, verb: int) -> int | None:
    """The next place at clause level where a recipient may start."""
    view = names.view
    if position == 0 or item_at(names, position, verb):
        before = view.fold[max(0, position - 30) : position]
        if not _not_subject().search(before.rstrip()):
            return position
    for clause in _clause().finditer(view.fold, position, verb):
        at = clause.end()
        if at <= position and at != position:
            continue
        if at < verb and view.fold[at : at + 1].isalnum() and not _inside_brackets(view, position, at):
            item = item_at(names, at, verb)
            if item is not None and not _not_subject().search(view.fold[max(0, at - 30) : at].rstrip()):
                return at
    return None


def _inside_brackets(view: View, start: int, at: int) -> bool:
    return view.fold.count("(", start, at) > view.fold.count(")", start, at)


@cache
def _common() -> re.Pattern[str]:
    nouns = alternation(load("awards")["recipients"]["common"])
    return re.compile(rf"(?:^|[,;:.\n]|(?<!\w)(?:và|liên tiếp|qua|nay|đó)(?!\w))[ ]*(?P<noun>{nouns})(?=[ ])")


@cache
def _not_subject() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['recipients']['not_subject'])})[ ]*$")
