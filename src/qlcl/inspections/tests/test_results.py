"""Results of past inspections: what a file records, what it refuses, what a later one adds, how it is undone."""

from datetime import date, timedelta
from typing import Any

import pytest

from qlcl.corrective.enums import State
from qlcl.corrective.models import Nonconformity
from qlcl.duties.models import Duty, DutyRule
from qlcl.duties.reference import rule_rows
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import CorrectiveReport, FileSubmission, Inspection
from qlcl.inspections.result_imports import RESULTS
from qlcl.inspections.tests.factories import AT, DAY, ON, SYSTEM, make_inspection
from qlcl.kernel import history
from qlcl.kernel.sheets import Plan, PlanContext, Row
from qlcl.organisations.models import Agency, OverseeingBody
from qlcl.standards.operations.load_reference import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standards(db: None) -> None:
    load_reference(at=AT)


def rows_of(*given: dict[str, Any]) -> list[Row]:
    blank = {c.name: None if c.type in ("date", "int") else "" for c in RESULTS.columns}
    names = frozenset(c.name for c in RESULTS.columns)
    return [Row(n, {**blank, **values}, "kq.xlsx", names) for n, values in enumerate(given, start=2)]


def run(*given: dict[str, Any], batch: str = "") -> Plan:
    plan = RESULTS.plan(actor=SYSTEM, rows=rows_of(*given), context=PlanContext(on=ON))
    if not plan.problems:
        RESULTS.apply(actor=SYSTEM, plan=plan, on=ON, at=AT, batch=batch, illustration=False)
    return plan


def broken() -> list[str]:
    """What does not hold among the rows of these rooms; agencies of tests are not sealed."""
    rooms = ("inspections.", "corrective.")
    return [b.message for b in history.verify().breaks if b.where.startswith(rooms)]


def found(agency: Agency, **changed: Any) -> dict[str, Any]:
    whole = {
        "unit_code": agency.code, "inspected_on": DAY, "mode": "on_site", "signed_on": DAY, "article": "2c",
        "clause": "7.4", "statement": "Chưa niêm yết quyết định công bố",
    }  # fmt: skip
    return {**whole, **changed}


CURED = {
    "cause": "Chưa phân công", "action": "Đã niêm yết", "done_on": DAY + timedelta(20), "evidence": "Ảnh bảng niêm yết",
    "sent_on": DAY + timedelta(50), "answer": "accepted", "answered_on": DAY + timedelta(60),
}  # fmt: skip
SEEN = {"checked_on": DAY + timedelta(200), "verdict": "effective", "seen": "Xem tại trụ sở"}


def test_minutes_start_the_two_months_and_a_finding_waits_for_its_cause(province: Agency, commune: Agency) -> None:
    inspection = make_inspection(commune)
    assert len(run(found(commune)).creates) == 1
    inspection.refresh_from_db()
    assert (inspection.status, inspection.report_due_on) == (Status.SIGNED, date(2020, 11, 10))
    acts = dict(Duty.objects.open().values_list("act", "due_on"))
    assert acts["inspections.corrective_report"] == date(2020, 11, 10)
    assert "corrective.find_cause" in acts
    assert not broken()


def test_the_term_is_that_of_the_province_s_rule(province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    row = next(r for r in rule_rows() if r["code"] == "corrective_report")
    DutyRule.objects.create(province=province, **row | {"amount": 1})
    run(found(commune))
    assert Inspection.objects.get().report_due_on == date(2020, 10, 12)  # a month later is a Saturday
    assert Duty.objects.get(act="inspections.corrective_report").due_on == date(2020, 10, 12)


def test_a_finding_is_closed_only_with_cause_evidence_and_verdict(province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    assert [p.message for p in run(found(commune, **CURED | SEEN | {"evidence": ""})).problems] == [
        "Có ngày khắc phục xong thì phải ghi bằng chứng: số, ký hiệu văn bản hoặc tài liệu."
    ]
    assert not Nonconformity.objects.exists()
    run(found(commune, **CURED, **SEEN))
    row = Nonconformity.objects.get()
    assert (row.state, row.closed_on) == (State.CLOSED, SEEN["checked_on"])
    assert Inspection.objects.get().status == Status.ACCEPTED
    report = Duty.objects.get(act="inspections.corrective_report")
    assert (report.outcome, report.on_time, report.closed_on) == ("done", True, CURED["sent_on"])
    assert not Duty.objects.open().filter(act__startswith="corrective.").exists()


def test_the_same_file_changes_nothing_and_a_fuller_one_adds(province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    run(found(commune))
    again = run(found(commune))
    assert (again.unchanged, again.changes_something) == (1, False)
    fuller = run(found(commune, **CURED))
    assert {name for change in fuller.updates for name in change.fields} >= {"cause", "action", "done_on", "sent_on"}
    assert Nonconformity.objects.get().state == State.TO_VERIFY
    assert set(Duty.objects.open().values_list("act", flat=True)) == {"corrective.check_effect"}
    run(found(commune, **CURED, **SEEN))
    assert Nonconformity.objects.get().state == State.CLOSED
    assert (Nonconformity.objects.count(), CorrectiveReport.objects.count()) == (1, 1)
    assert not broken()


def test_a_report_that_comes_later_answers_the_findings_on_record(province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    done = {name: CURED[name] for name in ("cause", "action", "done_on", "evidence")}
    run(found(commune, **done), found(commune, statement="Chưa khảo sát", article="1c"))
    later = {name: CURED[name] for name in ("sent_on", "answer", "answered_on")}
    run(found(commune, **done, **later), found(commune, statement="Chưa khảo sát", article="1c", **later))
    report = CorrectiveReport.objects.get()
    assert sorted(report.lines.values_list("kind", "verdict")) == [("done", "accepted"), ("proposed", "accepted")]
    assert Inspection.objects.get().status == Status.ACCEPTED


def test_what_is_on_record_is_never_changed_by_a_file(province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    run(found(commune, **CURED))
    problems = run(found(commune, **CURED | {"cause": "Nguyên nhân khác"})).problems
    assert [(p.value, p.message) for p in problems] == [("Nguyên nhân khác", "Đã ghi khác: Chưa phân công.")]


def test_a_refused_report_is_owed_again_by_the_new_date(province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    refused = {"sent_on": date(2020, 12, 1), "answer": "refused", "answered_on": date(2020, 12, 8)}
    assert "hạn mới" in run(found(commune, **refused)).problems[0].message
    run(found(commune, **refused, refusal="Chưa có bằng chứng", new_due_on=date(2021, 1, 8)))
    states = Duty.objects.filter(act="inspections.corrective_report").order_by("due_on")
    assert list(states.values_list("outcome", "on_time", "due_on")) == [
        ("done", False, date(2020, 11, 10)), ("", None, date(2021, 1, 8)),
    ]  # fmt: skip
    assert Inspection.objects.get().status == Status.REFUSED


def test_by_file_keeps_when_the_file_came_and_whether_it_was_complete(province: Agency, commune: Agency) -> None:
    make_inspection(commune, mode=Mode.BY_FILE)
    sent = {"mode": "by_file", "file_due_on": DAY - timedelta(20), "file_sent_on": DAY - timedelta(12)}
    assert run(found(commune, **sent)).problems[0].message == "Cần ghi hồ sơ gửi đủ hay thiếu."
    run(found(commune, **sent, file_complete="no"))
    assert list(FileSubmission.objects.values_list("on_time", "complete")) == [(False, False)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"inspected_on": DAY + timedelta(1)}, "Chưa có lượt kiểm tra này trong sổ."),
        ({"article": "9z"}, "Điều 36 không có nội dung này."),
        ({"clause": "99"}, "Không có điều khoản này trong TCVN ISO 9001:2015."),
        ({"statement": ""}, "Chưa ghi điểm không phù hợp."),
        ({"signed_on": DAY - timedelta(1)}, "Ngày ký phải từ ngày kiểm tra đến hôm nay."),
        (
            {"statement": "", "article": "", "clause": "", "sent_on": DAY + timedelta(9)},
            "Không có điểm không phù hợp thì không có báo cáo khắc phục.",
        ),
        ({"verdict": "effective"}, "Ngày xác nhận và kết luận hiệu quả phải đi cùng nhau."),
    ],
)
def test_names_the_bad_cell(changed: dict[str, Any], message: str, province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    assert message in [p.message for p in run(found(commune, **changed)).problems]


def test_an_import_is_undone_whole(province: Agency, commune: Agency) -> None:
    make_inspection(commune)
    run(found(commune, **CURED), batch="b1")
    history.undo(actor=SYSTEM, batch="b1", on=ON, at=AT)
    assert not Nonconformity.objects.exists()
    assert not CorrectiveReport.objects.exists()
    assert Inspection.objects.get().status == Status.RECORDED
    assert not broken()


def test_the_inspecting_body_owes_the_verdict_not_the_inspected_agency(
    province: Agency, commune: Agency, department: Agency
) -> None:
    make_inspection(commune)
    OverseeingBody.objects.create(province=province, agency=department, valid_from=date(2004, 1, 1))
    run(found(commune, **CURED))
    owed = Duty.objects.get(act="corrective.check_effect")
    assert (owed.agency_id, owed.role, owed.system.holder_id) == (department.pk, "inspector", commune.pk)
    run(found(commune, **CURED, **SEEN))
    owed.refresh_from_db()
    assert owed.outcome == "done"
