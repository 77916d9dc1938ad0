"""Who may see the standards, and who may change what is said of an edition."""

from django.db.models import QuerySet

from qlcl.kernel.actors import Actor, Role
from qlcl.standards.models import Edition


def can_see_standards(actor: Actor) -> bool:
    """Whoever has signed in."""
    return not actor.is_anonymous


def can_edit_edition(actor: Actor) -> bool:
    """Administrators keep the status and dates of editions."""
    return actor.is_system or Role.ADMINISTRATOR in actor.roles


def visible_editions(actor: Actor) -> QuerySet[Edition]:
    """Every edition, for whoever has signed in."""
    editions = Edition.objects.select_related("replaced_by")
    return editions if can_see_standards(actor) else editions.none()
