"""The build: articles are read, their claims extracted, checked, and published as a release."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from graph_store.checking import ArticleChecker
from graph_store.releases import ReleaseStore
from graph_store.validation import ArticleValidator
from ontology import load
from pipeline.readers import Article, Refusal, read_paths
from thidua.background import Background
from thidua.gate import Gate
from thidua.intake import Intake, Repeat
from thidua.leaving import Leave, nobody_leaves
from thidua.progress import Progress
from thidua.report import BuildReport, summary
from thidua.spread import HERE, ArticleExtractor, LocalExtractor, Spread

if TYPE_CHECKING:
    from pipeline.run import ArticleGraph


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
    *,
    strict: bool = False,
    leave: Leave = nobody_leaves,
    materialise: bool | None = None,
) -> BuildReport:
    """Read the articles in `paths` and publish them as a release, together with the ontology and the reference data.

    Articles wait on the disk and go on a few at a time, so memory stays flat (`thidua.intake`); `spread` says where they are
    extracted. Those that the release before has just so are neither extracted nor checked. Those that can't be read or that
    break a rule are left out and reported, and the others go in; those that repeat another go in without claims. Where none goes
    in and none leaves, or with `strict` where one is left out, nothing is published and `BuildReport.release` is None.
    Articles of the release before that are not among those read stay as they are, unless `leave` says that they go.

    `materialise`: whether the release has what its graphs entail (`graph_store.materialised`); None does as the one before.

    Raises `graph_store.errors.StoreLockedError` at once where another build is under way,
    `ontology.load.OntologyError` on faulty files of the ontology, tables or shapes, `graph_store.errors.IntegrityError`
    where the consolidated cubes are not well formed and no article read is to blame, and `parallel.errors.WorkersError` where
    worker processes or the cluster can't do their work; nothing is published then.
    """
    began = time.monotonic()
    report = BuildReport()
    validator = ArticleValidator(load.shapes_graph())
    with store.draft() as draft, ArticleChecker(validator) as checker, ExitStack() as stack:
        background = Background(draft)
        here, version = load_extractor()
        extractor = stack.enter_context(spread.over(here))
        background.put_ontology()
        same_shapes = draft.kept_to(validator.digest)
        gate = Gate(draft, checker, report, progress, same_shapes=same_shapes)
        from pipeline.fingerprint import fingerprint  # noqa: PLC0415 - as for the extractor

        pipeline = f"{version} {fingerprint()}"
        with Intake(draft, pipeline, reuse=same_shapes) as intake:
            intake.take(read_paths(paths, report.refused.append, metadata), progress.read)
            report.withdrawn = leave(intake.published, intake.ids(), report)
            intake.ready(report.withdrawn)
            progress.expect(len(intake))
            report.repeats = _let_in(intake, gate, background, extractor, here, _reporter(report, progress))
            intake.attach()
        report.stopped = strict and bool(report.refused or report.held_back)
        if (report.accepted or report.withdrawn) and not report.stopped:
            background.put_entailed(materialise)
            background.put_catalogue(validator.digest)
            before = draft.base
            report.release = draft.publish(summary(report, version), validator.digest, background.digest)
            report.published = report.release != before
    report.seconds = time.monotonic() - began
    return report


def _let_in(
    intake: Intake,
    gate: Gate,
    background: Background,
    extractor: ArticleExtractor,
    here: LocalExtractor,
    refuse: Callable[[Refusal], None],
) -> list[Repeat]:
    """Put in the articles that wait, round by round: the originals, the cubes of what they claim, then what repeats them.

    Returns those that went in and repeat another.
    """
    repeats: list[Repeat] = []
    while intake:
        for article in gate.put(extractor.pipe(intake.originals(gate.keep), refuse)):
            intake.accept(article)
        for article in gate.hold_back(background.put_cubes):
            intake.reject(article)
        repeats += _put_repeats(intake, here, gate)
    # Once more, for the claims of articles that left, or repeat another now.
    for article in gate.hold_back(background.put_cubes):
        intake.reject(article)
    return repeats


def _put_repeats(intake: Intake, extractor: LocalExtractor, gate: Gate) -> list[Repeat]:
    """Put in the articles that repeat one that has gone in; those that went in."""
    told: dict[str, tuple[Article, Repeat]] = {}

    as_before: list[Repeat] = []

    def keep(repeat: Repeat) -> None:
        gate.keep(repeat)
        as_before.append(repeat)

    def graphs() -> Iterator[ArticleGraph]:
        for article, repeat in intake.repeats(keep):
            told[article.id] = article, repeat
            yield extractor.repeat(article, repeat.original)

    for id_ in gate.put(graphs()):
        article, repeat = told[id_]
        intake.record_repeat(article, repeat.original)
        as_before.append(repeat)
    return as_before


def _reporter(report: BuildReport, progress: Progress) -> Callable[[Refusal], None]:
    def refuse(refusal: Refusal) -> None:
        report.refused.append(refusal)
        progress.done(0)

    return refuse
