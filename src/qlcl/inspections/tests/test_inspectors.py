"""Conditions of inspectors (Circular 26/2014, art. 40)."""

from datetime import date
from typing import Any

import pytest

from qlcl.inspections.conditions import anniversary, missing_conditions
from qlcl.inspections.models import Inspector
from qlcl.inspections.operations.register_inspector import register_inspector
from qlcl.inspections.tests.factories import AT, ON
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {
    "full_name": "Trần Thị B",
    "degree": "Kỹ sư",
    "degree_on": date(2015, 6, 30),
    "administration": "Chuyên viên 12/CC",
    "administration_on": date(2017, 1, 1),
    "auditing": "ISO 9001 34/CC",
    "auditing_on": date(2018, 3, 1),
    "auditing_until": date(2021, 12, 31),
    "service_from": date(2016, 7, 1),
    "good_character": True,
}


def made(actor: Actor, province: Agency, home: Agency | None, **fields: Any) -> Inspector:
    """An inspector with all conditions unless told."""
    values = {**FULL, "agency": home, **fields}
    return register_inspector(actor=actor, province=province, values=values, on=ON, at=AT)


def test_an_inspector_with_everything_may_inspect_until_his_certificate_ends(
    officer: Actor, province: Agency, department: Agency
) -> None:
    row = made(officer, province, department)
    assert missing_conditions(row, date(2021, 12, 31)) == []
    assert missing_conditions(row, date(2022, 1, 1)) == ["Chứng chỉ đánh giá hết giá trị từ sau ngày 31/12/2021."]
    assert [b for b in history.verify(None).breaks if "inspections" in b.where] == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"degree": ""}, "bằng tốt nghiệp"),
        ({"administration_on": date(2021, 7, 1)}, "quản lý nhà nước"),
        ({"auditing": ""}, "đánh giá hệ thống"),
        ({"service_from": None}, "thời gian công tác"),
        ({"service_from": date(2018, 6, 2)}, "đủ vào 02/06/2021"),
        ({"degree_on": date(2019, 1, 1)}, "đủ vào 01/01/2022"),
        ({"good_character": False}, "phẩm chất đạo đức"),
        ({"valid_until": ON}, "Đã thôi làm kiểm tra viên"),
    ],
)
def test_what_lacks_is_said(
    officer: Actor, province: Agency, department: Agency, fields: dict[str, Any], said: str
) -> None:
    sentences = missing_conditions(made(officer, province, department, **fields), ON)
    assert len(sentences) == 1
    assert said in sentences[0]


def test_a_hired_expert_needs_no_certificate_of_state_administration(officer: Actor, province: Agency) -> None:
    row = made(officer, province, None, expert_of="Quacert", administration="", administration_on=None)
    assert missing_conditions(row, ON) == []


def test_refuses_one_without_home_or_with_days_reversed(officer: Actor, province: Agency, department: Agency) -> None:
    for home, fields, code in (
        (None, {}, "home_missing"),
        (department, {"full_name": " "}, "name_missing"),
        (department, {"auditing_until": date(2018, 2, 1)}, "auditing_reversed"),
    ):
        with pytest.raises(DomainError) as refused:
            made(officer, province, home, **fields)
        assert refused.value.code == code
    assert not Inspector.objects.exists()


def test_only_who_plans_keeps_the_register(
    observer: Actor, head: Actor, other_province_officer: Actor, officer: Actor, province: Agency, department: Agency
) -> None:
    for actor in (observer, head, other_province_officer):
        with pytest.raises(Forbidden):
            made(actor, province, department)
    with pytest.raises(Unseen):
        register_inspector(actor=officer, province=province, values=FULL, inspector_id=999, on=ON, at=AT)


def test_a_leap_day_is_full_on_the_first_of_march() -> None:
    assert anniversary(date(2020, 2, 29), 3) == date(2023, 3, 1)
    assert anniversary(date(2020, 2, 29), 4) == date(2024, 2, 29)
