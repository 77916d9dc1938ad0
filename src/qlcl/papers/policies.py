"""Who may see and replace the templates of papers."""

from qlcl.kernel.actors import Actor, Role


def can_edit_templates(actor: Actor) -> bool:
    """Administrators keep the templates; everybody else only gets papers made from them."""
    return actor.is_system or Role.ADMINISTRATOR in actor.roles
