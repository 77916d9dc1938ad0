"""The agency takes over what a consultant did, brought and held."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from qlcl.accounts.models import ApiToken
from qlcl.duties.models import Duty
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.policies import ASSIGNERS
from qlcl.duties.queries.consultants import TAKE_OVER, exit_list, guest_label
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean


@transaction.atomic
def take_over_from_consultant(
    *, actor: Actor, appointment_id: int, note: str, on: date, at: datetime, seen: int | None = None
) -> None:
    """States that the exit list was gone through; open duties of the guest's post go back to whoever holds the role.

    Only once he works no longer, for what he does next would stand on no list; `seen` is the last of his acts on the
    list that was gone through. Tokens that outlive his time end.
    Raises Unseen, Forbidden, `no_system`, `note_missing`, `guest_still_works`, `Stale`.
    """
    found = exit_list(actor, appointment_id, on)
    if not found.may_take_over:
        raise Forbidden("Chỉ thủ trưởng, cấp phó, thư ký ISO của cơ quan tiếp quản việc của tư vấn.")
    if found.system_id is None:
        raise DomainError("no_system", "Cơ quan chưa có hệ thống quản lý chất lượng.")
    province_id = found.appointment.position.agency.province_id
    history.lock(history.province_chain(province_id), history.system_chain(found.system_id))
    found = exit_list(actor, appointment_id, on)  # as it stands now that nobody else writes
    assert found.system_id is not None
    if not clean(note):
        raise DomainError("note_missing", "Cần ghi ai nhận, hồ sơ để ở đâu.", field="note")
    appointment = found.appointment
    _refuse_while_he_works(found.works_until, on)
    if seen is not None and found.last_act > seen:
        raise Stale("Danh mục có việc mới của tư vấn. Ông/bà hãy tải lại trang, xem lại danh mục rồi ghi tiếp quản.")
    for token in found.tokens:
        token.revoked_at = at
    ApiToken.objects.bulk_update(found.tokens, ["revoked_at"])
    rows: list[Model] = list(found.tokens)
    Duty.objects.open().filter(position_id=appointment.position_id).update(position=None)
    subject = Ref("appointment", appointment.pk, guest_label(appointment))
    entry = Entry(
        chain=history.system_chain(found.system_id),
        act=TAKE_OVER,
        on=on,
        summary=f"Tiếp quản việc của tư vấn {appointment.person.full_name}: {len(found.done)} việc đã làm, "
        f"{len(found.files)} tệp, {len(found.open)} việc đang mở. {clean(note)}",
        subject=subject,
        changed=rows,
        payload={"appointment": appointment.pk, "done": len(found.done), "files": len(found.files)},
        post=actor.post_at(appointment.position.agency_id, ASSIGNERS),
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    discharge(facts=[Fact(found.system_id, TAKE_OVER, subject, on, event.pk)], actor=actor, at=at)


def _refuse_while_he_works(until: date | None, on: date) -> None:
    if until is None or until > on:
        when = f"đến trước ngày {until:%d/%m/%Y}" if until else "chưa có ngày kết thúc"
        raise DomainError(
            "guest_still_works",
            f"Tư vấn còn thời hạn ({when}), việc làm thêm sẽ nằm ngoài danh mục. "
            "Hãy kết thúc bổ nhiệm trước, hoặc ghi tiếp quản từ ngày đó.",
        )
