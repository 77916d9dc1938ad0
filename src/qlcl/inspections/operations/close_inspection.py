"""Closes an inspection: nothing is awaited any more (Circular 26/2014, arts. 37, 38)."""

from datetime import date, datetime

from django.db import transaction

from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.recording_cases import locked_case, record_case
from qlcl.inspections.queries.cases import live_findings
from qlcl.inspections.workflow import CASE, guards_of_closing, require
from qlcl.kernel.actors import Actor
from qlcl.kernel.workflow import advance


@transaction.atomic
def close_inspection(*, actor: Actor, inspection_id: int, on: date, at: datetime) -> Inspection:
    """The inspection ends; findings still open stay open until their effect is verified.

    Raises `Unseen`, `Forbidden`, `wrong_state`, `guards`.
    """
    inspection = locked_case(actor, inspection_id)
    status = inspection.status
    advance(CASE, inspection, "inspections.close", actor=actor)
    require(guards_of_closing(inspection, status, live_findings(inspection)))
    inspection.closed_on = on
    inspection.save(update_fields=["status", "closed_on"])
    record_case(
        inspection=inspection, act="inspections.close", summary="Kết thúc cuộc kiểm tra", actor=actor, on=on, at=at
    )
    return inspection
