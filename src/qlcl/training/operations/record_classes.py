"""Records classes that were held, and corrects them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.words import learn_words
from qlcl.training.enums import Topic
from qlcl.training.models import TrainingClass
from qlcl.training.operations.reading import refuse_void
from qlcl.training.policies import can_record_training

CORRECTABLE = ("held_on", "topic", "title", "organiser")


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class that was held."""

    province_id: int
    code: str
    held_on: date
    title: str
    topic: str = Topic.OTHER
    organiser: str = ""
    illustration: bool = False


@transaction.atomic
def record_classes(
    *, actor: Actor, on: date, at: datetime, classes: Sequence[NewClass], batch: str = ""
) -> list[TrainingClass]:
    """Records classes in the chains of their provinces, each for the day it was held.

    Raises `Forbidden`; `DomainError` when a code is taken in its province or a class lies after `on`.
    """
    history.lock(*{history.province_chain(new.province_id) for new in classes})
    _check_actor(actor, {new.province_id for new in classes})
    _refuse_taken(classes)
    for new in classes:
        _refuse_future(new.held_on, on)
    rows = [_row(new) for new in classes]
    TrainingClass.objects.bulk_create(rows)
    learn_words("training_class", [row.title for row in rows])
    entries = [_entry(row, "training.record_class", f"Ghi lớp {row.code}: {row.title}") for row in rows]
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return rows


@transaction.atomic
def correct_classes(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    changes: Sequence[tuple[TrainingClass, Mapping[str, Any]]],
    batch: str = "",
    seen: int | None = None,
) -> list[TrainingClass]:
    """Corrects the day, topic, title or organiser of classes; `seen` is the last event the form knew.

    Raises `Forbidden`, `Stale`, or `DomainError` when a class would lie after `on` or is void. A moved day does
    not move what the attendances closed: void a class entered for the wrong day and record it anew.
    """
    history.lock(*{history.province_chain(row.province_id) for row, _fields in changes})
    _check_actor(actor, {row.province_id for row, _fields in changes})
    standing = TrainingClass.objects.in_bulk([row.pk for row, _fields in changes])
    entries = []
    for old, fields in changes:
        history.refuse_overtaken("training_class", old.pk, seen)
        row = standing[old.pk]
        refuse_void(row)
        for name in CORRECTABLE:
            setattr(row, name, fields.get(name, getattr(row, name)))
        _refuse_future(row.held_on, on)
        row.save()
        entries.append(_entry(row, "training.correct_class", f"Sửa thông tin lớp {row.code}", on=on))
    learn_words("training_class", [row.title for row in standing.values()])
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return list(standing.values())


def _row(new: NewClass) -> TrainingClass:
    row = TrainingClass(
        province_id=new.province_id,
        code=new.code,
        held_on=new.held_on,
        topic=new.topic or Topic.OTHER,
        title=new.title,
        organiser=new.organiser,
        illustration=new.illustration,
    )
    row.fold()
    return row


def _entry(row: TrainingClass, act: str, summary: str, on: date | None = None) -> history.Entry:
    return history.Entry(
        chain=history.province_chain(row.province_id),
        act=act,
        on=on or row.held_on,
        summary=summary,
        subject=history.Ref("training_class", row.pk, str(row)),
        changed=[row],
        payload={"code": row.code},
    )


def _check_actor(actor: Actor, province_ids: set[int]) -> None:
    if not all(can_record_training(actor, province_id) for province_id in province_ids):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi lớp đào tạo.")


def _refuse_taken(classes: Sequence[NewClass]) -> None:
    wanted = [(new.province_id, new.code) for new in classes]
    known = TrainingClass.objects.standing().filter(code__in={code for _province, code in wanted})
    taken = set(known.values_list("province_id", "code"))
    for key in wanted:
        if key in taken:
            raise DomainError("class_code_taken", f"Mã lớp {key[1]} đã dùng; hãy chọn mã khác.", field="code")
        taken.add(key)


def _refuse_future(held_on: date, on: date) -> None:
    if held_on > on:
        raise DomainError(
            "class_in_future", f"Ngày tổ chức {held_on:%d/%m/%Y} chưa tới; chỉ ghi lớp đã tổ chức.", field="held_on"
        )
