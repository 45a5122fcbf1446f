"""How a release is cited: in words, as BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from graph_store.exports.terms import LICENCE_NAME, TITLE
from graph_store.release import begun
from ontology import mint
from ontology.names import LICENCE

AUTHOR: Final = "The Thi Đua Graph project"


@dataclass(frozen=True)
class Cited:
    """A release as a citation names it; `date` is the day that it was begun (`2026-11-28`), empty where its id doesn't tell."""

    release: str
    date: str

    @classmethod
    def of(cls, release: str) -> Cited:
        """The release of that id."""
        try:
            return cls(release, begun(release).strftime("%Y-%m-%d"))
        except ValueError:
            return cls(release, "")

    @property
    def iri(self) -> str:
        """The release's IRI, under which it stays citable."""
        return mint.release(self.release)

    @property
    def text(self) -> str:
        """The citation in words, as the exports have it (`graph_store.exports.terms.citation`)."""
        day = f" ({self.date})" if self.date else ""
        return f"{TITLE.en}, release {self.release}{day}, {LICENCE_NAME}, {self.iri}"


def bibtex(cited: Cited) -> str:
    """A BibTeX entry of the type `misc`, which every style has. A release's id has nothing that TeX takes for a command."""
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{TITLE.en}}}",
        "year": cited.date[:4],
        "month": cited.date[5:7].lstrip("0"),
        "version": cited.release,
        "howpublished": f"\\url{{{cited.iri}}}",
        "url": cited.iri,
        "note": f"Dataset, release {cited.release}, licence {LICENCE_NAME}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{thidua-{cited.release},\n{lines}\n}}\n"


def csl(cited: Cited) -> str:
    """A list with one item of Citation Style Language's JSON (schema `csl-data.json`, version 1.0.2)."""
    item: dict[str, object] = {
        "id": f"thidua-{cited.release}",
        "type": "dataset",
        "title": TITLE.en,
        "author": [{"literal": AUTHOR}],
        "version": cited.release,
        "URL": cited.iri,
        "language": "vi",
        "note": f"Licence {LICENCE_NAME}: {LICENCE}",
    }
    if cited.date:
        item["issued"] = {"date-parts": [[int(part) for part in cited.date.split("-")]]}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def ris(cited: Cited) -> str:
    """An RIS record of the type `DATA`; lines end as the format wants it."""
    lines = [("TY", "DATA"), ("AU", AUTHOR), ("TI", TITLE.en)]
    if cited.date:
        lines += [("PY", cited.date[:4]), ("DA", cited.date.replace("-", "/"))]
    lines += [("ET", cited.release), ("UR", cited.iri), ("N1", f"Licence {LICENCE_NAME}: {LICENCE}"), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


FORMS: Final[dict[str, tuple[str, str, Callable[[Cited], str]]]] = {
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}
"""By file ending: title, media type, and the writer."""
