"""Ten journeys of a newcomer, each with its steps counted: a step is a click, a choice, a text typed or a key pressed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

SHOTS = Path(__file__).parent / "screenshots"
"""Kept for whoever looks at a run; git ignores it."""


class Traveller:
    """Someone who does one thing at a time; `steps` are the things done so far."""

    def __init__(self, page: Page, name: str, site: str) -> None:
        self.page, self.name, self.site = page, name, site
        self.steps: list[str] = []
        self.hosts: set[str] = set()
        page.on("request", lambda request: self.hosts.add(request.url.split("/", 3)[2]))

    def arrive(self, path: str = "/en/") -> None:
        """Open the site, which is no step."""
        self.page.goto(f"{self.site}{path}")

    def click(self, what: Locator) -> None:
        """Click on something."""
        self.steps.append(f"click {what}")
        what.click()

    def type(self, where: Locator, text: str) -> None:
        """Type a text into a field, letter by letter."""
        self.steps.append(f"type {text!r}")
        where.click()
        where.press_sequentially(text)

    def choose(self, where: Locator, label: str) -> None:
        """Choose from a list."""
        self.steps.append(f"choose {label!r}")
        where.select_option(label=label)

    def press(self, key: str) -> None:
        """Press a key."""
        self.steps.append(f"press {key}")
        self.page.keyboard.press(key)

    def end(self, most: int) -> None:
        """Take a picture; there may have been so many steps at most, and nobody else may have been asked for anything."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}.png", full_page=True)
        print(f"{self.name}: {len(self.steps)} steps")
        assert len(self.steps) <= most, self.steps
        assert self.hosts == {self.site.removeprefix("http://")}


@pytest.fixture
def context(tabs: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    options = getattr(request, "param", {"viewport": {"width": 1100, "height": 900}})
    context = tabs.new_context(accept_downloads=True, **options)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def traveller(context: BrowserContext, demo: str, request: pytest.FixtureRequest) -> Traveller:
    name = re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-")
    return Traveller(context.new_page(), name, demo)


def row_of(page: Page, section: str, start: str) -> Locator:
    """The row of a section's table that begins with these words."""
    return page.locator(f"#{section} tr").filter(has=page.get_by_role("rowheader", name=start, exact=True))


def test_find_who_led_a_bloc(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive()
    traveller.type(page.get_by_role("combobox", name="Search"), "tay nam bo")
    traveller.click(page.get_by_role("option").filter(has_text="Southwest").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Southwest")
    expect(row_of(page, "leaders", "2023")).to_contain_text("Soc Trang")
    traveller.end(most=3)


def test_read_the_sentence(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive("/en/page/bloc/tay-nam-bo")
    traveller.click(row_of(page, "members", "Soc Trang").get_by_role("link", name="2023"))
    quotation = page.locator(".the-claim blockquote").first
    expect(quotation).to_contain_text("Sóc Trăng")
    expect(quotation.locator("mark").first).to_be_visible()
    expect(page.locator(".the-claim .source a").first).to_be_visible()
    traveller.end(most=2)


def test_take_the_csv(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive("/en/page/province/bac-giang")
    with page.expect_response(re.compile(r"\.csv")) as answer, page.expect_download() as download:
        traveller.click(page.locator("#data").get_by_role("link", name="CSV"))
    assert answer.value.ok
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert rows
    assert all(row["sentence"] and row["citation"] for row in rows)
    traveller.end(most=1)


def test_compare_two_provinces(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive()
    traveller.click(page.get_by_role("link", name="Compare"))
    traveller.choose(page.get_by_label("Area 1"), "Bac Giang")
    traveller.choose(page.get_by_label("Area 2"), "Ha Nam")
    traveller.click(page.get_by_role("button", name="Compare"))
    expect(page.locator("#result thead")).to_contain_text("Bac Giang")
    expect(page.locator("#result svg.drawing")).to_be_visible()
    summary = page.locator("#result details summary").first
    traveller.click(summary)
    expect(page.locator("#result details[open] blockquote mark").first).to_be_visible()
    traveller.end(most=5)


def test_reconcile_a_list(traveller: Traveller) -> None:
    names = ["TP. Hồ Chí Minh", "tinh soc trang", "Đăk Lăk"]
    asked = {f"q{n}": {"query": name, "type": "province", "limit": 3} for n, name in enumerate(names)}
    answer = traveller.page.request.post(f"{traveller.site}/reconcile", form={"queries": json.dumps(asked)})
    found = answer.json()
    best = [found[f"q{n}"]["result"][0] for n in range(len(names))]
    assert [one["name"] for one in best] == ["Hồ Chí Minh", "Sóc Trăng", "Đắk Lắk"]
    assert [one["match"] for one in best] == [False, True, False]  # two eras have a unit of this name
    manifest = traveller.page.request.get(f"{traveller.site}/reconcile").json()
    address = manifest["preview"]["url"].replace("{{id}}", best[1]["id"])
    traveller.arrive(address.partition(traveller.site)[2] or address)
    expect(traveller.page.get_by_role("heading", level=1)).to_have_text("Soc Trang")
    traveller.end(most=0)


def test_run_an_example_and_change_it(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive()
    traveller.click(page.get_by_role("link", name="Query", exact=True))
    if not page.locator("script[src*='query/query.js']").count():
        pytest.skip("the query page's editor isn't built: make site")
    expect(page.locator(".CodeMirror").first).to_be_visible()
    title = page.locator("#example option").nth(2).inner_text()
    traveller.choose(page.locator("#example"), title)
    traveller.click(page.get_by_role("button", name="Open", exact=True))
    editor = page.locator(".tabPanel.active .CodeMirror").first
    editor.click()
    traveller.press("Control+Enter")
    rows = page.locator(".tabPanel.active .yasr tbody tr")
    expect(rows.nth(1)).to_be_visible()
    many = rows.count()
    editor.click()
    traveller.press("Control+End")
    traveller.steps.append("type 'LIMIT 1'")
    page.keyboard.type("\nLIMIT 1")
    traveller.press("Control+Enter")
    expect(rows).to_have_count(1)
    assert many > 1
    traveller.end(most=7)


def test_switch_the_language(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive("/en/page/indicator/grdp")
    expect(page.locator("#values h2")).to_have_text("Map and league table")
    traveller.click(page.get_by_role("link", name="Tiếng Việt"))
    expect(page.locator("#values h2")).to_have_text("Bản đồ và bảng xếp hạng")
    expect(page).to_have_url(f"{traveller.site}/vi/page/indicator/grdp")
    assert page.locator("html").get_attribute("lang") == "vi"
    traveller.end(most=1)


def test_use_it_by_keyboard_alone(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive("/en/page/award/government-emulation-flag")
    traveller.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    traveller.press("Enter")
    for _ in range(40):
        traveller.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    traveller.press("Enter")
    expect(page.locator("details[open] blockquote").first).to_be_visible()
    page.locator("input[type=search]").focus()
    page.keyboard.type("ca mau")
    expect(page.get_by_role("option").first).to_be_visible()
    traveller.press("ArrowDown")
    traveller.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ca Mau")
    traveller.end(most=20)


NARROW = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("context", [NARROW], indirect=True)
def test_find_a_figure_at_390_pixels(traveller: Traveller) -> None:
    page = traveller.page
    for path in (
        "/vi/",
        "/vi/page/bloc/tay-nam-bo",
        "/vi/compare",
        "/vi/search?q=ca+mau",
        "/vi/downloads",
        "/vi/query",
    ):
        traveller.arrive(path)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, (path, overflow)
    traveller.arrive("/vi/")
    traveller.click(page.get_by_role("link", name="Tổng sản phẩm trên địa bàn (GRDP)").first)
    summary = page.locator("#values details summary").first
    traveller.click(summary)
    expect(page.locator("#values details[open] blockquote").first).to_be_visible()
    traveller.end(most=3)


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_do_without_javascript(traveller: Traveller) -> None:
    page = traveller.page
    traveller.arrive("/vi/")
    traveller.type(page.get_by_role("searchbox", name="Tìm kiếm"), "soc trang")
    traveller.press("Enter")
    traveller.click(page.get_by_role("link", name="Sóc Trăng", exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sóc Trăng")
    traveller.click(page.get_by_role("link", name="Truy vấn"))
    traveller.click(page.get_by_role("button", name="Chạy"))
    expect(page.locator("#result table tbody tr").first).to_be_visible()
    traveller.end(most=5)
