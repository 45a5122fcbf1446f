"""The tidy tables: what they hold is what the graph states, to CSV readers, pandas and DuckDB alike."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from csvw import CSVW
from pyarrow import parquet
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple
from uritemplate import expand

from graph_store.claims import TYPES, read_claims
from graph_store.errors import ExportError
from graph_store.exports.folder import Exported, export_release
from graph_store.exports.rows import batches
from graph_store.exports.tables import tables, typed_tables
from graph_store.release import Release
from graph_store.releases import ReleaseStore
from graph_store.terms import as_stored
from ontology import mint
from ontology.names import OA, PREFIXES, PROV, RDF, TD, XSD
from tests.exports.conftest import HARD, Silent, hard_article, put_hard_article

OF_TYPE = {
    "membership": "memberships", "leadership": "leadership", "conference": "conferences", "pact": "pacts", "post": "posts",
    "participation": "participations", "award": "awards", "ranking": "rankings", "observation": "observations",
    "movement": "movements", "document": "documents",
}  # fmt: skip
CALLED = {"post": {"title": "post_title"}, "movement": {"name": "movement"}, "document": {"number": "document"}}
"""Fields of claims that have another name as columns, since the article has a title too, say."""


def rows_of(exported: Exported, table: str) -> list[dict[str, str]]:
    with (exported.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def select(store: Store, query: str) -> list[tuple[str | None, ...]]:
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(getattr(term, "value", None) for term in solution) for solution in solutions]


def test_every_type_of_claim_has_a_table_and_the_release_has_claims_of_each(exported: Exported) -> None:
    assert OF_TYPE.keys() == TYPES.keys()
    assert set(OF_TYPE.values()) == {table.name for table in typed_tables()}
    assert all(rows_of(exported, table) for table in OF_TYPE.values())


@pytest.mark.parametrize("type_", TYPES)
def test_rows_are_the_claims_as_they_are_read_back(exported: Exported, store: Store, type_: str) -> None:
    evidence = {row["claim_iri"]: row for row in rows_of(exported, "claims")}

    def said(row: dict[str, str]) -> tuple[Any, ...]:
        fields = {name: row[CALLED.get(type_, {}).get(name, name)] for name in TYPES[type_].fields}
        if type_ == "observation":
            fields["area"] = f"Cụm: {row['area']}" if row["area_kind"] == "bloc" else row["area"]
        place = evidence[row["claim_iri"]]
        return (
            row["article"],
            int(place["start"]),
            int(place["end"]),
            row["quote"],
            float(row["confidence"]),
            *map(plain, fields.values()),
        )

    def plain(value: object) -> object:
        try:
            return float(value) if value not in {None, ""} else ""  # type: ignore[arg-type]
        except ValueError:
            return value

    claims = [claim for claim in read_claims(store) if claim["type"] == type_]
    expected = [
        (
            c["article"],
            c["start"],
            c["end"],
            c["quote"],
            c["confidence"],
            *(plain(c.get(f, "")) for f in TYPES[type_].fields),
        )
        for c in claims
    ]
    assert Counter(map(said, rows_of(exported, OF_TYPE[type_]))) == Counter(expected)


def test_claims_and_articles_are_all_there_once(exported: Exported, release: Release) -> None:
    claims = rows_of(exported, "claims")
    assert len(claims) == release.manifest.claims == len({row["claim_iri"] for row in claims})
    typed = [row["claim_iri"] for table in OF_TYPE.values() for row in rows_of(exported, table)]
    assert Counter(typed) == Counter(row["claim_iri"] for row in claims)
    articles = rows_of(exported, "articles")
    assert len(articles) == release.manifest.articles
    assert {row["article"]: int(row["claims"]) for row in articles} == Counter(row["article"] for row in claims)


@pytest.mark.parametrize("table", tables())
def test_csv_and_parquet_have_the_same_rows(exported: Exported, table: str) -> None:
    columns = tables()[table].columns
    found = parquet.read_table(exported.folder / f"{table}.parquet").to_pylist()

    def text(row: dict[str, Any]) -> list[str]:
        return ["" if (v := row[c.name]) is None else v.isoformat() if isinstance(v, date) else str(v) for c in columns]

    def read(row: dict[str, str]) -> list[str]:
        return [
            str(float(row[c.name])) if c.kind in {"decimal", "number"} and row[c.name] else row[c.name] for c in columns
        ]

    assert [text(row) for row in found] == [read(row) for row in rows_of(exported, table)]


def test_parquet_columns_are_typed(exported: Exported) -> None:
    schema = parquet.read_schema(exported.folder / "observations.parquet")
    assert schema.field("value").type == pa.float64()
    assert schema.field("period_start").type == pa.date32()
    assert schema.field("published_date").type == pa.date32()
    assert schema.field("claim_iri").type == pa.string()
    assert not schema.field("claim_iri").nullable
    assert schema.field("value").metadata[b"property"] == PREFIXES["sdmx-measure"].encode() + b"obsValue"
    assert b"creativecommons.org/licenses/by/4.0" in schema.metadata[b"licence"]
    assert parquet.read_schema(exported.folder / "rankings.parquet").field("rank").type == pa.int64()


SUMS = """
SELECT ?indicator (COUNT(?claim) AS ?count) (SUM(?value) AS ?sum) WHERE {
  ?claim a td:IndicatorObservation ; td:indicator/skos:notation ?indicator ; sdmx-measure:obsValue ?value .
} GROUP BY ?indicator"""


def test_pandas_gives_the_sums_of_sparql(exported: Exported, store: Store) -> None:
    frame = pd.read_parquet(exported.folder / "observations.parquet")
    assert frame["value"].dtype == "float64"
    grouped = frame.groupby("indicator")["value"].agg(["count", "sum"])
    expected = {str(code): (int(count or 0), float(total or 0)) for code, count, total in select(store, SUMS)}
    assert len(expected) > 5
    assert grouped.index.size == len(expected)
    for code, (count, total) in expected.items():
        assert grouped.loc[code, "count"] == count
        assert math.isclose(grouped.loc[code, "sum"], total, rel_tol=1e-12)


def test_duckdb_gives_the_sums_and_rows_of_sparql(exported: Exported, store: Store) -> None:
    file = exported.folder / "observations.parquet"
    found = duckdb.sql(f"SELECT indicator, count(*), sum(value) FROM '{file}' GROUP BY indicator").fetchall()
    expected = {code: (int(count or 0), float(total or 0)) for code, count, total in select(store, SUMS)}
    assert {code: count for code, count, _ in found} == {code: count for code, (count, _) in expected.items()}
    assert all(math.isclose(total, expected[code][1], rel_tol=1e-12) for code, _, total in found)
    rows = duckdb.sql(f"SELECT claim_iri, value, quote FROM '{file}'").fetchall()
    query = """SELECT ?c ?v ?q { ?c a td:IndicatorObservation ; sdmx-measure:obsValue ?v ;
        td:evidence/oa:hasTarget/oa:hasSelector/oa:exact ?q }"""
    assert sorted(rows) == sorted((c, float(v or ""), q) for c, v, q in select(store, query))


def test_every_value_survives_as_a_double(store: Store) -> None:
    # What the choice of float64 for Parquet rests on: the shortest decimal of the double is the decimal of the graph.
    values = [row["value"] for rows in batches(store) for row in rows["observations"]]
    assert values
    assert all(isinstance(value, Decimal) and Decimal(repr(float(value))) == value for value in values)


def test_hard_quotes_survive_every_reader(exported: Exported) -> None:
    _, claims = hard_article()
    quotes = sorted(quote for _, quote in claims)
    file = exported.folder / "claims"
    assert any("\r\n" in quote and '"' in quote and "," in quote for quote in quotes)
    assert sorted(row["quote"] for row in rows_of(exported, "claims") if row["article"] == HARD) == quotes
    frame = pd.read_csv(f"{file}.csv", dtype=str, keep_default_na=False)
    assert sorted(frame[frame["article"] == HARD]["quote"]) == quotes
    frame = pd.read_parquet(f"{file}.parquet")
    assert sorted(frame[frame["article"] == HARD]["quote"]) == quotes
    for ending in ("csv", "parquet"):
        rows = duckdb.sql(f"SELECT quote FROM '{file}.{ending}' WHERE article = '{HARD}'").fetchall()
        assert sorted(quote for (quote,) in rows) == quotes
    (article,) = [row for row in rows_of(exported, "articles") if row["article"] == HARD]
    assert (article["article_title"], article["publisher"]) == ('Tin "nóng",\nvà lạnh', "Báo A, B & C")


def test_names_codes_and_days_stand_beside_the_iris(exported: Exported) -> None:
    found = {row["area"]: row for row in rows_of(exported, "observations") if row["article"] == HARD}
    row = found["Đắk Nông"]
    assert (row["area_gso_code"], row["area_iso_3166"], row["area_kind"]) == ("67", "VN-72", "province")
    assert (row["value"], row["unit"], row["lower_bound"], row["upper_bound"]) == (
        "88000000000000",
        "VND",
        "88000000000000",
        "",
    )
    assert found["Đắk Lắk"]["area_iri"] == mint.entity("province", "Đắk Lắk")
    assert (found["Đắk Lắk"]["period_start"], found["Đắk Lắk"]["period_end"]) == ("2023-01-01", "2023-06-30")
    assert found["Đắk Lắk"]["indicator_en"] == "Gross regional domestic product (GRDP)"
    assert (row["published"], row["published_date"], row["url"]) == (
        "2023-07-05",
        "2023-07-05",
        "https://example.org/tin?a=1&b=2",
    )


def test_month_of_publication_is_no_whole_day(exported: Exported, store: Store) -> None:
    articles = rows_of(exported, "articles")
    assert {len(row["published"]) for row in articles} >= {4, 10}
    for row in articles:
        assert row["published_date"] == (row["published"] if len(row["published"]) == 10 else "")


@pytest.mark.parametrize("table", tables())
def test_columns_are_the_same_everywhere(exported: Exported, table: str) -> None:
    names = [column.name for column in tables()[table].columns]
    with (exported.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == names
    assert parquet.read_schema(exported.folder / f"{table}.parquet").names == names
    described = json.loads((exported.folder / "csv-metadata.json").read_text(encoding="utf-8"))
    (schema,) = [each["tableSchema"] for each in described["tables"] if each["url"] == f"{table}.csv"]
    assert [column["name"] for column in schema["columns"] if not column.get("virtual")] == names
    readme = (exported.folder / "README.md").read_text(encoding="utf-8")
    section = readme.split(f"### {table}: ")[1].split("###")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == names


def test_description_is_valid_csv_on_the_web(exported: Exported) -> None:
    found = CSVW(str(exported.folder / "csv-metadata.json"), validate=True)
    assert found.is_valid, found.warnings


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("observations", ",2023-01-01,", ",hôm qua,"),
        ("observations", "https://w3id.org/thidua/id/claim/kho-doc/", "https://w3id.org/thidua/id/claim/gone/"),
        ("claims", "start", "begin"),
        ("rankings", ",938.21,", ",938 điểm,"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("always")
def test_validator_notices_what_does_not_keep_to_the_description(
    changeable: Path, table: str, old: str, new: str
) -> None:
    path = changeable / f"{table}.csv"
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())
    try:
        valid = CSVW(str(changeable / "csv-metadata.json"), validate=True).is_valid
    except ValueError:
        valid = False
    assert not valid


@pytest.mark.parametrize("table", tables())
def test_what_the_description_makes_of_a_row_stands_in_the_graph(exported: Exported, store: Store, table: str) -> None:
    """Each cell that CSVW turns into a triple (Generating RDF from Tabular Data, section 4.2) gives one of the release."""
    described = json.loads((exported.folder / "csv-metadata.json").read_text(encoding="utf-8"))
    (schema,) = [each["tableSchema"] for each in described["tables"] if each["url"] == f"{table}.csv"]
    stated = {quad.triple for quad in store}
    seen = set()
    for row in rows_of(exported, table):
        for column in schema["columns"]:
            if column.get("suppressOutput") or not (column.get("virtual") or row[column["name"]]):
                continue
            subject = NamedNode(expand(column.get("aboutUrl", schema["aboutUrl"]), row))
            if "valueUrl" in column:
                value: NamedNode | Literal = NamedNode(expand(column["valueUrl"], row))
            elif "lang" in column:
                value = Literal(row[column["name"]], language=column["lang"])
            else:
                value = Literal(row[column["name"]], datatype=NamedNode(XSD[column["datatype"]]))
            (triple,) = as_stored([Triple(subject, NamedNode(column["propertyUrl"]), value)])
            assert triple in stated, triple
            seen.add(column["name"])
    assert seen >= {"row_class", tables()[table].columns[-1 if table == "articles" else 1].name} - {
        "claims",
        "status",
        "type",
    }


def test_claim_without_evidence_stops_the_export(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        put_hard_article(draft)
        graph = mint.article_graph(HARD)
        draft.put_graph(graph, [t for t in draft.graph(graph) if t.predicate.value != str(OA.exact)])
        release = draft.publish()
    with pytest.raises(ExportError, match=rf"article/{HARD}: 0 of its 5 claims can be read with their evidence"):
        export_release(release, tmp_path / "all", Silent())
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == ["store"]


def test_claims_without_a_class_and_an_article_do_not_go_silently(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        put_hard_article(draft)
        graph = mint.article_graph(HARD)
        article, class_, claim = NamedNode(mint.article(HARD)), NamedNode(RDF.type), NamedNode(TD.Claim)
        kept = [t for t in draft.graph(graph) if t.subject != article and (t.predicate != class_ or t.object == claim)]
        draft.put_graph(graph, kept)
        release = draft.publish()
    with pytest.raises(ExportError, match="0 of the release's 5 claims can be read"):
        export_release(release, tmp_path / "all", Silent())


def test_claim_that_lacks_what_its_type_requires_is_named(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        put_hard_article(draft)
        graph = mint.article_graph(HARD)
        draft.put_graph(graph, [t for t in draft.graph(graph) if t.predicate.value != str(TD.movement)])
        release = draft.publish()
    with pytest.raises(
        ExportError, match=r"claim/kho-doc/movement-\w+: the graph lacks what a claim of this type requires"
    ):
        export_release(release, tmp_path / "all", Silent())


def test_thing_with_several_names_gives_one_row(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        put_hard_article(draft)
        graph = mint.article_graph(HARD)
        label = NamedNode(PREFIXES["rdfs"] + "label")
        bloc = NamedNode(mint.entity("bloc", "Tây Bắc"))
        draft.put_graph(graph, [*draft.graph(graph), Triple(bloc, label, Literal("miền núi Tây Bắc", language="vi"))])
        release = draft.publish()
    (rows,) = batches(release.open())
    assert [row["bloc"] for row in rows["rankings"]] == ["miền núi Tây Bắc"]
    assert len(rows["claims"]) == 5


def test_names_of_other_articles_fill_in_where_the_own_has_none(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        put_hard_article(draft)
        put_hard_article(draft, "khac", " Thêm.")
        graph = mint.article_graph("khac")
        bloc = NamedNode(mint.entity("bloc", "Tây Bắc"))
        label = NamedNode(PREFIXES["rdfs"] + "label")
        draft.put_graph(graph, [t for t in draft.graph(graph) if (t.subject, t.predicate) != (bloc, label)])
        release = draft.publish()
    (rows,) = batches(release.open())
    assert [row["bloc"] for row in rows["rankings"]] == ["Tây Bắc", "Tây Bắc"]


def test_release_without_articles_gives_empty_tables(tmp_path: Path) -> None:
    with ReleaseStore(tmp_path / "store").draft() as draft:
        draft.put_graph(
            "https://example.org/graph/g", [Triple(NamedNode(PROV.Entity), NamedNode(PROV.value), Literal("x"))]
        )
        release = draft.publish()
    made = export_release(release, tmp_path / "all", Silent())
    assert {file.rows for file in made.index.files if file.kind == "table"} == {0}
    assert len(pd.read_parquet(made.folder / "claims.parquet")) == 0
    assert CSVW(str(made.folder / "csv-metadata.json"), validate=True).is_valid
