"""The check of the shape files themselves, and the list of those that keep to SHACL's own shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology import load
from ontology.load import ontology_graph
from ontology.shape_check import all_shape_files, check_shape_files, digest, write_list

HEAD = """
@prefix ex: <http://example.org/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/thidua/shapes#> .
@prefix td: <https://w3id.org/thidua/ontology#> .
"""
SOUND = """
shape:X a sh:NodeShape ; sh:targetClass td:Bloc ;
    sh:property [ sh:path org:member ; sh:minCount 1 ; sh:message "Cần."@vi , "Needed."@en ] .
"""
DECLARED = frozenset(ontology_graph().subjects())


def refusal(tmp_path: Path, shapes: str) -> str:
    """The message with which a file of these shapes is refused; empty where it is not."""
    path = tmp_path / "x.ttl"
    path.write_text(HEAD + shapes, encoding="utf-8")
    return said_of(path)


def said_of(path: Path) -> str:
    """The message with which a file is refused; empty where it is not."""
    try:
        check_shape_files([path], DECLARED)
    except load.OntologyError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("path", all_shape_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file_of_the_project_is_sound(path: Path) -> None:
    assert said_of(path) == ""


def test_list_has_every_file_as_it_is_and_each_keeps_to_the_shapes_of_shacl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this fails after a change of a shape: `python -m ontology.shape_check` checks it and writes the list."""
    files, listed = all_shape_files(), (load.SHAPES / "checked.txt").read_text(encoding="utf-8")
    monkeypatch.setattr("ontology.shape_check.all_shape_files", lambda: files)
    monkeypatch.setattr(load, "SHAPES", tmp_path)

    write_list()

    assert listed == (tmp_path / "checked.txt").read_text(encoding="utf-8")


def test_sound_shapes_are_let_through(tmp_path: Path) -> None:
    assert refusal(tmp_path, SOUND) == ""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("sh:minCount 1", "sh:minimum 1", "x.ttl, line 8: shape:X uses sh:minimum, a term that SHACL does not have"),
        ("td:Bloc", "td:Block", "shape:X uses td:Block, a term that the ontology does not declare"),
        ("org:member ;", "org:members ;", "shape:X uses org:members, a term that the ontology does not declare"),
        ('"Cần."@vi , ', "", "shape:X needs one sh:message in vi and one in en at org:member"),
        ('"Needed."@en', '"Needed."', "shape:X needs one sh:message in vi and one in en at org:member"),
        ("td:Bloc ;", "td:Bloc ; sh:closed true ;", "x.ttl, line 8: shape:X needs one sh:message in vi and one in en"),
        ("sh:minCount 1", "sh:minCount 1.5", "x.ttl, line 8: shape:X is no SHACL at sh:minCount: "),
        ("sh:path org:member ;", "", "x.ttl, line 8: shape:X is no SHACL"),
        ("sh:minCount 1", "sh:nodeKind ex:Thing", "shape:X is no SHACL at sh:nodeKind: "),
        ("sh:minCount 1", 'sh:languageIn "vi"', "shape:X is no SHACL at sh:languageIn: "),
        ("] .", "]", "x.ttl, line "),
    ],
)
def test_shape_that_does_not_say_what_it_means_is_refused_by_file_line_and_name(
    old: str, new: str, reason: str, tmp_path: Path
) -> None:
    assert old in SOUND
    assert reason in refusal(tmp_path, SOUND.replace(old, new))


def test_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    one, two = tmp_path / "1.ttl", tmp_path / "2.ttl"
    for path in (one, two):
        path.write_text(HEAD + SOUND)
    assert digest([one]) != digest([two])
    before = digest([one, two])
    two.write_text(HEAD + SOUND + "# Noted.\n")
    assert digest([one, two]) != before
    two.unlink()
    with pytest.raises(load.OntologyError, match=r"2\.ttl: No such file"):
        digest([one, two])
