"""People, positions, appointments: who may, and what is refused."""

from datetime import date, timedelta

import pytest

from qlcl.accounts.models import ApiToken, Appointment, Delegation, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.change_person import set_account_open
from qlcl.accounts.operations.delegate import delegate, revoke_delegation
from qlcl.accounts.operations.end_appointments import end_appointment, end_positions_of_agencies
from qlcl.accounts.operations.make_demo_people import DEMO, make_demo_people
from qlcl.accounts.operations.make_persons import PersonSpec, make_persons
from qlcl.accounts.operations.make_positions import PositionSpec, end_position, make_positions
from qlcl.accounts.operations.passwords import change_password, reset_password
from qlcl.accounts.operations.tokens import issue_token, revoke_token
from qlcl.accounts.queries import actor_for, actor_of_token
from qlcl.accounts.tests.factories import make_post
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError, Forbidden, Unseen

pytestmark = pytest.mark.django_db
FROM = date(2020, 1, 1)


def times(day):
    return {"on": day, "at": now()}


def test_head_makes_a_secretary_who_can_act(head, commune, day):
    account = make_persons(actor=head, specs=[PersonSpec("Thu.Ky", "trần  thị Bình", commune)], **times(day))[0]
    position = make_positions(
        actor=head, specs=[PositionSpec(commune, "Thư ký", Role.ISO_SECRETARY, FROM)], **times(day)
    )[0]
    appoint(actor=head, specs=[AppointmentSpec(account.person, position, FROM)], **times(day))
    person = Person.objects.get(username="thu.ky")
    assert person.full_name == "trần thị Bình"
    assert person.must_change_password
    assert person.check_password(account.password)
    assert actor_for(person, day).roles == {Role.ISO_SECRETARY}
    timeline = history.events_of(kind="person", id=person.pk)
    assert [entry.act for entry in timeline] == ["accounts.appoint", "accounts.make_person"]
    assert timeline[0].position == "Chủ tịch"


@pytest.mark.parametrize("who", ["secretary", "staff", "consultant", "outsider", "observer", "officer", "leader"])
def test_refuses_whoever_does_not_manage_the_agency(who, request, commune, day):
    actor = request.getfixturevalue(who)
    before = Person.objects.count(), Position.objects.count()
    with pytest.raises(Forbidden):
        make_persons(actor=actor, specs=[PersonSpec("abc", "A B", commune)], **times(day))
    with pytest.raises(Forbidden):
        make_positions(actor=actor, specs=[PositionSpec(commune, "X", Role.STAFF, FROM)], **times(day))
    assert (Person.objects.count(), Position.objects.count()) == before


@pytest.mark.parametrize(
    ("who", "role"),
    [("head", Role.HEAD), ("head", Role.ADMINISTRATOR), ("head", Role.OBSERVER), ("deputy", Role.DEPUTY)],
)
def test_refuses_a_role_above_ones_own(who, role, request, commune, day):
    with pytest.raises(Forbidden):
        make_positions(actor=request.getfixturevalue(who), specs=[PositionSpec(commune, "X", role, FROM)], **times(day))


def test_refuses_administrator_of_another_province(administrator, other_province_officer, day):
    agency = Position.objects.get(pk=other_province_officer.posts[0].position_id).agency
    with pytest.raises(Forbidden):
        make_persons(actor=administrator, specs=[PersonSpec("abc", "A B", agency)], **times(day))


def test_refuses_consultant_without_an_end(head, commune, day):
    with pytest.raises(DomainError) as refusal:
        make_positions(actor=head, specs=[PositionSpec(commune, "Tư vấn", Role.CONSULTANT, FROM)], **times(day))
    assert refusal.value.code == "consultant_without_end"


def test_refuses_taken_username(administrator, commune, day):
    specs = [PersonSpec("abc", "A", commune), PersonSpec("ABC", "B", commune)]
    with pytest.raises(DomainError) as refusal:
        make_persons(actor=administrator, specs=specs, **times(day))
    assert refusal.value.code == "username_taken"


def test_one_regular_head_at_a_time_but_an_acting_one_beside(administrator, head, staff, day):
    position = Position.objects.get(pk=head.posts[0].position_id)
    person = Person.objects.get(pk=staff.person_id)
    with pytest.raises(DomainError) as refusal:
        appoint(actor=administrator, specs=[AppointmentSpec(person, position, FROM)], **times(day))
    assert refusal.value.code == "position_held"
    appoint(actor=administrator, specs=[AppointmentSpec(person, position, day, acting=True)], **times(day))
    assert actor_for(person, day).post_at(position.agency_id, [Role.HEAD]).acting


def test_ending_an_appointment_ends_the_right_to_act(administrator, secretary, day):
    appointment = Appointment.objects.get(person_id=secretary.person_id)
    end_appointment(
        actor=administrator, appointment_id=appointment.pk, until=day, reason="Chuyển công tác", **times(day)
    )
    assert actor_for(appointment.person, day).posts == ()
    assert actor_for(appointment.person, day - timedelta(days=1)).posts != ()


def test_province_keeps_one_administrator(administrator, day):
    appointment = Appointment.objects.get(person_id=administrator.person_id)
    with pytest.raises(DomainError) as refusal:
        end_appointment(actor=administrator, appointment_id=appointment.pk, until=day, reason="", **times(day))
    assert refusal.value.code == "last_administrator"


def test_ending_a_position_ends_what_rests_on_it(administrator, secretary, day):
    post = secretary.posts[0]
    end_position(actor=administrator, position_id=post.position_id, until=day, reason="Sắp xếp", **times(day))
    assert Appointment.objects.get(position_id=post.position_id).valid_until == day


def test_agencies_that_end_lose_their_positions(head, secretary, deputy, outsider, commune, day):
    give(head, deputy, day)
    ended = end_positions_of_agencies(
        actor=Actor.system("reorganisation"), agency_ids=[commune.pk], until=day, reason="Sáp nhập", **times(day)
    )
    assert len(ended) == 3
    for actor in (head, secretary, deputy):
        assert actor_for(Person.objects.get(pk=actor.person_id), day).posts == ()
    assert actor_for(Person.objects.get(pk=outsider.person_id), day).posts == outsider.posts
    assert Delegation.objects.get().valid_until == day


def give(actor, to, day, **changes):
    fields = {
        "to_position_id": to.posts[0].position_id,
        "acts": ["conformity.issue_declaration"],
        "valid_from": FROM,
        "valid_until": day + timedelta(days=365),
        "paper_number": "12/QĐ-UBND",
        "paper_date": FROM,
        **times(day),
        **changes,
    }
    return delegate(actor=actor, **fields)


def test_head_delegates_an_act_and_revokes_it(head, deputy, commune, day):
    delegation = give(head, deputy, day)
    person = Person.objects.get(pk=deputy.person_id)
    mandate = actor_for(person, day).mandate_for(commune.pk, "conformity.issue_declaration")
    assert mandate.paper == "12/QĐ-UBND ngày 01/01/2020"
    revoke_delegation(actor=head, delegation_id=delegation.pk, until=day, reason="Thay đổi phân công", **times(day))
    assert actor_for(person, day).mandates == ()


@pytest.mark.parametrize("who", ["deputy", "administrator", "staff"])
def test_only_the_head_delegates(who, request, secretary, day):
    with pytest.raises(Forbidden):
        give(request.getfixturevalue(who), secretary, day)
    assert not Delegation.objects.exists()


def test_head_of_another_agency_does_not_even_see_the_position(outsider, deputy, day):
    with pytest.raises(Unseen):
        give(outsider, deputy, day)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"acts": []}, "acts_missing"),
        ({"acts": ["conformity.confirm_effect"]}, "act_unknown"),
        ({"acts": ["nothing.known"]}, "act_unknown"),
        ({"valid_until": FROM}, "delegation_period"),
        ({"paper_number": " "}, "delegation_paper"),
        ({"paper_date": date(2020, 1, 2)}, "delegation_paper"),
    ],
)
def test_refuses_faulty_delegation(changes, code, head, deputy, day):
    with pytest.raises(DomainError) as refusal:
        give(head, deputy, day, **changes)
    assert refusal.value.code == code


def test_refuses_delegation_to_a_consultant(head, consultant, day):
    with pytest.raises(DomainError) as refusal:
        give(head, consultant, day)
    assert refusal.value.code == "delegation_to_role"


def test_password_changes_only_with_the_old_one(secretary, day):
    person = Person.objects.get(pk=secretary.person_id)
    person.set_password("mật khẩu cũ 1")
    person.save()
    common = {"actor": secretary, "person_id": person.pk, **times(day)}
    for old, new, code in [
        ("sai", "một câu dài khó đoán", "old_password_wrong"),
        ("mật khẩu cũ 1", "mật khẩu cũ 1", "password_unchanged"),
        ("mật khẩu cũ 1", "ngắn", "password_weak"),
    ]:
        with pytest.raises(DomainError) as refusal:
            change_password(old=old, new=new, **common)
        assert refusal.value.code == code
    change_password(old="mật khẩu cũ 1", new="một câu dài khó đoán", **common)
    person.refresh_from_db()
    assert person.check_password("một câu dài khó đoán")


def test_head_resets_the_password_of_his_secretary(head, secretary, day):
    password = reset_password(actor=head, person_id=secretary.person_id, **times(day))
    person = Person.objects.get(pk=secretary.person_id)
    assert person.check_password(password)
    assert person.must_change_password


def test_deputy_cannot_take_over_his_heads_account(deputy, head, day):
    before = Person.objects.get(pk=head.person_id).password
    with pytest.raises(Forbidden):
        reset_password(actor=deputy, person_id=head.person_id, **times(day))
    with pytest.raises(Forbidden):
        set_account_open(actor=deputy, person_id=head.person_id, is_open=False, **times(day))
    assert Person.objects.get(pk=head.person_id).password == before


def revoked(secretary, head, token, day):
    revoke_token(actor=secretary, token_id=token.pk, **times(day))


def given_a_new_password(secretary, head, token, day):
    reset_password(actor=head, person_id=secretary.person_id, **times(day))


def changing_his_password(secretary, head, token, day):
    person = Person.objects.get(pk=secretary.person_id)
    person.set_password("cũ và dài đủ")
    person.save()
    change_password(actor=secretary, person_id=person.pk, old="cũ và dài đủ", new="mới và cũng dài", **times(day))


def locked_out_and_let_in_again(secretary, head, token, day):
    for is_open in (False, True):
        set_account_open(actor=head, person_id=secretary.person_id, is_open=is_open, **times(day))


@pytest.mark.parametrize("ending", [revoked, given_a_new_password, changing_his_password, locked_out_and_let_in_again])
def test_token_acts_in_one_position_until_revoked_or_the_account_changes_hands(ending, secretary, head, day):
    token, secret = issue_token(
        actor=secretary,
        position_id=secretary.posts[0].position_id,
        label="Phần mềm một cửa",
        valid_until=day + timedelta(days=30),
        **times(day),
    )
    assert secret not in (token.digest, token.hint)
    actor = actor_of_token(secret, day)
    assert actor.posts == secretary.posts
    assert actor_of_token(secret, day + timedelta(days=30)).is_anonymous
    assert actor_of_token("qlcl_khac", day).is_anonymous
    ending(secretary, head, token, day)
    assert actor_of_token(secret, day).is_anonymous
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None
    assert not [found for found in history.verify().breaks if "apitoken" in found.where]


def test_deputy_cannot_end_his_heads_token(deputy, head, day):
    token, _secret = issue_token(
        actor=head, position_id=head.posts[0].position_id, label="x", valid_until=day + timedelta(days=9), **times(day)
    )
    with pytest.raises(Forbidden):
        revoke_token(actor=deputy, token_id=token.pk, **times(day))


def test_deputy_cannot_take_over_the_account_of_tomorrows_head(deputy, commune, day):
    coming = make_post(commune, Role.HEAD, valid_from=day + timedelta(days=1)).person
    with pytest.raises(Forbidden):
        reset_password(actor=deputy, person_id=coming.pk, **times(day))


def test_token_stops_with_the_appointment(secretary, administrator, day):
    _token, secret = issue_token(
        actor=secretary,
        position_id=secretary.posts[0].position_id,
        label="X",
        valid_until=day + timedelta(days=30),
        **times(day),
    )
    appointment = Appointment.objects.get(person_id=secretary.person_id)
    end_appointment(actor=administrator, appointment_id=appointment.pk, until=day, reason="", **times(day))
    assert actor_of_token(secret, day).is_anonymous


def test_refuses_a_token_for_a_position_not_held(secretary, head, day):
    with pytest.raises(Unseen):
        issue_token(
            actor=secretary,
            position_id=head.posts[0].position_id,
            label="X",
            valid_until=day + timedelta(days=3),
            **times(day),
        )


def test_demo_people_are_one_per_role_and_made_once(commune, department, day):
    for _ in range(2):
        make_demo_people(
            actor=Actor.system("demo"),
            commune_code=commune.code,
            department_code=department.code,
            leadership_code=department.code,
            password="Mat-khau-mau-2022",
            **times(day),
        )
    assert {Role(demo.role) for demo in DEMO} == set(Role)
    assert Person.objects.filter(illustration=True, must_change_password=False).count() == len(DEMO)
    head = Person.objects.get(username="thu-truong")
    assert head.check_password("Mat-khau-mau-2022")
    assert actor_for(head, day).roles == {Role.HEAD}


def breaks():
    return {(found.kind, found.where) for found in history.verify().breaks}


def test_every_act_leaves_its_rows_sealed(head, deputy, secretary, commune, day):
    unsealed_personas = breaks()
    account = make_persons(actor=head, specs=[PersonSpec("moi", "Người Mới", commune)], **times(day))[0]
    position = make_positions(actor=head, specs=[PositionSpec(commune, "Mới", Role.STAFF, FROM)], **times(day))[0]
    made = appoint(actor=head, specs=[AppointmentSpec(account.person, position, FROM)], **times(day))[0]
    delegation = give(head, deputy, day)
    token, _secret = issue_token(
        actor=secretary,
        position_id=secretary.posts[0].position_id,
        label="X",
        valid_until=day + timedelta(days=3),
        **times(day),
    )
    assert breaks() == unsealed_personas
    reset_password(actor=head, person_id=account.person.pk, **times(day))
    set_account_open(actor=head, person_id=account.person.pk, is_open=False, **times(day))
    end_appointment(actor=head, appointment_id=made.pk, until=day, reason="Chuyển công tác", **times(day))
    end_position(actor=head, position_id=position.pk, until=day, reason="Sắp xếp", **times(day))
    revoke_delegation(actor=head, delegation_id=delegation.pk, until=day, reason="Thôi giao", **times(day))
    revoke_token(actor=secretary, token_id=token.pk, **times(day))
    assert breaks() == unsealed_personas
    Position.objects.filter(pk=position.pk).update(role=Role.ADMINISTRATOR)
    assert breaks() != unsealed_personas
