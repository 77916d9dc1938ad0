"""What the papers of the transitions room are made of."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from qlcl.organisations.models import OverseeingBody
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.remind import Behind


def department_of(campaign: Campaign, day: date) -> str:
    """The body that oversees the province on the day; without one on record, the Department by its usual name."""
    bodies = OverseeingBody.objects.filter(province=campaign.province, valid_from__lte=day).select_related("agency")
    body = bodies.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day)).order_by("-valid_from").first()
    return body.agency.name if body else "Sở Khoa học và Công nghệ"


def reminder_context(campaign: Campaign, behind: Sequence[Behind], day: date) -> dict[str, Any]:
    """The context of the letter that reminds those behind."""
    return {
        "campaign": campaign.name,
        "edition": campaign.to_edition.label,
        "department": department_of(campaign, day),
        "place": campaign.province.name.removeprefix("Ủy ban nhân dân tỉnh ").removeprefix("Ủy ban nhân dân "),
        "superior_name": campaign.province.name,
        "place": _place(campaign.province.name),
        "plan": campaign.paper,
        "as_of": day,
        "day": day,
        "ends_on": campaign.ends_on,
        "illustration": campaign.illustration,
        "rows": [
            {"number": number, "agency": b.agency, "steps": list(b.steps), "count": len(b.steps)}
            for number, b in enumerate(behind, start=1)
        ],
    }


def _place(province: str) -> str:
    """Where the department dates its letters: the name of the province alone."""
    return province.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ").removeprefix("thành phố ")


def sample_reminder() -> dict[str, Any]:
    """A context to try templates on."""
    day = date(2021, 6, 30)
    agencies = ("UBND xã Phước Vinh", "UBND huyện Tân Biên")
    return {
        "campaign": "Chuyển đổi HTQLCL theo TCVN ISO 9001:2015",
        "edition": "TCVN ISO 9001:2015",
        "department": "Sở Khoa học và Công nghệ",
        "place": "Tây Ninh",
        "superior_name": "Ủy ban nhân dân tỉnh Tây Ninh",
        "place": "Tây Ninh",
        "plan": "Hướng dẫn số 03/HD-KHCN ngày 12/11/2019",
        "as_of": day,
        "day": day,
        "ends_on": date(2021, 12, 31),
        "illustration": True,
        "rows": [
            {"number": n, "agency": agency, "steps": ["Đánh giá nội bộ", "Xem xét của lãnh đạo"], "count": 2}
            for n, agency in enumerate(agencies, start=1)
        ],
    }
