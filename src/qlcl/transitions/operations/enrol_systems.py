"""Enrols quality systems in a campaign: each gets one enrolment and twelve step duties."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.models import QualitySystem
from qlcl.organisations.queries import visible_systems
from qlcl.transitions.enums import STEPS, EnrolmentKind
from qlcl.transitions.models import Campaign, Enrolment
from qlcl.transitions.operations.account_for import account_for
from qlcl.transitions.policies import can_lead_campaign, visible_campaigns

_PART = 2000


def _step_duties(campaign: Campaign, systems: Iterable[QualitySystem], due: dict[str, date]) -> list[DutySpec]:
    edition = Ref("edition", campaign.to_edition_id, campaign.to_edition.label)
    return [
        DutySpec(
            system_id=system.pk,
            agency_id=system.holder_id,
            act=step.act,
            label=step.label,
            due_on=due[step.code],
            role=step.role,
            subject=edition if step.about_edition else None,
            source=campaign.ref,
            sequence=number,
            legal_basis=f"{campaign.paper}; {step.basis}" if campaign.paper else step.basis,
            by_hand=step.by_hand,
            period_from=campaign.starts_on,
        )
        for system in systems
        for number, step in enumerate(STEPS, start=1)
    ]


def enrol(*, campaign: Campaign, systems: Sequence[QualitySystem], actor: Actor, at: datetime, batch: str = "") -> int:
    """Writes enrolments and opens duties; part of an operation that has locked the chain and checked the right.

    A system is converted when it exists before the campaign's first day, else newly built.
    """
    due = {step.code: step.due_on for step in campaign.steps.all()}
    for start in range(0, len(systems), _PART):
        part = systems[start : start + _PART]
        enrolments = Enrolment.objects.bulk_create(
            [
                Enrolment(
                    campaign=campaign,
                    system=system,
                    kind=EnrolmentKind.CONVERTED
                    if system.valid_from < campaign.starts_on and campaign.from_edition_id
                    else EnrolmentKind.NEWLY_BUILT,
                    enrolled_on=max(campaign.starts_on, system.valid_from),
                )
                for system in part
            ]
        )
        entries = [
            Entry(
                chain=history.system_chain(enrolment.system_id),
                act="transitions.enrol",
                on=enrolment.enrolled_on,
                summary=f"Đưa vào “{campaign.name}”",
                subject=campaign.ref,
                changed=[enrolment],
                payload={"campaign": campaign.pk, "system": enrolment.system_id},
            )
            for enrolment in enrolments
        ]
        events = history.record(actor=actor, at=at, entries=entries, batch=batch)
        specs = _step_duties(campaign, part, due)
        open_duties(specs=specs, actor=actor, on=campaign.starts_on, at=at, event=events[0].pk)
    return len(systems)


@transaction.atomic
def enrol_system(*, campaign_id: int, system_id: int, actor: Actor, on: date, at: datetime) -> Enrolment:
    """Enrols one more system, such as one built after the campaign began. Raises `already_enrolled`, `not_living`."""
    campaign = visible_campaigns(actor).select_related("to_edition").filter(pk=campaign_id).first()
    if campaign is None:
        raise Unseen
    history.lock(history.province_chain(campaign.province_id), history.system_chain(system_id))
    system = visible_systems(actor).filter(pk=system_id, province_id=campaign.province_id).first()
    if system is None:
        raise Unseen
    if not can_lead_campaign(actor, campaign.province_id):
        raise Forbidden
    if Enrolment.objects.filter(campaign=campaign, system=system).exists():
        raise DomainError("already_enrolled", "Hệ thống của cơ quan này đã có trong kế hoạch.", field="system")
    if system.valid_until is not None and system.valid_until <= on:
        raise DomainError("not_living", "Hệ thống của cơ quan này đã kết thúc.", field="system")
    enrol(campaign=campaign, systems=[system], actor=actor, at=at)
    account_for(campaign=campaign, actor=actor, on=on, at=at, system_ids=[system.pk])
    return Enrolment.objects.get(campaign=campaign, system=system)
