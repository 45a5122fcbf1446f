"""Readers: from files to articles. What cannot be read is reported and left out; the rest goes on."""

from pipeline.readers.article import Article, Refusal
from pipeline.readers.files import read_file, read_paths

__all__ = ["Article", "Refusal", "read_file", "read_paths"]
