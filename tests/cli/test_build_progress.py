"""Progress: lines where nobody watches a terminal, a bar where somebody does."""

from __future__ import annotations

import io

from thidua.progress import Lines, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_comes_every_hundred_articles() -> None:
    out = io.StringIO()
    lines = Lines(out, clock=lambda: 0.0)
    lines.expect(1250)
    for _ in range(1250):
        lines.done(2)
    printed = out.getvalue().splitlines()
    assert len(printed) == 12
    assert printed[-1] == "1,200 of 1,250 articles, 2,400 claims"


def test_a_line_comes_every_ten_seconds_where_articles_are_slow() -> None:
    out = io.StringIO()
    times = iter([0.0, 4.0, 8.0, 12.0, 12.0, 16.0])
    lines = Lines(out, clock=lambda: next(times))
    lines.expect(9)
    for _ in range(4):
        lines.done(1)
    assert out.getvalue() == "3 of 9 articles, 3 claims\n"


def test_reading_tells_how_far_it_has_come_every_ten_seconds() -> None:
    out = io.StringIO()
    times = iter([0.0, 4.0, 11.0, 11.0, 12.0])
    lines = Lines(out, clock=lambda: next(times))
    for _ in range(3):
        lines.read()
    assert out.getvalue() == "2 articles read\n"


def test_on_a_terminal_a_bar_counts_what_is_read_then_articles_and_claims() -> None:
    out = Terminal()
    with progress(out) as shown:
        shown.read()
        shown.expect(1)
        shown.done(3)
    assert "articles read" in out.getvalue()
    assert "1/1" in out.getvalue()
    assert "3 claims" in out.getvalue()
