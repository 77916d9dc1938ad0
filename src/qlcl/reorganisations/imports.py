"""Imports agencies and successions; an ending in a file passes through the same door as one from a page."""

from datetime import date, datetime

from qlcl.kernel.actors import Actor
from qlcl.kernel.sheets.kinds import ImportKind, Plan
from qlcl.organisations.imports import SUCCESSION_COLUMNS, UNIT_COLUMNS, plan_successions, plan_units
from qlcl.organisations.models import Agency
from qlcl.organisations.operations.change_agencies import CORRECTABLE, change_agencies
from qlcl.organisations.operations.end_agencies import Ending
from qlcl.organisations.operations.record_successions import record_successions
from qlcl.organisations.operations.register_agencies import register_agencies
from qlcl.reorganisations.operations.end_agencies import end_agencies_everywhere, pass_on_to_successors

_WRITTEN = {*CORRECTABLE, "duty_to_apply", "duty_basis"}


def apply_units(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Registers, corrects, then ends; what hung on the ended waits for the successions of the same import."""
    made: dict[str, Agency] = {}
    if plan.creates:
        rows = register_agencies(actor=actor, on=on, at=at, agencies=plan.creates, batch=batch)
        made = {a.code: a for a in rows}
    changes = [(c.obj, {n: after for n, (_, after) in c.fields.items() if n in _WRITTEN}) for c in plan.updates]
    if written := [(agency, fields) for agency, fields in changes if fields]:
        change_agencies(actor=actor, on=on, at=at, changes=written, batch=batch)
    endings = [Ending(made[r["code"]], r["valid_until"], r["end_reason"]) for r in plan.payload["new_endings"]]
    endings += [Ending(agency, r["valid_until"], r["end_reason"]) for agency, r in plan.payload["endings"]]
    if endings:
        end_agencies_everywhere(actor=actor, on=on, at=at, endings=endings, batch=batch, later=True)


def apply_successions(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Records the successions; what had ended with an agency before goes over to its one successor."""
    if plan.creates:
        record_successions(actor=actor, on=on, at=at, successions=plan.creates, batch=batch)
        followed = {new.predecessor.pk for new in plan.creates}
        pass_on_to_successors(actor=actor, predecessors=followed, on=on, at=at, batch=batch)


UNITS = ImportKind(
    code="units",
    label="Cơ quan",
    columns=UNIT_COLUMNS,
    plan=plan_units,
    apply=apply_units,
    key=("code",),
    help="Mỗi dòng một cơ quan; cơ quan cấp trên có thể nằm trong cùng tệp.",
)

SUCCESSION = ImportKind(
    code="succession",
    label="Quan hệ kế thừa",
    columns=SUCCESSION_COLUMNS,
    plan=plan_successions,
    apply=apply_successions,
    key=("predecessor_code", "successor_code", "effective_on"),
    help="Mỗi dòng: một cơ quan cũ chuyển thành một cơ quan mới.",
)
