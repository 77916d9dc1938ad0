"""Every page of the main job, as the provincial officer sees it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from benchmarks.people import signed_in
from benchmarks.timing import timed
from qlcl.organisations.models import Agency
from qlcl.transitions.models import Campaign, Enrolment


def addresses() -> dict[str, str]:
    """The pages to measure; agency and enrolment are ones from the middle."""
    campaign = Campaign.objects.get()
    agencies = Agency.objects.filter(level="commune").order_by("pk")
    agency = agencies[agencies.count() // 2]
    enrolment = Enrolment.objects.filter(system__holder=agency).get()
    province = Agency.objects.get(level="province").code
    return {
        "home": reverse("portal:home"),
        "board": reverse("transitions:board", args=[campaign.pk]),
        "board_late": reverse("transitions:board", args=[campaign.pk]) + "?trang-thai=tre",
        "campaign": reverse("transitions:campaign", args=[campaign.pk]),
        "path": reverse("transitions:path", args=[enrolment.pk]),
        "agencies": reverse("organisations:agencies"),
        "agency": reverse("organisations:agency", args=[agency.pk]),
        "report": reverse("reports:transition", args=[province]) + "?until=2021-12-31",
        "register": reverse("register:list"),
        "inbox": reverse("duties:inbox"),
        "api_agencies": "/api/v1/agencies",
    }


def measure(times: int) -> dict[str, Any]:
    """Each page by its name."""
    client: Client = signed_in()
    return {name: timed(lambda url=url: client.get(url), times) for name, url in addresses().items()}
