"""What the papers of the transitions room are made of."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from qlcl.organisations.models import OverseeingBody
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.remind import Behind

#: Days that a letter gives those behind, where the campaign itself is over.
GRACE = 15


def department_of(campaign: Campaign, day: date) -> str:
    """The body that oversees the province on the day; without one on record, the Department by its usual name."""
    bodies = OverseeingBody.objects.filter(province=campaign.province, valid_from__lte=day).select_related("agency")
    body = bodies.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day)).order_by("-valid_from").first()
    return body.agency.name if body else "Sở Khoa học và Công nghệ"


def reminder_context(campaign: Campaign, behind: Sequence[Behind], day: date) -> dict[str, Any]:
    """The context of the letter that reminds those behind; the fields stand at the head of its template."""
    return {
        "superior_name": campaign.province.name,
        "department_name": department_of(campaign, day),
        "place": _place(campaign.province.name),
        "campaign_label": f"chuyển đổi Hệ thống quản lý chất lượng sang {campaign.to_edition.label}",
        "plan": campaign.paper,
        "day": day,
        "deadline": campaign.ends_on if campaign.ends_on > day else day + timedelta(days=GRACE),
        "illustration": campaign.illustration,
        "recipients": [{"name": b.agency, "missing": "; ".join(b.steps), "days_late": b.days_late} for b in behind],
    }


def _place(province: str) -> str:
    """Where the department dates its letters: the name of the province alone."""
    return province.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ").removeprefix("thành phố ")


def sample_reminder() -> dict[str, Any]:
    """A context to try templates on."""
    recipients = [
        {"name": "UBND xã Phước Vinh", "missing": "Đánh giá nội bộ; Xem xét của lãnh đạo", "days_late": 91},
        {"name": "UBND huyện Tân Biên", "missing": "Xem xét của lãnh đạo", "days_late": 30},
    ]
    return {
        "superior_name": "Ủy ban nhân dân tỉnh Tây Ninh",
        "department_name": "Sở Khoa học và Công nghệ",
        "place": "Tây Ninh",
        "campaign_label": "chuyển đổi Hệ thống quản lý chất lượng sang TCVN ISO 9001:2015",
        "plan": "Hướng dẫn số 03/HD-KHCN ngày 12/11/2019",
        "day": date(2021, 6, 30),
        "deadline": date(2021, 12, 31),
        "illustration": True,
        "recipients": recipients,
    }
