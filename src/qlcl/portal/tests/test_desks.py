"""Desks: what is mine first, three decisions by rule, numbers that open their rows, few queries."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qlcl.accounts.models import Appointment
from qlcl.accounts.tests.factories import make_actor, make_post
from qlcl.duties.models import Duty
from qlcl.duties.tests.factories import make_duty
from qlcl.inspections.enums import Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.tests.cases import make_case
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import today
from qlcl.organisations.models import Agency
from qlcl.portal.queries.matters import Kind, Matter, three

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
DAY = date(2021, 10, 15)


def home(client: Client) -> str:
    return client.get(reverse("portal:home")).content.decode()


def owed(agency: Agency, act: str, days: int, role: Role = Role.ISO_SECRETARY, **fields: object) -> Duty:
    return make_duty(agency, act, label=f"Việc {act}", role=role, due_on=today() + timedelta(days=days), **fields)


def left(held: Appointment, on: date) -> Appointment:
    """The appointment ended; the position stays."""
    held.valid_until, held.end_reason = on, "Chuyển công tác"
    held.save()
    return held


def matter(title: str, days: int | None, **fields: object) -> Matter:
    due = None if days is None else DAY + timedelta(days=days)
    return Matter(Kind.DECIDE, title, "", "/", DAY, due, **fields)  # type: ignore[arg-type]


def test_the_three_are_chosen_by_rule() -> None:
    found = [
        matter("đến hạn tuần sau", 6),
        matter("quá hạn, chờ bước khác", -90, statutory=True, waits="Chờ bước 1."),
        matter("quá hạn", -40),
        matter("vị trí trống", None),
        matter("luật định, quá hạn", -3, statutory=True),
        matter("năm sau", 200),
    ]
    chosen = [m.title for m in three(sorted(found, key=lambda m: m.rank))]
    assert chosen == ["luật định, quá hạn", "quá hạn", "vị trí trống"]


def test_what_is_due_later_is_not_decided_this_month() -> None:
    assert three([matter("năm sau", 200)]) == []


def test_head_finds_his_decisions_the_missed_duties_and_the_vacancies(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency
) -> None:
    mine = owed(commune, "reviews.management_review", 9, Role.HEAD, statutory=True)
    missed = owed(commune, "audits.internal_audit", -4, statutory=True)
    post = left(make_post(commune, Role.ISO_SECRETARY), today())
    page = home(sign_in(client, head))
    assert "Ba việc cần quyết định" in page
    assert reverse("duties:decision", args=[mine.pk]) in page
    assert reverse("duties:decision", args=[missed.pk]) + "?viec=giai-trinh" in page
    assert reverse("accounts:appoint", args=[post.position_id]) in page


def test_a_missed_duty_that_was_explained_is_no_longer_the_heads(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency
) -> None:
    missed = owed(commune, "audits.internal_audit", -4, statutory=True)
    Duty.objects.filter(pk=missed.pk).update(explained_on=today(), explanation="Thiếu người")
    page = home(sign_in(client, head))
    assert "Không có việc nào cần quyết định" in page


def test_every_number_of_the_picture_opens_its_rows(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency
) -> None:
    owed(commune, "audits.internal_audit", 0)
    page = home(sign_in(client, head))
    link = f"{reverse('duties:list')}?co-quan={commune.code}&amp;nam={today().year}&amp;trang-thai=not_due"
    assert link in page
    rows = client.get(link.replace("&amp;", "&")).content.decode()
    assert "Việc audits.internal_audit" in rows


def test_explaining_from_the_decision_keeps_the_duty_late(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency
) -> None:
    missed = owed(commune, "audits.internal_audit", -4, statutory=True)
    page = sign_in(client, head).get(reverse("duties:decision", args=[missed.pk]) + "?viec=giai-trinh")
    assert "vẫn tính trễ" in page.content.decode()
    client.post(reverse("duties:explain", args=[missed.pk]), {"explanation": "Thay người giữa năm"})
    missed.refresh_from_db()
    assert (missed.explanation, missed.outcome) == ("Thay người giữa năm", "")


def test_secretary_has_one_queue_across_all_hats(
    client: Client, sign_in: SignIn, secretary: Actor, commune: Agency, other_commune: Agency
) -> None:
    person = Appointment.objects.get(person_id=secretary.person_id).person
    make_post(other_commune, Role.ISO_SECRETARY, person)
    owed(commune, "một", -1)
    owed(other_commune, "hai", 5)
    page = home(sign_in(client, secretary))
    assert "2 việc cần làm" in page
    assert page.index("Việc một") < page.index("Việc hai")
    assert other_commune.short_name in page
    assert "Sau 30 ngày" not in page, "an empty band is hidden"


def test_an_agency_reads_at_home_of_the_team_that_comes_and_what_to_prepare(
    client: Client, sign_in: SignIn, head: Actor, secretary: Actor, outsider: Actor, commune: Agency
) -> None:
    case = make_case(commune, Status.PLANNED, planned_from=today() + timedelta(days=5))
    sign_in(client, head)
    assert "Đoàn kiểm tra đến" not in home(client)  # not told yet
    Inspection.objects.filter(pk=case.pk).update(status=Status.DECIDED, decision_number="05/QĐ", decision_date=today())
    for actor in (head, secretary):
        sign_in(client, actor)
        page = home(client)
        assert f"Đoàn kiểm tra đến ngày {today() + timedelta(days=5):%d/%m/%Y}" in page
        assert "Quyết định số 05/QĐ" in page and "Cần chuẩn bị" in page
    sign_in(client, outsider)
    assert "Đoàn kiểm tra đến" not in home(client)


def test_of_one_day_a_secretary_sees_his_own_duties_first(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor
) -> None:
    owed(commune, "kiem", 3, Role.INTERNAL_AUDITOR)
    owed(commune, "soat", 3)
    page = home(sign_in(client, secretary))
    assert page.index("Việc soat") < page.index("Việc kiem")


def test_staff_sees_first_what_was_given_to_him_by_name(
    client: Client, sign_in: SignIn, staff: Actor, commune: Agency
) -> None:
    owed(commune, "chung", -9, Role.STAFF)
    given = owed(commune, "riêng", 20)
    owed(commune, "của người khác", 3)
    Duty.objects.filter(pk=given.pk).update(position_id=staff.posts[0].position_id)
    page = home(sign_in(client, staff)).partition("<main")[2]
    assert page.index("Việc riêng") < page.index("Việc chung")
    assert "Việc của người khác" not in page
    assert "Người của tôi" not in page


def test_head_of_a_division_sees_what_his_people_owe(
    client: Client, sign_in: SignIn, staff: Actor, commune: Agency
) -> None:
    leads = make_actor(commune, Role.DIVISION_HEAD, today())
    given = owed(commune, "riêng", -2)
    owed(commune, "chung", 9, Role.STAFF)
    chosen = staff.posts[0].position_id
    Duty.objects.filter(pk=given.pk).update(position_id=chosen)
    page = home(sign_in(client, leads))
    assert "Người của tôi" in page
    assert f"?vi-tri={chosen}&amp;nam=tat-ca&amp;trang-thai=overdue" in page
    assert "Chưa giao cho ai" in page


def test_a_new_secretary_is_shown_around(client: Client, sign_in: SignIn, secretary: Actor, commune: Agency) -> None:
    before = left(make_post(commune, Role.ISO_SECRETARY), today() - timedelta(days=4))
    new = make_post(commune, Role.ISO_SECRETARY, valid_from=today() - timedelta(days=3))
    Appointment.objects.filter(pk=new.pk).update(position=before.position)
    duty = owed(commune, "test.act", 3, by_hand=True)
    client.force_login(new.person)
    assert reverse("portal:start") in home(client)
    page = client.get(reverse("portal:start")).content.decode()
    assert reverse("duties:close", args=[duty.pk]) in page
    assert before.person.full_name in page
    assert "Chuyển công tác" in page


def test_who_has_long_held_his_post_is_not_led_there(client: Client, sign_in: SignIn, secretary: Actor) -> None:
    assert reverse("portal:start") not in home(sign_in(client, secretary))


@pytest.mark.parametrize("place", ["portal:home", "portal:start", "duties:list"])
@pytest.mark.parametrize("hat", ["head", "deputy", "secretary", "staff", "consultant"])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_desk_takes_few_queries_whatever_it_holds(
    client: Client,
    sign_in: SignIn,
    commune: Agency,
    place: str,
    hat: str,
    rows: int,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        for role in (Role.HEAD, Role.ISO_SECRETARY, Role.STAFF):
            owed(commune, f"{role}.{number}", number - 1, role, statutory=True)
        left(make_post(commune, Role.DEPUTY), today())
    sign_in(client, request.getfixturevalue(hat))
    client.get(reverse(place))
    with django_assert_max_num_queries(12):
        client.get(reverse(place))
