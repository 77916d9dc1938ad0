"""The figures of files: they add up, whoever sent what when."""

from datetime import date, timedelta

import pytest

from qlcl.conftest import make_agency
from qlcl.inspections.enums import ItemState, Status
from qlcl.inspections.file_measures import MEASURES
from qlcl.inspections.operations.examine_file import return_file
from qlcl.inspections.operations.submit_file import submit_file
from qlcl.inspections.tests.by_file import AT, DUE, examine, fill, plan_file, request_file, send_file
from qlcl.inspections.tests.factories import SYSTEM
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.measures import Scope
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def figures(actor: Actor, province: Agency, until: date) -> dict[str, int]:
    """Every measure of the year until a day."""
    scope = Scope(actor, frozenset({province.pk}), date(2021, 1, 1), until)
    return {name.removeprefix("files_"): measure.value(scope) for name, measure in MEASURES.items()}


def test_files_add_up_by_two_clocks(province: Agency) -> None:
    agencies = [make_agency(f"X{n}", f"Ủy ban nhân dân xã {n}", Level.COMMUNE, province) for n in range(5)]
    plan_file(agencies[0])
    request_file(agencies[1])
    send_file(agencies[2])
    send_file(agencies[3], on=DUE + timedelta(5))
    back = send_file(agencies[4])
    examine(back, _1a=ItemState.RETURNED)
    return_file(actor=SYSTEM, inspection_id=back.pk, on=DUE, at=AT)
    back.refresh_from_db()
    assert back.status == Status.RETURNED
    fill(back)
    submit_file(actor=SYSTEM, inspection_id=back.pk, on=DUE + timedelta(60), at=AT)
    year = figures(SYSTEM, province, date(2021, 12, 31))
    assert year == {
        "due": 4, "on_time": 2, "late": 1, "missing": 1, "complete": 3, "incomplete": 0, "returned": 1,
    }  # fmt: skip
    on_the_day = figures(SYSTEM, province, DUE)
    assert (on_the_day["on_time"], on_the_day["late"], on_the_day["missing"]) == (2, 0, 2)
    assert figures(SYSTEM, province, DUE - timedelta(1))["due"] == 0
    cells = MEASURES["files_due"].cells(
        Scope(SYSTEM, frozenset({province.pk}), date(2021, 1, 1), date(2021, 12, 31)), ["level", "period"]
    )
    assert dict(cells) == {("commune", 2021): 4}


def test_every_measure_is_in_the_catalogue() -> None:
    assert set(MEASURES) <= set(catalogue.measures())
    assert catalogue.measure("files_due") is MEASURES["files_due"]
