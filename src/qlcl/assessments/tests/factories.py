"""Makes sets and checklists for tests, through the operations."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from qlcl.assessments.models import Checklist, ChecklistItem, QuestionSet
from qlcl.assessments.operations.publish_set import load_sets
from qlcl.assessments.operations.start_checklist import start_checklist
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import systems_by_agency
from qlcl.standards.models import Clause
from qlcl.standards.operations.load_reference import load_reference

OPENED = date(2021, 9, 1)
CONCLUDED = date(2021, 9, 2)
AT = datetime(2021, 12, 1, 2, 30, tzinfo=UTC)
NOON = datetime(2021, 9, 1, 5, 0, tzinfo=UTC)
SYSTEM = Actor.system("thử nghiệm")
ARTICLE_36, CLAUSES = "tt26-dieu36", "iso-9001-2015"


def make_sets() -> None:
    """The shipped sets, and the clauses that one of them asks about; once."""
    if not Clause.objects.exists():
        load_reference(at=AT)
    if not QuestionSet.objects.filter(province__isnull=True).exists():
        load_sets(at=AT, on=date(2021, 1, 1))


def shipped(code: str = ARTICLE_36) -> QuestionSet:
    """A shipped set; loaded when it is not there yet."""
    make_sets()
    return QuestionSet.objects.get(code=code, province__isnull=True)


def make_checklist(agency: Agency, actor: Actor = SYSTEM, code: str = ARTICLE_36, **fields: Any) -> Checklist:
    """A checklist of the agency, opened on 1 September 2021."""
    system = systems_by_agency({agency.pk})[agency.pk][0].system
    values: dict[str, Any] = {"set": shipped(code), "on": OPENED, "at": AT, **fields}
    return start_checklist(actor=actor, system=system, agency=agency, **values)


def item_of(checklist: Checklist, code: str = "1a") -> ChecklistItem:
    """One question of a checklist."""
    return ChecklistItem.objects.get(checklist=checklist, code=code)


def an_answer(item: ChecklistItem, answer: str, n: int = 1, base: int = 0, **fields: Any) -> dict[str, Any]:
    """An answer as a device sends it; made `n` minutes after noon."""
    return {
        "uid": str(uuid4()), "v": 2, "kind": "answer", "item": str(item.uid), "base": base, "n": n, "answer": answer,
        "at": (NOON + timedelta(minutes=n)).isoformat(), "note": "", "skip_reason": "", **fields,
    }  # fmt: skip


def a_finding(item: ChecklistItem | None, statement: str, n: int = 1, **fields: Any) -> dict[str, Any]:
    """A finding as a device sends it."""
    return {
        "uid": str(uuid4()), "v": 2, "kind": "finding", "finding": str(uuid4()), "n": n,
        "item": str(item.uid) if item else None, "statement": statement, "severity": "ordinary",
        "at": (NOON + timedelta(minutes=n)).isoformat(), **fields,
    }  # fmt: skip


def about(kind: str, subject: str | UUID, n: int = 1, **fields: Any) -> dict[str, Any]:
    """A withdrawal, or evidence, as a device sends it."""
    name = "finding" if "finding" in kind else "evidence"
    return {
        "uid": str(uuid4()), "v": 2, "kind": kind, name: str(subject), "n": n,
        "at": (NOON + timedelta(minutes=n)).isoformat(), **fields,
    }  # fmt: skip
