"""Pages of the plan of the year and of inspectors."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qlcl.accounts.models import Person
from qlcl.conftest import make_agency
from qlcl.inspections.enums import Mode, PlanStatus
from qlcl.inspections.models import InspectionPlan, Inspector
from qlcl.inspections.operations.plan_year import plan_year
from qlcl.inspections.papers import sample_plan
from qlcl.inspections.tests.factories import AT, SYSTEM
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import Agency, DutyToApply
from qlcl.papers.operations.render import render_docx

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]


def bind(province: Agency, count: int, prefix: str = "B") -> None:
    """That many communes of a district that must apply."""
    district = make_agency(f"{prefix}H", f"Ủy ban nhân dân huyện {prefix}", Level.DISTRICT, province)
    for n in range(count):
        agency = make_agency(f"{prefix}{n}", f"Ủy ban nhân dân xã {prefix} {n}", Level.COMMUNE, district)
        DutyToApply.objects.create(agency=agency, kind=DutyKind.MANDATORY, valid_from=date(2014, 1, 1))


def test_an_officer_plans_schedules_submits_and_has_it_approved(
    province: Agency, officer: Actor, client: Client, sign_in: SignIn, tmp_path: object, settings: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    bind(province, 4)
    sign_in(client, officer)
    year = today().year
    answer = client.post(reverse("inspections:plans"), {"year": year})
    plan = InspectionPlan.objects.get()
    assert answer["Location"] == reverse("inspections:plan", args=[plan.pk])
    page = client.get(answer["Location"])
    assert page.context["check"].broken == []
    assert "Điều chỉnh nhiều cơ quan" in page.content.decode()
    at_sites = reverse("inspections:plan_schedule", args=[plan.pk]) + "?hinh-thuc=on_site"
    assert client.post(at_sites, {"planned_month": "5", "cooperating_unit": "Sở Nội vụ"}).status_code == 302
    assert set(plan.lines.values_list("mode", "planned_month", "cooperating_unit")) == {
        (Mode.ON_SITE, 5, "Sở Nội vụ"),
        (Mode.BY_FILE, 9, ""),
    }
    one = plan.lines.filter(mode=Mode.BY_FILE)[0]
    client.post(reverse("inspections:plan_schedule", args=[plan.pk]), {"dong": [one.pk], "planned_month": "6"})
    assert plan.lines.filter(planned_month=6).get() == one
    client.post(reverse("inspections:plan_submit", args=[plan.pk]))
    scan = SimpleUploadedFile("qd.pdf", b"%PDF-1.4 x", "application/pdf")
    data = {"number": "15/QĐ-UBND", "approved_on": f"{today():%d/%m/%Y}", "file": scan}
    assert client.post(reverse("inspections:plan_approve", args=[plan.pk]), data).status_code == 302
    plan.refresh_from_db()
    assert plan.status == PlanStatus.APPROVED
    assert client.get(reverse("inspections:plan_scan", args=[plan.pk])).status_code == 200
    assert client.get(reverse("inspections:plan_word", args=[plan.pk])).content.startswith(b"PK")
    assert client.get(answer["Location"] + "?xuat=xlsx").status_code == 200
    refused = client.post(reverse("inspections:plan_schedule", args=[plan.pk]), {"planned_month": "7"}, follow=True)
    assert "cần ghi lý do điều chỉnh" in refused.content.decode()


def test_one_line_is_changed_dropped_and_added_by_forms(
    province: Agency, officer: Actor, client: Client, sign_in: SignIn
) -> None:
    bind(province, 3)
    plan = plan_year(actor=SYSTEM, province=province, year=today().year, on=today(), at=AT)
    sign_in(client, officer)
    line = plan.lines.filter(mode=Mode.BY_FILE)[0]
    address = reverse("inspections:plan_line", args=[plan.pk, line.pk])
    seen = client.get(address).context["form"].initial["seen"]
    change = {"mode": "on_site", "planned_from": f"04/05/{today().year}", "seen": seen}
    assert client.post(address, change).status_code == 302
    assert client.post(address, change | {"cost": "5"}).status_code == 409
    drop = reverse("inspections:plan_drop", args=[plan.pk, line.pk])
    assert client.post(drop, {"reason": ""}).status_code == 422
    assert client.post(drop, {"reason": "Sáp nhập"}).status_code == 302
    assert "Sáp nhập" in client.get(reverse("inspections:plan", args=[plan.pk]) + "?ket-qua=dropped").content.decode()
    added = {"agency": line.agency.name, "mode": "by_file"}
    assert client.post(reverse("inspections:plan_add", args=[plan.pk]), added).status_code == 302
    again = client.post(reverse("inspections:plan_add", args=[plan.pk]), added)
    assert (again.status_code, "đã có trong kế hoạch" in again.content.decode()) == (422, True)
    wrong = client.post(reverse("inspections:plan_add", args=[plan.pk]), {"agency": "không có", "mode": "by_file"})
    assert wrong.status_code == 422


def test_pages_cost_the_same_at_one_and_many_rows(
    province: Agency, officer: Actor, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, officer)
    counts = []
    for prefix, count, year in (("B", 1, today().year), ("C", 8, today().year + 1)):
        bind(province, count, prefix)
        plan = plan_year(actor=SYSTEM, province=province, year=year, on=today(), at=AT)
        Inspector.objects.create(province=province, full_name=f"Người {prefix}", agency=province)
        first = plan.lines.order_by("pk")[0]
        places = {
            "plan": [plan.pk], "plan_line": [plan.pk, first.pk], "plan_word": [plan.pk], "plans": [], "inspectors": [],
            "plan_approve": [plan.pk],
        }  # fmt: skip
        for name, args in places.items():
            address = reverse(f"inspections:{name}", args=args)
            client.get(address)
            with CaptureQueriesContext(connection) as queried:
                assert client.get(address).status_code == 200
            counts.append((name, len(queried)))
    half = len(counts) // 2
    assert counts[:half] == counts[half:]
    assert [c for c in counts if c[1] > 12] == []


@pytest.mark.parametrize("persona", ["observer", "leader", "inspector"])
def test_readers_of_the_province_see_and_change_nothing(
    persona: str, province: Agency, client: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    bind(province, 3)
    plan = plan_year(actor=SYSTEM, province=province, year=today().year, on=today(), at=AT)
    sign_in(client, request.getfixturevalue(persona))
    page = client.get(reverse("inspections:plan", args=[plan.pk]))
    assert (page.status_code, 'form="xep-lich"' in page.content.decode()) == (200, False)
    line = plan.lines.all()[0]
    for name, args in (
        ("plans", []), ("plan_schedule", [plan.pk]), ("plan_add", [plan.pk]), ("plan_add_missing", [plan.pk]),
        ("plan_submit", [plan.pk]), ("plan_return", [plan.pk]), ("plan_approve", [plan.pk]),
        ("plan_line", [plan.pk, line.pk]), ("plan_drop", [plan.pk, line.pk]), ("inspector_new", []),
    ):  # fmt: skip
        assert client.post(reverse(f"inspections:{name}", args=args), {"reason": "x"}).status_code == 403, name
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT


@pytest.mark.parametrize(("persona", "code"), [("head", 403), ("other_province_officer", 200)])
def test_agencies_and_other_provinces_see_no_plan(
    persona: str, code: int, province: Agency, client: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    bind(province, 3)
    plan = plan_year(actor=SYSTEM, province=province, year=today().year, on=today(), at=AT)
    sign_in(client, request.getfixturevalue(persona))
    assert client.get(reverse("inspections:plan", args=[plan.pk])).status_code == 404
    listing = client.get(reverse("inspections:plans"))
    assert (listing.status_code, f"Năm {plan.year}</a>" in listing.content.decode()) == (code, False)
    assert client.get(reverse("inspections:inspectors")).status_code == code


def test_inspectors_are_registered_and_corrected_by_form(
    department: Agency, officer: Actor, other_province_officer: Actor, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, officer)
    far = Person.objects.get(pk=other_province_officer.person_id).username
    data = {"full_name": "Trần Thị B", "agency": department.code, "degree": "Kỹ sư", "degree_on": "30/06/2015"}
    assert client.post(reverse("inspections:inspector_new"), {"full_name": "X"}).status_code == 422
    assert client.post(reverse("inspections:inspector_new"), data | {"person": far}).status_code == 422
    assert client.post(reverse("inspections:inspector_new"), data).status_code == 302
    row = Inspector.objects.get()
    address = reverse("inspections:inspector", args=[row.pk])
    page = client.get(address)
    assert "Chưa có chứng chỉ đào tạo đánh giá" in page.content.decode()
    change = data | {"title": "Chuyên viên", "seen": page.context["form"].initial["seen"]}
    assert client.post(address, change).status_code == 302
    assert client.post(address, change).status_code == 409
    assert "Chưa đủ" in client.get(reverse("inspections:inspectors")).content.decode()


def test_the_paper_prints_from_its_sample(db: None) -> None:
    assert render_docx("inspections.plan", sample_plan()).startswith(b"PK")
