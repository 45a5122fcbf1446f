"""A release to publish, and a store elsewhere to publish it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from graph_store.releases import Release, ReleaseStore
from tests.graph_store.conftest import SmallArticle, article
from tests.other_stores import OtherStore


class Quiet:
    """Steps that nobody looks at; `after` is called with the number of graphs done in the present round, and its name."""

    def __init__(self, after: Callable[[str, int], None] = lambda what, number: None) -> None:
        self._after, self._what, self._number = after, "", 0

    def begin(self, what: str, total: int) -> None:
        self._what, self._number = what, 0

    def done(self) -> None:
        self._number += 1
        self._after(self._what, self._number)


def articles(number: int, members: tuple[str, ...] = ("Đắk Lắk", "Cà Mau")) -> list[SmallArticle]:
    return [article(f"bai-{n:02}", members=members) for n in range(number)]


def released(store: ReleaseStore, given: list[SmallArticle], removed: tuple[str, ...] = ()) -> Release:
    """Publish articles as a release."""
    with store.draft() as draft:
        for one in given:
            draft.put_article(*one.arguments)
        for article_id in removed:
            draft.remove_article(article_id)
        return draft.publish()


@pytest.fixture
def there(oxigraph: OtherStore) -> Iterator[OtherStore]:
    """Oxigraph, empty."""
    oxigraph.empty()
    yield oxigraph
    oxigraph.empty()


@pytest.fixture(params=["oxigraph", "virtuoso"])
def each_store(request: pytest.FixtureRequest) -> Iterator[OtherStore]:
    """Each of the stores in turn, empty."""
    started: OtherStore = request.getfixturevalue(request.param)
    started.empty()
    yield started
    started.empty()
