"""Pages of the room: who gets in, what a form says, query budget."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qlcl.accounts.models import Appointment, Delegation, Person, Position
from qlcl.accounts.operations.delegate import delegate
from qlcl.accounts.tests.factories import make_post
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import now

pytestmark = pytest.mark.django_db
BUDGET = 12


@pytest.fixture
def delegation(head, deputy, day):
    return delegate(
        actor=head,
        to_position_id=deputy.posts[0].position_id,
        acts=["conformity.issue_declaration"],
        valid_from=day,
        valid_until=day + timedelta(days=30),
        paper_number="12/QĐ-UBND",
        paper_date=day,
        on=day,
        at=now(),
    )


@pytest.mark.parametrize("name", ["me", "change_password", "people", "positions", "delegations", "token_new"])
@pytest.mark.parametrize("who", ["head", "administrator", "observer", "staff"])
def test_page_opens_within_the_budget(
    name, who, request, client, sign_in, commune, department, django_assert_max_num_queries
):
    sign_in(client, request.getfixturevalue(who))
    for role in (Role.STAFF, Role.INTERNAL_AUDITOR, Role.DEPUTY):
        make_post(commune, role)
    client.get(reverse("accounts:me"))
    with django_assert_max_num_queries(BUDGET):
        assert client.get(reverse(f"accounts:{name}")).status_code == 200


def test_person_and_position_pages_open(client, sign_in, head, secretary, day, delegation):
    sign_in(client, head)
    person, post = secretary.person_id, secretary.posts[0].position_id
    appointment = Appointment.objects.get(person_id=person).pk
    for name, pk in [
        ("person", person),
        ("person_edit", person),
        ("position", post),
        ("appoint", post),
        ("position_end", post),
        ("appointment_end", appointment),
        ("delegation", delegation.pk),
    ]:
        response = client.get(reverse(f"accounts:{name}", args=[pk]))
        assert response.status_code == 200, name
    for name in ("person_new", "position_new", "delegation_new"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["me", "people", "positions", "delegations", "person_new", "token_new"])
def test_nobody_is_sent_to_sign_in(name, client):
    response = client.get(reverse(f"accounts:{name}"))
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("accounts:sign_in"))


def test_lists_hold_the_agency_only(client, sign_in, head, secretary, outsider, commune):
    sign_in(client, head)
    names = Person.objects.get(pk=secretary.person_id).full_name, Person.objects.get(pk=outsider.person_id).username
    page = client.get(reverse("accounts:people")).content.decode()
    assert names[0] in page
    assert names[1] not in page


@pytest.mark.parametrize("name", ["person", "person_edit", "position", "appoint", "position_end", "appointment_end"])
def test_another_agencys_people_are_not_found(name, client, sign_in, outsider, secretary):
    sign_in(client, outsider)
    keys = {
        "person": secretary.person_id,
        "position": secretary.posts[0].position_id,
        "appointment": Appointment.objects.get(person_id=secretary.person_id).pk,
    }
    kind = {"appoint": "position"}.get(name, name.split("_")[0])
    for method in (client.get, client.post):
        status = method(reverse(f"accounts:{name}", args=[keys[kind]])).status_code
        assert status in {404, 405}


def test_staff_may_not_open_forms_of_managers(client, sign_in, staff, secretary):
    sign_in(client, staff)
    post = secretary.posts[0].position_id
    for url in [
        reverse("accounts:person_new"),
        reverse("accounts:position_new"),
        reverse("accounts:delegation_new"),
        reverse("accounts:appoint", args=[post]),
        reverse("accounts:person_edit", args=[secretary.person_id]),
    ]:
        assert client.get(url).status_code == 403, url
    before = Person.objects.get(pk=secretary.person_id).password
    assert client.post(reverse("accounts:person_reset", args=[secretary.person_id])).status_code == 403
    assert Person.objects.get(pk=secretary.person_id).password == before


def test_new_person_gets_a_password_shown_once(client, sign_in, head, commune):
    sign_in(client, head)
    data = {
        "full_name": "Trần Thị Bình",
        "username": "binh.tran",
        "email": "",
        "agency": commune.code,
        "title": "Thư ký Ban ISO",
        "role": "iso_secretary",
        "valid_from": "01/01/2020",
        "valid_until": "",
    }
    response = client.post(reverse("accounts:person_new"), data)
    person = Person.objects.get(username="binh.tran")
    password = response.context["password"]
    assert person.check_password(password)
    assert password in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    again = client.post(reverse("accounts:person_new"), data)
    assert again.status_code == 422
    assert "đã có người dùng" in again.content.decode()
    assert Position.objects.filter(title="Thư ký Ban ISO").count() == 1


def test_head_delegates_and_revokes_on_the_page(client, sign_in, head, deputy, day):
    sign_in(client, head)
    data = {
        "to_position": deputy.posts[0].position_id,
        "acts": ["conformity.issue_declaration"],
        "valid_from": f"{day:%d/%m/%Y}",
        "valid_until": f"{day + timedelta(days=90):%d/%m/%Y}",
        "paper_number": "",
        "paper_date": f"{day:%d/%m/%Y}",
    }
    assert client.post(reverse("accounts:delegation_new"), data).status_code == 422
    response = client.post(reverse("accounts:delegation_new"), {**data, "paper_number": "12/QĐ-UBND"})
    delegation = Delegation.objects.get()
    assert response.headers["Location"] == reverse("accounts:delegation", args=[delegation.pk])
    ending = {"until": f"{day:%d/%m/%Y}", "reason": "Thay đổi phân công"}
    client.post(reverse("accounts:delegation", args=[delegation.pk]), ending)
    delegation.refresh_from_db()
    assert delegation.valid_until == day


def test_token_is_shown_once_and_never_again(client, sign_in, secretary, day):
    sign_in(client, secretary)
    data = {
        "position": secretary.posts[0].position_id,
        "label": "Một cửa",
        "valid_until": f"{day + timedelta(days=30):%d/%m/%Y}",
    }
    secret = client.post(reverse("accounts:token_new"), data).context["secret"]
    page = client.get(reverse("accounts:me")).content.decode()
    assert "Một cửa" in page
    assert secret not in page
