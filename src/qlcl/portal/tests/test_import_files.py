"""Imports: one transaction, the same file again, corrected files, dry runs, undoing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qlcl.corrective.models import Nonconformity
from qlcl.corrective.tests.factories import make_nonconformity
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
from qlcl.kernel.errors import BadRows, DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.models import Event
from qlcl.kernel.sheets.writing import Sheet, write_xlsx
from qlcl.organisations.models import Agency
from qlcl.portal.import_results import ImportFile, ImportResult
from qlcl.portal.models import ImportBatch
from qlcl.portal.operations.import_files import import_files
from qlcl.portal.operations.undo_import import undo_import
from qlcl.portal.policies import can_import, visible_imports
from qlcl.portal.tests.files import ATTENDANCE, CLASSES, UNITS, csv_file, province_files
from qlcl.training.models import Attendance, TrainingClass

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("Lệnh qlcl import")
_END = "TN-X{0},Ủy ban nhân dân phường {0},commune,TN-H1,2004-01-01,2021-12-15,Sắp xếp,"
DAY = date(2021, 12, 31)


def _import(*files: ImportFile, actor: Actor = SYSTEM, **options: Any) -> ImportResult:
    return import_files(actor=actor, files=files, on=DAY, at=now(), **options)


def _counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Agency, TrainingClass, Attendance, Event, ImportBatch))


def test_imports_several_kinds_in_the_order_that_they_need() -> None:
    result = _import(*province_files())
    assert [(kind.kind, kind.created) for kind in result.kinds] == [
        ("units", 7),
        ("training-classes", 1),
        ("training-attendance", 2),
    ]
    batch = ImportBatch.objects.get()
    assert (batch.code, batch.imported_by) == (result.batch, "Lệnh qlcl import")
    assert [file["name"] for file in batch.files] == ["training-attendance.csv", "training-classes.csv", "units.csv"]
    assert all(len(file["sha256"]) == 64 for file in batch.files)
    assert [t.province_id for t in batch.touched.all()] == [Agency.objects.get(code="TN").pk]
    assert set(Event.objects.values_list("batch", flat=True)) == {batch.code}


def test_the_same_files_again_change_nothing() -> None:
    _import(*province_files())
    before = _counts()
    again = _import(*province_files())
    assert (again.changed, again.batch, _counts()) == (False, "", before)
    assert [kind.unchanged for kind in again.kinds] == [7, 1, 2]


def test_a_dry_run_writes_nothing_and_tells_all() -> None:
    before = _counts()
    result = _import(*province_files(), dry_run=True)
    assert (result.changed, result.batch, _counts()) == (True, "", before)
    assert result.digest == _import(*province_files()).digest


def test_a_corrected_file_shows_before_and_after() -> None:
    _import(csv_file("units", UNITS))
    corrected = UNITS.replace("huyện Châu Thành", "thị xã Châu Thành")
    result = _import(csv_file("units", corrected), dry_run=True)
    assert result.kinds[0].changes == [
        {
            "file": "units.csv",
            "row": 5,
            "label": "Ủy ban nhân dân huyện Châu Thành",
            "fields": [
                {
                    "field": "Tên cơ quan",
                    "before": "Ủy ban nhân dân huyện Châu Thành",
                    "after": "Ủy ban nhân dân thị xã Châu Thành",
                }
            ],
        }
    ]
    _import(csv_file("units", corrected))
    assert Agency.objects.get(code="TN-H1").name == "Ủy ban nhân dân thị xã Châu Thành"


def test_bad_rows_of_all_files_are_listed_and_nothing_is_written() -> None:
    before = _counts()
    with pytest.raises(BadRows) as refusal:
        _import(
            csv_file("units", UNITS.replace(",commune,TN-H1,2004-01-01", ",xóm,TN-H1,2004-02-31", 1)),
            csv_file("training-attendance", ATTENDANCE.replace(",2", ",hai")),
        )
    assert [(p.file, p.row, p.column, p.value) for p in refusal.value.problems] == [
        ("units.csv", 6, "level", "xóm"),
        ("units.csv", 6, "valid_from", "2004-02-31"),
        ("training-attendance.csv", 2, "attendees", "hai"),
    ]
    assert _counts() == before


def test_a_bad_reference_in_the_last_file_takes_back_the_first() -> None:
    before = _counts()
    with pytest.raises(BadRows) as refusal:
        _import(*province_files()[1:], csv_file("training-attendance", ATTENDANCE.replace("TN-X1", "TN-X9")))
    assert [(p.row, p.value) for p in refusal.value.problems] == [(2, "TN-X9")]
    assert _counts() == before


def test_bad_references_of_all_files_are_listed_in_one_go() -> None:
    before = _counts()
    units = UNITS.replace("phường 3,commune,TN-H1", "phường 3,commune,TN-H7")
    attendance = ATTENDANCE.replace('"phường 3, Châu Thành"', "TN-X3") + "LOP-01,TN-X8,1\nLOP-02,TN-X10,1\n"
    with pytest.raises(BadRows) as refusal:
        _import(
            csv_file("units", units), csv_file("training-classes", CLASSES), csv_file("training-attendance", attendance)
        )
    assert [(p.file, p.row, p.value) for p in refusal.value.problems] == [
        ("training-attendance.csv", 4, "TN-X8"),
        ("training-attendance.csv", 5, "LOP-02"),
        ("units.csv", 7, "TN-H7"),
    ]
    assert _counts() == before


def test_the_same_row_in_two_files_is_a_problem() -> None:
    with pytest.raises(BadRows) as refusal:
        _import(csv_file("units", UNITS, "a.csv"), csv_file("units", UNITS, "b.csv"))
    assert {p.file for p in refusal.value.problems} == {"b.csv"}
    assert len(refusal.value.problems) == 7


def test_parents_may_stand_in_another_file_of_the_call() -> None:
    lines = UNITS.splitlines(keepends=True)
    result = _import(
        csv_file("units", lines[0] + "".join(lines[5:]), "communes.csv"),
        csv_file("units", "".join(lines[:5]), "above.csv"),
    )
    assert result.kinds[0].created == 7


def test_an_unreadable_file_is_named() -> None:
    with pytest.raises(DomainError) as refusal:
        _import(ImportFile("units", "anh.png", b"\x89PNG\r\n\x1a\n"))
    assert refusal.value.code == "not_a_table"
    assert refusal.value.message.startswith("anh.png: ")


def test_what_a_preview_showed_is_what_is_written() -> None:
    shown = _import(csv_file("units", UNITS), dry_run=True).digest
    _import(csv_file("units", UNITS.replace("phường 10", "phường 11")))
    before = _counts()
    with pytest.raises(Stale):
        _import(csv_file("units", UNITS), expected=shown)
    assert _counts() == before
    assert Agency.objects.get(code="TN-X10").name == "Ủy ban nhân dân phường 11"


def test_marks_made_up_rows() -> None:
    _import(*province_files(), illustration=True)
    assert not Agency.objects.filter(illustration=False).exists()
    assert not Attendance.objects.filter(illustration=False).exists()


def test_undoing_leaves_nothing_and_the_file_can_come_again() -> None:
    _import(*province_files())
    batch = ImportBatch.objects.get()
    undo_import(actor=SYSTEM, batch_id=batch.pk, on=DAY, at=now())
    assert _counts()[:3] == (0, 0, 0)
    batch.refresh_from_db()
    assert (batch.undone_on, batch.undone_by) == (DAY, "Lệnh qlcl import")
    with pytest.raises(DomainError, match="đã được hoàn tác"):
        undo_import(actor=SYSTEM, batch_id=batch.pk, on=DAY, at=now())
    assert _import(*province_files()).changed


def test_undoing_a_correction_restores_what_was() -> None:
    _import(csv_file("units", UNITS))
    _import(csv_file("units", UNITS.replace("phường 10", "phường 11")))
    undo_import(actor=SYSTEM, batch_id=ImportBatch.objects.latest("pk").pk, on=DAY, at=now())
    assert Agency.objects.get(code="TN-X10").name == "Ủy ban nhân dân phường 10"
    undo_import(actor=SYSTEM, batch_id=ImportBatch.objects.earliest("pk").pk, on=DAY, at=now())
    assert not Agency.objects.filter(code="TN-X10").exists()


def test_refuses_to_undo_what_something_rests_on() -> None:
    _import(csv_file("units", UNITS))
    _import(csv_file("training-classes", CLASSES), csv_file("training-attendance", ATTENDANCE))
    before = _counts()
    with pytest.raises(DomainError) as refusal:
        undo_import(actor=SYSTEM, batch_id=ImportBatch.objects.earliest("pk").pk, on=DAY, at=now())
    assert refusal.value.code == "undo_blocked"
    assert _counts() == before


def test_refuses_who_may_not_import(
    head: Actor, leader: Actor, observer: Actor, inspector: Actor, secretary: Actor
) -> None:
    before = _counts()
    for actor in (head, leader, observer, inspector, secretary, Actor()):
        with pytest.raises(Forbidden):
            _import(*province_files(), actor=actor)
    assert _counts() == before


def test_an_officer_imports_for_his_province_only(officer: Actor, other_province: Agency, province: Agency) -> None:
    text = "code,name,level,parent_code,valid_from,duty_to_apply\nP-1,Sở Y tế,province_agency,{},2004-01-01,mandatory\n"
    _import(csv_file("units", text.format(province.code)), actor=officer)
    before = _counts()
    with pytest.raises(DomainError):
        _import(csv_file("units", text.format(other_province.code).replace("P-1", "P-2")), actor=officer)
    assert _counts() == before


def test_an_import_of_another_province_is_unseen(other_province_officer: Actor) -> None:
    _import(*province_files(), province_code="TN")
    with pytest.raises(Unseen):
        undo_import(actor=other_province_officer, batch_id=ImportBatch.objects.get().pk, on=DAY, at=now())
    assert ImportBatch.objects.get().undone_at is None


def test_reads_excel_like_csv() -> None:
    rows = [line.split(",") for line in UNITS.splitlines()]
    _import(csv_file("units", UNITS))
    book = write_xlsx([Sheet("Cơ quan", rows[0], rows[1:])])
    assert not _import(ImportFile("units", "units.xlsx", book)).changed


def test_who_keeps_one_of_two_provinces_does_not_undo_for_both(other_province_officer: Actor, province: Agency) -> None:
    _import(*province_files(), province_code="TN")
    batch = ImportBatch.objects.get()
    batch.touched.get_or_create(province_id=next(iter(other_province_officer.oversees)))
    with pytest.raises(Forbidden):
        undo_import(actor=other_province_officer, batch_id=batch.pk, on=DAY, at=now())
    assert ImportBatch.objects.get().undone_at is None


def test_who_only_observes_a_province_does_not_read_its_imports(
    officer: Actor, observer: Actor, other_province_officer: Actor
) -> None:
    _import(*province_files(), province_code="TN")
    batch = ImportBatch.objects.get()
    provinces = frozenset(batch.touched.values_list("province_id", flat=True))
    seeing = [replace(post, oversees=provinces) for post in observer.posts]
    both = replace(observer, posts=(*seeing, *other_province_officer.posts), oversees=provinces)
    assert can_import(both)
    assert not visible_imports(both).exists()
    importing = [replace(post, oversees=provinces) for post in officer.posts]
    assert visible_imports(replace(officer, posts=tuple(importing), oversees=provinces)).get() == batch


def test_what_is_to_be_cured_passes_to_the_successor_named_in_the_same_call() -> None:
    _import(csv_file("units", UNITS))
    found = {code: make_nonconformity(Agency.objects.get(code=code)) for code in ("TN-X3", "TN-X10")}
    ending = UNITS.replace("TN-X3,Ủy ban nhân dân phường 3,commune,TN-H1,2004-01-01,,,", _END.format(3))
    ending = ending.replace("TN-X10,Ủy ban nhân dân phường 10,commune,TN-H1,2004-01-01,,,", _END.format(10))
    succession = "predecessor_code,successor_code,effective_on,kind,basis\nTN-X3,TN-X1,2021-12-15,merged,NQ 1\n"
    _import(csv_file("succession", succession), csv_file("units", ending))
    for row in found.values():
        row.refresh_from_db()
    assert [row.state for row in found.values()] == ["subject_ended", "subject_ended"]
    assert "phường 1" in found["TN-X3"].end_reason and "phường 1" not in found["TN-X10"].end_reason
    (passed,) = Nonconformity.objects.live()
    assert passed.agency.code == "TN-X1" and passed.article == found["TN-X3"].article
