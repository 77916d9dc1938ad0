"""The corrective report: answered line by line, sent, accepted or not; what it writes, what it leaves open."""

from datetime import date

import pytest

from qlcl.corrective.enums import State
from qlcl.corrective.operations.act import Evidence, complete_action, plan_action
from qlcl.corrective.operations.check_effect import check_effect
from qlcl.corrective.operations.find_cause import find_cause
from qlcl.duties.models import Duty, Notice
from qlcl.inspections.enums import ReportState, Status
from qlcl.inspections.models import CorrectiveReport, Inspection
from qlcl.inspections.operations.answer_report import CORRECTIVE_REPORT, answer_report
from qlcl.inspections.operations.drafting_reports import LineAnswer, save_answers
from qlcl.inspections.operations.judge_report import accept_report, judge_lines, refuse_report
from qlcl.inspections.tests.following import AT, DUE, SIGNED, findings, make_signed
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
D = date
SENT = D(2021, 5, 10)


def done(row, **fields: object) -> LineAnswer:
    given = {"kind": "done", "text": "Đã cập nhật", "done_on": D(2021, 4, 1), "cause": "Không phân công người",
             "evidence": [Evidence(note="12/QĐ-UBND")], **fields}  # fmt: skip
    return LineAnswer(row.pk, **given)


def proposed(row, **fields: object) -> LineAnswer:
    given = {"kind": "proposed", "text": "Sẽ tập huấn", "done_on": D(2021, 9, 1), **fields}
    return LineAnswer(row.pk, **given)


def send(actor: Actor, inspection: Inspection, *answers: LineAnswer, on: date = SENT) -> CorrectiveReport:
    return answer_report(actor=actor, inspection_id=inspection.pk, answers=answers, on=on, at=AT)


def refuse(actor: Actor, inspection: Inspection, on: date, new_due_on: date, **fields: object) -> CorrectiveReport:
    given = {"reason": "Chưa rõ", **fields}
    return refuse_report(actor=actor, inspection_id=inspection.pk, new_due_on=new_due_on, on=on, at=AT, **given)


def duties(inspection: Inspection) -> list[tuple[date, date | None, bool | None]]:
    rows = Duty.objects.of_source("inspection", inspection.pk).filter(act=CORRECTIVE_REPORT).order_by("sequence")
    return list(rows.values_list("due_on", "closed_on", "on_time"))


def test_what_is_reported_as_done_need_not_be_typed_twice(commune: Agency, secretary: Actor, inspector: Actor) -> None:
    inspection = make_signed(commune, "Chưa cập nhật", "Chưa tập huấn")
    first, second = findings(inspection)
    send(secretary, inspection, done(first), proposed(second, cause="Thiếu kinh phí"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.cause, first.evidence.get().note) == (
        State.TO_VERIFY,
        "Không phân công người",
        "12/QĐ-UBND",
    )
    assert (second.state, second.actions.get().due_on) == (State.ACTING, D(2021, 9, 1))
    assert duties(inspection) == [(DUE, SENT, True)]
    check_effect(
        actor=inspector, nonconformity_id=first.pk, verdict="effective", note="Đã xem", on=D(2021, 6, 1), at=AT
    )
    first.refresh_from_db()
    assert first.state == State.CLOSED
    report = inspection.reports.get()
    assert [line.action_id for line in report.lines.order_by("pk")] == [first.actions.get().pk, second.actions.get().pk]


def test_what_the_finding_holds_already_is_sent_without_typing(commune: Agency, head: Actor, secretary: Actor) -> None:
    inspection = make_signed(commune, "Chưa cập nhật")
    (row,) = findings(inspection)
    common = {"actor": secretary, "at": AT}
    find_cause(nonconformity_id=row.pk, cause="Không phân công", on=D(2021, 3, 20), **common)
    action = plan_action(nonconformity_id=row.pk, what="Giao việc", due_on=D(2021, 4, 1), on=D(2021, 3, 20), **common)
    proof = [Evidence(note="15/QĐ-UBND")]
    complete_action(action_id=action.pk, note="Đã giao", evidence=proof, on=D(2021, 3, 30), **common)
    report = send(head, inspection)
    line = report.lines.get()
    assert (line.kind, line.text, line.done_on) == ("done", "Giao việc. Đã giao.", D(2021, 3, 30))
    assert row.actions.count() == 1 and row.evidence.count() == 1


def test_a_planned_action_is_completed_by_the_report(commune: Agency, secretary: Actor) -> None:
    inspection = make_signed(commune, "Chưa cập nhật")
    (row,) = findings(inspection)
    find_cause(actor=secretary, nonconformity_id=row.pk, cause="Không phân công", on=SIGNED, at=AT)
    plan_action(
        actor=secretary, nonconformity_id=row.pk, what="Giao việc", due_on=D(2021, 4, 1), on=D(2021, 3, 20), at=AT
    )
    with pytest.raises(DomainError, match="20/03/2021"):
        send(secretary, inspection, done(row, done_on=D(2021, 3, 18)))
    send(secretary, inspection, done(row))
    row.refresh_from_db()
    assert row.state == State.TO_VERIFY and row.actions.get().done_on == D(2021, 4, 1)


def test_says_everything_that_is_missing_and_writes_nothing(commune: Agency, secretary: Actor) -> None:
    inspection = make_signed(commune, "Chưa cập nhật", "Chưa tập huấn")
    first, second = findings(inspection)
    with pytest.raises(DomainError) as refused:
        send(secretary, inspection, done(first, cause="", evidence=[]), proposed(second, done_on=None))
    assert refused.value.code == "incomplete" and len(refused.value.extra["missing"]) == 3
    assert not CorrectiveReport.objects.exists()
    with pytest.raises(DomainError, match="tương lai"):
        send(secretary, inspection, done(first, done_on=D(2021, 5, 11)), proposed(second))


def test_saved_line_by_line_and_locked_while_it_is_examined(commune: Agency, secretary: Actor, head: Actor) -> None:
    inspection = make_signed(commune, "Chưa cập nhật", "Chưa tập huấn")
    first, second = findings(inspection)
    given = {"inspection_id": inspection.pk, "on": SENT, "at": AT}
    save_answers(actor=secretary, answers=[done(first)], **given)
    save_answers(actor=secretary, answers=[proposed(second)], introduction="Thực hiện biên bản", **given)
    first.refresh_from_db()
    assert first.cause == "" and inspection.reports.get().lines.count() == 2
    report = answer_report(actor=head, paper_number="25/BC-UBND", **given)
    assert (report.number, report.state, report.paper_number) == (1, ReportState.SENT, "25/BC-UBND")
    with pytest.raises(DomainError) as refused:
        save_answers(actor=secretary, answers=[proposed(second)], **given)
    assert refused.value.code == "report_locked"


def test_who_may(
    commune: Agency, staff: Actor, outsider: Actor, inspector: Actor, secretary: Actor, head: Actor
) -> None:
    inspection = make_signed(commune, "Chưa cập nhật")
    (row,) = findings(inspection)
    for actor, error in ((staff, Forbidden), (inspector, Forbidden), (outsider, Unseen)):
        with pytest.raises(error):
            send(actor, inspection, done(row))
    send(secretary, inspection, done(row))
    for actor, error in ((head, Forbidden), (outsider, Unseen)):
        with pytest.raises(error):
            accept_report(actor=actor, inspection_id=inspection.pk, on=SENT, at=AT)


def test_accepting_closes_no_finding_and_takes_over_the_later_date_of_a_measure(
    commune: Agency, secretary: Actor, inspector: Actor
) -> None:
    inspection = make_signed(commune, "Chưa cập nhật", "Chưa tập huấn")
    row, later = findings(inspection)
    first_due_on = later.due_on
    send(secretary, inspection, done(row), proposed(later, cause="Thiếu người"))
    later.refresh_from_db()
    assert later.is_overdue_on(D(2021, 8, 31))
    report = accept_report(actor=inspector, inspection_id=inspection.pk, on=D(2021, 5, 20), at=AT)
    inspection.refresh_from_db()
    row.refresh_from_db()
    later.refresh_from_db()
    assert (inspection.status, report.state) == (Status.ACCEPTED, "accepted")
    assert {line.verdict for line in report.lines.all()} == {"accepted"}
    assert (row.state, row.first_due_on, row.is_overdue_on(D(2030, 1, 1))) == (State.TO_VERIFY, None, False)
    assert (later.due_on, later.first_due_on, later.due_set_on) == (D(2021, 9, 1), first_due_on, D(2021, 5, 20))
    assert not later.is_overdue_on(D(2021, 9, 1)) and later.is_overdue_on(D(2021, 9, 2))
    assert "được chấp nhận ngày 20/05/2021" in later.due_basis
    assert Notice.objects.filter(text__contains="được chấp nhận").exists()


def test_refused_in_writing_with_a_new_date_then_answered_again(
    commune: Agency, secretary: Actor, inspector: Actor
) -> None:
    inspection = make_signed(commune, "Chưa cập nhật", "Chưa tập huấn")
    first, second = findings(inspection)
    send(secretary, inspection, done(first), proposed(second, cause="Thiếu người"))
    given = {"actor": inspector, "inspection_id": inspection.pk, "on": D(2021, 5, 20), "at": AT}
    with pytest.raises(DomainError, match="vì sao"):
        judge_lines(verdicts={second.pk: ("refused", "")}, **given)
    judge_lines(verdicts={first.pk: ("accepted", ""), second.pk: ("refused", "Chưa có thời hạn cụ thể")}, **given)
    with pytest.raises(DomainError) as refused:
        accept_report(**given)
    assert refused.value.code == "line_refused"
    report = refuse_report(new_due_on=D(2021, 6, 21), letter_number="88/TĐC", **given)
    assert "Chưa có thời hạn cụ thể" in report.refusal
    assert duties(inspection) == [(DUE, SENT, True), (D(2021, 6, 21), None, None)]
    duty = Duty.objects.of_source("inspection", inspection.pk).get(sequence=2)
    assert duty.about == f"Kiểm tra tại trụ sở ngày {SIGNED:%d/%m/%Y}: 1 điểm (nội dung 1đ)"
    second.refresh_from_db()
    assert second.due_on == D(2021, 6, 21) and "số 88/TĐC" in second.due_basis
    again = send(
        secretary, inspection, proposed(second, text="Tập huấn ngày 01/9", cause="Thiếu người"), on=D(2021, 6, 30)
    )
    assert (again.number, again.due_on, again.on_time) == (2, D(2021, 6, 21), False)
    assert duties(inspection) == [(DUE, SENT, True), (D(2021, 6, 21), D(2021, 6, 30), False)]
    assert again.lines.get(nonconformity=first).kind == "done"
    assert first.actions.count() == 1
    assert [action.dropped_on for action in second.actions.order_by("pk")] == [D(2021, 6, 30), None]
    with pytest.raises(DomainError, match="sau ngày trả lời"):
        refuse(inspector, inspection, D(2021, 7, 1), D(2021, 7, 1))


def test_a_new_date_does_not_make_the_first_one_kept(commune: Agency, secretary: Actor, inspector: Actor) -> None:
    inspection = make_signed(commune, "Chưa cập nhật")
    (row,) = findings(inspection)
    late = D(2021, 5, 18)
    send(secretary, inspection, done(row), on=late)
    refuse(inspector, inspection, D(2021, 5, 20), D(2021, 6, 20))
    send(secretary, inspection, on=D(2021, 6, 1))
    accept_report(actor=inspector, inspection_id=inspection.pk, on=D(2021, 6, 3), at=AT)
    first = Duty.objects.of_source("inspection", inspection.pk).get(sequence=0)
    assert (first.first_due_on, first.due_on, first.closed_on, first.on_time) == (DUE, DUE, late, False)
    assert inspection.report_due_on == DUE
