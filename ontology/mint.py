"""How the project makes IRIs: one function a kind of thing, so that the same thing gets the same IRI.

Every function returns a full IRI under `https://w3id.org/thidua/id/`. Names are Vietnamese as written; they are
reduced to ASCII slugs, so NFC and NFD, `hoà` and `hòa`, `Đăk` and `Đắk` give the same IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from ontology.names import ID, UNIT

_MAX_SLUG = 80
"""Longest slug kept whole, in characters; a longer one is cut and ends in a hash of the whole."""

_SINGLE_KINDS = frozenset({"period", "indicator", "measure", "unit"})
"""Kinds of dimension values that a cube has one dimension for; an area or a member may be of several kinds."""

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
"""The marks of the five written tones (huyền, sắc, ngã, hỏi, nặng), decomposed."""


def slug(text: str) -> str:
    """Reduce `text` to lower-case ASCII letters and digits joined by single hyphens.

    >>> slug("Bà Rịa – Vũng Tàu")
    'ba-ria-vung-tau'

    Raises `ValueError` where nothing is left to name the thing by.
    """
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).replace("đ", "d")
    name = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not name:
        raise ValueError(f"no letter or digit to make an IRI of in {text!r}")
    if len(name) > _MAX_SLUG:
        return f"{name[: _MAX_SLUG - 9].rstrip('-')}-{digest(name)}"
    return name


def slug_or_empty(text: str) -> str:
    """The slug of `text`, or the empty string, which names nothing, where it has no letter or digit."""
    try:
        return slug(text)
    except ValueError:
        return ""


def digest(text: str) -> str:
    """Eight hexadecimal digits that stand for `text` (SHA-256, cut)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def period_slug(period: str) -> str:
    """The path segment of a period: `2021/2025` becomes `2021--2025`, other forms stay."""
    return period.replace("/", "--")


def article(name: str) -> str:
    """An article, by its id (the file's name without its ending)."""
    return _iri(f"article/{_segment(name)}")


def graph(name: str) -> str:
    """The named graph `name`: `ontology`, `reference`, or `article/...`."""
    return _iri(f"graph/{name}")


def article_graph(name: str) -> str:
    """The named graph that holds all that the article `name` states."""
    return graph(f"article/{_segment(name)}")


def claim(article_name: str, kind: str, content: str) -> str:
    """A claim: its article, its type and a hash of its content, so that a rebuilt claim keeps its IRI."""
    return _iri(f"claim/{_segment(article_name)}/{kind}-{digest(content)}")


def evidence(claim_iri: str) -> str:
    """The annotation that joins a claim to its words."""
    return claim_iri.replace(_iri("claim/"), _iri("evidence/"), 1)


def run(version: str) -> str:
    """The extraction activity of one version of the pipeline."""
    return _iri(f"run/{_segment(version)}")


def release(release_id: str) -> str:
    """A release of the graph, by its id: what it is cited by, and its dataset in the catalogue."""
    return _iri(f"release/{release_id}")


def entity(kind: str, name: str) -> str:
    """A thing known by its name: kind is a path segment such as `bloc`, `movement` or `organisation`."""
    return _iri(f"{kind}/{slug(name)}")


def code(scheme: str, notation: str) -> str:
    """A coded concept (`award`, `indicator`, `role`, `measure`, `conference-kind`, `bound`, `unit`)."""
    return _iri(f"{scheme}/{slug(notation)}")


def period(notation: str) -> str:
    """A period in the notation of CLAIMS.md: `2023`, `2023-H1`, `2021/2025`."""
    return _iri(f"period/{period_slug(notation)}")


def within(kind: str, name: str, scope: str) -> str:
    """A thing known by its name within `scope` alone: a body, or the article that names it.

    >>> within("bloc", "số 8", "Bộ Công an")
    'https://w3id.org/thidua/id/bloc/so-8--bo-cong-an'
    """
    return f"{entity(kind, name)}--{slug(scope)}"


def article_scope(name: str) -> str:
    """The scope of what is known within the article `name` alone; no body has such a name, and no two articles share one.

    >>> article_scope("digest-101")
    'bai-digest-101'
    """
    return f"bai-{name if name == slug_or_empty(name) else f'{slug(name)}-{digest(name)}'}"


def official(name: str, body: str) -> str:
    """A person, by name and the body they serve: homonyms of different bodies stay apart.

    Slugs drop the marks that tell many Vietnamese names apart, so four digits of a hash stand for the name with its marks, in
    either tone placement and Unicode form.

    >>> official("Nguyễn Văn Hùng", "Sóc Trăng") == official("Nguyễn Văn Hưng", "Sóc Trăng")
    False
    """
    return _iri(f"official/{slug(name)}-{digest(tone_last(name))[:4]}--{slug(body)}")


def tone_last(name: str) -> str:
    """A name in lower case, decomposed, with each syllable's tone at its end.

    So `Hoà` and `Hòa`, composed or not, are alike, and `Hùng` and `Hưng` are not.
    """
    return " ".join(
        _TONE.sub("", syllable) + "".join(_TONE.findall(syllable))
        for syllable in unicodedata.normalize("NFD", name.casefold()).split()
    )


def conference(bloc_iri: str, notation: str, kind: str, scope: str = "") -> str:
    """A bloc's conference: bloc, period reviewed and kind make the same event in every article.

    `scope` tells apart the meetings of a kind that a bloc may hold several times: a day, or else an article.
    """
    return _iri(
        f"conference/{_name_of(bloc_iri)}/{period_slug(notation)}/{kind}" + (f"--{slug(scope)}" if scope else "")
    )


def provision(document: str, article: int) -> str:
    """An article (Điều) of a law, by the law's number and the article's."""
    return f"{entity('document', document)}#dieu-{article}"


def pact(bloc_iri: str, notation: str) -> str:
    """A bloc's emulation pact of one year."""
    return _iri(f"pact/{_name_of(bloc_iri)}/{period_slug(notation)}")


def cube(name: str) -> str:
    """A consolidated cube, which is a data set: `indicators`, `scores` or `ranks`."""
    return _iri(f"cube/{name}")


def code_list(name: str) -> str:
    """The codes that the cells of the cubes use in one dimension: `indicators`, `measures` or `units`."""
    return _iri(f"code-list/{name}")


def cell(cube_name: str, *values: str) -> str:
    """The cell of a cube at these dimension values (IRIs, in the order of its dimensions), and at no others.

    >>> cell("scores", _iri("bloc/tay-nam-bo"), _iri("province/soc-trang"), _iri("period/2023"))
    'https://w3id.org/thidua/id/cell/scores/bloc/tay-nam-bo/province/soc-trang/2023'
    """
    return _iri("/".join(["cell", cube_name, *map(_coordinate, values)]))


def _coordinate(value: str) -> str:
    """A dimension value as path segments. What is always of one kind goes without it, a QUDT unit by its name."""
    kind, _, rest = value.removeprefix(ID).partition("/")
    if not value.startswith(ID):
        return value.removeprefix(UNIT) if value.startswith(UNIT) else f"{slug(value)}-{digest(value)}"
    return rest if kind in _SINGLE_KINDS else f"{kind}/{rest}"


def geometry(province_iri: str) -> str:
    """The boundary of a province."""
    return f"{province_iri}#geometry"


def bloc_name(bloc_iri: str, number: int) -> str:
    """One attested name of a bloc; `number` counts from 1 in the order of their table."""
    return f"{bloc_iri}#name-{number}"


def membership(bloc: str, member: str, attested: str, source: str) -> str:
    """What one article attests of a member of a bloc: slugs of bloc and province, date of the article, and its id."""
    return _iri(f"membership/{bloc}/{member}/{attested}-{_segment(source)}")


def _iri(path: str) -> str:
    # A plain string, not the namespace's URIRef: rdflib's never equals a string, so the two must not be mixed.
    return f"{ID}{path}"


def _name_of(iri: str) -> str:
    """The last segment of an IRI."""
    return iri.rpartition("/")[2]


def _segment(name: str) -> str:
    """`name` as one path segment: letters of file names that IRIs don't take are slugged, others kept."""
    return name if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) else f"{slug(name)}-{digest(name)}"
