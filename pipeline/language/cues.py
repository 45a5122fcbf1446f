"""The wordings that give a person a role at an event, as patterns over reduced sentences (`pipeline.language.roles`).

Words: lexicon/participation.toml. In the patterns ◆ stands for a named person, ◇ for one by a title or pronoun alone. The
group `sign` marks the person; a pattern that ends in a look-ahead for a sign gives the persons that follow.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.lexicon import alternation, load
from pipeline.language.wordings import Cue, any_of, word_of

SIGN = "[◆◇]"
COORDINATED = r"(?:[ ,;]|và|cùng|với|các|đồng chí|ông|bà|:){0,16}"
"""What may stand between persons of one list."""

_GROUP = r"(?:(?:và|cùng)(?: với)? [^◆.;:]{0,150}?[ ,])?"
"""Others who are no named persons ("cùng lãnh đạo các sở, ngành")."""

_KIND = r"(?:(?!gia đình|thân nhân|thân quyến|con |vợ|chồng|mẹ|bố|cha|cố |liệt sĩ|của|đại diện|công ty|đội|nhóm|quỹ)[^\W\d_]+ ){0,3}"
"""A word or two before a name that say what the person is ("thợ lò"); whose family it is would be somebody else."""


@cache
def _adverbs() -> str:
    behalf = r"(?:thay mặt|thừa (?:ủy )?quyền|đại diện|nhân danh)[^;.◆◇\"]{0,110}?(?=[ ,])"
    way = r"từ [^◆◇.;,:\"]{2,25}(?= (?:về|vào|ra|lên|xuống|đến|tới|sang|qua) )"
    talk = r"trong (?:bài |phần |lời |bản )?(?:tham luận|phát biểu|trình bày|báo cáo|trả lời|nhậm chức)(?: của mình)?(?!\w)"
    return rf"(?:[ ,)–-]|{any_of('adverbs')}(?!\w)|{behalf}|{way}|{talk}){{0,12}}"


@cache
def _between() -> str:
    """What may stand between a person and the verb: the rest of an apposition, then adverbs."""
    others = "các|lãnh đạo|đại diện|cùng|và|một số|nhiều|đông đảo|toàn thể|tỉnh|ubnd|sở|ngành|huyện"
    role = r" ?[–-] (?:đơn vị|đại diện|người|tỉnh|địa phương)[^◆◇.;:,\"]{2,60} [–-] ?"
    tail = rf" {any_of('title_tails')}(?!\w)[^◆◇.;:,\"]{{0,50}}"
    aside = rf",(?! (?:{others})(?!\w)) [^◆◇.;:,\"]{{2,90}}"
    return rf"(?:(?:{tail}(?:{aside})?|{aside}(?:{aside})?),|{role})?{_adverbs()}"


@cache
def _attend() -> str:
    none = rf"(?! (?:{alternation(load('participation')['not_attend'])})(?!\w))"
    at_event = rf"{any_of('attend_event')}(?= [^◆.;]{{0,30}}{any_of('events')}(?!\w))"
    return rf"(?:{any_of('attend')}(?!\w)|{at_event}){none}"


@cache
def _chair() -> str:
    return rf"{any_of('chair')}(?!\w)(?![ ,]*{any_of('not_chair')}(?!\w))"


@cache
def _hand() -> str:
    """Handing over something, or signing it."""
    signed = r"ký(?: kết)?(?: các| hai)?(?= (?:bản|biên bản|giao ước|thỏa thuận|hợp đồng)\b)"
    return rf"(?:{any_of('hand_over')}(?!\w)(?! đổi){_object()}|{any_of('hand_alone')}(?!\w)|{signed})"


@cache
def _object() -> str:
    return rf"[^◆◇.;:]{{0,90}}?(?<!\w){any_of('objects')}(?!\w)"


@cache
def _take() -> str:
    return rf"{any_of('take_over')}(?!\w){_object()}"


@cache
def chair_cues() -> dict[str, Cue]:
    """Who presides: `chair-list`, `chair-of`, `chair-fronted` (persons follow), `chair-agent`, `chair-subject`."""
    lead = r"(?:[^◆.;:]{0,90}?(?:\bcó|\bgồm|\blà|:)[^◆.;]{0,50}?|[^◆.;:]{0,40},? ngoài [^◆.;:]{0,12}|,? (?:cùng )?với [^◆.;:,]{0,20})"
    who = r"(?:(?:là )?(?:(?:hai|ba|những|các) )?(?:người|vị) )?"
    return {
        "chair-list": Cue(word_of("chair"), rf"(?<!\w){_chair()}{lead}(?=◆)"),
        "chair-of": Cue(word_of("chair"), r"sự (?:đồng )?chủ trì của[^◆.;]{0,30}(?=◆)"),
        "chair-fronted": Cue(
            word_of("chair"),
            rf"(?:^|[.;:\"] ?|, )(?:{_attend()} và )?{who}{_chair()}[^◆.;:]{{0,70}}?,[^◆.;:]{{0,50}}?(?=◆)",
        ),
        "chair-agent": Cue(
            word_of("chair"),
            rf"\bdo [^.;]{{0,30}}?◆[^.;]{{0,120}}?(?<!\w){_chair()}|(?<!\w){_chair()}[^◆.;]{{0,40}}? (?:do|thuộc về) [^◆.;]{{0,20}}◆",
        ),
        "chair-subject": Cue(
            word_of("chair"),
            rf"(?P<sign>{SIGN}){_between()}{_GROUP}{_adverbs()}(?<!\w)(?:{_attend()} và )?{who}{_chair()}",
        ),
    }


@cache
def attend_cues() -> dict[str, Cue]:
    """Who was there: `attend-list`, `-with`, `-by`, `-guest`, `-side`, `-after`, `-fronted` (persons follow), and two more."""
    has, start = (
        r"[^◆.;:]{0,80}?(?:\bcó|\bgồm|:)[^◆.]{0,120}?(?=◆)",
        r"^[-+*•( ]*(?:(?:tại|ở|trên|trong) [^◆.;:,]{3,50}, )?(?:cũng )?",
    )
    head = "(?:làm trưởng đoàn|dẫn đầu)"
    led = r"(?:(?:dẫn đầu|dẫn|đưa|cùng) (?:một )?đoàn[^◆.;]{0,50}? )?"
    return {
        "attend-list": Cue(
            word_of("attend", "attend_event"),
            rf"(?<!\w){_attend()}[^◆.;:]{{0,110}}?(?:\bcó|\bgồm|\blà|:)[^◆.]{{0,160}}?(?=◆)",
        ),
        "attend-with": Cue(word_of("company"), rf"(?:{start}|[,;] ){any_of('company')}(?!\w){has}"),
        "attend-by": Cue(word_of("by_presence"), rf"{any_of('by_presence')}(?!\w)[^◆.;]{{0,70}}?(?=◆)"),
        "attend-guest": Cue(
            word_of(also=("khách",)),
            r"(?:khách mời|vị khách|khách quý|khách danh dự)[^◆.;:,]{0,60} là [^◆.;:,]{0,20}(?=◆)",
        ),
        "attend-side": Cue(word_of("sides"), rf"{start}{any_of('sides')}(?!\w){has}"),
        "attend-after": Cue(
            word_of("sides", "sides_after"), rf"{start}(?:{any_of('sides')}|{any_of('sides_after')})(?!\w){has}"
        ),
        "attend-fronted": Cue(
            word_of("attend", "attend_event"),
            rf"(?:^|[.;:\"] ?|, ){COORDINATED}(?<!\w){_attend()}[^◆.;:]{{0,80}}?,[^◆.;:]{{0,60}}?(?=◆)",
        ),
        "attend-subject": Cue(
            word_of("attend", "attend_event"),
            rf"(?P<sign>{SIGN}){_between()}{_GROUP}{_adverbs()}{led}(?<!\w){_attend()}",
        ),
        "attend-agent": Cue(
            word_of("attend", "attend_event", also=("đoàn",)),
            rf"(?<!\w){_attend()}[^◆.;]{{0,60}}? do ◆[ ,–-]*{head}|\bdo ◆[ ,–-]*{head}[ ,]*(?:đã |cũng )*{_attend()}"
            rf"|^[-+*•( ]*đoàn [^◆.;:]{{2,60}}? do ◆[ ,–-]*(?:làm )?trưởng đoàn",
        ),
    }


@cache
def hand_cues() -> dict[str, Cue]:
    """Who handed something over there (`present-subject`, `-agent`), who got it (`receive` and more)."""
    others = r"(?:[^◆◇.;:]{0,100}?(?:\bvà|\bcùng|\bcho) )?"
    to = rf"(?:\bcho|\btặng|\btới|\bđến|\btừ|\btừ tay|\blà|\bcó|\bgồm)(?: các)?(?: ông, bà| cá nhân| hai)? ?:? ?{others}{_KIND}"
    return {
        "present-subject": Cue(
            word_of("hand_over", "hand_alone", also=("ký",)),
            rf"(?P<sign>{SIGN}){_between()}{_GROUP}{_adverbs()}(?<!\w){_hand()}",
        ),
        "take-subject": Cue(word_of("take_over"), rf"(?P<sign>{SIGN}){_between()}(?<!\w){_take()}"),
        "honoured": Cue(word_of("honoured"), rf"(?P<sign>{SIGN}){_between()}(?<!\w){any_of('honoured')}(?!\w)"),
        "present-agent": Cue(
            word_of(also=("trao", "gắn", "tặng")),
            rf"(?:\bngười trao là[^◆.;]{{0,20}}(?=◆)|\b(?:do|được) (?P<sign>◆){_adverbs()}(?<!\w)(?:trao|trao tặng|gắn)(?!\w))",
        ),
        "receive-passive": Cue(
            word_of(also=("trao", "gắn", "tặng")),
            rf"(?<!\w){any_of('objects')}(?!\w)[^◆◇.;:]{{0,90}}? (?:được|đã) (?:trao|gắn|trao tặng|tặng) {to}(?={SIGN})",
        ),
        "receive": Cue(
            word_of("hand_over", "hand_alone", "take_over", also=("ký",)),
            rf"(?<!\w)(?:{_hand()}|{_take()})[^◆◇.;]{{0,80}}?{to}(?={SIGN})",
        ),
        "receive-more": Cue(
            word_of(also=("cho",)),
            rf"; (?:và )?{any_of('objects')}(?!\w)[^◆◇.;:]{{0,60}}? cho [^◆◇.;:]{{0,24}}(?={SIGN})",
        ),
    }


@cache
def speech_cues() -> dict[str, Cue]:
    """Who spoke or reported there: `speech-fronted`, `-of`, `-is` (a person follows), `-list` (several), `-subject`, `-agent`."""
    told = r"(?:mang|đem)(?: đến| tới| về| ra)[^◆.;]{0,40}?(?:câu chuyện|tham luận|thông điệp|kinh nghiệm|ý kiến)"
    speech = rf"(?:{any_of('speech')}|{told})(?!\w)"
    first = rf"(?:{_attend()}|{_chair()}|chỉ đạo|{any_of('hand_over')}[^◆.;]{{0,60}})"
    and_then = rf"(?:{first}[^◆.;,]{{0,50}}?(?:,| và|, và)(?: có)? ?)?"
    aside = r"[ ]?[,–-][^◆.;:]{0,110}?(?<!\w)(?:trình bày tham luận|phát biểu ý kiến|phát biểu tại|trình bày báo cáo)"
    opening = r"lên |khi |sau đó,? |tiếp đó,? |cũng |trong |tại [^◆.;,]{0,60}, |[^◆.;,:]{0,40} và "
    deeds = (
        "trình bày|đọc|báo cáo|phát biểu|thông báo trong phần phát biểu|thuyết trình|soạn và đọc|công bố|nêu|chia sẻ|kể"
    )
    text = r"(?:[^◆◇.;\"]|(?<=\d)\.(?=\d))"
    return {
        "speech-subject": Cue(
            word_of("speech", also=("mang", "đem", "trình bày", "phát biểu")),
            rf"(?P<sign>{SIGN})(?:{_between()}{and_then}{_adverbs()}(?<!\w){speech}(?! viên)|{aside})",
        ),
        "speech-fronted": Cue(
            word_of("speech", also=("mang", "đem", "trình bày", "phát biểu")),
            rf"(?:^|[.;:\"”*] ?|, )(?:{opening}|{_attend()} và )?{speech}(?P<gap>{text}{{0,260}}?)(?={SIGN})",
        ),
        "speech-of": Cue(
            word_of("speech_nouns", also=("đến từ",)),
            rf"(?<!\w){any_of('speech_nouns')}(?!\w)[^◆.;,]{{0,50}}? (?:của|đến từ)[^◆.;,]{{0,20}}(?=◆)"
            rf"|(?<!\w)(?:ý kiến|đề xuất|kiến nghị|câu hỏi|gợi ý|góp ý|lời khuyên)[^◆.;,]{{0,40}}? đến từ[^◆.;,]{{0,20}}(?=◆)",
        ),
        "speech-list": Cue(
            word_of("speech", also=("mang", "đem", "trình bày", "phát biểu")),
            rf"(?:^|[.;:] |, | và | và có ){speech}[^◆◇.;:,]{{0,60}}?(?:(?<!\w)(?:có|là|gồm)(?!\w)|:)[^◆.;]{{0,40}}(?=◆)",
        ),
        "speech-is": Cue(
            word_of(also=("người",)),
            rf"người (?:[^◆.;,]{{0,30}} )?(?:{deeds})(?!\w)[^◆.;,]{{0,60}}? là[^◆.;,]{{0,20}}(?=◆)",
        ),
        "speech-agent": Cue(
            word_of("speech_nouns", also=tuple(deeds.split("|"))),
            rf"(?:\bdo|\bnghe|\bđược|lắng nghe|\btheo) [^◆.;,]{{0,20}}(?P<sign>◆)[ ,–-]*[^◆.;]{{0,30}}?(?:{deeds})(?!\w)"
            rf"|(?<!\w){any_of('speech_nouns')}(?!\w)[^◆.;]{{0,60}}? (?:do|được) [^◆.;,]{{0,20}}(?P<by>◆)",
        ),
    }


@cache
def say_cues() -> dict[str, Cue]:
    """Whose words are reported: `say-subject` ("◆ cho biết"), `say-fronted` ("Kết luận ..., ◆"), `say-quote`, `say-colon`."""
    others = r"(?:(?:và|cùng) (?:một số|nhiều|các)[^◆.;,]{0,50} )?"
    some = r"(?:(?! (?:được|bị|do|mà|của|để|theo|sẽ|không|chưa|vì|cho|là|về|dự|từng|từ|tại|và|với|cùng)\b) [^\W\d_]+){1,4} "
    long = alternation(w for w in load("participation")["say"] if " " in w)
    called = r"(?:gọi|ví|xem|coi)(?= [^◆.;,]{2,50} (?:là|như|với)\b)"
    since = r" từ (?:ngày|đầu|năm|tháng|khi|nay|\d)"
    verb = rf"(?:{_between()}{others}{_adverbs()}(?<!\w)(?:{any_of('say')}|{called})|{some}(?:{long}))(?!\w| thưởng|{since})"
    quote = r"(?:\"[^\"◆◇]{12,}|[^\"◆◇]{8,})(?:[,!?…] ?\"|\" ?[,-])[ ,.!?…-]*(?:lời (?:của )?)?"
    return {
        "say-subject": Cue(word_of("say", also=("gọi", "ví", "xem", "coi")), rf"(?P<sign>{SIGN}){verb}"),
        "say-fronted": Cue(
            word_of("say", also=("gọi", "ví", "xem", "coi")),
            rf"^(?:sau đó,? |tiếp đó,? |cũng |khi )?{any_of('say')}(?!\w)[^◆◇:;\"]{{0,200}}, (?P<sign>{SIGN})",
        ),
        "say-quote": Cue(word_of(also=('"',)), rf"^[- ]*{quote}(?P<sign>{SIGN})"),
        "say-colon": Cue(word_of(also=('"',)), rf"(?P<sign>{SIGN})[^◆◇:;\"]{{0,90}}:[ ]*\""),
    }


@cache
def together_cues() -> dict[str, re.Pattern[str]]:
    """What a number of persons named before did together, by role ("Cả hai cùng chủ trì")."""
    people = r"(?:ông|bà|anh|chị|đồng chí|vị|người|đại biểu|lãnh đạo|cá nhân)(?: khách| này| trên)*"
    lead = rf"(?:tại [^◆◇.;,]{{2,40}}, )?(?:cả |(?=\w+ {people} ))(?P<count>hai|ba|bốn|năm|sáu)(?: {people})?{_adverbs()}(?<!\w)"
    attended = rf"(?:{_attend()}|{_hand()}|{_take()})"
    speech = rf"(?:{any_of('speech')}|{any_of('say')})(?!\w)"
    return {r: re.compile(lead + c) for r, c in (("attended", attended), ("chaired", _chair()), ("spoke", speech))}


@cache
def event_cue() -> re.Pattern[str]:
    """A sentence that reports something done at an event ("phát biểu tại hội nghị", "chủ trì phiên họp")."""
    deed = rf"(?:phát biểu|{_chair()}|{_attend()})(?: [^◆.;:,]{{0,20}})?"
    return re.compile(rf"(?<!\w){deed} (?:hội nghị|đại hội|buổi|lễ|phiên|cuộc|kỳ họp|họp báo|tọa đàm|hội thảo)")


@cache
def place_cue() -> re.Pattern[str]:
    """A sentence that starts by saying at which event ("Tại buổi gặp mặt, ...", "Nhân dịp này, ...")."""
    occasion = rf"(?:cũng |và |cũng trong )?{any_of('occasion')}(?!\w)"
    return re.compile(rf"^(?:[^◆◇.]{{0,60}}?(?:tại|trong|ở|giữa|trước) {any_of('reports')}|[-+*• ]*{occasion})")


@cache
def list_end() -> re.Pattern[str]:
    """A person with a verb of its own, who ends a list."""
    return re.compile(rf"◆[ ,]*(?:{any_of('say')}|{any_of('speech')}|đã)(?!\w)")


_TO_COME = re.compile(r"\b(?:sẽ|dự kiến|sắp)\b")
_TO_COME_BEFORE = re.compile(r"\b(?:sẽ|dự kiến|sắp)\b[^.,;◆◇]*$")


def is_future(text: str, match: re.Match[str], reach: int = 8) -> bool:
    """Whether the words around a match, up to `reach` characters behind it, speak of what is still to come."""
    if _TO_COME_BEFORE.search(text[max(0, match.start() - 24) : match.start()]):
        return True
    return _TO_COME.search(text[match.start() : match.end() + reach]) is not None


@cache
def _right_before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(words)} $")


def follows(text: str, sign: int, words: str) -> bool:
    """Whether one of these words of the lexicon stands right before a sign."""
    return text[sign - 1 : sign] == " " and _right_before(words).search(text[max(0, sign - 24) : sign]) is not None
