"""Search over the names of entities and the sentences that claims rest on, with or without diacritics.

`index_of` gives the index of a release, which is made once, in a thread of its own; `prepare` begins that ahead of the
first search. The index is an SQLite full-text database in a temporary file, see `server.search.database`.
"""

from server.search.hits import Answer, Choice, Facet, Hit, HitGroup, Passage, Question, Words
from server.search.index import SearchIndex
from server.search.preparing import index_of, prepare

__all__ = [
    "Answer",
    "Choice",
    "Facet",
    "Hit",
    "HitGroup",
    "Passage",
    "Question",
    "SearchIndex",
    "Words",
    "index_of",
    "prepare",
]
