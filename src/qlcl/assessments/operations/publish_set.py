"""Publishes a version of a set: a province's officer his own, set-up the shipped ones."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from qlcl.assessments.models import Question, QuestionSet, Step
from qlcl.assessments.operations.recording import SHIPPED_CHAIN, set_entry
from qlcl.assessments.policies import can_publish, publishing_post, visible_sets
from qlcl.assessments.queries import set_in_use
from qlcl.assessments.reference import QuestionRow, ShippedSet, scale_json, shipped_sets
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.text import clean, nfc


@transaction.atomic
def publish_set(
    *,
    actor: Actor,
    province_id: int,
    based_on: int,
    questions: Sequence[QuestionRow],
    on: date,
    at: datetime,
    title: str = "",
    basis: str | None = None,
    note: str = "",
    scale: Sequence[Step] | None = None,
) -> QuestionSet:
    """A new version for the province, made from the set `based_on`, which must be the one in use.

    Checklists that were started keep theirs. Raises `Unseen`, `Forbidden`, `Stale`, `set_empty`, `code_missing`,
    `code_repeated`, `text_missing`, `set_unchanged`.
    """
    history.lock(history.province_chain(province_id))
    earlier = visible_sets(actor).filter(pk=based_on).first()
    if earlier is None:
        raise Unseen
    if not can_publish(actor, province_id) or earlier.province_id not in {None, province_id}:
        raise Forbidden("Chỉ cán bộ đầu mối hoặc người quản trị của tỉnh được ban hành bộ câu hỏi.")
    current = set_in_use(earlier.code, province_id)
    if current is None or current.pk != earlier.pk:
        raise Stale("Bộ câu hỏi này đã có phiên bản mới hơn; hãy mở phiên bản đó rồi sửa tiếp.")
    rows = [_cleaned(row) for row in questions]
    _check(rows)
    steps = list(scale) if scale is not None else earlier.steps
    named = clean(title)[:200] or earlier.title
    based = earlier.basis if basis is None else clean(basis)[:300]
    if (named, based, steps) == (earlier.title, earlier.basis, earlier.steps) and rows == _rows_of(earlier):
        raise DomainError("set_unchanged", "Chưa có gì thay đổi so với phiên bản đang dùng.")
    made, asked = _write(
        QuestionSet(
            code=earlier.code, version=earlier.version + 1, title=named, basis=based, note=clean(note)[:500],
            scale=json.dumps(scale_json(tuple(steps)), ensure_ascii=False), province_id=province_id, published_on=on,
        ),
        rows,
    )  # fmt: skip
    changed = [made, *_retire(earlier if earlier.province_id else None, on)]
    summary, post = f"Ban hành {made}: {len(rows)} câu hỏi", publishing_post(actor, province_id)
    told = set_entry(made, "assessments.publish_set", on, summary, [*changed, *asked], post)
    history.record(actor=actor, at=at, entries=[told])
    return made


@transaction.atomic
def load_sets(*, at: datetime, on: date | None = None, actor: Actor | None = None) -> int:
    """Brings the shipped sets in line with the package; doing it again changes nothing. Returns how many it wrote."""
    history.lock(SHIPPED_CHAIN)
    day = on or timezone.localdate(at)
    known: dict[str, QuestionSet] = {}
    for found in QuestionSet.objects.filter(province__isnull=True).order_by("version"):
        known[found.code] = found
    fresh = [s for s in shipped_sets() if s.code not in known or known[s.code].version < s.version]
    entries = []
    for shipped in fresh:
        made, questions = _load(shipped, day)
        changed = [made, *_retire(known.get(shipped.code), day)]
        summary = f"Nạp {made}: {len(questions)} câu hỏi"
        entries.append(set_entry(made, "assessments.load_sets", day, summary, [*changed, *questions]))
    history.record(actor=actor or Actor.system("Nạp dữ liệu tham chiếu"), at=at, entries=entries)
    return len(fresh)


def _retire(replaced: QuestionSet | None, on: date) -> list[QuestionSet]:
    """Ends the version that another one replaces; a shipped one goes on for the other provinces."""
    if replaced is None:
        return []
    replaced.retired_on = on
    replaced.save(update_fields=["retired_on"])
    return [replaced]


def _load(shipped: ShippedSet, day: date) -> tuple[QuestionSet, list[Question]]:
    return _write(
        QuestionSet(
            code=shipped.code, version=shipped.version, title=shipped.title, basis=shipped.basis, published_on=day,
            scale=json.dumps(scale_json(shipped.scale), ensure_ascii=False),
        ),
        shipped.questions,
    )  # fmt: skip


def _write(made: QuestionSet, rows: Sequence[QuestionRow]) -> tuple[QuestionSet, list[Question]]:
    made.save()
    questions = [
        Question(
            set=made, code=row.code, text=row.text, help=row.help, clause=row.clause, article=row.article,
            group=row.group, position=position,
        )
        for position, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return made, Question.objects.bulk_create(questions)


def _cleaned(row: QuestionRow) -> QuestionRow:
    return QuestionRow(
        clean(row.code)[:20], nfc(row.text).strip(), nfc(row.help).strip(), row.clause, row.article,
        clean(row.group)[:200],
    )  # fmt: skip


def _rows_of(question_set: QuestionSet) -> list[QuestionRow]:
    return [
        QuestionRow(q.code, q.text, q.help, q.clause, q.article, q.group)
        for q in question_set.questions.select_related("clause").order_by("position")
    ]


def _check(rows: Sequence[QuestionRow]) -> None:
    """Each question has its own number and words."""
    if not rows:
        raise DomainError("set_empty", "Bộ câu hỏi phải có ít nhất một câu.")
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        if not row.code:
            raise DomainError("code_missing", f"Câu thứ {place} chưa có số.")
        if row.code in seen:
            raise DomainError("code_repeated", f"Số “{row.code}” dùng cho hai câu; mỗi câu cần một số riêng.")
        if not row.text:
            raise DomainError("text_missing", f"Câu {row.code} chưa có nội dung.")
        seen.add(row.code)
