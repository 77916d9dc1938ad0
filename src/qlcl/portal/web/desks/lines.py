"""A duty as a desk shows it: its mark, who owes it, the one link that does it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from qlcl.duties.enums import Band
from qlcl.duties.links import doing_words, form_link, role_name
from qlcl.duties.models import Duty
from qlcl.duties.policies import can_perform, closable_by_hand
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import time_left


@dataclass(frozen=True, slots=True)
class Line:
    """One duty of a queue."""

    duty: Duty
    owed_by: str
    days: int
    link: str
    verb: str
    waits: str = ""
    unchanged: bool = False
    others: int = 0

    @property
    def state(self) -> str:
        """The state of its mark."""
        return "overdue" if self.days < 0 else "soon" if self.days <= 7 else "not_due"

    @property
    def due(self) -> str:
        """How long there is left, in words."""
        return time_left(self.days)

    @property
    def band(self) -> Band:
        """The band it stands in."""
        if self.days < 0:
            return Band.OVERDUE
        return Band.WEEK if self.days <= 7 else Band.MONTH if self.days <= 30 else Band.LATER


def grouped(duties: Iterable[Duty]) -> list[list[Duty]]:
    """The duties, those together that one act will close; what is closed by hand stands alone."""
    together: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        key = (duty.pk,) if closable_by_hand(duty) else duty.closed_together
        together.setdefault(key, []).append(duty)
    return list(together.values())


def lines_of(
    actor: Actor,
    duties: Iterable[Duty],
    day: date,
    waits: dict[int, str],
    unchanged: Iterable[int] = (),
    most: int | None = None,
) -> list[Line]:
    """The first `most` lines of the duties; those that one act will close stand as one."""
    confirmable = set(unchanged)
    return [
        _line(actor, same[0], day, waits.get(same[0].pk, ""), same[0].pk in confirmable, len(same) - 1)
        for same in grouped(duties)[:most]
    ]


def _line(actor: Actor, duty: Duty, day: date, waits: str, unchanged: bool, others: int) -> Line:
    by_hand = closable_by_hand(duty)
    may = can_perform(actor, duty) and not (waits and not by_hand)
    own = duty.role == Role.HEAD and Role.HEAD in actor.roles
    decided = may and (own or catalogue.decides(duty.act))
    link = reverse("duties:decision", args=[duty.pk]) if decided else form_link(duty) if may else ""
    owed_by = duty.position.title if duty.position else role_name(duty)
    return Line(
        duty, owed_by, (duty.due_on - day).days, link, doing_words(actor, duty) if may else "", waits, unchanged, others
    )


def lead_of(actor: Actor, when: str) -> str:
    """The line below the heading of a desk: when, and the first post of whoever sits at it."""
    return " · ".join([when, *(f"{post.title}, {post.place}" for post in actor.posts[:1])])


def banded(lines: Sequence[Line]) -> list[tuple[str, str, list[Line]]]:
    """(code, label, lines) of each band that holds any, most pressing first."""
    shown = [(band, [line for line in lines if line.band == band]) for band in Band]
    return [(band.value, str(band.label), held) for band, held in shown if held]
