"""Thirty thousand inspections: three of every system, by a plan of each year, a third of them at the office.

Those of past years are closed; those of the present year stand everywhere between being planned and being closed.
Written in bulk without history, for that many acts would be what is measured.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from benchmarks import many_findings
from benchmarks.bulk import write
from benchmarks.many_findings import UNSETTLED
from benchmarks.province import CODE, SYLLABLES
from qlcl.assessments.models import ChecklistItem
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.enums import Mode, PlanStatus, Status, TeamRole
from qlcl.inspections.models import (
    CorrectiveReport,
    FileSubmission,
    Inspection,
    InspectionPlan,
    Inspector,
    PlanLine,
    TeamMember,
)
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import Agency, DutyToApply, QualitySystem
from qlcl.standards.queries import edition_by_code

YEARS, INSPECTORS = (2019, 2020, 2021), 60
#: Of the present year by the system's number: the states of those made at the office, and of those by file.
VISITS = (
    *[Status.ACCEPTED] * 6, *[Status.CLOSED] * 3, *[Status.SIGNED] * 4, Status.REPORTED, Status.REFUSED,
    Status.CONCLUDED, Status.RUNNING, Status.ANNOUNCED, Status.DECIDED, Status.PLANNED,
)  # fmt: skip
FILES = (
    *[Status.ACCEPTED] * 6, *[Status.CLOSED] * 3, *[Status.SIGNED] * 4, Status.REPORTED, Status.REFUSED,
    Status.CONCLUDED, Status.SUBMITTED, Status.RETURNED, Status.CALLED, Status.PLANNED,
)  # fmt: skip


def make() -> dict[str, int]:
    """Makes them; how many inspections, answers and findings there are."""
    with transaction.atomic():
        province = Agency.objects.get(code=CODE)
        DutyToApply.objects.update(kind=DutyKind.MANDATORY)  # all are inspected
        systems = list(QualitySystem.objects.filter(province=province).values_list("pk", "holder_id").order_by("pk"))
        edition, taken = edition_by_code("ISO 9001:2015"), _taken()
        for year in YEARS:
            lines = _planned(province.pk, year, systems)
            write(Inspection, (_inspection(province.pk, edition.pk, n, *row, taken) for n, row in enumerate(lines)))
        rows = list(Inspection.objects.filter(plan_line__isnull=False).order_by("pk"))
        _teams(province.pk, [row for row in rows if row.mode == Mode.ON_SITE])
        write(FileSubmission, (_sending(row) for row in rows if row.mode == Mode.BY_FILE and has_sent(row)))
        write(CorrectiveReport, (_report(row) for row in rows if _reported(row)))
        many_findings.make(province.pk, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    counted = {"inspections": Inspection, "answers": ChecklistItem, "findings": Nonconformity}
    return {name: model.objects.count() for name, model in counted.items()}


def _taken() -> set[tuple[int, date, str]]:
    """The inspections in the register already: one a day and mode."""
    return set(Inspection.objects.values_list("agency_id", "inspected_on", "mode"))


def _planned(province: int, year: int, systems: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, str, date]]:
    """An approved plan of the year; system, agency, line, mode and first day of each of its lines."""
    plan = InspectionPlan.objects.create(
        province_id=province, year=year, status=PlanStatus.APPROVED, proposed_on=date(year - 1, 12, 1),
        number=f"{year}/QĐ-UBND", approved_on=date(year, 1, 4),
    )  # fmt: skip
    wanted = [
        (system, agency, Mode.ON_SITE.value if n % 3 == year % 3 else Mode.BY_FILE.value,
         date(year, 3, 1) + timedelta(days=n * 7 % 240))
        for n, (system, agency) in enumerate(systems)
    ]  # fmt: skip
    write(PlanLine, (
        {"plan_id": plan.pk, "agency_id": agency, "system_id": system, "mode": mode, "planned_month": day.month,
         "inspecting_unit": "Chi cục Tiêu chuẩn Đo lường Chất lượng", "reason": "Theo luân phiên ba năm",
         "added_on": plan.proposed_on}
        for system, agency, mode, day in wanted))  # fmt: skip
    keys = PlanLine.objects.filter(plan=plan).order_by("pk").values_list("pk", flat=True)
    return [(system, agency, key, mode, day) for (system, agency, mode, day), key in zip(wanted, keys, strict=True)]


def _status(n: int, mode: str, year: int) -> Status:
    if year < YEARS[-1]:
        return Status.CLOSED
    states = VISITS if mode == Mode.ON_SITE else FILES
    return states[n // 3 % len(states)]


def _inspection(
    province: int, edition: int, n: int, system: int, agency: int, line: int, mode: str, day: date,
    taken: set[tuple[int, date, str]],
) -> dict[str, Any]:  # fmt: skip
    status, visit = _status(n, mode, day.year), mode == Mode.ON_SITE
    made, told = status not in UNSETTLED, status != Status.PLANNED
    while (agency, day, mode) in taken:
        day += timedelta(days=1)
    ended = made and status != Status.CONCLUDED
    signed = day + timedelta(days=1 if visit else 8) if ended else None
    return {
        "system_id": system, "agency_id": agency, "province_id": province, "edition_id": edition, "plan_line_id": line,
        "mode": mode, "status": status.value, "inspected_by": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "planned_from": day, "planned_until": day, "inspected_on": day if made else None,
        "decision_number": f"{n}/QĐ" if told else "", "decision_date": day - timedelta(days=30) if told else None,
        "file_due_on": day - timedelta(days=20) if told and not visit else None,
        "announced_on": day if visit and status not in {Status.PLANNED, Status.DECIDED} else None,
        "concluded_on": day if made else None, "minutes_signed_on": signed if visit else None,
        "correction_date": None if visit else signed, "situation": "Hệ thống được duy trì." if made else "",
        "report_due_on": signed + timedelta(days=61) if signed else None,
        "closed_on": signed + timedelta(days=120) if signed and status == Status.CLOSED else None,
    }  # fmt: skip


def _teams(province: int, visits: Sequence[Inspection]) -> None:
    """A leader, a secretary and a member at each office."""
    names = [f"Nguyễn {SYLLABLES[n % len(SYLLABLES)]} {n}" for n in range(INSPECTORS)]
    for name in names:
        Inspector(
            province_id=province, full_name=name, degree="Đại học", degree_on=date(2010, 6, 1),
            administration="Chuyên viên", administration_on=date(2012, 6, 1), auditing="Đánh giá viên",
            auditing_on=date(2015, 6, 1), service_from=date(2011, 1, 1), good_character=True,
        ).save()  # fmt: skip
    keys = list(Inspector.objects.filter(full_name__in=names).order_by("pk").values_list("pk", flat=True))
    parts = (TeamRole.LEADER, TeamRole.SECRETARY, TeamRole.MEMBER)
    write(TeamMember, (
        {"inspection_id": row.pk, "inspector_id": keys[(row.pk * 3 + place) % INSPECTORS], "role": part.value,
         "joined_on": row.planned_from}
        for row in visits if row.status != Status.PLANNED for place, part in enumerate(parts)))  # fmt: skip


def has_sent(row: Inspection) -> bool:
    """The agency sent its file."""
    return row.status not in {Status.PLANNED, Status.CALLED}


def _sending(row: Inspection) -> dict[str, Any]:
    assert row.file_due_on is not None
    sent, back = row.file_due_on + timedelta(days=row.pk % 9 - 6), row.status == Status.RETURNED
    return {
        "inspection_id": row.pk, "number": 1, "due_on": row.file_due_on, "sent_on": sent, "sent_by": "Cơ quan",
        "on_time": sent <= row.file_due_on, "complete": row.pk % 3 > 0, "accepted_on": row.inspected_on,
        "returned_on": sent + timedelta(days=3) if back else None, "returned_reason": "Bổ sung mục 1c" if back else "",
        "new_due_on": sent + timedelta(days=13) if back else None,
    }  # fmt: skip


def _reported(row: Inspection) -> bool:
    """A corrective report came; of those closed one in five never."""
    came = row.status in {Status.REPORTED, Status.REFUSED, Status.ACCEPTED}
    return came or (row.status == Status.CLOSED and row.pk % 5 > 0)


def _report(row: Inspection) -> dict[str, Any]:
    assert row.report_due_on is not None
    sent = row.report_due_on + timedelta(days=row.pk % 7 - 5)
    refused, waits = row.status == Status.REFUSED, row.status == Status.REPORTED
    return {
        "inspection_id": row.pk, "number": 1, "state": "refused" if refused else "sent" if waits else "accepted",
        "due_on": row.report_due_on, "sent_on": sent, "sent_by": "Cơ quan",
        "answered_on": None if waits else sent + timedelta(days=9),
        "refusal": "Chưa nêu nguyên nhân" if refused else "",
        "new_due_on": sent + timedelta(days=40) if refused else None,
    }  # fmt: skip
