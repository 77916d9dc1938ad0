"""Acting heads, consultants who stay longer, and forms that somebody has overtaken."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.appoint_acting import appoint_acting
from qlcl.accounts.operations.renew_consultant import renew_consultant
from qlcl.accounts.queries import actor_for, position_seen
from qlcl.kernel import history
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.models import Event
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def charge(actor, head, person, day, **changes):
    fields = {
        "position_id": head.posts[0].position_id,
        "person_id": person.person_id,
        "valid_from": day,
        "valid_until": day + timedelta(days=14),
        "basis": "Văn bản số 5/UBND",
        "on": day,
        "at": now(),
        **changes,
    }
    return appoint_acting(actor=actor, **fields)


def again(actor, day):
    return actor_for(Person.objects.get(pk=actor.person_id), day)


def test_head_puts_his_deputy_in_charge_for_a_time(head, deputy, commune, day):
    charge(head, head, deputy, day)
    during, after = again(deputy, day), again(deputy, day + timedelta(days=14))
    assert during.post_at(commune.pk, [Role.HEAD]).shown == "Q. Chủ tịch"
    assert Role.HEAD not in after.roles
    assert Role.HEAD in again(head, day).roles


def test_administrator_puts_anybody_of_the_agency_in_charge(administrator, head, staff, commune, day):
    charge(administrator, head, staff, day)
    assert again(staff, day).post_at(commune.pk, [Role.HEAD]).acting


@pytest.mark.parametrize("who", ["deputy", "secretary", "staff", "officer", "observer", "consultant", "outsider"])
def test_nobody_else_does(who, request, head, deputy, day):
    before = Event.objects.count()
    with pytest.raises((Forbidden, Unseen)):
        charge(request.getfixturevalue(who), head, deputy, day)
    assert (Event.objects.count(), Appointment.objects.filter(acting=True).count()) == (before, 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"basis": " "}, "basis_missing"), ({"valid_until": None}, "appointment_period")],
)
def test_refuses_without_paper_or_end(changes, code, head, deputy, day):
    if changes.get("valid_until", 0) is None:
        changes = {"valid_until": day}
    with pytest.raises(DomainError) as refusal:
        charge(head, head, deputy, day, **changes)
    assert refusal.value.code == code


def test_head_puts_only_a_deputy_in_charge(head, staff, day):
    with pytest.raises(DomainError) as refusal:
        charge(head, head, staff, day)
    assert refusal.value.code == "not_a_deputy"


def test_who_is_in_charge_does_not_hand_it_on(head, deputy, staff, day):
    charge(head, head, deputy, day)
    with pytest.raises(Forbidden):
        charge(again(deputy, day), head, staff, day)


def test_nobody_is_put_in_charge_of_days_long_past(administrator, head, deputy, day):
    first = day - timedelta(days=30)
    with pytest.raises(DomainError) as refusal:
        charge(head, head, deputy, first - timedelta(days=1), on=day)
    assert (refusal.value.code, refusal.value.field) == ("acting_too_far_back", "valid_from")
    with pytest.raises(DomainError, match=f"{first:%d/%m/%Y}"):
        charge(administrator, head, deputy, first - timedelta(days=1), on=day)
    assert charge(head, head, deputy, first, on=day).valid_from == first


def test_nor_of_days_before_the_head_came_or_the_position_stands(administrator, head, deputy, day):
    came = day - timedelta(days=3)
    Appointment.objects.filter(person_id=head.person_id).update(valid_from=came)
    with pytest.raises(DomainError) as refusal:
        charge(head, head, deputy, came - timedelta(days=1), on=day)
    assert refusal.value.code == "acting_too_far_back"
    Position.objects.filter(pk=head.posts[0].position_id).update(valid_from=came)
    with pytest.raises(DomainError) as refusal:
        charge(administrator, head, deputy, came - timedelta(days=1), on=day)
    assert refusal.value.code == "position_not_valid"


def test_the_form_of_appointing_goes_no_further_back_for_who_acts(administrator, head, staff, day):
    spec = AppointmentSpec(
        Person.objects.get(pk=staff.person_id), Position.objects.get(pk=head.posts[0].position_id),
        day - timedelta(days=31), acting=True,
    )  # fmt: skip
    with pytest.raises(DomainError) as refusal:
        appoint(actor=administrator, specs=[spec], on=day, at=now())
    assert refusal.value.code == "acting_too_far_back"


def test_who_may_not_sign_in_is_not_renewed(head, consultant, day):
    old = Appointment.objects.get(person_id=consultant.person_id)
    Person.objects.filter(pk=consultant.person_id).update(is_active=False)
    until = old.valid_until + timedelta(days=90)
    with pytest.raises(DomainError) as refusal:
        renew_consultant(actor=head, appointment_id=old.pk, valid_until=until, paper="Phụ lục 01", on=day, at=now())
    assert refusal.value.code == "account_closed"
    assert Appointment.objects.filter(person_id=consultant.person_id).count() == 1
    assert Position.objects.get(pk=old.position_id).valid_until == old.valid_until


def test_nobody_is_renewed_beyond_the_agency(head, consultant, commune, day):
    old = Appointment.objects.get(person_id=consultant.person_id)
    Agency.objects.filter(pk=commune.pk).update(valid_until=old.valid_until + timedelta(days=5), end_reason="x")
    until = old.valid_until + timedelta(days=6)
    with pytest.raises(DomainError) as refusal:
        renew_consultant(actor=head, appointment_id=old.pk, valid_until=until, paper="Phụ lục 01", on=day, at=now())
    assert refusal.value.code == "agency_ended"


def test_consultant_stays_longer_by_a_new_act(head, consultant, day):
    old = Appointment.objects.get(person_id=consultant.person_id)
    until = old.valid_until + timedelta(days=90)
    made = renew_consultant(
        actor=head, appointment_id=old.pk, valid_until=until, paper="Phụ lục 01/HĐ", on=day, at=now()
    )
    assert (made.valid_from, made.valid_until, made.basis) == (old.valid_until, until, "Gia hạn: Phụ lục 01/HĐ")
    old.refresh_from_db()
    assert old.valid_until == made.valid_from
    assert Position.objects.get(pk=old.position_id).valid_until == until
    assert Role.CONSULTANT in again(consultant, until - timedelta(days=1)).roles
    assert history.events_of(kind="person", id=consultant.person_id, limit=1)[0].act == "accounts.renew_consultant"


def test_renewal_needs_a_paper_a_later_day_and_the_right(head, consultant, secretary, outsider, day):
    old = Appointment.objects.get(person_id=consultant.person_id)
    later = old.valid_until + timedelta(days=9)
    for actor, until, paper, refused in [
        (head, later, " ", DomainError),
        (head, old.valid_until, "x", DomainError),
        (secretary, later, "x", Forbidden),
        (consultant, later, "x", Forbidden),
        (outsider, later, "x", Unseen),
    ]:
        with pytest.raises(refused):
            renew_consultant(actor=actor, appointment_id=old.pk, valid_until=until, paper=paper, on=day, at=now())
    assert Appointment.objects.filter(person_id=consultant.person_id).count() == 1


def test_overtaken_form_of_a_position_is_refused(head, deputy, client, sign_in, day):
    position = Position.objects.get(pk=head.posts[0].position_id)
    seen = position_seen(position)
    charge(head, head, deputy, day)
    with pytest.raises(Stale):
        charge(head, head, deputy, day + timedelta(days=30), valid_until=day + timedelta(days=40), seen=seen)
    sign_in(client, head)
    data = {"person": deputy.person_id, "valid_from": "01/01/2031", "valid_until": "02/01/2031", "basis": "x"}
    url = reverse("accounts:appoint_acting", args=[position.pk])
    assert client.post(url, {**data, "seen": seen}).status_code == 409
    assert client.post(url, {**data, "seen": position_seen(position)}).status_code == 302


def test_overtaken_forms_of_people_are_refused(administrator, head, secretary, staff, client, sign_in, day):
    sign_in(client, administrator)
    person = Person.objects.get(pk=secretary.person_id)
    appointment = Appointment.objects.get(person_id=person.pk)
    edit = {"full_name": "Tên Mới", "email": "", "seen": 0}
    url = reverse("accounts:person_edit", args=[person.pk])
    assert client.post(url, edit).status_code == 302
    response = client.post(url, {**edit, "full_name": "Tên Khác"})
    assert response.status_code == 409
    person.refresh_from_db()
    assert person.full_name == "Tên Mới"
    ending = {"until": f"{day:%d/%m/%Y}", "reason": "x", "seen": 0}
    client.post(reverse("accounts:appointment_end", args=[appointment.pk]), {**ending, "until": "01/01/2031"})
    for name, pk in [("appointment_end", appointment.pk), ("position_end", appointment.position_id)]:
        assert client.post(reverse(f"accounts:{name}", args=[pk]), ending).status_code == 409, name
    data = {"username": Person.objects.get(pk=staff.person_id).username, "valid_from": "01/01/2031", "seen": 0}
    assert client.post(reverse("accounts:appoint", args=[appointment.position_id]), data).status_code == 409
    appointment.refresh_from_db()
    assert appointment.valid_until.year == 2031
