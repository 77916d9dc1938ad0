"""Addresses that a duty leads to: the form of its act, its source, what closed it."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from qlcl.accounts.enums import RoleChoice
from qlcl.duties.models import Duty
from qlcl.duties.policies import can_perform, closable_by_hand
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.policies import is_provincial


def role_name(duty: Duty) -> str:
    """The role that owes it, as it stands on screen."""
    return str(RoleChoice(duty.role).label)


def form_link(duty: Duty) -> str:
    """The page that performs the act: the form its room registered, else the form of closing by hand.

    A form takes the duty's system, its subject, or nothing.
    """
    if closable_by_hand(duty):
        return reverse("duties:close", args=[duty.pk])
    known = next((a for a in catalogue.acts() if a.code == duty.act), None)
    if known is None or not known.form:
        return ""
    ways: tuple[dict[str, Any], ...] = (
        {"kwargs": {"system_id": duty.system_id}},
        *([{"args": [duty.subject_id]}] if duty.subject_id else []),
        {},
    )
    for way in ways:
        try:
            return reverse(known.form, **way)
        except NoReverseMatch:
            continue
    return ""


def is_decision(actor: Actor, duty: Duty) -> bool:
    """Whether the actor performs it on the screen of a decision."""
    own = duty.role == Role.HEAD and Role.HEAD in actor.roles
    return can_perform(actor, duty) and (own or catalogue.decides(duty.act))


def doing_words(actor: Actor, duty: Duty) -> str:
    """What stands on the button that leads there."""
    if is_decision(actor, duty):
        return "Xem bằng chứng và quyết định"
    return "Ghi nhận" if closable_by_hand(duty) else "Thực hiện"


def doing_link(actor: Actor, duty: Duty) -> str:
    """Where the actor performs it: its decision, the form of its act; empty where that is not his."""
    if is_decision(actor, duty):
        return reverse("duties:decision", args=[duty.pk])
    return form_link(duty) if can_perform(actor, duty) else ""


def source_link(actor: Actor, duty: Duty) -> str:
    """The page of what the duty came from, where its kind has one that the actor may open."""
    if duty.source_kind == "duty_rule" and not is_provincial(actor):
        return ""
    return thing_link(duty.source_kind, duty.source_id)


def thing_link(kind: str, id_: int) -> str:
    """The page of a thing by its reference; empty where there is none."""
    known = next((k for k in catalogue.kinds() if k.code == kind), None)
    if known is None or not known.url or not id_:
        return ""
    try:
        return reverse(known.url, args=[id_])
    except NoReverseMatch:
        return ""
