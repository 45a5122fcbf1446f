"""Progress: lines where nobody watches a terminal, a bar where somebody does."""

from __future__ import annotations

import io
from pathlib import Path

from thidua.progress import Lines, count_texts, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_comes_every_hundred_articles() -> None:
    out = io.StringIO()
    lines = Lines(1250, out, clock=lambda: 0.0)
    for _ in range(1250):
        lines.done(2)
    printed = out.getvalue().splitlines()
    assert len(printed) == 12
    assert printed[-1] == "1,200 of 1,250 articles, 2,400 claims"


def test_a_line_comes_every_ten_seconds_where_articles_are_slow() -> None:
    out = io.StringIO()
    times = iter([0.0, 4.0, 8.0, 12.0, 12.0, 16.0])
    lines = Lines(9, out, clock=lambda: next(times))
    for _ in range(4):
        lines.done(1)
    assert out.getvalue() == "3 of 9 articles, 3 claims\n"


def test_on_a_terminal_a_bar_counts_articles_and_claims(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    out = Terminal()
    with progress([tmp_path], out) as shown:
        shown.done(3)
    assert "1/1" in out.getvalue()
    assert "3 claims" in out.getvalue()


def test_texts_are_counted_in_folders_of_any_depth_and_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("a.txt", "b/c.txt", "b/d.jsonl"):
        (tmp_path / name).write_text("x")
    assert count_texts([tmp_path, tmp_path / "a.txt"]) == 3
