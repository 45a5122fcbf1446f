"""Gold claims: what articles state, as a person has labelled it. One file NAME.jsonl an article, one claim a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.evaluation.comparison import comparison
from pipeline.evaluation.facts import facts
from pipeline.evaluation.form import form_faults, is_stretch
from pipeline.readers import Article, Refusal, read_paths

Report = Callable[[Refusal], None]


@dataclass(frozen=True)
class GoldArticle:
    """An article with its gold claims (as in the file, in its order)."""

    article: Article
    claims: list[dict[str, Any]] = field(default_factory=list)


def read_gold(
    folder: Path, report: Report, articles: Path | None = None, metadata: Sequence[Path] = ()
) -> list[GoldArticle]:
    """The articles of which `folder` holds gold, in order of name.

    The text of NAME.jsonl is NAME.txt in `articles`, by default the folder `articles` beside `folder`. A line that is no claim is told to
    `report` with file, number and reason and left out; one with a fault of form is told and stays. A line without `quote` (gold that
    lies apart from texts of others) gets the text at its offsets. An article whose text is missing or can't be read is told and left
    out. Raises `FileNotFoundError` where a folder is missing or holds no gold.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder")
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise FileNotFoundError(f"{folder}: holds no gold: no .jsonl file")
    texts = folder.resolve().parent / "articles" if articles is None else articles
    if not texts.is_dir():
        raise FileNotFoundError(f"{texts}: no such folder, and the gold's articles are looked for there")
    named = {file.stem: file for file in files}
    found = {}
    paths = [path for name in named if (path := _text_file(texts, named[name], report))]
    for article in read_paths(paths, report, metadata):
        found[article.id] = GoldArticle(article, list(_claims(named[article.id], article, report)))
    return [found[name] for name in named if name in found]


def read_gold_claims(folder: Path, report: Report) -> dict[str, list[dict[str, Any]]]:
    """The gold claims of `folder` by article id, without their articles; what is no claim is told to `report` and left out.

    Raises `FileNotFoundError` where the folder is missing.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder")
    return {file.stem: list(_claims(file, None, report)) for file in sorted(folder.glob("*.jsonl"))}


def _text_file(texts: Path, gold: Path, report: Report) -> Path | None:
    path = texts / f"{gold.stem}.txt"
    if path.exists():
        return path
    report(Refusal(gold, f"its article {path} is missing, so it is left out"))
    return None


def _claims(file: Path, article: Article | None, report: Report) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        report(Refusal(file, f"gold cannot be read: {error}"))
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            claim = _claim(line, file, number, report)
            if claim is not None:
                if article is not None and "quote" not in claim:
                    claim["quote"] = _quoted(claim, article.text)
                for fault in _faults(claim, article) if article else ():
                    report(Refusal(file, fault, place=str(number)))
                yield claim


def _claim(line: str, file: Path, number: int, report: Report) -> dict[str, Any] | None:
    """The claim of a line, None where it has nothing that can be compared."""
    try:
        claim = json.loads(line)
    except json.JSONDecodeError as error:
        report(Refusal(file, f"not JSON: {error}, so the line is left out", place=str(number)))
        return None
    try:
        if not isinstance(claim, dict):
            raise ValueError("is no object")
        if claim.get("type") not in comparison().required:
            raise ValueError(f"unknown type {claim.get('type')!r}")
        facts(claim)
    except (ValueError, TypeError) as error:
        report(Refusal(file, f"no claim: {error}, so the line is left out", place=str(number)))
        return None
    return claim


def _quoted(claim: dict[str, Any], text: str) -> str:
    """The text at the offsets of a claim, empty where they are no offsets into it."""
    start, end = claim.get("start"), claim.get("end")
    placed = isinstance(start, int) and isinstance(end, int) and is_stretch(start, end, text)
    return text[start:end] if placed else ""


def _faults(claim: dict[str, Any], article: Article) -> Iterator[str]:
    if claim.get("article") != article.id:
        yield f"article {claim.get('article')!r} is not the one that the file is named after"
    yield from form_faults(claim, article.text)
