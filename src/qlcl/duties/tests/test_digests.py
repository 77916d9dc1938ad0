"""Digest mails: to whom, what they say, never two for one day, tried again only where surely unsent."""

import smtplib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from qlcl.accounts.models import Person
from qlcl.duties.enums import DigestState
from qlcl.duties.models import Digest, DigestChoice, NightlyRun
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.operations.send_digests import STAGE, claim, send_digests
from qlcl.duties.tests.factories import AT, SYSTEM, make_duties, make_duty, spec
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
#: A Wednesday; nine in the morning in Vietnam.
DAY = date(2020, 7, 1)
NOON = datetime(2020, 7, 1, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _server(settings: Any) -> None:
    settings.MAIL_ENABLED = True
    settings.PUBLIC_URL = "https://qlcl.example"


@pytest.fixture
def reader(secretary: Actor) -> Person:
    """The commune's secretary with an address, who wants a mail a day."""
    person = Person.objects.get(pk=secretary.person_id)
    Person.objects.filter(pk=person.pk).update(email="thu-ky@xa.example")
    DigestChoice.objects.create(person=person, frequency="daily")
    return person


def send(province: Agency, day: date = DAY, at: datetime = NOON) -> int:
    return send_digests(province_id=province.pk, day=day, at=at)


def test_one_mail_in_bands_with_links(province: Agency, commune: Agency, reader: Person, secretary: Actor) -> None:
    dues = [date(2020, 6, 30), date(2020, 7, 3), date(2020, 7, 20), date(2020, 12, 31)]
    duties = make_duties([spec(commune, f"act.{n}", due_on=due) for n, due in enumerate(dues)])
    notify(notes=[Note(secretary.posts[0].position_id, "Đôn đốc")], actor=SYSTEM, on=DAY, at=AT)
    assert send(province) == 1
    (sent,) = mail.outbox
    assert sent.to == ["thu-ky@xa.example"]
    assert sent.subject == (
        "[QLCL] 1 việc quá hạn, 1 việc đến hạn trong 7 ngày, 1 việc đến hạn trong 30 ngày, 1 thông báo chưa đọc"
    )
    for form in (str(sent.body), str(sent.alternatives[0][0])):  # type: ignore[attr-defined]
        assert all(f"https://qlcl.example/viec/{d.pk}/" in form for d in duties[:3])
        assert f"/viec/{duties[3].pk}/" not in form
    assert "QUÁ HẠN (1)\n- Việc act.0: Quá hạn 1 ngày, hạn 30/06/2020\n" in str(sent.body)


def test_nobody_gets_two_on_a_day(province: Agency, commune: Agency, reader: Person) -> None:
    make_duty(commune)
    assert [send(province), send(province)] == [1, 0]
    NightlyRun.objects.filter(stage=STAGE).update(finished_at=None)
    assert (send(province), len(mail.outbox)) == (0, 1)


def test_a_claim_without_an_end_is_not_sent_again(province: Agency, commune: Agency, reader: Person) -> None:
    """The process died between claiming and hearing the server: nobody knows, so nobody is told twice."""
    make_duty(commune)
    assert claim(person=reader, province_id=province.pk, day=DAY, at=NOON)
    assert (send(province, at=NOON + HOUR), mail.outbox, Digest.objects.get().state) == (0, [], DigestState.CLAIMED)


def test_a_refused_mail_is_tried_again_after_a_while_and_three_times_at_most(
    province: Agency, commune: Agency, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_duty(commune)
    tries = []

    def refuse(self: object, messages: list[object]) -> int:
        tries.append(messages)
        raise smtplib.SMTPRecipientsRefused({"thu-ky@xa.example": (450, b"busy")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    for minutes in (0, 10, 40, 50, 80, 120, 180):
        assert send(province, at=NOON + timedelta(minutes=minutes)) == 0
    digest = Digest.objects.get()
    assert (digest.state, digest.attempts, len(tries)) == (DigestState.FAILED, 3, 3)
    assert "busy" in digest.problem


def test_an_address_that_makes_no_mail_stops_nobody_elses(province: Agency, commune: Agency, reader: Person) -> None:
    Person.objects.filter(pk=reader.pk).update(email=f"a@{'đ' * 60}.vn")
    make_duties([spec(commune, "act.0", due_on=DAY)])
    assert (send(province), len(mail.outbox)) == (0, 0)
    assert Digest.objects.get().state == DigestState.FAILED


def test_a_broken_line_is_not_tried_again(
    province: Agency, commune: Agency, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_duty(commune)

    def drop(self: object, messages: list[object]) -> int:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", drop)
    assert send(province) == 0
    monkeypatch.undo()
    assert send(province, at=NOON + HOUR) == 0
    assert (Digest.objects.get().state, mail.outbox) == (DigestState.CLAIMED, [])


def test_a_server_that_does_not_answer_claims_nothing(
    province: Agency, commune: Agency, reader: Person, settings: Any
) -> None:
    make_duty(commune)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    assert (send(province), Digest.objects.count()) == (0, 0)
    assert "Không kết nối được" in NightlyRun.objects.get(stage=STAGE).note
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (send(province, at=NOON + HOUR), NightlyRun.objects.get(stage=STAGE).note) == (1, "")


@pytest.mark.parametrize(("hour", "sent"), [(1, 0), (6, 0), (7, 1), (17, 1), (18, 0), (23, 0)])
def test_quiet_hours_keep_mails(province: Agency, commune: Agency, reader: Person, hour: int, sent: int) -> None:
    make_duty(commune)
    at = datetime(2020, 7, 1, hour, 30, tzinfo=UTC) - timedelta(hours=7)
    assert send(province, at=at) == sent


def test_nothing_goes_on_a_day_off_or_without_a_server(
    province: Agency, commune: Agency, reader: Person, settings: Any
) -> None:
    make_duty(commune)
    assert send(province, day=date(2020, 7, 4), at=NOON + 72 * HOUR) == 0
    settings.MAIL_ENABLED = False
    assert (send(province), NightlyRun.objects.count()) == (0, 0)


def test_weekly_is_once_a_week_and_the_default(province: Agency, commune: Agency, reader: Person) -> None:
    make_duty(commune)
    DigestChoice.objects.all().delete()
    days = [date(2020, 6, 29) + timedelta(days=n) for n in range(14)]
    sent = [day for n, day in enumerate(days) if send(province, day=day, at=NOON + timedelta(days=n - 2))]
    assert sent == [date(2020, 6, 29), date(2020, 7, 6)]


def test_who_wants_none_or_has_nothing_due_gets_none(
    province: Agency, commune: Agency, other_commune: Agency, reader: Person
) -> None:
    make_duty(other_commune)
    assert send(province) == 0
    make_duty(commune)
    DigestChoice.objects.update(frequency="none")
    NightlyRun.objects.update(finished_at=None)
    assert (send(province), Digest.objects.count()) == (0, 0)


def test_one_chooses_on_a_page(client: Client, sign_in: SignIn, secretary: Actor) -> None:
    sign_in(client, secretary)
    url = reverse("duties:digest_choice")
    assert "Hằng tuần" in client.get(url).content.decode()
    assert client.post(url, {"frequency": "none"}).status_code == 302
    assert DigestChoice.objects.get().frequency == "none"
    assert client.post(url, {"frequency": "hourly"}).status_code == 422
