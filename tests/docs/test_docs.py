"""The documents say what the code does: settings, commands, claim types, codes, imports, and RDF that comes out as shown."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, parse
from rdflib import RDFS

from graph_store.claims import TYPES
from graph_store.terms import as_stored, from_rdflib
from ontology.conformance import checks
from ontology.load import ontology_graph, reference_graph
from ontology.names import ID, PREFIXES, TD
from ontology.reference import codes
from ontology.reuse import table
from pipeline.readers import read_paths
from pipeline.run import Extractor
from thidua.cli import main
from thidua.settings import SETTINGS, Setting

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
CLAIM_CLASSES = sorted(
    str(term).removeprefix(str(TD)) for term in ontology_graph().transitive_subjects(RDFS.subClassOf, TD.Claim)
)
PACKAGES = ("ontology", "parallel", "pipeline", "graph_store", "server", "thidua")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(language: str) -> list[tuple[str, str]]:
    """Each fenced block of a language in the documents, under the name of its document and its number there."""
    return [
        (f"{doc.name}-{number}", body)
        for doc in DOCS
        for number, (found, body) in enumerate(_BLOCK.findall(doc.read_text(encoding="utf-8")), 1)
        if found == language
    ]


def triples(turtle: str) -> frozenset[Triple]:
    """The triples of a block, which leaves the base and the prefixes out, as a store would give them back."""
    head = f"@base <{ID}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return as_stored(quad.triple for quad in parse(head + turtle, RdfFormat.TURTLE))


def case_ids(cases: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in cases]


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_setting_has_its_row_in_the_table_of_settings(setting: Setting) -> None:
    cells = (setting.name, setting.option, setting.variable, str(setting.default))
    row = " | ".join(f"`{cell}`" for cell in cells)
    assert f"| {row} | {setting.help} |" in read("maintaining.md")


@pytest.mark.parametrize("command", sorted(main.commands) if isinstance(main, click.Group) else [])
def test_command_is_named_for_maintainers(command: str) -> None:
    assert f"`thidua {command}" in read("maintaining.md")


@pytest.mark.parametrize("name", CLAIM_CLASSES)
def test_claim_class_is_named_on_the_page_of_the_ontology(name: str) -> None:
    assert f"td:{name}" in read("ontology.md")


def test_table_of_reuse_is_what_the_alignment_gives() -> None:
    assert read("reuse.md") == table(ontology_graph()), "run `python -m ontology.reuse > docs/reuse.md`"


def test_every_pitfall_that_is_checked_is_listed() -> None:
    page = read("ontology.md")

    for check in checks():
        if check.group == "oops":
            assert check.name.partition("-")[0] in page


@pytest.mark.parametrize("type_", TYPES)
def test_claim_type_is_described_with_all_its_fields(type_: str) -> None:
    row = next(line for line in read("claims.md").splitlines() if line.startswith(f"| `{type_}` |"))
    assert [field for field in TYPES[type_].fields if not re.search(rf"[*`]{field}[*`]", row)] == []


@pytest.mark.parametrize("scheme", ["award", "bound", "conference-kind", "indicator", "measure", "role", "unit"])
def test_every_code_of_a_scheme_is_named_among_the_claims(scheme: str) -> None:
    text = read("claims.md")
    assert [code for code in sorted(codes(scheme) - {"member"}) if f"`{code}`" not in text] == []


@pytest.mark.parametrize("block", blocks("turtle"), ids=case_ids(blocks("turtle")))
def test_turtle_block_parses(block: tuple[str, str]) -> None:
    assert triples(block[1])


@pytest.mark.parametrize("block", blocks("sparql"), ids=case_ids(blocks("sparql")))
def test_sparql_block_parses(block: tuple[str, str]) -> None:
    answer = Store().query(block[1], base_iri=str(ID), prefixes=PREFIXES)
    assert isinstance(answer, QueryBoolean | QuerySolutions | QueryTriples)


def test_turtle_on_the_page_of_the_ontology_is_what_its_article_and_the_tables_give(
    tmp_path: Path, extractor: Extractor
) -> None:
    ((_, text),) = [block for block in blocks("text") if block[0].startswith("ontology.md")]
    (tmp_path / "vi-du.txt").write_text(text, encoding="utf-8")
    refused: list[object] = []
    (graph,) = extractor.pipe(read_paths([tmp_path], refused.append))
    assert refused == []
    stated = as_stored([*graph.triples, *from_rdflib(reference_graph())])
    shown = frozenset[Triple]().union(*(triples(body) for name, body in blocks("turtle") if "ontology.md" in name))
    assert sorted(map(str, shown - stated)) == []
    assert {claim.type for claim in graph.claims} == set(TYPES)


@pytest.mark.parametrize("package", PACKAGES)
def test_package_imports_only_what_the_page_of_the_architecture_allows(package: str) -> None:
    row = next(line for line in read("architecture.md").splitlines() if line.startswith(f"| `{package}/` |"))
    cell = row.strip("| ").rpartition("|")[2].strip()
    allowed = set(PACKAGES) if cell == "all" else {package, *re.findall(r"`(\w+)`", cell)}
    faults = {
        f"{path.name} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name.partition(".")[0] in set(PACKAGES) - allowed
    }
    assert faults == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_links_between_the_documents_lead_somewhere(doc: Path) -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", doc.read_text(encoding="utf-8"))
    assert [link for link in links if not (doc.parent / link).exists()] == []
