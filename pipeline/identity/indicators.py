"""Names of indicators whose codes are put together while an article is read.

A part's code stands behind the whole's ("export-turnover-rice"), or in front of what is made of it ("textiles-output"). Names of parts
are in lexicon/parts.toml; a rate or goods that no lexicon has are called by the words that their code is made of, in Vietnamese alone.
"""

from __future__ import annotations

from functools import cache

from ontology.mint import slug_or_empty
from ontology.tables.codes import concepts
from pipeline.language.lexicon import load

Names = dict[str, str]
"""Labels by language."""

_OUTPUT = "-output"
_MADE = {"vi": "Sản lượng {}", "en": "Output of {}"}
_PART = "{}, {}"


def indicator_names(notation: str, words: str = "") -> Names:
    """The labels of an indicator; empty where neither the tables nor `words`, those of the article, can tell any.

    >>> indicator_names("export-turnover-rice")
    {'vi': 'Kim ngạch xuất khẩu, gạo', 'en': 'Export turnover, rice'}
    >>> indicator_names("ty-le-hoa-giai-thanh-part", "tỷ lệ hòa giải thành")
    {'vi': 'Tỷ lệ hòa giải thành, một phần'}
    """
    if notation in _listed():
        return _listed()[notation]
    if notation == slug_or_empty(words):
        return {"vi": words[0].upper() + words[1:]}
    for at in (at for at, sign in enumerate(notation) if sign == "-"):
        whole, part = indicator_names(notation[:at], words), _part(notation[at + 1 :], words)
        if whole and part:
            return {
                language: _PART.format(name, part[language]) for language, name in whole.items() if language in part
            }
    made = _part(notation.removesuffix(_OUTPUT), words) if notation.endswith(_OUTPUT) else {}
    return {language: _MADE[language].format(name) for language, name in made.items()}


def _part(code: str, words: str) -> Names:
    """What a part is called inside a name."""
    return load("parts")["names"].get(code) or ({"vi": words} if code == slug_or_empty(words) else {})


@cache
def _listed() -> dict[str, Names]:
    return {code.notation: {"vi": code.label_vi, "en": code.label_en} for code in concepts("indicator")}
