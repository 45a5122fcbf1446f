"""The gate of a build: only articles that keep to the shapes, and whose claims make sound cubes, stay in the draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph_store.checking import ArticleChecker, Content
from graph_store.cube.update import Blamed
from graph_store.errors import IntegrityError
from graph_store.releases import Draft
from graph_store.validation import Fault
from thidua.progress import Progress
from thidua.report import BuildReport, HeldBack

if TYPE_CHECKING:
    from pipeline.run import ArticleGraph


class Gate:
    """Checks articles and puts those without faults into the draft; what becomes of each goes into the report."""

    def __init__(
        self, draft: Draft, checker: ArticleChecker, report: BuildReport, progress: Progress, *, same_shapes: bool
    ) -> None:
        """`same_shapes`: whether what the draft has was checked against today's shapes, so that it isn't checked again."""
        self._draft: Final = draft
        self._checker: Final = checker
        self._report: Final = report
        self._progress: Final = progress
        self._same_shapes: Final = same_shapes
        self._changed: Final[dict[str, tuple[Path, str]]] = {}
        """Of each article that was put in and changed something, by its graph: its file and id."""

    def put(self, graphs: Iterable[ArticleGraph]) -> Iterator[str]:
        """Check graphs and put them in; the ids of those that are in."""
        for graph, faults in self._checker.check(graphs, self._to_check):
            if self._take(graph, faults):
                yield graph.article.id
            self._progress.done(len(graph.claims))

    def keep(self, article: object) -> None:
        """An article that was read and is in the draft as it is."""
        self._report.accepted += 1
        self._progress.done(0)

    def hold_back(self, put_cubes: Callable[[], Blamed]) -> list[str]:
        """Put in the cubes, and hold back the articles whose claims make a cell that is faulty; their ids.

        Raises `IntegrityError` where the faults stay.
        """
        held: list[str] = []
        while blamed := put_cubes():
            for graph, reasons in blamed.items():
                if graph not in self._changed:
                    raise IntegrityError(f"the consolidated cubes are not well formed: {reasons[0]}")
                path, article = self._changed.pop(graph)
                stays = self._draft.restore_article(article)
                faults = tuple(_of_the_cubes(reason) for reason in dict.fromkeys(reasons))
                self._report.held_back.append(HeldBack(path, article, faults, stays))
                self._report.accepted -= 1
                self._report.changed -= 1
                held.append(article)
        return held

    def _to_check(self, graph: ArticleGraph) -> Content | None:
        return None if self._same_shapes and self._is_in(graph) else (graph.triples, graph.article.text)

    def _is_in(self, graph: ArticleGraph) -> bool:
        article = graph.article
        return self._draft.has_article(article.id, graph.graph_iri, graph.triples, article.text.encode("utf-8"))

    def _take(self, graph: ArticleGraph, faults: list[Fault] | None) -> bool:
        """Put one article into the draft, unless it is faulty or (None for its faults) the draft has it as it is.

        Returns whether it is in.
        """
        article, report = graph.article, self._report
        report.checked += faults is not None
        if faults:
            stays = bool(self._draft.graph(graph.graph_iri))
            report.held_back.append(HeldBack(article.path, article.id, tuple(faults), stays))
            return False
        report.accepted += 1
        if faults is not None:
            text = article.text.encode("utf-8")
            if self._draft.put_article(article.id, graph.graph_iri, graph.triples, text):
                report.changed += 1
                self._changed[str(graph.graph_iri)] = article.path, article.id
        return True


def _of_the_cubes(reason: str) -> Fault:
    return Fault(
        f"its claims break the consolidated cubes: {reason}",
        reason_vi=f"thông tin của bài làm sai các khối dữ liệu hợp nhất: {reason}",
    )
