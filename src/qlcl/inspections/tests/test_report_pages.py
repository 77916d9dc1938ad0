"""Pages of the corrective report and of what earlier inspections left open."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from qlcl.corrective.enums import State
from qlcl.inspections.enums import Status
from qlcl.inspections.models import Inspection, ReportEvidence, ReportLine
from qlcl.inspections.queries.follow_up import guards_of_last_time
from qlcl.inspections.tests.following import findings, make_signed
from qlcl.inspections.tests.test_corrective_reports import D, done, send
from qlcl.inspections.web.follow_up import part
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def url(inspection: Inspection, rest: str = "khac-phuc") -> str:
    return f"/kiem-tra/{inspection.pk}/{rest}"


def answer(client: Client, inspection: Inspection, typed: dict[str, object], seen: str = ""):
    """What is typed into the page as it stands, or as it stood at the event `seen`."""
    return client.post(url(inspection), {**typed, "seen": seen or shown(client, inspection)})


def shown(client: Client, inspection: Inspection) -> str:
    """The last event that the page of the report knows."""
    found = re.search(r'name="seen" value="(\d+)"', client.get(url(inspection)).content.decode())
    assert found is not None
    return found[1]


def test_the_agency_answers_and_the_unit_refuses_then_accepts(
    client: Client, sign_in, secretary: Actor, inspector: Actor, outsider: Actor, commune: Agency
) -> None:
    inspection = make_signed(commune, "Chưa cập nhật danh mục")
    (row,) = findings(inspection)
    sign_in(client, secretary)
    page = client.get(url(inspection)).content.decode()
    assert "Quá hạn báo cáo" in page and "Chưa chọn: đã khắc phục" in page
    prefix = f"d{row.pk}"
    file = SimpleUploadedFile("qd.pdf", b"%PDF-1.4\n%%EOF")
    typed = {f"{prefix}-kind": "done", f"{prefix}-text": "Đã cập nhật", f"{prefix}-done_on": "01/04/2021"}
    assert answer(client, inspection, {**typed, f"{prefix}-file": file, "luu": "0"}).status_code == 302
    refused = answer(client, inspection, {**typed, "gui": "1"})
    assert refused.status_code == 422 and "Chưa ghi nguyên nhân" in refused.content.decode()
    sent = answer(
        client, inspection, {**typed, f"{prefix}-cause": "Không phân công", "paper_number": "25/BC", "gui": "1"}
    )
    assert sent.status_code == 302
    proof = ReportEvidence.objects.get()
    assert client.get(url(inspection, f"khac-phuc/bang-chung/{proof.pk}")).status_code == 200
    assert client.get(url(inspection, "khac-phuc/bao-cao")).status_code == 200
    sign_in(client, outsider)
    for rest in ("khac-phuc", f"khac-phuc/bang-chung/{proof.pk}", "khac-phuc/bao-cao"):
        assert client.get(url(inspection, rest)).status_code == 404
    sign_in(client, inspector)
    assert "Xem báo cáo khắc phục" in client.get(url(inspection)).content.decode()
    said = {f"{prefix}-verdict": "refused", f"{prefix}-note": "Chưa rõ người làm"}
    assert answer(client, inspection, {**said, "chap-nhan": "1"}).status_code == 422
    again = {**said, "new_due_on": "31/12/2030", "chua-chap-nhan": "1"}
    assert answer(client, inspection, again).status_code == 302
    assert client.get(url(inspection, "khac-phuc/chua-chap-nhan")).status_code == 200
    read = client.get(url(inspection)).content.decode()
    assert "Chưa rõ người làm" in read and "báo cáo lại trước 31/12/2030" in read
    assert client.post(url(inspection, "khac-phuc/so-van-ban"), {"letter_number": "88/TĐC"}).status_code == 302
    sign_in(client, secretary)
    assert "Chưa rõ người làm" in client.get(url(inspection)).content.decode()
    better = {**typed, f"{prefix}-text": "Đã làm lại", f"{prefix}-cause": "Không phân công", "gui": "1"}
    assert answer(client, inspection, better).status_code == 302
    sign_in(client, inspector)
    assert answer(client, inspection, {f"{prefix}-verdict": "", "chap-nhan": "1"}).status_code == 302
    inspection.refresh_from_db()
    assert inspection.status == Status.ACCEPTED
    assert client.post(url(inspection), {"chap-nhan": "1", "seen": "1"}).status_code == 409
    row.refresh_from_db()
    assert row.state == State.TO_VERIFY


def test_who_was_overtaken_is_told_and_writes_nothing(
    client: Client, sign_in, secretary: Actor, inspector: Actor, commune: Agency
) -> None:
    inspection = make_signed(commune, "Chưa cập nhật")
    (row,) = findings(inspection)
    sign_in(client, secretary)
    before = shown(client, inspection)
    typed = {f"d{row.pk}-kind": "done", "luu": "0"}
    assert answer(client, inspection, {**typed, f"d{row.pk}-text": "Người thứ nhất"}).status_code == 302
    late = answer(client, inspection, {**typed, f"d{row.pk}-text": "Người thứ hai"}, before)
    assert late.status_code == 409 and f"{secretary.name} đã thay đổi" in late.content.decode()
    assert ReportLine.objects.get().text == "Người thứ nhất"
    send(secretary, inspection, done(row))
    sign_in(client, inspector)
    assert answer(client, inspection, {"chap-nhan": "1"}, before or "0").status_code == 409
    inspection.refresh_from_db()
    assert inspection.status == Status.REPORTED


def test_a_draft_is_its_agency_s_alone(
    client: Client, sign_in, secretary: Actor, inspector: Actor, commune: Agency
) -> None:
    inspection = make_signed(commune, "Chưa cập nhật")
    (row,) = findings(inspection)
    sign_in(client, secretary)
    client.post(url(inspection), {f"d{row.pk}-kind": "done", f"d{row.pk}-text": "Bí mật soạn thảo", "luu": "0"})
    sign_in(client, inspector)
    assert "Bí mật soạn thảo" not in client.get(url(inspection)).content.decode()
    assert client.get(url(inspection, "khac-phuc/bao-cao")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_within_the_budget(
    client: Client, sign_in, secretary: Actor, inspector: Actor, commune: Agency, rows: int,
    django_assert_max_num_queries,
) -> None:  # fmt: skip
    inspection = make_signed(commune, *[f"Điểm {n}" for n in range(rows)])
    sign_in(client, secretary)
    client.get(url(inspection))
    with django_assert_max_num_queries(12):
        client.get(url(inspection))
    send(secretary, inspection, *[done(row) for row in findings(inspection)])
    sign_in(client, inspector)
    client.get(url(inspection))
    with django_assert_max_num_queries(12):
        client.get(url(inspection))


def test_what_last_time_left_open_gets_a_verdict_here(
    client: Client, sign_in, secretary: Actor, inspector: Actor, commune: Agency, django_assert_max_num_queries
) -> None:
    first = make_signed(commune, "Chưa cập nhật", "Chưa tập huấn")
    cured, left = findings(first)
    send(secretary, first, done(cured), done(left))
    again = make_signed(commune, "Mới", signed=D(2021, 11, 1), status=Status.RUNNING, report_due_on=None)
    request = RequestFactory().get("/")
    request.actor = inspector
    with django_assert_max_num_queries(2):
        seen = part(request, again)
    assert seen is not None and seen["unjudged"] == 2 and len(guards_of_last_time(again)) == 2
    sign_in(client, inspector)
    there = url(again, f"lan-truoc/{cured.pk}")
    client.post(there, {"verdict": "effective", "note": ""})
    assert len(guards_of_last_time(again)) == 2
    client.post(there, {"verdict": "effective", "note": "Đã xem danh mục"})
    client.post(url(again, f"lan-truoc/{left.pk}"), {"verdict": "not_effective", "note": "Chưa làm"})
    cured.refresh_from_db()
    left.refresh_from_db()
    assert (cured.state, left.state) == (State.CLOSED, State.OPEN)
    assert cured.checks.get().source_id == again.pk
    assert guards_of_last_time(again) == []
    assert client.post(url(again, f"lan-truoc/{findings(again)[0].pk}"), {}).status_code == 404
