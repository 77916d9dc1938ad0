"""Recording and verifying history."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from qlcl.kernel import history
from qlcl.kernel.history import guards
from qlcl.kernel.history.canonical import columns_of, row_text, sealed_columns
from qlcl.kernel.models import Chain, Event, EventText, Seal, SealText, StoredFile
from qlcl.kernel.tests.history import DAY, MOMENT, SYSTEM, entry_for, make_files, record, store_files

pytestmark = pytest.mark.django_db

HISTORY = ["kernel_event", "kernel_seal", "kernel_eventtext", "kernel_sealtext", "kernel_chain"]


def behind_its_back(sql: str, *values: object) -> None:
    """Runs SQL with the guards taken away, as someone with access to the database could."""
    settle()
    with connection.cursor() as cursor:
        for table in HISTORY:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                for verb in ("update", "delete", "replace"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        cursor.execute(sql, values)
    guards.install()


def settle() -> None:
    """Checks deferred keys now: PostgreSQL alters or truncates no table with checks pending."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def kinds(report: history.Report) -> list[str]:
    return [found.kind for found in report.breaks]


def test_records_an_event_with_seals_and_verifies() -> None:
    rows = store_files(3)
    report = history.verify()
    assert report.as_dict() == {
        "ok": True, "breaks": [], "chains": 1, "events": 3, "seals": 3, "rows": 3, "erased": 0,
    }  # fmt: skip
    event = Event.objects.select_related("text").order_by("id")[0]
    payload = json.loads(event.payload)
    assert payload["on"] == "2021-05-03"
    assert payload["at"] == "2021-05-04T01:02:03.456789Z"
    assert payload["data"] == {"size": 0}
    assert rows[0].name not in event.payload
    assert json.loads(event.text.words)["summary"] == "Lưu Quyết định số 0.pdf"


def test_digest_in_memory_equals_digest_reloaded() -> None:
    row = make_files(1)[0]
    row.name = "Quyê\u0301t đi\u0323nh"  # decomposed on purpose
    row.save()
    assert row_text(row) == row_text(StoredFile.objects.get())


def test_events_come_back_in_the_order_of_entries_across_chains() -> None:
    rows = make_files(4)
    StoredFile.objects.bulk_create(rows)
    chains = ["system:2", "system:1", "system:2", "province:1"]
    with transaction.atomic():
        events = record([entry_for(row, chain) for row, chain in zip(rows, chains, strict=True)])
    assert [(e.chain.key, e.seq, e.subject_id) for e in events] == [
        ("system:2", 1, rows[0].pk),
        ("system:1", 1, rows[1].pk),
        ("system:2", 2, rows[2].pk),
        ("province:1", 1, rows[3].pk),
    ]
    assert [e.hash for e in Event.objects.order_by("id")] == [e.hash for e in events]
    assert history.verify().ok


@pytest.mark.engine("sqlite", "postgresql")
@pytest.mark.parametrize("table", ["kernel_event", "kernel_seal", "kernel_eventtext", "kernel_sealtext"])
def test_refuses_update(table: str) -> None:
    store_files()
    key = {"kernel_eventtext": "event_id", "kernel_sealtext": "seal_id"}.get(table, "id")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {key} = {key}")


@pytest.mark.engine("sqlite", "postgresql")
@pytest.mark.parametrize("model", [Event, Seal, Chain])
def test_refuses_delete(model: type[Event | Seal | Chain]) -> None:
    store_files()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")
    assert model.objects.count() == 1


@pytest.mark.engine("sqlite", "postgresql")
def test_refuses_to_rewind_a_chain() -> None:
    store_files(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Chain.objects.update(seq=1)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("table", HISTORY)
def test_refuses_to_insert_over_an_existing_key(table: str) -> None:
    store_files()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.engine("sqlite")
def test_refuses_to_replace_an_event_under_a_new_id() -> None:
    store_files()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT OR REPLACE INTO kernel_event SELECT id + 1, seq, act, "on", at, subject_kind, subject_id, batch,'
            " payload, commitment, hash, chain_id FROM kernel_event"
        )


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("table", HISTORY)
def test_refuses_truncate(table: str) -> None:
    store_files()
    settle()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_words_may_be_erased_and_the_chain_still_verifies() -> None:
    store_files(2)
    EventText.objects.all().delete()
    SealText.objects.all().delete()
    report = history.verify()
    assert (report.ok, report.erased) == (True, 2)


def test_erasing_is_recorded_and_leaves_the_chain_whole() -> None:
    first, second = store_files(2)
    event = Event.objects.get(seq=1)
    words = EventText.objects.get(event=event)
    assert history.erase(actor=SYSTEM, event_ids=[event.pk], reason="Theo yêu cầu", on=DAY, at=MOMENT) == 1
    assert (history.verify().ok, history.verify().erased) == (True, 1)
    assert [e.act for e in history.events_of(kind="file", id=first.pk)] == ["history.erase", "test.store"]
    assert history.events_of(kind="file", id=second.pk)[0].summary == "Lưu Quyết định số 1.pdf"
    words.save(force_insert=True)
    assert kinds(history.verify()) == ["erased_returned"]


def test_reseals_rows_after_their_shape_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    store_files(3)
    monkeypatch.setattr(StoredFile, "seal_shape", 2)
    assert kinds(history.verify()) == ["shape"] * 3
    assert history.reseal(StoredFile, actor=SYSTEM, reason="Thêm trường", on=DAY, at=MOMENT) == 3
    assert history.verify().ok


def _forget_columns() -> None:
    sealed_columns.cache_clear()
    columns_of.cache_clear()


def test_rows_sealed_before_a_field_came_verify_while_it_holds_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StoredFile, "sealed_fields", tuple(f for f in StoredFile.sealed_fields if f != "uploaded_by"))
    _forget_columns()
    _first, second = store_files(2)
    StoredFile.objects.update(uploaded_by="")
    monkeypatch.undo()
    monkeypatch.setattr(StoredFile, "seal_shape", 2)
    monkeypatch.setattr(StoredFile, "sealed_since", {"uploaded_by": 2}, raising=False)
    _forget_columns()
    assert history.verify().ok
    StoredFile.objects.filter(pk=second.pk).update(uploaded_by="ai đó")
    (found,) = history.verify().breaks
    assert (found.kind, found.where) == ("altered", f"kernel.storedfile {second.pk}")
    _forget_columns()


def test_names_an_altered_row_and_its_fields() -> None:
    row = store_files(3)[1]
    StoredFile.objects.filter(pk=row.pk).update(name="Khác.pdf")
    (found,) = history.verify().breaks
    assert (found.kind, found.where) == ("altered", f"kernel.storedfile {row.pk}")
    assert found.message.endswith("bị sửa ngoài hệ thống: tên tệp.")


@pytest.mark.engine("sqlite")
def test_names_a_row_whose_values_cannot_be_read() -> None:
    store_files(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_storedfile SET uploaded_at = 'hôm qua' WHERE size = 1")
    assert kinds(history.verify()) == ["altered"]


def test_names_a_missing_row() -> None:
    row = store_files(2)[0]
    StoredFile.objects.filter(pk=row.pk).delete()
    assert [(f.kind, f.where) for f in history.verify().breaks] == [("row_missing", f"kernel.storedfile {row.pk}")]


def test_names_a_row_without_seal() -> None:
    store_files()
    (row,) = StoredFile.objects.bulk_create(make_files(1, start=7))
    assert [(f.kind, f.where) for f in history.verify().breaks] == [("unsealed", f"kernel.storedfile {row.pk}")]


def test_a_removed_row_is_no_break_but_its_return_is() -> None:
    (row,) = store_files()
    with transaction.atomic():
        record([entry_for(row, removed=True)])
        StoredFile.objects.filter(pk=row.pk).delete()
    assert history.verify().ok
    row.save(force_insert=True)
    assert kinds(history.verify()) == ["returned"]


def test_names_an_event_altered_behind_its_back() -> None:
    store_files(3)
    behind_its_back("UPDATE kernel_event SET payload = replace(payload, '2021-05-03', '2021-05-01') WHERE seq = 2")
    report = history.verify()
    assert [(f.kind, f.where) for f in report.breaks] == [("link", "system:1 #2"), ("columns", "system:1 #2")]


def test_names_columns_that_differ_from_the_payload() -> None:
    store_files(2)
    behind_its_back("UPDATE kernel_event SET subject_id = 999 WHERE seq = 1")
    assert kinds(history.verify()) == ["columns"]


def test_names_altered_words() -> None:
    store_files()
    behind_its_back("UPDATE kernel_eventtext SET words = replace(words, 'pdf', 'doc')")
    assert kinds(history.verify()) == ["words"]


def test_names_altered_values_of_a_seal() -> None:
    store_files()
    behind_its_back("UPDATE kernel_sealtext SET \"values\" = replace(\"values\", 'pdf', 'doc')")
    assert kinds(history.verify()) == ["seal_text"]


def test_names_a_removed_seal() -> None:
    store_files(2)
    SealText.objects.order_by("pk").first().delete()
    behind_its_back("DELETE FROM kernel_seal WHERE id = (SELECT min(id) FROM kernel_seal)")
    assert kinds(history.verify()) == ["link", "unsealed"]


def test_names_seals_that_changed_places() -> None:
    """No hash holds the numbers of seals: an older one numbered last must not pass for the present value."""
    (row,) = store_files()
    name, row.name = row.name, "Đã sửa.pdf"
    with transaction.atomic():
        row.save()
        record([entry_for(row)])
    SealText.objects.all().delete()
    behind_its_back("UPDATE kernel_seal SET id = id + 100 WHERE id = (SELECT min(id) FROM kernel_seal)")
    StoredFile.objects.update(name=name)
    assert kinds(history.verify()) == ["order"]


def test_names_a_gap_in_the_middle() -> None:
    rows = store_files(3)
    EventText.objects.filter(event__seq=2).delete()
    SealText.objects.filter(seal__event__seq=2).delete()
    behind_its_back("DELETE FROM kernel_seal WHERE event_id = (SELECT id FROM kernel_event WHERE seq = 2)")
    behind_its_back("DELETE FROM kernel_event WHERE seq = 2")
    StoredFile.objects.filter(pk=rows[1].pk).delete()
    assert kinds(history.verify()) == ["gap", "link"]


def cut_tail() -> None:
    """Removes the last event with all its traces and moves the head back: only exported heads can tell."""
    last = Event.objects.order_by("-id")[0]
    EventText.objects.filter(event=last).delete()
    SealText.objects.filter(seal__event=last).delete()
    behind_its_back("DELETE FROM kernel_seal WHERE event_id = %s", last.pk)
    behind_its_back("DELETE FROM kernel_event WHERE id = %s", last.pk)
    StoredFile.objects.filter(pk=last.subject_id).delete()


def test_names_a_truncated_tail() -> None:
    store_files(3)
    cut_tail()
    assert kinds(history.verify()) == ["tail"]


def test_names_a_tail_cut_without_trace_against_exported_heads() -> None:
    store_files(3)
    exported = json.loads(json.dumps({"chains": history.heads()}))
    cut_tail()
    previous = Event.objects.order_by("-id")[0]
    behind_its_back("UPDATE kernel_chain SET seq = %s, head = %s", previous.seq, previous.hash)
    assert history.verify().ok
    assert kinds(history.verify(against=exported)) == ["against"]


def test_grown_chains_agree_with_exported_heads() -> None:
    store_files(2)
    exported = history.heads()
    store_files(2, start=5)
    store_files(1, chain="system:9", start=9)
    assert history.verify(against=exported).ok


def test_names_a_chain_that_vanished() -> None:
    store_files()
    exported = history.heads() | {"system:77": {"seq": 1, "head": "f" * 64}}
    assert kinds(history.verify(against=exported)) == ["chain_missing"]


def test_names_a_missing_trigger() -> None:
    with connection.cursor() as cursor:
        on = " ON kernel_seal" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER kernel_seal_no_update{on}")
    assert [(f.kind, f.where) for f in history.verify().breaks] == [
        ("guard_missing", "kernel_seal.kernel_seal_no_update")
    ]
    guards.install()
    assert history.verify().ok


@pytest.mark.engine("postgresql")
def test_names_a_disabled_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_event DISABLE TRIGGER kernel_event_no_delete")
    assert kinds(history.verify()) == ["guard_missing"]


def test_record_needs_a_transaction_for_its_lock() -> None:
    assert record([]) == []


def test_many_entries_cost_few_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    rows = StoredFile.objects.bulk_create(make_files(500))
    entries = [entry_for(row, f"system:{row.pk}") for row in rows]
    with django_assert_max_num_queries(14), transaction.atomic():
        record(entries)
    assert history.verify().ok
