"""The desk of everybody else in an agency: what is mine; for the head of a division, what my people owe."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.accounts.models import Position
from qlcl.duties.models import Duty
from qlcl.duties.policies import can_assign, is_for_head_only
from qlcl.duties.queries.assigning import people_of, with_holders
from qlcl.kernel.actors import Role
from qlcl.portal.queries.coming import coming
from qlcl.portal.queries.handing import handovers_waiting
from qlcl.portal.queries.matters import awaited
from qlcl.portal.queries.owed import assigned_to, local_agencies, of_rank, open_duties
from qlcl.portal.queries.pictures import pictures
from qlcl.portal.web.desks.lines import banded, lead_of, lines_of

SHOWN = 15


@dataclass(frozen=True, slots=True)
class PersonOwing:
    """A position, who holds it, and how much of what was assigned to it is open or late."""

    position: Position
    names: str
    open: int
    late: int


def staff_desk(request: HttpRequest, day: date) -> HttpResponse:
    """First what was given to him by name, then what falls to his rank, then his people."""
    actor = request.actor
    duties = open_duties(actor, local_agencies(actor), day)
    waits = awaited(duties)
    assigned = lines_of(actor, assigned_to(actor, duties), day, waits)
    ranked = lines_of(actor, of_rank(actor, duties), day, waits)
    leads = Role.DIVISION_HEAD in actor.roles
    loose = [d for d in duties if _may_be_given(request, d)] if leads else []
    count = len(assigned) + len(ranked)
    context: dict[str, Any] = {
        "day": day,
        "lead": lead_of(actor, f"{day:%d/%m/%Y}"),
        "handovers": handovers_waiting(actor, day),
        "heading": f"{count} việc của ông/bà" if count else "Ông/bà không có việc nào đang chờ",
        "assigned": assigned[:SHOWN],
        "bands": banded(ranked[:SHOWN]),
        "more": max(0, len(assigned) - SHOWN) + max(0, len(ranked) - SHOWN),
        "leads": leads,
        "people": _people(request, duties, day) if leads else [],
        "loose": lines_of(actor, loose, day, waits, most=SHOWN),
        "coming": coming(actor, local_agencies(actor), day),
        "pictures": pictures(actor, local_agencies(actor), day),
        "several": len(local_agencies(actor)) > 1,
    }
    return render(request, "portal/desks/staff.html", context)


def _may_be_given(request: HttpRequest, duty: Duty) -> bool:
    return duty.position_id is None and not is_for_head_only(duty) and can_assign(request.actor, duty)


def _people(request: HttpRequest, duties: list[Duty], day: date) -> list[PersonOwing]:
    """The positions of his division with what each owes; two queries."""
    open_, late = Counter(d.position_id for d in duties), Counter(d.position_id for d in duties if d.due_on < day)
    return [
        PersonOwing(
            position,
            ", ".join(a.person.full_name for a in position.held),  # type: ignore[attr-defined]
            open_[position.pk],
            late[position.pk],
        )
        for position in with_holders(people_of(request.actor, day), day)
    ]
