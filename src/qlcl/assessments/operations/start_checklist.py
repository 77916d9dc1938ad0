"""Starts a checklist: a frozen copy of a set, with last time's findings beside its questions."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from qlcl.accounts.models import Person
from qlcl.assessments.models import Checklist, ChecklistItem, ChecklistMember, Finding, Question, QuestionSet
from qlcl.assessments.operations.recording import entry, to_change
from qlcl.assessments.policies import can_conclude, can_start, keeps_own, starting_post
from qlcl.corrective.models import Nonconformity
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency, QualitySystem

#: What is known of last time, by the question's code, by the item of art. 36, by the clause.
Known = dict[tuple[str, str | int], list[str]]


@transaction.atomic
def start_checklist(
    *,
    actor: Actor,
    set: QuestionSet,
    system: QualitySystem,
    agency: Agency,
    on: date,
    at: datetime,
    occasion: Ref | None = None,
    previous: Checklist | None = None,
    illustration: bool = False,
    batch: str = "",
    trusted: bool = False,
    uid: UUID | None = None,
) -> Checklist:
    """Copies the questions; every answer is blank. From `previous`, and from what is still open, come the findings.

    Circular 26/2014, art. 36; effect is verified at the next inspection (art. 38). `trusted`: the act that
    calls has checked the right, such as of the leader of a team. One known by its `uid` is not started again: a
    form sent twice opens one. Raises `Forbidden`, `checklist_exists`, `set_retired`, `other_system`.
    """
    history.lock(history.system_chain(system.pk))
    if not trusted and not can_start(actor, system):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh, hoặc lãnh đạo, thư ký ISO của cơ quan được mở phiếu kiểm.")
    known = Checklist.objects.filter(uid=uid, system=system).first() if uid else None
    if known is not None:
        return known
    _check(set, system, occasion, previous)
    checklist = Checklist.objects.create(
        uid=uid or uuid4(), set=set, system=system, agency=agency, province_id=system.province_id,
        occasion_kind=occasion.kind if occasion else "", occasion_id=occasion.id if occasion else 0,
        occasion_label=occasion.label[:300] if occasion else "", own=not trusted and keeps_own(actor, system),
        opened_on=on, opened_by=actor.name[:200], previous=previous, illustration=illustration,
    )  # fmt: skip
    last_time = _last_time(system, agency, previous)
    questions = set.questions.select_related("clause").order_by("position")
    items = ChecklistItem.objects.bulk_create(_item(checklist, question, last_time) for question in questions)
    Checklist.objects.filter(pk=checklist.pk).update(total=len(items))
    checklist.total = len(items)
    summary = f"Mở phiếu kiểm {set.title}: {len(items)} câu"
    started = entry(
        checklist, "assessments.start_checklist", on, summary, changed=[checklist, *items],
        payload={"set": set.pk, "previous": previous.pk if previous else None}, post=starting_post(actor, system),
    )  # fmt: skip
    history.record(actor=actor, at=at, entries=[started], batch=batch)
    return checklist


def _check(question_set: QuestionSet, system: QualitySystem, occasion: Ref | None, previous: Checklist | None) -> None:
    if question_set.retired_on is not None or question_set.province_id not in {None, system.province_id}:
        raise DomainError("set_retired", "Bộ câu hỏi này không còn dùng; hãy chọn phiên bản đang dùng.")
    if previous is not None and previous.system_id != system.pk:
        raise DomainError("other_system", "Phiếu kiểm lần trước thuộc hệ thống khác.")
    if occasion is None:
        return
    existing = Checklist.objects.of_occasion(occasion.kind, occasion.id).filter(set=question_set)
    if existing.exists():
        raise DomainError("checklist_exists", f"Đã có phiếu kiểm theo bộ câu hỏi này cho {occasion.label}.")


def _item(checklist: Checklist, question: Question, known: Known) -> ChecklistItem:
    return ChecklistItem(
        checklist=checklist, code=question.code, text=question.text, help=question.help, clause=question.clause,
        clause_number=question.clause.number if question.clause else "", article=question.article,
        group=question.group, position=question.position, last_finding=_said(question, known),
    )  # fmt: skip


def _said(question: Question, known: Known) -> str:
    """Each finding once, whichever way it belongs to the question."""
    keys: list[tuple[str, str | int]] = [("code", question.code)]
    if question.article:
        keys.append(("article", question.article))
    if question.clause_id:
        keys.append(("clause", question.clause_id))
    lines = [line for key in keys for line in known.get(key, [])]
    return "\n".join(dict.fromkeys(lines))


def _last_time(system: QualitySystem, agency: Agency, previous: Checklist | None) -> Known:
    """The findings of the previous checklist as they stand now, and what is open from elsewhere."""
    known: Known = defaultdict(list)
    told: set[int] = set()
    if previous is not None:
        rows = Finding.objects.filter(checklist=previous, withdrawn_on__isnull=True)
        for finding in rows.select_related("item", "nonconformity").order_by("pk"):
            if finding.item is None:
                continue
            row = finding.nonconformity
            day = previous.concluded_on or previous.opened_on
            known["code", finding.item.code].append(_line(finding.statement, finding.get_severity_display(), row, day))
            if row is not None:
                told.add(row.pk)
    live = Nonconformity.objects.live().filter(system=system, agency=agency).exclude(pk__in=told)
    for row in live.order_by("raised_on", "pk"):
        line = _line(row.statement, row.get_severity_display(), row, row.raised_on)
        if row.article:
            known["article", row.article].append(line)
        elif row.clause_id:
            known["clause", row.clause_id].append(line)
    return known


def _line(statement: str, severity: str, row: Nonconformity | None, day: date) -> str:
    state = f"; {row.get_state_display().lower()}" if row else ""
    return f"{day:%d/%m/%Y}: {statement} ({severity.lower()}{state})"


@transaction.atomic
def set_members(
    *, actor: Actor, checklist_id: int, people: Sequence[Person], on: date, at: datetime, trusted: bool = False
) -> None:
    """Exactly these may answer besides those whose post inspects the province, such as experts and mixed teams."""
    checklist = to_change(checklist_id, actor, trusted=trusted)
    if not trusted and not can_conclude(actor, checklist):
        raise Forbidden
    wanted = {person.pk: person for person in people}
    members = {member.person_id: member for member in checklist.members.all()}
    changed = [ChecklistMember(checklist=checklist, person=person, added_on=on)
               for key, person in wanted.items() if key not in members]  # fmt: skip
    for key, member in members.items():
        left = None if key in wanted else on
        if (member.left_on is None) != (left is None):
            member.left_on = left
            changed.append(member)
    if not changed:
        return
    for member in changed:
        member.save()
    summary = f"Phân công {len(wanted)} người cùng làm phiếu kiểm"
    told = entry(checklist, "assessments.set_members", on, summary, changed=changed)
    history.record(actor=actor, at=at, entries=[told])
