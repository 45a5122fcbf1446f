"""Faulty Turtle is refused with file, line and reason; good graphs are parsed once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ontology.load import OntologyError, ontology_graph, parse_all, reference_graph, shapes_graph


def test_graphs_are_loaded_once_and_are_not_empty() -> None:
    for load in (ontology_graph, reference_graph, shapes_graph):
        assert load() is load()
        assert len(load()) > 0


def test_faulty_turtle_is_refused_with_file_line_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "faulty.ttl"
    path.write_text("@prefix : <https://example.org/> .\n\n:a :b :c\n:d :e :f .\n", encoding="utf-8")

    with pytest.raises(OntologyError, match=r"^faulty\.ttl, line 4: A dot is expected"):
        parse_all([path])


def test_unknown_prefix_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "faulty.ttl"
    path.write_text("\n<https://example.org/a> td:rank 1 .\n", encoding="utf-8")

    with pytest.raises(OntologyError, match=r"^faulty\.ttl, line 2: .*td"):
        parse_all([path])


def test_line_is_right_after_a_literal_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "faulty.ttl"
    path.write_text('<http://a> <http://b> """one\ntwo\n\nfour""" ;\n    td:rank 1 .\n', encoding="utf-8")

    with pytest.raises(OntologyError, match=r"^faulty\.ttl, line 5: "):
        parse_all([path])


def test_turtle_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "faulty.ttl"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(OntologyError, match=re.escape("faulty.ttl: not UTF-8 at byte 0")):
        parse_all([path])


def test_missing_turtle_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"absent\.ttl: No such file"):
        parse_all([tmp_path / "absent.ttl"])
