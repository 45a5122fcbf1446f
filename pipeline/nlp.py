"""The spaCy pipeline: a blank multilingual tokeniser and our own components, in the order that they need each other."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

# Importing a component's module registers it with spaCy.
from pipeline.language import (  # noqa: F401
    awards,
    blocs,
    conferences,
    dating,
    documents,
    indicators,
    leadership,
    memberships,
    movements,
    observations,
    participation,
    people,
    places,
    posts,
    quantities,
    rankings,
    sentences,
    times,
)
from pipeline.language.mentions import install_extensions, reading_of
from pipeline.tokens import SyllableTokenizer
from pipeline.view import View

COMPONENTS = (
    "thidua_sentences",
    "thidua_times",
    "thidua_places",
    "thidua_people",
    "thidua_posts",
    "thidua_blocs",
    "thidua_documents",
    "thidua_quantities",
    "thidua_indicators",
    "thidua_focus",
    "thidua_participation",
    "thidua_movements",
    "thidua_memberships",
    "thidua_conferences",
    "thidua_leadership",
    "thidua_rankings",
    "thidua_awards",
    "thidua_observations",
)
"""Names of the components in order: recognisers first, then the relations that combine what they found."""


def build_nlp() -> Language:
    """Build the pipeline. Vietnamese is tokenised into syllables; offsets stay exact."""
    install_extensions()
    nlp = spacy.blank("xx")
    nlp.max_length = 50_000_000
    nlp.tokenizer = SyllableTokenizer(nlp.vocab)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def make_doc(nlp: Language, view: View, published: str | None = None, presumed: int | None = None) -> Doc:
    """A document on the matching view, ready for `nlp.pipe`; `published` is the article's date (ISO, may be cut), `presumed` a
    year that it is taken to be of where nobody knows.
    """
    doc = nlp.make_doc(view.text)
    reading = reading_of(doc)
    reading.view, reading.published, reading.presumed = view, published, presumed
    return doc
