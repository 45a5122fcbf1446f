"""The build: articles are read, their claims extracted, checked, and published as a release."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph_store.checking import ArticleChecker, Content
from graph_store.releases import Draft, Release, ReleaseStore
from graph_store.validation import ArticleValidator, Fault
from ontology import load
from pipeline.readers import Refusal, read_paths
from thidua.background import Background
from thidua.intake import Intake, Repeat
from thidua.progress import Progress
from thidua.spread import HERE, LocalExtractor, Spread

if TYPE_CHECKING:
    from pipeline.run import ArticleGraph


@dataclass(frozen=True)
class HeldBack:
    """An article whose graph breaks a rule, so that it was not published; a version published before stays."""

    path: Path
    article: str
    faults: tuple[Fault, ...]
    stays: bool
    """Whether an earlier version of the article stays in the release."""


@dataclass
class BuildReport:
    """What a build did. `release` is the current release afterwards, or None where nothing could be published."""

    release: Release | None = None
    published: bool = False
    """Whether `release` is new; a build that changes nothing keeps the release before."""
    accepted: int = 0
    """Articles that are in the release and were read by this build."""
    changed: int = 0
    """Those of them that are new or differ from the release before."""
    checked: int = 0
    """Articles checked against the shapes and their texts, those held back among them; what the release before has with
    the same graph, text and shapes isn't checked again."""
    seconds: float = 0.0
    refused: list[Refusal] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    """Those of the accepted that repeat another article, so that they state nothing a second time."""

    @property
    def status(self) -> int:
        """The exit status: 0 all went in, 1 some articles were refused or held back, 2 none went in."""
        if self.release is None:
            return 2
        return 1 if self.refused or self.held_back else 0


def load_extractor() -> tuple[LocalExtractor, str]:
    """The language pipeline and its version; imported here, for spaCy takes a second that other commands save."""
    from pipeline.run import VERSION, Extractor  # noqa: PLC0415

    return Extractor(), VERSION


def build(
    store: ReleaseStore,
    paths: Sequence[Path],
    metadata: Sequence[Path],
    progress: Progress,
    spread: Spread = HERE,
    materialise: bool | None = None,
) -> BuildReport:
    """Read the articles in `paths` and publish them as a release, together with the ontology and the reference data.

    Articles wait on the disk and go on a few at a time, so memory stays flat (`thidua.intake`); `spread` says where they are
    extracted. Those that can't be read or that break a rule are left out and reported, and the others go in; those that
    repeat another go in without claims. Where none goes in, nothing is published and `BuildReport.release` is None.
    Articles of the release before that are not among those read stay as they are.

    `materialise`: whether the release has what its graphs entail (`graph_store.materialised`); None does as the one before.

    Raises `graph_store.errors.StoreLockedError` at once where another build is under way,
    `ontology.load.OntologyError` on faulty files of the ontology, tables or shapes, `graph_store.errors.IntegrityError`
    where the consolidated cubes are not well formed, and `parallel.errors.WorkersError` where worker processes or the
    cluster can't do their work; nothing is published then.
    """
    began = time.monotonic()
    report = BuildReport()
    validator = ArticleValidator(load.shapes_graph())
    with store.draft() as draft, ArticleChecker(validator) as checker, ExitStack() as stack:
        background = Background(draft)
        here, version = load_extractor()
        extractor = stack.enter_context(spread.over(here))
        background.put_ontology()
        gate = _Gate(draft, checker, report, progress, same_shapes=draft.kept_to(validator.digest))
        with Intake(draft) as intake:
            intake.take(read_paths(paths, report.refused.append, metadata), progress.read)
            progress.expect(len(intake))
            refuse = _reporter(report, progress)
            while intake:
                for article in gate.put(extractor.pipe(intake.originals(), refuse)):
                    intake.accept(article)
                report.repeats += _put_repeats(intake, here, gate)
            intake.attach_signatures()
        if report.accepted:
            background.put_cubes()
            background.put_entailed(materialise)
            before = draft.base
            report.release = draft.publish(_summary(report, version), validator.digest, background.digest)
            report.published = report.release != before
    report.seconds = time.monotonic() - began
    return report


class _Gate:
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

    def put(self, graphs: Iterable[ArticleGraph]) -> Iterator[str]:
        """Check graphs and put them in; the ids of those that are in."""
        for graph, faults in self._checker.check(graphs, self._to_check):
            if self._take(graph, faults):
                yield graph.article.id
            self._progress.done(len(graph.claims))

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
            report.changed += self._draft.put_article(article.id, graph.graph_iri, graph.triples, text)
        return True


def _put_repeats(intake: Intake, extractor: LocalExtractor, gate: _Gate) -> list[Repeat]:
    """Put in the articles that repeat one that has gone in; those that went in."""
    told: dict[str, Repeat] = {}

    def graphs() -> Iterator[ArticleGraph]:
        for article, repeat in intake.repeats():
            told[article.id] = repeat
            yield extractor.repeat(article, repeat.original)

    return [told[article] for article in gate.put(graphs())]


def _reporter(report: BuildReport, progress: Progress) -> Callable[[Refusal], None]:
    def refuse(refusal: Refusal) -> None:
        report.refused.append(refusal)
        progress.done(0)

    return refuse


def _summary(report: BuildReport, version: str) -> dict[str, Any]:
    """What the release's manifest keeps of the build: names of files, not where they lie on the builder's machine."""
    return {
        "pipeline": version,
        "accepted": report.accepted,
        "changed": report.changed,
        "refused": [{"file": r.path.name, "place": r.place, "reason": r.reason} for r in report.refused],
        "held_back": [
            {"file": h.path.name, "article": h.article, "faults": [_said(fault) for fault in h.faults]}
            for h in report.held_back
        ],
        "repeats": [
            {"file": r.path.name, "article": r.article, "original": r.original, "likeness": r.likeness}
            for r in report.repeats
        ],
    }


def _said(fault: Fault) -> dict[str, str | None]:
    return {"claim": fault.claim, "reason": fault.reason, "reason_vi": fault.reason_vi, "sentence": fault.sentence}
