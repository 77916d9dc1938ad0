"""Reminds those behind: a notice in the inbox of each, and the list for one letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Duty, Notice
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.queries import positions_owing
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry
from qlcl.transitions.models import Campaign, Enrolment
from qlcl.transitions.policies import can_lead_campaign, visible_campaigns
from qlcl.transitions.queries.board import level_rank

#: Who in an agency is told.
TOLD = (Role.HEAD, Role.ISO_SECRETARY)
#: So many systems can be named in a query.
_FEW = 2000


@dataclass(frozen=True, slots=True)
class Behind:
    """An agency behind, and the steps it owes."""

    enrolment_id: int
    system_id: int
    agency_id: int
    agency: str
    steps: tuple[str, ...]
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder did: whom it reached, who had been told today already, who has nobody to tell."""

    behind: tuple[Behind, ...]
    notices: int
    told_before: tuple[Behind, ...]
    unreachable: tuple[Behind, ...]


def behind_on(campaign: Campaign, enrolment_ids: Sequence[int] | None, day: date) -> list[Behind]:
    """Enrolled systems with a step overdue on `day`; `None` means all of them. In the order of the agencies."""
    enrolments = Enrolment.objects.filter(campaign=campaign).valid_on(day).select_related("system__holder")
    if enrolment_ids is not None:
        enrolments = enrolments.filter(pk__in=list(enrolment_ids))
    late: dict[int, list[tuple[str, date]]] = {}
    overdue = Duty.objects.of_source(campaign.ref.kind, campaign.pk).overdue_on(day).order_by("sequence")
    for system, label, due_on in overdue.values_list("system_id", "label", "due_on"):
        late.setdefault(system, []).append((label, due_on))
    if len(late) <= _FEW:
        enrolments = enrolments.filter(system_id__in=list(late))
    found = []
    for enrolment in enrolments.order_by(level_rank(), "system__holder__name_sort", "pk"):
        if owed := late.get(enrolment.system_id):
            holder = enrolment.system.holder
            days = (day - min(due for _, due in owed)).days
            labels = tuple(label for label, _ in owed)
            found.append(Behind(enrolment.pk, enrolment.system_id, holder.pk, holder.short_name, labels, days))
    return found


def told_today(campaign: Campaign, day: date) -> set[int]:
    """The agencies that were reminded on `day`."""
    topic = f"{campaign.ref.kind}:{campaign.pk}"
    return set(Notice.objects.filter(topic=topic, on=day).values_list("position__agency_id", flat=True))


@transaction.atomic
def remind(
    *, campaign_id: int, enrolment_ids: Sequence[int] | None, link: str, actor: Actor, on: date, at: datetime
) -> Reminder:
    """Tells the head and the ISO secretary of each agency behind what it owes; nobody twice on the same day.

    `link` is the address of an agency's path with `{id}` for its enrolment. Raises `nobody_behind`.
    """
    campaign = visible_campaigns(actor).filter(pk=campaign_id).first()
    if campaign is None:
        raise Unseen
    history.lock(history.province_chain(campaign.province_id))
    if not can_lead_campaign(actor, campaign.province_id):
        raise Forbidden
    behind = behind_on(campaign, enrolment_ids, on)
    if not behind:
        raise DomainError("nobody_behind", "Không có cơ quan nào trong danh sách đang quá hạn.")
    topic = f"{campaign.ref.kind}:{campaign.pk}"
    positions = list(positions_owing([b.agency_id for b in behind], TOLD, on).values_list("id", "agency_id"))
    told = set(Notice.objects.filter(topic=topic, on=on).values_list("position_id", flat=True))
    before = {agency for position, agency in positions if position in told}
    reachable = {agency for _, agency in positions}
    by_agency = {b.agency_id: b for b in behind}
    notes = [
        Note(position, _text(campaign, by_agency[agency]), link.format(id=by_agency[agency].enrolment_id), topic=topic)
        for position, agency in positions
    ]
    sent = notify(notes=notes, actor=actor, on=on, at=at)
    if sent:
        _record(campaign, behind, sent, actor, on, at)
    return Reminder(
        tuple(behind),
        sent,
        tuple(b for b in behind if b.agency_id in before),
        tuple(b for b in behind if b.agency_id not in reachable),
    )


def _text(campaign: Campaign, behind: Behind) -> str:
    shown = "; ".join(behind.steps[:3]) + (f" và {len(behind.steps) - 3} bước khác" if len(behind.steps) > 3 else "")
    return f"Đề nghị {behind.agency} khẩn trương thực hiện bước quá hạn của “{campaign.name}”: {shown}."


def _record(campaign: Campaign, behind: list[Behind], sent: int, actor: Actor, on: date, at: datetime) -> None:
    entry = Entry(
        chain=history.province_chain(campaign.province_id),
        act="transitions.remind",
        on=on,
        summary=f"Đôn đốc {len(behind)} cơ quan quá hạn trong “{campaign.name}”, {sent} thông báo",
        subject=campaign.ref,
        payload={"campaign": campaign.pk, "systems": [b.system_id for b in behind], "notices": sent},
    )
    history.record(actor=actor, at=at, entries=[entry])
