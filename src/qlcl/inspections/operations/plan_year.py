"""Draws up the plan of inspections of a year as the law and the records propose it."""

from datetime import date, datetime

from django.db import transaction

from qlcl.inspections.models import InspectionPlan, PlanLine
from qlcl.inspections.operations.recording_plans import record_plan
from qlcl.inspections.policies import can_plan_inspections
from qlcl.inspections.proposing import propose
from qlcl.inspections.queries.plans import TERMS, candidates
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations import parameters
from qlcl.organisations.models import Agency, QualitySystem

FIRST_YEAR = 2015


@transaction.atomic
def plan_year(
    *, actor: Actor, province: Agency, year: int, on: date, at: datetime, illustration: bool = False
) -> InspectionPlan:
    """One draft plan for the year: every agency that must apply on 1 January, a third of them at their office.

    Circular 26/2014, arts. 33.2 and 34. The province's parameters say whom else to plan, in which months, by which
    unit. Raises `Forbidden`, `year_out_of_range`, `plan_known`, `nobody_to_inspect`.
    """
    history.lock(history.province_chain(province.pk))
    if not can_plan_inspections(actor, province.pk):
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được lập kế hoạch kiểm tra.")
    if not FIRST_YEAR <= year <= on.year + 1:
        raise DomainError("year_out_of_range", f"Chỉ lập kế hoạch từ năm {FIRST_YEAR} đến năm sau.", field="year")
    if InspectionPlan.objects.filter(province=province, year=year).exists():
        raise DomainError("plan_known", f"Đã có kế hoạch kiểm tra năm {year}; hãy mở kế hoạch đó.", field="year")
    known = candidates(province.pk, year, on)
    if not known:
        raise DomainError(
            "nobody_to_inspect",
            f"Không có cơ quan nào bắt buộc áp dụng vào ngày 01/01/{year}; hãy ghi nghĩa vụ áp dụng ở Cơ quan.",
            field="year",
        )
    terms = parameters.values(province.pk, on, TERMS)
    first, last, by_file = (int(terms[code]) for code in TERMS[:3])
    plan = InspectionPlan.objects.create(province=province, year=year, proposed_on=on, illustration=illustration)
    holders = dict(QualitySystem.objects.filter(pk__in=[c.key for c in known]).values_list("pk", "holder_id"))
    lines = [
        PlanLine(
            plan=plan,
            system_id=p.candidate.key,
            agency_id=holders[p.candidate.key],
            mode=p.mode,
            planned_month=p.month,
            inspecting_unit=terms["inspections.unit"],
            reason=p.reason[:400],
            added_on=on,
            illustration=illustration,
        )
        for p in propose(known, first_month=first, last_month=max(first, last), file_month=by_file)
    ]
    PlanLine.objects.bulk_create(lines)
    summary = f"Lập dự thảo kế hoạch kiểm tra năm {year}: {len(lines)} cơ quan"
    record_plan(plan=plan, act="inspections.plan_year", summary=summary, actor=actor, on=on, at=at, lines=lines)
    return plan
