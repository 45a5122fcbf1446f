"""The tokeniser: Vietnamese is written in syllables, and each is a token; so are a number with its signs, a mark and a run of blanks.

spaCy's own tokeniser looks for prefixes, suffixes and infixes in every word that it has not met, which takes three times as long.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

_TOKEN = re.compile(r"(\d+(?:[.,/:-]\d+)*|\w+|[^\w\s]|[^\S ]+| +)( ?)")


class SyllableTokenizer:
    """Makes documents of texts (a tokeniser in the sense of https://spacy.io/usage/linguistic-features#custom-tokenizer).

    >>> from spacy.vocab import Vocab
    >>> [token.text for token in SyllableTokenizer(Vocab())("TP.Hồ Chí Minh tăng 7,61%")]
    ['TP', '.', 'Hồ', 'Chí', 'Minh', 'tăng', '7,61', '%']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The document of `text`, to the letter: tokens and the blanks behind them make it up."""
        pairs = _TOKEN.findall(text)
        return Doc(self.vocab, words=[word for word, _ in pairs], spaces=[blank != "" for _, blank in pairs])
