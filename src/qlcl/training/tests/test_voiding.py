"""Entries made by mistake are kept, marked, and count nowhere."""

from datetime import date

import pytest
from django.test import Client

from qlcl.duties.models import Duty
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import systems_by_agency
from qlcl.training import queries
from qlcl.training.operations.void_entries import void_attendance, void_class
from qlcl.training.tests.factories import AT, ON, SYSTEM, make_attendance, make_class

pytestmark = pytest.mark.django_db


def open_attend(commune: Agency) -> Duty:
    (coverage,) = systems_by_agency({commune.pk})[commune.pk]
    spec = DutySpec(coverage.system_id, commune.pk, "training.attend", "Dự lớp", date(2020, 12, 31))
    open_duties(specs=[spec], actor=SYSTEM, on=date(2020, 1, 1), at=AT, event=None)
    return Duty.objects.get(act="training.attend")


def test_a_void_attendance_opens_its_duty_again_or_hands_it_to_another(province: Agency, commune: Agency) -> None:
    duty = open_attend(commune)
    first = make_attendance(make_class(province, "A"), commune)
    second = make_attendance(make_class(province, "B", held_on=date(2020, 9, 1)), commune)
    duty.refresh_from_db()
    assert duty.closed_on == date(2020, 5, 20)
    void_attendance(actor=SYSTEM, attendance_id=first.pk, reason="Ghi nhầm cơ quan", on=ON, at=AT)
    duty.refresh_from_db()
    assert (duty.outcome, duty.closed_on) == ("done", date(2020, 9, 1))
    void_attendance(actor=SYSTEM, attendance_id=second.pk, reason="Ghi nhầm cơ quan", on=ON, at=AT)
    duty.refresh_from_db()
    assert (duty.outcome, duty.closed_on) == ("", None)


def test_a_void_class_counts_nowhere_and_its_code_may_come_again(
    province: Agency, commune: Agency, officer: Actor
) -> None:
    held = make_class(province, "A")
    make_attendance(held, commune, 3)
    void_class(actor=officer, class_id=held.pk, reason="Trùng lớp", on=ON, at=AT)
    assert not queries.class_list(officer).exists()
    assert commune in queries.untrained_agencies(officer, since=date(2020, 1, 1), until=ON)
    make_attendance(make_class(province, "A"), commune, 2)
    assert [c.people for c in queries.class_list(officer)] == [2]
    assert queries.class_seen(officer, held.pk).void_reason == "Trùng lớp"


def test_refuses_without_a_reason_twice_and_by_others(province: Agency, officer: Actor, observer: Actor) -> None:
    held = make_class(province)
    with pytest.raises(DomainError, match="lý do"):
        void_class(actor=officer, class_id=held.pk, reason=" ", on=ON, at=AT)
    with pytest.raises(Forbidden):
        void_class(actor=observer, class_id=held.pk, reason="x", on=ON, at=AT)
    held.refresh_from_db()
    assert held.voided_on is None
    void_class(actor=officer, class_id=held.pk, reason="Trùng lớp", on=ON, at=AT)
    with pytest.raises(DomainError, match="đã hủy"):
        void_class(actor=officer, class_id=held.pk, reason="Trùng lớp", on=ON, at=AT)


def test_the_page_voids_and_shows_it(client: Client, sign_in, province: Agency, officer: Actor) -> None:
    held = make_class(province)
    sign_in(client, officer)
    assert client.post(f"/dao-tao/lop/{held.pk}/huy", {"reason": ""}).status_code == 422
    assert client.post(f"/dao-tao/lop/{held.pk}/huy", {"reason": "Nhập trùng"}).status_code == 302
    page = client.get(f"/dao-tao/lop/{held.pk}/").content.decode()
    assert "đã hủy" in page
    assert "Nhập trùng" in page
    assert "Ghi cơ quan dự lớp" not in page
