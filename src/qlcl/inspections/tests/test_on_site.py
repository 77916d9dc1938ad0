"""An inspection on site from the plan to its end, through the operations."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from qlcl.accounts.models import Person
from qlcl.accounts.tests.factories import make_actor
from qlcl.assessments.models import Checklist, ChecklistItem
from qlcl.assessments.policies import visible_checklists
from qlcl.conftest import make_agency
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.check_effect import check_effect
from qlcl.corrective.operations.find_cause import find_cause
from qlcl.corrective.operations.withdraw import withdraw
from qlcl.duties.models import Duty
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.seed import seed_province
from qlcl.inspections.enums import Mode, Part, Status, TeamRole
from qlcl.inspections.models import Inspection, TeamMember
from qlcl.inspections.operations.approve_plan import approve_plan, submit_plan
from qlcl.inspections.operations.close_inspection import close_inspection
from qlcl.inspections.operations.complete_year import complete_years
from qlcl.inspections.operations.decide import Session, decide_inspection, set_programme
from qlcl.inspections.operations.inspect import conclude_inspection, start_inspection
from qlcl.inspections.operations.keep_papers import add_paper, remove_paper
from qlcl.inspections.operations.plan_year import plan_year
from qlcl.inspections.operations.schedule import (
    NewCase,
    cancel_inspection,
    reschedule_inspection,
    schedule_inspections,
    schedule_lines,
)
from qlcl.inspections.operations.set_team import Membership, set_team
from qlcl.inspections.operations.sign_minutes import (
    agree_minutes,
    remark_on_minutes,
    sign_minutes,
    write_minutes,
)
from qlcl.inspections.operations.void_inspection import void_inspection
from qlcl.inspections.policies import kept_inspections, visible_inspections
from qlcl.inspections.tests.cases import (
    ANNOUNCED,
    CONCLUDED,
    DECIDED,
    SIGNED,
    STARTED,
    answer_all,
    form_team,
    make_case,
    make_inspector,
    make_scan,
)
from qlcl.inspections.tests.factories import AT, ON, SYSTEM, make_edition, make_inspection
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.models import Event
from qlcl.kernel.workflow import WrongState
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import Agency, DutyToApply, OverseeingBody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def broken() -> list[str]:
    return [found.where for found in history.verify(None).breaks if found.where.startswith(("inspec", "assess"))]


# Schedule


def test_schedules_the_lines_of_an_approved_plan_once_by_few_queries(
    province: Agency, officer: Actor, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        agency = make_agency(f"B{n}", f"Ủy ban nhân dân xã {n}", Level.COMMUNE, province)
        DutyToApply.objects.create(agency=agency, kind=DutyKind.MANDATORY, valid_from=date(2014, 1, 1))
    make_edition()
    when: dict[str, Any] = {"actor": officer, "on": DECIDED, "at": AT}
    plan = plan_year(province=province, year=2021, **when)
    ids = list(plan.lines.order_by("pk").values_list("pk", flat=True))
    with pytest.raises(DomainError, match="chưa được phê duyệt"):
        schedule_lines(plan_id=plan.pk, line_ids=ids, **when)
    submit_plan(plan_id=plan.pk, **when)
    approve_plan(plan_id=plan.pk, number="15/QĐ-UBND", approved_on=date(2021, 3, 15), **when)
    with django_assert_max_num_queries(28):
        made = schedule_lines(plan_id=plan.pk, line_ids=ids[:1], **when)
    with django_assert_max_num_queries(28):
        more = schedule_lines(plan_id=plan.pk, line_ids=ids, **when)
    assert (len(made), len(more)) == (1, 5)
    assert {case.plan_line_id for case in made + more} == set(ids)
    assert all(c.status == Status.PLANNED and c.planned_from and c.inspected_by for c in made + more)
    with pytest.raises(DomainError, match="ít nhất một"):
        schedule_lines(plan_id=plan.pk, line_ids=ids, **when)
    assert not visible_inspections(officer).exists()
    assert broken() == []


def test_an_unplanned_inspection_needs_an_order(officer: Actor, commune: Agency, head: Actor) -> None:
    make_edition()
    new = NewCase(commune, Mode.ON_SITE)
    with pytest.raises(DomainError, match="văn bản chỉ đạo"):
        schedule_inspections(actor=officer, new=[new], on=DECIDED, at=AT)
    with pytest.raises(Forbidden):
        schedule_inspections(actor=head, new=[new], on=DECIDED, at=AT)
    assert not Inspection.objects.exists()


def test_a_cancelled_inspection_has_a_reason_and_ends(officer: Actor, commune: Agency) -> None:
    case = make_case(commune, actor=officer)
    with pytest.raises(DomainError, match="lý do"):
        cancel_inspection(actor=officer, inspection_id=case.pk, reason=" ", on=DECIDED, at=AT)
    cancel_inspection(actor=officer, inspection_id=case.pk, reason="Cơ quan sáp nhập", on=DECIDED, at=AT)
    with pytest.raises(DomainError, match="tiến hành"):
        reschedule_inspection(actor=officer, inspection_id=case.pk, planned_from=date(2021, 6, 1), on=DECIDED, at=AT)


# Team


def test_a_team_has_members_who_may_inspect_and_one_leader(officer: Actor, commune: Agency, department: Agency) -> None:
    case = make_case(commune, actor=officer)
    good, without = make_inspector(department, "Nguyễn An"), make_inspector(department, "Lê Bình", auditing="")
    own = make_inspector(commune, "Trần Chi")
    with pytest.raises(DomainError, match="Lê Bình: chưa có chứng chỉ đào tạo"):
        form_team(case, [good, without], officer)
    with pytest.raises(DomainError, match="Trần Chi công tác tại chính cơ quan"):
        form_team(case, [good, own], officer)
    assert not TeamMember.objects.exists()
    form_team(case, [good], officer)
    with pytest.raises(DomainError, match="ít nhất 2 người"):
        decide_inspection(
            actor=officer, inspection_id=case.pk, number="5", decided_on=DECIDED, planned_from=ANNOUNCED,
            on=DECIDED, at=AT,
        )  # fmt: skip
    case.refresh_from_db()
    assert (case.status, case.decision_number) == (Status.PLANNED, "")


def test_whoever_inspects_his_own_house_takes_others_along(
    officer: Actor, province: Agency, department: Agency, commune: Agency
) -> None:
    parent = make_agency("P1-S", "Sở Khoa học và Công nghệ", Level.PROVINCE_AGENCY, province)
    Agency.objects.filter(pk=department.pk).update(parent=parent)
    OverseeingBody.objects.create(province=province, agency=department, valid_from=date(2010, 1, 1))
    case = make_case(parent, actor=officer)
    first, second = make_inspector(department, "Nguyễn An"), make_inspector(department, "Lê Bình")
    other = make_inspector(commune, "Trần Chi")
    form_team(case, [first, second], officer)
    common: dict[str, Any] = {"actor": officer, "inspection_id": case.pk, "on": DECIDED, "at": AT}
    decision: dict[str, Any] = {"number": "5/QĐ", "decided_on": DECIDED, "planned_from": ANNOUNCED}
    with pytest.raises(DomainError, match="từ nơi khác"):
        decide_inspection(**common, **decision)
    form_team(case, [other, first], officer)
    assert decide_inspection(**common, **decision).status == Status.DECIDED


def test_after_the_decision_a_team_changes_with_a_reason_and_keeps_who_left(
    officer: Actor, commune: Agency, department: Agency
) -> None:
    first, second, third = (make_inspector(department, name) for name in ("An", "Bình", "Chi"))
    case = make_case(commune, Status.DECIDED, officer, team=[first, second])
    with pytest.raises(DomainError, match="lý do"):
        form_team(case, [first, third], officer)
    with pytest.raises(DomainError, match="ít nhất 2 người"):
        form_team(case, [first], officer, reason="Ốm")
    form_team(case, [third, first], officer, reason="Bình đi học")
    rows = TeamMember.objects.order_by("inspector__full_name").values_list(
        "inspector__full_name", "role", "left_on", "left_reason"
    )
    assert list(rows) == [
        ("An", TeamRole.MEMBER, None, ""),
        ("Bình", TeamRole.MEMBER, DECIDED, "Bình đi học"),
        ("Chi", TeamRole.LEADER, None, ""),
    ]
    assert broken() == []


def test_no_team_by_file(officer: Actor, commune: Agency, department: Agency) -> None:
    case = make_case(commune, actor=officer, mode=Mode.BY_FILE)
    with pytest.raises(DomainError, match="không lập Đoàn"):
        form_team(case, [make_inspector(department, "An")], officer)


# On the spot


def test_starting_opens_checklists_for_the_team_and_concluding_waits_for_every_answer(
    officer: Actor, commune: Agency, department: Agency, staff: Actor, observer: Actor, head: Actor
) -> None:
    expert = make_inspector(department, "Chuyên gia", Person.objects.get(pk=staff.person_id))
    leader = make_inspector(department, "Trưởng đoàn")
    case = make_case(commune, Status.RUNNING, officer, team=[leader, expert])
    checklist = Checklist.objects.get()
    assert (checklist.occasion_kind, checklist.occasion_id, checklist.total) == ("inspection", case.pk, 13)
    assert list(visible_checklists(staff)) == [checklist]
    with pytest.raises(DomainError, match="Còn 13 câu"):
        conclude_inspection(actor=officer, inspection_id=case.pk, on=CONCLUDED, at=AT)
    assert case not in kept_inspections(observer)
    assert case in kept_inspections(head)
    answer_all(case, officer, {"2d": "chua_dat"})
    conclude_inspection(actor=officer, inspection_id=case.pk, on=CONCLUDED, at=AT)
    case.refresh_from_db()
    found = Nonconformity.objects.get()
    assert (found.source_kind, found.source_id, found.article) == ("inspection", case.pk, "2d")
    assert (case.status, case.inspected_on, case.concluded_on) == (Status.CONCLUDED, STARTED, CONCLUDED)
    assert case in visible_inspections(observer)
    assert case in visible_inspections(head)
    assert broken() == []


def test_both_sets_may_be_opened_and_the_second_visit_starts_from_the_first(officer: Actor, commune: Agency) -> None:
    make_case(commune, Status.SIGNED, officer, answers={"1a": "chua_dat"})
    case = make_case(commune, Status.ANNOUNCED, officer)
    sets = ["tt26-dieu36", "iso-9001-2015"]
    first, second = start_inspection(actor=officer, inspection_id=case.pk, set_codes=sets, on=STARTED, at=AT)
    assert "Chưa đạt nội dung 1a" in ChecklistItem.objects.get(checklist=first, code="1a").last_finding
    assert (first.previous is not None, second.previous) == (True, None)
    with pytest.raises(DomainError, match=r"Nội dung kiểm tra theo Điều 36.*Câu hỏi theo điều khoản"):
        conclude_inspection(actor=officer, inspection_id=case.pk, on=CONCLUDED, at=AT)


# Minutes


def test_minutes_are_agreed_then_remarked_on_then_signed_and_open_two_months(
    officer: Actor, province: Agency, commune: Agency, head: Actor, outsider: Actor
) -> None:
    seed_province(province=province, actor=officer, on=DECIDED, at=AT)
    case = make_case(commune, Status.CONCLUDED, officer, answers={"1a": "chua_dat", "2d": "chua_dat"})
    common: dict[str, Any] = {"inspection_id": case.pk, "at": AT}
    with pytest.raises(DomainError, match="chưa thống nhất"):
        sign_minutes(actor=officer, file=make_scan(), on=SIGNED, **common)
    with pytest.raises(DomainError, match="tình hình chung"):
        agree_minutes(actor=officer, on=CONCLUDED, **common)
    write_minutes(actor=officer, values={"situation": "Đã công bố"}, on=CONCLUDED, **common)
    with pytest.raises(DomainError, match="ý kiến được ghi sau"):
        remark_on_minutes(actor=head, remarks="Nhất trí", on=CONCLUDED, **common)
    agree_minutes(actor=officer, on=CONCLUDED, **common)
    told = Event.objects.count()
    agree_minutes(actor=officer, on=CONCLUDED, **common)  # the same form, sent twice
    assert Event.objects.count() == told
    remark_on_minutes(actor=head, remarks="Nhất trí", on=CONCLUDED, **common)
    with pytest.raises(Unseen):
        remark_on_minutes(actor=outsider, remarks="Không", on=CONCLUDED, **common)
    with pytest.raises(Forbidden):
        sign_minutes(actor=head, file=make_scan(), on=SIGNED, **common)
    with pytest.raises(DomainError, match="bản quét"):
        sign_minutes(actor=officer, file=None, on=SIGNED, **common)
    signed = sign_minutes(actor=officer, file=make_scan(), on=SIGNED, **common)
    assert (signed.status, signed.report_due_on) == (Status.SIGNED, date(2021, 7, 12))
    duty = Duty.objects.get(act="inspections.corrective_report")
    assert (duty.agency, duty.due_on, duty.subject_id) == (commune, date(2021, 7, 12), case.pk)
    assert case.papers.get().part == Part.MINUTES
    with pytest.raises(DomainError, match="Đang chờ báo cáo khắc phục"):
        close_inspection(actor=officer, on=SIGNED, **common)
    with pytest.raises(DomainError, match="đã ký"):
        write_minutes(actor=officer, values={"situation": "Khác"}, on=SIGNED, **common)
    assert broken() == []


def test_where_nothing_was_found_no_report_is_owed_and_it_may_be_closed(
    officer: Actor, province: Agency, commune: Agency
) -> None:
    seed_province(province=province, actor=officer, on=DECIDED, at=AT)
    case = make_case(commune, Status.SIGNED, officer)
    assert case.report_due_on is None
    assert not Duty.objects.filter(act="inspections.corrective_report").exists()
    assert close_inspection(actor=officer, inspection_id=case.pk, on=ON, at=AT).status == Status.CLOSED


def test_agreeing_anew_follows_a_change_of_words(officer: Actor, commune: Agency) -> None:
    case = make_case(commune, Status.CONCLUDED, officer)
    common: dict[str, Any] = {"actor": officer, "inspection_id": case.pk, "on": CONCLUDED, "at": AT}
    write_minutes(values={"situation": "Một"}, **common)
    assert agree_minutes(**common).agreed_on == CONCLUDED
    assert write_minutes(values={"situation": "Hai"}, **common).agreed_on is None


def test_the_year_is_complete_once_all_were_inspected_and_a_third_visited(
    province: Agency, department: Agency, officer: Actor
) -> None:
    OverseeingBody.objects.create(province=province, agency=department, valid_from=date(2010, 1, 1))
    bound = [make_agency(f"B{n}", f"Ủy ban nhân dân xã {n}", Level.COMMUNE, province) for n in range(4)]
    for agency in bound:
        DutyToApply.objects.create(agency=agency, kind=DutyKind.MANDATORY, valid_from=date(2014, 1, 1))
    seed_province(province=province, actor=officer, on=date(2021, 1, 4), at=AT)
    open_year(province=province, year=2021, actor=officer, on=date(2021, 1, 4), at=AT)
    modes = [Mode.ON_SITE, Mode.BY_FILE, Mode.BY_FILE, Mode.BY_FILE]
    for n, (agency, mode) in enumerate(zip(bound, modes, strict=True), start=1):
        make_inspection(agency, inspected_on=date(2021, n, 9), mode=mode)
    work: dict[str, Any] = {"province_id": province.pk, "actor": officer, "on": date(2021, 12, 1), "at": AT}
    assert complete_years(**work) == 0
    make_inspection(bound[1], inspected_on=date(2021, 5, 9))
    assert (complete_years(**work), complete_years(**work)) == (1, 0)
    duty = Duty.objects.get(act="inspections.complete_year")
    assert (duty.closed_on, duty.outcome, duty.agency) == (date(2021, 5, 9), "done", department)


# Programme and papers


def test_a_programme_is_written_as_a_whole(officer: Actor, commune: Agency) -> None:
    case = make_case(commune, actor=officer)
    common: dict[str, Any] = {"actor": officer, "inspection_id": case.pk, "on": DECIDED, "at": AT}
    set_programme(sessions=[Session(ANNOUNCED, "8:00", "Họp mở đầu"), Session(ANNOUNCED, "", " ")], **common)
    lines = set_programme(sessions=[Session(ANNOUNCED, "9:00", "Hồ sơ"), Session(ANNOUNCED, "16:00", "Kết")], **common)
    assert [(row.position, row.content) for row in case.programme.all()] == [(1, "Hồ sơ"), (2, "Kết")] and len(
        lines
    ) == 2
    with pytest.raises(DomainError, match="ít nhất một nội dung"):
        set_programme(sessions=[], **common)
    assert broken() == []


def test_papers_come_in_and_go_with_a_reason(officer: Actor, commune: Agency, head: Actor) -> None:
    case = make_case(commune, Status.DECIDED, officer)
    common: dict[str, Any] = {"on": DECIDED, "at": AT}
    with pytest.raises(Forbidden):
        add_paper(actor=head, inspection_id=case.pk, part=Part.OTHER, title="", file=make_scan(), **common)
    paper = add_paper(actor=officer, inspection_id=case.pk, part=Part.TEAM_REPORT, title="", file=make_scan(), **common)
    assert paper.title == "Báo cáo của Đoàn kiểm tra"
    with pytest.raises(DomainError, match="lý do"):
        remove_paper(actor=officer, paper_id=paper.pk, reason="", **common)
    remove_paper(actor=officer, paper_id=paper.pk, reason="Nhầm cuộc kiểm tra", **common)
    assert case.papers.get().removed_on == DECIDED


def test_refuses_what_does_not_follow(officer: Actor, commune: Agency, observer: Actor) -> None:
    case = make_case(commune, actor=officer)
    common: dict[str, Any] = {"inspection_id": case.pk, "on": DECIDED, "at": AT}
    with pytest.raises(WrongState):
        conclude_inspection(actor=officer, **common)
    with pytest.raises(Unseen):
        cancel_inspection(actor=observer, reason="x", **common)
    with pytest.raises(DomainError, match="hai lần"):
        one = make_inspector(commune.province, "An")
        set_team(actor=officer, members=[Membership(one.pk), Membership(one.pk)], **common)


def test_leader_without_a_provincial_post_starts_judges_last_time_concludes_and_reads_what_was_found(
    client: Client, sign_in: Callable[..., Any], commune: Agency, other_commune: Agency
):
    leader = make_actor(other_commune, Role.STAFF, DECIDED)
    team = [make_inspector(other_commune, "Người dẫn", Person.objects.get(pk=leader.person_id))]
    team.append(make_inspector(commune.province, "Kiểm tra viên"))
    before = make_case(commune, Status.SIGNED, answers={"1a": "chua_dat"}, planned_from=date(2021, 5, 3))
    Inspection.objects.filter(pk=before.pk).update(inspected_on=date(2021, 4, 3))
    case = make_case(commune, Status.ANNOUNCED, team=team, order="124/UBND-KSTT")
    start_inspection(actor=leader, inspection_id=case.pk, on=STARTED, at=AT)
    answer_all(case, leader, {"1b": "chua_dat"})
    with pytest.raises(DomainError, match="Điểm lần trước chưa xem lại"):
        conclude_inspection(actor=leader, inspection_id=case.pk, on=CONCLUDED, at=AT)
    (earlier,) = Nonconformity.objects.of_source("inspection", before.pk)
    check_effect(
        actor=leader, nonconformity_id=earlier.pk, verdict="not_effective", note="Xem sổ", on=CONCLUDED, at=AT,
        source=history.Ref("inspection", case.pk, str(case)), trusted=True,
    )  # fmt: skip
    concluded = conclude_inspection(actor=leader, inspection_id=case.pk, on=CONCLUDED, at=AT)
    assert concluded.status == Status.CONCLUDED
    (found,) = Nonconformity.objects.of_source("inspection", case.pk)
    sign_in(client, leader)
    page = client.get(f"/kiem-tra/{case.pk}/").content.decode()
    assert found.statement in page and f"/khong-phu-hop/{found.pk}/" not in page
    stranger = make_actor(other_commune, Role.STAFF, DECIDED)
    with pytest.raises((Forbidden, Unseen)):
        start_inspection(actor=stranger, inspection_id=case.pk, on=STARTED, at=AT)


def test_an_entry_taken_back_takes_its_findings_back_unless_somebody_answered_for_them(commune: Agency):
    case = make_case(commune, Status.CONCLUDED, answers={"1a": "chua_dat", "1b": "chua_dat"})
    void: dict[str, Any] = {"actor": SYSTEM, "inspection_id": case.pk, "reason": "Ghi nhầm", "on": SIGNED, "at": AT}
    first, _second = Nonconformity.objects.of_source("inspection", case.pk).order_by("pk")
    find_cause(actor=SYSTEM, nonconformity_id=first.pk, cause="Thiếu người", on=SIGNED, at=AT)
    with pytest.raises(DomainError, match="không hủy được bản ghi"):
        void_inspection(**void)
    withdraw(actor=SYSTEM, nonconformity_id=first.pk, reason="Ghi nhầm", on=SIGNED, at=AT)
    void_inspection(**void)
    found = Nonconformity.objects.of_source("inspection", case.pk)
    assert set(found.values_list("state", flat=True)) == {"withdrawn"}
    assert not Duty.objects.open().filter(source_kind="nonconformity").exists()
