"""Acts: what happens to the awards that a sentence names - proposed, conferred or revoked - and by which words.

An act is read from the verbs around a group of awards, or carried over from the award before it. Wishes, conditions, criteria
and denials take it back.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pipeline.language.honours import Honour
from pipeline.language.lexicon import alternation, load, whole_words

Status = Literal["nominated", "conferred", "revoked"]


@dataclass(frozen=True, slots=True)
class Act:
    """The status that a verb gives; `verb_start:verb_end` is the verb next to the award.

    `subject_end` is where the words of the subject end if the subject receives (`X được ... tặng`, `X đón nhận`), else None.
    `carried` tells that the award's own words have no verb: it stands in a row with the award before it.
    """

    status: Status
    verb_start: int
    verb_end: int
    subject_end: int | None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Awards that a sentence names side by side, and the bounds within which their act is stated."""

    start: int
    end: int
    honours: tuple[Honour, ...]
    reach: int
    sentence: tuple[int, int]
    limit: int = 0
    """Where the next award of the sentence begins, else where the sentence ends: its recipients stand before."""


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = whole_words(load("awards")["verbs"][kind])
    return re.compile(words.pattern + _NOT_ASKED) if kind == "nominated" else words


_NOT_ASKED = r"(?![ ]+(?:bày|và[ ]+(?:đã[ ]+)?được)(?!\w))"
"""Behind words of asking: a report that is told ("trình bày"), a request that was granted ("đã trình và được ... tặng")."""


@cache
def _adverb() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['particles']['adverbs'])})[ ]+$")


@cache
def _adjacent() -> re.Pattern[str]:
    """A verb that speaks of an award only right before it: `đón Huân chương`, `được Bằng khen`."""
    verbs = alternation(load("awards")["verbs"]["adjacent"])
    return re.compile(rf"(?<!\w)(?P<verb>{verbs})[ ]+(?:(?:tấm|chiếc|lá|danh hiệu|phần thưởng)[ ]+)?\"?$")


@cache
def _passive_after() -> re.Pattern[str]:
    """What follows an award that the sentence opens with: `được trao`, `bị thu hồi`, `thuộc về`."""
    verbs = load("awards")["verbs"]
    given, revoked = alternation(verbs["given"]), alternation(verbs["revoked"])
    return re.compile(
        r"(?P<gap>[^.;:\n]{0,80}?)(?<!\w)(?:"
        rf"(?P<by>được|bị|mà|do)[ ]+(?:[^.;:\n]{{0,48}}?[ ])?(?:(?P<given>{given})|(?P<revoked>{revoked}))|(?P<to>thuộc về|về tay|"
        rf"trao cho|(?<!đã )tặng cho|dành tặng|dành cho))(?!\w)"
    )


@cache
def _copula() -> re.Pattern[str]:
    """The rest of an elliptic clause before its award: `, còn tỉnh X là (Bằng khen)`."""
    return re.compile(
        r"[^.;:,\n]{0,40}?(?P<subject>[ ]*(?:[;,.]|(?<!\w)(?:và|còn|riêng)(?!\w))[^;:\n]{2,120}?)"
        r"[ ]+(?:là|thì|với)[ ]+(?:danh hiệu[ ]+)?\"?"
    )


MARKER = re.compile(r"[ \t]*(?:\d{1,3}[.)]|[a-zđ][.)]|[-–+*•●▪])[ \t]+")
"""What opens an item of a list."""
_IN_ROW = re.compile(
    r"[^.\n]{0,160}(?:[;,]|(?<!\w)(?:và|cùng|còn|đồng thời|cùng với)(?!\w))[ ]*"
    r"(?:(?:trong đó có|trong đó|gồm có|gồm|như)[ ]+(?:\d+[ ]+)?)?(?:(?:các[ ]+)?danh hiệu[ ]+)?\"?[ ]*"
)
_NEXT_LABEL = re.compile(r"[^;:\n]{0,60}[;,][ ]+[^;:\n]{2,140}(?:[ ]*:|[ ]+[-–])[ ]+(?:danh hiệu[ ]+)?\"?")
_LABELLED = re.compile(
    r"[ \t]*(?:\d{1,3}[.)]|[a-zđ][.)]|[-–+*•●▪])[ \t]+[^:\n]{2,140}(?:[ ]*:|[ ]+[-–])[ ]+(?:danh hiệu[ ]+)?\"?"
)
_HEADS_LINE = re.compile(r"(?:[ ]+năm[ ]+\d{4})?(?:[ ]*\([^()\n]{2,40}\))?[ ]*:")
"""What follows an award that a line opens with, up to the colon before its recipients."""
_OWNED = re.compile(r"[ ]+(?:của|(?:đã )?(?:trao |được )?tặng(?: cho)?|(?:đã )?trao(?: cho)?|cấp cho|cho|đối với)[ ]")
_ONWARD = re.compile(r"[ ]*(?:[,;]|và|còn)[^.;:\n]{2,90}")
_ASKED_TOO = re.compile(
    r"[^.;\n]{0,160}?(?:,|(?<!\w)và)[ ]*(?:và[ ]+)?(?:thủ tướng chính phủ|thủ tướng|chính phủ|chủ tịch nước|nhà nước|"
    r"bộ trưởng[^,;.]{2,40}|bộ[^,;.]{2,40})[ ]+"
)
"""Another giver whom the same request names: `trình Chính phủ tặng Cờ thi đua cho A, Thủ tướng Chính phủ | tặng Bằng khen cho B`."""
_RULE = re.compile(r"(?<!\w)(?:theo quy định|quy định|tiêu chuẩn|điều kiện|nghị định|điều \d+)(?!\w)")
_PASSIVE = re.compile(r"(?<!\w)(?:được|bị|nhận(?= (?:sự )?đề nghị))(?!\w)")
_BY_OTHERS = re.compile(r"(?<!\w)được(?:[ ]+(?:cụm|hội nghị|hội đồng|tỉnh|thống nhất)){0,3}[ ]+$")
_DIRECT = re.compile(r"[ ]+(?:danh hiệu[ ]+)?\"?")
_DECIDED = re.compile(r"(?<!\w)(?:(?<!xét, )(?<!xét và )(?<!xét )quyết định|đã được|được nhận|vừa được)(?!\w)")
_CLAUSE = re.compile(r"[,;:()\n]|(?<!\w)(?:nhưng|song|và)(?!\w)")


def act_on(fold: str, group: Group, previous: Act | None) -> Act | None:
    """The act on a group: by the words before it, a passive after it, the group before it, or its place in a list."""
    stated = act_before(fold, group.reach, group.start) or act_after(fold, group.reach, group.end, group.sentence[1])
    if stated is None:
        return _carried(fold, group, previous) if previous is not None else _headed(fold, group)
    if previous is not None and previous.status == "nominated" and _goes_on(fold, group, stated):
        return replace(stated, status="nominated")
    return stated


def _goes_on(fold: str, group: Group, act: Act) -> bool:
    """Whether a verb goes on with the request before it: `đề nghị tặng X ..., tặng Y ...`, `suy tôn X nhận ..., Y nhận ...`."""
    if re.search(r"(?:[,;]|(?<!\w)và)[ ]*$", fold[group.reach : act.verb_start]):
        return True
    if _ASKED_TOO.fullmatch(fold, group.reach, act.verb_start):
        return True
    bare = fold[act.verb_start : act.verb_end] in ("nhận", "được", "được nhận")
    return bare and act.subject_end == act.verb_start and bool(_ONWARD.fullmatch(fold, group.reach, act.verb_start - 1))


def _carried(fold: str, group: Group, previous: Act) -> Act | None:
    """The act of the group before, for an award in a row with it or in an elliptic clause (`còn X là Bằng khen`)."""
    at = group.start
    copula = _copula().fullmatch(fold, group.reach, at)
    if copula:
        return Act(previous.status, at, at, copula.end("subject"), carried=True)
    if _IN_ROW.fullmatch(fold, group.reach, at) or _NEXT_LABEL.fullmatch(fold, group.reach, at):
        return Act(previous.status, at, at, None, carried=True)
    return None


def _headed(fold: str, group: Group) -> Act | None:
    """The act on an award in a list's line (`- Huân chương Lao động: ...`, `- Tỉnh X: Cờ thi đua`), by the words above the list."""
    if group.reach != group.sentence[0]:
        return None
    head = fold[group.sentence[0] : group.start]
    intro = fold[max(0, group.sentence[0] - 600) : group.sentence[0]].rstrip()
    lines = [line for line in intro.split("\n") if line.strip() and not MARKER.match(line)]
    above = lines[-1] if lines else ""
    nominated = _last(_pattern("nominated"), above, 0, len(above)) is not None
    status: Status = "nominated" if nominated else "conferred"
    alone = MARKER.fullmatch(head) or not head.strip()
    if alone and _HEADS_LINE.match(fold, group.end):
        return Act(status, group.start, group.start, None)
    told = nominated or _last(_pattern("conferred"), above, 0, len(above)) is not None or "khen thưởng" in above
    if told and above.endswith(":") and _LABELLED.fullmatch(head):
        return Act(status, group.start, group.start, None)
    return None


def act_before(fold: str, start: int, award: int) -> Act | None:
    """The act that the words `start:award` state of the award at `award`; None where they state none."""
    revoked = _last(_pattern("revoked"), fold, start, award)
    conferred = _last(_pattern("conferred"), fold, start, award)
    if revoked is not None:
        return _revoked(fold, start, revoked)
    nominated = _nominated(fold, start, award)
    verb = conferred or nominated
    if verb is None:
        return _beside(fold, start, award)
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


def _beside(fold: str, start: int, award: int) -> Act | None:
    """The act of a verb that confers only where it stands right before the award."""
    verb = _adjacent().search(fold, max(start, award - 40), award)
    if verb is None or _unreal(fold, start, verb.start("verb")):
        return None
    return Act("conferred", verb.start("verb"), verb.end("verb"), _adverbs(fold, start, verb.start("verb")))


def act_after(fold: str, start: int, award: int, end: int) -> Act | None:
    """The act of a passive that follows the award: `Cờ thi đua cũng được trao cho`, `Huân chương của X bị thu hồi`."""
    match = _passive_after().match(fold, award, end)
    if match is None or _RULE.search(fold, max(start, award - 160), award):
        return None
    if match["to"]:
        return None if _unreal(fold, award, match.start("to")) else Act("conferred", award, match.start("to"), None)
    verb = match.start("given") if match["given"] else match.start("revoked")
    if match["revoked"] and _pattern("proposal").search(fold, award, verb):
        return None
    if _unreal(fold, award, verb):
        return None
    status: Status = "revoked" if match["revoked"] else "conferred"
    if _pattern("nominated").search(fold, award, match.end()):
        status = "nominated"
    receiver = _adverbs(fold, award, match.start("by"))
    if status == "revoked" and _OWNED.match(fold, award):
        return Act(status, award, award, None)
    told = match["by"] in ("được", "bị") and fold[award:receiver].strip()
    return Act(status, verb, match.end(), receiver if told else None)


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
    if re.search(
        r"(?<!\w)(?:không|chưa|trước khi|nếu|phải|từng bước|đủ|sẽ(?! được)|cần)(?!\w)", fold[clause : request.start()]
    ):
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
    receives = re.sub(r"\s+", " ", verb[0]) in load("awards")["verbs"]["receive"]
    passive = _last(_PASSIVE, fold, start, verb.start())
    if passive is not None and not re.search(r"[;:\n]", fold[passive.end() : verb.start()]):
        other = receives and re.search(r"[,]|(?<!\w)và(?!\w)", fold[passive.end() : verb.start()])
        if verb.start() - passive.end() < 160 and not other:
            return _adverbs(fold, start, passive.start())
    return _adverbs(fold, start, verb.start()) if receives else None


def _adverbs(fold: str, start: int, end: int) -> int:
    """`end` moved before the adverbs that stand there."""
    while (adverb := _adverb().search(fold, max(start, end - 20), end)) is not None:
        end = adverb.start()
    return end
