"""Who sees checklists, who answers them, who publishes sets of questions."""

from django.db.models import Q

from qlcl.assessments.models import Checklist, ChecklistMember, ChecklistQuerySet, QuestionSet, QuestionSetQuerySet
from qlcl.corrective.policies import INSPECTORS, inspecting_post, keeping_post
from qlcl.kernel.actors import Actor, Post, Role
from qlcl.organisations.models import QualitySystem
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import visible_systems

#: Those who look after a province's agencies and may see what is not concluded yet.
WORKING = frozenset(INSPECTORS)


def visible_sets(actor: Actor) -> QuestionSetQuerySet:
    """The shipped sets and those of the actor's provinces."""
    if actor.is_system:
        return QuestionSet.objects.all()
    if not actor.posts:
        return QuestionSet.objects.none()
    provinces = actor.oversees | {post.province_id for post in actor.posts}
    return QuestionSet.objects.filter(Q(province__isnull=True) | Q(province_id__in=provinces))


def visible_checklists(actor: Actor) -> ChecklistQuerySet:
    """The province's officers and inspectors see all of theirs; everybody else what is concluded, and his own.

    An agency sees its own checklists at once when it keeps them itself; an inspection's only after conclusion.
    """
    if actor.is_system:
        return Checklist.objects.all()
    if actor.person_id is None:
        return Checklist.objects.none()
    inspected = {p for post in actor.posts if post.role in WORKING for p in post.oversees}
    if inspected and inspected >= actor.oversees | {post.province_id for post in actor.posts}:
        return Checklist.objects.filter(province_id__in=inspected)  # one index answers, whatever the number of rows
    member = ChecklistMember.objects.filter(person_id=actor.person_id, left_on__isnull=True).values("checklist_id")
    seen = Q(pk__in=member) | Q(own=True, agency_id__in=actor.agency_ids)
    if inspected:
        seen |= Q(province_id__in=inspected)
    if actor.posts:
        belonging = Q(agency_id__in=actor.agency_ids) | Q(system__in=visible_systems(actor))
        if actor.oversees:
            belonging = Q(agency_id__in=actor.agency_ids) | Q(province_id__in=actor.oversees)
        seen |= belonging & Q(concluded_on__isnull=False)
    return Checklist.objects.filter(seen)


def can_publish(actor: Actor, province_id: int | None) -> bool:
    """Officers of the overseeing body and administrators write their province's versions."""
    return can_manage_register(actor, province_id)


def publishing_post(actor: Actor, province_id: int) -> Post | None:
    """The post by which the actor publishes a set."""
    return actor.provincial_post(province_id, (Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR))


def starting_post(actor: Actor, system: QualitySystem) -> Post | None:
    """The post by which the actor opens a checklist of the system: the province's, else the agency's own."""
    return inspecting_post(actor, system.province_id) or keeping_post(actor, {system.holder_id})


def keeps_own(actor: Actor, system: QualitySystem) -> bool:
    """He opens it for his own agency, not for the province."""
    if actor.is_system or inspecting_post(actor, system.province_id):
        return False
    return keeping_post(actor, {system.holder_id}) is not None


def can_start(actor: Actor, system: QualitySystem) -> bool:
    """The actor may open a checklist of the system."""
    return actor.is_system or starting_post(actor, system) is not None


def concluding_post(actor: Actor, checklist: Checklist) -> Post | None:
    """The post by which the actor concludes: who keeps it, the agency or the province."""
    if checklist.own:
        return keeping_post(actor, {checklist.agency_id, checklist.system.holder_id})
    return inspecting_post(actor, checklist.province_id)


def can_conclude(actor: Actor, checklist: Checklist) -> bool:
    """The actor may conclude it, as far as his post goes."""
    return actor.is_system or concluding_post(actor, checklist) is not None


def can_answer(actor: Actor, checklist: Checklist) -> bool:
    """Who may conclude, and the members who were added to it."""
    if can_conclude(actor, checklist):
        return True
    return any(m.person_id == actor.person_id and m.left_on is None for m in checklist.members.all())
