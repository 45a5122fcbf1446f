"""The RDFC-1.0 hash in flat memory is that of the whole algorithm in memory, whatever the order and the names of blank nodes."""

from __future__ import annotations

import random
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from graph_store import canonical as module
from graph_store.canonical import canonical

IRIS = st.sampled_from([NamedNode(f"https://example.org/{name}") for name in ("a", "b", "đường", "z")])
BLANK = st.sampled_from([BlankNode(name) for name in ("x", "y", "z", "w")])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="vi")),
    st.integers(-9, 9).map(
        lambda number: Literal(str(number), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    ),
)
QUADS = st.lists(
    st.builds(
        Quad,
        st.one_of(IRIS, BLANK),
        IRIS,
        st.one_of(IRIS, BLANK, LITERALS),
        st.one_of(IRIS, BLANK, st.just(DefaultGraph())),
    ),
    max_size=14,
)


def in_memory(quads: list[Quad]) -> str:
    """The hash by pyoxigraph's algorithm over the whole dataset."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    document = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    return sha256(b"".join(sorted(document.splitlines(keepends=True)))).hexdigest()


@given(QUADS)
def test_hash_is_that_of_the_algorithm_in_memory(quads: list[Quad]) -> None:
    found = canonical(iter(quads))
    assert found.sha256 == in_memory(quads)
    assert found.quads == len(set(quads))


@given(QUADS, st.randoms())
def test_order_repetition_and_names_of_blank_nodes_do_not_matter(quads: list[Quad], chance: random.Random) -> None:
    def renamed(term: object) -> object:
        return BlankNode(f"other{term.value}") if isinstance(term, BlankNode) else term

    others = [
        Quad(renamed(q.subject), q.predicate, renamed(q.object), renamed(q.graph_name)) for q in [*quads, *quads[:3]]
    ]  # type: ignore[arg-type]
    chance.shuffle(others)
    assert canonical(others).sha256 == canonical(quads).sha256


def test_many_sorted_runs_give_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quads = [
        Quad(
            NamedNode(f"https://example.org/{i % 37}"),
            NamedNode("https://example.org/p"),
            Literal(str(i % 101)),
            DefaultGraph(),
        )
        for i in range(500)
    ]
    quads += [Quad(BlankNode("b"), q.predicate, q.object, q.graph_name) for q in quads[:5]]
    expected = in_memory(quads)
    monkeypatch.setattr(module, "_RUN", 7)
    monkeypatch.setattr(module, "_MERGED", 3)
    assert canonical(quads, scratch=tmp_path).sha256 == expected
    assert list(tmp_path.iterdir()) == []


def test_triples_count_as_quads_of_the_default_graph() -> None:
    triple = Triple(
        NamedNode("https://example.org/a"), NamedNode("https://example.org/p"), Literal("Đắk Lắk", language="vi")
    )
    line = '<https://example.org/a> <https://example.org/p> "Đắk Lắk"@vi .\n'
    assert canonical([triple]).sha256 == sha256(line.encode()).hexdigest()
    assert canonical(parse(line, format=RdfFormat.N_QUADS)) == canonical([triple])


def test_nothing_has_the_hash_of_an_empty_document() -> None:
    assert canonical([]).sha256 == sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("\x00\x07\x0b\x1f\x7f", r"\u0000\u0007\u000B\u001F\u007F"),
        ('\b\t\n\f\r"\\', r"\b\t\n\f\r\"\\"),
        ("\ufffe\uffff", r"\uFFFE\uFFFF"),
        ("\x80\u2028đắ", "\x80\u2028đắ"),
    ],
)
def test_literals_are_escaped_as_canonical_n_quads_are(text: str, escaped: str) -> None:
    # RDFC-1.0, appendix A: these characters and no others.
    line = f'<https://example.org/a> <https://example.org/p> "{escaped}" .\n'
    triple = Triple(NamedNode("https://example.org/a"), NamedNode("https://example.org/p"), Literal(text))
    assert canonical([triple]).sha256 == sha256(line.encode()).hexdigest()
