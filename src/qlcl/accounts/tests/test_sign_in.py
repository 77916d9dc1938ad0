"""Signing in: throttled, sessions that end, forced change of password."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qlcl.accounts.models import SignInAttempt
from qlcl.accounts.operations.sign_in import FREE_BY_NAME, TooManyAttempts, sign_in, wait_after
from qlcl.accounts.tests.factories import make_post
from qlcl.accounts.web import middleware
from qlcl.kernel.actors import Role
from qlcl.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
AT = datetime(2022, 1, 15, 8, 0, tzinfo=UTC)
PASSWORD = "một câu dài khó đoán"


@pytest.fixture
def person(commune):
    person = make_post(commune, Role.ISO_SECRETARY).person
    person.set_password(PASSWORD)
    person.save()
    return person


def attempt(person, password="sai", address="10.0.0.1", at=AT):
    return sign_in(username=person.username, password=password, address=address, at=at)


def test_right_password_signs_in_whatever_the_case_of_the_name(person):
    assert sign_in(username=f" {person.username.upper()} ", password=PASSWORD, address="x", at=AT) == person
    assert not SignInAttempt.objects.filter(failures__gt=0).exists()


def test_unknown_name_wrong_password_and_closed_account_say_the_same(person):
    messages = set()
    for username, password in [("khong-co", PASSWORD), (person.username, "sai")]:
        with pytest.raises(DomainError) as refusal:
            sign_in(username=username, password=password, address="x", at=AT)
        messages.add((refusal.value.code, refusal.value.message))
    person.is_active = False
    person.save()
    with pytest.raises(DomainError) as refusal:
        attempt(person, PASSWORD)
    assert messages == {(refusal.value.code, refusal.value.message)}


def test_failures_make_even_the_right_password_wait_but_not_for_ever(person):
    for _ in range(FREE_BY_NAME):
        with pytest.raises(DomainError) as refusal:
            attempt(person)
        assert refusal.value.code == "wrong_credentials"
    with pytest.raises(TooManyAttempts):
        attempt(person, PASSWORD)
    assert attempt(person, PASSWORD, at=AT + timedelta(seconds=20)) == person


def test_another_address_need_not_wait(person):
    for _ in range(FREE_BY_NAME):
        with pytest.raises(DomainError):
            attempt(person)
    assert attempt(person, PASSWORD, address="10.0.0.2") == person


def test_many_names_from_one_address_wait(person):
    SignInAttempt.objects.all().delete()
    for number in range(40):
        with pytest.raises(DomainError):
            sign_in(username=f"ten-{number}", password="x", address="10.0.0.9", at=AT)
    with pytest.raises(TooManyAttempts):
        attempt(person, PASSWORD, address="10.0.0.9")


def test_wait_doubles_up_to_a_quarter_of_an_hour():
    assert [wait_after(n, 5) for n in (0, 4, 5, 6, 7, 11, 12, 1000)] == [0, 0, 15, 30, 60, 900, 900, 900]


@pytest.mark.parametrize("target", ["/tai-khoan/", "viec"])
def test_signs_in_on_the_page_and_goes_on(target, client, person):
    response = client.post(
        reverse("accounts:sign_in"), {"username": person.username, "password": PASSWORD, "next": target}
    )
    assert response.headers["Location"] == target
    assert client.get(reverse("accounts:me")).status_code == 200


def test_never_goes_on_to_another_site(client, person):
    response = client.post(
        reverse("accounts:sign_in"),
        {"username": person.username, "password": PASSWORD, "next": "https://example.org/"},
    )
    assert response.headers["Location"] == "/"


def test_wrong_password_shows_the_form_again(client, person):
    response = client.post(reverse("accounts:sign_in"), {"username": person.username, "password": "sai"})
    assert response.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in response.content.decode()


@pytest.mark.parametrize(("key", "age"), [("signed_in_at", timedelta(hours=12)), ("seen_at", timedelta(hours=2))])
def test_session_ends(client, person, key, age):
    client.force_login(person)
    client.get(reverse("accounts:me"))
    session = client.session
    session[key] = (datetime.now(UTC) - age - timedelta(seconds=1)).isoformat()
    session.save()
    assert client.get(reverse("accounts:me")).status_code == 302
    assert middleware.SIGNED_IN_AT not in client.session


def test_made_account_is_led_to_its_first_change_of_password(client, person):
    person.must_change_password = True
    person.save()
    client.force_login(person)
    here = reverse("accounts:change_password")
    assert client.get(reverse("accounts:me")).headers["Location"] == here
    data = {"old": PASSWORD, "new": "một câu khác cũng dài", "again": "một câu khác cũng dài"}
    assert client.post(here, data).status_code == 302
    assert client.get(reverse("accounts:me")).status_code == 200


def test_change_of_password_ends_the_other_sessions(client, person):
    other = Client()
    other.force_login(person)
    client.force_login(person)
    data = {"old": PASSWORD, "new": "một câu khác cũng dài", "again": "một câu khác cũng dài"}
    client.post(reverse("accounts:change_password"), data)
    assert client.get(reverse("accounts:me")).status_code == 200
    assert other.get(reverse("accounts:me")).status_code == 302


def test_closed_account_is_out_at_once(client, person):
    client.force_login(person)
    person.is_active = False
    person.save()
    assert client.get(reverse("accounts:me")).status_code == 302
