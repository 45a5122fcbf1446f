"""Reading Vietnamese newspaper text: one spaCy component a file, their words in `lexicon/`."""
