"""What is known of one inspection under way: team, checklists, what is outstanding, the ten items of its file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from qlcl.assessments.models import Checklist
from qlcl.assessments.queries import standing_of
from qlcl.assessments.workflow import guards_of_conclusion
from qlcl.conformity.models import Declaration
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.enums import Status
from qlcl.inspections.faults import is_from_elsewhere, team_faults
from qlcl.inspections.models import Inspection, TeamMember
from qlcl.kernel.errors import DomainError
from qlcl.organisations.models import Agency, Coverage, OverseeingBody
from qlcl.standards.models import Edition


def editions_to_inspect(wanted: Iterable[tuple[int, date]], on: date) -> dict[int, Edition]:
    """By system, the edition of the declaration in force on the day, else the latest one adopted; two queries."""
    days = dict(wanted)
    latest = latest_edition(on)
    rows = Declaration.objects.standing().filter(system_id__in=days).select_related("edition")
    found = dict.fromkeys(days, latest)
    for row in rows.order_by("effective_on", "pk"):
        day = days[row.system_id]
        if row.effective_on <= day and (row.ended_on is None or day < row.ended_on):
            found[row.system_id] = row.edition
    return found


def latest_edition(day: date) -> Edition:
    """The last edition that binds in the country on the day; raises `no_edition`."""
    rows = Edition.objects.filter(Q(adopted_on__isnull=True) | Q(adopted_on__lte=day))
    adopted = rows.order_by(F("adopted_on").desc(nulls_last=True), "-position", "-pk")
    found = adopted.first()
    if found is None:
        raise DomainError("no_edition", "Chưa có phiên bản tiêu chuẩn nào; hãy nạp dữ liệu tiêu chuẩn.")
    return found


def places_of(inspection: Inspection, day: date) -> frozenset[int]:
    """The inspected agency, the holder of its system and all that the system covers: none of them inspects it."""
    covered = Coverage.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), system=inspection.system_id)
    ids = covered.filter(valid_from__lte=day).values_list("agency_id", flat=True)
    return frozenset({inspection.agency_id, inspection.system.holder_id, *ids})


def bodies_of(inspection: Inspection, day: date) -> frozenset[int]:
    """The overseeing bodies of the province on the day, the departments above them, and all that belong to these.

    The unit that inspects is one of them: where one of them is inspected, its own people must not be alone.
    """
    province = inspection.province_id
    rows = OverseeingBody.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    rows = rows.filter(province=province, valid_from__lte=day)
    bodies = rows.exclude(agency=province).values("agency_id")
    above = rows.filter(agency__parent__isnull=False).exclude(agency__parent=province).values("agency__parent_id")
    heads = Q(pk__in=bodies) | Q(pk__in=above)
    found = Agency.objects.filter(heads | Q(parent_id__in=bodies) | Q(parent_id__in=above))
    return frozenset(found.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """A team on a day: its members, what it lacks, whether it must have members from elsewhere and who they are."""

    members: Sequence[TeamMember]
    faults: Sequence[str]
    mixed: bool
    elsewhere: Collection[int]


def team_standing(inspection: Inspection, day: date) -> TeamStanding:
    """The team against art. 40 and the rules of a team; three queries."""
    members = team_of(inspection)
    places, bodies = places_of(inspection, day), bodies_of(inspection, day)
    faults = team_faults(members, places, bodies, day, inspection.agency_id)
    others = {row.pk for row in members if is_from_elsewhere(row, bodies)}
    return TeamStanding(members, faults, inspection.agency_id in bodies, others)


def team_of(inspection: Inspection) -> list[TeamMember]:
    """Who is in the team today, the leader first; one query."""
    rows = TeamMember.objects.filter(inspection=inspection, left_on__isnull=True)
    return sorted(rows.select_related("inspector__agency"), key=lambda row: (RANK[row.role], row.pk))


def double_bookings(inspection: Inspection, members: Sequence[TeamMember]) -> list[str]:
    """Members who are in another team on days that overlap: a warning, no bar; one query."""
    first = inspection.planned_from
    if first is None or not members:
        return []
    last = inspection.planned_until or first
    rows = TeamMember.objects.filter(
        left_on__isnull=True,
        inspector_id__in=[row.inspector_id for row in members],
        inspection__voided_on__isnull=True,
        inspection__status__in=[Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING],
        inspection__planned_from__lte=last,
    ).exclude(inspection=inspection.pk)
    overlapping = rows.filter(
        Q(inspection__planned_until__gte=first)
        | Q(inspection__planned_until__isnull=True, inspection__planned_from__gte=first)
    )
    busy: dict[str, list[str]] = {}
    rows = overlapping.select_related("inspector", "inspection__agency")
    for row in rows.order_by("inspector__name_sort", "inspection__planned_from", "pk"):
        where = f"{row.inspection.agency.short_name} (từ {row.inspection.planned_from:%d/%m/%Y})"
        busy.setdefault(row.inspector.full_name, []).append(where)
    return [f"{name} cũng ở Đoàn kiểm tra {', '.join(places)}." for name, places in busy.items()]


#: The order in which papers name a team.
RANK = {"leader": 0, "secretary": 1, "member": 2, "expert": 3}


def outstanding(checklists: Sequence[Checklist]) -> list[str]:
    """What the checklists still lack before the inspection is concluded, each sentence with its checklist's name."""
    if not checklists:
        return ["Chưa mở phiếu kiểm nào."]
    said = []
    for row in checklists:
        if row.concluded_on is None:
            name = f"{row.set.title}: " if len(checklists) > 1 else ""
            said += [name + sentence for sentence in guards_of_conclusion(row, standing_of(row))]
    return said


def live_findings(inspection: Inspection) -> int:
    """How many of its nonconformities are still to be cured or verified."""
    return Nonconformity.objects.of_source("inspection", inspection.pk).live().count()
