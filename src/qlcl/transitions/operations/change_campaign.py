"""Corrects what is stated about a campaign: its name, papers and last day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.duties.operations.reschedule import reschedule_of_source
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry
from qlcl.transitions.models import Campaign, CampaignStep
from qlcl.transitions.policies import can_lead_campaign, visible_campaigns

CHANGEABLE = frozenset({"name", "basis", "plan_number", "plan_date", "plan_file_id", "ends_on"})


@transaction.atomic
def change_campaigns(
    *,
    changes: Sequence[tuple[int, Mapping[str, Any]]],
    actor: Actor,
    on: date,
    at: datetime,
    batch: str = "",
) -> list[Campaign]:
    """Changes campaigns by id. A step due on the old last day, or after the new one, becomes due on the new one.

    Province, editions and first day stay: they decided who is enrolled. Raises `dates_reversed`, `plan_missing`.
    """
    found = {c.pk: c for c in visible_campaigns(actor).filter(pk__in=[pk for pk, _ in changes])}
    history.lock(*{history.province_chain(campaign.province_id) for campaign in found.values()})
    history.reread(found.values())
    changed = []
    for pk, values in changes:
        campaign = found.get(pk)
        if campaign is None:
            raise Unseen
        if not can_lead_campaign(actor, campaign.province_id):
            raise Forbidden
        changed.append(_change(campaign, values, actor, on, at, batch))
    return changed


def _change(
    campaign: Campaign, values: Mapping[str, Any], actor: Actor, on: date, at: datetime, batch: str
) -> Campaign:
    last = campaign.ends_on
    for name in CHANGEABLE & values.keys():
        setattr(campaign, name, values[name])
    if campaign.ends_on < campaign.starts_on:
        raise DomainError("dates_reversed", "Ngày kết thúc phải sau ngày bắt đầu.", field="ends_on")
    if not campaign.basis and not (campaign.plan_number and campaign.plan_date):
        raise DomainError("plan_missing", "Cần số và ngày kế hoạch, hoặc văn bản làm căn cứ.", field="plan_number")
    campaign.save()
    moved = []
    if campaign.ends_on != last:
        moved = [s for s in campaign.steps.all() if s.due_on == last or s.due_on > campaign.ends_on]
        for step in moved:
            step.due_on = campaign.ends_on
        CampaignStep.objects.bulk_update(moved, ["due_on"])
        dates = [(step.position, step.due_on) for step in moved]
        reschedule_of_source(kind=campaign.ref.kind, source_id=campaign.pk, dates=dates, actor=actor, on=on, at=at)
    entry = Entry(
        chain=history.province_chain(campaign.province_id),
        act="transitions.change_campaign",
        on=on,
        summary=f"Sửa thông tin “{campaign.name}”",
        subject=campaign.ref,
        changed=[campaign, *moved],
        payload={"campaign": campaign.pk, "fields": sorted(CHANGEABLE & values.keys())},
    )
    history.record(actor=actor, at=at, entries=[entry], batch=batch)
    return campaign
