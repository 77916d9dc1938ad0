"""Who may see and record inspections."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from qlcl.inspections.enums import TOLD, UNMADE, Part, Status, TeamRole
from qlcl.inspections.models import (
    CasePaper,
    FollowUpLetter,
    Inspection,
    InspectionPlan,
    Inspector,
    PlanLine,
    TeamMember,
)
from qlcl.kernel.actors import Actor, Post, Role
from qlcl.kernel.voiding import STANDING
from qlcl.organisations.models import Coverage

#: Roles that keep the register of inspections; the others read.
RECORDERS = (Role.INSPECTOR, Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)


def can_record_inspections(actor: Actor, province_id: int | None) -> bool:
    """The actor records inspections of the province's agencies."""
    return actor.is_system or actor.provincial_post(province_id, RECORDERS) is not None


def may_inspect_on_site(actor: Actor) -> bool:
    """The actor's post inspects, so that the app for teams is in his menu; hired experts are given its address."""
    return any(post.role in RECORDERS for post in actor.posts)


def recorded_provinces(actor: Actor) -> list[int]:
    """The provinces for which the actor may record."""
    return sorted(p for p in actor.oversees if can_record_inspections(actor, p))


def visible_inspections(actor: Actor) -> QuerySet[Inspection]:
    """The register: those made and standing among those that `kept_inspections` gives."""
    return kept_inspections(actor).filter(STANDING).exclude(status__in=UNMADE)


def kept_inspections(actor: Actor) -> QuerySet[Inspection]:
    """Inspections in the provinces the actor oversees, of his own agencies, and of the systems that cover them;
    void ones too. Before it counts, one is seen by those who inspect the province, by its team, and by the agency
    that was told of it."""
    if actor.is_system:
        return Inspection.objects.all()
    if actor.person_id is None:
        return Inspection.objects.none()
    covering = Coverage.objects.filter(agency_id__in=actor.agency_ids).values("system_id")
    own = Q(agency_id__in=actor.agency_ids) | Q(system_id__in=covering)
    inspected = inspected_provinces(actor)
    unmade = Q(status__in=UNMADE)
    if inspected and inspected >= actor.oversees | {post.province_id for post in actor.posts}:
        return Inspection.objects.filter(province_id__in=inspected)  # one index answers
    cancelled = Q(status=Status.CANCELLED, decision_date__isnull=False)  # it had been told
    seen = own & (~unmade | Q(status__in=TOLD) | cancelled)
    if actor.oversees:
        seen |= Q(province_id__in=actor.oversees) & ~unmade
    if inspected:
        seen |= Q(province_id__in=inspected)
    return Inspection.objects.filter(seen | Q(pk__in=teams_of(actor)))


def inspected_provinces(actor: Actor) -> frozenset[int]:
    """The provinces whose inspections the actor prepares or makes."""
    return frozenset(p for post in actor.posts if post.role in RECORDERS for p in post.oversees)


def teams_of(actor: Actor) -> QuerySet[TeamMember, Any]:
    """The inspections in whose teams the actor is."""
    rows = TeamMember.objects.filter(left_on__isnull=True, inspector__person=actor.person_id)
    return rows.values("inspection_id")


#: Roles that draw up the plan of the year and keep the register of inspectors.
PLANNERS = (Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)


def can_plan_inspections(actor: Actor, province_id: int | None) -> bool:
    """The actor draws up the province's plan, records its approval, keeps its inspectors."""
    return actor.is_system or actor.provincial_post(province_id, PLANNERS) is not None


def visible_plans(actor: Actor) -> QuerySet[InspectionPlan]:
    """Plans of the provinces the actor oversees: they name other agencies, so no agency sees them."""
    rows = InspectionPlan.objects.all()
    return rows if actor.is_system else rows.filter(province_id__in=actor.oversees)


def visible_plan_lines(actor: Actor) -> QuerySet[PlanLine]:
    """The agencies in those plans."""
    rows = PlanLine.objects.all()
    return rows if actor.is_system else rows.filter(plan__province_id__in=actor.oversees)


def visible_inspectors(actor: Actor) -> QuerySet[Inspector]:
    """Inspectors of the provinces the actor oversees."""
    rows = Inspector.objects.all()
    return rows if actor.is_system else rows.filter(province_id__in=actor.oversees)


#: Those of an agency who answer an inspection: send its file, its corrective report, its remarks.
ANSWERERS = (Role.HEAD, Role.DEPUTY, Role.ISO_SECRETARY)

#: Those of an agency who write its file; what they write is sent by those who answer.
COMPOSERS = (*ANSWERERS, Role.DIVISION_HEAD, Role.INTERNAL_AUDITOR, Role.CONSULTANT)


def recording_post(actor: Actor, inspection: Inspection) -> Post | None:
    """The provincial post by which the actor prepares and follows an inspection."""
    return actor.provincial_post(inspection.province_id, RECORDERS)


def can_prepare(actor: Actor, inspection: Inspection) -> bool:
    """The actor prepares, follows and closes the inspection for the province."""
    return can_record_inspections(actor, inspection.province_id)


def in_team(actor: Actor, inspection: Inspection, roles: Sequence[str] = ()) -> bool:
    """The actor is in its team today, in one of the roles when some are named."""
    members = TeamMember.objects.filter(
        inspection=inspection, left_on__isnull=True, inspector__person=actor.person_id, inspector__person__isnull=False
    )
    return actor.person_id is not None and (members.filter(role__in=roles) if roles else members).exists()


def can_lead(actor: Actor, inspection: Inspection) -> bool:
    """The actor concludes and keeps the minutes: an officer who inspects, or the team's leader or secretary."""
    return can_prepare(actor, inspection) or in_team(actor, inspection, (TeamRole.LEADER, TeamRole.SECRETARY))


def answering_post(actor: Actor, inspection: Inspection) -> Post | None:
    """The post by which the actor answers for the inspected agency."""
    return actor.post_at(inspection.agency_id, ANSWERERS)


def can_answer(actor: Actor, inspection: Inspection) -> bool:
    """The actor answers for the inspected agency."""
    return actor.is_system or answering_post(actor, inspection) is not None


def can_compose(actor: Actor, inspection: Inspection) -> bool:
    """The actor writes the inspected agency's file."""
    return actor.is_system or actor.post_at(inspection.agency_id, COMPOSERS) is not None


def enters_for_agency(actor: Actor, inspection: Inspection) -> bool:
    """An officer enters what the agency handed in on paper; whoever is of the agency writes for himself."""
    return not actor.is_system and can_prepare(actor, inspection) and not can_compose(actor, inspection)


#: What of an inspection's file the agency has itself: it got or sent it.
AGENCY_PARTS = (
    Part.LETTER, Part.REPORT, Part.CORRECTION_LETTER, Part.DECISION, Part.MINUTES, Part.CORRECTIVE,
)  # fmt: skip


def sees_whole_file(actor: Actor, inspection: Inspection) -> bool:
    """The actor stands on the side that inspects, or oversees the province; not the inspected agency."""
    if actor.is_system or inspection.province_id in actor.oversees:
        return True
    return in_team(actor, inspection)


def visible_papers(actor: Actor) -> QuerySet[CasePaper, Any]:
    """Papers in the files of inspections the actor sees; of the agency's own only what it got or sent."""
    rows = CasePaper.objects.filter(inspection__in=kept_inspections(actor))
    if actor.is_system:
        return rows
    inside = Q(inspection__province_id__in=actor.oversees) | Q(inspection__in=teams_of(actor))
    return rows.filter(inside | Q(part__in=AGENCY_PARTS, removed_on__isnull=True))


def visible_follow_up_letters(actor: Actor) -> QuerySet[FollowUpLetter]:
    """Letters of the provinces the actor oversees: they name other agencies, so no agency sees them."""
    rows = FollowUpLetter.objects.all()
    return rows if actor.is_system else rows.filter(province_id__in=actor.oversees)
