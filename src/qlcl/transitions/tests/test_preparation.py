"""How a system is prepared: who, with which certificate; an expired one is told, not refused."""

from datetime import date, timedelta

import pytest

from qlcl.duties.models import Duty
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency
from qlcl.transitions.enums import REPORT_CERTIFICATE
from qlcl.transitions.models import Enrolment
from qlcl.transitions.operations.set_preparation import Preparation, set_preparation
from qlcl.transitions.tests.factories import AT, bind, make_campaign

pytestmark = pytest.mark.django_db
ON = date(2021, 6, 30)


@pytest.fixture
def enrolment(province: Agency, commune: Agency) -> Enrolment:
    """The commune in the campaign."""
    bind(commune)
    return make_campaign(province).enrolments.get()


def state(enrolment: Enrolment, actor: Actor, until: date | None = None, **fields: str) -> str:
    values = {"kind": "converted", "prepared_by": "consultant", "consultant_name": "Công ty tư vấn B", **fields}
    stated = Preparation(**values, certificate_until=until)  # type: ignore[arg-type]
    return set_preparation(enrolment_id=enrolment.pk, stated=stated, actor=actor, on=ON, at=AT)[1]


def test_an_agency_states_its_own_preparation(enrolment: Enrolment, secretary: Actor) -> None:
    assert state(enrolment, secretary, date(2022, 1, 1)) == ""
    enrolment.refresh_from_db()
    assert (enrolment.prepared_by, enrolment.consultant_name) == ("consultant", "Công ty tư vấn B")
    assert Duty.objects.filter(act=REPORT_CERTIFICATE).count() == 0


def test_an_expired_certificate_warns_and_opens_a_duty_once(enrolment: Enrolment, officer: Actor) -> None:
    assert "hết giá trị" in state(enrolment, officer, date(2021, 6, 29))
    state(enrolment, officer, date(2021, 6, 29))
    duty = Duty.objects.get(act=REPORT_CERTIFICATE)
    assert (duty.by_hand, duty.due_on, duty.statutory) == (True, ON + timedelta(days=10), False)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"prepared_by": "self"}, "not_hired"),
        ({"consultant_name": " "}, "consultant_missing"),
    ],
)
def test_refuses_a_contradiction(enrolment: Enrolment, officer: Actor, fields: dict[str, str], code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        state(enrolment, officer, **fields)
    enrolment.refresh_from_db()
    assert (refusal.value.code, enrolment.prepared_by) == (code, "")


def test_readers_and_outsiders_state_nothing(enrolment: Enrolment, observer: Actor, outsider: Actor) -> None:
    for actor, error in ((observer, Forbidden), (outsider, Unseen)):
        with pytest.raises(error):
            state(enrolment, actor)
    enrolment.refresh_from_db()
    assert enrolment.prepared_by == ""
