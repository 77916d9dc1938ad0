"""Reading and undoing history."""

import pytest
from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.errors import DomainError
from qlcl.kernel.models import EventText, StoredFile
from qlcl.kernel.tests.history import DAY, MOMENT, SYSTEM, rename, store_files

pytestmark = pytest.mark.django_db


def test_timeline_shows_newest_first_with_what_changed() -> None:
    (row,) = store_files()
    rename(row, "Mới.pdf")
    with_change, created = history.events_of(kind="file", id=row.pk)
    assert with_change.changes == [("Tên tệp", "Quyết định số 0.pdf", "Mới.pdf")]
    assert (with_change.who, with_change.summary, with_change.on) == ("nhập dữ liệu", "Lưu Mới.pdf", DAY)
    assert created.changes == []
    assert history.events_of(touching=row) == [with_change, created]
    assert history.events_of(chain="system:1", limit=1) == [with_change]


def test_timeline_says_when_words_were_erased() -> None:
    (row,) = store_files()
    EventText.objects.all().delete()
    (shown,) = history.events_of(kind="file", id=row.pk)
    assert shown.summary == "(đã xóa theo quy định)"


def test_timeline_costs_the_same_for_one_and_for_many(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    rows = store_files(30)
    for row in rows:
        rename(row, f"{row.pk}.pdf")
    with django_assert_num_queries(2):
        assert len(history.events_of(chain="system:1", limit=100)) == 60


def test_undo_deletes_created_and_restores_changed_rows() -> None:
    (old,) = store_files()
    rename(old, "Nhập.pdf", batch="b1")
    store_files(2, batch="b1", start=5)
    with transaction.atomic():
        history.undo(actor=SYSTEM, batch="b1", on=DAY, at=MOMENT)
    assert [row.name for row in StoredFile.objects.all()] == ["Quyết định số 0.pdf"]
    assert history.verify().ok
    shown = history.events_of(kind="file", id=old.pk)[0]
    assert (shown.act_label, shown.changes) == ("Hoàn tác", [("Tên tệp", "Nhập.pdf", "Quyết định số 0.pdf")])


def test_refuses_to_undo_twice() -> None:
    store_files(batch="b1")
    history.undo(actor=SYSTEM, batch="b1", on=DAY, at=MOMENT)
    with pytest.raises(DomainError) as refused:
        history.undo(actor=SYSTEM, batch="b1", on=DAY, at=MOMENT)
    assert refused.value.code == "undo_unknown"


@pytest.mark.engine("sqlite", "postgresql")
def test_refuses_to_undo_what_was_changed_later() -> None:
    first, _second = store_files(2, batch="b1")
    rename(first, "Sửa tay.pdf")
    with pytest.raises(DomainError) as refused:
        history.undo(actor=SYSTEM, batch="b1", on=DAY, at=MOMENT)
    assert refused.value.code == "undo_blocked"
    assert "Sửa tay.pdf" in refused.value.message
    assert StoredFile.objects.count() == 2
    assert history.verify().ok
