"""What is overdue or soon due: the list that an agency prints and an officer selects from."""

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from qlcl.duties.models import Duty, NightlyRun
from qlcl.duties.policies import visible_duties
from qlcl.duties.queries.duties import my_duties
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import OverseeingBody
from qlcl.organisations.queries import visible_provinces

AHEAD = timedelta(days=30)


def due_list(
    actor: Actor, day: date, *, agency_id: int | None = None, mine: bool = False, overdue: bool = False
) -> QuerySet[Duty]:
    """Open duties due within 30 days or overdue on `day`: visible ones, of one agency, or the actor's own."""
    duties = my_duties(actor) if mine else visible_duties(actor)
    if agency_id is not None:
        duties = duties.filter(agency_id=agency_id)
    elif not mine and not actor.oversees:
        duties = duties.filter(agency_id__in=actor.agency_ids)
    until = Q(due_on__lt=day) if overdue else Q(due_on__lte=day + AHEAD)
    found = duties.open().filter(until, opened_on__lte=day)
    return found.select_related("agency", "position").order_by("agency__name_sort", "due_on", "sequence", "id")


def overseeing_body(province_id: int, day: date) -> str:
    """The body that oversees the province on the day; without one on record, the Department by its usual name."""
    bodies = OverseeingBody.objects.filter(province=province_id, valid_from__lte=day).select_related("agency")
    body = bodies.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day)).order_by("-valid_from").first()
    return body.agency.name if body else "Sở Khoa học và Công nghệ"


def nightly_runs(actor: Actor) -> QuerySet[NightlyRun]:
    """The background work of the actor's provinces, the latest day first."""
    runs = NightlyRun.objects.filter(province__in=visible_provinces(actor)).select_related("province")
    return runs.order_by(F("day").desc(), "province_id", "id")
