"""Warns before a consultant's time ends, and opens the duty to take over from him."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from qlcl.accounts.models import Appointment
from qlcl.accounts.queries import holders
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.duties.queries.consultants import TAKE_OVER
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.history import Ref
from qlcl.organisations import parameters
from qlcl.organisations.queries import system_of

WARNING = "accounts.consultant_warning_days"
#: Ends longer ago are history: they ended before anybody watched.
LOOKED_BACK = timedelta(days=60)


@transaction.atomic
def watch_consultants(*, province_id: int, day: date, at: datetime) -> int:
    """For each guest whose time ends soon or has just ended: one duty of the secretary, one notice; each once.

    A renewal takes the duty back. Returns how many duties are new; doing it again does nothing more.
    """
    history.lock(history.province_chain(province_id))
    actor = Actor.system("Việc nền")
    _take_back_renewed(province_id, actor, day, at)
    soon = day + timedelta(days=parameters.number(province_id, WARNING, day))
    ending = (
        _guests(province_id)
        .filter(valid_until__gt=day - LOOKED_BACK, valid_until__lte=soon, valid_from__lte=day)
        .filter(~Exists(_later()))
        .order_by("pk")
    )
    return sum(_warn(appointment, actor, day, at) for appointment in ending)


def _guests(province_id: int) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        position__role=Role.CONSULTANT, position__agency__province_id=province_id
    ).select_related("person", "position__agency")


def _later() -> QuerySet[Appointment]:
    """A later appointment of the same person to the same post: he was renewed."""
    return Appointment.objects.filter(
        person=OuterRef("person"), position=OuterRef("position"), valid_until__gt=OuterRef("valid_until")
    )


def _warn(appointment: Appointment, actor: Actor, day: date, at: datetime) -> int:
    position, person = appointment.position, appointment.person
    until = appointment.valid_until
    system = system_of(position.agency_id, day)
    if system is None or until is None:
        return 0
    spec = DutySpec(
        system_id=system.pk,
        agency_id=position.agency_id,
        act=TAKE_OVER,
        label=f"Tiếp quản việc của tư vấn {person.full_name}",
        due_on=max(until, day),
        role=Role.ISO_SECRETARY,
        subject=Ref("appointment", appointment.pk, f"{person.full_name}, {position.title}"),
        source=Ref("position", position.pk, position.title),
        legal_basis="Thông tư 26/2014/TT-BKHCN, Điều 41",
    )
    opened = open_duties(specs=[spec], actor=actor, on=day, at=at, event=None)
    if opened:
        text = f"Thời hạn của tư vấn {person.full_name} kết thúc ngày {until:%d/%m/%Y}: gia hạn, hoặc tiếp quản."
        link = reverse("duties:consultant_exit", args=[appointment.pk])
        told = holders([position.agency_id], [Role.HEAD, Role.ISO_SECRETARY], day)
        topic = f"consultant:{appointment.pk}"
        notes = [Note(pk, text, link, topic=topic) for pk in dict.fromkeys(h.position_id for h in told)]
        notify(notes=notes, actor=actor, on=day, at=at)
    return opened


def _take_back_renewed(province_id: int, actor: Actor, day: date, at: datetime) -> None:
    waiting = Duty.objects.open().filter(act=TAKE_OVER, system__province_id=province_id, subject_kind="appointment")
    by_subject = dict(waiting.values_list("subject_id", "pk"))
    renewed = _guests(province_id).filter(pk__in=by_subject).filter(Exists(_later()))
    for appointment in renewed:
        newest = Appointment.objects.filter(person=appointment.person, position=appointment.position).latest("pk")
        event = history.last_event_touching([newest])
        if event:
            duties = Duty.objects.filter(pk=by_subject[appointment.pk])
            cancel(duties=duties, reason="Tư vấn đã được gia hạn.", actor=actor, on=day, at=at, event=event)
