"""Who may see and change the register of agencies."""

from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.models import Agency

#: Roles that keep a province's register; the others read.
REGISTRARS = (Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)


def oversees(actor: Actor, province_id: int | None) -> bool:
    """The actor sees the whole province."""
    return actor.is_system or actor.provincial_post(province_id) is not None


def can_administer(actor: Actor, province_id: int | None) -> bool:
    """The actor administers the product for the province."""
    return actor.is_system or actor.provincial_post(province_id, [Role.ADMINISTRATOR]) is not None


def can_manage_register(actor: Actor, province_id: int | None) -> bool:
    """The actor keeps the register of the province: officers of the overseeing body and administrators."""
    return actor.is_system or actor.provincial_post(province_id, REGISTRARS) is not None


def can_see_agency(actor: Actor, agency: Agency) -> bool:
    """The actor sees the agency: its own people and those who oversee its province."""
    return oversees(actor, agency.province_id) or agency.pk in actor.agency_ids


def is_signed_in(actor: Actor) -> bool:
    """Somebody has signed in."""
    return not actor.is_anonymous


def is_provincial(actor: Actor) -> bool:
    """The actor oversees at least one province."""
    return bool(actor.oversees)
