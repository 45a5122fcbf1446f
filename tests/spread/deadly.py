"""What the tests let worker processes do that they would not do by themselves; these import it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

from pipeline import fingerprint
from pipeline.batches import extract_batch
from pipeline.readers import Article, Refusal
from pipeline.run import ArticleGraph

MARKER = "bài quá lớn"


def extract_or_die(articles: Sequence[Article]) -> list[ArticleGraph | Refusal]:
    """An extraction that a marked article ends, as the system does where memory runs out."""
    if any(MARKER in article.text for article in articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_batch(articles)


def pretend(version: str) -> None:
    """From now on, this process has the pipeline of that version."""
    fingerprint.VERSION = version
    fingerprint.fingerprint.cache_clear()
