"""A headless Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, sync_playwright

from tests.live import Server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip
"""Nothing beyond this machine is to be reached."""


class Tab:
    """One tab. `requests` and `complaints` hold what the pages shown so far asked for, and what the console said."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._page = context.new_page()
        self._session = context.new_cdp_session(self._page)
        self._page.on("request", lambda request: self.requests.append(request.url))
        self._page.on("requestfailed", self._failed)
        self._page.on("console", self._said)
        self._page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def show(self, url: str, act: Callable[[], object] | None = None) -> None:
        """Go to an address, or do what leads to one that begins so, and wait until the page has loaded."""
        if act is None:
            self._page.goto(url)
        else:
            with self._page.expect_navigation():
                act()
        assert self._page.url.startswith(url)

    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression, which must have a form in JSON."""
        return self._page.evaluate(expression)

    def click(self, selector: str) -> None:
        """Click with the mouse on the middle of an element."""
        self._page.click(selector)

    def press(self, keys: str) -> None:
        """Press keys together, such as `Shift+Tab`."""
        self._page.keyboard.press(keys)

    def insert(self, text: str) -> None:
        """Enter a text where the focus is, as an input method does."""
        self._page.keyboard.insert_text(text)

    def picture(self, file: Path) -> bytes:
        """What is seen, as PNG, kept in a file too."""
        return self._page.screenshot(path=file)

    def prefer(self, scheme: Literal["light", "dark"]) -> None:
        """Tell pages which colours the reader prefers."""
        self._page.emulate_media(color_scheme=scheme)

    def download(self, selector: str, folder: Path) -> bytes:
        """Click on what downloads a file, and wait for it; `folder` then holds it."""
        with self._page.expect_download() as expected:
            self._page.click(selector)
        file = folder / expected.value.suggested_filename
        expected.value.save_as(file)
        return file.read_bytes()

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command of the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/) and wait for its result."""
        result: dict[str, Any] = self._session.send(method, parameters)
        return result

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before it came
            self.complaints.append(f"{request.url}: {request.failure}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The command that starts Chromium; without it, tests are skipped."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no Chromium: none of {', '.join(NAMES)} is installed")
    return found


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
        browser = driver.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def page(tabs: Browser) -> Iterator[Tab]:
    """A tab that has shown nothing yet and remembers nothing."""
    context = tabs.new_context(viewport={"width": 1100, "height": 1400}, accept_downloads=True)
    yield Tab(context)
    context.close()
