"""Devices that carry a checklist: concluding waits for them, or for a reason why not."""

import pytest

from qlcl.assessments.models import CarriedCopy, Checklist
from qlcl.assessments.operations.carry_checklist import carry_checklist, return_copy, tell_waiting, write_off_copy
from qlcl.assessments.queries import checklist_state
from qlcl.assessments.tests.factories import AT, OPENED, make_checklist
from qlcl.assessments.tests.test_operations import answer_all, conclude
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.models import Event, EventText
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def checklist(commune: Agency, inspector: Actor) -> Checklist:
    return make_checklist(commune, inspector)


def carry(actor: Actor, checklist: Checklist, device: str = "A") -> CarriedCopy:
    return carry_checklist(
        actor=actor, checklist_id=checklist.pk, device=device, label="Điện thoại", on=OPENED, at=AT
    )  # fmt: skip


def test_concluding_waits_until_every_device_gave_back(checklist: Checklist, inspector: Actor, officer: Actor):
    answer_all(inspector, checklist)
    carry(inspector, checklist)
    before = Event.objects.count()
    assert carry(inspector, checklist) == carry(inspector, checklist)
    assert Event.objects.count() == before and CarriedCopy.objects.count() == 1
    with pytest.raises(DomainError, match="chưa trả phiếu"):
        conclude(officer, checklist)
    tell_waiting(actor=inspector, checklist_id=checklist.pk, device="A", waiting=3, at=AT)
    assert checklist_state(checklist)["copies"][0]["waiting"] == 3
    with pytest.raises(DomainError, match="còn 3 mục chờ gửi"):
        conclude(officer, checklist)
    return_copy(actor=officer, checklist_id=checklist.pk, device="A", at=AT)  # not his device
    assert CarriedCopy.objects.out().count() == 1
    for _ in range(2):
        return_copy(actor=inspector, checklist_id=checklist.pk, device="A", at=AT)
    conclude(officer, checklist)
    with pytest.raises(DomainError, match="đã kết luận"):
        carry(inspector, checklist)


def test_a_lost_device_is_written_off_with_a_reason(checklist: Checklist, inspector: Actor, officer: Actor):
    answer_all(inspector, checklist)
    copy = carry(inspector, checklist)
    words = {"actor": officer, "copy_id": copy.pk, "on": OPENED, "at": AT}
    with pytest.raises(DomainError, match="lý do"):
        write_off_copy(reason=" ", **words)
    write_off_copy(reason="Máy rơi xuống nước", **words)
    assert EventText.objects.filter(words__contains="Máy rơi xuống nước").count() == 1
    conclude(officer, checklist)


def test_others_neither_carry_nor_write_off(
    checklist: Checklist, inspector: Actor, officer: Actor, head: Actor, other_province_officer: Actor, client, sign_in
):
    copy = carry(inspector, checklist)
    with pytest.raises(DomainError, match="người khác"):
        carry(officer, checklist)
    for actor in (head, other_province_officer):
        with pytest.raises((Unseen, Forbidden)):
            carry(actor, checklist, "B")
        with pytest.raises(Unseen):
            write_off_copy(actor=actor, copy_id=copy.pk, reason="x", on=OPENED, at=AT)
    address = f"/danh-muc-kiem/mang-theo/{copy.pk}/ghi-mat"
    assert sign_in(client, head).post(address, {"reason": "x"}).status_code == 404
    assert CarriedCopy.objects.out().count() == 1
    assert "Ghi mất thiết bị" in sign_in(client, officer).get(f"/danh-muc-kiem/phieu/{checklist.pk}/").content.decode()
    assert client.post(address, {"reason": "Hỏng"}).status_code == 302
    assert CarriedCopy.objects.out().count() == 0
