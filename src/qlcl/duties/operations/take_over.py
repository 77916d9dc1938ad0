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
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean


@transaction.atomic
def take_over_from_consultant(*, actor: Actor, appointment_id: int, note: str, on: date, at: datetime) -> None:
    """States that the exit list was gone through; open duties of the guest's post go back to whoever holds the role.

    Tokens that outlive his time end. Raises Unseen, Forbidden, `note_missing`, `no_system`.
    """
    found = exit_list(actor, appointment_id, on)
    if not found.may_take_over:
        raise Forbidden("Chỉ thủ trưởng, cấp phó, thư ký ISO của cơ quan tiếp quản việc của tư vấn.")
    if found.system_id is None:
        raise DomainError("no_system", "Cơ quan chưa có hệ thống quản lý chất lượng.")
    history.lock(history.system_chain(found.system_id))
    if not clean(note):
        raise DomainError("note_missing", "Cần ghi ai nhận, hồ sơ để ở đâu.", field="note")
    appointment = found.appointment
    ended = appointment.valid_until is not None and appointment.valid_until <= on
    rows: list[Model] = []
    if ended:
        for token in found.tokens:
            token.revoked_at = at
        ApiToken.objects.bulk_update(found.tokens, ["revoked_at"])
        rows += found.tokens
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
