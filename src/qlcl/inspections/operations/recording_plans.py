"""How acts about a plan are read, guarded and written into the history; parts of the operations that call them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Model

from qlcl.inspections.models import InspectionPlan, PlanLine
from qlcl.inspections.policies import PLANNERS, can_plan_inspections, visible_plans
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.models import Event


def locked_plan(actor: Actor, plan_id: int, seen: int | None = None) -> InspectionPlan:
    """The plan, its province's chain locked; raises `Unseen`, `Forbidden`, and `Stale` when a form was overtaken."""
    found = visible_plans(actor).filter(pk=plan_id).values_list("province_id", flat=True).first()
    if found is None:
        raise Unseen("Không tìm thấy kế hoạch kiểm tra này.")
    history.lock(history.province_chain(found))
    if not can_plan_inspections(actor, found):
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được sửa kế hoạch kiểm tra.")
    history.refuse_overtaken("inspection_plan", plan_id, seen)
    return InspectionPlan.objects.select_related("province").get(pk=plan_id)


def record_plan(
    *,
    plan: InspectionPlan,
    act: str,
    summary: str,
    actor: Actor,
    on: date,
    at: datetime,
    lines: Sequence[PlanLine] = (),
    more: Sequence[Model] = (),
) -> Event:
    """Writes one event of the plan with the rows it changed."""
    entry = history.Entry(
        chain=history.province_chain(plan.province_id),
        act=act,
        on=on,
        summary=summary,
        subject=history.Ref("inspection_plan", plan.pk, str(plan)),
        changed=[plan, *lines, *more],
        payload={"plan": plan.pk, "year": plan.year, "lines": [line.pk for line in lines]},
        post=actor.provincial_post(plan.province_id, PLANNERS),
    )
    return history.record(actor=actor, at=at, entries=[entry])[0]
