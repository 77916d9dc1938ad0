"""An officer draws up one letter to the agencies whose files are overdue."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.duties.queries.calendar import workdays_of
from qlcl.inspections.by_file import last_day
from qlcl.inspections.enums import Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.reading_files import ROLL, locked_files
from qlcl.inspections.operations.telling import tell_agencies
from qlcl.inspections.policies import RECORDERS, can_record_inspections
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations import parameters

ACT, DAYS = "inspections.remind_files", "inspections.return_days"


@transaction.atomic
def remind_files(
    *, actor: Actor, inspection_ids: Sequence[int], on: date, at: datetime
) -> tuple[list[Inspection], date]:
    """Those of the selection whose files are overdue, and the day the letter asks for; tells the agencies.

    A person sends the letter, or does not. Raises `nothing_selected`, `Unseen`, `Forbidden`, `nobody_behind`.
    """
    inspections = locked_files(actor, inspection_ids)
    province = inspections[0].province_id
    if not can_record_inspections(actor, province):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được đôn đốc gửi hồ sơ.")
    late = [i for i in inspections if is_overdue(i, on)]
    if not late:
        raise DomainError("nobody_behind", "Không có hồ sơ nào trong số đã chọn đang quá hạn.")
    wanted = on + timedelta(days=parameters.number(province, DAYS, on))
    deadline = last_day(wanted, workdays_of(province), roll=parameters.switch(province, ROLL, on))
    entry = history.Entry(
        chain=history.province_chain(province),
        act=ACT,
        on=on,
        summary=f"Soạn dự thảo công văn đôn đốc {len(late)} cơ quan gửi hồ sơ kiểm tra",
        subject=history.Ref("agency", province, late[0].province.name),
        payload={"inspections": [i.pk for i in late], "agencies": [i.agency_id for i in late], "deadline": deadline},
        post=actor.provincial_post(province, RECORDERS),
    )
    history.record(actor=actor, at=at, entries=[entry])
    said = [(i, f"Hồ sơ kiểm tra quá hạn {(on - (i.file_due_on or on)).days} ngày; gửi chậm nhất ngày "
                f"{deadline:%d/%m/%Y}.") for i in late]  # fmt: skip
    tell_agencies(said=said, page="inspections:file", actor=actor, on=on, at=at)
    return late, deadline


def is_overdue(inspection: Inspection, day: date) -> bool:
    """Its file is awaited and was due before the day."""
    waiting = inspection.status in (Status.CALLED, Status.RETURNED)
    return waiting and inspection.file_due_on is not None and inspection.file_due_on < day
