"""API routes of duties: what is owed, by whom, until when, and how it stands; rules and days off."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from qlcl.duties.enums import State
from qlcl.duties.models import Duty
from qlcl.duties.models.as_of import overdue_on
from qlcl.duties.policies import visible_duties
from qlcl.duties.queries import state_on
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import today
from qlcl.kernel.errors import Unseen
from qlcl.ui.rest import REFUSALS, Limit, Offset, Page, actor_of, page_of

router = Router(tags=["Việc phải làm"])
_PLAIN = (
    "system_id", "label", "role", "act", "legal_basis", "statutory", "year", "subject_kind", "subject_id",
    "opened_on", "first_due_on", "due_on", "closed_on", "outcome", "on_time", "explained_on", "next_rung_on",
)  # fmt: skip


class DutyOut(Schema):
    """What a position of an agency owes by a date; `state` is how it stands today."""

    id: int
    agency_code: str
    agency_name: str
    system_id: int
    label: str
    role: str
    act: str
    rule: str
    legal_basis: str
    statutory: bool
    year: int | None
    subject_kind: str
    subject_id: int
    opened_on: date
    first_due_on: date
    due_on: date
    closed_on: date | None
    outcome: str
    on_time: bool | None
    explained_on: date | None
    next_rung_on: date | None
    state: State
    illustration: bool


def _shape(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.pk,
        **{name: getattr(duty, name) for name in _PLAIN},
        "agency_code": duty.agency.code,
        "agency_name": duty.agency.name,
        "rule": duty.rule.code if duty.rule else "",
        "state": state_on(duty, today()),
        "illustration": duty.agency.illustration,
    }


@router.get("/duties", response={200: Page[DutyOut], **REFUSALS}, summary="Việc phải làm")
def duties(
    request: HttpRequest,
    response: HttpResponse,
    agency: str = "",
    act: str = "",
    role: Role | None = None,
    year: Annotated[int | None, Query(ge=2000, le=2200)] = None,
    open: bool | None = None,
    overdue: bool | None = None,
    due_since: date | None = None,
    due_until: date | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Duties in sight by the day they are due; `due_since` and `due_until` are the first and last day."""
    given = {
        "agency__code": agency, "act": act, "role": role, "year": year, "due_on__gte": due_since,
        "due_on__lte": due_until,
    }  # fmt: skip
    rows = visible_duties(actor_of(request)).select_related("agency", "rule")
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if open is not None:
        rows = rows.open() if open else rows.exclude(outcome="")
    if overdue is not None:
        late = overdue_on(today())
        rows = rows.filter(late) if overdue else rows.exclude(late)
    return page_of(request, response, rows.order_by("due_on", "pk"), _shape, limit, offset)


@router.get("/duties/{int:duty_id}", response={200: DutyOut, **REFUSALS}, summary="Một việc phải làm")
def duty(request: HttpRequest, duty_id: int) -> dict[str, Any]:
    """The duty with that id."""
    found = visible_duties(actor_of(request)).select_related("agency", "rule").filter(pk=duty_id).first()
    if found is None:
        raise Unseen("Không tìm thấy việc này.")
    return _shape(found)
