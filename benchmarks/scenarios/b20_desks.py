"""The desks of an agency, their queues and the rows behind a number, among two million duties."""

import sys
from typing import Any

from django.urls import reverse

from benchmarks.many_duties import make
from benchmarks.people import signed_in
from benchmarks.timing import timed
from qlcl.duties.models import Duty
from qlcl.organisations.models import Agency

#: Who sits at which desk; all of them in the agency of `benchmarks.people`.
HATS = {"head": "thu-truong", "secretary": "thu-ky", "division_head": "truong-phong", "staff": "can-bo"}


def measure(times: int) -> dict[str, Any]:
    """A desk within 40 ms."""
    if not Duty.objects.filter(source_kind="bench").exists():
        print(f"→   {make()} duties", file=sys.stderr, flush=True)
    agency = Agency.objects.get(code="BM-X00001")
    owed = Duty.objects.open().filter(agency=agency, role="head").order_by("due_on").first()
    found: dict[str, Any] = {"duties": Duty.objects.count()}
    for hat, username in HATS.items():
        client = signed_in(username)
        found[f"desk_{hat}"] = timed(lambda client=client: client.get(reverse("portal:home")), times)  # type: ignore[misc]
    places = {"queue": reverse("duties:mine"), "rows": f"{reverse('duties:list')}?nam=2021&trang-thai=overdue"}
    places["start"] = reverse("portal:start")
    if owed is not None:
        places["decision"] = reverse("duties:decision", args=[owed.pk])
    client = signed_in(HATS["head"])
    for name, url in places.items():
        found[name] = timed(lambda url=url: client.get(url), times)  # type: ignore[misc]
    return found
