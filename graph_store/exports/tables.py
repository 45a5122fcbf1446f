"""The tidy tables of a release as `tables.toml` defines them, its families of columns written out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from ontology.names import PREFIXES

Kind = Literal["iri", "string", "integer", "decimal", "number", "date"]

_FILE: Final = Path(__file__).with_name("tables.toml")

CLAIM_KEY: Final = "claim_iri"
"""The column that tells the rows of a table of claims apart, and joins them to the table `claims`."""


@dataclass(frozen=True)
class Title:
    """A title in both languages."""

    vi: str
    en: str

    @property
    def by_language(self) -> dict[str, str]:
        """The title by the tag of its language."""
        return {"vi": self.vi, "en": self.en}


@dataclass(frozen=True)
class Column:
    """A column of a table; the fields that are no comments of their own are those of `tables.toml`."""

    name: str
    kind: Kind
    title: Title
    property: str | None = None
    """Full IRI."""
    about: str | None = None
    """URI template of the subject (RFC 6570, as CSVW uses it): `{+bloc_iri}`; None where it is the table's key."""
    lang: str | None = None
    shown: bool = True
    required: bool = False
    thing: str | None = None
    """The column with the IRI of the thing that this column is taken from, and ..."""
    of: str | None = None
    """... which column of queries/tables/things.rq that is; both None where the table's own query gives the value."""


@dataclass(frozen=True)
class Table:
    """A table: its columns in their order, the first its key."""

    name: str
    title: Title
    class_: str
    """Full IRI of the class that every row's subject belongs to."""
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """The column that tells rows apart."""
        return self.columns[0].name


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, `articles` and `claims` before those of one type of claims each."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: _table(name, given, content) for name, given in content["tables"].items()}


def typed_tables() -> tuple[Table, ...]:
    """The tables of one type of claims each, which together have each claim of the table `claims` once."""
    return tuple(table for name, table in tables().items() if name not in {"articles", "claims"})


def _table(name: str, given: Mapping[str, Any], content: Mapping[str, Any]) -> Table:
    columns = [written for column in given["columns"] for written in _columns(column, content["families"])]
    if name != "articles":
        source = content["source"]
        key = [] if columns[0].name == CLAIM_KEY else [_column(source["key"])]
        carried = [_column(column) for column in source["columns"] if column["name"] not in given.get("omits", ())]
        columns = [*key, *columns, *carried]
    return Table(name, Title(given["vi"], given["en"]), _iri(given["class"]), tuple(columns))


def _columns(given: Mapping[str, Any], families: Mapping[str, Any]) -> list[Column]:
    """The columns that one of the definition stands for."""
    if "family" not in given:
        return [_column(given)]
    thing = f"{given['name']}_iri"
    columns = []
    for member in families[given["family"]]:
        of_thing = "of" in member  # else it is the IRI of the thing itself, which the claim is about
        about = f"{thing}{member.get('about', '')}" if of_thing else given.get("about")
        title = {language: member[language].format(**given) for language in ("vi", "en")}
        prop = member.get("property") if of_thing else given.get("property")
        column = _column(
            {**member, **title, "name": f"{given['name']}{member['ending']}", "about": about, "property": prop}
        )
        columns.append(replace(column, thing=thing, of=member["of"]) if of_thing else column)
    return columns


def _column(given: Mapping[str, Any]) -> Column:
    about, prop = given.get("about"), given.get("property")
    return Column(
        name=given["name"],
        kind=given["type"],
        title=Title(given["vi"], given["en"]),
        property=_iri(prop) if prop else None,
        about=_template(about) if about else None,
        lang=given.get("lang"),
        shown=given.get("shown", True),
        required=given.get("required", False),
    )


def _template(about: str) -> str:
    """`evidence_iri#quote` as a URI template."""
    column, mark, fragment = about.partition("#")
    return f"{{+{column}}}{mark}{fragment}"


def _iri(prefixed: str) -> str:
    prefix, _, name = prefixed.partition(":")
    return PREFIXES[prefix] + name
