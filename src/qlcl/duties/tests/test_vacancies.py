"""Vacant positions: what counts, since when, who is told, once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.end_appointments import end_appointment
from qlcl.accounts.tests.factories import make_actor
from qlcl.duties.models import Notice, VacancyAlarm
from qlcl.duties.operations.alarm_vacancies import alarm_vacancies
from qlcl.duties.queries.vacancies import vacancies, vacancies_seen
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import now
from qlcl.organisations.models import QualitySystem

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("x")


@pytest.fixture
def only_the_commune(commune):
    """No other system lives."""
    QualitySystem.objects.exclude(holder=commune).update(valid_until=date(2005, 1, 1), end_reason="x")


def leave(actor, on):
    row = Appointment.objects.get(person_id=actor.person_id)
    end_appointment(actor=SYSTEM, appointment_id=row.pk, until=on, reason="Nghỉ", on=on, at=now())


def found(commune, day):
    return {(v.role, v.since, v.alarming) for v in vacancies(day, agency_ids=[commune.pk])}


def test_a_role_nobody_was_ever_recorded_in_is_vacant(head, commune, day):
    assert found(commune, day) == {("iso_secretary", None, True)}


def test_a_system_without_any_head_counts(commune, province, day):
    assert {v.role for v in vacancies(day, province_ids=[province.pk])} == {"head", "iso_secretary"}


def test_since_when_and_alarming_after_the_working_days(head, secretary, commune, day):
    assert found(commune, day) == set()
    leave(secretary, day - timedelta(days=3))
    assert found(commune, day) == {("iso_secretary", day - timedelta(days=3), False)}
    later = day + timedelta(days=30)
    assert found(commune, later) == {("iso_secretary", day - timedelta(days=3), True)}


def test_who_acts_fills_it_and_appointing_cures_it(head, secretary, deputy, commune, day):
    leave(head, day)
    assert {v.role for v in vacancies(day, agency_ids=[commune.pk])} == {"head"}
    position = Position.objects.get(pk=head.posts[0].position_id)
    spec = AppointmentSpec(Person.objects.get(pk=deputy.person_id), position, day, None, acting=True)
    appoint(actor=SYSTEM, specs=[spec], on=day, at=now())
    assert found(commune, day) == set()


def test_told_once_not_every_night(head, secretary, officer, commune, only_the_commune, province, day):
    leave(secretary, day)
    late = day + timedelta(days=30)
    assert alarm_vacancies(province_id=province.pk, day=day + timedelta(days=1), at=now()) == 0
    assert alarm_vacancies(province_id=province.pk, day=late, at=now()) == 1
    for night in range(4):
        assert alarm_vacancies(province_id=province.pk, day=late + timedelta(days=night), at=now()) == 0
    for actor in (head, officer):
        assert Notice.objects.of(actor).filter(link=reverse("duties:vacancies")).count() == 1
    assert VacancyAlarm.objects.count() == 1


def test_a_second_vacancy_of_the_role_is_told_again(head, secretary, commune, only_the_commune, province, day):
    leave(secretary, day)
    alarm_vacancies(province_id=province.pk, day=day + timedelta(days=30), at=now())
    second = make_actor(commune, Role.ISO_SECRETARY, day, valid_from=day + timedelta(days=40))
    end = day + timedelta(days=60)
    Appointment.objects.filter(position__agency=commune, position__role=Role.ISO_SECRETARY).exclude(
        person_id=secretary.person_id
    ).update(valid_until=end)
    assert second is not None
    assert alarm_vacancies(province_id=province.pk, day=day + timedelta(days=90), at=now()) == 1


def test_deputies_are_told_when_the_head_is_missing(deputy, secretary, commune, only_the_commune, province, day):
    assert alarm_vacancies(province_id=province.pk, day=day, at=now()) == 1
    assert Notice.objects.of(deputy).count() == 1


def test_province_is_told_of_all_in_one_line(officer, commune, other_commune, province, day):
    alarm_vacancies(province_id=province.pk, day=day, at=now())
    assert Notice.objects.of(officer).count() == 1


@pytest.mark.parametrize("who", ["officer", "head", "administrator", "observer"])
def test_page_opens_within_the_budget(
    who, request, client, sign_in, commune, other_commune, django_assert_max_num_queries
):
    sign_in(client, request.getfixturevalue(who))
    client.get(reverse("accounts:me"))
    for name in ("duties:vacancies", "accounts:people"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200


def test_agency_page_says_who_leads_it(client, sign_in, officer, head, commune):
    sign_in(client, officer)
    page = client.get(reverse("organisations:agency", args=[commune.pk]), {"muc": "viec-va-nguoi"}).content.decode()
    assert head.name in page
    assert "chưa ghi nhận ai giữ" in page


def test_each_sees_his_own(head, outsider, officer, staff, other_province_officer, commune, other_commune, day):
    assert {v.agency_id for v in vacancies_seen(head, day)} == {commune.pk}
    assert {v.agency_id for v in vacancies_seen(outsider, day)} == {other_commune.pk}
    assert vacancies_seen(staff, day) == []
    assert {commune.pk, other_commune.pk} <= {v.agency_id for v in vacancies_seen(officer, day)}
    assert commune.pk not in {v.agency_id for v in vacancies_seen(other_province_officer, day)}
