"""A headless Chromium, driven by its DevTools protocol over a pipe (https://chromedevtools.github.io/devtools-protocol/)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol
from playwright.sync_api import Browser, sync_playwright

from tests.live import Server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--window-size=1100,1400", "--hide-scrollbars",
    "--remote-debugging-pipe",
)  # fmt: skip
AS_3_AND_4 = (
    "import os, sys; ends = [os.dup(os.dup(int(n))) for n in sys.argv[1:3]]; "
    "os.dup2(ends[0], 3); os.dup2(ends[1], 4); os.execvp(sys.argv[3], sys.argv[3:])"
)
"""Chromium reads commands from descriptor 3 and writes answers to 4."""
SECONDS = 120
"""After so long the browser is killed, and the test ends with an error."""


class BrowserEndedError(Exception):
    """Chromium ended by itself; how, and what it said last."""


class Page:
    """One tab. `requests` and `complaints` hold what the pages shown so far asked for, and what the console said."""

    def __init__(self, profile: Path, name: str) -> None:
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        self._said = profile / "said.txt"
        said = self._said.open("wb")
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                AS_3_AND_4,
                str(commands),
                str(answers),
                name,
                *OPTIONS,
                f"--user-data-dir={profile}",
            ],
            pass_fds=(commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        said.close()
        os.close(commands)
        os.close(answers)
        self._overdue = threading.Timer(SECONDS, self._kill)
        self._overdue.start()
        self._buffer = b""
        self._numbers = count(1)
        self._session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the browser: it does when its pipe closes."""
        os.close(self._commands)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait()
        self._overdue.cancel()
        os.close(self._answers)

    @property
    def open(self) -> bool:
        """Whether the browser still runs."""
        return self._process.poll() is None

    def show(self, url: str, act: Callable[[], object] | None = None) -> None:
        """Go to an address, or do what leads to one that begins so, and wait until the page has loaded."""
        if act is None:
            assert "errorText" not in self.command("Page.navigate", url=url)
        else:
            act()
        self._until(lambda message: message.get("method") == "Page.loadEventFired")
        assert self.value("location.href").startswith(url)

    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression, which must have a form in JSON."""
        answer = self.command("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def click(self, selector: str) -> None:
        """Click with the mouse on the middle of an element."""
        x, y = self.value(
            f"(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); "
            f"return [r.x + r.width / 2, r.y + r.height / 2] }})(document.querySelector({json.dumps(selector)}))"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def download(self, selector: str, folder: Path) -> bytes:
        """Click on what downloads a file, and wait for it; `folder` must be empty."""
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), eventsEnabled=True)
        self.click(selector)
        self._until(
            lambda message: (
                message.get("method") == "Browser.downloadProgress" and message["params"]["state"] == "completed"
            )
        )
        (file,) = folder.iterdir()
        return file.read_bytes()

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and wait for its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        try:
            os.write(self._commands, json.dumps(message).encode() + b"\0")
        except BrokenPipeError:
            self._ended()
        answer = self._until(lambda message: message.get("id") == number)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _open(self) -> None:
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.command(f"{domain}.enable")

    def _until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            message = self._next()
            self._note(message.get("method"), message.get("params", {}))
            if wanted(message):
                return message

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            more = os.read(self._answers, 1 << 16)
            if not more:
                self._ended()
            self._buffer += more
        message, _, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _note(self, method: str | None, event: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(event["request"]["url"])
        elif method == "Network.loadingFailed":
            self.complaints.append(f"{event['requestId']}: {event['errorText']}")
        elif method == "Log.entryAdded" and event["entry"]["level"] in {"error", "warning"}:
            self.complaints.append(f"{event['entry'].get('url')}: {event['entry']['text']}")
        elif method == "Runtime.exceptionThrown" or (
            method == "Runtime.consoleAPICalled" and event["type"] in {"error", "warning", "assert"}
        ):
            self.complaints.append(json.dumps(event, ensure_ascii=False))

    def _ended(self) -> NoReturn:
        status = self._process.wait(timeout=20)
        raise BrowserEndedError(f"status {status}: " + self._said.read_text(encoding="utf-8", errors="replace")[-2000:])

    def _kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The command that starts Chromium; without it, tests are skipped."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no Chromium: none of {', '.join(NAMES)} is installed")
    return found


class _Browser:
    """The browser of a module's tests; another takes its place where it has ended."""

    def __init__(self, name: str, folders: pytest.TempPathFactory) -> None:
        self._name, self._folders = name, folders
        self._page: Page | None = None

    def page(self) -> Page:
        """A tab of a browser that runs."""
        if self._page is None or not self._page.open:
            self.close()
            self._page = Page(self._folders.mktemp("profile"), self._name)
        return self._page

    def close(self) -> None:
        """End the browser."""
        if self._page is not None:
            self._page.close()
            self._page = None


@pytest.fixture(scope="session")
def demo(demo_store: Path) -> Iterator[str]:
    """The address of a server over all demonstration articles."""
    server = Server(demo_store)
    assert server.url in server.line
    yield server.url
    server.stop(signal.SIGTERM)


@pytest.fixture(scope="session")
def tabs(chromium: str) -> Iterator[Browser]:
    """Chromium, driven by Playwright."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which(chromium), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def _browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Browser]:
    browser = _Browser(chromium, tmp_path_factory)
    yield browser
    browser.close()


@pytest.fixture
def page(_browser: _Browser) -> Page:
    """A tab that has shown nothing yet as far as `requests` and `complaints` go."""
    page = _browser.page()
    page.requests.clear()
    page.complaints.clear()
    return page


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test once more, in a new browser, where Chromium itself ended, which it does now and then on a busy machine."""
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    ended = [
        report.longreprtext for report in reports if report.failed and BrowserEndedError.__name__ in report.longreprtext
    ]
    if ended:
        item.config.get_terminal_writer().line(f"\n{item.nodeid} is run once more:\n{ended[0]}")
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    return True
