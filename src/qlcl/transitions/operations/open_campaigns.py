"""Opens campaigns from approved plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry
from qlcl.kernel.models import StoredFile
from qlcl.transitions.enums import STEPS
from qlcl.transitions.models import Campaign, CampaignStep
from qlcl.transitions.operations.account_for import account_for
from qlcl.transitions.operations.enrol_systems import enrol
from qlcl.transitions.policies import can_lead_campaign
from qlcl.transitions.queries import systems_to_enrol


@dataclass(frozen=True, slots=True)
class CampaignSpec:
    """A campaign to open; `step_dates` by step code, every other step is due on `ends_on`."""

    code: str
    name: str
    province_id: int
    from_edition_id: int | None
    to_edition_id: int
    starts_on: date
    ends_on: date
    basis: str = ""
    plan_number: str = ""
    plan_date: date | None = None
    plan_file: StoredFile | None = None
    step_dates: Mapping[str, date] = field(default_factory=dict)
    illustration: bool = False


def _guard(spec: CampaignSpec) -> None:
    if spec.ends_on < spec.starts_on:
        raise DomainError("dates_reversed", "Ngày kết thúc phải sau ngày bắt đầu.", field="ends_on")
    if spec.from_edition_id == spec.to_edition_id:
        raise DomainError("same_edition", "Phiên bản đích phải khác phiên bản hiện hành.", field="to_edition")
    if not spec.basis.strip() and not (spec.plan_number.strip() and spec.plan_date):
        raise DomainError(
            "plan_missing", "Cần số và ngày của kế hoạch đã phê duyệt, hoặc văn bản làm căn cứ.", field="plan_number"
        )
    if any(not spec.starts_on <= day <= spec.ends_on for day in spec.step_dates.values()):
        raise DomainError("outside_campaign", "Hạn của mỗi bước phải nằm trong thời gian của chiến dịch.")
    if Campaign.objects.filter(province_id=spec.province_id, code=spec.code).exists():
        raise DomainError("code_taken", f"Tỉnh đã có chiến dịch mang mã “{spec.code}”; hãy dùng mã khác.", field="code")


def _create(spec: CampaignSpec) -> tuple[Campaign, list[CampaignStep]]:
    campaign = Campaign.objects.create(
        code=spec.code,
        name=spec.name,
        province_id=spec.province_id,
        from_edition_id=spec.from_edition_id,
        to_edition_id=spec.to_edition_id,
        basis=spec.basis.strip(),
        plan_number=spec.plan_number.strip(),
        plan_date=spec.plan_date,
        plan_file=spec.plan_file,
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
        illustration=spec.illustration,
    )
    steps = [
        CampaignStep(
            campaign=campaign,
            code=step.code,
            act=step.act,
            label=step.label,
            due_on=spec.step_dates.get(step.code, spec.ends_on),
            position=number,
        )
        for number, step in enumerate(STEPS, start=1)
    ]
    CampaignStep.objects.bulk_create(steps)
    return campaign, steps


@transaction.atomic
def open_campaigns(
    *, specs: Sequence[CampaignSpec], actor: Actor, on: date, at: datetime, batch: str = ""
) -> list[Campaign]:
    """Opens each campaign, enrols the systems bound on its first day and opens their twelve step duties.

    Enrolled is every system of the province that lives on that day and whose duty to apply is mandatory or by
    provincial plan; what was done before counts. Raises `dates_reversed`, `same_edition`, `plan_missing`,
    `outside_campaign`, `code_taken`.
    """
    history.lock(*{history.province_chain(spec.province_id) for spec in specs})
    opened = []
    for spec in specs:
        if not can_lead_campaign(actor, spec.province_id):
            raise Forbidden
        _guard(spec)
        campaign, steps = _create(spec)
        entry = Entry(
            chain=history.province_chain(spec.province_id),
            act="transitions.open_campaign",
            on=spec.starts_on,
            summary=f"Mở “{campaign.name}” theo {campaign.paper}",
            subject=campaign.ref,
            changed=(campaign, *steps, *([spec.plan_file] if spec.plan_file else ())),
            payload={"campaign": campaign.pk, "code": campaign.code, "stated_on": on},
        )
        history.record(actor=actor, at=at, entries=[entry], batch=batch)
        enrol(campaign=campaign, systems=systems_to_enrol(campaign), actor=actor, at=at, batch=batch)
        account_for(campaign=campaign, actor=actor, on=on, at=at, batch=batch)
        opened.append(campaign)
    return opened


@transaction.atomic
def open_campaign(*, spec: CampaignSpec, actor: Actor, on: date, at: datetime) -> Campaign:
    """Opens one campaign from an approved plan."""
    return open_campaigns(specs=[spec], actor=actor, on=on, at=at)[0]
