"""Fits the confidence of claims to articles with gold, measures it by cross-validation, and prints the report as Markdown.

    python -m pipeline.calibration GOLD_DIR... [--metadata FILE]... [--write]

GOLD_DIR holds one NAME.jsonl an article, whose text is NAME.txt in the folder `articles` beside it. `--write` replaces the counts that
the project ships and the tables in docs/calibration.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.calibration.fitting import best_strength, gold_digest, trials_of
from pipeline.calibration.model import FILE, fitted, write_model
from pipeline.calibration.report import tables
from pipeline.calibration.rules import written_out
from pipeline.evaluation.gold import read_gold
from pipeline.readers import Refusal
from pipeline.run import VERSION

_PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"
_BEGIN, _END = "<!-- tables: made by python -m pipeline.calibration -->\n", "<!-- end of tables -->"


def main() -> None:
    """Fit, measure, print and, where asked to, write."""
    options = _options()
    try:
        gold = [one for folder in options.gold for one in read_gold(folder, _tell, None, options.metadata)]
        trials = trials_of(gold, _tell)
        strength = best_strength(trials, options.folds)
    except (FileNotFoundError, ValueError) as error:
        raise SystemExit(f"pipeline.calibration: {error}") from error
    found = tables(trials, strength, options.folds)
    print(found)
    if options.write:
        fit: dict[str, str | int] = {
            "extraction": VERSION,
            "articles": len(gold),
            "claims": len(trials),
            "gold": gold_digest(gold),
        }
        write_model(FILE, fitted(trials, strength), fit, written_out())
        _PAGE.write_text(_with_tables(_PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fit and measure the confidence of claims.")
    parser.add_argument("gold", type=Path, nargs="+", metavar="GOLD_DIR")
    parser.add_argument(
        "--metadata", type=Path, action="append", default=[], help="metadata of the articles (JSON Lines)"
    )
    parser.add_argument("--folds", type=int, default=10, help="folds of the cross-validation, by articles")
    parser.add_argument("--write", action="store_true", help="write the counts and the tables of docs/calibration.md")
    return parser.parse_args()


def _with_tables(page: str, found: str) -> str:
    """The page with its tables replaced."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise SystemExit(f"{_PAGE.name} has no place for the tables, between {_BEGIN.strip()} and {_END}")
    return f"{before}{begin}\n{found}\n\n{end}{after}"


def _tell(refusal: Refusal) -> None:
    print(refusal, file=sys.stderr)


if __name__ == "__main__":
    main()
