"""An officer draws up one letter to the agencies whose duties are overdue."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.duties.models import Duty, LetterLine, ReminderLetter
from qlcl.duties.policies import visible_duties
from qlcl.duties.queries.calendar import workdays_of
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations import parameters
from qlcl.organisations.policies import can_manage_register

GRACE = "duties.letter_days"
_MOST = 5000


@transaction.atomic
def draft_reminder(*, duty_ids: Sequence[int], actor: Actor, on: date, at: datetime) -> ReminderLetter:
    """One draft letter about the duties selected that are overdue on `on`; a person sends it, or does not.

    Duties of one province only; those not overdue are left out. What is kept says who drew it up and when, for the
    board's “last contact”. Raises `nothing_selected`, `nobody_behind`, `several_provinces`.
    """
    ids = sorted(set(duty_ids))[:_MOST]
    if not ids:
        raise DomainError("nothing_selected", "Hãy chọn ít nhất một việc quá hạn.")
    seen = visible_duties(actor).filter(pk__in=ids).select_related("system", "agency")
    if seen.count() != len(ids):
        raise Unseen
    provinces = {duty.agency.province_id for duty in seen}
    if len(provinces) > 1:
        raise DomainError("several_provinces", "Một công văn chỉ gửi các cơ quan của một tỉnh.")
    province_id = provinces.pop()
    history.lock(history.province_chain(province_id))
    if not can_manage_register(actor, province_id):
        raise Forbidden
    overdue = list(
        Duty.objects.overdue_on(on).filter(pk__in=ids).select_related("agency").order_by("agency_id", "due_on")
    )
    if not overdue:
        raise DomainError("nobody_behind", "Không có việc nào trong số đã chọn đang quá hạn.")
    days = parameters.number(province_id, GRACE, on)
    letter = ReminderLetter.objects.create(
        province_id=province_id,
        on=on,
        at=at,
        deadline=workdays_of(province_id).next_working(on + timedelta(days=days)),
        drafted_by=actor.name[:200],
        illustration=any(duty.agency.illustration for duty in overdue),
    )
    LetterLine.objects.bulk_create(
        LetterLine(letter=letter, duty=duty, agency_id=duty.agency_id, due_on=duty.due_on) for duty in overdue
    )
    _record(letter, overdue, actor, on, at)
    return letter


def _record(letter: ReminderLetter, overdue: Sequence[Duty], actor: Actor, on: date, at: datetime) -> None:
    agencies = sorted({duty.agency_id for duty in overdue})
    entry = Entry(
        chain=history.province_chain(letter.province_id),
        act="duties.draft_reminder",
        on=on,
        summary=f"Soạn dự thảo công văn đôn đốc {len(agencies)} cơ quan, {len(overdue)} việc quá hạn",
        subject=Ref("reminder_letter", letter.pk, str(letter)),
        payload={"letter": letter.pk, "agencies": agencies, "duties": [duty.pk for duty in overdue]},
        post=actor.provincial_post(letter.province_id),
    )
    history.record(actor=actor, at=at, entries=[entry])
