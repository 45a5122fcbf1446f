"""How well repeated articles are recognised: changed copies of articles, other articles, and the time of a signature.

    python benchmarks/likeness.py [FOLDER ...]

FOLDER holds `.txt` articles (default: corpus/articles). Each article is changed in each way, the changes drawn with a fixed seed; told is
the share of copies whose likeness to the article is at least `pipeline.likeness.SAME`. Of copies that only moved to another site it should
be 1, of those with other numbers 0.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np

from pipeline.likeness import SAME, signature
from pipeline.readers import read_paths

ROOT = Path(__file__).resolve().parents[1]
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DRAWN = random.Random(20240327)


def other_title(text: str) -> str:
    """Another headline, where the text has one of its own."""
    first, _, rest = text.partition("\n")
    return f"Tin mới về phong trào thi đua ở địa phương\n{rest}" if rest and len(first.split()) < 40 else text


def byline(text: str) -> str:
    """A line of names at the end."""
    return f"{text}\nTheo Nguyễn Văn Mẫu, ảnh: Trần Mẫu, Báo Mẫu điện tử\n"


def without(share: float) -> Callable[[str], str]:
    """A share of the sentences is cut, in one piece, one sentence at least."""

    def cut(text: str) -> str:
        sentences = _SENTENCE.split(text)
        count = max(1, round(len(sentences) * share))
        start = _DRAWN.randrange(max(1, len(sentences) - count + 1))
        return " ".join(sentences[:start] + sentences[start + count :])

    return cut


def other_numbers(text: str) -> str:
    """Every digit becomes another."""
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + _DRAWN.randrange(1, 10)) % 10), text)


def next_year(text: str) -> str:
    """Every year becomes the next."""
    return re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) + 1), text)


CHANGES: dict[str, Callable[[str], str]] = {
    "another title": other_title,
    "a byline": byline,
    "a tenth cut": without(0.1),
    "a fifth cut": without(0.2),
    "title, byline, a tenth cut": lambda text: without(0.1)(byline(other_title(text))),
    "a third cut": without(0.33),
    "the next year": next_year,
    "other numbers": other_numbers,
}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "corpus" / "articles"])
    articles = read_paths(parser.parse_args().folders, lambda refusal: print(refusal, file=sys.stderr))
    texts = [article.text for article in articles]
    start = time.process_time()
    values = np.concatenate([signature(text) for text in texts])["values"]
    seconds = time.process_time() - start
    syllables = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {syllables:,} syllables, {syllables / seconds:,.0f} syllables per CPU second")
    shares = sorted(float((values[i] == values[j]).mean()) for i, j in combinations(range(len(texts)), 2))
    print("most alike of different articles:", ", ".join(f"{share:.2f}" for share in shares[-3:]))
    print(f"{'changed copies':30}{'recognised':>12}{'likeness, 5th percentile':>28}{'median':>9}")
    for name, change in CHANGES.items():
        changed = np.concatenate([signature(change(text)) for text in texts])["values"]
        alike = (changed == values).mean(axis=1)
        print(f"{name:30}{np.mean(alike >= SAME):12.3f}{np.quantile(alike, 0.05):28.2f}{np.median(alike):9.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
