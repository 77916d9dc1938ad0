"""Figures of what followed inspections: they add up, on the day and on a day long past."""

from datetime import date

import pytest

from qlcl.corrective.operations.check_effect import check_effect
from qlcl.corrective.operations.withdraw import withdraw
from qlcl.inspections.follow_measures import FINDINGS, REPEATED, REPORTS, STILL_OPEN
from qlcl.inspections.models import Inspection
from qlcl.inspections.tests.following import AT, SIGNED, findings, make_signed
from qlcl.inspections.tests.test_corrective_reports import done, proposed, refuse, send
from qlcl.kernel.actors import Actor
from qlcl.kernel.measures import Measure, Scope
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
D = date


def cut(measure: Measure, actor: Actor, agency: Agency, until: date, *by: str) -> dict[tuple[object, ...], int]:
    scope = Scope(actor, frozenset({agency.province_id}), D(2021, 1, 1), until)
    cells = measure.cells(scope, by)
    assert sum(cells.values()) == measure.value(scope)
    for key, value in cells.items():
        assert measure.opened(scope, dict(zip(by, key, strict=True))).count() == value
    return dict(cells)


def make(commune: Agency, *days: int) -> list[Inspection]:
    return [make_signed(commune, f"Điểm {n}", signed=D(2021, 3, n)) for n in days]


def test_reports_by_how_they_came(commune: Agency, secretary: Actor, inspector: Actor) -> None:
    on_time, late, refused, _missing = make(commune, 8, 9, 10, 11)
    send(secretary, on_time, done(findings(on_time)[0]), on=D(2021, 5, 4))
    send(secretary, late, done(findings(late)[0]), on=D(2021, 5, 11))
    send(secretary, refused, proposed(findings(refused)[0]), on=D(2021, 5, 7))
    refuse(inspector, refused, D(2021, 5, 20), D(2021, 6, 21))
    ends = {("on_time",): 1, ("late",): 1, ("refused",): 1, ("missing",): 1}
    assert cut(REPORTS, inspector, commune, D(2021, 12, 31), "ending") == ends
    by = cut(REPORTS, inspector, commune, D(2021, 12, 31), "level", "period", "sending")
    assert by == {("commune", 2021, "on_time"): 2, ("commune", 2021, "late"): 1, ("commune", 2021, "missing"): 1}
    assert cut(REPORTS, inspector, commune, D(2021, 5, 10), "ending") == {("on_time",): 2, ("awaited",): 2}
    send(secretary, refused, proposed(findings(refused)[0], text="Kế hoạch mới"), on=D(2021, 7, 1))
    assert cut(REPORTS, inspector, commune, D(2021, 12, 31), "sending")[("on_time",)] == 2


def test_findings_by_how_they_stand(commune: Agency, secretary: Actor, inspector: Actor) -> None:
    inspection = make_signed(commune, "Một", "Hai", "Ba", "Bốn")
    one, two, three, four = findings(inspection)
    withdraw(actor=inspector, nonconformity_id=four.pk, reason="Ghi nhầm", on=D(2021, 4, 1), at=AT)
    send(secretary, inspection, done(one), done(two), proposed(three))
    said = {"actor": inspector, "note": "Đã xem", "at": AT}
    check_effect(nonconformity_id=one.pk, verdict="effective", on=D(2021, 8, 1), **said)
    assert cut(FINDINGS, inspector, commune, D(2021, 12, 31), "standing") == {
        ("verified",): 1, ("fixed",): 1, ("open",): 1
    }  # fmt: skip
    assert cut(FINDINGS, inspector, commune, D(2021, 7, 1), "standing") == {("fixed",): 2, ("open",): 1}
    assert cut(FINDINGS, inspector, commune, D(2021, 3, 20), "standing") == {("open",): 4}
    check_effect(nonconformity_id=two.pk, verdict="not_effective", on=D(2021, 8, 2), **said)
    assert cut(FINDINGS, inspector, commune, D(2021, 8, 1), "standing")[("fixed",)] == 1
    assert cut(STILL_OPEN, inspector, commune, D(2021, 12, 31), "article", "standing") == {("1đ", "open"): 2}
    assert cut(REPEATED, inspector, commune, D(2021, 12, 31), "level") == {}
    assert SIGNED.year == 2021
