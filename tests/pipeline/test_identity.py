"""Identity: the same thing gets one IRI across articles, and what the text does not tell stays apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ontology import mint
from ontology.names import ID
from pipeline.claims import Conference, Document, Post
from pipeline.entities import Entities
from pipeline.identity.blocs import bloc_iri, numbering_bodies
from pipeline.identity.documents import document_iri
from pipeline.identity.organisations import organisation_iri, post_iri
from pipeline.identity.people import LEADERSHIP, bodies_of, body_in, people_of
from pipeline.readers import Article
from pipeline.run import Extractor
from pipeline.view import make_view


def path(iri: str) -> str:
    return iri.removeprefix(str(ID))


def posts(person: str, *titles: str) -> list[Post]:
    return [Post(person=person, title=title, start=0, end=1, rule="posts.after") for title in titles]


@pytest.mark.parametrize(
    ("titles", "body"),
    [
        (["Phó Chủ tịch Ủy ban nhân dân tỉnh Hà Nam"], "hà nam"),
        (["Bí thư Tỉnh ủy", "Chủ tịch Hội đồng nhân dân tỉnh Sơn La"], "sơn la"),
        (["Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy Điện Biên"], "điện biên"),
        (["Chủ tịch Hội Luật gia tỉnh Thừa Thiên - Huế"], "thừa thiên huế"),
        (["Thủ tướng"], LEADERSHIP),
        (["Phó Thủ tướng Thường trực Chính phủ"], LEADERSHIP),
        (["Chủ tịch Quốc hội"], LEADERSHIP),
        (["Ủy viên Bộ Chính trị", "Bộ trưởng Bộ Ngoại giao"], LEADERSHIP),
        (["Phó Chủ tịch thứ nhất Hội đồng Thi đua - Khen thưởng Trung ương"], LEADERSHIP),
        (["Thứ trưởng Bộ Nội vụ"], "bo-noi-vu"),
        (["Thứ trưởng Nội vụ"], "bo-noi-vu"),
        (["Phó Trưởng ban Thi đua - Khen thưởng Trung ương"], "bo-noi-vu"),
        (["Ủy viên Hội đồng Thi đua - Khen thưởng Trung ương", "Vụ trưởng Bộ Tài chính"], "bo-tai-chinh"),
        (["Phó Tổng Thư ký Trung ương Hội Luật gia"], "hoi-luat-gia-viet-nam"),
        (["Phó Chủ tịch Hội luật gia Việt Nam"], "hoi-luat-gia-viet-nam"),
    ],
)
def test_person_is_known_by_the_body_that_their_posts_name(titles: list[str], body: str) -> None:
    assert body_in(titles) == body


@pytest.mark.parametrize(
    "titles",
    [
        ["Chủ tịch Ủy ban nhân dân tỉnh"],
        ["Bí thư Tỉnh ủy", "Trưởng đoàn đại biểu Quốc hội tỉnh"],
        ["Chủ tịch Quốc hội Lào"],
        ["Vụ trưởng"],
        ["Chủ tịch Ủy ban nhân dân thành phố Thái Nguyên"],
        ["Giám đốc Bệnh viện Đa khoa tỉnh Sóc Trăng"],
        ["Bí thư Huyện ủy Châu Thành, huyện của tỉnh Sóc Trăng"],
        ["Chi hội trưởng chi hội Luật gia Ngân hàng Nhà nước Việt Nam"],
    ],
    ids=lambda titles: titles[-1],
)
def test_posts_that_many_places_have_tell_no_body(titles: list[str]) -> None:
    assert body_in(titles) == ""


def test_city_of_a_province_becomes_the_body_when_it_is_centrally_run() -> None:
    title = "Chủ tịch Ủy ban nhân dân thành phố Đồng Nai"

    assert body_in([title], date(2024, 1, 1)) == ""
    assert body_in([title], date(2030, 1, 1)) == "đồng nai"


def test_person_without_a_post_stays_within_the_article() -> None:
    claims = posts("Lê Văn An", "Thứ trưởng Bộ Nội vụ") + posts("Lê Văn Bình", "Giám đốc")

    assert bodies_of(claims) == {"Lê Văn An": "bo-noi-vu"}
    assert dict(people_of(claims, "bai-a")) == {"Lê Văn An": "bo-noi-vu", "Lê Văn Bình": "bai-a"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Văn Hoà", "NGUYỄN VĂN HÒA", True),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", False),
        ("Trần Thị Thanh", "Trần Thị Thành", False),
    ],
)
def test_names_are_told_apart_by_their_marks_and_not_by_their_spelling(one: str, other: str, same: bool) -> None:
    assert (mint.official(one, "Sóc Trăng") == mint.official(other, "Sóc Trăng")) is same


def test_article_named_like_a_province_is_not_its_body() -> None:
    assert mint.official("Lê Văn An", mint.article_scope("soc-trang")) != mint.official("Lê Văn An", "Sóc Trăng")


def test_articles_whose_names_have_one_slug_stay_apart() -> None:
    assert len({mint.article_scope(name) for name in ("bai-1", "bai_1", "Bai-1")}) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tây Nam bộ", "bloc/tay-nam-bo"),
        ("các tỉnh miền Tây Nam Bộ", "bloc/tay-nam-bo"),
        ("12 tỉnh Tây Nam bộ", "bloc/tay-nam-bo"),
        ("Hội Luật gia các tỉnh Duyên hải miền Trung", "bloc/hoi-luat-gia-duyen-hai-mien-trung"),
        ("Hội Luật gia các tỉnh, thành Duyên hải miền Trung", "bloc/hoi-luat-gia-duyen-hai-mien-trung"),
        ("Hội Luật gia Việt Nam 7 tỉnh miền núi phía Bắc", "bloc/hoi-luat-gia-mien-nui-phia-bac"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam các tỉnh Nam sông Hậu", "bloc/mat-tran-to-quoc-nam-song-hau"),
        ("Mặt trận Tổ quốc các tỉnh Nam sông Hậu", "bloc/mat-tran-to-quoc-nam-song-hau"),
        ("Sở Tư pháp khu vực miền Đông Nam bộ", "bloc/so-tu-phap-dong-nam-bo"),
        ("Bộ Chỉ huy Quân sự 12 tỉnh, thành phố", "bloc/bo-chi-huy-quan-su-12-tinh-thanh-pho--bai-a"),
        ("các tỉnh ven biển", "bloc/cac-tinh-ven-bien"),
        ("6 thành phố trực thuộc Trung ương", "bloc/6-thanh-pho-truc-thuoc-trung-uong"),
        ("số 4", "bloc/so-4--bo-ngoai-giao"),
        ("số 04", "bloc/so-4--bo-ngoai-giao"),
        ("số 5", "bloc/so-5--bai-a"),
        ("số 6 Hội Luật gia Việt Nam", "bloc/so-6--hoi-luat-gia-viet-nam"),
    ],
)
def test_bloc_is_its_region_or_number_and_the_kind_of_its_members(name: str, expected: str) -> None:
    assert path(bloc_iri(name, "bai-a", {"số 4": "bo-ngoai-giao"})) == expected


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Cụm thi đua số 8 (Bộ Công an) tổng kết.", {"số 8": "bo-cong-an"}),
        ("Cụm thi đua số 08 của Bộ Ngoại giao tổng kết.", {"số 8": "bo-ngoai-giao"}),
        (
            "Cụm Thi đua số 6 - Khối các chi hội trực thuộc Hội Luật gia Việt Nam họp.",
            {"số 6": "hoi-luat-gia-viet-nam"},
        ),
        ("Cụm thi đua số 8 của công an các tỉnh duyên hải họp.", {}),
        ("Cụm thi đua số 8 tổng kết. Bộ Công an khen.", {}),
        ("Cụm thi đua số 8 (Bộ Công an) và Cụm thi đua số 8 thuộc Bộ Tài chính họp.", {}),
    ],
)
def test_body_of_a_number_is_the_one_named_beside_it(text: str, bodies: dict[str, str]) -> None:
    assert numbering_bodies(make_view(text)) == bodies


def document(number: str, day: str | None = None, issuer: str | None = None) -> Document:
    return Document(number=number, date=day, issuer=issuer, start=0, end=1, rule="documents.numbered")


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (document("Nghị định 98/2023/NĐ-CP"), "nghi-dinh-98-2023-nd-cp"),
        (document("Luật 06/2022/QH15", "2022-06-15"), "luat-06-2022-qh15"),
        (document("Chỉ thị 34-CT/TW", "2014-04-07", "Bộ Chính trị"), "chi-thi-34-ct-tw--2014"),
        (document("Chỉ thị 34/CT-TW", "2014-04-07"), "chi-thi-34-ct-tw--2014"),
        (document("Nghị quyết 01/NQ-CP", "2016-01-07"), "nghi-quyet-01-nq-cp--2016"),
        (document("Nghị quyết 01/NQ-CP"), "nghi-quyet-01-nq-cp--bai-a"),
        (document("Chỉ thị 03/CT-UBND", "2023-03-31", "Hà Nam"), "chi-thi-03-ct-ubnd--ha-nam-2023"),
        (document("Chỉ thị 03/CT-UBND", "2023-03-31"), "chi-thi-03-ct-ubnd--bai-a"),
        (document("Kế hoạch 31-KH/TU", None, "Thành ủy Hà Nội"), "ke-hoach-31-kh-tu--bai-a"),
        (document("Quyết định 12/2023/QĐ-UBND"), "quyet-dinh-12-2023-qd-ubnd--bai-a"),
        (document("Quyết định 12/2023/QĐ-UBND", None, "Hà Nam"), "quyet-dinh-12-2023-qd-ubnd--ha-nam"),
        (document("Nghị quyết 120", "2017-11-17", "Chính phủ"), "nghi-quyet-120--chinh-phu-2017"),
        (document("Nghị quyết 120", "2017-11-17", "Hội đồng"), "nghi-quyet-120--bai-a"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_document_is_its_number_with_the_year_and_issuer_that_tell_it(cited: Document, expected: str) -> None:
    assert path(document_iri(cited, "bai-a")) == f"document/{expected}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ban Bí thư Trung ương Đảng", "ban-bi-thu"),
        ("Hội Nông dân tỉnh Bắc Giang", "hoi-nong-dan-tinh-bac-giang"),
        ("Tập đoàn Sao Biển", "tap-doan-sao-bien"),
        ("Đảng đoàn Hội Luật gia Việt Nam", "dang-doan-hoi-luat-gia-viet-nam"),
        ("Sở Y tế", "so-y-te--bai-a"),
        ("Trường Tiểu học Hòa Bình", "truong-tieu-hoc-hoa-binh--bai-a"),
        ("Bệnh viện Đa khoa tỉnh Sóc Trăng", "benh-vien-da-khoa-tinh-soc-trang--bai-a"),
    ],
)
def test_organisation_that_may_have_namesakes_stays_within_the_article(name: str, expected: str) -> None:
    assert path(organisation_iri(name, "bai-a")) == f"organisation/{expected}"


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Bí thư Tỉnh ủy Sơn La", "sơn la", "bi-thu-tinh-uy-son-la"),
        ("Bí thư Tỉnh ủy", "sơn la", "bi-thu-tinh-uy--son-la"),
        ("Bí thư Tỉnh ủy", "bai-a", "bi-thu-tinh-uy--bai-a"),
        ("Trưởng Ban Tổ chức", LEADERSHIP, "truong-ban-to-chuc--bai-a"),
        ("Phó Chủ tịch nước", LEADERSHIP, "pho-chu-tich-nuoc"),
        ("Trưởng Ban Đối ngoại Trung ương", LEADERSHIP, "truong-ban-doi-ngoai-trung-uong"),
    ],
)
def test_post_of_every_province_is_told_by_its_holders_body(title: str, body: str, expected: str) -> None:
    assert path(post_iri(title, body, "bai-a")) == f"post/{expected}"


def conference(kind: str, period: str, day: str | None = None) -> str:
    claim = Conference(bloc="Tây Nam Bộ", kind=kind, period=period, date=day, start=0, end=1, rule="conferences.x")
    return path(Entities("a", None, {}).conference(claim))


def test_yearly_conference_is_one_whatever_day_an_article_gives() -> None:
    assert conference("annual-review", "2023", "2024-03-27") == conference("annual-review", "2023")
    assert conference("mid-year-review", "2023") == conference("mid-year-review", "2023-H1")


def test_meetings_that_a_bloc_holds_often_are_told_apart_by_their_day() -> None:
    assert conference("other", "2020", "2021-01-17") == "conference/tay-nam-bo/2020/other--2021-01-17"
    assert conference("other", "2020", "2021-02-01") != conference("other", "2020", "2021-01-17")
    assert conference("launch", "2020") == "conference/tay-nam-bo/2020/launch--bai-a"


def test_one_number_of_two_ministries_is_two_blocs(extractor: Extractor, article: Callable[..., Article]) -> None:
    text = (
        "Sáng 16-11-2020, Cụm thi đua số 8{} tổ chức hội nghị tổng kết phong trào thi đua năm 2020 tại tỉnh Đồng Nai."
    )
    texts = {"a": text.format(" (Bộ Công an)"), "b": text.format(" của Bộ Tài chính"), "c": text.format("")}
    graphs = extractor.pipe(article(text, id=id) for id, text in texts.items())
    organizers = {
        graph.article.id: {path(t.object.value) for t in graph.triples if t.predicate.value.endswith("/organizer")}
        for graph in graphs
    }

    assert organizers == {"a": {"bloc/so-8--bo-cong-an"}, "b": {"bloc/so-8--bo-tai-chinh"}, "c": {"bloc/so-8--bai-c"}}
