"""From what a client writes as a parameter's value to an entity of the release."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.names import ID
from ontology.questions import Words
from server import queries, wording
from server.errors import ProblemError
from server.source import Reading
from server.stored.collection import Value
from server.stored.kinds import KINDS, Kind

_LONGEST: Final = 300
"""Characters of a value."""

_SUGGESTIONS: Final = 5
_SEGMENTS: Final = frozenset(kind.path for kind in KINDS.values() if kind.path)


def entities(reading: Reading, kind: Kind) -> Mapping[str, Words]:
    """The entities of a kind in the release: name by slug, in the order of the slugs. Looked up once a release."""
    if kind.codes:
        return {slug: Words(slug, slug) for slug in kind.codes}
    return reading.once(f"stored values: {kind.name}", lambda: _read(reading, kind))


def resolve(reading: Reading, kind: Kind, given: str, default: str = "") -> Value:
    """The entity that `given` names: its slug, its path (`bloc/tay-nam-bo`) or its IRI.

    `default` is taken whether the release has it or not. Raises `ProblemError`: 400 where `given` can be no entity of the kind, 404 where
    the release has none such; both tell of what is called alike.
    """
    slug = _slug(kind, given)
    value = _value(kind, slug)
    if slug == default and value is not None:
        return value
    known = entities(reading, kind)
    if value is not None and (slug in known or (not kind.codes and _is_known(reading, value.iri))):
        return value
    found = alike(known, slug)
    hint = f" Is it {', or '.join(found)}?" if found else ""
    if value is None:
        takes = f"one of {', '.join(kind.codes)}" if kind.codes else f"a name such as {kind.example or kind.name}"
        raise ProblemError(
            400,
            "Giá trị không hợp lệ",
            "Not a value of the parameter",
            f"{shown(given)} is no value of “{kind.name}”, which takes {takes}, a path or an IRI below {ID}.{hint}",
        )
    raise ProblemError(
        404,
        "Không có thực thể này",
        "Unknown entity",
        f"This release has no {kind.words.en} {shown(slug)} (parameter “{kind.name}”).{hint}",
    )


def alike(known: Mapping[str, Words], given: str) -> list[str]:
    """Up to five entities whose slug or name is like `given`, without regard to diacritics, each as “slug (name)”."""
    wanted = wording.fold(given)
    if not wanted:
        return []
    keys: dict[str, list[str]] = {}
    for slug, name in known.items():
        for key in {wording.fold(slug), wording.fold(name.vi), wording.fold(name.en)}:
            keys.setdefault(key, []).append(slug)
    near = [key for key in sorted(keys, key=len) if wanted in key]
    near += get_close_matches(wanted, keys, _SUGGESTIONS, 0.7)
    slugs = dict.fromkeys(slug for key in near for slug in keys[key])
    return [f"{slug} ({known[slug].vi})" if known[slug].vi != slug else slug for slug in slugs][:_SUGGESTIONS]


def shown(given: str) -> str:
    """What a client sent, in quotation marks and cut where it is long, for a message."""
    return f"“{given}”" if len(given) <= 80 else f"“{given[:80]}…”"


def _slug(kind: Kind, given: str) -> str:
    """What remains of a value without the parts that its kind says already."""
    path = given.strip().removeprefix(str(ID))
    if path == given.strip():
        path = path.removeprefix("/").removeprefix("id/")
    return path.removeprefix(f"{kind.path}/") if kind.path else path


def _value(kind: Kind, slug: str) -> Value | None:
    """The value of that slug, or None where there can be none: another kind's path, another host's IRI, or no part of an IRI."""
    if kind.codes:
        return Value(slug, NamedNode(kind.codes[slug])) if slug in kind.codes else None
    first, slash, _ = slug.partition("/")
    if not slug or len(slug) > _LONGEST or ":" in slug or "?" in slug or (slash and first in _SEGMENTS):
        return None
    try:
        return Value(slug, NamedNode(f"{ID}{kind.path}/{slug}"))
    except ValueError:
        return None


def _is_known(reading: Reading, iri: NamedNode) -> bool:
    """Whether the release has anything of an entity that has none of the kind's classes, but is spoken of."""
    return bool(reading.rows(queries.bind("known", entity=[iri])))


def _read(reading: Reading, kind: Kind) -> Mapping[str, Words]:
    beginning = f"{ID}{kind.path}/"
    names: dict[str, dict[str, str]] = {}
    for row in reading.rows(queries.bind("entities_of_classes", **{"class": [NamedNode(iri) for iri in kind.classes]})):
        entity, label = row["entity"].value, row.get("label")
        if not entity.startswith(beginning):
            continue
        of_entity = names.setdefault(entity.removeprefix(beginning), {})
        if isinstance(label, Literal):
            language = label.language or ""
            of_entity[language] = min(label.value, of_entity.get(language, label.value))
    return {slug: _words(slug, names[slug]) for slug in sorted(names)}


def _words(slug: str, names: Mapping[str, str]) -> Words:
    vi = names.get("vi") or names.get("") or names.get("en") or slug
    return Words(vi, names.get("en") or vi)
