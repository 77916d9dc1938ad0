"""Inspections at size: three of every agency, with answers and findings; pages, the synthesis, one for a device."""

import sys
from typing import Any

from django.urls import reverse

from benchmarks import many_inspections
from benchmarks.people import TODAY, signed_in
from benchmarks.province import CODE
from benchmarks.timing import timed
from qlcl.assessments.models import Checklist
from qlcl.assessments.queries.device import checklist_state
from qlcl.inspections.models import Inspection
from qlcl.kernel.actors import Actor
from qlcl.reports.definitions import compute


def measure(times: int) -> dict[str, Any]:
    """Each page by its name; the synthesis as data; a checklist as a device takes it."""
    made = many_inspections.make()
    print(f"→   {made}", file=sys.stderr, flush=True)
    client = signed_in()
    one = Inspection.objects.order_by("pk")[Inspection.objects.count() // 2]
    pages = {
        "register": reverse("inspections:inspections"),
        "under_way": reverse("inspections:cases"),
        "inspection": reverse("inspections:inspection", args=[one.pk]),
        "by_file": reverse("inspections:files") + f"?nam={TODAY.year}",
        "follow_up": reverse("inspections:board"),
        "findings": reverse("corrective:list"),
        "checklists": reverse("assessments:checklists"),
        "synthesis_page": reverse("reports:inspections", args=[CODE]) + f"?nam={TODAY.year}",
    }
    found: dict[str, Any] = {"made": made}
    found |= {name: timed(lambda url=url: client.get(url), times) for name, url in pages.items()}
    actor = Actor.system("đo")
    found["synthesis_data"] = timed(
        lambda: compute("inspections", actor=actor, province_code=CODE, until=TODAY, by_agency=False), min(times, 10)
    )
    checklist = Checklist.objects.select_related("set", "agency").get(occasion_id=one.pk)
    found["for_a_device"] = timed(lambda: checklist_state(checklist), times)
    return found
