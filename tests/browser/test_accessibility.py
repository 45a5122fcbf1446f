"""axe finds nothing wrong on any type of page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[2] / "server" / "browser" / "query" / "node_modules" / "axe-core" / "axe.min.js"

PAGES = {
    "front": "/",
    "bloc": "/page/bloc/tay-nam-bo",
    "province": "/page/province/bac-giang",
    "province of 2025": "/page/province/an-giang-2025",
    "official": "/page/official/cam-ngoc-minh-957a--son-la",
    "award": "/page/award/government-emulation-flag",
    "indicator": "/page/indicator/grdp",
    "conference": "/page/conference/tay-nam-bo/2023/annual-review",
    "article": "/page/article/digest-126",
    "claim": "/page/claim/digest-204/ranking-d09a6d2b",
    "cell": "/page/cell/indicators/province/quang-ninh/2024-H1/social-investment/growth/PERCENT",
    "claims of a kind": "/page/bloc/tay-nam-bo?kind=membership",
    "compare": "/compare?area=bac-giang&area=ha-nam&of=grdp~growth",
    "search": "/search?q=soc+trang",
    "search of a kind": "/search?kind=official",
    "api guide": "/api-guide",
    "downloads": "/downloads",
    "query": "/query",
    "unknown entity": "/page/province/soc-trangg",
}
IN_NO_LANGUAGE = {
    "ontology": "/ontology",
    "catalogue": "/catalog",
    "limits": "/limits",
    "plain query": "/sparql?query=SELECT%20*%20%7B%20%3Fb%20a%20td%3ABloc%20%7D",
}
"""Pages in both languages at once; the language of what is around them is told by `lang=`."""

Scheme = Literal["light", "dark"]

RUN = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(
  found => found.violations.map(v => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`))"""


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core isn't installed: npm ci --prefix server/browser/query --ignore-scripts")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=[("light", 1100), ("dark", 390)], ids=["light", "dark and narrow"])
def tab(tabs: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme, width = request.param
    context = tabs.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", [*PAGES, *IN_NO_LANGUAGE])
def test_axe_finds_nothing(tab: Page, demo: str, axe: str, name: str, language: str) -> None:
    if name in PAGES:
        address = f"/{language}{PAGES[name]}"
    else:
        address = IN_NO_LANGUAGE[name]
        address += f"{'&' if '?' in address else '?'}lang={language}"
    answer = tab.goto(f"{demo}{address}")
    assert answer is not None
    assert answer.status == (404 if name == "unknown entity" else 200)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    tab.evaluate(axe)
    assert tab.evaluate(RUN) == []
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
