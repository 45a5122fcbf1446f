"""Honours: the awards that a text names (`Huân chương Lao động hạng Nhất, hạng Nhì`), with their codes.

An order's class is read beside it; a flag or a certificate has its code from its giver, which the words beside it, the
clause or an earlier mention tell. Which wording means which code is data: lexicon/awards.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.language.lexicon import alternation, load, whole_words
from pipeline.language.mentions import Mention, Taken
from pipeline.language.quotes import Quotation, quotations
from pipeline.language.scan import Scan
from pipeline.view import View


@dataclass(frozen=True, slots=True)
class Honour:
    """An award as one mention tells it.

    `codes` are its codes, more than one for `hạng Nhất, hạng Nhì`; a flag or certificate of an untold giver has none yet.
    `family` is "flag", "certificate", "order", "title", "badge" or "same" (danh hiệu này); `level` is the giver's.
    """

    codes: tuple[str, ...]
    family: str
    level: str = ""


_GRADE = r"(?:nhất|nhì|ba|i{1,3}|[123])(?!\w)"
_GRADES = re.compile(
    rf"[ ]*[,(]?[ ]*hạng[ ]+{_GRADE}(?:(?:[ ]*,[ ]*|[ ]+và[ ]+|[ ]*,[ ]*và[ ]+|/)"
    rf"(?:hạng[ ]+{_GRADE}|(?!\d){_GRADE}(?![ ]+(?:cờ|bằng|huân|danh|tập|cá|đơn))))*\)?"
)
_GIVER = re.compile(
    r"[ ]+(?:(?:xuất sắc|dẫn đầu|tiêu biểu)[ ]+)?(?:năm[ ]+\d{4}[ ]+)?(?P<of>(?:của|do)[ ]+)?(?P<giver>[^,.;:()\"\n]{2,90})"
)
_BARE_GIVER = re.compile(r"(?:chính phủ|thủ tướng|ubnd|bộ|ngành|cấp|tỉnh|tổng liên đoàn|chủ tịch|trung ương)(?!\w)")


_ALONE = r"(?=[ ]*(?:[.,;:\n]|$)|[ ]+(?:còn|cho|sau|vì|năm|lần|là|gồm|có|và|nhưng|này)(?!\w))"
"""What follows a flag that is named by this one word: a flag of emulation that the article has named before."""


@cache
def _giver_end() -> re.Pattern[str]:
    return whole_words(load("awards")["particles"]["giver_end"])


@cache
def _named() -> Scan:
    awards = load("awards")
    words = awards["words"]
    return Scan(
        rf"(?<!\w)(?:(?P<same>{alternation(words['same'])})|(?P<graded>{alternation(awards['graded'])})|"
        rf"(?P<plain>{alternation(awards['plain'])})"
        r"|(?P<badge>huy hiệu (?:đảng )?\d{2}(?:(?:, | và |, và )\d{2})* năm tuổi đảng)"
        r"|(?P<quoted>cờ[ ]+(?:thi đua[ ]+)?\"(?:đơn vị|tập thể|xuất sắc|dẫn đầu|thi đua)[^\"\n]{0,60}\")"
        rf"|(?P<flag>{alternation(words['flags'])}|(?<=tặng )cờ{_ALONE}|(?<=trao )cờ{_ALONE}|(?<=nhận )cờ{_ALONE})"
        rf"|(?P<certificate>{alternation(words['certificates'])}))(?!\w)"
    )


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['words']['titled'])})[ ]*[,:]?[ ]*\"?[ ]*$")


@cache
def _before_title() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:các |những |hai |nhiều )?danh hiệu(?: vinh dự)?(?: nhà nước)?(?: cao quý)?[ ]*:?[ ]*$"
    )


@cache
def _levels() -> list[tuple[str, re.Pattern[str]]]:
    return [(g["level"], re.compile(rf"(?<!\w)(?:{g['words']})")) for g in load("awards")["givers"]]


def level_of(words: str) -> str:
    """The level of the giver that folded words name, "" where they name none.

    >>> level_of("chủ tịch ubnd tỉnh"), level_of("thủ tướng chính phủ"), level_of("bộ công an")
    ('provincial', 'prime-minister', 'ministry')
    """
    return next((level for level, pattern in _levels() if pattern.search(words)), "")


def code_of(family: str, level: str) -> str:
    """The code of a flag or certificate of a giver's level."""
    kind = "certificate" if family == "certificate" else "emulation-flag"
    if kind == "certificate" and level == "government":
        level = "prime-minister"
    return f"{level}-{kind}"


def honours(view: View) -> list[Mention]:
    """All mentions of awards, in order; they do not overlap. Kind `award`, value `Honour`."""
    quoted = quotations(view)
    titles = list(_titles(view, quoted))
    taken = Taken(titles)
    return _told(sorted([*titles, *(m for m in _known(view) if not taken.touches(m))]))


def _known(view: View) -> Iterator[Mention]:
    for match in _named().finditer(view):
        group = "flag" if match["quoted"] else str(match.lastgroup)
        words = re.sub(r"\s+", " ", match[0])
        if group == "graded":
            codes, end = _graded(view, load("awards")["graded"][words], match.end())
            yield Mention(match.start(), end, "award", Honour(codes, "order"))
        elif group == "plain":
            if words in load("awards")["words"]["only_titled"] and not _titled().search(
                view.fold, max(0, match.start() - 60), match.start()
            ):
                continue
            yield Mention(match.start(), match.end(), "award", Honour((load("awards")["plain"][words],), "title"))
        elif group == "badge":
            codes = tuple(f"party-membership-badge-{years}" for years in re.findall(r"\d+", words))
            yield Mention(match.start(), match.end(), "award", Honour(codes, "badge"))
        elif group == "same":
            yield Mention(match.start(), match.end(), "award", Honour((), "same"))
        else:
            level, end = _giver(view, match.end())
            codes = (code_of(group, level),) if level else ()
            yield Mention(match.start(), end, "award", Honour(codes, group, level))


def _graded(view: View, code: str, end: int) -> tuple[tuple[str, ...], int]:
    grades = _GRADES.match(view.fold, end)
    if grades is None:
        return (code,), end
    values = load("awards")["grades"]
    stated = re.findall(rf"(?<!\w){_GRADE}", grades[0].replace("hạng", ""))
    return tuple(dict.fromkeys(f"{code}-{values[g]}" for g in stated)), grades.end()


def _giver(view: View, end: int) -> tuple[str, int]:
    """The level of the giver named right after a flag or certificate, and where its name ends."""
    match = _GIVER.match(view.fold, end)
    if match is None or not (match["of"] or _BARE_GIVER.match(match["giver"])):
        return "", end
    stop = _giver_end().search(match["giver"])
    giver = match["giver"][: stop.start()] if stop else match["giver"]
    giver = giver.rstrip()
    level = level_of(giver)
    return (level, match.start("giver") + len(giver)) if level else ("", end)


def _titles(view: View, quoted: Sequence[Quotation]) -> Iterator[Mention]:
    """Titles in quotation marks after "danh hiệu", and the same title wherever it stands in quotation marks again."""
    known: dict[str, str] = {}
    last_end = -1
    for quotation in quoted:
        name = view.fold[quotation.inner_start : quotation.inner_end]
        key = " ".join(re.findall(r"\w+", name))
        if not 2 <= len(key.split()) <= 14:
            continue
        opened = _before_title().search(view.fold, max(0, quotation.start - 60), quotation.start)
        listed = last_end >= 0 and re.fullmatch(r"[ ]*(?:[,;]|và|hoặc)[ ]*", view.fold[last_end : quotation.start])
        if not opened and not listed and key not in known:
            continue
        code = load("awards")["plain"].get(key) or slug(name)
        known[key] = code
        last_end = quotation.end
        yield Mention(quotation.start, quotation.end, "award", Honour((code,), "title"))


def slug(words: str) -> str:
    """A code for a title that the lexicon does not know: its words without accents.

    >>> slug("Gia đình học tập")
    'gia-dinh-hoc-tap'
    """
    plain = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _told(mentions: list[Mention]) -> list[Mention]:
    """The mentions with `danh hiệu này` resolved to the award named last."""
    told: list[Mention] = []
    last: Honour | None = None
    for mention in mentions:
        honour: Honour = mention.value
        if honour.family == "same" and last is not None:
            honour = replace(last, family="same")
        elif honour.family != "same" and honour.codes:
            last = honour
        told.append(Mention(mention.start, mention.end, mention.kind, honour))
    return told


def levelled(view: View, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with codes for flags and certificates whose giver the clause or another mention tells."""
    known: dict[str, str] = {}
    for mention in mentions:
        if mention.value.level:
            known.setdefault(mention.value.family, mention.value.level)
    levelled: list[Mention] = []
    for mention in mentions:
        honour: Honour = mention.value
        if honour.family in ("flag", "certificate") and not honour.codes:
            level = (
                _agent_level(view, mention.start)
                or _same_giver(view, levelled, mention)
                or known.get(honour.family, "")
            )
            honour = replace(honour, codes=(code_of(honour.family, level),) if level else (), level=level)
        if honour.family in ("flag", "certificate") and honour.level:
            known[honour.family] = honour.level
        levelled.append(Mention(mention.start, mention.end, mention.kind, honour))
    return levelled


_NEAR_AWARD = 120
_ANOTHER_VERB = re.compile(
    r"[^.\n]{0,400}?(?:[,;]|(?<!\w)(?:và|đồng thời))[ ]*(?:và |đồng thời |cùng )?(?:quyết định |cũng |đã |đề nghị )*(?:trao tặng|"
    r"trao|tặng thưởng|"
    r"tặng)?[ ]*(?:\d+ |các |tấm )*"
)


def _same_giver(view: View, before: Sequence[Mention], mention: Mention) -> str:
    """The level of the award before in the same sentence, whose giver goes on giving: `Bộ Y tế trao Cờ ... cho A; trao Bằng khen cho B`."""
    last = next((m for m in reversed(before) if m.value.family in ("flag", "certificate")), None)
    if last is None or not last.value.level:
        return ""
    level = "prime-minister" if last.value.level == "government" else last.value.level
    return level if _ANOTHER_VERB.fullmatch(view.fold, last.end, mention.start) else ""


_GIVING = re.compile(
    r"(?<!\w)(?:thu hồi|hủy bỏ|hủy|tước bỏ|tước|rút lại|thu lại|trao tặng|trao|tặng thưởng|tặng|truy tặng|"
    r"khen thưởng)(?!\w)"
)
_CLAUSE_END = re.compile(r"[,;:\n(]|\.[ ]")
_BEFORE_GIVER = re.compile(r"(?<!\w)(?:được|đề nghị|đề xuất|trình|bị)(?!\w)")
_FOR_OTHERS = re.compile(r"thừa ủy quyền|phó thủ tướng|chủ tịch nước")


def _agent_level(view: View, start: int) -> str:
    """The giver's level by the subject or agent of the verb that governs the award at `start`."""
    opening = max(
        (m.end() for m in _CLAUSE_END.finditer(view.fold, max(0, start - 200), start)), default=max(0, start - 200)
    )
    giving = deque(_GIVING.finditer(view.fold, opening, start), maxlen=1)
    if not giving or start - giving[0].end() > 70:
        return ""
    if re.search(r"(?:^|(?<!\w)(?:và|đồng thời))[ ]*$", view.fold[opening : giving[0].start()]):
        return ""
    agent = _BEFORE_GIVER.split(view.fold[opening : giving[0].start()])[-1]
    return "" if _FOR_OTHERS.search(agent) else level_of(agent.strip())
