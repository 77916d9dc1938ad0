"""Takes back an inspection entered by mistake: it is kept, marked, and counts nowhere."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from qlcl.corrective.enums import State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.withdraw import withdraw_of_source
from qlcl.duties.operations.cancel_duties import cancel_of_source
from qlcl.duties.operations.reopen_duties import reopen
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import can_record_inspections
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.models import Event
from qlcl.kernel.text import clean


def refuse_void(row: Inspection) -> None:
    """Nothing more is done with an entry that was taken back: raises `entry_void`."""
    if row.voided_on is not None:
        raise DomainError("entry_void", f"Bản ghi này đã hủy ngày {row.voided_on:%d/%m/%Y}: {row.void_reason}.")


@transaction.atomic
def void_inspection(*, actor: Actor, inspection_id: int, reason: str, on: date, at: datetime) -> Inspection:
    """Takes back the entry, not the inspection: what it closed is owed again, what it asked for is not.

    What it found is withdrawn with it, as long as nobody has answered for it yet. Raises `Forbidden`,
    `reason_missing`, `entry_void`, `fixes_recorded`.
    """
    row = Inspection.objects.select_related("agency").get(pk=inspection_id)
    history.lock(history.system_chain(row.system_id))
    if not can_record_inspections(actor, row.province_id):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được hủy bản ghi trong sổ kiểm tra.")
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do hủy bản ghi.", field="reason")
    history.reread([row])
    refuse_void(row)
    _refuse_answered(row)
    row.voided_on, row.void_reason = on, clean(reason)[:300]
    row.save(update_fields=["voided_on", "void_reason"])
    earlier = Event.objects.filter(subject_kind="inspection", subject_id=row.pk).values_list("pk", flat=True)
    closed_by = list(earlier)
    entry = history.Entry(
        chain=history.system_chain(row.system_id),
        act="inspections.void_inspection",
        on=on,
        summary=f"Hủy bản ghi nhầm lượt kiểm tra {row}: {row.void_reason}",
        subject=history.Ref("inspection", row.pk, str(row)),
        changed=[row],
        payload={"agency": row.agency_id},
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    said = f"Bản ghi lượt kiểm tra đã hủy: {row.void_reason}"
    withdraw_of_source(kind="inspection", source_id=row.pk, reason=said, actor=actor, on=on, at=at)
    reopen(events=closed_by, actor=actor, at=at)
    cancel_of_source(
        kind="inspection", source_id=row.pk, reason=f"Bản ghi đã hủy: {row.void_reason}", actor=actor, on=on, at=at,
        event=event.pk,
    )  # fmt: skip
    return row


def _refuse_answered(row: Inspection) -> None:
    """What the agency did about a finding is not swept away with the entry: raises `fixes_recorded`."""
    found = Nonconformity.objects.of_source("inspection", row.pk).exclude(state=State.WITHDRAWN)
    answered = found.filter(Q(actions__isnull=False) | Q(checks__isnull=False) | ~Q(cause="")).distinct()
    if names := [f"“{finding}”" for finding in answered.order_by("pk")[:3]]:
        more = answered.count() - len(names)
        raise DomainError(
            "fixes_recorded",
            f"Đã ghi nguyên nhân, việc khắc phục hoặc kết luận về {', '.join(names)}"
            f"{f' và {more} điểm khác' if more else ''}; không hủy được bản ghi. Ghi nhầm điểm nào thì rút điểm ấy ở "
            "mục Khắc phục; ghi nhầm ngày, hình thức thì sửa bản ghi.",
        )
