"""Duties without an operation are closed by hand, with date, name and evidence."""

from datetime import date

import pytest

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.tests.factories import AT, make_duty
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.models import Event
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
TODAY = date(2020, 7, 15)


def state(duty: Duty, actor: Actor, **fields: object) -> None:
    values: dict[str, object] = {
        "done_on": date(2020, 6, 1),
        "done_by": "Nguyễn Văn An, Chủ tịch",
        "note": "12/KH-UBND",
    }
    closing = HandClosing(duty.pk, **{**values, **fields})  # type: ignore[arg-type]
    close_by_hand(closings=[closing], actor=actor, on=TODAY, at=AT)


def test_closes_with_date_name_and_evidence(commune: Agency, secretary: Actor) -> None:
    duty = make_duty(commune, by_hand=True)
    state(duty, secretary)
    duty.refresh_from_db()
    event = Event.objects.get(pk=duty.closed_by)
    assert (duty.outcome, duty.closed_on, duty.on_time, duty.done_by) == (
        Outcome.DONE,
        date(2020, 6, 1),
        True,
        "Nguyễn Văn An, Chủ tịch",
    )
    assert (event.act, event.subject_id, event.on) == ("duties.close_by_hand", duty.pk, date(2020, 6, 1))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"done_by": " "}, "name_missing"),
        ({"note": ""}, "evidence_missing"),
        ({"done_on": date(2020, 7, 16)}, "in_future"),
    ],
)
def test_refuses_a_bare_statement(commune: Agency, secretary: Actor, fields: dict[str, object], code: str) -> None:
    duty = make_duty(commune, by_hand=True)
    with pytest.raises(DomainError) as refusal:
        state(duty, secretary, **fields)
    assert (refusal.value.code, Duty.objects.open().count()) == (code, 1)


def test_closes_what_no_room_performs_yet(commune: Agency, secretary: Actor) -> None:
    duty = make_duty(commune, "nobody.performs_this", by_hand=False)
    state(duty, secretary)
    assert Duty.objects.get(pk=duty.pk).outcome == Outcome.DONE


def test_refuses_what_an_act_of_the_product_closes(commune: Agency, secretary: Actor) -> None:
    duty = make_duty(commune, "conformity.notify_department", by_hand=False)
    with pytest.raises(DomainError) as refusal:
        state(duty, secretary)
    assert (refusal.value.code, Duty.objects.open().count()) == ("closed_by_its_act", 1)


def test_refuses_to_close_twice(commune: Agency, secretary: Actor) -> None:
    duty = make_duty(commune, by_hand=True)
    state(duty, secretary)
    with pytest.raises(DomainError) as refusal:
        state(duty, secretary, done_on=date(2020, 5, 1))
    assert (refusal.value.code, Duty.objects.get().closed_on) == ("already_closed", date(2020, 6, 1))


def test_observers_and_other_agencies_close_nothing(
    commune: Agency, observer: Actor, outsider: Actor, other_province_officer: Actor
) -> None:
    duty = make_duty(commune, by_hand=True)
    for actor, error in ((observer, Forbidden), (outsider, Unseen), (other_province_officer, Unseen)):
        with pytest.raises(error):
            state(duty, actor)
    assert Duty.objects.open().count() == 1
