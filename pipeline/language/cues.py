"""The wordings that give a person a role at an event, as patterns over reduced sentences (`pipeline.language.roles`).

Words: lexicon/participation.toml. In the patterns ◆ stands for a named person, ◇ for one by a title or pronoun alone. The
group `sign` marks the person; a pattern that ends in a look-ahead for a sign gives the persons that follow.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.lexicon import alternation, load

SIGN = "[◆◇]"
COORDINATED = r"(?:[ ,;]|và|cùng|với|các|đồng chí|ông|bà|:){0,16}"
"""What may stand between persons of one list."""

_GROUP = r"(?:(?:và|cùng)(?: với)? [^◆.;:]{0,150}?[ ,])?"
"""Others who are no named persons ("cùng lãnh đạo các sở, ngành")."""


def any_of(name: str) -> str:
    """A pattern for the words of one entry of the lexicon."""
    return f"(?:{alternation(load('participation')[name])})"


@cache
def _adverbs() -> str:
    behalf = r"(?:thay mặt|thừa (?:ủy )?quyền|đại diện|nhân danh)[^;.◆◇\"]{0,110}?(?=[ ,])"
    return rf"(?:[ ,)–-]|{any_of('adverbs')}(?!\w)|{behalf}){{0,12}}"


@cache
def _attend() -> str:
    none = rf"(?! (?:{alternation(load('participation')['not_attend'])})(?!\w))"
    return rf"(?:{any_of('attend')}(?!\w)|tham gia(?= [^◆.;]{{0,30}}{any_of('events')}(?!\w))){none}"


@cache
def _chair() -> str:
    return rf"{any_of('chair')}(?!\w)(?! ?{any_of('not_chair')})"


@cache
def _hand() -> str:
    return rf"{any_of('hand_over')}(?!\w)[^◆◇.;:]{{0,90}}?(?<!\w){any_of('objects')}(?!\w)"


@cache
def chair_cues() -> dict[str, re.Pattern[str]]:
    """Who presides: `chair-list`, `chair-of`, `chair-fronted` (persons follow), `chair-agent`, `chair-subject`."""
    lead = r"[^◆.;:]{0,90}?(?:\bcó|\bgồm|\blà|:)[^◆.;]{0,50}?"
    return {
        "chair-list": re.compile(rf"(?<!\w){_chair()}{lead}(?=◆)"),
        "chair-of": re.compile(r"sự (?:đồng )?chủ trì của[^◆.;]{0,30}(?=◆)"),
        "chair-fronted": re.compile(
            rf"(?:^|[.;:\"] ?|, )(?:{_attend()} và )?{_chair()}[^◆.;:]{{0,70}}?,[^◆.;:]{{0,50}}?(?=◆)"
        ),
        "chair-agent": re.compile(rf"\bdo [^.;]{{0,30}}?◆[^.;]{{0,120}}?(?<!\w){_chair()}"),
        "chair-subject": re.compile(
            rf"(?P<sign>◆){_adverbs()}{_GROUP}{_adverbs()}(?<!\w)(?:{_attend()} và )?{_chair()}"
        ),
    }


@cache
def attend_cues() -> dict[str, re.Pattern[str]]:
    """Who was there: `attend-list`, `attend-by`, `attend-side`, `attend-fronted` (persons follow), and two more."""
    side = "về phía|phía|lãnh đạo|tỉnh|thành phố|tại|đại diện|cùng|khách mời|bên cạnh|đồng thời|ngoài ra"
    head = "(?:làm trưởng đoàn|dẫn đầu)"
    return {
        "attend-list": re.compile(rf"(?<!\w){_attend()}[^◆.;:]{{0,110}}?(?:\bcó|\bgồm|\blà|:)[^◆.]{{0,160}}?(?=◆)"),
        "attend-by": re.compile(rf"{any_of('by_presence')}(?!\w)[^◆.;]{{0,70}}?(?=◆)"),
        "attend-side": re.compile(rf"^[-+*• ]*(?:{side})[^◆.;:]{{0,80}}?(?:\bcó|\bgồm|\blà|:)[^◆.]{{0,120}}?(?=◆)"),
        "attend-fronted": re.compile(
            rf"(?:^|[.;:\"] ?|, ){COORDINATED}(?<!\w){_attend()}[^◆.;:]{{0,80}}?,[^◆.;:]{{0,60}}?(?=◆)"
        ),
        "attend-subject": re.compile(
            rf"(?P<sign>◆){_adverbs()}{_GROUP}{_adverbs()}(?:dẫn đầu đoàn[^◆.;]{{0,50}}? )?(?<!\w){_attend()}"
        ),
        "attend-agent": re.compile(
            rf"(?<!\w){_attend()}[^◆.;]{{0,60}}? do ◆[ ,–-]*{head}|\bdo ◆[ ,–-]*{head}[ ,]*(?:đã |cũng )*{_attend()}"
        ),
    }


@cache
def hand_cues() -> dict[str, re.Pattern[str]]:
    """Who handed something over there (`present-subject`, `present-agent`), and who got it (`receive`)."""
    to = r"(?:\bcho|\btặng|\btới|\bđến|\btừ|\btừ tay|\blà)(?: các)?(?: ông, bà| cá nhân| hai)? ?:? ?"
    return {
        "present-subject": re.compile(rf"(?P<sign>{SIGN}){_adverbs()}(?<!\w){_hand()}"),
        "present-agent": re.compile(
            rf"(?:\bngười trao là[^◆.;]{{0,20}}(?=◆)|\b(?:do|được) (?P<sign>◆){_adverbs()}(?<!\w)(?:trao|trao tặng|gắn)(?!\w))"
        ),
        "receive": re.compile(rf"(?<!\w){_hand()}[^◆◇.;]{{0,80}}?{to}(?={SIGN})"),
    }


@cache
def speech_cues() -> dict[str, re.Pattern[str]]:
    """Who spoke or reported there: `speech-fronted`, `speech-of`, `speech-is` (a person follows), `speech-subject`, `speech-agent`."""
    speech = rf"{any_of('speech')}(?!\w)"
    first = rf"(?:{_attend()}|{_chair()}|chỉ đạo|{any_of('hand_over')}[^◆.;]{{0,60}})"
    and_then = rf"(?:{first}[^◆.;,]{{0,50}}?(?:,| và|, và)(?: có)? ?)?"
    aside = r"[ ]?[,–-][^◆.;:]{0,110}?(?<!\w)(?:trình bày tham luận|phát biểu ý kiến|phát biểu tại|trình bày báo cáo)"
    opening = r"lên |khi |sau đó,? |tiếp đó,? |cũng |trong |tại [^◆.;,]{0,60}, |[^◆.;,:]{0,40} và "
    kinds = "phát biểu|bài phát biểu|báo cáo|phân tích|trình bày|diễn văn|tham luận|phát biểu kết luận|đáp từ"
    deeds = "trình bày|đọc|báo cáo|phát biểu|thông báo trong phần phát biểu"
    return {
        "speech-subject": re.compile(rf"(?P<sign>{SIGN})(?:{_adverbs()}{and_then}{_adverbs()}(?<!\w){speech}|{aside})"),
        "speech-fronted": re.compile(
            rf"(?:^|[.;:\"”*] ?|, )(?:{opening}|{_attend()} và )?{speech}(?P<gap>[^◆◇.;\"]{{0,150}}?)(?={SIGN})"
        ),
        "speech-of": re.compile(rf"(?:{kinds})[^◆.;,]{{0,50}}? của[^◆.;,]{{0,20}}(?=◆)"),
        "speech-is": re.compile(rf"người (?:{deeds})(?!\w)[^◆.;,]{{0,60}}? là[^◆.;,]{{0,20}}(?=◆)"),
        "speech-agent": re.compile(
            rf"(?:\bdo|\bnghe|\bđược|lắng nghe|\btheo) [^◆.;,]{{0,20}}(?P<sign>◆)[ ,–-]*[^◆.;]{{0,30}}?(?:{deeds})(?!\w)"
        ),
    }


@cache
def say_cue() -> re.Pattern[str]:
    """Whose words are reported ("◆ cho biết")."""
    others = r"(?:(?:và|cùng) (?:một số|nhiều|các)[^◆.;,]{0,50} )?"
    return re.compile(rf"(?P<sign>{SIGN}){_adverbs()}{others}{_adverbs()}(?<!\w){any_of('say')}(?!\w)")


@cache
def event_cue() -> re.Pattern[str]:
    """A sentence that reports something done at an event ("phát biểu tại hội nghị", "chủ trì phiên họp")."""
    deed = rf"(?:phát biểu|{_chair()}|{_attend()})(?: [^◆.;:,]{{0,20}})?"
    return re.compile(rf"(?<!\w){deed} (?:hội nghị|đại hội|buổi|lễ|phiên|cuộc|kỳ họp|họp báo|tọa đàm|hội thảo)")


@cache
def place_cue() -> re.Pattern[str]:
    """A sentence that starts by saying at which event ("Tại buổi gặp mặt, ...")."""
    return re.compile(rf"^[^◆◇.]{{0,60}}?(?:tại|trong) {any_of('reports')}")
