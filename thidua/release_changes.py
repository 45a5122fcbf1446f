"""What changed between two releases, as people read it (a table) and as programs do (CSV, JSON Lines)."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from pyoxigraph import NamedNode, Store

from graph_store.changes import GraphChange, graph_changes
from graph_store.claim_changes import STATED, ClaimChange, claim_changes
from graph_store.claims import OF_ALL, TYPES
from graph_store.release import Release
from ontology import mint

_SIGNS: Final = {"added": "+", "withdrawn": "-", "changed": "~"}
_FIELDS: Final = tuple(dict.fromkeys(field for type_ in TYPES.values() for field in type_.fields))
_HEAD: Final = ("change", "side", "claim", "counterpart", "article", "type", *_FIELDS, *OF_ALL)


class Differences:
    """The changes between two releases; what is counted is known once `claims` has been gone through."""

    def __init__(self, old: Release, new: Release) -> None:
        self.names: Final = f"{old.id} -> {new.id}"
        self._old, self._new = old.open(), new.open()
        self.kinds: Final[Counter[str]] = Counter()
        """Claims by kind of change."""
        self.articles: Final[Counter[str]] = Counter()
        """Articles: new, gone, changed."""
        self.others: Final[list[GraphChange]] = []
        """Graphs of no article that differ."""
        self.added = self.removed = 0
        """Quads."""

    def claims(self) -> Iterator[ClaimChange]:
        """The claims that differ, article by article."""
        for change in claim_changes(self._old, self._new, self._article_graphs()):
            self.kinds[change.kind] += 1
            yield change

    def _article_graphs(self) -> Iterator[str]:
        prefix = mint.graph("article/")
        for change in graph_changes(self._old, self._new):
            self.added += change.added
            self.removed += change.removed
            if change.iri.startswith(prefix):
                self.articles[self._fate(change.iri)] += 1
                yield change.iri
            else:
                self.others.append(change)

    def _fate(self, iri: str) -> str:
        def has(store: Store) -> bool:
            return store.contains_named_graph(NamedNode(iri))

        if not has(self._old):
            return "new"
        return "changed" if has(self._new) else "gone"


def as_table(found: Differences, out: IO[bytes]) -> None:
    """Claims by article, each with a sign (+ added, - withdrawn, ~ changed), then other graphs, then the numbers."""

    def say(line: str) -> None:
        out.write(f"{line}\n".encode())

    article = None
    for change in found.claims():
        if change.claim["article"] != article:
            article = change.claim["article"]
            say(f"article {article}")
        say(f"  {_SIGNS[change.kind]} {_words(change)}")
    for graph in found.others:
        say(f"graph {graph.iri.removeprefix(mint.graph(''))}: {graph.added:,} triples added, {graph.removed:,} removed")
    say(found.names)
    for line in numbers(found):
        say(f"  {line}")


def numbers(found: Differences) -> Iterator[str]:
    """What was counted, in words."""
    yield "claims: " + ", ".join(f"{found.kinds[kind]:,} {kind}" for kind in _SIGNS)
    yield "articles: " + ", ".join(f"{found.articles[fate]:,} {fate}" for fate in ("new", "gone", "changed"))
    yield f"triples of named graphs: {found.added:,} added, {found.removed:,} removed"


def as_json_lines(found: Differences, out: IO[bytes]) -> None:
    """One object a change: kind, IRIs and forms of the claim before and after, and the fields that differ."""
    for change in found.claims():
        said = {
            "change": change.kind, "fields": change.fields, "claim_before": change.iri_before,
            "claim_after": change.iri_after, "before": change.before, "after": change.after,
        }  # fmt: skip
        out.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")


def as_csv(found: Differences, out: IO[bytes]) -> None:
    """A row a form of a claim: of a changed claim, the old one and then the new one, each with the IRI of the other."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, _HEAD)
    writer.writeheader()
    for change in found.claims():
        old = {"change": change.kind, "side": "old", "claim": change.iri_before, "counterpart": change.iri_after}
        new = {"change": change.kind, "side": "new", "claim": change.iri_after, "counterpart": change.iri_before}
        writer.writerows(
            {**row, **form} for row, form in ((old, change.before), (new, change.after)) if form is not None
        )
    text.detach()  # else closing the wrapper would close standard output


TABULAR: Final[Mapping[str, Callable[[Differences, IO[bytes]], None]]] = {
    "table": as_table,
    "jsonl": as_json_lines,
    "csv": as_csv,
}
"""The writers of changes of claims by the name of their format."""


def _words(change: ClaimChange) -> str:
    """The claim in one line: type, what it speaks of, what it states or how that differs, and its quote."""
    claim = change.claim
    stated = STATED[claim["type"]]
    of_type = TYPES[claim["type"]].fields
    spoken_of = ", ".join(str(claim[name]) for name in of_type if name not in stated and name in claim)
    if change.kind == "changed":
        assert change.before is not None
        said = "; ".join(f"{name} {_shown(change.before, name)} -> {_shown(claim, name)}" for name in change.fields)
        return f"{claim['type']}  {spoken_of}: {said}"
    said = ", ".join(f"{name} {claim[name]}" for name in of_type if name in stated and name in claim)
    return f"{claim['type']}  {spoken_of}{': ' if said else ''}{said}  “{claim['quote']}”"


def _shown(claim: Mapping[str, Any], name: str) -> str:
    if name not in claim:
        return "(none)"
    return f"“{claim[name]}”" if name == "quote" else str(claim[name])
