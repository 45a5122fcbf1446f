"""Lexicons and tables without the entries that name given blocs, people and local bodies, as an overlay of files.

Provinces stay: they are a closed list that the law sets. So do words of the language, such as the commonest surnames, kinds of
bodies and directions, that name nothing by themselves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tomli_w

from ontology.overlay import ROOT
from ontology.reference import bloc_named, bloc_names, body_named, is_country
from ontology.tables.table import FOLDER as TABLES
from ontology.tables.table import records
from pipeline.evaluation.facts import fold_bloc, fold_name, fold_place
from pipeline.evaluation.gold import GoldArticle
from pipeline.language.lexicon import FOLDER as LEXICONS
from pipeline.language.lexicon import load
from pipeline.language.places import spellings
from pipeline.view import fold_text

_BODY_FIELDS: Final = ("recipient", "issuer", "initiator", "place")
_CENTRAL: Final = {"trung uong"}
_BLOC_TABLES: Final = {"blocs": "slug", "bloc-names": "bloc", "bloc-memberships": "bloc"}
"""The tables that speak of blocs, and the column with the bloc's slug."""


@dataclass(frozen=True)
class Names:
    """What the articles about one bloc name: the bloc in all its names, as `fold_name` writes them, and folded as the rules see text
    (`fold_text`) the towns, local bodies and people."""

    bloc: frozenset[str]
    local: frozenset[str]
    surnames: frozenset[str]
    """First syllables of the people's names."""
    slug: str | None
    """The bloc's slug in the tables, None where they don't have it."""


def names_of(bloc: str, articles: Iterable[GoldArticle]) -> Names:
    """The names to leave out for `bloc` (as gold spells it) and the articles about it.

    Local are all bodies that gold names except the central ones. A name of one syllable is left alone: it is a word as well.
    """
    known = bloc_named(bloc)
    names = {bloc}
    if known:
        names |= {known.name, *known.alt_names, *(n.name for n in bloc_names() if n.bloc == known)}
    local: set[str] = set()
    people: set[str] = set()
    for one in articles:
        text = fold_text(one.article.text)
        local |= {place for place in _places() if place in text}
        for claim in one.claims:
            people |= {fold_text(name) for name in [claim.get("person")] if isinstance(name, str)}
            stated = [claim.get(field) for field in _BODY_FIELDS]
            local |= {fold_text(name) for name in stated if isinstance(name, str) and not body_named(name)}
    staying = {fold_place(name) for name in spellings()} | _CENTRAL
    local = {
        name for name in local | people if " " in name and fold_place(name) not in staying and not is_country(name)
    }
    surnames = frozenset(name.split(" ")[0] for name in people)
    return Names(frozenset(map(fold_name, names)), frozenset(local), surnames, known.slug if known else None)


def _places() -> list[str]:
    """The towns and other local names of the lexicons, folded."""
    return [fold_text(name) for name in (*load("towns")["province_of"], *load("names")["context"]["prefixes"])]


def write_reduced(names: Names, folder: Path) -> int:
    """Write every lexicon and table that names one of `names`, without what does, into the overlay `folder`.

    Returns how many entries are left out.
    """
    return sum(_lexicons(names, folder)) + sum(_tables(names, folder))


def _lexicons(names: Names, folder: Path) -> Iterator[int]:
    for file in sorted(LEXICONS.glob("*.toml")):
        content, left_out = dict(load(file.stem)), 0
        for part, value in content.items():
            is_name = _tests(names).get(f"{file.stem}.{part}", _names_local(names))
            content[part], count = _without(value, is_name)
            left_out += count
        if left_out:
            path = _place(file, folder)
            path.write_text(tomli_w.dumps(content), encoding="utf-8")
            yield left_out


def _tests(names: Names) -> dict[str, Callable[[str], bool]]:
    """The lists of the lexicons whose entries are parts of names, with what tells that an entry is part of one to leave out."""
    return {
        "blocs.regions": _names_bloc(names),
        "blocs.kinds": _names_bloc(names),
        "names.rare_surnames": lambda entry: entry in names.surnames,
        # Words of the language, though a town may be called like one ("Duyên Hải").
        "blocs.landscapes": lambda _: False,
        "blocs.directions": lambda _: False,
    }


def _names_bloc(names: Names) -> Callable[[str], bool]:
    """Whether an entry is the bloc's name or a part of it: its region, or the kind of body that it is made of."""
    stretches = [f" {name} " for name in names.bloc]

    def test(entry: str) -> bool:
        folded = fold_name(entry)
        return bool(folded) and any(f" {folded} " in stretch for stretch in stretches)

    return test


def _names_local(names: Names) -> Callable[[str], bool]:
    """Whether an entry is or holds the name of a town, a body or a person, or is the bloc's own name."""
    bare = {fold_bloc(name) for name in names.bloc} | names.bloc

    def test(entry: str) -> bool:
        folded = f" {fold_text(entry)} "
        return fold_name(entry) in bare or any(f" {name} " in folded for name in names.local)

    return test


def _without(value: Any, is_name: Callable[[str], bool]) -> tuple[Any, int]:
    """A nested lexicon without the entries of lists and the keys that are names, and how many those are."""
    if isinstance(value, dict):
        kept = {key: _without(item, is_name) for key, item in value.items() if not is_name(key)}
        left_out = len(value) - len(kept) + sum(count for _, count in kept.values())
        return {key: item for key, (item, _) in kept.items()}, left_out
    if isinstance(value, list):
        items = [_without(item, is_name) for item in value if not (isinstance(item, str) and is_name(item))]
        return [item for item, _ in items], len(value) - len(items) + sum(count for _, count in items)
    return value, 0


def _tables(names: Names, folder: Path) -> Iterator[int]:
    for table, column in _BLOC_TABLES.items() if names.slug else ():
        file = TABLES / f"{table}.csv"
        text = file.read_text(encoding="utf-8-sig")
        header, *rows = (cells for _, cells in records(file, text))
        kept = [cells for cells in rows if cells[header.index(column)] != names.slug]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *kept])
        _place(file, folder).write_text(out.getvalue(), encoding="utf-8")
        yield len(rows) - len(kept)


def _place(file: Path, folder: Path) -> Path:
    path = folder / file.resolve().relative_to(ROOT)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
