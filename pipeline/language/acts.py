"""Acts: what happens to the awards that a sentence names - proposed, conferred or revoked - and by which words.

An act is read from the verbs around a group of awards. Wishes, conditions, criteria and denials take it back.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.language.honours import Honour
from pipeline.language.lexicon import alternation, load

Status = Literal["nominated", "conferred", "revoked"]


@dataclass(frozen=True, slots=True)
class Act:
    """The status that a verb gives; `verb_start:verb_end` is the verb next to the award.

    `subject_end` is where the words of the subject end if the subject receives (`X được ... tặng`, `X đón nhận`), else None.
    """

    status: Status
    verb_start: int
    verb_end: int
    subject_end: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Awards that a sentence names side by side, and the bounds within which their act is stated."""

    start: int
    end: int
    honours: tuple[Honour, ...]
    reach: int
    sentence: tuple[int, int]


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['verbs'][kind])})(?!\w)")


@cache
def _adverb() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['particles']['adverbs'])})[ ]+$")


_PASSIVE = re.compile(r"(?<!\w)(?:được|bị)(?!\w)")
_BY_OTHERS = re.compile(r"(?<!\w)được(?:[ ]+(?:cụm|hội nghị|hội đồng|tỉnh|thống nhất)){0,3}[ ]+$")
_DIRECT = re.compile(r"[ ]+(?:danh hiệu[ ]+)?\"?")
_DECIDED = re.compile(r"(?<!\w)(?:quyết định|đã được|được nhận|vừa được)(?!\w)")
_CLAUSE = re.compile(r"[,;:()\n]|(?<!\w)(?:nhưng|song|và)(?!\w)")


def act_before(fold: str, start: int, award: int) -> Act | None:
    """The act that the words `start:award` state of the award at `award`; None where they state none."""
    revoked = _last(_pattern("revoked"), fold, start, award)
    conferred = _last(_pattern("conferred"), fold, start, award)
    if revoked is not None:
        return _revoked(fold, start, revoked)
    nominated = _nominated(fold, start, award)
    verb = conferred or nominated
    if verb is None:
        return None
    if (
        conferred is not None
        and nominated is not None
        and _pattern("nominated").fullmatch(fold, conferred.start(), conferred.end())
    ):
        conferred = None
    if nominated is not None and (
        conferred is None
        or conferred.start() < nominated.end()
        or not _DECIDED.search(fold, nominated.end(), conferred.start())
    ):
        return _nomination(fold, start, award, nominated, verb)
    if conferred is None or _unreal(fold, start, conferred.start()):
        return None
    return Act("conferred", conferred.start(), conferred.end(), _receiver(fold, start, conferred))


def act_after(fold: str, award: int, end: int) -> Act | None:
    """The act of a passive that follows the award: `Cờ thi đua cũng được trao cho`."""
    match = re.compile(
        r"[^.;:\n]{0,60}?(?<!\w)được[ ]+(?:[^.,;:\n]{0,40}?[ ])?(?P<verb>trao tặng|trao|tặng|truy tặng)(?!\w)"
    ).match(fold, award, end)
    if match is None or _unreal(fold, award, match.start("verb")):
        return None
    status: Status = "nominated" if _pattern("nominated").search(fold, award, match.end()) else "conferred"
    return Act(status, match.start("verb"), match.end("verb"), None)


def _last(pattern: re.Pattern[str], fold: str, start: int, end: int) -> re.Match[str] | None:
    found = deque(pattern.finditer(fold, start, end), maxlen=1)
    return found[0] if found else None


def _revoked(fold: str, start: int, verb: re.Match[str]) -> Act | None:
    if _pattern("proposal").search(fold, max(start, verb.start() - 70), verb.start()) or _pattern("unreal").search(
        fold, max(start, verb.start() - 30), verb.start()
    ):
        return None
    return Act("revoked", verb.start(), verb.end(), _receiver(fold, start, verb))


def _nominated(fold: str, start: int, end: int) -> re.Match[str] | None:
    """The request that governs the award: not a request that lies behind the decision."""
    past = _last(_pattern("past_request"), fold, start, end)
    opening = max(past.end() if past else start, fold.rfind(";", start, end) + 1)
    requests = list(_pattern("nominated").finditer(fold, opening, end))
    passive = (r for r in requests if _BY_OTHERS.search(fold, max(start, r.start() - 24), r.start()))
    return next(passive, requests[0] if requests else None)


def _nomination(fold: str, start: int, award: int, request: re.Match[str], verb: re.Match[str]) -> Act | None:
    clause = max((m.end() for m in _CLAUSE.finditer(fold, start, request.start())), default=start)
    if re.search(r"(?<!\w)(?:không|chưa|trước khi|nếu|phải|từng bước|đủ|sẽ|cần)(?!\w)", fold[clause : request.start()]):
        return None
    if re.search(r"(?<!\w)(?:không|chưa|đủ điều kiện)(?!\w)", fold[request.end() : verb.start()]):
        return None
    passive = _last(_PASSIVE, fold, start, request.start())
    near = passive is not None and not re.search(r"[,;:\n]", fold[passive.end() : request.start()])
    subject_end = None
    if passive is not None and near:
        subject_end = _adverbs(fold, start, passive.start())
    elif verb is request and _DIRECT.fullmatch(fold, request.end(), award) and request[0] in ("đề nghị", "đề xuất"):
        subject_end = _adverbs(fold, start, request.start())
    return Act("nominated", verb.start(), verb.end(), subject_end)


def _unreal(fold: str, start: int, verb: int) -> bool:
    clause = max((m.end() for m in _CLAUSE.finditer(fold, start, verb)), default=start)
    return _pattern("unreal").search(fold, max(clause, verb - 110), verb) is not None


def _receiver(fold: str, start: int, verb: re.Match[str]) -> int | None:
    """Where the receiving subject's words end, None where the verb's subject gives."""
    passive = _last(_PASSIVE, fold, start, verb.start())
    if (
        passive is not None
        and not re.search(r"[;:\n]", fold[passive.end() : verb.start()])
        and verb.start() - passive.end() < 160
    ):
        return _adverbs(fold, start, passive.start())
    if re.sub(r"\s+", " ", verb[0]) in load("awards")["verbs"]["receive"]:
        return _adverbs(fold, start, verb.start())
    return None


def _adverbs(fold: str, start: int, end: int) -> int:
    """`end` moved before the adverbs that stand there."""
    while (adverb := _adverb().search(fold, max(start, end - 20), end)) is not None:
        end = adverb.start()
    return end
