"""Who may see and replace the templates of papers."""

from qlcl.kernel.actors import Actor, Role


def can_edit_templates(actor: Actor) -> bool:
    """Administrators keep the templates; everybody else only gets papers made from them."""
    return actor.is_system or Role.ADMINISTRATOR in actor.roles


def edited_province(actor: Actor) -> int | None:
    """The province whose templates the actor keeps; None: those of the installation."""
    return next((post.province_id for post in actor.posts if post.role == Role.ADMINISTRATOR), None)
