"""The files of the exports that lie in the store, as they lie there: whole, in ranges, or not again where they are known."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request, send_file

from graph_store.errors import ExportError
from graph_store.exports import csvw, index
from graph_store.exports.index import FileEntry, Index, exports_folder
from graph_store.release import RELEASE_ID
from server.errors import ProblemError

_PACKED: Final = {"gzip": "application/gzip", "zstd": "application/zstd"}
"""Media types of packed files: they are sent as the files that they are, whose sums are published, with no content encoding."""


def blueprint(store: Path) -> Blueprint:
    """The routes, for the exports in the store's directory."""
    routes = Blueprint("exports", __name__)

    @routes.get("/exports/<release>/<name>")
    def exported(release: str, name: str) -> Response:
        """One file of an export: an entry of its index, or the index itself."""
        folder = exports_folder(store, release).resolve()
        listed = _index(folder, release)
        if name == index.NAME:
            return send_file(folder / name, "application/json", conditional=True, etag=True)
        entry = next((file for file in listed.files if file.name == name), None)
        if entry is None or not (folder / name).is_file():
            raise _missing(f"the export of release {release} has no file {name}")
        return _sent(folder, entry)

    return routes


def _index(folder: Path, release: str) -> Index:
    if not RELEASE_ID.match(release):
        raise _missing(f"{release} is no release id")
    try:
        return Index.at(folder)
    except ExportError:
        raise _missing(f"there is no export of release {release} here") from None


def _sent(folder: Path, entry: FileEntry) -> Response:
    """The file, with a strong validator that is its published sum; a CSV file with its description (CSVW model, section 5.2)."""
    type_ = _PACKED[entry.compression] if entry.compression else entry.media_type
    response = send_file(folder / entry.name, type_, conditional=True, etag=entry.sha256, download_name=entry.name)
    if entry.format == "csv":
        response.headers["Link"] = f'<{csvw.NAME}>; rel="describedby"; type="application/csvm+json"'
        response.mimetype_params["header"] = "present"
    return response


def _missing(reason: str) -> ProblemError:
    return ProblemError(404, "Không có tệp này", "No such file", f"{request.path}: {reason}.")
