"""Plays the example's inspections: the plan of each year, and one by file and one on site in each state; made up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from qlcl.accounts.models import Person
from qlcl.assessments.models import Checklist
from qlcl.assessments.operations.apply_ops import Answer, answer_items
from qlcl.inspections.enums import ItemState, Mode, TeamRole
from qlcl.inspections.models import Inspection, InspectionPlan, Inspector, PlanLine
from qlcl.inspections.operations.approve_plan import approve_plan, submit_plan
from qlcl.inspections.operations.change_plan import change_lines
from qlcl.inspections.operations.decide import Session, announce_decision, decide_inspection, set_programme
from qlcl.inspections.operations.examine_file import ItemVerdict, examine_file, return_file
from qlcl.inspections.operations.inspect import start_inspection
from qlcl.inspections.operations.plan_year import plan_year
from qlcl.inspections.operations.prepare_file import ItemAnswer, prepare_file
from qlcl.inspections.operations.register_inspector import register_inspector
from qlcl.inspections.operations.request_files import request_files
from qlcl.inspections.operations.schedule import NewCase, cancel_inspection, schedule_inspections, schedule_lines
from qlcl.inspections.operations.set_team import Membership, set_team
from qlcl.inspections.operations.submit_file import submit_file
from qlcl.kernel.actors import Actor
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.organisations.operations.change_settings import change_settings
from qlcl.portal.operations.example_files import rows_of

PROVINCE = "TN"
FIRST_YEAR, LAST_YEAR = 2019, 2021
#: The plan of a year is drawn up, submitted and approved in February, as law sets no day.
DRAWN, SUBMITTED, APPROVED = (2, 1), (2, 8), (2, 24)
#: Plainly made-up inspectors: name, title, home, whether their conditions are complete, demo account.
INSPECTORS = (
    ("Kiểm tra viên Một (mẫu)", "Phó Chi cục trưởng", "TN-CC-TDC", True, "chuyen-vien-tinh"),
    ("Kiểm tra viên Hai (mẫu)", "Chuyên viên", "TN-CC-TDC", True, "kiem-tra-vien"),
    ("Kiểm tra viên Ba (mẫu)", "Chuyên viên Phòng Kiểm soát TTHC", "TN-VP-UBND", True, ""),
    ("Kiểm tra viên Bốn (mẫu)", "Chuyên viên", "TN-S-NV", False, ""),
    ("Chuyên gia Năm (mẫu)", "Chuyên gia đánh giá", "", True, ""),
)
CERTIFIER = "Tổ chức chứng nhận Mẫu (minh họa)"
#: How far the agencies that the last plan still lacks have come, one each, in the order of their codes.
ON_SITE_STATES = ("planned", "decided", "announced", "running", "cancelled")
BY_FILE_STATES = ("planned", "called", "submitted", "returned", "cancelled")
ORDER = "Công văn số 3021/UBND-KGVX của UBND tỉnh (minh họa)"


def plan_example_year(*, year: int, day: date, actor: Actor, at: datetime) -> None:
    """Draws up the plan of the year as the product proposes it, with the modes of what was then inspected."""
    if not FIRST_YEAR <= year <= LAST_YEAR or date(year, *DRAWN) > day:
        return
    province = Agency.objects.get(code=PROVINCE, level=Level.PROVINCE)
    if year == FIRST_YEAR:  # the communes apply by the province's own plan, and are inspected alike
        values = {"inspections.plan_provincial": "1"}
        change_settings(actor=actor, on=date(year, 1, 1), at=at, province=province, values=values)
    plan = plan_year(actor=actor, province=province, year=year, on=date(year, *DRAWN), at=at, illustration=True)
    made = {row["unit_code"]: row["mode"] for row in rows_of("inspections.csv") if row["inspected_on"][:4] == str(year)}
    for mode in Mode.values:
        lines = [line.pk for line in plan.lines.select_related("agency") if made.get(line.agency.code) == mode]
        change_lines(actor=actor, plan_id=plan.pk, line_ids=lines, values={"mode": mode}, on=date(year, *DRAWN), at=at)
    if date(year, *SUBMITTED) <= day:
        submit_plan(actor=actor, plan_id=plan.pk, on=date(year, *SUBMITTED), at=at)
    if date(year, *APPROVED) <= day:
        on = date(year, *APPROVED)
        approve_plan(
            actor=actor, plan_id=plan.pk, number=f"{400 + year % 100}/QĐ-UBND", approved_on=on, on=on, at=at,
            rule_reason="Kế hoạch minh họa",
        )  # fmt: skip


def show_every_state(*, commune_code: str, day: date, actor: Actor, at: datetime) -> None:
    """One inspection in each state before it counts, of agencies that the plan of the year still lacks."""
    inspectors = _register_inspectors(day, actor, at)
    plan = InspectionPlan.objects.filter(province__code=PROVINCE, year=day.year, approved_on__lte=day).first()
    if plan is None or day < date(day.year, 6, 1):
        return
    inspected = {row["unit_code"] for row in rows_of("inspections.csv") if row["inspected_on"][:4] == str(day.year)}
    lines = plan.lines.filter(dropped_on__isnull=True).exclude(agency__code__in=inspected).select_related("agency")
    waiting = sorted((line for line in lines if line.agency.code != commune_code), key=lambda row: row.agency.code)
    chosen = waiting[: len(ON_SITE_STATES) + len(BY_FILE_STATES)]
    if len(chosen) < len(ON_SITE_STATES) + len(BY_FILE_STATES):
        return
    visits, by_file = chosen[: len(ON_SITE_STATES)], chosen[len(ON_SITE_STATES) :]
    player = _Player(actor, day, at, inspectors)
    for mode, some in ((Mode.ON_SITE, visits), (Mode.BY_FILE, by_file)):
        change_lines(
            actor=actor, plan_id=plan.pk, line_ids=[line.pk for line in some], values={"mode": mode},
            reason="Điều chỉnh theo tình hình dịch COVID-19 (minh họa)", on=day - timedelta(days=60), at=at,
        )  # fmt: skip
    for state, line in zip(ON_SITE_STATES, visits, strict=True):
        player.visit(line, state)
    for state, line in zip(BY_FILE_STATES, by_file, strict=True):
        player.ask(player.scheduled(line), state)
    player.ask_commune(commune_code)


class _Player:
    """Plays one inspection after the other, as far as it is to come."""

    def __init__(self, actor: Actor, day: date, at: datetime, inspectors: Sequence[Inspector]) -> None:
        self.actor, self.day, self.at, self.inspectors = actor, day, at, inspectors

    def scheduled(self, line: PlanLine) -> Inspection:
        """The inspection of a line, a month ago, for the days to come."""
        (inspection,) = schedule_lines(
            actor=self.actor, plan_id=line.plan_id, line_ids=[line.pk], planned_from=self.day + timedelta(days=12),
            planned_until=self.day + timedelta(days=12), on=self.day - timedelta(days=40), at=self.at,
        )  # fmt: skip
        return inspection

    def visit(self, line: PlanLine, state: str) -> None:
        """On site: team, decision, announcement, the first answers."""
        inspection = self.scheduled(line)
        if state == "cancelled":
            cancel_inspection(
                actor=self.actor, inspection_id=inspection.pk, reason="Cơ quan đang cách ly y tế (minh họa)",
                on=self.day - timedelta(days=20), at=self.at,
            )  # fmt: skip
            return
        set_team(
            actor=self.actor, inspection_id=inspection.pk, members=self._members(), on=self.day - timedelta(days=30),
            at=self.at, illustration=True,
        )  # fmt: skip
        if state == "planned":
            return
        first = self.day - timedelta(days=1) if state == "running" else self.day + timedelta(days=6)
        decided = self.day - timedelta(days=15)
        decide_inspection(
            actor=self.actor, inspection_id=inspection.pk, number=f"{70 + inspection.pk % 20}/QĐ-CCTĐC",
            decided_on=decided, planned_from=first, planned_until=first + timedelta(days=1), on=decided, at=self.at,
        )  # fmt: skip
        set_programme(actor=self.actor, inspection_id=inspection.pk, sessions=_programme(first), on=decided, at=self.at)
        if state == "decided":
            return
        announced = first if state == "running" else self.day - timedelta(days=2)
        announce_decision(actor=self.actor, inspection_id=inspection.pk, on=announced, at=self.at)
        if state == "running":
            (checklist,) = start_inspection(actor=self.actor, inspection_id=inspection.pk, on=first, at=self.at)
            self._answer(checklist)

    def _members(self) -> list[Membership]:
        roles = (TeamRole.LEADER, TeamRole.SECRETARY, TeamRole.MEMBER)
        fit = [row for row in self.inspectors if row.administration or row.expert_of]
        tasks = ("Phụ trách chung, kết luận", "Ghi biên bản, nội dung 1a–1d", "Nội dung 1đ–2e")
        team = [Membership(row.pk, role, task) for row, role, task in zip(fit[:3], roles, tasks, strict=True)]
        return [*team, Membership(fit[3].pk, TeamRole.EXPERT, "Hỗ trợ chuyên môn")] if len(fit) > 3 else team

    def _answer(self, checklist: Checklist) -> None:
        """The first items, one of them not conforming."""
        good, bad = checklist.set.steps[0].code, next(step.code for step in checklist.set.steps if step.finding)
        items = list(checklist.items.order_by("position")[:5])
        answers = [
            Answer(item.uid, answer=bad if n == 2 else good, note=_NOTES[n], base=item.revision)
            for n, item in enumerate(items)
        ]
        answer_items(actor=self.actor, checklist_id=checklist.pk, answers=answers, at=self.at, on=self.day)

    def ask(self, inspection: Inspection, state: str) -> None:
        """By file: the letter, what the agency sent, what was sent back."""
        if state == "planned":
            return
        if state == "cancelled":
            cancel_inspection(
                actor=self.actor, inspection_id=inspection.pk, reason="Chuyển sang kế hoạch năm sau (minh họa)",
                on=self.day - timedelta(days=20), at=self.at,
            )  # fmt: skip
            return
        asked = self.day - timedelta(days=32)
        request_files(
            actor=self.actor, inspection_ids=[inspection.pk], number="268/CCTĐC-QLCL", dated_on=asked,
            due_on=self.day - timedelta(days=8), on=asked, at=self.at,
        )  # fmt: skip
        if state == "called":
            return
        self._send(inspection, late=state == "returned")
        if state == "returned":
            self._send_back(inspection)

    def ask_commune(self, code: str) -> None:
        """The commune of the demo accounts is asked for a file on order, still to be sent."""
        agency = Agency.objects.get(code=code)
        asked = self.day - timedelta(days=10)
        new = NewCase(agency=agency, mode=Mode.BY_FILE, order=ORDER, planned_from=self.day, illustration=True)
        (inspection,) = schedule_inspections(actor=self.actor, new=[new], on=asked, at=self.at)
        request_files(
            actor=self.actor, inspection_ids=[inspection.pk], number="281/CCTĐC-QLCL", dated_on=asked,
            due_on=self.day + timedelta(days=11), on=asked, at=self.at,
        )  # fmt: skip

    def _send(self, inspection: Inspection, *, late: bool) -> None:
        on = self.day - timedelta(days=4 if late else 10)
        answers = [
            ItemAnswer(item.pk, answer=_SAID, gap_reason="" if item.state == ItemState.ENOUGH else _GAP)
            for item in inspection.file_items.all()
        ]
        prepare_file(actor=self.actor, inspection_id=inspection.pk, answers=answers, on=on, at=self.at)
        submit_file(actor=self.actor, inspection_id=inspection.pk, on=on, at=self.at)

    def _send_back(self, inspection: Inspection) -> None:
        on = self.day - timedelta(days=1)
        items = list(inspection.file_items.all())
        verdicts = [
            ItemVerdict(
                item.pk, ItemState.RETURNED if n in (2, 4) else ItemState.ACCEPTED, _BACK if n in (2, 4) else ""
            )
            for n, item in enumerate(items)
        ]
        examine_file(actor=self.actor, inspection_id=inspection.pk, verdicts=verdicts, on=on, at=self.at)
        return_file(
            actor=self.actor, inspection_id=inspection.pk, due_on=self.day + timedelta(days=10),
            number="290/CCTĐC-QLCL", reason=_BACK, on=on, at=self.at,
        )  # fmt: skip


_SAID = "Cơ quan đã thực hiện theo quy định; tài liệu kèm theo (minh họa)."
_GAP = "Hồ sơ giấy đang sắp xếp lại, sẽ gửi bổ sung (minh họa)."
_BACK = "Báo cáo chưa nêu số liệu, chưa kèm bằng chứng (minh họa)."
_NOTES = (
    "Phạm vi đủ các lĩnh vực đã công bố",
    "Có biên bản phổ biến cho công chức",
    "Mục tiêu chất lượng chưa có chỉ số đo, chưa đánh giá kết quả",
    "Phiếu kiểm soát ghi đủ thời gian",
    "Đã đánh giá nội bộ trong năm",
)


def _programme(first: date) -> list[Session]:
    return [
        Session(first, "08 giờ", "Công bố quyết định, thống nhất chương trình", "Phòng họp cơ quan"),
        Session(first, "08 giờ 30", "Kiểm tra hồ sơ theo nội dung Điều 36", "Bộ phận Một cửa"),
        Session(first, "14 giờ", "Phỏng vấn, xem hồ sơ công việc", "Các bộ phận chuyên môn"),
        Session(first + timedelta(days=1), "08 giờ", "Thống nhất và thông qua biên bản", "Phòng họp cơ quan"),
    ]


def _register_inspectors(day: date, actor: Actor, at: datetime) -> list[Inspector]:
    """The province's inspectors, with accounts where the demo has them."""
    province = Agency.objects.filter(level=Level.PROVINCE).valid_on(day).order_by("pk").first()
    assert province is not None
    homes = {a.code: a for a in Agency.objects.valid_on(day).filter(code__in={row[2] for row in INSPECTORS if row[2]})}
    people = {p.username: p for p in Person.objects.filter(username__in={row[4] for row in INSPECTORS if row[4]})}
    made = []
    for name, title, home, complete, account in INSPECTORS:
        if home and home not in homes:
            continue
        values = {
            "full_name": name, "title": title, "agency": homes.get(home), "expert_of": "" if home else CERTIFIER,
            "degree": "Cử nhân (minh họa)", "degree_on": date(2008, 7, 15),
            "administration": "Chứng chỉ ngạch chuyên viên (minh họa)" if home and complete else "",
            "administration_on": date(2012, 5, 20) if home and complete else None,
            "auditing": "Chứng chỉ đánh giá viên HTQLCL (minh họa)", "auditing_on": date(2017, 9, 1),
            "service_from": date(2009, 1, 1), "good_character": True, "person": people.get(account),
        }  # fmt: skip
        made.append(
            register_inspector(
                actor=actor, province=province, values=values, on=min(day, date(2021, 1, 15)), at=at, illustration=True
            )
        )
    return made
