"""Builds history for tests of the kernel: stored files are its only sealed rows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import Event, StoredFile

DAY = date(2021, 5, 3)
MOMENT = datetime(2021, 5, 4, 1, 2, 3, 456789, tzinfo=UTC)
SYSTEM = Actor.system("nhập dữ liệu")


def make_files(count: int = 1, start: int = 0) -> list[StoredFile]:
    """Rows of stored files, not saved."""
    return [
        StoredFile(
            sha256=f"{n:064x}", size=n, name=f"Quyết định số {n}.pdf", content_type="application/pdf",
            uploaded_at=MOMENT, uploaded_by="Bà Nguyễn Thị Ân",
        )
        for n in range(start, start + count)
    ]  # fmt: skip


def entry_for(row: StoredFile, chain: str = "system:1", removed: bool = False) -> history.Entry:
    """The entry of an act that stored (or removed) the file."""
    return history.Entry(
        chain=chain,
        act="test.store",
        on=DAY,
        summary=f"Lưu {row.name}",
        subject=history.Ref("file", row.pk, row.name),
        changed=[] if removed else [row],
        removed=[row] if removed else [],
        payload={"size": row.size},
    )


@transaction.atomic
def store_files(count: int = 1, *, chain: str = "system:1", batch: str = "", start: int = 0) -> list[StoredFile]:
    """Saves files and records one event each."""
    history.lock(chain)
    rows = make_files(count, start)
    for row in rows:
        row.save()
    record([entry_for(row, chain) for row in rows], batch=batch)
    return rows


@transaction.atomic
def rename(row: StoredFile, name: str, *, batch: str = "") -> list[Event]:
    """Renames a file and records it."""
    row.name = name
    row.save()
    return record([entry_for(row)], batch=batch)


def record(entries: Sequence[history.Entry], batch: str = "") -> list[Event]:
    """Records as the system, at a fixed moment."""
    return history.record(actor=SYSTEM, at=MOMENT, entries=entries, batch=batch)
