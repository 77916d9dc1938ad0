"""Who may write in reports and freeze them."""

from qlcl.kernel.actors import Actor, Role

AUTHORS = (Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)
FREEZERS = (Role.PROVINCIAL_OFFICER, Role.PROVINCIAL_LEADER)


def can_write_sections(actor: Actor, province_id: int) -> bool:
    """Officers of the overseeing body write the sections."""
    return actor.is_system or actor.provincial_post(province_id, AUTHORS) is not None


def can_freeze(actor: Actor, province_id: int) -> bool:
    """Officers and leaders freeze a report."""
    return actor.is_system or actor.provincial_post(province_id, FREEZERS) is not None
