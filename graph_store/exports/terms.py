"""What exports say of the whole: title, licence, source, citation."""

from __future__ import annotations

from typing import Final

from graph_store.exports.tables import Title
from graph_store.release import Manifest
from ontology import mint

TITLE: Final = Title("Đồ thị Thi Đua", "Thi Đua Graph")

LICENCE_NAME: Final = "CC BY 4.0"

SOURCE: Final = Title(
    "Các bài báo nêu trong bảng articles; mỗi thông tin kèm lời trích và địa chỉ bài báo",
    "The articles of the table articles; each claim with its quote and the address of its article",
)


def citation(manifest: Manifest) -> str:
    """How a release is to be cited: name, id, day, licence (LICENSE-DATA), IRI."""
    return f"{TITLE.en}, release {manifest.id} ({manifest.created[:10]}), {LICENCE_NAME}, {mint.release(manifest.id)}"
