"""Raises nonconformities: what an inspection found, what an agency found itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from qlcl.corrective.enums import Severity
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.recording import entry
from qlcl.corrective.operations.terms import CAUSE_DAYS, cause_duty, fix_days
from qlcl.corrective.policies import raising_post
from qlcl.duties.operations.open_duties import open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Ref
from qlcl.kernel.text import clean, nfc
from qlcl.kernel.words import learn_words
from qlcl.organisations import parameters
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Clause


@dataclass(frozen=True, slots=True)
class NewNonconformity:
    """What was found; without `due_on` the province's days for the severity hold."""

    system: QualitySystem
    agency: Agency
    statement: str
    raised_on: date
    raised_by: str
    severity: str = Severity.ORDINARY
    source: Ref | None = None
    clause: Clause | None = None
    article: str = ""
    area: str = ""
    due_on: date | None = None
    repeats: Nonconformity | None = None
    illustration: bool = False
    uid: UUID = field(default_factory=uuid4)


@transaction.atomic
def raise_nonconformities(
    *, actor: Actor, new: Sequence[NewNonconformity], on: date, at: datetime, batch: str = "", trusted: bool = False
) -> list[Nonconformity]:
    """Raises each for its day and opens the duty to find its cause; one known by its `uid` is not raised twice.

    TCVN ISO 9001:2015, 10.2; Circular 26/2014, art. 37. `trusted`: the act that calls has checked the right.
    Raises `Forbidden`, `statement_missing`, `in_future`, `due_before_raised`.
    """
    history.lock(*{history.system_chain(item.system.pk) for item in new})
    known = set(Nonconformity.objects.filter(uid__in=[item.uid for item in new]).values_list("uid", flat=True))
    fresh = [item for item in new if item.uid not in known]
    terms = fix_days({item.system.province_id for item in fresh}, on)
    for item in fresh:
        _check(actor, item, on, at, trusted=trusted)
    rows = [_row(actor, item, terms[item.system.province_id]) for item in fresh]
    Nonconformity.objects.bulk_create(rows)
    learn_words("nonconformity", [row.statement for row in rows])
    entries = [
        entry(row, "corrective.raise", row.raised_on, f"Ghi điểm không phù hợp: {row}",
              post=raising_post(actor, row.system))
        for row in rows
    ]  # fmt: skip
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    days = parameters.numbers({row.province_id for row in rows}, CAUSE_DAYS, on)
    for row, event in zip(rows, events, strict=True):
        spec = cause_duty(row, days[row.province_id])
        open_duties(specs=[spec], actor=actor, on=row.raised_on, at=at, event=event.pk)
    return rows


def _check(actor: Actor, item: NewNonconformity, on: date, at: datetime, *, trusted: bool) -> None:
    if not (trusted or actor.is_system) and raising_post(actor, item.system) is None:
        raise Forbidden("Chỉ người của cơ quan hoặc cán bộ kiểm tra của tỉnh được ghi điểm không phù hợp.")
    if not clean(item.statement):
        raise DomainError("statement_missing", "Cần ghi nội dung không phù hợp.", field="statement")
    if item.raised_on > on or item.raised_on > localdate(at):
        raise DomainError("in_future", "Ngày phát hiện không được sau hôm nay.", field="raised_on")
    if item.due_on is not None and item.due_on < item.raised_on:
        raise DomainError("due_before_raised", "Hạn khắc phục phải từ ngày phát hiện trở đi.", field="due_on")


def _row(actor: Actor, item: NewNonconformity, terms: dict[str, int]) -> Nonconformity:
    source = item.source
    row = Nonconformity(
        uid=item.uid, system=item.system, agency=item.agency, province_id=item.system.province_id,
        source_kind=source.kind if source else "", source_id=source.id if source else 0,
        source_label=source.label[:300] if source else "", raised_on=item.raised_on, raised_by=item.raised_by[:200],
        raised_person_id=actor.person_id, statement=nfc(item.statement).strip(), clause=item.clause,
        article=item.article, area=clean(item.area)[:200], severity=item.severity,
        due_on=item.due_on or item.raised_on + timedelta(days=terms[str(item.severity)]), repeats=item.repeats,
        illustration=item.illustration,
    )  # fmt: skip
    row.fold()
    return row
