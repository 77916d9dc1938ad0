"""Files of classes and attendance: planned, applied, applied again, undone."""

from datetime import date
from typing import Any

import pytest

from qlcl.kernel import history
from qlcl.kernel.sheets import ImportKind, Plan, PlanContext, Row
from qlcl.organisations.models import Agency
from qlcl.training.imports import ATTENDANCE, CLASSES, named_persons
from qlcl.training.models import Attendance, TrainingClass
from qlcl.training.operations.register_attendances import NewParticipant
from qlcl.training.tests.factories import AT, ON, SYSTEM, make_attendance, make_class

pytestmark = pytest.mark.django_db


def rows_of(kind: ImportKind, *given: dict[str, Any]) -> list[Row]:
    """Rows as the reader would give them."""
    empty = {c.name: None if c.type in {"date", "int", "decimal"} else "" for c in kind.columns}
    return [Row(n, {**empty, **values}, "a.csv", frozenset(values)) for n, values in enumerate(given, 2)]


def run(kind: ImportKind, *given: dict[str, Any], batch: str = "", province: str = "") -> Plan:
    """Plans and, when nothing is wrong, applies."""
    context = PlanContext(on=ON, province_code=province, illustration=True)
    plan = kind.plan(actor=SYSTEM, rows=rows_of(kind, *given), context=context)
    if not plan.problems:
        kind.apply(actor=SYSTEM, plan=plan, on=ON, at=AT, batch=batch, illustration=True)
    return plan


LOP = {"class_code": "LOP-01", "held_on": date(2019, 11, 20), "topic": "danh-gia-noi-bo", "title": "Đánh giá nội bộ"}


def test_imports_classes_and_the_same_again_changes_nothing(province: Agency) -> None:
    assert len(run(CLASSES, LOP).creates) == 1
    held = TrainingClass.objects.get()
    assert (held.topic, held.illustration, held.province) == ("internal_audit", True, province)
    again = run(CLASSES, LOP)
    assert (again.creates, again.updates, again.unchanged) == ([], [], 1)


def test_a_corrected_file_shows_and_makes_its_changes(province: Agency) -> None:
    run(CLASSES, LOP)
    plan = run(CLASSES, LOP | {"title": "Tên đã sửa"})
    assert [c.fields for c in plan.updates] == [{"title": ("Đánh giá nội bộ", "Tên đã sửa")}]
    assert TrainingClass.objects.get().title == "Tên đã sửa"


def test_a_topic_we_do_not_know_is_kept_as_written(province: Agency) -> None:
    run(CLASSES, LOP | {"topic": "Kỹ năng lãnh đạo số"})
    assert TrainingClass.objects.get().topic == "Kỹ năng lãnh đạo số"


def test_asks_for_the_province_where_there_are_several(province: Agency, other_province: Agency) -> None:
    plan = run(CLASSES, LOP)
    assert [(p.row, p.column, p.message) for p in plan.problems] == [(2, "province_code", "Không rõ lớp của tỉnh nào.")]
    assert run(CLASSES, LOP, province="P2").problems == []
    assert run(CLASSES, LOP | {"province_code": "P1"}).problems == []
    assert sorted(TrainingClass.objects.values_list("province__code", flat=True)) == ["P1", "P2"]


def test_refuses_a_class_in_the_future(province: Agency) -> None:
    assert [p.column for p in run(CLASSES, LOP | {"held_on": date(2030, 1, 1)}).problems] == ["held_on"]
    assert TrainingClass.objects.count() == 0


def test_imports_attendance_by_code_and_by_name(province: Agency, commune: Agency, other_commune: Agency) -> None:
    make_class(province)
    rows = (
        {"class_code": "LOP-01", "unit_code": "P1-X1", "attendees": 2},
        {"class_code": "LOP-01", "unit_code": "UBND xã Thạnh Bình", "attendees": 1},
    )
    assert run(ATTENDANCE, *rows).problems == []
    assert list(Attendance.objects.order_by("agency__code").values_list("agency__code", "attendees")) == [
        ("P1-X1", 2),
        ("P1-X2", 1),
    ]
    assert run(ATTENDANCE, *rows).unchanged == 2
    plan = run(ATTENDANCE, rows[0] | {"attendees": 4})
    assert [c.fields for c in plan.updates] == [{"attendees": (2, 4)}]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"class_code": "LOP-99"}, "class_code"),
        ({"unit_code": "P1-KHONG"}, "unit_code"),
        ({"attendees": None}, "attendees"),
        ({"attendees": 1, "participants": "An; Bình"}, "attendees"),
    ],
)
def test_names_the_bad_cell(changed: dict[str, Any], column: str, province: Agency, commune: Agency) -> None:
    make_class(province)
    row = {"class_code": "LOP-01", "unit_code": "P1-X1", "attendees": 2} | changed
    assert [p.column for p in run(ATTENDANCE, row).problems] == [column]
    assert Attendance.objects.count() == 0


def test_refuses_the_same_agency_under_two_names(province: Agency, commune: Agency) -> None:
    make_class(province)
    plan = run(
        ATTENDANCE,
        {"class_code": "LOP-01", "unit_code": "P1-X1", "attendees": 2},
        {"class_code": "LOP-01", "unit_code": commune.name, "attendees": 2},
    )
    assert [(p.row, p.column) for p in plan.problems] == [(3, "unit_code")]


def test_undoes_an_import_while_nothing_rests_on_it(province: Agency, commune: Agency) -> None:
    run(CLASSES, LOP, batch="b1")
    run(ATTENDANCE, {"class_code": "LOP-01", "unit_code": "P1-X1", "attendees": 2}, batch="b1")
    history.undo(actor=SYSTEM, batch="b1", on=ON, at=AT)
    assert (TrainingClass.objects.count(), Attendance.objects.count()) == (0, 0)


def test_refuses_to_undo_a_class_that_somebody_attended(province: Agency, commune: Agency) -> None:
    run(CLASSES, LOP, batch="b1")
    make_attendance(TrainingClass.objects.get(), commune)
    with pytest.raises(history.UndoBlocked) as refused:
        history.undo(actor=SYSTEM, batch="b1", on=ON, at=AT)
    assert "lượt dự lớp" in refused.value.message
    assert TrainingClass.objects.count() == 1


def test_reads_named_persons() -> None:
    assert named_persons("Nguyễn Văn An (Phó Chủ tịch); Trần Thị Bình\n Lê Chi ") == (
        NewParticipant("Nguyễn Văn An", "Phó Chủ tịch"),
        NewParticipant("Trần Thị Bình"),
        NewParticipant("Lê Chi"),
    )
