"""IC-1 to IC-21 of the RDF Data Cube: each rule fires where it is broken, and the published queries say the same.

Small cubes of our own are in cube/: each file in broken/ is added to sound.ttl and breaks the rule that it is named after,
at the node eg:broken. The fixtures and queries of the standard lie beside the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from graph_store.cube.integrity import RULES, integrity_faults
from ontology.names import PREFIXES, QB, RDF, RDFS

OURS = Path(__file__).with_name("cube")
BROKEN = sorted((OURS / "broken").glob("*.ttl"))
STANDARD = Path(__file__).parents[3] / "shared" / "standards" / "data-cube"

needs_standard = pytest.mark.skipif(
    not STANDARD.is_dir(), reason="the standard's fixtures are not beside the project (../shared/standards/data-cube)"
)

MEASURE_TYPE = Triple(NamedNode(QB.measureType), NamedNode(RDFS.range), NamedNode(RDF.Property))
"""What the vocabulary says of its measure dimension; without it IC-4 would fire on every cube that has one."""

STANDARD_CASES = {
    "abbrv-cube": (),
    "codelist-complete": (),
    "collection-complete": (),
    "hierarchy-good": (),
    "hierarchy-good-inverse": (),
    "hierarchy-good-multiroot": (),
    "mt-cube": (),
    "mt-cube-3-measures": (),
    "bad-component-required": (6,),
    "bad-slicekey": (7,),
    "bad-slicekey2": (8,),
    "codelist-partial": (19,),
    "collection-partial": (19,),
    "duplicate-observation": (12, 13),  # the duplicate also lacks the required attribute
    "duplicate-slicekey": (7, 9),  # the second slice key belongs to no structure
    "extra-ds": (1, 2, 11, 13),  # the second data set has no structure, the observation no dim2 and no attr4
    "extra-dsd": (2,),
    "hierarchy-bad": (20,),
    "hierarchy-bad-inverse": (21,),
    "missing-codelist": (5,),
    "missing-ds": (1,),
    "missing-dsd": (2,),
    "missing-measure": (2, 3),  # the second structure is given to the cube of the base
    "missing-measure-on-obs": (11, 12, 14),  # it has no dim2 either, and what it has, eg:y1x1 has too
    "missing-obs-dim-value": (11, 13),  # nor has it attr4
    "missing-range": (4,),
    "missing-required-attr": (11, 12, 13),  # as missing-measure-on-obs
    "missing-slicedim": (10,),
    "missing-slicekey": (9,),
    "mt-cube-with-missing-points": (17,),
    "mt-extra-measure": (11, 12, 16, 17),  # it has no dim2, and what it has, another has too
    "mt-missing-measure": (11, 12, 15, 16, 17),  # the same, and the measure that it has is not the one it names
    "observation-bad-dataset": (2, 9, 18),  # the other data set has no structure, the slice no key
}
"""The rules that each fixture of the standard breaks, beside the one that it is named after."""


def triples(*files: Path) -> list[Triple]:
    return [quad.triple for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]


def broken_rules(cubes: Iterable[Triple]) -> set[int]:
    return {int(fault.rule.removeprefix("IC-")) for fault in integrity_faults(cubes)}


def standard_triples(name: str) -> list[Triple]:
    """A fixture of the standard together with the cube that it is made to be added to."""
    base = "mt-cube" if name.startswith("mt-") else "abbrv-cube"
    names = [name] if name in {base, "mt-cube-3-measures", "mt-cube-with-missing-points"} else [base, name]
    return [*triples(*(STANDARD / "fixtures" / f"{n}.ttl" for n in names)), MEASURE_TYPE]


def published_verdict(cubes: Iterable[Triple]) -> set[int]:
    """The rules that the published ASK queries find broken, over what the published updates normalise."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    head += "PREFIX eg: <http://example.com/abbrv-cube/>\n"
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in cubes)

    def text(name: str) -> str:
        without_prefixes = re.sub(r"^PREFIX.*$", "", (STANDARD / "integrity" / name).read_text(), flags=re.MULTILINE)
        return head + without_prefixes

    for phase in ("closure.ru", "flatten.ru"):
        store.update(text(phase))
    found = set()
    for file in sorted((STANDARD / "integrity").glob("integrity-*.sparql")):
        number = int(re.findall(r"\d+", file.name)[0])
        query = text(file.name)
        if number == 8:  # its variables ?slicekey and ?sliceKey are to be one
            query = query.replace("?sliceKey", "?slicekey")
        if number == 17:  # a name given by AS may not be seen by HAVING
            query = query.replace("HAVING (?count ", "HAVING (COUNT(?obs2) ")
        queries = [query]
        if number in {20, 21}:
            query = tied_to_its_lists(query, inverse=number == 21)
            properties = store.query(
                text("list-hierarchies.sparql" if number == 20 else "list-inverse-hierarchies.sparql")
            )
            assert isinstance(properties, QuerySolutions)
            queries = [re.sub(r"eg:(child|parent)", str(row["p"]), query) for row in properties]
        if any(bool(store.query(asked)) for asked in queries):
            found.add(number)
    return found


def tied_to_its_lists(query: str, inverse: bool) -> str:
    """A template asks all hierarchical code lists for a property; where two name different ones, each is asked for its own."""
    names = "[owl:inverseOf eg:parent]" if inverse else "eg:child"
    return query.replace("qb:HierarchicalCodeList .", f"qb:HierarchicalCodeList ; qb:parentChildProperty {names} .")


def test_sound_cubes_break_no_rule() -> None:
    assert integrity_faults(triples(OURS / "sound.ttl")) == []


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_broken_cube_is_told_by_the_rule_that_it_breaks_and_by_no_other(file: Path) -> None:
    faults = integrity_faults(triples(OURS / "sound.ttl", file))
    assert {fault.rule for fault in faults} == {f"IC-{int(file.stem[3:5])}"}
    assert all("http://example.org/cube#broken" in fault.nodes for fault in faults)


def test_every_rule_has_a_cube_that_breaks_it() -> None:
    assert {int(rule[3:5]) for rule in RULES} == {int(file.stem[3:5]) for file in BROKEN} == set(range(1, 22))


def test_fault_says_its_rule_in_both_languages_and_names_the_nodes() -> None:
    (fault,) = integrity_faults(triples(OURS / "sound.ttl", OURS / "broken" / "ic-13.ttl"))
    assert fault.message_vi == "Mỗi quan sát có mọi thuộc tính bắt buộc."
    assert str(fault) == (
        "IC-13: Each observation has every required attribute; "
        "broken at http://example.org/cube#broken, http://example.org/cube#status"
    )


def test_observation_that_lacks_a_dimension_and_equals_another_in_the_rest_is_a_duplicate_too() -> None:
    short = [t for t in triples(OURS / "broken" / "ic-12-same-values.ttl") if not t.predicate.value.endswith("#year")]
    assert broken_rules([*triples(OURS / "sound.ttl"), *short]) == {11, 12}


def test_duplicate_among_many_observations_is_found_whatever_the_order_of_their_values() -> None:
    sound = triples(OURS / "sound.ttl")
    north = [t for t in sound if str(t.subject).endswith("#north-2024>")]
    many = [
        Triple(NamedNode(f"http://example.org/cube#many-{year}"), t.predicate, year_of(t, year))
        for year in range(1000, 1300)
        for t in north
    ]
    assert broken_rules([*sound, *many]) == set()
    twin = [Triple(NamedNode("http://example.org/cube#a-twin"), t.predicate, year_of(t, 1150)) for t in reversed(north)]
    (fault,) = integrity_faults([*sound, *many, *twin])
    assert fault.nodes[1:] == ("http://example.org/cube#a-twin", "http://example.org/cube#many-1150")


def year_of(triple: Triple, year: int) -> NamedNode | BlankNode | Literal | Triple:
    return Literal(year) if triple.predicate.value.endswith("#year") else triple.object


@needs_standard
def test_every_fixture_of_the_standard_is_judged() -> None:
    assert {file.stem for file in (STANDARD / "fixtures").glob("*.ttl")} == set(STANDARD_CASES)


@needs_standard
@pytest.mark.parametrize(("name", "broken"), STANDARD_CASES.items(), ids=STANDARD_CASES)
def test_fixture_of_the_standard_breaks_just_these_rules_as_the_published_queries_say(
    name: str, broken: tuple[int, ...]
) -> None:
    cubes = standard_triples(name)
    assert broken_rules(cubes) == set(broken)
    assert published_verdict(cubes) == set(broken)


@needs_standard
@pytest.mark.parametrize("file", [None, *BROKEN], ids=lambda file: file.stem if file else "sound")
def test_published_queries_judge_our_own_cubes_as_we_do(file: Path | None) -> None:
    cubes = triples(OURS / "sound.ttl", *([file] if file else []))
    assert published_verdict(cubes) == broken_rules(cubes)
