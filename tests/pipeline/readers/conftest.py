"""A short way to read paths, and articles in each form that newspapers give them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.readers import Article, Refusal, read_paths

Read = Callable[..., tuple[list[Article], list[Refusal]]]

PARAGRAPHS = (
    "Sáng 27-3, Cụm thi đua các tỉnh miền Tây Nam bộ tổ chức hội nghị tổng kết công tác thi đua, khen thưởng năm 2023.",
    "Dự hội nghị có lãnh đạo các tỉnh trong Cụm. Trong năm, các tỉnh đã phát động nhiều phong trào thi đua thiết thực.",
    "GRDP của tỉnh Sóc Trăng tăng 6,79% so với năm 2022; thu ngân sách của tỉnh Cà Mau gần 6.000 tỉ đồng.",
    "Hội nghị thống nhất tỉnh Long An làm Cụm trưởng năm 2024, tỉnh Tiền Giang làm Cụm phó.",
)
"""An invented article."""


@pytest.fixture
def read() -> Read:
    """What files and folders give: the articles, and what was refused."""

    def of(*paths: Path, metadata: tuple[Path, ...] = ()) -> tuple[list[Article], list[Refusal]]:
        refusals: list[Refusal] = []
        return list(read_paths(paths, refusals.append, metadata)), refusals

    return of


@pytest.fixture
def page() -> Callable[..., str]:
    """A page as a newspaper's site gives it: menus, an article, what stands beside it."""

    def of(title: str = "Cụm thi đua Tây Nam bộ tổng kết", body: str | None = None, head: str = "") -> str:
        words = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) if body is None else body
        return f"""<!DOCTYPE html>
<html lang="vi"><head><title>{title} | Báo Mẫu</title><meta property="og:title" content="{title}">{head}</head>
<body><nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/kt">Kinh tế</a></li><li><a href="/xh">Xã hội</a></li></ul></nav>
<main><article><h1>{title}</h1><div class="content">{words}</div></article>
<aside><h3>Tin liên quan</h3><ul><li><a href="/1">Một tin khác về thể thao của tỉnh</a></li></ul></aside></main>
<footer><p>Bản quyền thuộc Báo Mẫu. Giấy phép số 1.</p></footer></body></html>"""

    return of
