"""Consultants: until when they are guests, and what the agency must take over from each."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery

from qlcl.accounts.models import ApiToken, Appointment
from qlcl.duties.models import Duty
from qlcl.duties.policies import can_take_over, visible_consultants
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import Unseen
from qlcl.kernel.history import TimelineEntry
from qlcl.kernel.models import Seal, StoredFile
from qlcl.organisations.models import Coverage

TAKE_OVER = "accounts.take_over_from_consultant"


@dataclass(frozen=True, slots=True)
class ExitList:
    """Everything that leaves with a consultant unless somebody takes it over."""

    appointment: Appointment
    system_id: int | None
    done: list[TimelineEntry]
    files: list[StoredFile]
    open: list[Duty]
    tokens: list[ApiToken]
    taken: list[TimelineEntry]
    may_take_over: bool
    works_until: date | None

    @property
    def last_act(self) -> int:
        """The last event that the list holds, for a form to carry."""
        return max((entry.event_id for entry in self.done), default=0)


def consultants_listed(actor: Actor) -> QuerySet[Appointment]:
    """Appointments of consultants in the actor's sight, the earliest end first among those to come."""
    found = visible_consultants(actor).select_related("person", "position__agency")
    return found.order_by("-valid_until", "-pk")


def exit_list(actor: Actor, appointment_id: int, day: date) -> ExitList:
    """What the consultant did, brought and holds in the agency's system during his time; raises Unseen."""
    appointment = _last_of(actor, appointment_id)
    if appointment is None:
        raise Unseen
    position = appointment.position
    systems = list(
        Coverage.objects.filter(agency_id=position.agency_id)
        .order_by("-valid_from")
        .values_list("system_id", flat=True)
    )
    chains = [history.system_chain(pk) for pk in dict.fromkeys(systems)]
    end = max(appointment.valid_until or day, day) + timedelta(days=1)
    seen = history.done_in_post(
        position_id=position.pk, chains=chains, start=appointment.valid_from, end=end, also=TAKE_OVER
    )
    taken = [entry for entry in seen if entry.act == TAKE_OVER and entry.subject == guest_label(appointment)]
    done = [entry for entry in seen if entry.act != TAKE_OVER]
    return ExitList(
        appointment=appointment,
        system_id=systems[0] if systems else None,
        done=done,
        files=_files_of([entry.event_id for entry in done]),
        open=list(_open(appointment)),
        tokens=list(
            ApiToken.objects.filter(appointment=appointment, revoked_at__isnull=True, valid_until__gt=day).order_by(
                "pk"
            )
        ),
        taken=taken,
        may_take_over=can_take_over(actor, position.agency_id),
        works_until=appointment.last,  # type: ignore[attr-defined]
    )


def _last_of(actor: Actor, appointment_id: int) -> Appointment | None:
    """The appointment with `last`, the end of the same person's last one to that position: he may have been renewed."""
    same = Appointment.objects.filter(person=OuterRef("person"), position=OuterRef("position"))
    ends = same.order_by(F("valid_until").desc(nulls_first=True)).values("valid_until")[:1]
    found = visible_consultants(actor).select_related("person", "position__agency").annotate(last=Subquery(ends))
    return found.filter(pk=appointment_id).first()


def guest_label(appointment: Appointment) -> str:
    """How history names a guest: the person and the post."""
    return f"{appointment.person.full_name}, {appointment.position.title}"


def _files_of(event_ids: list[int]) -> list[StoredFile]:
    """Files that those acts brought in."""
    sealed = Seal.objects.filter(model="kernel.storedfile", event_id__in=event_ids)
    files = StoredFile.objects.filter(pk__in=sealed.values("object_id"))
    return list(files.order_by("-uploaded_at", "-pk")) if event_ids else []


def _open(appointment: Appointment) -> QuerySet[Duty]:
    """Open duties assigned to his post, or to consultants of the agency."""
    duties = Duty.objects.open()
    mine = duties.filter(position_id=appointment.position_id)
    by_role = duties.filter(agency_id=appointment.position.agency_id, role=Role.CONSULTANT, position__isnull=True)
    return (mine | by_role).select_related("agency").order_by("due_on", "pk")
