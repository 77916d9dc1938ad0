"""Who may import, and see what was imported; the rooms' operations check every row again."""

from django.db.models import QuerySet

from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.organisations.policies import can_manage_register
from qlcl.portal.models import ImportBatch

IMPORTERS = frozenset({Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR})


def can_import(actor: Actor) -> bool:
    """Officers of the overseeing body, administrators, and the command line."""
    return actor.is_system or (bool(actor.oversees) and bool(actor.roles & IMPORTERS))


def visible_imports(actor: Actor) -> QuerySet[ImportBatch]:
    """Imports that touched a province for which one of the actor's posts imports; observing it is not enough."""
    if actor.is_system:
        return ImportBatch.objects.all()
    provinces = [province for post in actor.posts if post.role in IMPORTERS for province in post.oversees]
    return ImportBatch.objects.of_provinces(provinces)


def sees_year_board(actor: Actor) -> bool:
    """Those who oversee a province; an agency has the page of its own years."""
    return bool(actor.oversees) and bool(actor.roles & PROVINCIAL)


def can_write_to_agencies(actor: Actor) -> bool:
    """Who drafts letters to the agencies of a province: officers of the overseeing body and administrators."""
    return any(can_manage_register(actor, province) for province in actor.oversees)
