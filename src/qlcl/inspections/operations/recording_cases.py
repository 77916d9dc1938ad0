"""How acts on an inspection are read for change and written into history; parts of the operations that call them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.void_inspection import refuse_void
from qlcl.inspections.policies import answering_post, kept_inspections, recording_post
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.models import Event


def reference(inspection: Inspection) -> history.Ref:
    """The inspection as history, checklists and nonconformities cite it."""
    return history.Ref("inspection", inspection.pk, str(inspection))


def locked_case(actor: Actor, inspection_id: int, seen: int | None = None) -> Inspection:
    """The inspection, the chain of its system locked. Raises `Unseen`, `Stale`, and `entry_void`."""
    system = kept_inspections(actor).filter(pk=inspection_id).values_list("system_id", flat=True).first()
    if system is None:
        raise Unseen("Không tìm thấy cuộc kiểm tra này.")
    history.lock(history.system_chain(system))
    history.refuse_overtaken("inspection", inspection_id, seen)
    rows = Inspection.objects.select_related("agency", "system__holder", "province", "edition", "plan_line__plan")
    inspection = rows.get(pk=inspection_id)
    refuse_void(inspection)
    return inspection


def record_case(
    *,
    inspection: Inspection,
    act: str,
    summary: str,
    actor: Actor,
    on: date,
    at: datetime,
    changed: Sequence[Model] = (),
    removed: Sequence[Model] = (),
    payload: Mapping[str, Any] | None = None,
    batch: str = "",
) -> Event:
    """Saves nothing; writes one event of the inspection with the rows that changed, itself among them."""
    entry = case_entry(inspection, act, summary, actor, on, changed=changed, removed=removed, payload=payload)
    return history.record(actor=actor, at=at, entries=[entry], batch=batch)[0]


def case_entry(
    inspection: Inspection,
    act: str,
    summary: str,
    actor: Actor,
    on: date,
    *,
    changed: Sequence[Model] = (),
    removed: Sequence[Model] = (),
    payload: Mapping[str, Any] | None = None,
) -> history.Entry:
    """What `record_case` writes, for acts on many inspections at once."""
    return history.Entry(
        chain=history.system_chain(inspection.system_id),
        act=act,
        on=on,
        summary=summary[:500],
        subject=reference(inspection),
        changed=[inspection, *changed],
        removed=removed,
        payload={"agency": inspection.agency_id, "status": str(inspection.status), **(payload or {})},
        post=recording_post(actor, inspection) or answering_post(actor, inspection),
    )
