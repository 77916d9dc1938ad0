"""Inspections of agencies that end, end with them."""

from datetime import date

import pytest

from qlcl.inspections.enums import Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.end_cases import end_cases
from qlcl.inspections.policies import kept_inspections
from qlcl.inspections.tests.cases import make_case
from qlcl.inspections.tests.factories import AT, SYSTEM, make_inspection
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def test_what_is_not_made_is_cancelled_and_what_was_made_is_closed(commune: Agency, head: Actor) -> None:
    decided, planned = make_case(commune, "decided"), make_case(commune)
    recorded = make_inspection(commune)
    made = make_inspection(commune, inspected_on=date(2020, 3, 1))
    Inspection.objects.filter(pk=made.pk).update(status=Status.ACCEPTED)
    work = {"actor": SYSTEM, "system_ids": [planned.system_id], "reason": "Sáp nhập", "on": date(2021, 7, 1), "at": AT}
    assert (end_cases(**work), end_cases(**work)) == (3, 0)
    assert dict(Inspection.objects.values_list("pk", "status")) == {
        planned.pk: Status.CANCELLED, decided.pk: Status.CANCELLED, recorded.pk: Status.RECORDED,
        made.pk: Status.CLOSED,
    }  # fmt: skip
    assert set(kept_inspections(head)) == {decided, recorded, made}
    broken = {found.where for found in history.verify(None).breaks if found.where.startswith("inspections")}
    assert not any(f"#{planned.pk}" in where for where in broken)
