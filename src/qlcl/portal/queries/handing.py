"""Handovers that wait for the actor's word."""

from datetime import date

from qlcl.kernel.actors import Actor
from qlcl.portal.queries.matters import Matter


def handovers_waiting(actor: Actor, day: date) -> list[Matter]:
    """Handovers of the actor's agencies that are not confirmed by all."""
    return []
