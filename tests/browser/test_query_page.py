"""The query page with its script, as a person uses it: YASGUI over a server of three small articles."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest

from ontology import mint
from ontology.questions import questions
from tests.browser.conftest import Tab
from tests.live import Server, publish

PROJECT = Path(__file__).parents[2] / "server" / "browser" / "query"
BUNDLE = PROJECT.parents[1] / "static" / "query" / "query.js"
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
BUILD = "npm ci --prefix server/browser/query --ignore-scripts && npm run build --prefix server/browser/query"

BLOC = mint.entity("bloc", "Tây Nam bộ")
EDITOR = "document.querySelector('.tabPanel.active .yasqe .CodeMirror').CodeMirror"
CELLS = "[...document.querySelectorAll('.tabPanel.active table.results tbody td')].map(c => c.innerText)"
SHOWN = "document.querySelector('.tabPanel.active .yasr_results')?.innerText ?? ''"
SCORES = "SELECT ?member ?score { ?c a td:RankingClaim ; td:member ?member ; td:score ?score } ORDER BY ?score"
OUTLINES = """SELECT * { VALUES (?name ?value ?outline) {
  ("North" 2 "POLYGON((105 20, 106 20, 106 21, 105 20))"^^geo:wktLiteral)
  ("South" 1 "MULTIPOLYGON(((105 10, 106 10, 106 11, 105 10)))"^^geo:wktLiteral)
  ("Nowhere" 3 "nonsense"^^geo:wktLiteral) } }"""
YEARS = (
    'SELECT * { VALUES (?name ?year ?value) { ("A" "2022" 1.5) ("A" "2023" 2.5) ("B" "2022" 3.5) ("B" "2023" 0.5) } }'
)

pytestmark = pytest.mark.skipif(not BUNDLE.is_file(), reason=f"the query page's script is not built: {BUILD}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server, without the last slash."""
    root = tmp_path_factory.mktemp("store")
    publish(root)
    running = Server(root, query_workers=2)
    yield running.url
    assert running.stop(signal.SIGTERM) == (0, "")


@pytest.fixture
def tab(page: Tab, site: str) -> Tab:
    """A tab on a page of the site other than the query page."""
    page.show(f"{site}/limits")
    page.requests.clear()
    return page


def until(page: Tab, expression: str) -> Any:
    """The value of an expression once it is true."""
    end = time.monotonic() + 30
    while not (value := page.value(expression)):
        assert time.monotonic() < end, f"{expression}: {page.value('document.body.innerText')} {page.complaints}"
        time.sleep(0.02)
    return value


def opened(page: Tab, address: str) -> None:
    """Go to a query page and wait for the editor."""
    page.show("about:blank")  # else an address that differs behind # alone is no new page
    page.show(address)
    until(page, "document.getElementById('query-editor').dataset.ready === 'yes'")


def asked(page: Tab, site: str, query: str, language: str = "vi") -> None:
    """Open the page with a query, which runs, and wait for what is shown of its answer."""
    opened(page, f"{site}/{language}/query?{urlencode({'query': query})}")
    until(page, f"({SHOWN}).length > 0")


def view(page: Tab, name: str) -> None:
    """Choose a view of the answer, and wait until it is drawn."""
    button = f".tabPanel.active .select_{name}"
    until(page, f"!document.querySelector({button!r}).disabled")
    page.value(f"document.querySelector({button!r}).click()")  # the page may move under a mouse while names come in
    selector = {"map": "svg.map", "chart": "svg.chart", "table": "table.results", "response": ".CodeMirror"}[name]
    until(page, f"document.querySelector('.tabPanel.active .yasr_results {selector}') !== null")


def assert_quiet(page: Tab, site: str) -> None:
    """Nothing was asked of another host, and the console, which tells of the policy's refusals too, said nothing."""
    assert [url for url in page.requests if not url.startswith((f"{site}/", "about:"))] == []
    assert page.complaints == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_editor_takes_the_forms_place_and_asks_no_other_host(tab: Tab, site: str, language: str) -> None:
    opened(tab, f"{site}/{language}/query")
    assert tab.value("getComputedStyle(document.getElementById('plain-query')).display") == "none"
    assert tab.value(f"{EDITOR}.getValue()").startswith(f"# {getattr(questions()[0].question, language)}")
    for name in ("table", "chart", "response"):
        tab.value(f"{EDITOR}.setValue({json.dumps(SCORES)})")
        tab.value("window.before = document.querySelector('.tabPanel.active .yasr_results').firstChild; 0")
        tab.click(".tabPanel.active .yasqe_queryButton")
        until(tab, "document.querySelector('.tabPanel.active .yasr_results').firstChild !== window.before")
        until(tab, f"({SHOWN}).length > 0")
        view(tab, name)
    assert_quiet(tab, site)


def test_an_example_is_opened_run_changed_and_run_again_by_keyboard_alone(tab: Tab, site: str) -> None:
    opened(tab, f"{site}/vi/query")
    tab.value(
        f"document.getElementById('example').value = {questions()[0].name!r}; document.getElementById('example').focus()"
    )
    tab.press("Tab")
    tab.press("Enter")
    assert "Đồng Tháp" in until(tab, f"({CELLS}).length && {CELLS}")
    tab.value(f"{EDITOR}.setValue({EDITOR}.getValue() + ' LIMIT 1'); {EDITOR}.focus()")
    tab.press("Control+Enter")
    until(tab, "document.querySelectorAll('.tabPanel.active table.results tbody tr').length === 1")
    assert_quiet(tab, site)


def test_taking_back_brings_the_readers_own_query_again(tab: Tab, site: str) -> None:
    opened(tab, f"{site}/en/query")
    tab.value(f"{EDITOR}.setValue('ASK {{}} # mine')")
    tab.value(f"document.getElementById('example').value = {questions()[0].name!r}")
    tab.click(".query-examples button")
    until(tab, f"{EDITOR}.getValue().startsWith('# ')")
    tab.value(f"{EDITOR}.focus()")
    tab.press("Control+z")
    assert until(tab, f"{EDITOR}.getValue()") == "ASK {} # mine"


@pytest.mark.parametrize(("language", "name"), [("vi", "Tây Nam bộ"), ("en", "Southwest")])
def test_iris_in_results_are_shown_by_name_and_lead_to_pages(tab: Tab, site: str, language: str, name: str) -> None:
    asked(tab, site, "SELECT DISTINCT ?bloc { ?bloc a td:Bloc FILTER(STRENDS(STR(?bloc), '/tay-nam-bo')) }", language)
    link = "document.querySelector('.tabPanel.active table.results td a')"
    until(tab, f"{link}?.getAttribute('href')?.startsWith('/')")
    assert tab.value(f"[{link}.title, {link}.getAttribute('href')]") == [BLOC, f"/{language}/page/bloc/tay-nam-bo"]
    assert tab.value(f"{link}.innerText") == name
    assert_quiet(tab, site)


def test_a_graph_is_shown_as_a_table(tab: Tab, site: str) -> None:
    asked(tab, site, f"DESCRIBE <{BLOC}>")
    until(tab, f"({CELLS}).includes('Tây Nam bộ')")
    assert_quiet(tab, site)


def test_markup_and_scripts_in_results_are_text(tab: Tab, site: str) -> None:
    query = 'SELECT ("<img src=x onerror=alert(1)>" AS ?x) (<javascript:alert(1)> AS ?y) {}'
    asked(tab, site, query)
    assert until(tab, f"({CELLS}).length && {CELLS}") == ["<img src=x onerror=alert(1)>", "javascript:alert(1)"]
    assert tab.value("document.querySelectorAll('.yasr_results img, .yasr_results a').length") == 0
    assert_quiet(tab, site)


def test_tab_leaves_the_editor_both_ways_and_the_page_says_so(tab: Tab, site: str) -> None:
    opened(tab, f"{site}/vi/query")
    inside = "document.activeElement.closest('.yasqe .CodeMirror-code, .yasqe .CodeMirror > div:first-child') !== null"
    for keys in ("Tab", "Shift+Tab"):
        before = tab.value(f"{EDITOR}.focus(); {EDITOR}.getValue()")
        assert tab.value(inside)
        tab.press(keys)
        assert not tab.value(inside)
        assert tab.value(f"{EDITOR}.getValue()") == before
    told = (
        "document.getElementById(document.querySelector('.yasqe textarea').getAttribute('aria-describedby')).innerText"
    )
    assert "Tab: rời ô soạn thảo" in tab.value(told)


def test_terms_are_completed_by_name_or_label_and_their_prefix_is_declared(tab: Tab, site: str) -> None:
    opened(tab, f"{site}/vi/query")
    for typed in ("td:Blo", "cum"):
        tab.value(f"{EDITOR}.setValue('SELECT * {{\\n  ?bloc a '); {EDITOR}.focus(); {EDITOR}.setCursor(1, 10)")
        tab.insert(typed)
        tab.press("Control+Space")
        hints = "[...document.querySelectorAll('.CodeMirror-hint')].map(h => h.innerText)"
        assert "td:Bloc — Cụm thi đua" in until(tab, f"({hints}).length && {hints}")
        tab.press("Enter")
        until(tab, f"/a td:Bloc$/.test({EDITOR}.getValue())")
        until(tab, f"/^PREFIX td: <https:..w3id.org.thidua.ontology#>$/m.test({EDITOR}.getValue())")
    assert_quiet(tab, site)


@pytest.mark.parametrize("typed", ["id:tay", "id:T\u00e2y-Nam", "<https://w3id.org/thidua/id/tay-nam"])
def test_entities_are_completed_by_name_with_or_without_diacritics(tab: Tab, site: str, typed: str) -> None:
    opened(tab, f"{site}/vi/query")
    tab.value(f"{EDITOR}.setValue('SELECT * {{\\n  ?claim td:bloc '); {EDITOR}.focus(); {EDITOR}.setCursor(1, 17)")
    tab.insert(typed)
    tab.press("Control+Space")
    hints = "[...document.querySelectorAll('.CodeMirror-hint')].map(h => h.innerText)"
    assert any("Tây Nam bộ" in hint and BLOC in hint for hint in until(tab, f"({hints}).length && {hints}"))
    chosen = f"[...document.querySelectorAll('.CodeMirror-hint')].find(h => h.innerText.endsWith('<{BLOC}>')).click()"
    tab.value(chosen)
    assert until(tab, f"{EDITOR}.getValue().split('td:bloc ')[1]") == f"<{BLOC}>"
    assert_quiet(tab, site)


def test_the_address_to_share_opens_the_same_query_and_runs_it(tab: Tab, site: str) -> None:
    asked(tab, site, SCORES, "en")
    query = tab.value(f"{EDITOR}.getValue()")
    assert query.endswith(SCORES)
    assert query.startswith("PREFIX td: <")
    tab.click(".tabPanel.active .yasqe_share")
    address = until(tab, "document.querySelector('.yasqe_sharePopup input')?.value")
    assert address == f"{site}/en/query?{urlencode({'query': query}, safe='*-._')}"
    tab.value("localStorage.clear()")
    opened(tab, address)
    until(tab, f"({CELLS}).includes('932.88')")
    assert tab.value(f"{EDITOR}.getValue()") == query


def test_a_query_behind_the_number_sign_never_reaches_the_server_in_an_address(tab: Tab, site: str) -> None:
    opened(tab, f"{site}/vi/query#{urlencode({'query': SCORES})}")
    until(tab, f"({CELLS}).includes('932.88')")
    assert not any("RankingClaim" in url.partition("#")[0] for url in tab.requests)


def test_an_update_in_an_address_is_not_run_by_itself(tab: Tab, site: str) -> None:
    opened(tab, f"{site}/vi/query?{urlencode({'query': 'CLEAR ALL'})}")
    assert tab.value(f"{EDITOR}.getValue()") == "CLEAR ALL"
    assert not any(url.endswith("/sparql") for url in tab.requests)


def test_numbers_by_name_are_drawn_as_bars_with_their_figures(tab: Tab, site: str) -> None:
    asked(tab, site, SCORES)
    view(tab, "chart")
    bars = "[...document.querySelectorAll('svg.chart rect.bar title')].map(t => t.textContent)"
    assert "Kiên Giang: 932,88" in tab.value(bars)
    assert tab.value("document.querySelector('svg.chart').getAttribute('aria-label')") == (
        "Biểu đồ cột: score theo member"
    )
    figures = "document.querySelector('.yasr_results details table').textContent"
    assert "Kiên Giang932,88" in tab.value(figures)
    assert_quiet(tab, site)


def test_numbers_by_year_are_drawn_as_a_line_for_each_name(tab: Tab, site: str) -> None:
    asked(tab, site, YEARS, "en")
    view(tab, "chart")
    assert tab.value("document.querySelectorAll('svg.chart polyline').length") == 2
    points = "[...document.querySelectorAll('svg.chart circle title')].map(t => t.textContent).sort()"
    assert tab.value(points) == ["A, 2022: 1.5", "A, 2023: 2.5", "B, 2022: 3.5", "B, 2023: 0.5"]


def test_outlines_are_drawn_as_a_map_north_above(tab: Tab, site: str) -> None:
    asked(tab, site, OUTLINES, "en")
    view(tab, "map")
    places = (
        "[...document.querySelectorAll('svg.map path')].map(p => [p.querySelector('title').textContent, p.getBBox().y])"
    )
    (north, upper), (south, lower) = tab.value(places)
    assert (north, south) == ("North: 2", "South: 1")
    assert upper < lower
    assert "Without an outline: Nowhere." in tab.value("document.querySelector('figcaption').innerText")
    assert_quiet(tab, site)


def test_provinces_with_a_number_have_a_map_even_where_the_graph_has_no_outline(tab: Tab, site: str) -> None:
    asked(tab, site, SCORES)
    tab.click(".tabPanel.active .select_map")
    until(tab, f"({SHOWN}).includes('Không nơi nào có ranh giới để vẽ.')")
    assert tab.value("document.querySelector('.yasr_results details table').textContent").count("932,88") == 1


def test_an_answer_without_numbers_offers_neither_chart_nor_map(tab: Tab, site: str) -> None:
    asked(tab, site, "SELECT DISTINCT ?class { ?thing a ?class }")
    seen = "[...document.querySelectorAll('.tabPanel.active .yasr_btnGroup button')].filter(b => b.offsetParent).map(b => b.innerText)"
    until(tab, f"({seen}).length === 2")
    assert tab.value(seen) == ["Bảng", "Nguyên văn"]


def test_what_is_wrong_with_a_query_is_told_in_words(tab: Tab, site: str) -> None:
    asked(tab, site, "SELECT * { ?s ?p <b> . }}", "vi")
    told = until(tab, "document.querySelector('.tabPanel.active .yasr [role=alert]')?.innerText")
    assert "Truy vấn không chạy được" in told
    assert "column" in told
    assert '"status"' not in told


def test_queries_are_kept_in_tabs(tab: Tab, site: str) -> None:
    opened(tab, f"{site}/en/query")
    assert tab.value("document.querySelectorAll('.tabsList [role=tab]').length") == 1
    tab.click(".new-tab")
    tab.value(f"{EDITOR}.setValue('ASK {{}}'); {EDITOR}.focus()")
    tab.press("Tab")  # what is left is kept
    opened(tab, f"{site}/en/query")
    assert tab.value("document.querySelectorAll('.tabsList [role=tab]').length") == 2
    assert tab.value(f"{EDITOR}.getValue()") == "ASK {}"


def test_without_javascript_the_plain_form_answers_and_examples_open(tab: Tab, site: str) -> None:
    tab.command("Emulation.setScriptExecutionDisabled", value=True)
    tab.show(f"{site}/vi/query?{urlencode({'query': SCORES})}")
    assert tab.value("document.getElementById('query').value") == SCORES
    tab.show(f"{site}/sparql?query=", lambda: tab.click("#plain-query button"))
    assert "932.88" in tab.value("document.querySelector('table.results').innerText")
    tab.show(f"{site}/vi/query")
    tab.value(f"document.getElementById('example').value = {questions()[1].name!r}")
    tab.show(f"{site}/vi/query?example={questions()[1].name}", lambda: tab.click(".query-examples button"))
    assert questions()[1].question.vi in tab.value("document.getElementById('query').value")


def test_where_the_script_cannot_begin_the_plain_form_stays(tab: Tab, site: str) -> None:
    tab.command("Network.enable")
    tab.command("Network.setBlockedURLs", urls=["*query/query.js"])
    tab.show(f"{site}/vi/query")
    assert tab.value("document.getElementById('plain-query').offsetParent !== null")
    assert tab.value("document.getElementById('query-editor').hidden")


def test_at_390_pixels_nothing_reaches_beyond_the_page(tab: Tab, site: str) -> None:
    tab.command("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    asked(tab, site, SCORES)
    for name in ("table", "chart", "response"):
        view(tab, name)
        assert tab.value("document.documentElement.scrollWidth") == 390


@pytest.mark.skipif(not AXE.is_file(), reason=f"axe-core is not installed: {BUILD}")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_no_fault_in_any_view(tab: Tab, site: str, language: str, scheme: Literal["light", "dark"]) -> None:
    tab.prefer(scheme)
    asked(tab, site, SCORES, language)
    tab.value(AXE.read_text("utf-8") + ";0")
    for name in ("table", "chart", "response"):
        view(tab, name)
        assert faults(tab) == []
    tab.click(".tabPanel.active .yasqe_share")
    until(tab, "document.querySelector('.yasqe_sharePopup input') !== null")
    assert faults(tab) == []
    for query, name in ((OUTLINES, "map"), (YEARS, "chart"), (f"DESCRIBE <{BLOC}>", "table")):
        asked(tab, site, query, language)
        view(tab, name)
        tab.value(AXE.read_text("utf-8") + ";0")
        assert faults(tab) == []


def faults(page: Tab) -> list[Any]:
    """What axe finds wrong, WCAG 2.2 A and AA and its own best practice: the rule and the elements."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    page.value(
        f"window.found = null; axe.run(document, {{runOnly: {tags}}}).then(r => "
        "window.found = r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(' '))])); 0"
    )
    until(page, "window.found !== null")
    found: list[Any] = page.value("window.found")
    return found
