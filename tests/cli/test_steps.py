"""Progress of a work of several rounds, away from a terminal."""

from __future__ import annotations

import io

from thidua.steps import StepLines, steps


def test_line_comes_every_ten_seconds_and_names_the_round() -> None:
    out, times = io.StringIO(), iter([0.0, 4.0, 10.0, 10.0, 12.0, 21.0, 21.0])
    lines = StepLines(out, "graphs", lambda: next(times))

    lines.begin("read", 2)
    lines.done()
    lines.done()
    lines.begin("sent", 5_000)
    lines.done()
    lines.done()

    assert out.getvalue().splitlines() == ["2 of 2 graphs read", "2 of 5,000 graphs sent"]


def test_terminal_gets_a_bar_and_messages_above_it() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    with steps(out, "graphs") as shown:
        shown.begin("sent", 2)
        shown.done()
        shown.say("another try in 0.5 s")

    assert "another try in 0.5 s\n" in out.getvalue()
