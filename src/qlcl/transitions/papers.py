"""What the papers of the transitions room are made of."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.remind import Behind


def reminder_context(campaign: Campaign, behind: Sequence[Behind], day: date) -> dict[str, Any]:
    """The context of the letter that reminds those behind."""
    return {
        "campaign": campaign.name,
        "edition": campaign.to_edition.label,
        "province": campaign.province.name,
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


def sample_reminder() -> dict[str, Any]:
    """A context to try templates on."""
    day = date(2021, 6, 30)
    agencies = ("UBND xã Phước Vinh", "UBND huyện Tân Biên")
    return {
        "campaign": "Chuyển đổi HTQLCL theo TCVN ISO 9001:2015",
        "edition": "TCVN ISO 9001:2015",
        "province": "Ủy ban nhân dân tỉnh Tây Ninh",
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
