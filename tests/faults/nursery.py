"""Processes to be killed: a process that has everything imported forks one for each task, so that they start at once.

    python -m tests.faults.nursery

reads a JSON object a line and answers each by one: {"start": JOB, "given": {...}} by {"pid": ...}, {"wait": PID} by
{"code": ...} (as `subprocess.Popen.returncode`). It never opens a store itself: the engine's threads would not survive a fork.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
OVERDUE = 120.0
"""Seconds after which a child that hangs is killed."""


class Child:
    """A process forked by a nursery. A context manager: it is dead when the block ends."""

    def __init__(self, nursery: Nursery, pid: int, output: Path | None) -> None:
        self.pid = pid
        self._nursery = nursery
        self._output = output
        self._code: int | None = None
        self._overdue = threading.Timer(OVERDUE, self.signal, [signal.SIGKILL])
        self._overdue.daemon = True
        self._overdue.start()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def signal(self, number: int) -> None:
        """Send a signal; the child is not reaped before `wait`, so its id is its own."""
        if self._code is None:
            os.kill(self.pid, number)

    def kill(self) -> int:
        """Kill it with SIGKILL, and tell how it ended: -9, or its own exit code where it had ended before."""
        self.signal(signal.SIGKILL)
        return self.wait()

    def stop(self) -> None:
        """Have it stand still (SIGSTOP); it does, or has ended, when this returns."""
        self.signal(signal.SIGSTOP)
        while self._state() not in "TZ":
            time.sleep(0.001)

    def wait(self) -> int:
        """Its exit code, when it has ended; the negative number of the signal that ended it."""
        if self._code is None:
            self._code = int(self._nursery.ask(wait=self.pid)["code"])
            self._overdue.cancel()
        return self._code

    @property
    def ended(self) -> bool:
        """Whether it has ended by now (it may not have been waited for)."""
        return self._code is not None or self._state() == "Z"

    def _state(self) -> str:
        """The letter that Linux gives its state: T stopped, Z ended."""
        return Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]

    def said(self) -> str:
        """What it has written to standard output and standard error."""
        return self._output.read_text(encoding="utf-8") if self._output else ""


class Nursery:
    """A nursery at work; not for several threads. A context manager."""

    def __init__(self, *preload: str) -> None:
        """`preload`: functions without arguments, as `module:name`, called before any child is made."""
        command = [sys.executable, "-m", "tests.faults.nursery", *preload]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def ask(self, **request: Any) -> dict[str, Any]:
        """Its answer to one request."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or b'{"pid": 0, "code": -1}')
        return answer

    def start(self, job: str, output: Path | None = None, **given: Any) -> Child:
        """Start a job, `module:function` of this folder, with these arguments (JSON; a `Path` becomes a string)."""
        told = {name: str(value) if isinstance(value, Path) else value for name, value in given.items()}
        pid = self.ask(start=job, given=told, output=str(output) if output else None)["pid"]
        return Child(self, int(pid), output)

    def run(self, job: str, output: Path | None = None, **given: Any) -> int:
        """Do a job and wait for its exit code."""
        with self.start(job, output, **given) as child:
            return child.wait()


def _function(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(f"tests.faults.{module}"), function)


def _child(request: dict[str, Any]) -> None:
    def work() -> int:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)  # else what a child says would be taken for an answer
        if request["output"]:
            output = os.open(request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            os.dup2(output, 1)
            os.dup2(output, 2)
        return int(_function(request["start"])(**request["given"]) or 0)

    _function("jobs:leave")(work)


def main() -> None:
    """Fork and wait, as asked on standard input, until that ends."""
    for name in ("jobs:imports", *sys.argv[1:]):
        _function(name)()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if "start" in request:
            pid = os.fork()
            if pid == 0:
                _child(request)
            answer = {"pid": pid}
        else:
            _, status = os.waitpid(request["wait"], 0)
            answer = {"code": os.waitstatus_to_exitcode(status)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
