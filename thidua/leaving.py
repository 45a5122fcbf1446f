"""Which articles of the release before leave with a build."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from thidua.report import BuildReport

Leave = Callable[[Collection[str], Collection[str], BuildReport], Mapping[str, str]]
"""Asked when all articles are read: of the ids of the release's articles, those of the articles read, and the report so far it
makes the ids of those that are to go, each with the reason."""


def nobody_leaves(published: Collection[str], read: Collection[str], report: BuildReport) -> dict[str, str]:
    """`Leave`: an article stays until somebody withdraws it."""
    return {}


def not_read(published: Collection[str], read: Collection[str], report: BuildReport) -> dict[str, str]:
    """`Leave`: the release mirrors what is read. Where something could not be read, it may be one of those: all stay."""
    missing = [] if not read else sorted(set(published).difference(read))
    if report.refused:
        report.not_withdrawn = len(missing)
        return {}
    return dict.fromkeys(missing, "it is not among the articles read")


def these(articles: Collection[str], reason: str) -> Leave:
    """`Leave`: those of the articles that the release has; the others are told in `BuildReport.unknown`."""

    def leave(published: Collection[str], read: Collection[str], report: BuildReport) -> dict[str, str]:
        report.unknown = [article for article in articles if article not in published]
        return {article: reason for article in articles if article in published}

    return leave
