"""The line under the heading of a campaign's pages."""

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from qlcl.transitions.models import Campaign
from qlcl.ui.templatetags.ui import illustration
from qlcl.ui.writing import vn_date, vn_number


def lead_of(campaign: Campaign, enrolled: int, day: date) -> SafeString:
    """How many agencies, as of which day, and whether the figures are made up."""
    text = format_html("{} cơ quan theo kế hoạch · số liệu đến {}", vn_number(enrolled), vn_date(day))
    return format_html("{} · {}", text, illustration()) if campaign.illustration else text
