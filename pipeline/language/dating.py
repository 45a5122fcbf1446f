"""Dating an article: when it was written, which period it looks back on, which bloc and province it is about.

The component `thidua_focus` works these out from the publication date where the metadata give one, else from what the text dates,
and stores them as `doc._.focus` (see `pipeline.language.focus`).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.focus import Focus, notation
from pipeline.language.main_period import main_period
from pipeline.language.mentions import found, reading_of, sentence_around, sentences, starting_in, view_of
from pipeline.language.relevance import is_public, reports_event
from pipeline.language.scan import Scan
from pipeline.language.subject import main_area, main_bloc
from pipeline.language.writing import guess_year

_REACH = 110
_REVIEW = Scan(r"\b(?P<kind>tổng kết|sơ kết)\b")


@Language.component("thidua_focus")
def set_focus(doc: Doc) -> Doc:
    """Work out the article's focus and store it."""
    published = _published(doc)
    review = _review(doc)
    year, month = published or guess_year(doc, review)
    title_end = min((e for _, e in sentences(doc)), default=0)
    meeting = review is not None or any(m.start < title_end for m in found(doc, "bloc"))
    if review is None:
        review = main_period(doc, year, month)
    bloc, dated = main_bloc(doc), published is not None
    public, event = is_public(doc, bloc), reports_event(doc)
    reading_of(doc).focus = Focus(year, month, review, bloc, main_area(doc), meeting, dated, public, event)
    return doc


def _published(doc: Doc) -> tuple[int, int] | None:
    """Year and month of publication, month 0 where only the year is known."""
    if not reading_of(doc).published:
        return None
    year, _, rest = str(reading_of(doc).published).partition("-")
    return int(year), int(rest[:2] or 0)


def _review(doc: Doc) -> str | None:
    """The period that the first reviewing conference in the text looks back on."""
    for match in _REVIEW.finditer(view_of(doc)):
        bounds = sentence_around(doc, match.start())
        kind = "mid-year-review" if match["kind"] == "sơ kết" else "annual-review"
        period = reviewed_period(doc, bounds, match.end(), kind)
        if period:
            return period
    return None


def reviewed_period(doc: Doc, sentence: tuple[int, int], after: int, kind: str) -> str | None:
    """The period that a review told of in `sentence` looks back on: what its words name from offset `after` on.

    A mid-year review is of a half, whose year may be named later ("6 tháng thực hiện giao ước thi đua năm 2016") or earlier ("năm
    2020 ... sơ kết 6 tháng đầu năm"). None where no year is named.
    """
    times = starting_in(found(doc, "time"), *sentence)
    usable = [m for m in times if not (m.value.same or m.value.until or m.value.again or (m.value.shift or 0) > 0)]
    behind = [m for m in usable if after <= m.start <= after + _REACH]
    if kind == "mid-year-review":
        part = next((m.value.part for m in behind if m.value.part and m.value.part != "H2"), "H1")
        years = [m.value.year for m in behind if m.value.year] or [
            m.value.year for m in usable if m.value.year and m.end <= after
        ][-1:]
        return notation(years[0], part) if years else None
    first = next((m.value for m in behind if m.value.year), None)
    return notation(first.year, first.part if kind == "other" else "") if first else None
