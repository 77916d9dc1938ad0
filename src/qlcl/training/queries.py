"""Reads of training, shaped for pages: classes, attendance, who was not trained, who holds a certificate."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from qlcl.accounts.models import Person
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.hits import Hit
from qlcl.kernel.words import Asked, best
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import COUNTED_LEVELS
from qlcl.organisations.models import Agency, AgencyQuerySet
from qlcl.organisations.queries import visible_agencies
from qlcl.training.enums import AUDITING
from qlcl.training.models import Attendance, Certificate, CertificateQuerySet, TrainingClass
from qlcl.training.policies import (
    can_see_training_of,
    kept_attendances,
    kept_certificates,
    kept_classes,
    visible_attendances,
    visible_certificates,
    visible_classes,
)

PANEL_ROWS = 8


def class_list(actor: Actor) -> QuerySet[TrainingClass]:
    """Classes the actor sees, newest first, with the agencies and persons he may count (`agencies`, `people`)."""
    return _counted(actor, visible_classes(actor))


def _counted(actor: Actor, classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    attendances = visible_attendances(actor).filter(training_class=OuterRef("pk")).order_by().values("training_class")
    return classes.annotate(
        agencies=_number(attendances.annotate(n=Count("pk"))),
        people=_number(attendances.annotate(n=Sum("attendees"))),
    ).order_by("-held_on", "-pk")


def _number(grouped: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(grouped.values("n")[:1], output_field=IntegerField()), 0)


def class_years(actor: Actor) -> list[tuple[int, int]]:
    """The years in which classes were held, newest first, with how many."""
    years = visible_classes(actor).order_by().annotate(year=YearOf("held_on")).values("year")
    return [(row["year"], row["n"]) for row in years.annotate(n=Count("pk")).order_by("-year")]


def class_seen(actor: Actor, class_id: int) -> TrainingClass:
    """The class; `Unseen` outside the actor's view."""
    found = _counted(actor, kept_classes(actor)).select_related("province").filter(pk=class_id).first()
    if found is None:
        raise Unseen
    return found


def attendance_seen(actor: Actor, attendance_id: int) -> Attendance:
    """The attendance with its class and agency; `Unseen` outside the actor's view; a void one is shown as such."""
    found = kept_attendances(actor).select_related("training_class", "agency").filter(pk=attendance_id).first()
    if found is None:
        raise Unseen
    return found


def certificate_seen(actor: Actor, certificate_id: int) -> Certificate:
    """The certificate; `Unseen` outside the actor's view; a void one is shown as such."""
    found = kept_certificates(actor).select_related("agency", "training_class").filter(pk=certificate_id).first()
    if found is None:
        raise Unseen
    return found


def attendances_of(actor: Actor, training_class: TrainingClass) -> QuerySet[Attendance]:
    """Who attended, by name of the agency, with the named persons."""
    return (
        visible_attendances(actor)
        .filter(training_class=training_class)
        .select_related("agency")
        .prefetch_related("participants")
        .order_by("agency__name_sort", "agency__code")
    )


def people_by_level(actor: Actor, training_class: TrainingClass) -> list[tuple[str, int, int]]:
    """(level, agencies, persons) of a class, for the levels that attended."""
    rows = visible_attendances(actor).filter(training_class=training_class).order_by().values("agency__level")
    found = {r["agency__level"]: (r["n"], r["people"]) for r in rows.annotate(n=Count("pk"), people=Sum("attendees"))}
    return [(str(level), *found[level]) for level in found]


def untrained_agencies(
    actor: Actor, *, since: date, until: date, topic: str = "", province_ids: Sequence[int] | None = None
) -> AgencyQuerySet:
    """Agencies that lived on `until` and sent nobody to a class (of the topic) from `since` to `until`."""
    attended = Attendance.objects.standing().filter(
        training_class__held_on__gte=since, training_class__held_on__lte=until
    )
    if topic:
        attended = attended.filter(training_class__topic=topic)
    agencies = visible_agencies(actor).valid_on(until).filter(level__in=COUNTED_LEVELS)
    if province_ids is not None:
        agencies = agencies.in_provinces(province_ids)
    return agencies.exclude(pk__in=attended.values("agency_id"))


def internal_auditors(actor: Actor, day: date) -> CertificateQuerySet:
    """Certificates that let their holders audit, valid on the day; newest first."""
    seen = visible_certificates(actor).filter(kind__in=AUDITING, issued_on__lte=day)
    return Certificate.objects.filter(pk__in=seen.values("pk")).valid_on(day).select_related("agency")


def search_classes(actor: Actor, text: str | Asked, limit: int) -> list[Hit]:
    """Classes whose code or title holds every word, without accents; newest first."""
    choices = Asked.of(text, "training_class").choices("training_class")
    found: list[TrainingClass] = best(
        actor, lambda: visible_classes(actor), ["title_fold"], choices, ["-held_on", "-pk"], limit
    )
    return [
        Hit(c.title, f"{c.code} · {c.held_on:%d/%m/%Y}", reverse("training:class", args=[c.pk]), c.illustration)
        for c in found
    ]


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """What an agency's page shows of training: its attendances and certificates; None outside the actor's view."""
    if not can_see_training_of(actor, agency):
        return None
    attended = Attendance.objects.standing().filter(agency=agency, training_class__held_on__lte=day)
    rows = attended.select_related("training_class").order_by("-training_class__held_on", "-pk")
    certificates = Certificate.objects.standing().filter(agency=agency).valid_on(day).order_by("-issued_on")
    return {"attendances": rows[:PANEL_ROWS], "certificates": certificates[:PANEL_ROWS]}


def agencies_by_level(agencies: AgencyQuerySet) -> dict[str, int]:
    """How many agencies there are of each level."""
    rows = agencies.order_by().values("level").annotate(n=Count("pk"))
    return {row["level"]: row["n"] for row in rows}


def leaving_panel(actor: Actor, person: Person, day: date) -> dict[str, Any] | None:
    """The certificates in the name of somebody who leaves: the agency loses them with him."""
    mine = Certificate.objects.standing().filter(agency_id=person.agency_id, person_name__iexact=person.full_name)
    rows = list(mine.valid_on(day).order_by("kind", "pk")[:20])
    return {"certificates": rows} if rows else None
