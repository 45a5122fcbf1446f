"""Articles made of templates: as many as a measurement needs, of our own sentences in the manner of `corpus/articles`.

    python benchmarks/synthetic.py FOLDER [--articles N] [--first N] [--seed N]

Article number n of a seed is the same whatever else is made. Bloc, provinces, people, years and figures are drawn for each; what is
told, in which words and in what order varies too, so that no two articles pass for one that came out twice. Names of people are put
together of common syllables, figures are drawn: nothing in them is a fact.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

BLOCS: Final = {
    "các tỉnh Tây Nam bộ": (
        "An Giang", "Bạc Liêu", "Bến Tre", "Cà Mau", "Đồng Tháp", "Hậu Giang", "Kiên Giang", "Long An", "Sóc Trăng",
        "Tiền Giang", "Trà Vinh", "Vĩnh Long",
    ),
    "các tỉnh Đông Nam bộ": (
        "Bà Rịa - Vũng Tàu", "Bình Dương", "Bình Phước", "Bình Thuận", "Đồng Nai", "Ninh Thuận", "Tây Ninh",
    ),
    "các tỉnh đồng bằng sông Hồng": (
        "Bắc Ninh", "Hà Nam", "Hải Dương", "Hưng Yên", "Nam Định", "Ninh Bình", "Quảng Ninh", "Thái Bình", "Vĩnh Phúc",
    ),
    "các tỉnh biên giới phía Bắc": ("Cao Bằng", "Điện Biên", "Hà Giang", "Lai Châu", "Lạng Sơn", "Lào Cai", "Sơn La"),
    "các tỉnh trung du và miền núi phía Bắc": (
        "Bắc Giang", "Bắc Kạn", "Hòa Bình", "Phú Thọ", "Thái Nguyên", "Tuyên Quang", "Yên Bái",
    ),
}  # fmt: skip
"""Blocs with their provinces, as articles have named them up to 2024."""

_SURNAMES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
_MIDDLE: Final = ("Văn", "Thị", "Minh", "Quốc", "Thanh", "Hữu", "Đức", "Ngọc", "Xuân", "Kim", "Công", "Thu")
_GIVEN: Final = (
    "An", "Bình", "Châu", "Dũng", "Hà", "Hải", "Hạnh", "Hùng", "Khoa", "Lan", "Long", "Mai", "Nam", "Nga", "Phúc", "Quân",
    "Sơn", "Tâm", "Thảo", "Tuấn", "Việt", "Yến",
)  # fmt: skip
_POSTS: Final = (
    "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh {province}",
    "Phó Chủ tịch UBND tỉnh {province}",
    "Bí thư Tỉnh ủy {province}",
)
_FIGURES: Final[tuple[tuple[str, Callable[[random.Random], str]], ...]] = (
    ("GRDP {area} tăng {value} so với năm {before}", lambda r: _decimal(r, 3, 12) + "%"),
    (
        "Thu ngân sách nhà nước {of_area} đạt {value}",
        lambda r: f"trên {r.randint(4, 90)}.{r.randint(100, 999)} tỷ đồng",
    ),
    ("Kim ngạch xuất khẩu {of_area} đạt {value}", lambda r: _decimal(r, 1, 60) + " tỷ USD"),
    ("Thu nhập bình quân đầu người {of_area} đạt {value}", lambda r: _decimal(r, 35, 110) + " triệu đồng"),
    ("Tỷ lệ hộ nghèo {of_area} giảm còn {value}", lambda r: _decimal(r, 0, 9) + "%"),
    ("Tỷ lệ xã đạt chuẩn nông thôn mới {of_area} là {value}", lambda r: _decimal(r, 40, 99) + "%"),
    ("Chỉ số sản xuất công nghiệp {of_area} tăng {value} so với năm {before}", lambda r: _decimal(r, 2, 20) + "%"),
    ("{area_first} thu hút được {value} vốn đầu tư nước ngoài", lambda r: _decimal(r, 0, 8) + " tỷ USD"),
)
_AWARDS: Final = (
    "Hội nghị thống nhất đề nghị tặng Cờ thi đua của Chính phủ cho tỉnh {0}; Bằng khen của Thủ tướng Chính phủ cho tỉnh {1}.",
    "Cụm bình xét, đề nghị Chính phủ tặng Cờ thi đua cho tỉnh {0} và Thủ tướng Chính phủ tặng Bằng khen cho tỉnh {1}.",
)
_RANKS: Final = (
    "Theo kết quả chấm điểm, tỉnh {0} xếp thứ nhất với {s0} điểm, tỉnh {1} xếp thứ nhì với {s1} điểm, tỉnh {2} xếp thứ ba.",
    "Kết quả bình xét năm {year}: tỉnh {0} đạt {s0} điểm, xếp thứ nhất; tỉnh {1} đạt {s1} điểm, xếp thứ hai.",
)
_FILLERS: Final = (
    "Nhiều mô hình hay ở {0} được giới thiệu để các tỉnh bạn tìm hiểu, trong đó có mô hình số {n} về chuyển đổi số ở cấp xã.",
    "Đoàn {0} chia sẻ cách vận động {n} hộ dân hiến đất làm đường, mở rộng trường học và trạm y tế.",
    "Đại diện {0} cho rằng khen thưởng cần hướng về cơ sở; {n} tập thể nhỏ đã được biểu dương ngay tại xóm, ấp.",
    "Trước hội nghị, các đại biểu thăm {n} gian hàng nông sản của {0}, nơi bày đặc sản của các hợp tác xã.",
    "Khối trường học của {0} góp {n} sáng kiến, phần nhiều từ giáo viên vùng xa.",
)


class SyntheticArticle(NamedTuple):
    """One article: `published` is an ISO date."""

    id: str
    title: str
    published: str
    text: str


def article(number: int, seed: int = 0) -> SyntheticArticle:
    """Article `number` of the series of that seed."""
    return _Writer(random.Random(f"{seed}/{number}")).article(f"mau-{seed}-{number:06}")


def articles(count: int, first: int = 0, seed: int = 0) -> Iterator[SyntheticArticle]:
    """`count` articles of the series, from number `first` on."""
    return (article(number, seed) for number in range(first, first + count))


def write_folder(folder: Path, count: int, first: int = 0, seed: int = 0) -> None:
    """Write articles as text files, 1,000 to a folder, for `thidua build FOLDER`."""
    for number, made in enumerate(articles(count, first, seed), first):
        path = folder / f"{number // 1000:04}" / f"{made.id}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.text, encoding="utf-8")


def write_lines(path: Path, count: int, first: int = 0, seed: int = 0) -> None:
    """Write articles with their metadata as JSON Lines, one file."""
    with path.open("w", encoding="utf-8") as file:
        for made in articles(count, first, seed):
            file.write(json.dumps(made._asdict(), ensure_ascii=False) + "\n")


class _Writer:
    """Writes one article by the numbers that `draw` gives."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._bloc = draw.choice(list(BLOCS))
        self._members = draw.sample(BLOCS[self._bloc], len(BLOCS[self._bloc]))
        self._year = draw.randint(2012, 2023)
        self._day, self._month = draw.randint(1, 28), draw.randint(1, 4)

    def article(self, id_: str) -> SyntheticArticle:
        year = self._year
        title = self._draw.choice(
            (
                f"Cụm thi đua {self._bloc} tổng kết năm {year}",
                f"{self._members[0]}: tổng kết Cụm thi đua {self._bloc} năm {year}",
            )
        )
        parts = [self._figures(), self._people(), self._ranking(), self._awards(), self._fillers()]
        self._draw.shuffle(parts)
        told = parts[: self._draw.randint(3, 5)]
        date = f"{self._day:02}/{self._month:02}/{year + 1}"
        text = "\n\n".join([title, date, self._opening(), *told, self._closing()]) + "\n"
        return SyntheticArticle(id_, title, f"{year + 1}-{self._month:02}-{self._day:02}", text)

    def _opening(self) -> str:
        host, deputy = self._members[:2]
        where = f"Ngày {self._day}/{self._month}, tại tỉnh {host}, Cụm thi đua {self._bloc} tổ chức hội nghị tổng kết"
        what = f"công tác thi đua, khen thưởng năm {self._year} và ký kết giao ước thi đua năm {self._year + 1}."
        return f"{where} {what} Tỉnh {host} là Cụm trưởng, tỉnh {deputy} là Cụm phó năm {self._year}."

    def _figures(self) -> str:
        lines = []
        for template, value in self._draw.sample(_FIGURES, self._draw.randint(4, 7)):
            province = self._draw.choice(self._members)
            whole = self._draw.random() < 0.2
            area = "toàn cụm" if whole else f"tỉnh {province}"
            line = template.format(
                area=area, of_area=f"của {area}", area_first=area[0].upper() + area[1:], before=self._year - 1,
                value=value(self._draw),
            )  # fmt: skip
            lines.append(f"Năm {self._year}, {line[0].lower() if line[0] != 'G' else 'G'}{line[1:]}.")
        return " ".join(lines)

    def _people(self) -> str:
        guests = []
        for province in self._draw.sample(self._members, 3):
            name = " ".join(self._draw.choice(names) for names in (_SURNAMES, _MIDDLE, _GIVEN))
            guests.append(f"{name}, {self._draw.choice(_POSTS).format(province=province)}")
        return f"Chủ trì hội nghị có các đồng chí: {'; '.join(guests)}."

    def _ranking(self) -> str:
        scores = sorted((self._draw.uniform(880, 999) for _ in range(2)), reverse=True)
        s0, s1 = (f"{score:.2f}".replace(".", ",") for score in scores)
        return self._draw.choice(_RANKS).format(*self._draw.sample(self._members, 3), s0=s0, s1=s1, year=self._year)

    def _awards(self) -> str:
        return self._draw.choice(_AWARDS).format(*self._draw.sample(self._members, 2))

    def _fillers(self) -> str:
        chosen = self._draw.sample(_FILLERS, self._draw.randint(2, 4))
        return " ".join(f.format(self._draw.choice(self._members), n=self._draw.randint(11, 9_999)) for f in chosen)

    def _closing(self) -> str:
        leader, deputy = self._draw.sample(self._members, 2)
        return f"Hội nghị thống nhất tỉnh {leader} làm Cụm trưởng, tỉnh {deputy} làm Cụm phó năm {self._year + 1}."


def _decimal(draw: random.Random, least: int, most: int) -> str:
    return f"{draw.randint(least, most - 1)},{draw.randint(11, 99)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    write_folder(asked.folder, asked.articles, asked.first, asked.seed)


if __name__ == "__main__":
    main()
