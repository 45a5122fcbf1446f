"""States that are built by `thidua build`: folders of short articles, of which each state changes two and adds one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from graph_store.releases import ReleaseStore
from tests.faults import states
from tests.faults.nursery import Child, Nursery
from tests.faults.states import Content

ARTICLES = 5
PROVINCES = ("Sóc Trăng", "Kiên Giang", "Cà Mau", "Bến Tre", "Đắk Lắk", "Gia Lai", "Kon Tum", "Lâm Đồng")


def text(article: int, version: int) -> str:
    """A short article of which the pipeline makes claims."""
    province = PROVINCES[article % len(PROVINCES)]
    return (
        f"Kinh tế {province} năm 2023\n28/07/2023 - 17:04\n"
        f"6 tháng đầu năm 2023, GRDP {province} tăng {version % 9 + 1},{article % 10}% so cùng kỳ.\n"
        f"{province} là Cụm trưởng Cụm thi đua số {article + 1} năm 2023.\n"
    )


class CommandBuilds:
    """What the command builds. What a state must hold is learnt from builds that nothing happens to, in a store beside."""

    def __init__(self, nursery: Nursery, folder: Path) -> None:
        self._nursery = nursery
        self._folder = folder
        self._beside = folder / "undisturbed"
        self.expected = cache(self._expected)
        self._built = 0

    def articles(self, state: int) -> dict[str, str]:
        """The articles that a state reads, by id: those that are there already and don't change are not among them."""
        changed = {(state + n) % ARTICLES for n in range(2)} if state > 1 else range(ARTICLES)
        return {f"tin-{n}": text(n, state) for n in changed} | {f"them-{state}": text(state + 100, state)}

    def start(self, nursery: Nursery, root: Path, state: int, fatal: int, log: Path | None) -> Child:
        """See `kills.Builds`."""
        paths = [str(self._written(state))]
        said = root.with_name(f"{root.name}.said")
        return nursery.start("jobs:thidua_build", said, root=root, paths=paths, fatal=fatal, log=log)

    def lost(self, root: Path, state: int) -> int:
        """See `kills.Builds`."""
        wanted: dict[str, str] = {}
        for earlier in range(1, state + 1):
            wanted |= self.articles(earlier)
        release = ReleaseStore(root).current()
        return sum(not _has(release.path / "texts", name, content) for name, content in wanted.items())

    def _expected(self, state: int) -> Content:
        for each in range(self._built + 1, state + 1):
            with self.start(self._nursery, self._beside, each, 0, None) as child:
                assert child.wait() == 0, child.said()
            self._built = each
        return states.content(ReleaseStore(self._beside).current())

    def _written(self, state: int) -> Path:
        folder = self._folder / f"articles-{state}"
        if not folder.exists():
            folder.mkdir()
            for name, content in self.articles(state).items():
                (folder / f"{name}.txt").write_text(content, encoding="utf-8")
        return folder


def _has(texts: Path, article: str, content: str) -> bool:
    return any(path.read_text(encoding="utf-8") == content for path in texts.glob(f"*/{article}.txt"))
