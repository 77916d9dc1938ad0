"""The report as a page: who sees it, what freezing keeps, what sections refuse."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Forbidden, Stale
from qlcl.organisations.models import Agency
from qlcl.portal.import_results import ImportFile
from qlcl.portal.operations.import_files import import_files
from qlcl.reports.models import Section, Snapshot
from qlcl.reports.operations.freeze import freeze_report
from qlcl.reports.operations.write_section import write_sections
from qlcl.reports.queries.transition import transition_report
from qlcl.standards.operations.load_reference import load_reference

pytestmark = pytest.mark.django_db
UNTIL = date(2021, 12, 31)
CAMPAIGN = (
    "code,name,province_code,from_edition,to_edition,basis,starts_on,ends_on\n"
    "CD,Chuyển đổi,P1,ISO 9001:2008,ISO 9001:2015,Hướng dẫn 03/HD-KHCN,2019-11-12,2021-12-31\n"
)
DECLARED = (
    "unit_code,edition,declared_on,prepared_by,consultant,decision_number\nP1-X1,ISO 9001:2015,{},self,,12/QĐ-UBND\n"
)


def load(kind: str, text: str) -> None:
    """Imports one small file."""
    import_files(
        actor=Actor.system("test"),
        files=[ImportFile(kind, f"{kind}.csv", text.encode())],
        on=UNTIL,
        at=timezone.now(),
    )


@pytest.fixture
def campaign(department: Agency, commune: Agency, other_commune: Agency) -> None:
    """A campaign of three agencies, one of which has declared."""
    for agency in (department, commune, other_commune):
        agency.duties_to_apply.create(kind="provincial_plan", valid_from=agency.valid_from)
    load_reference(at=timezone.now())
    load("campaigns", CAMPAIGN)
    load("declarations", DECLARED.format("2021-05-10"))


def test_officer_reads_the_report_and_opens_its_rows(
    campaign: None, client: Client, officer: Actor, sign_in: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    sign_in(client, officer)
    client.get("/bao-cao/chuyen-doi/P1/?den=2021-12-31")
    with django_assert_max_num_queries(12):
        page = client.get("/bao-cao/chuyen-doi/P1/?den=2021-12-31")
    assert page.status_code == 200
    assert "01/3 đơn vị" in page.content.decode() or "01/03 đơn vị" in page.content.decode()
    rows = client.get("/bao-cao/chuyen-doi/P1/so-lieu?den=2021-12-31&chi-tieu=declared&ky=2021&cap=commune&cach=self")
    assert "12/QĐ-UBND" in rows.content.decode()
    assert "Khớp" in rows.content.decode()


def test_unknown_figure_and_bad_day_are_refused_in_words(
    campaign: None, client: Client, officer: Actor, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, officer)
    assert client.get("/bao-cao/chuyen-doi/P1/so-lieu?chi-tieu=nonsense").status_code == 422
    assert client.get("/bao-cao/chuyen-doi/P1/?den=2021-02-30").status_code == 422


def test_agency_and_other_province_do_not_see_the_report(
    campaign: None, client: Client, head: Actor, other_province_officer: Actor, sign_in: Callable[..., Any]
) -> None:
    for actor in (head, other_province_officer):
        sign_in(client, actor)
        assert client.get("/bao-cao/chuyen-doi/P1/").status_code == 404


def test_frozen_report_stays_and_later_corrections_show_beside_it(
    campaign: None, client: Client, officer: Actor, sign_in: Callable[..., Any]
) -> None:
    snapshot, sent_again = (
        freeze_report(code="transition", actor=officer, on=UNTIL, at=timezone.now(), province_code="P1", until=UNTIL)
        for _ in range(2)
    )
    assert sent_again == snapshot
    body = snapshot.body
    load("declarations", DECLARED.format("2020-05-10"))
    snapshot.refresh_from_db()
    assert snapshot.body == body
    sign_in(client, officer)
    page = client.get(f"/bao-cao/da-chot/{snapshot.pk}/").content.decode()
    assert "Khi chốt" in page and "2020" in page
    assert [b for b in history.verify(None).breaks if b.kind != "unsealed"] == []


def test_observer_cannot_freeze(campaign: None, observer: Actor) -> None:
    with pytest.raises(Forbidden):
        freeze_report(code="transition", actor=observer, on=UNTIL, at=timezone.now(), province_code="P1", until=UNTIL)
    assert not Snapshot.objects.exists()


def test_section_written_by_two_people_is_not_lost(campaign: None, officer: Actor, province: Agency) -> None:
    def write(text: str, seen: str) -> None:
        write_sections(
            actor=officer,
            on=UNTIL,
            at=timezone.now(),
            report="transition",
            province=province,
            until=UNTIL,
            texts={"results": text},
            seen={"results": seen},
        )

    write("Lần một", "")
    with pytest.raises(Stale):
        write("Lần hai", "")
    assert Section.objects.get().text == "Lần một"
    report = transition_report(actor=officer, province_code="P1", until=UNTIL)
    assert ("results", "Đánh giá kết quả", "Lần một") in report.sections


def test_leader_cannot_write_sections(campaign: None, leader: Actor, province: Agency) -> None:
    with pytest.raises(Forbidden):
        write_sections(
            actor=leader, on=UNTIL, at=timezone.now(), report="transition", province=province, until=UNTIL,
            texts={"results": "x"}, seen={},
        )  # fmt: skip
    assert not Section.objects.exists()


def test_pages_of_reports_ask_twelve_queries_at_most(
    campaign: None, client: Client, officer: Actor, sign_in: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    sign_in(client, officer)
    for url in (
        "/bao-cao/chuyen-doi/P1/?den=2021-12-31",
        "/bao-cao/tinh-hinh/P1/?nam=2021",
        "/bao-cao/tinh-hinh/P1/co-quan?nam=2021",
        "/so-lieu",
        "/so-lieu/cong-bo",
    ):
        client.get(url)
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200, url


def test_status_report_opens_its_rows_and_freezes_with_its_lines(
    campaign: None, client: Client, officer: Actor, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, officer)
    page = client.get("/bao-cao/tinh-hinh/P1/?nam=2021").content.decode()
    assert "01/03 HTQLCL có công bố đang có hiệu lực (đạt 33,33%)" in page
    rows = client.get("/bao-cao/tinh-hinh/P1/so-lieu?nam=2021&chi-tieu=declared_in_force&ky=2021&cap=commune")
    assert "12/QĐ-UBND" in rows.content.decode() and "Khớp" in rows.content.decode()
    lines = client.get("/bao-cao/tinh-hinh/P1/co-quan?nam=2021&xuat=csv").content.decode()
    assert lines.count("12/QĐ-UBND") == 1
    snapshot = freeze_report(code="status", actor=officer, on=UNTIL, at=timezone.now(), province_code="P1", until=UNTIL)
    assert '"agencies"' in snapshot.body
    load("declarations", DECLARED.format("2020-05-10"))
    beside = client.get(f"/bao-cao/da-chot/{snapshot.pk}/").content.decode()
    assert "Quyết định công bố ký trong kỳ · kỳ 2021" in beside


def test_sections_of_a_yearly_report_belong_to_its_year(
    campaign: None, client: Client, officer: Actor, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, officer)
    url = "/bao-cao/tinh-hinh/P1/nhan-xet?tu=2021-01-01&den=2021-06-30"
    seen = {"seen_direction": "", "seen_funding": "", "seen_difficulties": "", "seen_proposals": ""}
    saved = client.post(url, {"funding": "Kinh phí 120 triệu đồng [[campaign:1|kế hoạch]]", **seen})
    assert saved.status_code == 302
    assert Section.objects.get().until == UNTIL
    assert "Kinh phí 120 triệu đồng" in client.get("/bao-cao/tinh-hinh/P1/?nam=2021").content.decode()
    stale = client.post(url, {"funding": "Khác", **seen})
    assert stale.status_code == 422
    assert "người khác sửa" in stale.content.decode()


def test_year_that_cannot_be_is_refused_in_words(
    campaign: None, client: Client, officer: Actor, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, officer)
    for year in ("2999", "x", "20210"):
        assert client.get(f"/bao-cao/tinh-hinh/P1/?nam={year}").status_code == 422
    assert client.get("/api/v1/reports/status?province=P1&year=2999").status_code == 422
    assert client.get("/api/v1/reports/status?province=P1&year=2021").json()["report"] == "status"


def test_leader_begins_with_ten_figures_that_agencies_do_not_see(
    campaign: None, client: Client, leader: Actor, head: Actor, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, leader)
    home = client.get("/").content.decode()
    assert home.count('class="figure"') + home.count('class="figure figure-short"') == 10
    assert home.count('role="img"') >= 10 and "Diễn biến theo quý" in home
    rows = client.get("/so-lieu/cong-bo?ngay=2021-12-31")
    assert "12/QĐ-UBND" in rows.content.decode()
    assert client.get("/so-lieu/khong-co").status_code == 404
    assert client.get("/so-lieu/cong-bo?ngay=2021-02-30").status_code == 422
    sign_in(client, head)
    assert client.get("/so-lieu").status_code == 404
    assert client.get("/so-lieu/cong-bo").status_code == 404
