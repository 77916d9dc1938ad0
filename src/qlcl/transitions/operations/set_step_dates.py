"""Sets the days by which the steps of a campaign are due."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.reschedule import reschedule_of_source
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry
from qlcl.transitions.models import Campaign, CampaignStep
from qlcl.transitions.policies import can_lead_campaign, visible_campaigns


@transaction.atomic
def set_step_dates(
    *, campaign_id: int, dates: Mapping[str, date], actor: Actor, on: date, at: datetime, batch: str = ""
) -> Campaign:
    """Moves the due days of the steps named, and of every duty of theirs; `first_due_on` of the duties stays.

    Raises `outside_campaign` when a day lies before the campaign begins or after it ends.
    """
    campaign = visible_campaigns(actor).filter(pk=campaign_id).first()
    if campaign is None:
        raise Unseen
    history.lock(history.province_chain(campaign.province_id))
    history.reread([campaign])
    if not can_lead_campaign(actor, campaign.province_id):
        raise Forbidden
    moved = [step for step in campaign.steps.all() if step.code in dates and step.due_on != dates[step.code]]
    for step in moved:
        step.due_on = dates[step.code]
        if not campaign.starts_on <= step.due_on <= campaign.ends_on:
            raise DomainError(
                "outside_campaign",
                f"Hạn của “{step.label}” phải từ {campaign.starts_on:%d/%m/%Y} đến {campaign.ends_on:%d/%m/%Y}.",
                field=step.code,
            )
    if not moved:
        return campaign
    CampaignStep.objects.bulk_update(moved, ["due_on"])
    new = [(step.position, step.due_on) for step in moved]
    reschedule_of_source(kind=campaign.ref.kind, source_id=campaign.pk, dates=new, actor=actor, on=on, at=at)
    entry = Entry(
        chain=history.province_chain(campaign.province_id),
        act="transitions.set_step_dates",
        on=on,
        summary=f"Điều chỉnh hạn {len(moved)} bước của “{campaign.name}”",
        subject=campaign.ref,
        changed=moved,
        payload={"campaign": campaign.pk, "dates": {step.code: step.due_on for step in moved}},
    )
    history.record(actor=actor, at=at, entries=[entry], batch=batch)
    return campaign
