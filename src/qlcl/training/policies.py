"""Who may see and record training."""

from django.db.models import Q, QuerySet

from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.voiding import STANDING
from qlcl.organisations.models import Agency
from qlcl.organisations.policies import oversees
from qlcl.training.models import Attendance, Certificate, TrainingClass

#: Roles that keep a province's record of training; the others read.
RECORDERS = (Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)


def can_record_training(actor: Actor, province_id: int | None) -> bool:
    """The actor records classes, attendance and certificates of the province."""
    return actor.is_system or actor.provincial_post(province_id, RECORDERS) is not None


def recorded_provinces(actor: Actor) -> list[int]:
    """The provinces for which the actor may record."""
    return sorted(p for p in actor.oversees if can_record_training(actor, p))


def can_see_whole_class(actor: Actor, training_class: TrainingClass) -> bool:
    """The actor sees who else attended, not only his own agency."""
    return oversees(actor, training_class.province_id)


def visible_attendances(actor: Actor) -> QuerySet[Attendance]:
    """Standing ones among those that `kept_attendances` gives."""
    return kept_attendances(actor).filter(STANDING)


def kept_attendances(actor: Actor) -> QuerySet[Attendance]:
    """Attendances of the provinces the actor oversees, and of his own agencies; void ones too."""
    if actor.is_system:
        return Attendance.objects.all()
    seen = Q(agency_id__in=actor.agency_ids)
    if actor.oversees:
        seen |= Q(training_class__province_id__in=actor.oversees)
    return Attendance.objects.filter(seen)


def visible_classes(actor: Actor) -> QuerySet[TrainingClass]:
    """Standing ones among those that `kept_classes` gives."""
    return kept_classes(actor).filter(STANDING)


def kept_classes(actor: Actor) -> QuerySet[TrainingClass]:
    """Classes of the provinces the actor oversees, and those that his agencies attended; void ones too."""
    if actor.is_system:
        return TrainingClass.objects.all()
    seen = Q(pk__in=Attendance.objects.filter(agency_id__in=actor.agency_ids).values("training_class_id"))
    if actor.oversees:
        seen |= Q(province_id__in=actor.oversees)
    return TrainingClass.objects.filter(seen)


def visible_certificates(actor: Actor) -> QuerySet[Certificate]:
    """Standing ones among those that `kept_certificates` gives."""
    return kept_certificates(actor).filter(STANDING)


def kept_certificates(actor: Actor) -> QuerySet[Certificate]:
    """Certificates in the provinces the actor oversees, and in his own agencies; void ones too."""
    if actor.is_system:
        return Certificate.objects.all()
    seen = Q(agency_id__in=actor.agency_ids)
    if actor.oversees:
        seen |= Q(agency__province_id__in=actor.oversees)
    return Certificate.objects.filter(seen)


def can_see_training_of(actor: Actor, agency: Agency) -> bool:
    """The actor sees what the agency attended."""
    return oversees(actor, agency.province_id) or agency.pk in actor.agency_ids
