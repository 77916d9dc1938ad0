"""Consultants: what they may do, how it is marked, what the agency takes over."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qlcl.accounts.models import Appointment
from qlcl.accounts.operations.renew_consultant import renew_consultant
from qlcl.accounts.tests.factories import make_actor
from qlcl.duties.models import Duty, Notice
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.duties.operations.take_over import take_over_from_consultant
from qlcl.duties.operations.watch_consultants import watch_consultants
from qlcl.duties.policies import can_close_by_hand, can_confirm_unchanged
from qlcl.duties.queries.consultants import TAKE_OVER, exit_list
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.models import Event, StoredFile
from qlcl.organisations.models import Coverage

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(commune, day):
    return make_actor(commune, Role.CONSULTANT, day, title="Chuyên gia tư vấn", valid_until=day + timedelta(days=20))


@pytest.fixture
def steps(commune, guest, day):
    """One step of the secretary, one of the head, one assigned to the guest's post."""
    system_id = Coverage.objects.get(agency=commune).system_id
    post = guest.posts[0].position_id
    specs = [
        DutySpec(system_id, commune.pk, "a.one", "Viết tài liệu", day + timedelta(days=5), by_hand=True),
        DutySpec(system_id, commune.pk, "a.two", "Phê duyệt", day + timedelta(days=5), role=Role.HEAD, by_hand=True),
        DutySpec(
            system_id, commune.pk, "a.three", "Hướng dẫn", day + timedelta(days=9), position_id=post, by_hand=True
        ),
    ]
    open_duties(specs=specs, actor=Actor.system("x"), on=day, at=now(), event=None)


def appointment(actor):
    return Appointment.objects.filter(person_id=actor.person_id).latest("pk")


def close(actor, act, day, **more):
    duty = Duty.objects.get(act=act)
    closing = HandClosing(duty.pk, day, "Tư vấn A", note="Văn bản 1", **more)
    return close_by_hand(closings=[closing], actor=actor, on=day, at=now())


def test_guest_fills_steps_but_not_the_heads(guest, steps, day):
    close(guest, "a.one", day)
    duty = Duty.objects.get(act="a.one")
    assert history.events_of(kind="duty", id=duty.pk, limit=1)[0].by_consultant
    before = Event.objects.count()
    with pytest.raises(Forbidden):
        close(guest, "a.two", day)
    assert (Event.objects.count(), Duty.objects.get(act="a.two").outcome) == (before, "")


@pytest.mark.parametrize("elsewhere", [Role.CONSULTANT, Role.STAFF, Role.HEAD])
def test_guest_confirms_nothing_whatever_he_is_elsewhere(guest, other_commune, steps, day, elsewhere):
    other = make_actor(other_commune, elsewhere, day, title="Nơi khác", valid_until=day + timedelta(days=20))
    both = replace(guest, posts=(*guest.posts, *other.posts))
    for duty in Duty.objects.filter(act__in=["a.one", "a.three"]):
        assert can_close_by_hand(both, duty)
        assert not can_confirm_unchanged(both, duty)


def test_guest_of_another_agency_sees_nothing(other_commune, steps, day):
    stranger = make_actor(other_commune, Role.CONSULTANT, day)
    with pytest.raises(Unseen):
        close(stranger, "a.one", day)


def test_what_he_uploads_carries_the_mark(guest, steps, client, sign_in, day, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sign_in(client, guest)
    data = {
        "done_on": f"{day:%d/%m/%Y}",
        "done_by": "Tư vấn A",
        "evidence": SimpleUploadedFile("bang-chung.pdf", b"%PDF-1.4 x"),
        "note": "",
    }
    client.post(reverse("duties:close", args=[Duty.objects.get(act="a.one").pk]), data)
    assert StoredFile.objects.get().uploaded_by == f"{guest.name} (tư vấn)"
    found = exit_list(guest, appointment(guest).pk, day)
    assert [file.name for file in found.files] == ["bang-chung.pdf"]


def test_exit_list_holds_what_he_did_and_what_is_open(guest, secretary, steps, day):
    close(guest, "a.one", day)
    found = exit_list(secretary, appointment(guest).pk, day)
    assert [entry.act for entry in found.done] == ["duties.close_by_hand"]
    assert [duty.act for duty in found.open] == ["a.three"]
    assert found.may_take_over


def test_warned_once_and_the_duty_is_opened_once(guest, head, secretary, province, day):
    assert watch_consultants(province_id=province.pk, day=day - timedelta(days=15), at=now()) == 0
    assert watch_consultants(province_id=province.pk, day=day, at=now()) == 1
    for night in range(3):
        assert watch_consultants(province_id=province.pk, day=day + timedelta(days=night), at=now()) == 0
    duty = Duty.objects.get(act=TAKE_OVER)
    assert (duty.role, duty.due_on) == (Role.ISO_SECRETARY, appointment(guest).valid_until)
    for actor in (head, secretary):
        assert Notice.objects.of(actor).filter(topic__startswith="consultant:").count() == 1


def test_renewal_takes_the_duty_back(guest, head, secretary, province, day):
    watch_consultants(province_id=province.pk, day=day, at=now())
    renew_consultant(
        actor=head, appointment_id=appointment(guest).pk, valid_until=day + timedelta(days=400), paper="Phụ lục 1",
        on=day, at=now(),
    )  # fmt: skip
    assert watch_consultants(province_id=province.pk, day=day, at=now()) == 0
    assert Duty.objects.get(act=TAKE_OVER).outcome == "cancelled"


def test_secretary_takes_over_and_nothing_stays_with_the_guest(guest, secretary, steps, province, day):
    watch_consultants(province_id=province.pk, day=day, at=now())
    open_before = set(Duty.objects.open().exclude(act=TAKE_OVER).values_list("pk", flat=True))
    late = day + timedelta(days=21)
    pk = appointment(guest).pk
    with pytest.raises(DomainError):
        take_over_from_consultant(actor=secretary, appointment_id=pk, note=" ", on=late, at=now())
    take_over_from_consultant(actor=secretary, appointment_id=pk, note="Tủ số 2", on=late, at=now())
    duty = Duty.objects.get(act=TAKE_OVER)
    assert (duty.outcome, duty.on_time) == ("done", False)
    assert Duty.objects.get(act="a.three").position_id is None
    assert set(Duty.objects.open().values_list("pk", flat=True)) == open_before


@pytest.mark.parametrize("who", ["guest", "staff", "officer", "observer"])
def test_others_see_or_not_but_do_not_take_over(who, request, guest, secretary, day):
    actor = request.getfixturevalue(who)
    before = Event.objects.count()
    with pytest.raises(Forbidden):
        take_over_from_consultant(actor=actor, appointment_id=appointment(guest).pk, note="x", on=day, at=now())
    assert Event.objects.count() == before


@pytest.mark.parametrize("many", [1, 3])
def test_pages_open_within_the_budget(
    many, guest, secretary, steps, client, sign_in, day, django_assert_max_num_queries
):
    for act in ["a.one", "a.three"][:many]:
        close(guest, act, day)
    sign_in(client, secretary)
    client.get(reverse("accounts:me"))
    urls = [reverse("duties:consultants"), reverse("duties:consultant_exit", args=[appointment(guest).pk])]
    for url in urls:
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
    assert client.post(urls[1], {"note": "Tủ số 2"}).status_code == 422  # he still works
    leave(guest, day)
    page = client.get(urls[1]).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert client.post(urls[1], {"note": "Tủ số 2", "seen": seen[1]}).status_code == 302
    assert "Đã tiếp quản" in client.get(urls[1]).content.decode()


def leave(guest, day):
    Appointment.objects.filter(person_id=guest.person_id).update(valid_until=day)


def test_nothing_is_taken_over_while_he_works(guest, head, secretary, steps, day):
    pk, last = appointment(guest).pk, appointment(guest).valid_until
    before = Event.objects.count()
    with pytest.raises(DomainError) as refusal:
        take_over_from_consultant(
            actor=secretary, appointment_id=pk, note="Tủ số 2", on=last - timedelta(days=1), at=now()
        )
    assert (refusal.value.code, Event.objects.count()) == ("guest_still_works", before)
    renew_consultant(
        actor=head, appointment_id=pk, valid_until=last + timedelta(days=30), paper="Phụ lục 1", on=day, at=now()
    )
    with pytest.raises(DomainError, match="còn thời hạn"):  # the first time has passed, but he was renewed
        take_over_from_consultant(actor=secretary, appointment_id=pk, note="Tủ số 2", on=last, at=now())


def test_a_list_that_has_grown_since_it_was_gone_through_is_refused(guest, secretary, steps, day):
    seen, pk = exit_list(secretary, appointment(guest).pk, day).last_act, appointment(guest).pk
    close(guest, "a.one", day)
    leave(guest, day)
    with pytest.raises(Stale):
        take_over_from_consultant(actor=secretary, appointment_id=pk, note="Tủ số 2", on=day, at=now(), seen=seen)
    seen = exit_list(secretary, pk, day).last_act
    take_over_from_consultant(actor=secretary, appointment_id=pk, note="Tủ số 2", on=day, at=now(), seen=seen)


def test_another_agencys_guest_is_not_found(guest, outsider, client, sign_in):
    sign_in(client, outsider)
    url = reverse("duties:consultant_exit", args=[appointment(guest).pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"note": "x"}).status_code == 404
