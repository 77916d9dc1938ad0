"""A plain picture of the actor's own agencies: one query, however many; each figure has its rows on another page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, JSONField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from qlcl.conformity.models import Scope
from qlcl.conformity.queries import in_force_on
from qlcl.duties.enums import State
from qlcl.duties.models.as_of import state_on
from qlcl.duties.policies import visible_duties
from qlcl.duties.queries.listing import of_year
from qlcl.inspections.models import Inspection
from qlcl.kernel.actors import Actor
from qlcl.kernel.shaped import rows
from qlcl.organisations.models import Agency, Coverage
from qlcl.organisations.queries import visible_agencies
from qlcl.training.models import Attendance
from qlcl.transitions.models import Enrolment


@dataclass(frozen=True, slots=True)
class AgencyPicture:
    """An agency as its desk shows it; what is a dict names a row: its key and the words for it."""

    agency: Agency
    system_id: int | None
    scoped: bool
    declaration: dict[str, Any] | None
    inspection: dict[str, Any] | None
    enrolment_id: int | None
    trained: int
    counts: dict[str, int]

    @property
    def inspected_on(self) -> date | None:
        """The day of the last inspection."""
        return date.fromisoformat(self.inspection["on"]) if self.inspection else None

    @property
    def met(self) -> int:
        """Duties of the year performed in time."""
        return self.counts.get(State.DONE, 0)

    @property
    def whole(self) -> int:
        """All duties of the year but the cancelled ones."""
        return sum(n for state, n in self.counts.items() if state != State.CANCELLED)

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        """(state, word, how many) of the year's duties, those there are."""
        return [(s.value, str(s.label), self.counts[s]) for s in State if self.counts.get(s)]


def pictures(actor: Actor, agency_ids: Iterable[int], day: date) -> list[AgencyPicture]:
    """The agencies among those the actor may see, by name; two queries."""
    ids = list(agency_ids)
    counts = year_counts(actor, ids, day)
    return [
        AgencyPicture(
            agency=a,
            system_id=a.system_id,
            scoped=bool(a.scoped),
            declaration=a.declaration,
            inspection=a.inspection,
            enrolment_id=a.enrolment_id,
            trained=a.trained or 0,
            counts=counts.get(a.pk, {}),
        )
        for a in rows("portal.pictures", _pictured, actor=actor, ids=ids, day=day)
    ]


def _pictured(actor: Actor, agency_ids: Sequence[int], day: date) -> QuerySet[Agency]:
    return visible_agencies(actor).filter(pk__in=agency_ids).annotate(**_parts(day)).order_by("name_sort", "pk")


def year_counts(actor: Actor, agency_ids: Iterable[int], day: date) -> dict[int, dict[str, int]]:
    """Agency → state on the day → how many duties of the day's year; one query."""
    found: dict[int, dict[str, int]] = {}
    for agency_id, state, n in rows("portal.year_counts", _counted, actor=actor, ids=agency_ids, day=day):
        found.setdefault(agency_id, {})[state] = n
    return found


def _counted(actor: Actor, agency_ids: Sequence[int], day: date) -> QuerySet[Any]:
    duties = visible_duties(actor).filter(of_year(day.year), agency_id__in=agency_ids, opened_on__lte=day)
    states = duties.order_by().annotate(state=state_on(day)).values_list("agency_id", "state")
    return states.annotate(n=Count("pk"))


def _parts(day: date) -> dict[str, Any]:
    covering = Coverage.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day), agency=OuterRef("pk"), valid_from__lte=day
    )
    declared = in_force_on(day).filter(system=OuterRef("system_id")).order_by("-signed_on")
    inspected = Inspection.objects.standing().filter(agency=OuterRef("pk"), inspected_on__lte=day)
    inspected = inspected.order_by("-inspected_on", "-pk")
    enrolled = Enrolment.objects.filter(system=OuterRef("system_id"), campaign__starts_on__lte=day)
    attended = Attendance.objects.standing().filter(agency=OuterRef("pk"), training_class__held_on__lte=day)
    return {
        "system_id": Subquery(covering.values("system_id")[:1], output_field=IntegerField()),
        "scoped": Exists(Scope.objects.filter(system=OuterRef("system_id"), decided_on__lte=day)),
        "declaration": _row(declared, id="pk", number="number", signed_on="signed_on", edition="edition__label"),
        "inspection": _row(inspected, id="pk", on="inspected_on", mode="mode"),
        "enrolment_id": Subquery(enrolled.order_by("-campaign__starts_on").values("pk")[:1]),
        "trained": Subquery(
            attended.order_by().values("agency").annotate(n=Sum("attendees")).values("n"), output_field=IntegerField()
        ),
    }


def _row(rows: QuerySet[Any], **fields: str) -> Subquery:
    """The first row as a dict of some of its columns; days come as text, year first."""
    return Subquery(rows.values(found=JSONObject(**fields))[:1], output_field=JSONField())
