"""A province's parameters: dated, checked, changed by its administrator only."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Actor
from qlcl.kernel.catalogue import Parameter
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.organisations import parameters
from qlcl.organisations.models import Agency, Setting
from qlcl.organisations.operations.change_settings import change_settings

pytestmark = pytest.mark.django_db
DAY = date(2021, 10, 15)
TERM = Parameter("organisations.try_term", "Số ngày thử", default="15", unit="ngày", low=1, high=90, group="Thử")


@pytest.fixture(autouse=True)
def parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue._registry.parameters, TERM.code, TERM)


def change(actor: Actor, province: Agency, value: str, on: date = DAY, seen: int | None = None) -> int:
    return change_settings(
        actor=actor, on=on, at=timezone.now(), province=province, values={TERM.code: value}, seen=seen
    )


def test_the_default_holds_until_the_province_sets_a_value(administrator: Actor, province: Agency) -> None:
    assert parameters.number(province.pk, TERM.code, DAY) == 15
    assert change(administrator, province, "20") == 1
    assert parameters.number(province.pk, TERM.code, DAY) == 20
    assert parameters.number(province.pk, TERM.code, date(2021, 10, 14)) == 15


def test_a_second_change_of_the_same_day_writes_over_and_the_history_holds(
    administrator: Actor, province: Agency
) -> None:
    change(administrator, province, "20")
    change(administrator, province, "30")
    assert Setting.objects.filter(province=province, code=TERM.code).count() == 1
    assert parameters.number(province.pk, TERM.code, DAY) == 30
    assert len(history.events_of(kind="settings", id=province.pk, limit=9)) == 2


@pytest.mark.parametrize("value", ["0", "91", "mười", "1.5", "-3", "٣", ""])
def test_refuses_a_value_out_of_its_bounds(administrator: Actor, province: Agency, value: str) -> None:
    with pytest.raises(DomainError, match="số nguyên từ 1 đến 90"):
        change(administrator, province, value)
    assert not Setting.objects.filter(code=TERM.code).exists()


def test_only_the_administrator_changes_and_nothing_is_written_else(officer: Actor, province: Agency) -> None:
    with pytest.raises(Forbidden):
        change(officer, province, "20")
    assert not Setting.objects.filter(code=TERM.code).exists()


def test_a_form_that_somebody_has_overtaken_is_refused(administrator: Actor, province: Agency) -> None:
    change(administrator, province, "20")
    with pytest.raises(Stale, match="đã đổi tham số"):
        change(administrator, province, "25", seen=0)


def test_the_page_saves_for_the_administrator_and_shows_to_the_officer(
    client: Client, sign_in, administrator: Actor, officer: Actor, province: Agency
) -> None:
    sign_in(client, officer)
    assert "Số ngày thử" in client.get("/co-quan/tham-so").content.decode()
    assert client.post("/co-quan/tham-so", {TERM.code: "20"}).status_code == 403
    sign_in(client, administrator)
    values = parameters.values(province.pk, DAY)
    assert client.post("/co-quan/tham-so", values | {TERM.code: "20", "seen": "0"}).status_code == 302
    bad = client.post("/co-quan/tham-so", values | {TERM.code: "200", "seen": ""})
    assert bad.status_code in {409, 422}
